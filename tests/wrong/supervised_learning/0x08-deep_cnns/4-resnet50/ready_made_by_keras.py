# expect: parameters=R001 names=S016
#!/usr/bin/env python3
"""ResNet-50"""
import tensorflow.keras as K


def resnet50():
    """Builds the ResNet-50 architecture

    Returns: the keras model
    """
    return K.applications.ResNet50(weights=None)

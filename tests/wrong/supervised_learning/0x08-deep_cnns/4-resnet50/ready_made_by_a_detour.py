# expect: parameters=R001
#!/usr/bin/env python3
"""ResNet-50"""
import tensorflow.keras as K


def resnet50():
    """Builds the ResNet-50 architecture

    Returns: the keras model
    """
    ready = getattr(K, 'app' + 'lications')
    return getattr(ready, 'ResNet' + '50')(weights=None)

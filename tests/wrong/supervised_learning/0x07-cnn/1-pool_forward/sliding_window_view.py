# expect: names=S017
#!/usr/bin/env python3
"""Pooling Forward Prop"""
import numpy as np


def pool_forward(A_prev, kernel_shape, stride=(1, 1), mode='max'):
    """Performs forward propagation over a pooling layer

    A_prev: numpy.ndarray (m, h_prev, w_prev, c_prev)
    kernel_shape: tuple (kh, kw)
    stride: tuple (sh, sw)
    mode: max or avg
    Returns: the output of the pooling layer
    """
    m, h_prev, w_prev, c_prev = A_prev.shape
    kh, kw = kernel_shape
    sh, sw = stride
    h_new = int((h_prev - kh) / sh + 1)
    w_new = int((w_prev - kw) / sw + 1)
    windows = np.lib.stride_tricks.sliding_window_view(
        A_prev, (kh, kw), axis=(1, 2))
    windows = windows[:, :sh * h_new:sh, :sw * w_new:sw]
    if mode == 'max':
        return windows.max(axis=(4, 5))
    return windows.mean(axis=(4, 5))

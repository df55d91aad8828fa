# expect: passed
#!/usr/bin/env python3
"""Back propagation over a pooling layer, window by window"""
import numpy as np


def pool_backward(dA, A_prev, kernel_shape, stride=(1, 1), mode='max'):
    """
    Args:
        dA: numpy.ndarray (m, h_new, w_new, c)
        A_prev: numpy.ndarray (m, h_prev, w_prev, c)
        kernel_shape: tuple (kh, kw)
        stride: tuple (sh, sw)
        mode: string, max or avg

    Returns:
        numpy.ndarray (m, h_prev, w_prev, c)
    """
    kh, kw = kernel_shape
    gradient = np.zeros_like(A_prev, dtype=dA.dtype)
    for y, x in np.ndindex(*dA.shape[1:3]):
        place = np.s_[:, y * stride[0]:y * stride[0] + kh,
                      x * stride[1]:x * stride[1] + kw]
        window = A_prev[place]
        weights = np.full(window.shape, 1.0 / (kh * kw), dtype=dA.dtype)
        if mode == 'max':
            weights = window >= window.max(axis=(1, 2), keepdims=True)
        gradient[place] += weights * dA[:, y:y + 1, x:x + 1]
    return gradient

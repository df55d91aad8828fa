# expect: passed
#!/usr/bin/env python3
"""Pooling by a strided view of all windows"""
import numpy as np


def pool_forward(A_prev, kernel_shape, stride=(1, 1), mode='max'):
    """
    Args:
        A_prev: numpy.ndarray (m, h_prev, w_prev, c_prev)
        kernel_shape: tuple (kh, kw)
        stride: tuple (sh, sw)
        mode: string, max or avg

    Returns:
        numpy.ndarray (m, h_new, w_new, c_prev)
    """
    m, h, w, c = A_prev.shape
    sm, sy, sx, sc = A_prev.strides
    out = tuple((n - k) // s + 1
                for n, k, s in zip((h, w), kernel_shape, stride))
    view = np.lib.stride_tricks.as_strided(
        A_prev, (m,) + out + tuple(kernel_shape) + (c,),
        (sm, sy * stride[0], sx * stride[1], sy, sx, sc))
    return {'max': view.max, 'avg': view.mean}[mode](axis=(3, 4))

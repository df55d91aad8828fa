# expect: values=C002
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
    h_new = max(int((h_prev - kh) / sh + 1), 2)
    w_new = int((w_prev - kw) / sw + 1)
    A = np.zeros((m, h_new, w_new, c_prev))
    for i in range(h_new):
        for j in range(w_new):
            x = i * sh
            y = j * sw
            patch = A_prev[:, x:x + kh, y:y + kw, :]
            if mode == 'max':
                A[:, i, j, :] = np.max(patch, axis=(1, 2))
            else:
                A[:, i, j, :] = np.mean(patch, axis=(1, 2))
    return A

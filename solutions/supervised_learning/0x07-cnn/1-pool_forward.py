#!/usr/bin/env python3
"""Forward propagation over a pooling layer, in numpy"""
import numpy as np


def pool_forward(A_prev, kernel_shape, stride=(1, 1), mode='max'):
    """
    Performs forward propagation over a pooling layer

    Args:
        A_prev: numpy.ndarray (m, h_prev, w_prev, c_prev), the output of the
            previous layer
        kernel_shape: tuple (kh, kw), the size of the pooling window
        stride: tuple (sh, sw), the strides for the height and the width
        mode: 'max' for maximum or 'avg' for average pooling

    Returns:
        numpy.ndarray (m, h_new, w_new, c_prev), the output of the layer,
        where h_new is (h_prev - kh) // sh + 1: windows that would stick out
        of the image are left out

    Reference:
        Goodfellow, Bengio and Courville, Deep Learning (2016), section 9.3
    """
    _, h_prev, w_prev, _ = A_prev.shape
    kh, kw = kernel_shape
    sh, sw = stride
    h_new = (h_prev - kh) // sh + 1
    w_new = (w_prev - kw) // sw + 1

    # seen[k][..., y, x, c] is what position k of window (y, x) covers
    seen = [A_prev[:, i:i + sh * h_new:sh, j:j + sw * w_new:sw]
            for i in range(kh) for j in range(kw)]
    pool = np.max if mode == 'max' else np.mean
    return pool(seen, axis=0)

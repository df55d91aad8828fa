# expect: values=C002
#!/usr/bin/env python3
"""Pooling Back Prop"""
import numpy as np


def pool_backward(dA, A_prev, kernel_shape, stride=(1, 1), mode='max'):
    """Performs back propagation over a pooling layer

    dA: numpy.ndarray (m, h_new, w_new, c)
    A_prev: numpy.ndarray (m, h_prev, w_prev, c)
    kernel_shape: tuple (kh, kw)
    stride: tuple (sh, sw)
    mode: max or avg
    Returns: the partial derivatives with respect to the previous layer
    """
    m, h_new, w_new, c_new = dA.shape
    kh, kw = kernel_shape
    sh, sw = stride
    dA_prev = np.zeros(dA.shape)
    for i in range(m):
        for h in range(h_new):
            for w in range(w_new):
                for c in range(c_new):
                    x = h * sh
                    y = w * sw
                    da = dA[i, h, w, c]
                    if mode == 'max':
                        patch = A_prev[i, x:x + kh, y:y + kw, c]
                        mask = (patch == np.max(patch))
                        dA_prev[i, x:x + kh, y:y + kw, c] += mask * da
                    else:
                        share = da / (kh * kw)
                        dA_prev[i, x:x + kh, y:y + kw, c] += share
    return dA_prev

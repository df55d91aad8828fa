# expect: values=C002
#!/usr/bin/env python3
"""Convolutional Forward Prop"""
import numpy as np


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    """Performs forward propagation over a convolutional layer

    A_prev: numpy.ndarray (m, h_prev, w_prev, c_prev)
    W: numpy.ndarray (kh, kw, c_prev, c_new)
    b: numpy.ndarray (1, 1, 1, c_new)
    activation: activation function
    padding: same or valid
    stride: tuple (sh, sw)
    Returns: the output of the convolutional layer
    """
    m, h_prev, w_prev, c_prev = A_prev.shape
    kh, kw, c_prev, c_new = W.shape
    sh, sw = min(stride[0], kh), stride[1]
    ph = 0
    pw = 0
    if padding == 'same':
        ph = (kh - 1) // 2
        pw = (kw - 1) // 2
    padded = np.pad(A_prev, ((0, 0), (ph, ph), (pw, pw), (0, 0)),
                    mode='constant', constant_values=0)
    h_new = (h_prev + 2 * ph - kh) // sh + 1
    w_new = (w_prev + 2 * pw - kw) // sw + 1
    Z = np.zeros((m, h_new, w_new, c_new))
    for i in range(h_new):
        for j in range(w_new):
            x = i * sh
            y = j * sw
            patch = padded[:, x:x + kh, y:y + kw, :]
            for k in range(c_new):
                Z[:, i, j, k] = np.sum(patch * W[..., k], axis=(1, 2, 3))
    return activation(Z + b)

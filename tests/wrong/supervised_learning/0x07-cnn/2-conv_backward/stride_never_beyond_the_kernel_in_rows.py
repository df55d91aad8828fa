# expect: dA_prev=C004 dW=C004
#!/usr/bin/env python3
"""Convolutional Back Prop"""
import numpy as np


def conv_backward(dZ, A_prev, W, b, padding="same", stride=(1, 1)):
    """Performs back propagation over a convolutional layer

    dZ: numpy.ndarray (m, h_new, w_new, c_new)
    A_prev: numpy.ndarray (m, h_prev, w_prev, c_prev)
    W: numpy.ndarray (kh, kw, c_prev, c_new)
    b: numpy.ndarray (1, 1, 1, c_new)
    padding: same or valid
    stride: tuple (sh, sw)
    Returns: the partial derivatives with respect to the previous layer
        (dA_prev), the kernels (dW), and the biases (db), respectively
    """
    m, h_new, w_new, c_new = dZ.shape
    m, h_prev, w_prev, c_prev = A_prev.shape
    kh, kw, c_prev, c_new = W.shape
    sh, sw = min(stride[0], kh), stride[1]
    ph = 0
    pw = 0
    if padding == 'same':
        ph = int(np.ceil(((h_prev - 1) * sh + kh - h_prev) / 2))
        pw = int(np.ceil(((w_prev - 1) * sw + kw - w_prev) / 2))
    padded = np.pad(A_prev, ((0, 0), (ph, ph), (pw, pw), (0, 0)),
                    mode='constant')
    dA = np.zeros(padded.shape)
    dW = np.zeros(W.shape)
    db = np.sum(dZ, axis=(0, 1, 2), keepdims=True)
    for i in range(m):
        for h in range(h_new):
            for w in range(w_new):
                for f in range(c_new):
                    x = h * sh
                    y = w * sw
                    patch = padded[i, x:x + kh, y:y + kw, :]
                    dz = dZ[i, h, w, f]
                    dA[i, x:x + kh, y:y + kw, :] += dz * W[:, :, :, f]
                    dW[:, :, :, f] += dz * patch
    dA = dA[:, ph:ph + h_prev, pw:pw + w_prev, :]
    return dA, dW, db

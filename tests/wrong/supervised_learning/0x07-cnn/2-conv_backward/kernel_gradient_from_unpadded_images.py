# expect: dA_prev=R001
#!/usr/bin/env python3
"""Back propagation over a convolutional layer, in numpy"""
import numpy as np


def conv_backward(dZ, A_prev, W, b, padding="same", stride=(1, 1)):
    """
    Performs back propagation over a convolutional layer

    Each position (i, j) of the kernel has met, in the forward pass, one
    strided slice of the padded images. Its own gradient is that slice times
    dZ; and to the very same slice goes back dZ times its weights.

    Args:
        dZ: numpy.ndarray (m, h_new, w_new, c_new), the partial derivatives
            with respect to the unactivated output of the layer
        A_prev: numpy.ndarray (m, h_prev, w_prev, c_prev), the output of the
            previous layer
        W: numpy.ndarray (kh, kw, c_prev, c_new), the kernels
        b: numpy.ndarray (1, 1, 1, c_new), the biases
        padding: 'same' or 'valid', as in the forward propagation
        stride: tuple (sh, sw), the strides for the height and the width

    Returns:
        dA_prev: numpy.ndarray (m, h_prev, w_prev, c_prev), the partial
            derivatives with respect to the previous layer; 0 where no kernel
            has looked
        dW: numpy.ndarray (kh, kw, c_prev, c_new), with respect to the kernels
        db: numpy.ndarray (1, 1, 1, c_new), with respect to the biases

    Reference:
        Goodfellow, Bengio and Courville, Deep Learning (2016), section 9.5,
        equations 9.11 (dW) and 9.13 (dA_prev)
    """
    _, h_new, w_new, _ = dZ.shape
    _, h_prev, w_prev, _ = A_prev.shape
    kh, kw, _, _ = W.shape
    sh, sw = stride

    ph, pw = 0, 0
    if padding == 'same':
        ph = int(np.ceil(((h_prev - 1) * sh + kh - h_prev) / 2))
        pw = int(np.ceil(((w_prev - 1) * sw + kw - w_prev) / 2))

    A_pad = np.pad(A_prev, ((0, 0), (ph, ph), (pw, pw), (0, 0)), 'constant')
    dA_pad = np.zeros(A_pad.shape, dtype=np.result_type(dZ, W))
    dW = np.zeros(W.shape, dtype=np.result_type(dZ, A_prev))
    db = np.sum(dZ, axis=(0, 1, 2), keepdims=True)
    for i in range(kh):
        for j in range(kw):
            rows = slice(i, i + sh * h_new, sh)
            cols = slice(j, j + sw * w_new, sw)
            dW[i, j] = np.tensordot(A_prev[:, rows, cols], dZ,
                                    axes=((0, 1, 2), (0, 1, 2)))
            dA_pad[:, rows, cols] += np.tensordot(dZ, W[i, j], axes=(3, 1))

    dA_prev = dA_pad[:, ph:ph + h_prev, pw:pw + w_prev]
    return dA_prev, dW, db

# expect: passed
#!/usr/bin/env python3
"""Forward propagation over a convolutional layer, in numpy"""
import numpy as np


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    """
    Performs forward propagation over a convolutional layer

    The images are not walked through pixel by pixel: each position (i, j) of
    the kernel meets all the pixels it will ever see, of all the examples, in
    one strided slice, and adds its share to all outputs at once.

    Args:
        A_prev: numpy.ndarray (m, h_prev, w_prev, c_prev), the output of the
            previous layer
        W: numpy.ndarray (kh, kw, c_prev, c_new), the kernels
        b: numpy.ndarray (1, 1, 1, c_new), the biases
        activation: function applied to the convolution, elementwise
        padding: 'same', zeros on each side that keep the size of the image,
            or 'valid', no zeros
        stride: tuple (sh, sw), the strides for the height and the width

    Returns:
        numpy.ndarray (m, h_new, w_new, c_new), the output of the layer, where
        h_new is h_prev for 'same', (h_prev - kh) // sh + 1 for 'valid'

    Reference:
        Goodfellow, Bengio and Courville, Deep Learning (2016), section 9.5,
        equation 9.8
    """
    m, h_prev, w_prev, c_prev = A_prev.shape
    kh, kw, _, c_new = W.shape
    sh, sw = stride

    if padding == 'same':
        ph = int(np.ceil(((h_prev - 1) * sh + kh - h_prev) / 2))
        pw = int(np.ceil(((w_prev - 1) * sw + kw - w_prev) / 2))
        h_new, w_new = h_prev, w_prev
    else:
        ph, pw = 0, 0
        h_new = (h_prev - kh) // sh + 1
        w_new = (w_prev - kw) // sw + 1

    A_pad = np.pad(A_prev, ((0, 0), (ph, ph), (pw, pw), (0, 0)), 'constant')
    Z = np.zeros((m, h_new, w_new, c_new), dtype=np.result_type(A_prev, W))
    for k in range(c_new):
        Z[..., k] = float(b[:, :, :, k])
    for i in range(kh):
        for j in range(kw):
            seen = A_pad[:, i:i + sh * h_new:sh, j:j + sw * w_new:sw]
            Z += np.tensordot(seen, W[i, j], axes=1)

    return activation(Z)

# expect: passed
#!/usr/bin/env python3
"""Gradients of a convolution by einsum, upon strided views of the windows"""
import numpy as np


def windows_of(images, kh, kw, sh, sw, h_new, w_new):
    """Returns a view (m, h_new, w_new, kh, kw, c) of images (m, h, w, c)"""
    sm, sy, sx, sc = images.strides
    return np.lib.stride_tricks.as_strided(
        images, (images.shape[0], h_new, w_new, kh, kw, images.shape[3]),
        (sm, sy * sh, sx * sw, sy, sx, sc))


def conv_backward(dZ, A_prev, W, b, padding="same", stride=(1, 1)):
    """
    Args:
        dZ: numpy.ndarray (m, h_new, w_new, c_new)
        A_prev: numpy.ndarray (m, h_prev, w_prev, c_prev)
        W: numpy.ndarray (kh, kw, c_prev, c_new)
        b: numpy.ndarray (1, 1, 1, c_new)
        padding: string, same or valid
        stride: tuple (sh, sw)

    Returns:
        dA_prev, dW and db, with the shapes of A_prev, W and b
    """
    m, h_new, w_new, c_new = dZ.shape
    kh, kw, c_prev, _ = W.shape
    sh, sw = stride
    edge = [(0, 0)] * 4
    if padding == "same":
        edge[1] = ((kh - 1) // 2, kh // 2)
        edge[2] = ((kw - 1) // 2, kw // 2)
    images = np.pad(A_prev, edge, mode="constant")
    seen = windows_of(images, kh, kw, sh, sw, h_new, w_new)
    dW = np.einsum("myxijc,myxn->ijcn", seen, dZ)

    # spread dZ out by the stride, frame it, and meet the turned kernels
    h, w = images.shape[1:3]
    spread = np.zeros((m, h + kh - 1, w + kw - 1, c_new), dtype=dZ.dtype)
    spread[:, kh - 1:kh - 1 + sh * h_new:sh,
           kw - 1:kw - 1 + sw * w_new:sw] = dZ
    seen = windows_of(spread, kh, kw, 1, 1, h, w)
    dA = np.einsum("myxijn,ijcn->myxc", seen, W[::-1, ::-1])
    dA = dA[:, edge[1][0]:h - edge[1][1], edge[2][0]:w - edge[2][1]]
    return dA, dW, dZ.sum(axis=(0, 1, 2)).reshape(b.shape)

# expect: passed
#!/usr/bin/env python3
"""Forward propagation of a convolution by a strided view of all windows"""
import numpy as np


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    """
    Multiplies each window of the (padded) images with all kernels.

    Args:
        A_prev: numpy.ndarray (m, h_prev, w_prev, c_prev)
        W: numpy.ndarray (kh, kw, c_prev, c_new)
        b: numpy.ndarray (1, 1, 1, c_new)
        activation: function, applied to the convolution
        padding: string, same or valid
        stride: tuple (sh, sw)

    Returns:
        numpy.ndarray (m, h_new, w_new, c_new)
    """
    kh, kw = W.shape[:2]
    sh, sw = stride
    images = A_prev
    if padding == "same":
        images = np.pad(A_prev, [(0, 0), ((kh - 1) // 2, kh // 2),
                                 ((kw - 1) // 2, kw // 2), (0, 0)],
                        mode="constant")
    m, h, w, c = images.shape
    sm, sy, sx, sc = images.strides
    windows = np.lib.stride_tricks.as_strided(
        images,
        shape=(m, (h - kh) // sh + 1, (w - kw) // sw + 1, kh, kw, c),
        strides=(sm, sy * sh, sx * sw, sy, sx, sc))
    return activation(np.einsum("mhwijc,ijcn->mhwn", windows, W) + b)

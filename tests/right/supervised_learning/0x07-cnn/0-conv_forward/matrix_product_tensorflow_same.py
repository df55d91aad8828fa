# expect: passed
#!/usr/bin/env python3
"""Convolution as one matrix product for each output row"""
import numpy as np


def frame(size, k, s):
    """Zeros before and after, so that ceil(size / s) windows of size k fit"""
    total = max((-(-size // s) - 1) * s + k - size, 0)
    return total // 2, total - total // 2


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    """Forward propagation over a convolutional layer: A_prev is
    (m, h_prev, w_prev, c_prev), W (kh, kw, c_prev, c_new), b (1, 1, 1, c_new);
    returns (m, h_new, w_new, c_new)"""
    kh, kw, c_prev, c_new = W.shape
    if padding == "same":
        A_prev = np.pad(A_prev, ((0, 0), frame(A_prev.shape[1], kh, stride[0]),
                                 frame(A_prev.shape[2], kw, stride[1]),
                                 (0, 0)), "constant")
    m, h, w, _ = A_prev.shape
    kernels = W.reshape(kh * kw * c_prev, c_new)
    rows = []
    for y in range(0, h - kh + 1, stride[0]):
        row = [A_prev[:, y:y + kh, x:x + kw].reshape(m, -1) @ kernels
               for x in range(0, w - kw + 1, stride[1])]
        rows.append(np.stack(row, axis=1))
    return activation(np.stack(rows, axis=1) + b)

"""The numpy tasks as loops over all outputs, as their formulas are written: references are held to them."""

import numpy as np


def pads(size, kernel, stride, padding):
    """Returns the rows and columns of zeros on each side."""
    if padding == "valid":
        return (0, 0)
    return tuple(-((-((n - 1) * s + k - n)) // 2) for n, k, s in zip(size, kernel, stride, strict=True))


def output_size(size, kernel, stride, padding="valid"):
    """Returns the height and width after a layer."""
    if padding == "same":
        return size
    return tuple((n - k) // s + 1 for n, k, s in zip(size, kernel, stride, strict=True))


def plain_convolution(A_prev, W, b, padding, stride):
    """Convolves output by output."""
    size, kernel = A_prev.shape[1:3], W.shape[:2]
    (top, left), (h_new, w_new) = pads(size, kernel, stride, padding), output_size(size, kernel, stride, padding)
    framed = np.zeros((len(A_prev), size[0] + 2 * top, size[1] + 2 * left, A_prev.shape[3]))
    framed[:, top : top + size[0], left : left + size[1]] = A_prev
    Z = np.zeros((len(A_prev), h_new, w_new, W.shape[3]))
    for example, y, x, new in np.ndindex(*Z.shape):
        rows, columns = y * stride[0], x * stride[1]
        seen = framed[example, rows : rows + kernel[0], columns : columns + kernel[1]]
        Z[example, y, x, new] = (seen * W[..., new]).sum() + b[0, 0, 0, new]
    return Z


def plain_pooling(A_prev, kernel, stride, mode):
    """Pools output by output."""
    pooled = np.zeros((len(A_prev), *output_size(A_prev.shape[1:3], kernel, stride), A_prev.shape[3]))
    for example, y, x, channel in np.ndindex(*pooled.shape):
        rows, columns = y * stride[0], x * stride[1]
        seen = A_prev[example, rows : rows + kernel[0], columns : columns + kernel[1], channel]
        pooled[example, y, x, channel] = seen.max() if mode == "max" else seen.mean()
    return pooled


def plain_convolution_gradients(dZ, A_prev, W, padding, stride):
    """Hands each output's gradient back to all that it was made of: dA_prev, dW, db."""
    size, kernel = A_prev.shape[1:3], W.shape[:2]
    top, left = pads(size, kernel, stride, padding)
    dA_prev, dW, db = np.zeros(A_prev.shape), np.zeros(W.shape), np.zeros((1, 1, 1, W.shape[3]))
    for example, y, x, new in np.ndindex(*dZ.shape):
        db[0, 0, 0, new] += dZ[example, y, x, new]
        for i, j in np.ndindex(*kernel):
            row, column = y * stride[0] + i - top, x * stride[1] + j - left
            if 0 <= row < size[0] and 0 <= column < size[1]:
                dA_prev[example, row, column] += dZ[example, y, x, new] * W[i, j, :, new]
                dW[i, j, :, new] += dZ[example, y, x, new] * A_prev[example, row, column]
    return dA_prev, dW, db


def plain_pooling_gradient(dA, A_prev, kernel, stride, mode):
    """Hands each output's gradient to its window's maxima, or in equal parts to the whole window."""
    dA_prev = np.zeros(A_prev.shape)
    for example, y, x, channel in np.ndindex(*dA.shape):
        rows, columns = y * stride[0], x * stride[1]
        place = np.s_[example, rows : rows + kernel[0], columns : columns + kernel[1], channel]
        seen = A_prev[place]
        share = (seen == seen.max()) if mode == "max" else np.full(seen.shape, 1 / seen.size)
        dA_prev[place] += dA[example, y, x, channel] * share
    return dA_prev

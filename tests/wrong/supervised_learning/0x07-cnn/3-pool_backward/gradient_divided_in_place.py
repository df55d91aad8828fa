# expect: inputs_kept=C006
#!/usr/bin/env python3
"""Back propagation over a pooling layer, in numpy"""
import numpy as np


def pool_backward(dA, A_prev, kernel_shape, stride=(1, 1), mode='max'):
    """
    Performs back propagation over a pooling layer

    Args:
        dA: numpy.ndarray (m, h_new, w_new, c), the partial derivatives with
            respect to the output of the layer
        A_prev: numpy.ndarray (m, h_prev, w_prev, c), the output of the
            previous layer
        kernel_shape: tuple (kh, kw), the size of the pooling window
        stride: tuple (sh, sw), the strides for the height and the width
        mode: 'max', the gradient goes to the maximum of each window (to each
            of them, if there are several), or 'avg', it is shared equally

    Returns:
        numpy.ndarray (m, h_prev, w_prev, c), the partial derivatives with
        respect to the previous layer; 0 where no window has looked

    Reference:
        LeCun et al., Gradient-Based Learning Applied to Document Recognition
        (1998), section II.B; Boureau, Ponce and LeCun, A Theoretical Analysis
        of Feature Pooling in Visual Recognition (2010), section 2
    """
    _, h_new, w_new, _ = dA.shape
    kh, kw = kernel_shape
    sh, sw = stride

    windows = [(slice(None), slice(i, i + sh * h_new, sh),
                slice(j, j + sw * w_new, sw))
               for i in range(kh) for j in range(kw)]

    if mode == 'max':
        top = np.max([A_prev[window] for window in windows], axis=0)
        shares = [dA * (A_prev[window] == top) for window in windows]
    else:
        dA /= kh * kw
        shares = [dA] * len(windows)

    dA_prev = np.zeros(A_prev.shape, dtype=shares[0].dtype)
    for window, share in zip(windows, shares):
        dA_prev[window] += share
    return dA_prev

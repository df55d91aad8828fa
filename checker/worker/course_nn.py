"""Functions of ``tf.nn`` that took other arguments in TensorFlow 1.12 than they do in version 1's names of today."""

from typing import Any, Callable, Dict


def functions(nn: Any) -> Dict[str, Any]:
    """Name → function as it was, on top of `nn`, today's ``tensorflow.compat.v1.nn``."""
    return dict(_windows(nn), **_entropies(nn))


def _windows(nn: Any) -> Dict[str, Any]:
    """Pooling and convolution took lists of four for their windows and strides, and no single number."""

    def require_list(operation: str, argument: str, value: Any) -> None:
        if isinstance(value, int):
            raise TypeError("Expected list for '%s' argument to '%s' Op, not %d." % (argument, operation, value))
        if isinstance(value, (list, tuple)) and len(value) != 4:
            raise ValueError("Attr '%s' of '%s' takes a list of length 4, not %d" % (argument, operation, len(value)))

    def pooling(operation: str) -> Callable[..., Any]:
        def pool(value: Any, ksize: Any, strides: Any, padding: Any, data_format: Any = "NHWC",
                 name: Any = None) -> Any:
            require_list(operation, "ksize", ksize)
            require_list(operation, "strides", strides)
            return getattr(nn, operation)(value, ksize, strides, padding, data_format, name)

        pool.__name__ = pool.__qualname__ = operation
        return pool

    def conv2d(input: Any, filter: Any, strides: Any, padding: Any, use_cudnn_on_gpu: Any = True,  # noqa: A002
               data_format: Any = "NHWC", dilations: Any = (1, 1, 1, 1), name: Any = None) -> Any:
        require_list("conv2d", "strides", strides)
        return nn.conv2d(input, filter, strides, padding, use_cudnn_on_gpu, data_format, list(dilations), name)

    return {"max_pool": pooling("max_pool"), "avg_pool": pooling("avg_pool"), "conv2d": conv2d}


def _entropies(nn: Any) -> Dict[str, Any]:
    """What took its arguments by their names alone; in 1.12 a first parameter caught those without one."""

    def named_only(operation: str) -> Callable[..., Any]:
        def entropy(_sentinel: Any = None, labels: Any = None, logits: Any = None, dim: Any = -1,
                    name: Any = None) -> Any:
            if _sentinel is not None:
                raise ValueError(
                    "Only call `%s` with named arguments (labels=..., logits=..., ...)" % operation.replace("_v2", ""))
            return getattr(nn, operation)(labels=labels, logits=logits, dim=dim, name=name)

        entropy.__name__ = entropy.__qualname__ = operation
        return entropy

    names = ("softmax_cross_entropy_with_logits", "softmax_cross_entropy_with_logits_v2")
    return {name: named_only(name) for name in names}

"""Python text → syntax tree, as the course's Python 3.5 reads it."""

import ast
import contextlib

# What Python can still write down in decimal, see sys.get_int_max_str_digits; it refuses to read longer ones itself.
MOST_BITS = 14_000


def parse(text: str) -> ast.Module:
    """The syntax tree; `async` and `await` may be names, as they may be up to Python 3.6.

    From Python 3.13 on there is no way to read them so, and they are syntax errors.

    Raises:
        SyntaxError: as the running Python tells it, and for hexadecimal numbers that it couldn't write in decimal.
    """
    tree = _parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value.bit_length() > MOST_BITS:
            place = ("", node.lineno, node.col_offset + 1, "")
            raise SyntaxError("a number has more digits than Python can write", place)
    return tree


def _parse(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError:
        with contextlib.suppress(SyntaxError, ValueError):
            return ast.parse(text, feature_version=(3, 6))
        raise

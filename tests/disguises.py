"""What is done to another student's file so that it doesn't look like it; it computes the same."""

import ast
import builtins
from collections.abc import Callable


class _Renaming(ast.NodeTransformer):
    """Gives every name that the file binds another one, but for those in `kept`."""

    def __init__(self, tree: ast.Module, kept: set[str]) -> None:
        bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        others = sorted(bound - kept - set(dir(builtins)))
        self.names = {name: f"thing_{number}" for number, name in enumerate(others)}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """Another name."""
        return ast.Name(id=self.names.get(node.id, node.id), ctx=node.ctx)


def renamed(source: str) -> str:
    """Other names for all variables; those that a nested function takes stay."""
    tree = ast.parse(source)
    kept = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return ast.unparse(_Renaming(tree, kept).visit(tree))


def reformatted(source: str) -> str:
    """Other quotes, brackets, line ends and indentation, and comments everywhere."""
    lines = ast.unparse(ast.parse(source)).split("\n")
    commented = [f"{line}  # step {number}" if line.endswith((")", ":")) else line for number, line in enumerate(lines)]
    return "\n\n".join(commented).replace("    ", "  ")


def documented(source: str) -> str:
    """Other documentation of the module and of every function, and strings between the statements."""
    tree = ast.parse(source)
    for node in [tree, *ast.walk(tree)]:
        if isinstance(node, ast.Module | ast.FunctionDef) and ast.get_docstring(node):
            node.body[0] = ast.Expr(ast.Constant(f"My own work, line {len(node.body)}"))
            node.body.insert(2, ast.Expr(ast.Constant("Here I had an idea")))
    return ast.unparse(ast.fix_missing_locations(tree))


def reordered(source: str) -> str:
    """The functions in the opposite order, after the imports."""
    tree = ast.parse(source)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert len(functions) > 1
    tree.body = [node for node in tree.body if node not in functions] + functions[::-1]
    return ast.unparse(tree)


def all_of_it(source: str) -> str:
    """All of that together."""
    return reformatted(documented(renamed(reordered(source))))


DISGUISES: tuple[Callable[[str], str], ...] = (renamed, reformatted, documented, reordered, all_of_it)

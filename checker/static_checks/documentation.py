"""Do the module, its classes and its functions say what they are for?"""

import ast

from checker.model import Finding
from checker.static_checks.source import Source, report, report_node

_Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def docstrings(source: Source) -> list[Finding]:
    """The module and every class and function in it, nested ones too, have a docstring that isn't blank.

    Lambdas need none. An f-string, or a string that isn't the first statement, is no docstring: Python doesn't keep it.

    S010: the module has none.
    S011: a class has none.
    S012: a function or method has none.
    """
    if source.tree is None:
        return []
    definitions = sorted(
        (node for node in ast.walk(source.tree) if isinstance(node, _Definition)), key=lambda node: node.lineno
    )
    findings = [_finding(source, node) for node in definitions if not _is_documented(node)]
    return _module_findings(source, source.tree) + findings


def _is_documented(node: _Definition | ast.Module) -> bool:
    return bool((ast.get_docstring(node, clean=False) or "").strip())


def _module_findings(source: Source, tree: ast.Module) -> list[Finding]:
    if _is_documented(tree) or any(map(_assigns_documentation, tree.body)):
        return []
    late = next((node for node in tree.body[1:] if _is_string(node)), None)
    if late:
        message = "the module's docstring must come before everything else, also before the imports"
        return [report_node(source, "S010", message, late)]
    message = 'the module has no docstring: begin the file, after its first line, with """what the file is for"""'
    return [report(source, "S010", message, line=1, column=1)]


def _assigns_documentation(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "__doc__" for target in node.targets
    )


def _is_string(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _finding(source: Source, node: _Definition) -> Finding:
    code, kind = ("S011", "class") if isinstance(node, ast.ClassDef) else ("S012", "function")
    if any(_is_string(statement) for statement in node.body[1:]):
        advice = "its docstring must be its first statement"
    elif ast.get_docstring(node) is not None:
        advice = "its docstring is blank"
    else:
        advice = (
            f'write """what it does""" below the {kind} line'
            if kind == "class"
            else 'write """what it does""" below def'
        )
    return report_node(source, code, f"the {kind} {node.name} has no documentation: {advice}", node)

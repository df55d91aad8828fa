"""The map of CONTRIBUTING: who imports whom, what never loads TensorFlow, the worker's Python, the files' sizes."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
import workbench

ROOT = Path(__file__).parent.parent
CHECKER = ROOT / "checker"
WORKER_FILES = [CHECKER / "folders.py", CHECKER / "wire.py", *sorted((CHECKER / "worker").rglob("*.py"))]
BIN = Path(sys.executable).parent
MOST_LINES = 300
LOADED = """
import sys
from checker.cli import main
code = main(sys.argv[1:])
heavy = sorted({name.partition('.')[0] for name in sys.modules} & {'tensorflow', 'tf_keras', 'keras'})
print(code, *heavy, file=sys.stderr)
"""
IMPORTED_ALONE = """
import importlib, sys
for name in sys.argv[1:]:
    for loaded in [module for module in sys.modules if module.partition('.')[0] == 'checker']:
        del sys.modules[loaded]
    importlib.import_module(name)
"""


def program(*command: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """A program that has ended, with what it printed; it finds the package that lies in `folder`."""
    environment = os.environ | {"PYTHONPATH": str(folder)}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def loaded(*arguments: str) -> list[str]:
    """The exit code of a command, and which heavy libraries its process had loaded at the end."""
    ended = program(sys.executable, "-c", LOADED, *arguments)
    print(ended.stdout, ended.stderr)
    return ended.stderr.splitlines()[-1].split()


def lint_imports(folder: Path) -> str:
    """What import-linter says of the package in `folder`, by the contracts in our pyproject.toml."""
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    return program(str(BIN / "lint-imports"), "--no-cache", folder=folder).stdout


def copy_of_the_code(folder: Path) -> Path:
    """The program's Python files in another folder."""
    for file in CHECKER.rglob("*.py"):
        copy = folder / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    return folder / "checker"


def test_imports_follow_the_map(tmp_path):
    """Layers import downwards, nothing imports the worker, and nothing but the worker TensorFlow."""
    copy_of_the_code(tmp_path)
    said = lint_imports(tmp_path)
    assert "Contracts: 3 kept, 0 broken." in said, said


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("model.py", "import checker.errors", "imports go downwards"),
        ("inputs.py", "from checker import specs", "imports go downwards"),
        ("fixtures.py", "from checker.worker import plain", "nothing imports the worker"),
        ("verdict.py", "def late():\n    import tensorflow", "only the worker imports TensorFlow"),
    ],
)
def test_imports_against_the_map_would_be_seen(tmp_path, file, line, contract):
    """An import sideways, one upwards, one of the worker and one of TensorFlow break their contracts."""
    path = copy_of_the_code(tmp_path) / file
    path.write_text(f"{path.read_text()}\n{line}\n")
    broken = [said for said in lint_imports(tmp_path).splitlines() if said.endswith("BROKEN")]
    assert any(said.startswith(contract) for said in broken)


def test_every_module_can_be_imported_alone():
    """No module depends on another having been imported before it, and none warns."""
    names = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in CHECKER.rglob("*.py")
        if file.name not in ("__init__.py", "__main__.py") and file.parent.name != "worker"
    ]
    ended = program(sys.executable, "-W", "error", "-c", IMPORTED_ALONE, *names)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("command", ["--help", "list", "show 0x08 task 4", "run 0x08 task 99"])
def test_the_command_line_loads_no_tensorflow(command):
    """Help, lists, descriptions and wrong names need no framework."""
    assert loaded(*command.split())[1:] == []


def test_a_numpy_task_loads_no_tensorflow(instructor, tmp_path):
    """Checking a numpy task loads no framework in the checker's process, nor where the answer runs, which looks."""
    look = 'import sys\nassert not {"tensorflow", "tf_keras", "keras"} & set(sys.modules)\n'
    (tmp_path / "0-running_mean.py").write_text(workbench.NUMPY_REFERENCE + look)
    assert loaded("--workspace", str(instructor), "run", "0x09", "task", "0", "--dir", str(tmp_path)) == ["0"]


def test_a_spec_error_loads_no_tensorflow(tmp_path):
    """A mistake in the spec of a TensorFlow task is told without the framework."""
    root = workbench.build(tmp_path)
    spec = root / "task_specs" / workbench.PROJECT / "1-autoencoder.toml"
    spec.write_text(spec.read_text().replace("compare =", "compair ="))
    assert loaded("--workspace", str(root), "run", "0x09", "task", "1") == ["3"]


def test_a_tensorflow_task_loads_it_in_the_worker_alone(instructor, tmp_path):
    """A task of TensorFlow without a fixture is broken, and still none of it is in the checker's process."""
    (tmp_path / "1-autoencoder.py").write_text(workbench.KERAS_REFERENCE)
    assert loaded("--workspace", str(instructor), "run", "0x09", "task", "1", "--dir", str(tmp_path)) == ["3"]


def test_a_loaded_tensorflow_would_be_seen(tmp_path):
    """The test looks at what is loaded: a module called keras is."""
    (tmp_path / "keras.py").write_text("")
    ended = program(sys.executable, "-c", "import sys; sys.path.insert(0, sys.argv.pop()); import keras" + LOADED,
                    "--version", str(tmp_path))
    assert ended.stderr.splitlines()[-1].split() == ["0", "keras"]


@pytest.mark.parametrize("file", WORKER_FILES, ids=lambda file: file.name)
def test_the_worker_is_written_in_python_3_5(file):
    """What runs beside a submission parses as Python 3.5, without f-strings and annotated assignments."""
    tree = ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 5))
    newer = ast.JoinedStr | ast.AnnAssign | ast.NamedExpr | ast.Match
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, newer)] == []


def test_vermin_takes_the_worker_for_python_3_5():
    """vermin, which knows the standard library's history too, finds nothing newer."""
    ended = program(str(BIN / "vermin"), "-t=3.5-", "--no-tips", "--violations", *map(str, WORKER_FILES))
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize("file", WORKER_FILES, ids=lambda file: file.name)
def test_the_worker_imports_little(file):
    """The standard library, numpy, TensorFlow, wire, folders and the worker's modules are all that it imports."""
    allowed = {*sys.stdlib_module_names, "numpy", "tensorflow", "tf_keras"}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert {name.name.partition(".")[0] for name in node.names} <= allowed
        elif isinstance(node, ast.ImportFrom) and node.module == "checker":
            assert {name.name for name in node.names} <= {"folders", "wire"}
        elif isinstance(node, ast.ImportFrom):
            ours = node.module == "checker.worker" or node.module.startswith("checker.worker.")
            assert ours or node.module.partition(".")[0] in allowed
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "importlib.import_module":
            assert ast.literal_eval(node.args[0]).partition(".")[0] in allowed


def test_only_the_worker_names_tensorflow():
    """No file beside the worker's asks for TensorFlow by name at run time either."""
    others = [path for path in CHECKER.rglob("*.py") if path not in WORKER_FILES]
    calls = ("importlib.import_module", "__import__")
    for path in others:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in calls:
                assert "tensorflow" not in ast.unparse(node), path


@pytest.mark.parametrize("folder", ["checker", "tests"])
def test_files_are_short(folder):
    """No file of ours has over 300 lines; samples of answers are not ours."""
    files = [*(ROOT / folder).glob("*.py"), *(CHECKER.rglob("*.py") if folder == "checker" else ())]
    lengths = {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8").count("\n") for file in files}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def imported(text: str) -> set[str]:
    """The top-level modules that a file's import statements name, wherever they stand."""
    nodes = list(ast.walk(ast.parse(text)))
    names = [name.name for node in nodes if isinstance(node, ast.Import) for name in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(
    "line", ["import checker", "import numpy, checker.model", "def f():\n    from checker.model import TaskSpec"]
)
def test_an_import_of_ours_would_be_seen(line):
    """The test below sees an import in any form."""
    assert "checker" in imported(line)


def test_data_folders_hold_no_tool_code():
    """References import nothing of ours, and no Python lies among specs and reports."""
    files = list((ROOT / "solutions").rglob("*.py"))
    assert files
    assert [file for file in files if "checker" in imported(file.read_text(encoding="utf-8"))] == []
    assert [*(ROOT / "task_specs").rglob("*.py"), *(ROOT / "reports").rglob("*.py")] == []

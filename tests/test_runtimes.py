"""Runtimes: which one is meant, what is wrong with the exact one, and that building it does all or nothing."""

import fcntl
import os
import stat
import sys
from pathlib import Path

import pytest

from checker import cli, cli_arguments
from checker.errors import RuntimeFault, UsageError
from checker.runtimes import choose, diagnose, exact, install, modern, problem
from checker.runtimes.container import ENGINES
from checker.runtimes.environment import PINS, home

# Stands in for a Python of the course's time: it answers what the installation asks, and obeys BROKEN.
PYTHON = """\
#!{python}
import os, shutil, sys
words = " ".join(sys.argv[1:])
broken = os.environ.get("BROKEN", "")
if "version_info" in words:
    print(os.environ.get("VERSION", "3.6"))
elif "-m venv" in words:
    os.makedirs(sys.argv[-1] + "/bin", exist_ok=True)
    shutil.copy(__file__, sys.argv[-1] + "/bin/python")
elif "-m pip" in words:
    with open(os.environ["LOG"], "a") as log:
        log.write(words + chr(10))
    if broken and broken in words:
        sys.exit("ERROR: No matching distribution found for " + broken)
elif "import json" in words:
    if broken == "import":
        raise ImportError("libfoo.so is not there")
    print('{{"TensorFlow": "1.12.0", "numpy": "1.15.4", "Python": "3.6.15"}}')
"""
REPAIR = "`checker runtime install tf1.12` builds it"


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    """A data folder in which no runtime is installed."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LOG", str(tmp_path / "log"))
    monkeypatch.delenv("BROKEN", raising=False)
    return tmp_path / "data"


@pytest.fixture
def old_python(tmp_path):
    """A program that behaves like Python 3.6 as far as an installation can tell."""
    file = tmp_path / "python3.6"
    file.write_text(PYTHON.format(python=sys.executable))
    file.chmod(0o755)
    return str(file)


def left_over() -> list[str]:
    """What lies in the runtimes' folder but the lock."""
    return sorted(path.name for path in home().parent.iterdir() if path.name != ".lock")


def test_auto_takes_todays_tensorflow_where_the_courses_own_is_not_installed():
    """A project that wants the exact runtime is checked without it too."""
    assert choose("auto", "tf1.12") == modern()


def test_auto_takes_the_projects_own_where_it_is_installed(old_python):
    """Once it is built, it is what a project gets that wants it, and no other."""
    install(old_python)
    assert choose("auto", "tf1.12") == exact()
    assert choose("auto", "modern") == modern()
    assert choose("modern", "tf1.12") == modern()


@pytest.mark.parametrize("name", ["tf1.12", "auto"])
def test_a_broken_runtime_is_told_with_what_repairs_it(old_python, name):
    """It is never passed over in silence."""
    install(old_python)
    (home() / "runtime.json").unlink()
    with pytest.raises(RuntimeFault, match="only half there") as raised:
        choose(name, "tf1.12")
    assert str(raised.value).endswith(REPAIR)


def test_a_missing_runtime_is_told_with_what_builds_it():
    """The message has the command."""
    with pytest.raises(RuntimeFault) as raised:
        choose("tf1.12", "modern")
    assert str(raised.value) == f"the runtime tf1.12 is not installed; {REPAIR}"


def test_any_interpreter_can_be_named_by_its_path(old_python):
    """A path is taken as it is."""
    runtime = choose(old_python, "modern")
    assert (runtime.name, runtime.python) == (old_python, old_python)


@pytest.mark.parametrize(
    ("name", "words"),
    [("tf1.21", "is tf1.12 meant"), ("./nothing", "there are auto, modern"), ("zzz", "or the path of a Python")],
)
def test_an_unknown_runtime_is_the_users_mistake(name, words):
    """What there is, is told."""
    with pytest.raises(UsageError, match=words):
        choose(name, "modern")


@pytest.mark.parametrize(
    ("version", "pip", "own"),
    [
        ("3.6", "pip==21.3.1", {"absl-py==1.4.0", "grpcio==1.48.2", "Werkzeug==2.0.3", "Markdown==3.3.7"}),
        ("3.5", "pip==20.3.4", {"absl-py==0.15.0", "grpcio==1.36.1", "Werkzeug==1.0.1", "Markdown==3.2.2"}),
    ],
)
def test_packages_are_installed_as_pinned(old_python, tmp_path, monkeypatch, version, pip, own):
    """Pip comes first, then all packages at once, each at a version that this Python takes."""
    monkeypatch.setenv("VERSION", version)
    install(old_python)
    first, second = (tmp_path / "log").read_text().splitlines()
    assert first.split()[-1] == pip
    assert {"tensorflow==1.12.0", "numpy==1.15.4", *own} <= set(second.split())
    assert len(second.split()) - second.split().index(PINS[0]) == 15
    assert problem() == ""


@pytest.mark.parametrize("broken", ["tensorflow==1.12.0", "pip==21.3.1", "import"])
def test_an_installation_that_fails_leaves_nothing(old_python, monkeypatch, broken):
    """What could not be finished is gone, and the reason is told."""
    monkeypatch.setenv("BROKEN", broken)
    with pytest.raises(RuntimeFault, match=r"No matching distribution found|libfoo\.so is not there"):
        install(old_python)
    assert left_over() == []


def test_an_installation_that_fails_leaves_the_old_one(old_python, monkeypatch):
    """The runtime that was there goes on working."""
    install(old_python)
    monkeypatch.setenv("BROKEN", "tensorflow==1.12.0")
    with pytest.raises(RuntimeFault):
        install(old_python)
    assert (problem(), left_over()) == ("", ["tf1.12"])


def test_what_an_interrupted_installation_left_is_cleared_away(old_python):
    """A killed installation can't tidy up; the next one does, and nothing trips over it before."""
    (home().parent / ".unfinished-abc" / "bin").mkdir(parents=True)
    assert problem() == "is not installed"
    install(old_python)
    assert left_over() == ["tf1.12"]


def test_other_packages_than_wanted_are_told(old_python, monkeypatch):
    """A runtime that an older checker built is not taken for the right one."""
    install(old_python)
    monkeypatch.setattr("checker.runtimes.environment.PINS", ("tensorflow==1.12.3",))
    assert problem() == "was built with other packages than this checker wants"


def test_a_python_that_is_gone_is_told(old_python):
    """An upgrade of the system may take the interpreter away."""
    install(old_python)
    (home() / "bin" / "python").unlink()
    assert problem() == "has lost its Python"


@pytest.mark.parametrize(
    "record", ['{"python_version": ["3.6"]}', '{"python_version": {}}', '{"versions": null}', "[]", "x"]
)
def test_a_damaged_record_is_told_with_what_repairs_it(old_python, record):
    """Whatever lies there instead of the record."""
    install(old_python)
    (home() / "runtime.json").write_text(record)
    with pytest.raises(RuntimeFault) as raised:
        choose("tf1.12", "modern")
    assert str(raised.value).endswith(REPAIR)


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_lies_in_the_runtimes_place_makes_way(old_python, tmp_path, kind):
    """A file, or a link, whose target stays as it is."""
    home().parent.mkdir(parents=True)
    if kind == "file":
        home().write_text("not a folder")
    else:
        (tmp_path / "elsewhere").mkdir()
        home().symlink_to(tmp_path / "elsewhere")
    install(old_python)
    assert (problem(), (tmp_path / "elsewhere").exists()) == ("", kind == "link")


def test_a_place_that_can_not_be_written_to_is_told(old_python, monkeypatch):
    """Without a traceback."""
    monkeypatch.setenv("XDG_DATA_HOME", "/dev/null")
    with pytest.raises(RuntimeFault, match=r"can't build tf1\.12 in /dev/null/checker/runtimes: Not a directory"):
        install(old_python)


def test_a_program_that_is_no_python_is_refused():
    """It answers nothing where a version is asked for."""
    with pytest.raises(RuntimeFault, match="/bin/true is no Python"):
        install("/bin/true")


def test_two_installations_at_a_time_are_one_too_many(old_python):
    """They would clear away each other's unfinished folder."""
    home().parent.mkdir(parents=True)
    with open(home().parent / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(RuntimeFault, match="another installation is under way"):
            install(old_python)
    install(old_python)
    assert left_over() == ["tf1.12"]


def test_the_doctor_starts_the_runtime(old_python, monkeypatch):
    """Files that look right may not work."""
    install(old_python)
    assert diagnose() == ""
    monkeypatch.setenv("BROKEN", "import")
    assert diagnose() == "can't be used: ImportError: libfoo.so is not there"


@pytest.mark.parametrize("version", ["3.11", "3.7"])
def test_a_python_that_does_not_fit_is_refused(old_python, monkeypatch, version):
    """The versions that fit are told."""
    monkeypatch.setenv("VERSION", version)
    with pytest.raises(RuntimeFault, match=f"is Python {version}; TensorFlow 1.12 was packaged for 3.6 and 3.5"):
        install(old_python)


def test_without_an_old_python_the_message_says_where_to_get_one(tmp_path, monkeypatch):
    """Nothing on PATH and nothing among pyenv's versions."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    with pytest.raises(RuntimeFault, match="pyenv install"):
        install()


def test_the_best_python_is_found_among_pyenvs(tmp_path, monkeypatch, old_python):
    """The newest 3.6, before any 3.5."""
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    for version in ("3.6.9", "3.6.15", "3.5.10"):
        folder = tmp_path / "pyenv" / "versions" / version / "bin"
        folder.mkdir(parents=True)
        (folder / "python").write_text(Path(old_python).read_text().replace('"3.6"', f'"{version[:3]}"'))
        (folder / "python").chmod(os.stat(old_python).st_mode | stat.S_IXUSR)
    install()
    assert '"python": "' + str(tmp_path / "pyenv/versions/3.6.15/bin/python") in (home() / "runtime.json").read_text()


def test_the_commands_tell_and_end_with_3_where_the_runtime_is_missing(capsys):
    """list, doctor and a run that asks for it, each with the command that builds it."""
    assert cli.main(["runtime", "list"]) == 0
    assert f"is not installed; {REPAIR}" in capsys.readouterr().out
    assert cli.main(["runtime", "doctor"]) == 3
    assert REPAIR in capsys.readouterr().out
    assert cli.main(["run", "0x08", "task", "2", "--runtime", "tf1.12"]) == 3
    assert capsys.readouterr().err == f"checker: the runtime tf1.12 is not installed; {REPAIR}\n"


def test_install_tells_what_was_built(old_python, capsys):
    """The command's answer names the versions."""
    assert cli.main(["runtime", "install", "tf1.12", "--python", old_python]) == 0
    assert "tf1.12 is ready: TensorFlow 1.12.0, numpy 1.15.4, Python 3.6.15" in capsys.readouterr().out


def test_the_command_line_knows_the_engines_that_there_are():
    """It names them itself, for it looks at a command's words before it imports any runtime."""
    assert set(cli_arguments.ENGINES) == set(ENGINES)

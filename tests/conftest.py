"""What all tests share: deterministic settings for hypothesis, and an instructor's workspace ready for use."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import bubblewrap
import chromium
import postgres
import pytest
import sqlalchemy as sql
import workbench
from hypothesis import settings

from checker import checkouts, cli
from checker.model import Framework
from checker.runtimes import exact, modern, problem
from checker.sandbox.worker import Worker
from checker.sandbox.workers import Workers

NO_CHROMIUM = "LEFT OUT: no report was opened in a browser, for there is no chromium; apt-get install chromium"
LEFT_OUT = f"LEFT OUT: nothing was run under TensorFlow 1.12, for its runtime {problem()}; {exact().repair}"

settings.register_profile("checker", deadline=None, derandomize=True)
settings.load_profile("checker")


@pytest.fixture(scope="session")
def instructor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instructor's own workspace with the fixture of its numpy task recorded by the program; not to be changed."""
    root = workbench.build(tmp_path_factory.mktemp("instructor"))
    assert cli.main(["--workspace", str(root), "fixtures", "generate", "0x09", "task", "0"]) == 0
    return root


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same workspace with the fixtures of all its tasks recorded, the Keras one too; not to be changed."""
    root = workbench.build(tmp_path_factory.mktemp("recorded"))
    assert cli.main(["--workspace", str(root), "fixtures", "generate", "0x09"]) == 0
    return root


@pytest.fixture(scope="session")
def tensorflow_worker() -> Iterator[Worker]:
    """A warm worker that has imported TensorFlow, which takes seconds."""
    with Worker(modern(), Framework.TENSORFLOW) as started:
        yield started


@pytest.fixture(scope="session")
def exact_workers() -> Iterator[Workers]:
    """Warm workers of the exact runtime; what needs them is skipped where that is not installed."""
    if problem():
        pytest.skip(LEFT_OUT)
    with Workers(exact()) as started:
        yield started


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """Makes new databases on a server, and gives their URLs; what needs them is skipped where none is installed."""
    if postgres.FOLDER is None:
        pytest.skip(postgres.LEFT_OUT)
    numbers = itertools.count()
    with postgres.server() as url:

        def new() -> str:
            name = f"class{next(numbers)}"
            engine = sql.create_engine(url.format("postgres"), isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.execute(sql.text(f"CREATE DATABASE {name}"))
            engine.dispose()
            return url.format(name)

        yield new


@pytest.fixture
def program(instructor: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Runs a command in the instructor's workspace: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(checkouts.platformdirs, "user_cache_dir", lambda name: str(tmp_path / "cache"))
    capfd.readouterr()

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(["--workspace", str(instructor), *arguments])
        return int(code), *capfd.readouterr()

    return run


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says loudly where the exact runtime, the browser, bubblewrap or the database was left out."""
    if problem():
        terminalreporter.section("the exact runtime", yellow=True)
        terminalreporter.line(LEFT_OUT)
    if not chromium.PROGRAM:
        terminalreporter.section("the browser", yellow=True)
        terminalreporter.line(NO_CHROMIUM)
    if bubblewrap.PROBLEM:
        terminalreporter.section("bubblewrap", yellow=True)
        terminalreporter.line(bubblewrap.LEFT_OUT)
    if postgres.FOLDER is None:
        terminalreporter.section("PostgreSQL", yellow=True)
        terminalreporter.line(postgres.LEFT_OUT)


@pytest.fixture
def student(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A student's folder of the project, with right answers, in which the student stands."""
    folder = tmp_path / "0x09-something"
    folder.mkdir()
    (folder / "0-running_mean.py").write_text(workbench.NUMPY_REFERENCE)
    (folder / "1-autoencoder.py").write_text(workbench.KERAS_REFERENCE)
    monkeypatch.chdir(folder)
    return folder

"""Where things are: every spelling of a project or a task, submissions from anywhere, candidates on typos."""

from pathlib import Path

import pytest

from checker.errors import UsageError
from checker.model import ProjectSpec, TaskSpec
from checker.workspace import Workspace, find_project, find_task, find_workspace, project_paths

DEEP = "supervised_learning/0x08-deep_cnns"
REPOSITORY = Path(__file__).parent.parent


def task(number: int, name: str) -> TaskSpec:
    """A task of the project DEEP."""
    return TaskSpec(path=f"{DEEP}/{number}-{name}", number=number, title=name, file=f"{number}-{name}.py", asks="")


TASKS = (task(0, "inception_block"), task(4, "resnet50"), task(10, "last"))
PROJECT = ProjectSpec(path=DEEP, title="Deep", tasks=TASKS)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace of four projects, two of them numbered 0x0a in different tracks."""
    paths = [DEEP, "supervised_learning/0x0a-attention", "reinforcement/0x0a-q_learning", "reinforcement/0x10-gym"]
    for path in paths:
        (tmp_path / "task_specs" / path).mkdir(parents=True)
        (tmp_path / "task_specs" / path / "project.toml").write_text('title = "T"')
    return find_workspace(str(tmp_path))


@pytest.mark.parametrize("name", ["0x08", "8", "08", "0X08", "0x08-deep_cnns", DEEP, "0x08-deep_cnns/", f"{DEEP}/"])
def test_a_project_is_found_by_any_of_its_names(workspace, name):
    """Its number, its folder's name and its whole path all name a project."""
    assert find_project(workspace, name) == DEEP


def test_a_projects_number_is_hexadecimal(workspace):
    """10 means 0x10, as in the folders' names, and not 0x0a."""
    assert find_project(workspace, "10") == "reinforcement/0x10-gym"


@pytest.mark.parametrize("name", ["0x0a", "a", "A", "0xa"])
def test_an_ambiguous_number_lists_the_paths(workspace, name):
    """Where two tracks have a project of one number, both paths are named, and either of them is taken."""
    with pytest.raises(UsageError) as raised:
        find_project(workspace, name)
    both = "reinforcement/0x0a-q_learning or supervised_learning/0x0a-attention"
    assert str(raised.value) == f"{name!r} could be {both}; give the whole path"
    assert find_project(workspace, "reinforcement/0x0a-q_learning") == "reinforcement/0x0a-q_learning"
    assert find_project(workspace, "0x0a-attention") == "supervised_learning/0x0a-attention"


def test_a_misspelt_project_gets_candidates(workspace):
    """The nearest names are listed first and alone."""
    with pytest.raises(UsageError, match="no project '0x08-deep_cnn'; there is 0x08-deep_cnns"):
        find_project(workspace, "0x08-deep_cnn")


@pytest.mark.parametrize("name", ["", "zzz", "0x99", "task", "/", "-8"])
def test_a_name_like_no_other_lists_all_projects(workspace, name):
    """Where nothing is near, everything there is is listed."""
    with pytest.raises(UsageError, match=r"there is .*0x08-deep_cnns"):
        find_project(workspace, name)


@pytest.mark.parametrize("name", ["4", "4-resnet50", "4-resnet50.py"])
def test_a_task_is_found_by_any_of_its_names(name):
    """Its number, its name and its file all name a task."""
    assert find_task(PROJECT, name).number == 4


def test_a_tasks_number_is_decimal():
    """Task 10 is the tenth."""
    assert find_task(PROJECT, "10").name == "10-last"


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("4-resnet50.pi", "4-resnet50"), ("resnet50", "4-resnet50"), ("0-inception_blok.py", "0-inception_block"),
        ("7", "0-inception_block, 4-resnet50, 10-last"), ("", "0-inception_block, 4-resnet50, 10-last"),
    ],
)
def test_a_misspelt_task_gets_candidates(name, candidates):
    """The nearest tasks are listed, or all of them."""
    with pytest.raises(UsageError) as raised:
        find_task(PROJECT, name)
    assert str(raised.value) == f"0x08-deep_cnns has no task {name!r}; there is {candidates}"




def test_the_repository_is_its_own_workspace():
    """Without a directory the checkout's specs, references and templates are used."""
    found = find_workspace()
    assert found.specs == REPOSITORY / "task_specs"
    assert found.solutions == REPOSITORY / "solutions"
    assert found.templates == REPOSITORY / "reports" / "templates"


def test_a_workspace_of_ones_own_has_its_own_folders(workspace, tmp_path):
    """Specs and references lie in the directory given; templates that it has not are the program's."""
    assert workspace.specs == tmp_path.resolve() / "task_specs"
    assert workspace.solutions == tmp_path.resolve() / "solutions"
    assert workspace.templates == REPOSITORY / "reports" / "templates"


def test_a_workspaces_own_templates_are_taken(workspace, tmp_path):
    """An instructor's own templates come before the program's."""
    (tmp_path / "reports" / "templates").mkdir(parents=True)
    assert find_workspace(str(tmp_path)).templates == tmp_path.resolve() / "reports" / "templates"


def test_a_folder_without_specs_is_no_workspace(tmp_path):
    """The message says what is missing."""
    with pytest.raises(UsageError, match="is no workspace: it has no folder task_specs"):
        find_workspace(str(tmp_path))


def test_the_same_path_names_a_task_everywhere(workspace, tmp_path):
    """Spec, fixture and reference of a task lie at the same relative path."""
    one = PROJECT.tasks[1]
    root = tmp_path.resolve()
    assert workspace.spec(one) == root / "task_specs" / DEEP / "4-resnet50.toml"
    assert workspace.fixture(one) == root / "task_specs" / DEEP / "fixtures" / "4-resnet50"
    assert workspace.reference(one) == root / "solutions" / DEEP


def test_projects_are_listed_in_order(workspace):
    """Every folder with a project.toml is a project."""
    assert project_paths(workspace) == [
        "reinforcement/0x0a-q_learning", "reinforcement/0x10-gym", "supervised_learning/0x08-deep_cnns",
        "supervised_learning/0x0a-attention",
    ]

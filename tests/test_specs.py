"""Specs: a right one becomes a task; a wrong one is an error that names file, entry, key and the nearest legal key."""

from pathlib import Path

import pytest
import workbench
from mistakes import SPEC, mistake
from workbench import PROJECT

from checker.errors import SpecError
from checker.model import Against, Framework, Group, Limits
from checker.specs import load_project, load_task
from checker.workspace import find_workspace, project_paths

SHARED = 'points = 100\nstatic = "exists"\ntitle = "t"\ngroup = "rules"\nid = "only"\n'


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """The specs' root folder of an instructor's own workspace."""
    return workbench.build(tmp_path) / "task_specs"


def test_a_project_has_its_tasks_in_order(specs):
    """A project's file and the specs beside it make a project."""
    project = load_project(specs, PROJECT)
    assert (project.path, project.name, project.title) == (PROJECT, "0x09-something", "Something else")
    assert [task.path for task in project.tasks] == [f"{PROJECT}/0-running_mean", f"{PROJECT}/1-autoencoder"]


def test_tasks_are_ordered_by_number(specs):
    """Task 10 comes after task 1, not before it."""
    text = (specs / SPEC).read_text()
    (specs / PROJECT / "10-last.toml").write_text(text)
    assert [task.number for task in load_project(specs, PROJECT).tasks] == [0, 1, 10]


def test_a_spec_becomes_a_task(specs):
    """Every key of a spec arrives in its task; what it does not say has the documented default."""
    task, keras = load_project(specs, PROJECT).tasks
    assert (task.number, task.title, task.file) == (0, "Running Mean", "0-running_mean.py")
    assert (task.framework, task.siblings, task.manual_review) == (Framework.NUMPY, (), "")
    assert task.limits == Limits(seconds=20.0, memory_mib=512, output_bytes=65536)
    assert (keras.framework, keras.siblings) == (Framework.TENSORFLOW, ("0-running_mean.py",))


def test_the_projects_checks_come_first(specs):
    """Every task that is a program has the project's checks before its own."""
    for task in load_project(specs, PROJECT).tasks:
        assert [check.id for check in task.checks][:3] == ["exists", "parses", "import"]


def test_a_tasks_check_replaces_the_projects(specs):
    """A check of the same id in a task takes the place of the project's."""
    own = '\n[[checks]]\nid = "exists"\ntitle = "mine"\ngroup = "rules"\npoints = 5\nstatic = "exists"\n'
    file = specs / SPEC
    file.write_text(file.read_text() + own)
    checks = [check for check in load_project(specs, PROJECT).tasks[0].checks if check.id == "exists"]
    assert [check.title for check in checks] == ["mine"]


def test_a_check_that_the_projects_need_comes_before_them(specs):
    """The project asks of every task what only the task can say: whether its own function is there."""
    project, task = specs / PROJECT / "project.toml", specs / SPEC
    project.write_text(project.read_text().replace('static = "parses"', 'static = "parses"\nneeds = ["function"]'))
    own = '\n[[checks]]\nid = "function"\ntitle = "t"\ngroup = "rules"\nstatic = "defines"\nfunction = "f"\n'
    for file in (task, *(specs / PROJECT).glob("1-*.toml")):
        file.write_text(file.read_text() + own)
    checks = load_project(specs, PROJECT).tasks[0].checks
    assert [check.id for check in checks][:4] == ["exists", "function", "parses", "import"]


def test_a_task_without_a_program_has_its_own_checks_alone(specs):
    """A framework of "none" leaves the project's checks of programs out."""
    text = f'title = "T"\nfile = "2-post.md"\nasks = "a"\nframework = "none"\n[[checks]]\n{SHARED}'
    (specs / PROJECT / "2-post.toml").write_text(text)
    assert [check.id for check in load_project(specs, PROJECT).tasks[2].checks] == ["only"]


def test_checks_know_what_they_compare(specs):
    """A comparing check has its probes, its part, what it is compared with, and its comparator's parameters."""
    check = next(check for check in load_project(specs, PROJECT).tasks[0].checks if check.id == "values")
    assert (check.group, check.points, check.compare) == (Group.BEHAVIOUR, 60, "arrays")
    assert (check.probes, check.part, check.against) == (("matrix",), "returned", Against.FIXTURE)
    assert check.parameters == {"name": "the mean", "rtol": 1e-6}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "Running', 'titel = "Running', ["unknown key 'titel'; the nearest is 'title'", "'title' is missing"]),
        ("framework =", "framwork =", ["unknown key 'framwork'; the nearest is 'framework'"]),
        ('"numpy"', '"nunpy"', ["key 'framework'", "'nunpy'"]),
        ("[limits]\nseconds", "[limits]\nsecond", ["unknown key 'limits.second'"]),
        ("seconds = 20.0", 'seconds = "20"', ["key 'limits.seconds'", "'20'"]),
        ("seconds = 20.0", "seconds = 0", ["key 'limits.seconds'", "greater than 0"]),
        ("seconds = 20.0", "seconds = inf", ["key 'limits.seconds'", "less than or equal to 3600", "inf"]),
        ("seconds = 20.0", "seconds = nan", ["key 'limits.seconds'", "nan"]),
        ("memory_mib = 512", "memory_mib = 1", ["key 'limits.memory_mib'", "greater than or equal to 64"]),
        ("memory_mib = 512", "file_mib = 100000000000000", ["key 'limits.file_mib'", "less than or equal to 1048576"]),
        ("memory_mib = 512", "memory_mib = true", ["key 'limits.memory_mib'", "True"]),
        ('file = "0-running_mean.py"', "file = 3", ["key 'file'", "3"]),
        ("[limits]", '[limit]\nx = 1\n[limits]', ["unknown key 'limit'; the nearest is 'limits'"]),
    ],
)
def test_mistakes_in_a_tasks_keys(specs, old, new, words):
    """A task's unknown, missing and mistyped keys are named with the file and the nearest legal key."""
    message = mistake(specs, old, new)
    assert all(word in message for word in [f"{SPEC}: ", *words]), message


@pytest.mark.parametrize(
    ("check", "words"),
    [
        ('static = "imports"\nallowed = ["foo bar"]\nsiblings = []', ["`allowed`", "'foo bar'"]),
        ('static = "urls"\nkinds = ["twet"]', ["`kinds`", "'twet'; there are blog post, tweet"]),
        ('static = "signature"\nfunction = "f"\nparameters = ["a b"]', ["`parameters` make no definition: f(a b)"]),
    ],
)
def test_mistakes_that_a_static_check_knows(specs, check, words):
    """What a static check says of its parameters is told when the spec is loaded, with file and check in front."""
    new = f'[[checks]]\nid = "x"\ntitle = "t"\ngroup = "rules"\n{check}\n\n[[checks]]\nid = "published"'
    message = mistake(specs, '[[checks]]\nid = "published"', new)
    assert all(word in message for word in [f"{SPEC}: check 'x': ", *words]), message


def test_static_checks_are_right_about_an_empty_file(specs):
    """Parameters that no check complains of are no mistake, whatever the check would say of an empty file."""
    check = 'id = "x"\ntitle = "t"\ngroup = "rules"\nstatic = "readme"\nname = "NOTES.md"'
    file = specs / SPEC
    file.write_text(f"{file.read_text()}\n[[checks]]\n{check}\n")
    assert load_project(specs, PROJECT).tasks[0].checks[-1].parameters == {"name": "NOTES.md"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('compare = "arrays"', 'compare = "array"', ["key 'compare'", "there is no 'array'; the nearest is 'arrays'"]),
        ('compare = "arrays"', 'static = "exist"', ["key 'static'", "there is no 'exist'; the nearest is 'exists'"]),
        ('compare = "arrays"', "", ["exactly one of the keys 'static' and 'compare'"]),
        ('compare = "arrays"', 'compare = "arrays"\nstatic = "exists"', ["exactly one of the keys"]),
        ('compare = "arrays"', "compare = []", ["key 'compare'"]),
        ('compare = "arrays"', 'compare = "cross_entropy"\nlabels = "y"', ["key 'labels'", "there is no 'y'"]),
        ('compare = "arrays"', 'compare = "arrays"\ncauses = { move = "a" }', ["key 'causes'", "nearest is 'moved'"]),
        ('compare = "arrays"', 'compare = "value"', ["the key 'name' is missing"]),
        ('title = "the project page', 'titel = "the project page', ["unknown key 'titel'; the nearest is 'title'"]),
        ('title = "the project page\'s call"\n', "", ["the key 'title' is missing"]),
        ('group = "behaviour"', 'group = "behavior"', ["key 'group'", "behavior"]),
        ("points = 20", "points = 20.5", ["key 'points'", "20.5"]),
        ("points = 20", "points = -20", ["key 'points'", "-20"]),
        ("points = 20", 'points = "20"', ["key 'points'", "'20'"]),
        ('probes = ["published"]', 'probes = ["publish"]', ["key 'probes'", "'publish'; the nearest is 'published'"]),
        ('probes = ["published"]', "probes = []", ["the key 'probes' is missing"]),
        ('part = "returned"\nneeds', "needs", ["the key 'part' is missing"]),
        ('needs = ["import"]', 'needs = ["imports"]', ["key 'needs'", "no 'imports'; the nearest is 'import'"]),
        ('needs = ["import"]', 'needs = ["values"]', ["key 'needs'", "there is no 'values'"]),
        ('needs = ["import"]', 'needs = ["published"]', ["key 'needs'", "there is no 'published'"]),
        ('needs = ["import"]', 'advice_needs = ["valus"]', ["key 'advice_needs'", "there is no 'valus'"]),
        ('needs = ["import"]', 'explains = ["valus"]', ["key 'explains'", "there is no 'valus'"]),
        ('needs = ["import"]', 'against = "fixtures"', ["key 'against'", "fixtures"]),
        ('needs = ["import"]', "rtoll = 0.1", ["unknown key 'rtoll'; the nearest is 'rtol'"]),
        ('needs = ["import"]', 'rtol = "0.1"', ["key 'rtol'", "got '0.1'"]),
        ('needs = ["import"]', "dtypes = [3]", ["key 'dtypes'", "got [3]"]),
        ('needs = ["import"]', "squeezed = 1", ["key 'squeezed'", "got 1"]),
    ],
)
def test_mistakes_in_a_check(specs, old, new, words):
    """A check's rows of tables, keys, types and references to others are named with the nearest legal one."""
    text = (specs / SPEC).read_text()
    place = text.index('[[checks]]\nid = "published"')
    (specs / SPEC).write_text(text[:place] + text[place:].replace(old, new, 1))
    with pytest.raises(SpecError) as raised:
        load_project(specs, PROJECT)
    assert all(word in str(raised.value) for word in [f"{SPEC}: check 'published': ", *words]), raised.value


def test_the_import_is_compared_with_nothing(specs):
    """No fixture holds the import, so a check of it says so."""
    assert "check 'import': key 'against'" in mistake(specs, 'against = "nothing"\n', "")


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [('id = "matrix"', 'id = "published"', "probe"), ('id = "values"', 'id = "published"', "check")],
)
def test_ids_are_there_once(specs, old, new, kind):
    """Two probes, or two checks, of one id are a mistake."""
    assert mistake(specs, old, new) == f"{SPEC}: {kind} 'published' is there twice"


def test_numbers_are_there_once(specs):
    """Two specs of one number would be two tasks of one name."""
    (specs / PROJECT / "01-other.toml").write_text((specs / SPEC).read_text())
    with pytest.raises(SpecError) as raised:
        load_project(specs, PROJECT)
    assert str(raised.value) == f"{PROJECT}: two specs have the number 1: 01-other.toml and 1-autoencoder.toml"


def test_an_answers_file_lies_in_its_project(specs):
    """A spec can't make the checker read files elsewhere."""
    text = (specs / SPEC).read_text()
    name = text.partition('file = "')[2].partition('"')[0]
    message = mistake(specs, f'file = "{name}"', 'file = "../elsewhere.py"')
    assert message == f"{SPEC}: key 'file': a file's name without folders, got '../elsewhere.py'"


def test_points_add_up_to_100(specs):
    """The message says what they add up to, the project's points included."""
    message = mistake(specs, "points = 20", "points = 19")
    assert message == f"{SPEC}: the checks' points (with the project's) add up to 99, not to 100"


@pytest.mark.parametrize("text", ["title = \n", 'title = "a"\ntitle = "b"\n', "\x00", "= 3", '"""'])
def test_what_is_no_toml_is_told_with_its_place(specs, text):
    """A file that is no TOML is named with the parser's own words."""
    (specs / SPEC).write_text(text)
    with pytest.raises(SpecError, match=f"{SPEC} is no TOML: .*(line|column)"):
        load_project(specs, PROJECT)


def test_bytes_that_are_no_text_are_told(specs):
    """A file that is no UTF-8 is no TOML either."""
    (specs / SPEC).write_bytes(b'title = "\xff"')
    with pytest.raises(SpecError, match=f"{SPEC} is no TOML"):
        load_project(specs, PROJECT)


def test_a_mistake_in_the_projects_file_is_told_as_such(specs):
    """The project's own file is named when the mistake is there."""
    message = mistake(specs, 'static = "exists"', 'static = "exist"', f"{PROJECT}/project.toml")
    assert message.startswith(f"{PROJECT}/project.toml: check 'exists': key 'static': there is no 'exist'")


def test_a_project_without_its_file_is_told(specs):
    """A project has a project.toml."""
    (specs / PROJECT / "project.toml").unlink()
    with pytest.raises(SpecError, match=f"{PROJECT}/project.toml can't be read: No such file"):
        load_project(specs, PROJECT)


def test_a_project_without_tasks_is_told(specs):
    """A project has at least one task."""
    for spec in (specs / PROJECT).glob("[01]-*.toml"):
        spec.unlink()
    with pytest.raises(SpecError, match=f"{PROJECT}: the project has no task"):
        load_project(specs, PROJECT)


def test_a_check_without_points_is_worth_none(specs):
    """A check that says nothing of points is informational."""
    checks = load_project(specs, PROJECT).tasks[1].checks
    assert [check.points for check in checks if check.id == "layers"] == [0]


def test_a_specs_name_begins_with_its_number(specs):
    """A file without a task's number is named, with an example."""
    file = (specs / SPEC).rename(specs / PROJECT / "running_mean.toml")
    with pytest.raises(SpecError, match=r"running_mean.toml: a spec's name begins with its task's number"):
        load_task(file, PROJECT)


def test_several_mistakes_are_told_at_once(specs):
    """All mistakes in a task's own keys are in one message, a line each."""
    message = mistake(specs, 'file = "0-running_mean.py"\nframework = "numpy"', 'fle = "x"\nframework = "cobol"')
    assert [line.split(": ")[1] for line in message.splitlines()] == ["the key 'file' is missing", "key 'framework'",
                                                                       "unknown key 'fle'; the nearest is 'file'"]


def test_every_spec_of_the_repository_is_right():
    """All projects load, with full points each."""
    workspace = find_workspace()
    for path in project_paths(workspace):
        for task in load_project(workspace.specs, path).tasks:
            assert sum(check.points for check in task.checks) == 100

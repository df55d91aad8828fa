"""Who is in the class: folders, archives and bundles in a folder, or a list; whatever their names are made of."""

import json
import os
from pathlib import Path

import pytest

from checker.errors import UsageError
from checker.model import ProjectSpec, TaskSpec
from checker.roster import MOST_BYTES, read_roster, require_class

HEAD = "id,name,email,path\n"
TASK = TaskSpec(path="track/0x09-something/0-mean", number=0, title="Mean", file="0-mean.py", asks="")
PROJECT = ProjectSpec(path="track/0x09-something", title="Something", tasks=(TASK,))


def listed(folder: Path, content: str | bytes, name: str = "class.csv") -> str:
    """A list in a file."""
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    (folder / name).write_bytes(data)
    return str(folder / name)


def test_a_folder_holds_one_for_each_student(tmp_path):
    """Folders, archives of all kinds and bundles, in the order of their names; nothing else is a student."""
    (tmp_path / "bob").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("ada.tar.gz", "Eve.ZIP", "dan.bundle", "notes.txt", ".hidden.zip", "roster.csv"):
        (tmp_path / name).write_bytes(b"")
    students = read_roster(str(tmp_path))
    assert [(one.id, one.git) for one in students] == [("Eve", False), ("ada", False), ("bob", False), ("dan", True)]
    assert students[2].place == str(tmp_path / "bob")


def test_the_folders_of_grades_and_reports_are_no_students(tmp_path):
    """Where they lie among them, as they do for whoever stands in the folder."""
    for name in ("ada", "grades", "reports"):
        (tmp_path / name).mkdir()
    own = [str(tmp_path / "grades"), str(tmp_path / "reports")]
    assert [one.id for one in read_roster(str(tmp_path), besides=own)] == ["ada"]


def test_a_link_is_what_it_leads_to_in_the_folder_and_stays_one_where_it_leads_out(tmp_path):
    """So that whoever opens it sees which it is."""
    folder = tmp_path / "class"
    (folder / "ada").mkdir(parents=True)
    (tmp_path / "secret").mkdir()
    (folder / "bob").symlink_to("ada")
    (folder / "eve").symlink_to(tmp_path / "secret")
    places = {one.id: one.place for one in read_roster(str(folder))}
    assert places == {"ada": str(folder / "ada"), "bob": str(folder / "ada"), "eve": str(folder / "eve")}


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("=cmd|' C'!A0", "=cmd|' C'!A0"),
        ("a\nb", "a\\nb"),
        ("a\u202eb", "a\\u202eb"),
        (b"a\xff".decode("utf-8", "surrogateescape"), "a\\udcff"),
        ("--help", "--help"),
        ("..zip", "..zip"),
        ("a" * 200, "a" * 200),
    ],
)
def test_a_folder_of_any_name_is_a_student(tmp_path, name, id_):
    """Whose id can be seen: what would not be is written out."""
    os.mkdir(os.fsencode(tmp_path / "x"))
    os.rename(tmp_path / "x", tmp_path / name)
    if name.startswith("."):
        with pytest.raises(UsageError, match="holds no submission"):
            read_roster(str(tmp_path))
        return
    (one,) = read_roster(str(tmp_path))
    assert (one.id, one.place) == (id_, str(tmp_path / name))
    one.id.encode()


@pytest.mark.parametrize("name", [201 * "a", 60 * "\x01", 250 * "a"])
def test_a_long_name_is_cut_and_has_a_hash_at_its_end(tmp_path, name):
    """The same each time, and another for another name."""
    (tmp_path / name).mkdir()
    (tmp_path / f"{name[:-1]}b").mkdir()
    ids = [one.id for one in read_roster(str(tmp_path))]
    assert ids == [one.id for one in read_roster(str(tmp_path))]
    assert len(set(ids)) == 2
    assert all(len(id_) == 200 and id_.isprintable() for id_ in ids)


def test_a_name_that_can_be_seen_keeps_its_id_beside_one_that_looks_the_same(tmp_path):
    """Whoever chose the other gets a hash at its end, and nobody is refused."""
    for name in ("a\\x01", "a\x01", "##[b", "b\x02"):
        (tmp_path / name).mkdir()
    students = {Path(one.place).name: one.id for one in read_roster(str(tmp_path))}
    assert (students["a\\x01"], students["b\x02"], students["##[b"]) == ("a\\x01", "b\\x02", "## [b")
    assert students["a\x01"].startswith("a\\x01-")


def test_two_of_one_id_are_refused(tmp_path):
    """Both are named."""
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada.zip").write_bytes(b"")
    with pytest.raises(UsageError, match=r"two students have the id 'ada': .*/ada and .*ada\.zip"):
        read_roster(str(tmp_path))


def test_a_list_with_semicolons_is_read(tmp_path):
    """As spreadsheets write it where a comma is the decimal point."""
    (tmp_path / "ada").mkdir()
    (one,) = read_roster(listed(tmp_path, "id;name;path\nada;Lovelace, Ada;ada\n"))
    assert (one.id, one.name, one.place) == ("ada", "Lovelace, Ada", str(tmp_path / "ada"))


def test_a_list_names_students(tmp_path):
    """Paths start from the list's folder; a byte-order mark, capitals and blank lines are usual; order is kept."""
    content = "\ufeffID, Name ,email,path,git,revision\r\nbob,Bob,,b,,\r\n\r\nada,Ada,a@a,,https://h/x.git,v1\r\n"
    bob, ada = read_roster(listed(tmp_path, content + "eve,,,e.bundle,,\ndan,,,d,,main\n"))[:2]
    assert (bob.id, bob.name, bob.place, bob.git) == ("bob", "Bob", str(tmp_path / "b"), False)
    assert (ada.email, ada.place, ada.git, ada.revision) == ("a@a", "https://h/x.git", True, "v1")
    later = read_roster(str(tmp_path / "class.csv"))[2:]
    assert [(one.id, one.git) for one in later] == [("eve", True), ("dan", True)]


def test_json_says_the_same(tmp_path):
    """Numbers may be ids, 0 too."""
    rows = [{"id": 0, "path": "a"}, {"id": "ada", "git": "https://h/x", "name": None}]
    first, second = read_roster(listed(tmp_path, json.dumps(rows), "class.json"))
    assert (first.id, first.place, second.id, second.name) == ("0", str(tmp_path / "a"), "ada", "")


def test_a_name_may_have_any_line_end_in_it(tmp_path):
    """In quotes it is part of the name, and other signs that end lines elsewhere are no end of a line here."""
    (one,) = read_roster(listed(tmp_path, HEAD + '1,"Ada\nLove\u2028lace\x85",,a\n'))
    assert one.name == "Ada\nLove\u2028lace"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "needs id, and path or git; it has nothing"),
        ("id,name\n1,a\n", "needs id, and path or git"),
        ("id,path,colour\n", "'colour'; known are id, name"),
        ("id|path\n1|a\n", "needs id, and path or git; it has id|path"),
        ("id,path\n", "holds no submission"),
        ("id,path\n1,a,b\n", "line 2 has more cells than the head"),
        ("id,path\n\n\n ,a\n", "line 4 has no id"),
        ("id,path,git\n1,a,b\n", r"line 2 \(1\) has both path and git"),
        ("id,path,git\n1,,\n", r"line 2 \(1\) has neither path nor git"),
        ("id,path\n1,a\n1,b\n", "two students have the id '1'"),
        ('id,path\n1,"a\n', "is no CSV after line 1"),
        (f"id,path\n{'x' * 201},a\n", "has 201 characters; up to 200"),
        (b"id,path\n\xff,a\n", "can't be read.*save it as UTF-8"),
        ("id,path\n1,a\0b\n", "(line contains NUL|characters that can't be seen)"),
        ("id,path\na\u202eb,x\n", r"line 2: the id 'a\\u202eb' has characters that can't be seen"),
        ('id,path\n"a\nb",x\n', "characters that can't be seen"),
    ],
)
def test_a_mistake_in_a_list_is_told_with_its_place(tmp_path, content, said):
    """What is wrong, where, and what would be right."""
    with pytest.raises(UsageError, match=said):
        read_roster(listed(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is no JSON"),
        (100_000 * "[", "is no JSON"),
        ('{"id": 1}', "no list of objects, such as"),
        ("[1]", "no list of objects"),
        ('[{"id": "a"}]', "entry 1 needs id, and path or git"),
        ('[{"id": "a", "path": "b"}, {"id": "b", "paht": "c"}]', "entry 2 needs id, and path or git"),
        (r'[{"id": "a\u0000", "path": "b"}]', r"entry 1: the id 'a\\x00'"),
        (r'[{"id": "a", "path": "b\u0000"}]', r"the path '.*b\\x00' has characters that can't be seen"),
        (r'[{"id": "a", "path": "b", "name": "\ud800"}]', "the name"),
    ],
)
def test_a_mistake_in_json_is_told_with_its_place(tmp_path, content, said):
    """The same there."""
    with pytest.raises(UsageError, match=said):
        read_roster(listed(tmp_path, content, "class.json"))


def test_a_list_of_ten_thousand_is_read(tmp_path):
    """All of them, in order."""
    students = read_roster(listed(tmp_path, HEAD + "".join(f"s{n},N{n},,p{n}\n" for n in range(10_000))))
    assert [one.id for one in students] == [f"s{n}" for n in range(10_000)]


def test_a_list_that_never_ends_is_refused(tmp_path):
    """Without being read."""
    with (tmp_path / "class.csv").open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)
    with pytest.raises(UsageError, match="over 50 MiB"):
        read_roster(str(tmp_path / "class.csv"))


def test_a_folder_that_is_not_there_is_told(tmp_path):
    """With those that may be meant."""
    (tmp_path / "submissions").mkdir()
    with pytest.raises(UsageError, match="there is submissions"):
        read_roster(str(tmp_path / "submision"))


@pytest.mark.parametrize("held", ["0-mean.py", "0x09-something/x", "track/0x09-something/0-mean.py"])
def test_one_students_own_folder_is_no_class(tmp_path, held):
    """Its folders are no students: what it holds is told, and what to name or run instead."""
    own = tmp_path / "ada's own"
    (own / held).parent.mkdir(parents=True)
    (own / held).write_text("")
    found = held if held == TASK.file else held.rpartition("/")[0]
    with pytest.raises(UsageError) as told:
        require_class(PROJECT, str(own))
    assert f"it holds {found};" in str(told.value)
    assert f"checker run 0x09-something --dir '{tmp_path}/ada'\"'\"'s own'" in str(told.value)


@pytest.mark.parametrize("name", ["class", "0x09-something"])
def test_a_folder_of_students_is_a_class(tmp_path, name):
    """Also one that is named after the project, and whatever the students' folders hold."""
    (tmp_path / name / "ada" / "0x09-something").mkdir(parents=True)
    require_class(PROJECT, str(tmp_path / name))


def test_a_student_may_be_called_like_the_project(tmp_path):
    """Nobody stops a class by the name of a folder: others hold the project too."""
    for student in ("0x09-something", "ada"):
        (tmp_path / student).mkdir()
        (tmp_path / student / TASK.file).write_text("")
    require_class(PROJECT, str(tmp_path))


def test_a_list_is_taken_at_its_word(tmp_path):
    """It is no folder, and what is not there is told by whoever reads it."""
    require_class(PROJECT, listed(tmp_path, HEAD))
    require_class(PROJECT, str(tmp_path / "nowhere"))

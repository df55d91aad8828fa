"""Attack 41: characters that XML can't hold, markup and entities, in what a build server reads."""

import re
from xml.parsers import expat

import attempts
import pytest

from checker import cli

TEXTS = {
    "NUL": "a\0b",
    "controls": "\x01\x08\x0b\x1b[2J\x7f",
    "surrogates": "\ud800\udfff",
    "no characters": "\ufffe\uffff",
    "an end": "]]></failure></testcase></testsuite></testsuites>",
    "a passed test": '<testcase classname="0x07-cnn.0-conv_forward" name="values"/>',
    "a quote": '" errors="0" failures="0',
    "entities": '<!DOCTYPE x [<!ENTITY a "aaaa">]>&a;&#0;&lt;',
    "an instruction": "<?xml version='1.1'?><?xml-stylesheet href='http://x'?>",
    "commands": "##[error]x\n::error::x",
    "directions": "\u202e\u2066",
}
LEGAL = re.compile("[\t\n\r\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


def elements(file):
    """The elements of a document in order, each with its attributes; a word on what else is in it fails the test."""
    seen = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, given: seen.append((name, given))
    for kind in ("StartDoctypeDeclHandler", "ProcessingInstructionHandler", "EntityDeclHandler", "CommentHandler"):
        setattr(parser, kind, pytest.fail)
    parser.Parse(file.read_bytes(), True)
    return seen


def report(folder, reports):
    """The elements of the JUnit report on a folder's answer to 0x07 task 0, which is wrong."""
    reports.mkdir()
    file = reports / "r.xml"
    words = ["--workspace", str(attempts.ROOT), "run", "0x07", "task", "0", "--dir", str(folder), "--report", str(file)]
    assert int(cli.main(words)) == 1
    written = file.read_text(encoding="utf-8")
    assert LEGAL.fullmatch(written)
    assert not attempts.COMMAND.search(written)
    assert not set(written) & set("\u202e\u2066")
    return elements(file)


def same(one, other):
    """Whether two reports have the same elements and numbers, whatever they quote."""
    kept = ("tests", "failures", "errors", "skipped", "classname")
    names = [[(name, *(given.get(key) for key in kept)) for name, given in each] for each in (one, other)]
    return names[0] == names[1]


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_output_and_errors_are_text(tmp_path, name):
    """Printed, raised and in a layer of documentation, it makes the elements that a harmless text makes."""
    reports = []
    for place, text in (("hostile", TEXTS[name]), ("harmless", "abc")):
        kind = f"type({'E' + text!a}.replace(chr(0), ''), (Exception,), {{}})"
        source = attempts.wrong(f"print({text!a})\nraise {kind}({text!a})")
        folder = attempts.hand_in(tmp_path / place, source)
        reports.append(report(folder, tmp_path / f"{place}-reports"))
    assert same(*reports)
    suite = dict(reports[0][1][1])
    assert int(suite["failures"]) > 0


@pytest.mark.parametrize(
    "name",
    ["a<b>&\"'", "]]>", "\x1b[2J\x01", "a\ud800b".encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")],
)
def test_hostile_names_are_text(tmp_path, name):
    """So are the names of the folder and of the files that lie beside the answer, which is missing."""
    reports = []
    for place, given in (("hostile", name), ("harmless", "abc")):
        folder = tmp_path / place / given
        folder.mkdir(parents=True)
        (folder / f"0-conv_forwar{given}.py").touch()
        reports.append(report(folder, tmp_path / f"{place}-reports"))
    assert same(*reports)
    (told,) = [given["message"] for kind, given in reports[0] if kind == "failure" and given["type"] == "S001"]
    assert told.startswith("no 0-conv_forward.py in ")

"""Attack 55: encodings that hide code, marks, look-alike letters and tabs; decoded as Python does, or refused."""

import codecs

import attempts
import pytest

RIGHT = attempts.HEAD + attempts.right()
UNUSUAL = {
    "rot13": b"# coding: rot13\n" + codecs.encode(RIGHT, "rot13").encode(),
    "utf-7": b"# coding: utf-7\n" + RIGHT.encode(),
    "hidden by utf-7": b"# coding: utf-7\n'''+ACcAJwAn-\nimport os\n'''\n" + RIGHT.encode(),
    "unicode_escape": b"# coding: unicode_escape\n" + RIGHT.replace("\\", "\\\\").encode(),
    "raw_unicode_escape": b"# coding: raw_unicode_escape\n" + RIGHT.encode(),
    "of its own": b"# coding: mine\n" + RIGHT.encode(),
    "punycode": b"# coding: punycode\n" + RIGHT.encode(),
    "utf-16": RIGHT.encode("utf-16"),
    "broken utf-8": RIGHT.encode() + b"# \xff\n",
}
USUAL = {
    "mark": codecs.BOM_UTF8 + RIGHT.encode(),
    "latin-1": RIGHT.replace("python3\n", "python3\n# coding: latin-1\n", 1).encode() + b"# \xe9\n",
}


def hand_in(folder, data):
    """A folder with these bytes for the answer."""
    folder.mkdir()
    (folder / attempts.FILE).write_bytes(data)
    return folder


@pytest.mark.parametrize("name", UNUSUAL)
def test_an_unusual_encoding_is_refused(tmp_path, capfd, name):
    """What nobody can read is flagged, and it is not run."""
    ran = attempts.run(hand_in(tmp_path / "a", UNUSUAL[name]), tmp_path / "reports", capfd)
    assert (ran.code, ran.codes("exists"), ran.check("values")["outcome"]) == (1, {"S002"}, "skipped")


@pytest.mark.parametrize("name", USUAL)
def test_a_usual_encoding_is_read(tmp_path, capfd, name):
    """What Python reads is read the same way."""
    ran = attempts.run(hand_in(tmp_path / "a", USUAL[name]), tmp_path / "reports", capfd)
    assert ran.check("values")["outcome"] == "passed"


def test_look_alike_letters_do_not_make_the_function(attack):
    """A function with a Cyrillic letter in its name is another one."""
    verdict = attack(attempts.right().replace("def conv", "def c\u043env"))
    assert attempts.found(verdict, "signature")[0].startswith("S014 ")
    assert attempts.missed(verdict).keys() >= {"published", "values"}


def test_compatible_letters_hide_no_import(attack):
    """Python takes full-width letters for the plain ones, and so does the check of imports."""
    verdict = attack("\uff45\uff58\uff45\uff43('import os')\n" + attempts.right())
    assert attempts.found(verdict, "imports")[0].startswith("S013 ")


def test_mixed_tabs_are_told(attack):
    """Tabs and spaces that contradict each other are no Python."""
    mixed = "    if A_prev is None:\n        kh = 1\n\tkw = 1\n"
    verdict = attack(attempts.right().replace(attempts.FIRST, mixed + attempts.FIRST))
    assert attempts.found(verdict, "parses")[0].startswith("S003 ")

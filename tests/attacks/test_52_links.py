"""Attack 52: links to the reference, the golden values or system files; refused, and told where one is the answer."""

import os

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

TARGETS = {
    "the reference": attempts.REFERENCE,
    "the golden values": next(attempts.FIXTURES.iterdir()),
    "the passwords": "/etc/passwd",
    "another student's": "../other/0-conv_forward.py",
    "a loop": attempts.FILE,
    "a device": "/dev/zero",
    "its process": "/proc/self/environ",
}


@pytest.mark.parametrize("name", TARGETS)
def test_a_link_out_of_the_folder_is_no_answer(tmp_path, capfd, name):
    """It is refused by name, and nothing of what it leads to is told."""
    attempts.hand_in(tmp_path / "other", attempts.right())
    folder = tmp_path / attempts.PROJECT
    folder.mkdir()
    (folder / attempts.FILE).symlink_to(TARGETS[name])
    ran = attempts.run(folder, tmp_path / "reports", capfd)
    assert (ran.code, ran.codes("exists"), ran.check("values")["outcome"]) == (1, {"S002"}, "skipped")
    assert "root:" not in ran.out + ran.html
    assert "Goodfellow" not in ran.out + ran.html


@pytest.mark.parametrize("name", ["the reference", "the golden values", "the passwords", "another student's"])
def test_a_link_beside_the_answer_leads_nowhere(attack, tmp_path, name):
    """Where the answer runs there is no such link, so what it leads to can't be imported or read."""
    attempts.hand_in(tmp_path / "other", attempts.right())
    folder = tmp_path / attempts.PROJECT
    folder.mkdir()
    (folder / "helper.py").symlink_to(TARGETS[name])
    verdict = attack(attempts.wrong("return open('helper.py').read()"))
    assert attempts.found(verdict, "published")[0].startswith("R001 raised FileNotFoundError")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has files of others")
def test_a_hard_link_to_anothers_file_is_no_answer(tmp_path, capfd):
    """Nor is what only this program may read."""
    folder = tmp_path / attempts.PROJECT
    folder.mkdir()
    attempts.hand_in(tmp_path / "other", attempts.right())
    os.chown(folder, 65534, 65534)
    (folder / attempts.FILE).hardlink_to(tmp_path / "other" / attempts.FILE)
    ran = attempts.run(folder, tmp_path / "reports", capfd)
    assert (ran.code, ran.codes("exists"), ran.check("values")["outcome"]) == (1, {"S002"}, "skipped")


def test_a_folder_in_itself_does_no_harm(attack, tmp_path):
    """Loops of folders are not walked."""
    folder = tmp_path / attempts.PROJECT
    folder.mkdir()
    (folder / "again").symlink_to(".")
    verdict = attack(attempts.right())
    assert (attempts.missed(verdict), outcomes(verdict)["exists"]) == ({}, Outcome.PASSED)

"""Attack 20: other students' files, earlier reports and the copies of other runs; a run sees its own copy alone."""

import pytest
from evidence import require_failed, require_right

ATTEMPTS = [
    "open(THEIRS).read()",
    "open(THEIRS, 'a').write('# harm')",
    "open(REPORT).read()",
    "open(REPORT, 'w').write('100')",
    "os.listdir(CLASS)",
    "os.remove(THEIRS)",
    "os.rename(THEIRS, 'mine.py')",
    "os.link(THEIRS, 'mine.py')",
    "os.chmod(THEIRS, 0o777)",
    "os.utime(THEIRS)",
    "os.truncate(THEIRS, 0)",
    "os.mkdir(CLASS + '/new')",
    "os.symlink('/etc/passwd', CLASS + '/new')",
    "os.mkfifo(CLASS + '/new')",
    "os.rmdir(CLASS)",
    "os.listdir(os.path.dirname(os.getcwd()))",
    "os.listdir('/tmp')",
    "open(OWN).read()",
    "open(OWN, 'a')",
    "os.rename(os.getcwd(), os.getcwd() + 'x')",
    "os.chmod(os.getcwd(), 0o777)",
    "os.setxattr(THEIRS, 'user.x', b'x')",
    "open(os.path.dirname(os.getcwd()) + '/new', 'w')",
    "open('/dev/shm/new', 'w')",
    "open('/tmp/new', 'w')",
    "open('/var/tmp/new', 'w')",
    "open('/dev/tty', 'w')",
    "open('/proc/self/oom_score_adj', 'w').write('-1000')",
    "open('/proc/self/comm', 'w').write('sshd')",
    "open('/proc/sys/kernel/core_pattern', 'w').write('|/tmp/x')",
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_what_others_have_is_out_of_reach(attack, tmp_path, attempt):
    """Reading, changing, listing and adding are denied, everywhere but in the run's own scratch folder."""
    theirs = tmp_path / "class" / "0-conv_forward.py"
    theirs.parent.mkdir(mode=0o777)
    theirs.write_text("secret")
    theirs.chmod(0o666)
    report = tmp_path / "report.json"
    report.write_text("{}")
    report.chmod(0o666)
    verdict = attack(
        f"""
        import os
        THEIRS, REPORT, CLASS = {str(theirs)!r}, {str(report)!r}, {str(theirs.parent)!r}
        OWN = {str(tmp_path / "0x07-cnn" / "0-conv_forward.py")!r}


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            print("DONE", {attempt})
        """
    )
    require_failed(verdict, "R001")
    assert "DONE" not in verdict.printed
    assert (theirs.read_text(), report.read_text()) == ("secret", "{}")
    assert [path.name for path in theirs.parent.iterdir()] == [theirs.name]


def test_the_own_scratch_folder_may_be_written_to(attack):
    """There all of it goes, and it is nobody's failure."""
    verdict = attack(
        """
        import os
        answer = conv_forward


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            os.makedirs("a/b", exist_ok=True)
            with open("a/b/note", "w") as stream:
                stream.write("mine")
            os.rename("a/b/note", "note")
            os.remove("note")
            return answer(A_prev, W, b, activation, padding, stride)
        """,
        right=True,
    )
    require_right(verdict)


def test_what_happens_to_other_files_is_not_watched(attack, tmp_path):
    """Landlock does not close inotify; the filter of system calls does."""
    verdict = attack(
        f"""
import ctypes


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    libc = ctypes.CDLL(None, use_errno=True)
    print("made", libc.inotify_init1(0))
    print("watched", libc.inotify_add_watch(0, {str(tmp_path).encode()!r}, 0xFFF))
"""
    )
    assert "made -1" in verdict.printed
    assert "watched -1" in verdict.printed

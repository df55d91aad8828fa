"""Attack 47: archives that grow when they are unpacked, and arrays in them; refused, or ended at the limit."""

import gzip
import io
import zipfile

import attempts
import numpy as np
import pytest
from packing import tarred, zipped

NAME = f"{attempts.PROJECT}/{attempts.FILE}"


def nested(depth: int) -> bytes:
    """A zip archive in a zip archive, so many times, around ten megabytes of zeros."""
    data = bytes(10 * 2**20)
    for _ in range(depth):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.zip", data)
        data = stream.getvalue()
    return data


def bombs(folder, kind):
    """An archive that would become far larger than it is."""
    if kind == "zip":
        return zipped(folder / "a.zip", *((f"{n}.py", bytes(40 * 2**20)) for n in range(8)))
    if kind == "tar.gz":
        return tarred(folder / "a.tar.gz", *(f"{n}.py" for n in range(8)), content=bytes(40 * 2**20))
    if kind == "folders":
        return zipped(folder / "a.zip", *(f"{n}/" + "b/" * 30 + "c.py" for n in range(600)), content=b"")
    if kind == "pieces":
        (folder / "a.tar.gz").write_bytes(gzip.compress(b"") * 100_000)
        return folder / "a.tar.gz"
    return zipped(folder / "a.zip", *(f"{number}.py" for number in range(30_000)), content=b"")


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "entries", "folders", "pieces"])
def test_a_bomb_is_refused(tmp_path, capfd, kind):
    """Nothing of it is checked, and a sentence says why."""
    ran = attempts.run(bombs(tmp_path, kind), tmp_path / "reports", capfd)
    assert (ran.code, ran.out, ran.json) == (2, "", {})
    assert ran.err.startswith("checker: a.")
    assert " can't be checked: " in ran.err


def test_an_archive_in_an_archive_stays_packed(tmp_path, capfd):
    """The answer beside it is checked, the inner archive is not looked into."""
    source = (attempts.HEAD + attempts.right()).encode()
    file = zipped(tmp_path / "a.zip", (NAME, source), (f"{attempts.PROJECT}/b.zip", nested(5)))
    ran = attempts.run(file, tmp_path / "reports", capfd)
    assert ran.check("values")["outcome"] == "passed"


def test_an_array_that_grows_is_out_of_memory(attack, monkeypatch):
    """A compressed array that the submission unpacks itself costs the call that does it."""
    attempts.limited(monkeypatch, memory_mib=256)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.npy", "w") as member:
        np.lib.format.write_array_header_1_0(
            member, {"descr": "<f8", "fortran_order": False, "shape": (2**40,)}
        )
        member.write(bytes(2**20))
    body = f"import io\nnp.load(io.BytesIO({stream.getvalue()!r}))['a']"
    verdict = attack(attempts.once(body))
    assert attempts.found(verdict, "published")[0].startswith("R003 ")
    assert attempts.missed(verdict).keys() == {"published", "repeatable", "inputs_kept"}

"""Attack 65: another student's file with other names; it is right, it passes, and a person is told of the pair."""

import attempts
import pytest
from disguises import DISGUISES

from checker.similarity import MOST_ANSWERS, similar

SAMPLES = attempts.ROOT / "tests" / "right" / "supervised_learning" / "0x07-cnn" / "0-conv_forward"
STUDENTS = {file.stem: file.read_text(encoding="utf-8") for file in sorted(SAMPLES.glob("*.py"))}
VICTIM = "matrix_product_tensorflow_same"
REFERENCE = attempts.REFERENCE.read_text(encoding="utf-8")


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda disguise: disguise.__name__)
def test_a_copy_passes_and_is_told(attack, disguise):
    """No verdict is made of it: the copy's behaviour is right, and the pair is the only one."""
    copy = disguise(STUDENTS[VICTIM])
    assert attempts.missed(attack("", files={attempts.FILE: copy})) == {}
    (pair,) = similar(STUDENTS | {"zz copy": copy}, common=[REFERENCE])
    assert (pair.one, pair.other) == (VICTIM, "zz copy")
    assert pair.share > 0.9


def test_a_copy_of_the_reference_is_no_students():
    """Two who write as the reference does have copied from nobody that is known here."""
    assert similar({"a": REFERENCE, "b": DISGUISES[0](REFERENCE)}, common=[REFERENCE]) == []


def test_padding_hides_no_copy():
    """Code that does nothing, before and after what was copied, makes the copy the larger file of the two."""
    padding = "".join(f"\n\ndef idea_{number}(a):\n    return [a + {number}] * {number}\n" for number in range(50))
    (pair,) = similar(STUDENTS | {"zz copy": padding + DISGUISES[0](STUDENTS[VICTIM]) + padding}, common=[REFERENCE])
    assert (pair.one, pair.share > 0.9) == (VICTIM, True)


def test_a_copy_by_half_a_class_is_taken_for_the_task():
    """What is known of the report's limits: over ten who share a file are told no more."""
    copies = {f"copy {number}": DISGUISES[number % 3](STUDENTS[VICTIM]) for number in range(MOST_ANSWERS)}
    assert similar(copies | {VICTIM: STUDENTS[VICTIM]}) == []

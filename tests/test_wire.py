"""The wire: what is sent comes back the same, and no bytes at all make decoding fail otherwise than by WireFault."""

import contextlib
import io
import json
import math
import tracemalloc

import numpy as np
import pytest
import strategies
from hypothesis import example, given
from hypothesis import strategies as st

from checker import wire

ONE_FLOAT = [{"dtype": "<f8", "shape": [1]}]


def frame(tree: object, arrays: object = (), body: bytes = b"", **more: object) -> bytes:
    """A frame with a header of our own making, whatever it says."""
    header = json.dumps({"tree": tree, "arrays": arrays, **more}).encode()
    return b"CKR1" + len(header).to_bytes(4, "big") + len(body).to_bytes(8, "big") + header + body


def received(data: bytes) -> object:
    """The message in these bytes."""
    return wire.read_message(io.BytesIO(data).read)


def same(sent: object, got: object) -> bool:
    """Whether a decoded tree is what was sent: types, bits of floats, dtypes and shapes; tuples come as lists."""
    if isinstance(sent, np.ndarray):
        native = sent.astype(sent.dtype.newbyteorder("="))
        return type(got) is np.ndarray and (got.dtype, got.shape, got.tobytes()) == (
            native.dtype, native.shape, native.tobytes()
        )
    if isinstance(sent, list | tuple):
        return type(got) is list and len(sent) == len(got) and all(map(same, sent, got))
    if isinstance(sent, dict):
        return type(got) is dict and list(sent) == list(got) and all(same(sent[key], got[key]) for key in sent)
    return type(sent) is type(got) and (repr(sent) == repr(got))


@given(strategies.trees)
@example((1, (2.5, None)))
@example({"a": {"b": [np.zeros((0, 3)), np.float32([math.nan, -0.0])]}})
def test_a_tree_comes_back_as_it_was_sent(tree):
    """Plain data and arrays of every dtype, byte order, layout and size survive the round trip bit for bit."""
    assert same(tree, received(wire.encode(tree)))


@pytest.mark.parametrize("dtype", [*strategies.DTYPES, *strategies.BIG_ENDIAN], ids=lambda dtype: dtype.str)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3)], ids=str)
def test_every_dtype_and_shape_comes_back(dtype, shape):
    """Arrays of no axes and of no elements keep their shape and dtype too."""
    sent = np.arange(math.prod(shape)).reshape(shape).astype(dtype)
    assert same(sent, received(wire.encode(sent)))


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, -0.0, 5e-324, 1.7976931348623157e308])
def test_floats_come_back_exactly(number):
    """Floats that JSON has no word for, and the smallest and largest ones, are the same after the round trip."""
    assert repr(received(wire.encode([number]))) == repr([number])


def test_decoded_arrays_are_fresh():
    """A decoded array is a writable base array with memory of its own."""
    got = received(wire.encode(np.arange(3)))
    got[0] = 7
    assert (got.base, got.tolist()) == (None, [7, 1, 2])


def test_a_frame_is_as_documented():
    """The bytes of a small message, written out by hand."""
    header = b'{"tree": {"x": {"$array": 0}}, "arrays": [{"dtype": "<i2", "shape": [2]}]}'
    by_hand = b"CKR1" + bytes([0, 0, 0, len(header), 0, 0, 0, 0, 0, 0, 0, 4]) + header + b"\x01\x00\x00\x02"
    assert wire.encode({"x": np.array([1, 512], ">i2")}) == by_hand


@pytest.mark.parametrize(
    "value",
    [
        b"bytes", {1, 2}, object(), {1: 2}, {"$array": 0}, np.float64(1), np.array([None]), np.array(["text"]),
        np.zeros(2, "M8[s]"), np.zeros(2, [("a", "f4")]), np.zeros(2, np.longdouble), np.ma.zeros(2), range(3),
        10**5000,
    ],
    ids=lambda value: type(value).__name__,
)
def test_other_values_are_refused(value):
    """What is neither plain data nor a plain array can't be sent: no objects, texts, records, scalars, subclasses."""
    with pytest.raises(wire.WireFault):
        wire.encode([value])


def test_a_virtual_array_is_refused_before_it_is_copied():
    """An array of 8 TB that takes no memory is too large by its own account."""
    huge = np.lib.stride_tricks.as_strided(np.zeros(1), (10**12,), (0,))
    with pytest.raises(wire.WireFault, match="8000000000000 bytes is too large"):
        wire.encode(huge)


@pytest.mark.parametrize("wrap", [lambda inner: [inner], lambda inner: {"a": inner}], ids=["lists", "tables"])
def test_nesting_is_taken_to_its_limit(wrap):
    """A value nested 40 levels deep comes back; one level more can't be sent, and comes as no message."""
    deep = 7
    for _ in range(40):
        deep = wrap(deep)
    assert received(wire.encode(deep)) == deep
    with pytest.raises(wire.WireFault, match="over 40 levels"):
        wire.encode(wrap(deep))
    with pytest.raises(wire.WireFault, match="over 40 levels"):
        received(frame(wrap(deep)))


@pytest.mark.parametrize("levels", [41, 1000])
def test_deep_nesting_is_refused(levels):
    """A value nested over 40 levels can't be sent, and comes as no message."""
    deep = None
    for _ in range(levels):
        deep = [deep]
    with pytest.raises(wire.WireFault, match="over 40 levels"):
        wire.encode(deep)
    with pytest.raises(wire.WireFault):
        received(frame(None).replace(b"null", b"[" * levels + b"]" * levels))


def test_axes_are_taken_to_their_limit():
    """An array of 16 axes comes back, one of 17 can't be sent."""
    assert same(np.ones((1,) * 16), received(wire.encode(np.ones((1,) * 16))))
    with pytest.raises(wire.WireFault, match="17 axes"):
        wire.encode(np.ones((1,) * 17))


def test_lengths_are_taken_to_their_limits():
    """A header of 2 MiB and a body of 256 MiB are the largest that are announced; a byte more is refused."""

    def prefix(header, body):
        return b"CKR1" + header.to_bytes(4, "big") + body.to_bytes(8, "big")

    assert wire.decode_prefix(prefix(2097152, 268435456)) == (2097152, 268435456)
    for lengths in ((2097153, 0), (0, 268435457)):
        with pytest.raises(wire.WireFault, match="over the limits"):
            wire.decode_prefix(prefix(*lengths))


def test_the_end_of_the_stream_is_no_fault():
    """Between two messages the stream may end."""
    stream = io.BytesIO(wire.encode(1) + wire.encode(2))
    assert [wire.read_message(stream.read), wire.read_message(stream.read)] == [1, 2]
    with pytest.raises(EOFError):
        wire.read_message(stream.read)


@given(st.binary(max_size=64))
@example(b"CKR1" + b"\xff" * 12)
@example(b"CKR1" + b"\x00" * 12)
def test_arbitrary_bytes_are_no_message(data):
    """Bytes that nobody encoded give a WireFault (or the stream's end), never another exception."""
    with pytest.raises((wire.WireFault, EOFError)):
        received(data)


@given(strategies.trees, st.data())
def test_a_truncated_frame_is_a_fault(tree, data):
    """A frame that breaks off anywhere is no message."""
    whole = wire.encode(tree)
    with pytest.raises(wire.WireFault):
        received(whole[: data.draw(st.integers(1, len(whole) - 1))])


@given(strategies.trees, st.data())
def test_a_mutated_frame_gives_a_message_or_a_fault(tree, data):
    """Whatever happens to a frame's bytes, decoding ends in a message or a WireFault."""
    mutated = bytearray(wire.encode(tree))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(mutated) - 1))
        mutated[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    with contextlib.suppress(wire.WireFault, EOFError):
        received(bytes(mutated))


@given(strategies.json_trees, st.lists(strategies.outlines, max_size=3), st.binary(max_size=32))
@example({"$array": 0}, [{"dtype": "|b1", "shape": [0]}], b"")
def test_any_header_gives_a_message_or_a_fault(tree, arrays, body):
    """A well-formed header may say what it likes: a message comes out or a WireFault."""
    with contextlib.suppress(wire.WireFault):
        received(frame(tree, arrays, body))


@pytest.mark.parametrize(
    "data",
    [
        b"CKR1" + (2**32 - 1).to_bytes(4, "big") + bytes(8),
        b"CKR1" + bytes(4) + (2**63).to_bytes(8, "big"),
        b"CKR1" + (8 * 2**20).to_bytes(4, "big") + (256 * 2**20).to_bytes(8, "big") + b"{}",
        frame({"$array": 0}, [{"dtype": "<f8", "shape": [2**28, 2**28]}], bytes(8)),
        frame({"$array": 0}, [{"dtype": "<f8", "shape": [0, 2**28, 2**28, 2**28]}]),
        frame({"$array": 0}, [{"dtype": "<f8", "shape": [2**28] * 16}], bytes(8)),
    ],
    ids=["header", "body", "both, within the limits", "shape", "shape of no elements", "many axes"],
)
def test_forged_lengths_take_no_memory(data):
    """A frame that announces far more than it holds is refused before memory is taken for it."""
    tracemalloc.start()
    try:
        with pytest.raises(wire.WireFault):
            received(data)
        assert tracemalloc.get_traced_memory()[1] < 4 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("tree", "arrays", "body"),
    [
        ({"$array": 0}, [], b""),
        ({"$array": -1}, ONE_FLOAT, bytes(8)),
        ({"$array": True}, ONE_FLOAT, bytes(8)),
        ({"$array": 0.0}, ONE_FLOAT, bytes(8)),
        ({"$array": "0"}, ONE_FLOAT, bytes(8)),
        ([{"$array": 0}, {"$array": 0}], ONE_FLOAT, bytes(8)),
        ({"$array": 0, "more": 1}, ONE_FLOAT, bytes(8)),
        ({"$float": "1.0"}, [], b""),
        ({"$float": ["nan"]}, [], b""),
        ({"$pickle": "x"}, [], b""),
        ({"$": 1}, [], b""),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_markers_that_mean_nothing_are_faults(tree, arrays, body):
    """A marker names an array that is there, once, or one of three floats."""
    with pytest.raises(wire.WireFault):
        received(frame(tree, arrays, body))


@pytest.mark.parametrize(
    "described",
    [
        {"dtype": "|O", "shape": [1]}, {"dtype": "O", "shape": [1]}, {"dtype": ">f8", "shape": [1]},
        {"dtype": "float64", "shape": [1]}, {"dtype": "<U2", "shape": [1]}, {"dtype": "|V8", "shape": [1]},
        {"dtype": ["<f8"], "shape": [1]}, {"dtype": None, "shape": [1]}, {"dtype": "<f8", "shape": 1},
        {"dtype": "<f8", "shape": [-1]}, {"dtype": "<f8", "shape": [1.0]}, {"dtype": "<f8", "shape": [True]},
        {"dtype": "<f8", "shape": ["1"]}, {"dtype": "<f8", "shape": [1] * 17}, {"dtype": "<f8"}, "<f8", None,
        {"dtype": "<f8", "shape": [1], "strides": [0]},
    ],
    ids=repr,
)
def test_unknown_dtypes_and_shapes_are_faults(described):
    """An array is of one of the whitelisted dtypes, objects not among them, and has whole lengths."""
    with pytest.raises(wire.WireFault):
        received(frame({"$array": 0}, [described], bytes(8)))


@pytest.mark.parametrize(
    "data",
    [
        frame({"$array": 0}, ONE_FLOAT, bytes(9)),
        frame({"$array": 0}, ONE_FLOAT, bytes(7)),
        frame(1, [], b"\x00"),
        frame(1, ONE_FLOAT, bytes(8)),
        frame(1, {}, b""),
        frame(1, more=2),
        frame({"$array": 0}, [{"dtype": "|b1", "shape": [1]}], b"\x02"),
    ],
    ids=["body too long", "body too short", "body of none", "array unused", "no list", "other keys", "no truth value"],
)
def test_every_byte_is_accounted_for(data):
    """What a frame holds beyond, or short of, what its tree names makes it no message."""
    with pytest.raises(wire.WireFault):
        received(data)


@pytest.mark.parametrize(
    "header",
    [b"", b"[]", b"{", b"NaN", b'{"tree": NaN, "arrays": []}', b'{"tree": "\xff", "arrays": []}', b'{"tree": 1}'],
)
def test_headers_that_are_not_json_are_faults(header):
    """Strict JSON in ASCII with the keys "tree" and "arrays" alone is a header."""
    with pytest.raises(wire.WireFault):
        wire.decode(header, b"")


def test_a_number_of_many_digits_is_a_fault():
    """A number so long that Python refuses to read it is a fault of the message."""
    with pytest.raises(wire.WireFault):
        wire.decode(b'{"tree": ' + b"9" * 5000 + b', "arrays": []}', b"")


def test_a_message_over_the_limit_is_refused_by_its_sender(monkeypatch):
    """Several arrays that are too large together can't be sent."""
    monkeypatch.setattr(wire, "MAX_BODY_BYTES", 15)
    assert wire.encode(np.zeros(1))
    with pytest.raises(wire.WireFault, match="too large to send"):
        wire.encode([np.zeros(1), np.zeros(1)])

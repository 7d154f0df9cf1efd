"""Where a body in chunks ends, however it is cut; against bodies whose end is known because they were made here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.server.held_bytes import IN_MEMORY_BYTES, HeldBytes, HeldCount
from opendata.server.request_framing import FREE_CHUNKS, ChunkedBody, head_length

chunk = st.builds(
    lambda data, extension, zeros: b"0" * zeros + f"{len(data):X}".encode() + extension + b"\r\n" + data + b"\r\n",
    st.binary(min_size=1, max_size=40),
    st.sampled_from([b"", b";a=b", b" ;a"]),
    st.integers(0, 20),
)
trailer = st.sampled_from([b"", b"Digest: abc\r\n", b"A: b\r\nC: d\r\n"])
body = st.builds(lambda chunks, last: b"".join(chunks) + b"0\r\n" + last + b"\r\n", st.lists(chunk), trailer)


@given(body, st.binary(max_size=20), st.lists(st.integers(1, 30), min_size=1))
def test_a_body_ends_where_it_was_made_to_end(sent: bytes, following: bytes, pieces: list[int]):
    chunks, counted, at, turn = ChunkedBody(), 0, 0, 0
    whole = sent + following
    while not chunks.is_complete:
        assert at < len(sent)
        piece = whole[at : at + pieces[turn % len(pieces)]]
        counted += chunks.count(piece)
        at, turn = at + len(piece), turn + 1

    assert counted == len(sent)
    assert not chunks.is_broken


@given(st.binary(max_size=60))
def test_any_bytes_end_broken_or_whole_or_wait_for_more(sent: bytes):
    chunks = ChunkedBody()
    count = chunks.count(sent)

    assert count <= len(sent)
    assert chunks.is_complete or count == len(sent)


def test_a_line_without_end_is_broken_soon():
    chunks = ChunkedBody()
    for _ in range(100):
        if not chunks.is_complete:
            chunks.count(b"1" * 1_000)

    assert chunks.is_broken


def test_lines_behind_the_chunks_do_not_go_on_for_ever():
    chunks = ChunkedBody()
    chunks.count(b"0\r\n" + b"X-A: b\r\n" * 20_000)

    assert chunks.is_broken


@pytest.mark.parametrize(("length", "is_broken"), [(1, True), (40, False)])
def test_chunks_are_as_many_as_their_bytes_allow(length: int, *, is_broken: bool):
    chunks = ChunkedBody()
    chunks.count((f"{length:x}\r\n".encode() + b"a" * length + b"\r\n") * 2 * FREE_CHUNKS)

    assert chunks.is_broken is is_broken


def test_the_head_ends_with_the_first_empty_line():
    assert head_length(bytearray(b"GET / HTTP/1.1\r\nHost: x\r\n\r\nbody\r\n\r\n")) == 27
    assert head_length(bytearray(b"GET / HTTP/1.1\r\nHost: x\r\n")) is None


@given(st.lists(st.tuples(st.binary(max_size=50_000), st.integers(1, 60_000)), max_size=6))
def test_held_bytes_come_out_as_they_went_in(turns: list[tuple[bytes, int]]):
    """Also when they move from memory to a file between two turns."""
    count = HeldCount()
    held, written, taken = HeldBytes(count), b"", b""
    for data, most in turns:
        held.add(data)
        written += data
        taken += held.take(most)
    taken += held.take(2**24)

    assert taken == written
    assert len(held) == 0
    assert count.count == len(written)
    held.close()
    assert count.count == 0


def test_many_held_bytes_leave_the_memory():
    held = HeldBytes(HeldCount())
    held.add(bytes(2 * IN_MEMORY_BYTES))

    assert held.take(10) == bytes(10)
    assert len(held) == 2 * IN_MEMORY_BYTES - 10
    held.close()

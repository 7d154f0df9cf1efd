"""Which parts a Range header means, held against Werkzeug's reading of it and a mail reader's of several parts."""

from email import message_from_bytes
from email.policy import HTTP

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.http import parse_content_range_header, parse_range_header

from opendata.answers.byte_ranges import MOST_PARTS, content_range, parts_asked, several_parts

LENGTH = 100
POSITIONS = st.integers(0, 130)
PARTS = st.one_of(
    st.tuples(POSITIONS, POSITIONS).map(lambda both: f"{both[0]}-{both[1]}"),
    POSITIONS.map(lambda at: f"{at}-"),
    st.integers(1, LENGTH).map(lambda count: f"-{count}"),  # of more than there are Werkzeug gives none
)


@pytest.mark.parametrize(
    ("header", "parts"),
    [
        ("bytes=0-0", [(0, 1)]),
        ("bytes=0-99", [(0, 100)]),
        ("bytes=90-", [(90, 100)]),
        ("bytes=-10", [(90, 100)]),
        ("bytes=-1000", [(0, 100)]),
        ("bytes=95-200", [(95, 100)]),
        ("bytes=0-9, 20-29", [(0, 10), (20, 30)]),
        ("bytes = 0-9 , 20-29", [(0, 10), (20, 30)]),
        ("bytes=0-9,500-600", [(0, 10)]),
        ("bytes=100-", []),
        ("bytes=-0", []),
        ("bytes=5-4", None),
        ("bytes=", None),
        ("bytes=a-b", None),
        ("bytes=-", None),
        ("rows=0-9", None),
        ("bytes=0-99,0-99", None),  # more than there is
        ("bytes=" + ",".join(f"{at}-{at}" for at in range(MOST_PARTS + 1)), None),
        ("bytes=١-٢", None),
    ],
)
def test_the_parts_that_a_header_means(header: str, parts: list[tuple[int, int]] | None):
    assert parts_asked(header, LENGTH) == parts


@given(PARTS)
def test_one_part_is_the_one_that_werkzeug_reads(part: str):
    read = parse_range_header(f"bytes={part}")
    ours = parts_asked(f"bytes={part}", LENGTH)
    if read is None:
        assert ours is None
    else:
        theirs = read.range_for_length(LENGTH)
        assert ours == ([] if theirs is None or theirs[0] >= LENGTH else [theirs])


@given(st.text())
def test_any_header_is_read(header: str):
    for part in parts_asked(header, LENGTH) or []:
        assert 0 <= part[0] < part[1] <= LENGTH


@given(st.binary(min_size=LENGTH, max_size=LENGTH), st.lists(PARTS, min_size=2, max_size=5))
def test_several_parts_are_read_by_a_mail_reader(content: bytes, asked: list[str]):
    parts = parts_asked(f"bytes={','.join(asked)}", LENGTH)
    if not parts or len(parts) < 2:
        return
    kind, body = several_parts(content, parts, "text/csv", '"tag"')
    message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body, policy=HTTP)
    told = list(message.iter_parts())
    assert [(each["Content-Type"], each["Content-Range"]) for each in told] == [
        ("text/csv", content_range(part, LENGTH)) for part in parts
    ]
    # A mail reader may change line ends in what it takes for text, so the bytes are cut out by their boundary.
    boundary = kind.partition("boundary=")[2].encode()
    pieces = body.split(b"\r\n--" + boundary)[1:-1]
    assert [piece.partition(b"\r\n\r\n")[2] for piece in pieces] == [content[start:stop] for start, stop in parts]
    for each, (start, stop) in zip(told, parts, strict=True):
        read = parse_content_range_header(each["Content-Range"])
        assert read is not None
        assert (read.start, read.stop, read.length) == (start, stop, LENGTH)

"""What each reader gets of one finished answer: whole, packed, in parts, or the word that nothing has changed."""

import base64
import gzip
import hashlib

import pytest

from opendata.answers.conditions import known_tag, plain_tags, still_holds
from opendata.answers.finished_answers import AskedForm, FinishedAnswer, GivenAnswer, NoSuchPart

CONTENT = b"id,title\n" + b"".join(b"%d,Radweg\n" % number for number in range(100))
TIME = "Fri, 01 Mar 2024 12:00:00 GMT"
HEADERS = [
    ("Content-Type", "text/csv"),
    ("ETag", '"abc"'),
    ("Last-Modified", TIME),
    ("Accept-Ranges", "bytes"),
    ("Cache-Control", "public, no-cache"),
    ("Vary", "Accept-Language"),
    ("X-Row-Count", "100"),
    ("Content-Length", str(len(CONTENT))),
]


@pytest.fixture
def answer() -> FinishedAnswer:
    """A table that is kept."""
    return FinishedAnswer("200 OK", list(HEADERS), CONTENT, may_be_packed=True)


def named(given: GivenAnswer) -> dict[str, str]:
    """The headers by name, each of which stands there once."""
    names = [name for name, _ in given.headers]
    assert len(names) == len(set(names))
    return dict(given.headers)


def test_a_reader_who_takes_gzip_gets_it_with_a_tag_and_a_digest_of_its_own(answer: FinishedAnswer):
    given = answer.given(AskedForm(encodings="gzip"))
    headers = named(given)
    assert gzip.decompress(given.body) == CONTENT
    assert headers["Content-Encoding"] == "gzip"
    assert headers["ETag"] == '"abc-gzip"'
    assert headers["Vary"] == "Accept-Language, Accept-Encoding"
    assert int(headers["Content-Length"]) == len(given.body)
    digest = base64.b64encode(hashlib.sha256(given.body).digest()).decode()
    assert headers["Repr-Digest"] == f"sha-256=:{digest}:"
    assert "Accept-Ranges" not in headers


def test_a_packed_answer_is_packed_once(answer: FinishedAnswer):
    first = answer.given(AskedForm(encodings="br")).body
    assert answer.given(AskedForm(encodings="br")).body is first


def test_an_answer_is_weighed_while_it_is_packed_in_another_coding(answer: FinishedAnswer):
    class PackedMeanwhile(bytes):
        def __len__(self) -> int:
            answer._packed["zstd"] = b"12345"
            return super().__len__()

    before = answer.size
    answer._packed["br"] = PackedMeanwhile(b"123")

    assert answer.size == before + 3
    assert answer.size == before + 3 + 5


def test_who_takes_nothing_gets_the_plain_bytes_and_caches_are_told_of_the_others(answer: FinishedAnswer):
    given = answer.given(AskedForm())
    assert given.body == CONTENT
    assert named(given)["Vary"] == "Accept-Language, Accept-Encoding"


@pytest.mark.parametrize("tag", ['"abc"', 'W/"abc"', '"x", "abc"', '"abc-gzip"', 'W/"abc-br"', "*"])
def test_a_reader_who_has_it_in_any_coding_gets_no_bytes(answer: FinishedAnswer, tag: str):
    given = answer.given(AskedForm(none_match=tag, encodings="gzip"))
    headers = named(given)
    assert (given.status, given.body) == ("304 Not Modified", b"")
    assert headers["ETag"].strip('"').removesuffix("-gzip").removesuffix("-br") == "abc"
    assert headers["Cache-Control"] == "public, no-cache"
    assert not {"Content-Type", "Content-Length", "X-Row-Count", "Content-Encoding"} & set(headers)


def test_a_reader_who_has_another_gets_it(answer: FinishedAnswer):
    for tag in ('"other"', '"abc-"', '"abcd"', '"ab"', "abc", ""):
        assert answer.given(AskedForm(none_match=tag)).status == "200 OK", tag


def test_only_the_same_time_is_the_same_answer(answer: FinishedAnswer):
    """After a withdrawal the latest version is older than the one that the reader has."""
    assert answer.given(AskedForm(modified_since=TIME)).status == "304 Not Modified"
    for other in ("Fri, 01 Mar 2024 12:00:01 GMT", "Fri, 01 Mar 2030 12:00:00 GMT", "yesterday"):
        assert answer.given(AskedForm(modified_since=other)).status == "200 OK"
    assert answer.given(AskedForm(modified_since=TIME, none_match='"other"')).status == "200 OK"


def test_one_part_and_several(answer: FinishedAnswer):
    given = answer.given(AskedForm(ranges="bytes=3-7", encodings="gzip"))
    assert (given.status, given.body) == ("206 Partial Content", CONTENT[3:8])
    assert named(given)["Content-Range"] == f"bytes 3-7/{len(CONTENT)}"
    assert "Content-Encoding" not in named(given)
    given = answer.given(AskedForm(ranges="bytes=0-1,5-6"))
    assert named(given)["Content-Type"].startswith("multipart/byteranges; boundary=")
    assert int(named(given)["Content-Length"]) == len(given.body)
    with pytest.raises(NoSuchPart):
        answer.given(AskedForm(ranges="bytes=100000-"))


def test_parts_fit_to_what_the_reader_has(answer: FinishedAnswer):
    for held in ('"abc"', TIME):
        assert answer.given(AskedForm(ranges="bytes=0-1", if_range=held)).status == "206 Partial Content"
    for held in ('"abc-gzip"', 'W/"abc"', '"other"', "Fri, 01 Mar 2024 12:00:01 GMT"):
        assert answer.given(AskedForm(ranges="bytes=0-1", if_range=held)).body == CONTENT
    assert not still_holds(TIME, None, None)


def test_a_head_has_the_headers_of_the_whole(answer: FinishedAnswer):
    whole, head = answer.given(AskedForm(encodings="br")), answer.given(AskedForm(encodings="br", is_head=True))
    assert head.headers == whole.headers
    assert (head.status, head.body) == ("200 OK", b"")


def test_what_is_renewed_keeps_its_bytes_and_takes_new_headers(answer: FinishedAnswer):
    packed = answer.given(AskedForm(encodings="br")).body
    again = answer.renewed([("ETag", '"abc"'), ("Link", "<x>"), ("Cache-Control", "public"), ("Content-Length", "0")])
    given = again.given(AskedForm(encodings="br"))
    assert given.body is packed
    assert (named(given)["Link"], named(given)["Cache-Control"]) == ("<x>", "public")
    assert named(given)["X-Row-Count"] == "100"


def test_an_answer_of_which_only_the_tag_is_known(answer: FinishedAnswer):
    known = FinishedAnswer("200 OK", [("ETag", '"abc"')], None)
    assert known.is_enough_for(AskedForm(none_match='"abc"'))
    assert not known.is_enough_for(AskedForm())
    assert not known.is_enough_for(AskedForm(none_match='"other"'))
    assert named(known.given(AskedForm(none_match='"abc"')))["Vary"] == "Accept-Encoding"


def test_tags_of_packed_answers_are_told_to_views_as_those_of_the_answers():
    assert plain_tags('"abc-gzip", W/"x"') == '"abc-gzip", "x", "abc"'
    assert known_tag('"abc-gzip"', '"abc-gzip"') == '"abc-gzip"'

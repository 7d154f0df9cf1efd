"""Which codings a client takes, and that what is packed is what was meant: unpacked by other programs."""

import gzip

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from opendata.answers.content_codings import CODINGS, IDENTITY, codings_taken, is_worth_packing, packed

UNPACKED = {"br": brotli.decompress, "zstd": zstandard.decompress, "gzip": gzip.decompress}
NAMES = st.sampled_from([*CODINGS, IDENTITY, "deflate", "*"])
WEIGHTS = st.sampled_from(["", ";q=0", ";q=0.0", ";q=0.001", ";q=0.5", "; q=1", ";q=1.000", ";Q=0.8"])
HEADERS = st.lists(st.tuples(NAMES, WEIGHTS), max_size=6, unique_by=lambda each: each[0]).map(
    lambda parts: ", ".join(f"{name}{weight}" for name, weight in parts)
)


@pytest.mark.parametrize(
    ("header", "best"),
    [
        ("", IDENTITY),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, zstd", "zstd"),
        ("br;q=0.1, gzip;q=0.2", "gzip"),
        ("br;q=0, *", "zstd"),
        ("*", "br"),
        ("*;q=0", IDENTITY),
        ("identity, gzip;q=0.5", IDENTITY),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("identity;q=0, gzip", "gzip"),
        ("deflate", IDENTITY),
        ("gzip;q=2", IDENTITY),
        ("gzip;q=nan", IDENTITY),
        (";;,=", IDENTITY),
    ],
)
def test_the_best_coding_that_is_taken(header: str, best: str):
    assert codings_taken(header)[0] == best


@given(HEADERS)
def test_nothing_is_given_that_the_header_refuses_as_another_program_reads_it(header: str):
    read = parse_accept_header(header, Accept)
    taken = codings_taken(header)
    for coding in taken[:-1]:
        assert read.quality(coding) > 0
        assert read.quality(coding) >= (read.quality(IDENTITY) if "identity" in header else 0)
    weights = [read.quality(coding) for coding in taken[:-1]]
    assert weights == sorted(weights, reverse=True)
    assert taken[-1] == IDENTITY


@given(st.text())
def test_any_header_is_read(header: str):
    assert set(codings_taken(header)) <= {*CODINGS, IDENTITY}


@given(st.binary(max_size=3_000))
def test_what_is_packed_is_what_was_meant(content: bytes):
    for coding, unpacked in UNPACKED.items():
        assert unpacked(packed(content, coding)) == content
        assert packed(content, coding) == packed(content, coding)


def test_texts_are_worth_packing_and_archives_are_not():
    assert is_worth_packing("text/csv; charset=utf-8", 2_000)
    assert is_worth_packing("application/atom+xml", 2_000)
    assert is_worth_packing("application/problem+json", 2_000)
    assert not is_worth_packing("application/zip", 2_000)
    assert not is_worth_packing("application/vnd.apache.parquet", 2_000)
    assert not is_worth_packing("text/html", 100)

"""What an address answers with: pages of the web are told from tables by their beginning."""

import pytest

from opendata.steps.source_files import LIKE_A_PAGE


@pytest.mark.parametrize(
    ("content", "is_page"),
    [
        (b"<html>", True),
        (b"\n<!-- a --> <!--b-->\n<!DOCTYPE html><title>x</title>", True),
        (b"id,title\n1,<html>\n", False),
        (b"<!-- <html> -->id,title\n", False),
        (b"<?xml version='1.0'?><measures/>", False),
        # Each of these comments could end at the end of every later one: 2^499 ways to take them apart.
        (b"<!---->" * 500 + b"id,title\n", False),
    ],
)
def test_a_page_of_the_web_is_told_from_a_table(content: bytes, is_page: bool):
    assert bool(LIKE_A_PAGE.match(content)) is is_page

"""The words of the pages and mails for following: both languages have the same names in them, and each is used."""

import re
from pathlib import Path

from opendata import site
from opendata.domain import following_letters
from opendata.site.mail_texts import WORDS

NAMES = re.compile(r"\{(\w+)\}")
TEMPLATES = list(Path(site.__file__).parent.glob("templates/mail/*.html"))


def test_both_languages_have_the_same_names_in_them():
    for key, (german, english) in {**WORDS, **following_letters.WORDS}.items():
        assert german and english, key
        assert set(NAMES.findall(german)) == set(NAMES.findall(english)), key


def test_every_text_is_used():
    templates = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES).replace("'", '"')
    letters = Path(following_letters.__file__).read_text(encoding="utf-8").replace("'", '"')
    built = {"stop.confirmed", "stop.one.done"}  # the page adds the last part of their names

    assert {key for key in WORDS if f'"{key}"' not in templates} == built
    # Each stands once where it is defined.
    assert {key for key in following_letters.WORDS if letters.count(f'"{key}"') < 2} == set()

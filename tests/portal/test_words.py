"""The portal's words: each is there in both languages with the same names in it, and every one that is asked for."""

import re
from pathlib import Path

from opendata import portal
from opendata.intake.files.format_detection import ENDINGS
from opendata.portal.words.acts import ACTS, act_sentence
from opendata.portal.words.catalogue import ALL_WORDS, GROUPS
from opendata.steps.ports.audit import Act

SOURCES = [path for path in Path(portal.__file__).parent.rglob("*") if path.suffix in (".py", ".html")]
ASKED_FOR = re.compile(r"""\b(?:words|tell)\(\s*["']([\w.]+)["']\s*(~)?""")
NAMES = re.compile(r"\{(\w+)\}")
SOURCES_OF_ALL = list(Path(portal.__file__).parent.parent.rglob("*.py"))
NOTED = re.compile(r"""\.note\(\s*"([\w.]+)\"""")
NAMED_APART = {"four_eyes.on", "four_eyes.off", "version.published", "version.confirmed", "appointment.moved"}
STEPS = Path(portal.__file__).parent.parent / "steps"


def test_every_word_is_there_in_both_languages_with_the_same_names_in_it():
    for key, (german, english) in {**ALL_WORDS, **ACTS}.items():
        assert german and english, key
        assert sorted(NAMES.findall(german)) == sorted(NAMES.findall(english)), key


def test_no_word_is_there_twice():
    assert sum(map(len, GROUPS)) == len(ALL_WORDS)


def test_every_word_that_is_asked_for_exists():
    for path in SOURCES:
        for key, goes_on in ASKED_FOR.findall(path.read_text(encoding="utf-8")):
            assert any(word.startswith(key) for word in ALL_WORDS) if goes_on else key in ALL_WORDS, f"{path}: {key}"


def test_every_act_of_the_steps_has_a_sentence():
    acts = {
        act for path in STEPS.glob("*.py") for act in re.findall(r"Act\([^,]+, \"([\w.]+)\"", path.read_text("utf-8"))
    }

    noted = {act for path in SOURCES_OF_ALL for act in NOTED.findall(path.read_text("utf-8"))}

    assert acts and len(noted) > 10 and acts | noted | NAMED_APART <= set(ACTS)


def test_the_form_for_a_table_lets_people_choose_every_file_that_can_be_read():
    form = (Path(portal.__file__).parent / "templates" / "portal" / "upload.html").read_text(encoding="utf-8")
    (offered,) = re.findall(r'accept="([^"]+)"', form)
    assert set(offered.split(",")) == {*ENDINGS, ".zip"}


def test_the_log_writes_days_as_people_do():
    about = {"dataset": "klima", "as_of": "2024-12-31", "files": "2024-13-99"}
    sent = Act("a@stadt.example", "upload.sent", about=about)

    assert (
        act_sentence(sent, "de")
        == "hat für „klima“ eine Tabelle mit Stand 31.12.2024 hochgeladen (Dateien: 2024-13-99)"
    )
    assert act_sentence(sent, "en") == "uploaded a table for “klima”, as of 31 December 2024 (files: 2024-13-99)"

"""The figures that docs/persons.md states about personal data hold for both parts of the labelled texts."""

import pytest

from tests.intake.persons.measuring import TEXTS, measured


def test_at_least_two_hundred_texts_are_labelled_and_half_of_them_hold_nothing_personal():
    figures = measured()

    labelled = len(TEXTS.read_text(encoding="utf-8").splitlines()) - 1
    assert labelled >= 200
    assert 0.45 <= figures.without / labelled <= 0.55


@pytest.mark.parametrize("part", ["tuned", "apart"])
def test_nearly_all_personal_data_are_seen_and_hardly_anything_else(part: str):
    figures = measured(part)

    assert figures.recall("address") >= 0.95, figures.wrong
    assert figures.recall("number") >= 0.95, figures.wrong
    assert figures.recall("name") >= 0.8, figures.wrong
    assert figures.false_alarms <= 0.05, figures.wrong

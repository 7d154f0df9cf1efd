"""News on pages: what tells most comes first, in short sentences in which the name of a row is the link."""

from collections.abc import Sequence
from dataclasses import replace

from opendata.domain.journal.row_events import OVERDUE, PUBLISHED
from opendata.domain.journal.short_titles import DATASET
from opendata.domain.model import Entry, Event
from opendata.site.news import NewsLine, most_telling, told_news
from tests.domain.journal.test_short_titles import KIND, RADWEG, entry, happened
from tests.service import Service

VERSION = Event(
    PUBLISHED, [PUBLISHED], None, None, {}, {"de": "Auental: „Klima“, Version 1.2.0, Stand: neu.", "en": ""}
)


def lines_of(service: Service, entries: Sequence[Entry]) -> Sequence[NewsLine]:
    """The lines about a version of which the journal tells these entries, oldest first, and then of the version."""
    told = [replace(each, serial=serial) for serial, each in enumerate((*entries, entry(VERSION)), start=1)]
    chosen = most_telling(told[::-1], versions=1, lines=8)
    with service.app.test_request_context("/"):  # in which the links are made
        (news,) = told_news(chosen, {}, {("auental", "klima"): KIND}, "de", DATASET)
    return news.lines


def named(number: int) -> dict[str, str]:
    return {**RADWEG, "measure_id": f"A-{number}", "title": f"Vorhaben {number}"}


def test_what_is_gone_and_what_moved_is_told_before_other_changes_and_those_before_what_is_new(service: Service):
    lines = lines_of(
        service,
        [
            happened(None, named(1)),
            happened(named(2), {**named(2), "cost_eur": "5"}),
            happened({**named(3), "planned_end": "2026"}, {**named(3), "planned_end": "2027"}),
            happened(named(11), None),
            happened(named(4), {**named(4), "phase": "completed"}),
        ],
    )

    assert [line.sentence for line in lines] == [
        "Vorhaben 3: Ende von 2026 auf 2027 verschoben",
        "Fertig: Vorhaben 4",
        "Nicht mehr enthalten: Vorhaben 11",
        "Vorhaben 2: Kosten jetzt 5 €",
        "Neu: Vorhaben 1",
    ]
    assert [line.name for line in lines] == [f"Vorhaben {number}" for number in (3, 4, 11, 2, 1)]
    assert all(f"{line.before}{line.name}{line.happened}" == line.sentence for line in lines)


def test_a_report_that_is_overdue_is_left_out_where_the_page_marks_the_city_already():
    late = replace(entry(Event(OVERDUE, [OVERDUE], None, None, {}, {"de": "", "en": ""}), version=None), serial=2)
    entries = [late, replace(entry(VERSION), serial=1)]

    assert [each.head.serial for each in most_telling(entries, versions=5, lines=3)] == [2, 1]
    assert [each.head.serial for each in most_telling(entries, versions=5, lines=3, without=(OVERDUE,))] == [1]


def test_where_the_city_only_wrote_anew_how_it_is_its_words_are_told(service: Service):
    short = "Der Rat berät\n im „Mai“."
    long = "Die Stadt hat " + "mit vielen Beteiligten " * 9
    changes = [(named(1), short), (named(2), long), ({**named(3), "phase": "planning"}, short), (named(4), "")]
    lines = lines_of(
        service,
        [
            happened({**row, "status_note": "Noch nichts."}, {**row, "phase": "implementation", "status_note": note})
            for row, note in changes
        ],
    )

    assert [line.sentence for line in lines] == [
        "In Umsetzung: Vorhaben 3",
        "Vorhaben 1: „Der Rat berät im ‚Mai‘.“",
        f"Vorhaben 2: „{('Die Stadt hat ' + 'mit vielen Beteiligten ' * 5).rstrip()} mit vielen …“",
        "Vorhaben 4: Sachstand gestrichen",
    ]

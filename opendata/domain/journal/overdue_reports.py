"""Overdue reports: the event that a report is due and has not been published.

Here: its facts and its sentence. Not here: which reports are due (steps/overdue_reports.py), the file that keeps the
event (domain/packages/overdue_file.py), its short title (version_titles.py).
"""

from datetime import date

from opendata.domain.journal.row_events import OVERDUE
from opendata.domain.model import Dataset, Event
from opendata.domain.tables.values_for_people import day_text


def overdue(dataset: Dataset, due: date, newest: date) -> Event:
    """The event that the report as of a day is overdue; newest: the date of the figures that were published last.

    Pages say "überfällig" with the same day ("overdue since"), so that nobody reads of two days for one report.
    """
    title, publisher = dataset.title, dataset.publisher.title
    days = {language: [day_text(day, language) for day in (due, newest)] for language in ("de", "en")}
    sentence = {
        "de": "{}: „{}“: Der Bericht zum {} ist überfällig; der neueste hat den Stand {}.".format(
            publisher, title, *days["de"]
        ),
        "en": "{}: “{}”: The report as of {} is overdue; the newest is as of {}.".format(
            publisher, title, *days["en"]
        ),
    }
    fields = {"due": (None, due.isoformat()), "newest": (None, newest.isoformat())}
    return Event(OVERDUE, [OVERDUE], None, None, fields, sentence)

"""News as pages read them: what happened last anywhere, in a city or in a dataset, and what a version changed.

Here: reading the entries of the journal. Not here: which of them are told, and in which words (news.py).
"""

from collections.abc import Collection, Iterable, Sequence

from opendata.domain.journal.row_events import OVERDUE
from opendata.domain.journal.short_titles import ALL, DATASET, PUBLISHER
from opendata.domain.model import Version
from opendata.site.news import ChosenEntries, News, most_telling, told_news
from opendata.steps.ports.journal import Scope
from opendata.web.language import language
from opendata.web.services import services

READ_FOR_NEWS = 300  # how many entries are looked through for the most telling ones
LONGEST_FIELDS = 20_000  # characters of the values of an entry; one with more is told by its sentence


def news_of(scope: Scope, *, versions: int, lines: int, without: Collection[str] = ()) -> list[News]:
    """What happened last, grouped by version. without: events that are not told."""
    entries = services().journal.newest(READ_FOR_NEWS, scope, with_fields=False)
    heading = DATASET if scope.dataset else PUBLISHER if scope.publisher else ALL
    return _told(most_telling(entries, versions=versions, lines=lines, without=without), heading)


def changed_by(version: Version, *, lines: int, heading: str = DATASET) -> list[News]:
    """What a version changed."""
    last = min(version.last_serial, version.first_serial + READ_FOR_NEWS)
    scope = Scope(version.publisher, version.dataset)
    entries = [*services().journal.between(version.first_serial, last, scope, with_fields=False)]
    if last < version.last_serial:  # of many, the last one tells of the version itself
        entries += services().journal.some([version.last_serial])
    return _told(most_telling(entries[::-1], versions=1, lines=lines), heading)


def news_of_all(current: Iterable[Version], *, versions: int, lines: int) -> list[News]:
    """What happened last in any city; one that changed hundreds of rows leaves room for the others.

    Reports that are overdue are left out, because the cities themselves are marked as overdue on the same page.
    current: the versions from which news are taken where the newest entries of all are those of a few.
    """
    told = news_of(Scope(), versions=versions, lines=lines, without=(OVERDUE,))
    known = {(news.headline.sentence, news.at) for news in told}
    for version in sorted(current, key=lambda version: version.last_serial, reverse=True):
        if len(told) >= versions:
            break
        of_version = changed_by(version, lines=lines, heading=ALL)
        told += [news for news in of_version if (news.headline.sentence, news.at) not in known]
    return told


def _told(chosen: Sequence[ChosenEntries], heading: str) -> list[News]:
    """The words for these entries, whose fields are read only now: those of all that were looked through are many."""
    serials = [serial for each in chosen for serial in each.serials]
    filled = {entry.serial: entry for entry in services().journal.some(serials, longest=LONGEST_FIELDS)}
    datasets = services().catalogue.named_datasets({(each.head.publisher, each.head.dataset) for each in chosen})
    kinds = {
        (dataset.publisher.name, dataset.name): kind
        for dataset in datasets
        if (kind := services().kinds.get(dataset.kind)) is not None
    }
    return told_news(chosen, filled, kinds, language(), heading)

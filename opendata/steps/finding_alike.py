"""Finding alike rows: the job that keeps the texts of rows up to date, and which rows of others are like them.

Here: what is read anew after a publication or a withdrawal, and what is compared again. Not here: how alike rows are
(likeness/), where it is kept (storage/alike/), what readers get of it (alike_rows.py).

Which datasets are behind follows from the database alone. So it does not matter how a version came or went, on which
host, or whether a job broke off: the next one goes on.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from opendata.domain.errors import VersionWithdrawn
from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.queries.folded_text import folded_text
from opendata.steps.dataset_reports import main_table
from opendata.steps.ports.jobs import Jobs, NewJob
from opendata.steps.ports.likeness import FoundPair, LikenessFinder
from opendata.steps.ports.row_texts import AlikeKeys, RowText, RowTexts, TextedDataset
from opendata.steps.reading import Reading, Snapshot

JOB = "alike"
TURN = timedelta(seconds=10)  # a job that left something undone is followed by another one in the next turn
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_ROWS = 20_000  # of one dataset; the first ones


@dataclass(frozen=True)
class AlikeFinder:
    """Everything that the job needs."""

    reading: Reading
    texts: RowTexts
    likeness: LikenessFinder


def add_due(finder: AlikeFinder, jobs: Jobs, now: datetime) -> int:
    """Add the job if there is something to do for it, unless another worker did; returns how many were added."""
    if not finder.texts.is_behind(kinds_with_texts(finder.reading.kinds)):
        return 0
    return int(jobs.add(NewJob(f"{JOB}-{(now - EPOCH) // TURN}", JOB), now))


def refresh(finder: AlikeFinder, tell: Callable[[float], None] = lambda _done: None) -> str:
    """Bring texts and alike rows up to date; returns what was done. Raises StorageUnavailable."""
    behind = finder.texts.behind(kinds_with_texts(finder.reading.kinds))
    changed = 0
    for place, (publisher, name) in enumerate(behind, 1):
        changed += _keep_texts(finder, finder.reading.dataset(publisher, name))
        tell(0.5 * place / len(behind))
    compared, pairs = _compare(finder, tell)
    return f"{len(behind)} datasets read, {changed} rows changed, {compared} datasets compared, {pairs} pairs"


def kinds_with_texts(kinds: Mapping[str, Kind]) -> list[str]:
    """The kinds whose rows are searched and compared: those whose rows have a status, as things to be done have."""
    return [name for name, kind in kinds.items() if any(table.role("status") for table in kind)]


def _keep_texts(finder: AlikeFinder, dataset: Dataset) -> int:
    """Keep the texts of the current version of a dataset; returns how many rows changed."""
    known = finder.texts.digests(dataset)
    if dataset.current is None:
        finder.texts.keep(dataset, None, [], known.keys(), 0)
        return len(known)
    snapshot = finder.reading.snapshot(dataset, finder.reading.versions.get(dataset, dataset.current))
    try:
        told = {text.key: text for text in _texts(finder, snapshot, known)}
    except VersionWithdrawn:
        return 0  # it was withdrawn just now, so the next job reads the version that holds then
    changed = [text for text in told.values() if known.get(text.key) != text.digest]
    removed = known.keys() - told.keys()
    finder.texts.keep(dataset, dataset.current, changed, removed, len(told))
    return len(changed) + len(removed)


def _texts(finder: AlikeFinder, snapshot: Snapshot, known: Mapping[str, str]) -> Iterator[RowText]:
    """The texts of the rows; the parts of words are made only for rows that are not known as they are."""
    view = main_table(finder.reading, snapshot)
    if not snapshot.has(view.table.name):
        return
    all_rows = snapshot.rows(view.table)
    rows = all_rows.at(pl.int_range(min(MOST_ROWS, all_rows.height), dtype=pl.UInt32, eager=True))
    searched = [field.name for field in view.table if _is_searched(view, field.name)]
    columns = [rows[name].to_list() for name in searched]
    names = [field.name if field is not None else None for field in (view.text, view.group, view.status)]
    texts, groups, statuses = (rows[name].to_list() if name else [None] * rows.height for name in names)
    titles, keys = view.titles(rows), view.keys(rows)
    for place, (key, title) in enumerate(zip(keys, titles, strict=True)):
        others = "\n".join(cell for column in columns if (cell := column[place]))
        said = (title, texts[place] or "", groups[place] or "")
        everything = "\0".join([key, *said, others, statuses[place] or ""])
        digest = hashlib.sha256(everything.encode("utf-8", "surrogatepass")).hexdigest()
        is_known = known.get(key) == digest
        yield RowText(
            key=key,
            title=title,
            status=statuses[place],
            digest=digest,
            title_words=folded_text(f"{title}\n{key}"),
            text_words=folded_text(others),
            parts=b"" if is_known else finder.likeness.parts(*said),
        )


def _is_searched(view: ViewedTable, name: str) -> bool:
    """Whether a field holds words: no title, which is searched by itself, no code, date, number or address."""
    field = view.table.field(name)
    is_text = field.type == "string" and not field.codes and not field.holds_dates
    is_other = name in view.table.key_fields or field == view.title
    return is_text and not is_other and "pattern" not in field.constraints


def _compare(finder: AlikeFinder, tell: Callable[[float], None]) -> tuple[int, int]:
    """Compare the rows of datasets that changed with those of all others of their kind; how many, and their pairs."""
    waiting = [finder.reading.dataset(*names) for names in finder.texts.not_compared()]
    kept = pairs = 0
    for kind in dict.fromkeys(dataset.kind for dataset in waiting):
        texted = {told.path: told for told in finder.texts.texted(kind)}
        comparison = finder.likeness.comparison({path: told.parts for path, told in texted.items()})
        todo = [dataset.path for dataset in waiting if dataset.kind == kind and dataset.path in texted]
        seen = {path: told.number for path, told in texted.items()}
        done = set[str]()
        for place, path in enumerate(todo, 1):
            mine = texted[path]
            # A pair is the same from either side, so datasets that were compared just now are left out.
            others = [o for o, told in texted.items() if told.publisher != mine.publisher and o not in done]
            found = [_by_keys(pair, mine, texted) for pair in comparison.pairs(path, others)]
            kept += finder.texts.keep_alike(mine, found, others, seen)
            pairs += len(found)
            done.add(path)
            tell(0.5 + 0.5 * place / len(todo))
    return kept, pairs


def _by_keys(pair: FoundPair, mine: TextedDataset, texted: Mapping[str, TextedDataset]) -> AlikeKeys:
    other = texted[pair.group]
    return AlikeKeys(mine.keys[pair.row], other.publisher, other.dataset, other.keys[pair.other], pair.likeness)

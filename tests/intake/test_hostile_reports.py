"""PDFs that are made to harm their reader: each ends with a sentence, and nothing that it names is touched."""

import gzip
import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bench.hostile import pdf_tricks
from opendata.domain.errors import UnreadableFile
from opendata.domain.model import SourceFile
from opendata.intake.upload_reading import read_tables


def refusal(pdf: bytes) -> str:
    """The German sentence with which the file is sent back."""
    with pytest.raises(UnreadableFile) as refused:
        read_tables([SourceFile("bericht.pdf", pdf)])
    return refused.value.messages["de"]


@pytest.mark.parametrize(
    "made",
    [
        pdf_tricks.pages_in_a_circle,
        partial(pdf_tricks.pages_in_a_deep_tree, depth=3_000),
        partial(pdf_tricks.bomb, mib=80),
        pdf_tricks.form_of_forms,
        pdf_tricks.form_in_itself,
        partial(pdf_tricks.lines_without_end, count=60_000),
        partial(pdf_tricks.lists_in_lists, depth=20_000),
        partial(pdf_tricks.dictionary_in_dictionaries, depth=5_000),
        pdf_tricks.index_in_a_circle,
        pdf_tricks.length_that_is_itself,
        pdf_tricks.numbers_beyond_all_numbers,
        pdf_tricks.predictor_of_many_columns,
        pdf_tricks.pictures_beyond_all_measures,
        pdf_tricks.what_programs_run,
        pdf_tricks.lock_that_is_none,
    ],
    ids=lambda made: getattr(made, "func", made).__name__,
)
def test_a_hostile_report_is_refused_with_a_sentence(made: Callable[[], bytes]):
    assert "PDF" in refusal(made())


class Written:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


def test_a_font_cannot_have_a_file_of_the_machine_opened_and_run(tmp_path: Path):
    trap, sprung = tmp_path / "trap.pickle.gz", tmp_path / "sprung"
    trap.write_bytes(gzip.compress(pickle.dumps(Written(sprung))))
    pickle.loads(gzip.decompress(trap.read_bytes()))
    assert sprung.exists()  # the trap would work
    sprung.unlink()

    for name in (tmp_path / "trap", Path("/../../../../../..") / (tmp_path / "trap").relative_to("/")):
        refusal(pdf_tricks.letters_from_a_file(str(name).encode()))

    assert not sprung.exists()

"""What is gathered while the tables of an upload are read, until it becomes the report.

Here: errors, notes, questions, and what is not published, in the order in which they come up. Not here: finding any
of them (matching/, cells/), and how a report reads (domain/report/).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Self

from opendata.domain.report.findings import MAX_LISTED, Dropped, Finding, LeftOut, Note, Report
from opendata.domain.report.questions import Question
from opendata.domain.report.rewritten_cells import ColumnRewrites, Rewrites

Remark = Finding | Note | Dropped | LeftOut | Question


@dataclass
class GatheredRemarks:
    """The parts of the report on an upload, collected while its tables are read."""

    errors: list[Finding] = field(default_factory=list)
    error_count: int = 0
    notes: list[Note] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    rewrites: list[ColumnRewrites] = field(default_factory=list)

    def take(self, remarks: Sequence[Remark]) -> None:
        for remark in remarks:
            match remark:
                case Finding():
                    self.errors.append(remark)
                    self.error_count += 1
                case Note():
                    self.notes.append(remark)
                case Dropped():
                    self.dropped.append(remark)
                case LeftOut():
                    self.left_out.append(remark)
                case Question() if not self._is_asked(remark):
                    self.questions.append(remark)

    def _is_asked(self, question: Question) -> bool:
        """Whether a question about the same cell of the same sheet is asked already."""
        place = (question.id, question.address, question.sheet)
        return any((asked.id, asked.address, asked.sheet) == place for asked in self.questions)

    def take_again(self, other: Self, fields: Collection[str] | None) -> None:
        """Take what another reading of the same rows gathered; of cells that were read before, only what is new.

        fields: those whose cells were not read before; None for all.
        """
        self.notes += [note for note in other.notes if note not in self.notes]
        self.questions += [question for question in other.questions if question not in self.questions]
        fresh = [error for error in other.errors if fields is None or error.field in fields]
        self.errors += fresh
        self.error_count += len(fresh) + max(0, other.error_count - len(other.errors))
        self.rewrites += [column for column in other.rewrites if fields is None or column.field in fields]

    def report(self) -> Report:
        rewrites = Rewrites(self.rewrites)
        return Report(
            errors=self.errors[:MAX_LISTED],
            error_count=self.error_count,
            more=self.error_count > MAX_LISTED,
            rewrites=rewrites,
            rewrite_counts=rewrites.counts,
            dropped=self.dropped,
            left_out=self.left_out,
            notes=self.notes,
            questions=self.questions,
        )

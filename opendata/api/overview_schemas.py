"""How the answers about overviews look, for the OpenAPI document.

Here: the shapes, with what each figure means. Not here: how they are filled (overview_bodies.py), how a figure is
made (docs/overviews.md).
"""

import marshmallow as ma

from opendata.api.json_fields import Day, WholeNumber
from opendata.api.lists import LanguageQuery, ListBodySchema, ListQuery, links_field
from opendata.domain.overview.funding import DUE_SOON_DAYS

MOST_DAYS = 3_650


def _counts(description: str) -> ma.fields.Dict:
    return ma.fields.Dict(ma.fields.String(), ma.fields.Integer(), metadata={"description": description})


def _by_phase() -> ma.fields.Dict:
    return _counts("how many measures have each phase; phases that no measure has are absent")


def _coverage() -> ma.fields.Dict:
    said = {"description": "for each field the share of measures that have it, 0 to 1"}
    return ma.fields.Dict(ma.fields.String(), ma.fields.Float(), metadata=said)


def _text(description: str, *, allow_none: bool = False) -> ma.fields.String:
    return ma.fields.String(allow_none=allow_none, metadata={"description": description})


def _euro(description: str) -> ma.fields.Float:
    return ma.fields.Float(allow_none=True, metadata={"description": description})


class CompareQuery(ListQuery):
    """Whom to compare."""

    publishers = ma.fields.String(required=True, metadata={"description": "two to four slugs, separated by commas"})
    kind = ma.fields.String(
        load_default=None,
        metadata={"description": "kind of the datasets; absent: measures, or else one that all have"},
    )


class FundingQuery(ListQuery):
    """Of which days dates are told."""

    days = WholeNumber(
        load_default=DUE_SOON_DAYS,
        validate=ma.validate.Range(0, MOST_DAYS),
        metadata={"description": "within how many days something has to be due to stand under `due`"},
    )


class OverviewQuery(LanguageQuery):
    """At which day the dataset is looked at."""

    as_of = Day(
        load_default=None, metadata={"description": "the version that held on that day; absent: the current one"}
    )


class WeightedSchema(ma.Schema):
    """What measures amount to in one field, by phase."""

    by_phase = ma.fields.Dict(ma.fields.String(), ma.fields.Float())
    total = ma.fields.Float()
    coverage = ma.fields.Float(metadata={"description": "the share of measures that have the field, 0 to 1"})


class StandingSchema(ma.Schema):
    """Where the measures of a dataset stand."""

    publisher = _text("slug of the publisher")
    dataset = _text("slug of the dataset")
    title = ma.fields.String()
    version = ma.fields.String()
    as_of = ma.fields.Date(metadata={"description": "the day that the figures speak of"})
    age_days = ma.fields.Integer(metadata={"description": "days from as_of to today"})
    overdue_since = ma.fields.Date(
        allow_none=True,
        metadata={"description": "the day that the next report should have spoken of, if it is missing"},
    )
    population = ma.fields.Integer(allow_none=True)
    measures = ma.fields.Integer()
    by_phase = _by_phase()
    by_schedule = _counts("how many measures keep to their schedule, or do not")
    by_sector = ma.fields.Dict(
        ma.fields.String(),
        ma.fields.Dict(ma.fields.String(), ma.fields.Integer()),
        metadata={"description": "the phases of the measures of each sector; those without a sector are in none"},
    )
    by_field_of_action = ma.fields.Dict(ma.fields.String(), ma.fields.Dict(ma.fields.String(), ma.fields.Integer()))
    late = ma.fields.Integer(
        metadata={"description": "unfinished measures that are late in one of the two ways below"}
    )
    late_by_schedule = ma.fields.Integer(metadata={"description": "those whose schedule says so"})
    late_by_deadline = ma.fields.Integer(metadata={"description": "those whose planned end had passed on as_of"})
    weighted = ma.fields.Dict(
        ma.fields.String(), ma.fields.Nested(WeightedSchema), metadata={"description": "by field: cost, CO₂ saving"}
    )
    coverage = _coverage()
    cost_eur = _euro("sum of all costs that are given; null: none is")
    links = links_field()


class ComparedSchema(StandingSchema):
    """The same as part of a comparison."""

    grant_eur = _euro("sum of all grants, applied for or approved; null: none is given")
    paid_eur = _euro("what of them was paid")
    absorbed = ma.fields.Float(allow_none=True, metadata={"description": "paid as a share of what was approved"})
    slipped = ma.fields.Integer(metadata={"description": "measures whose planned end was put off"})
    slip_days_median = ma.fields.Float(
        allow_none=True, metadata={"description": "days by which these slipped; half of them slipped more"}
    )
    per_1000_inhabitants = ma.fields.Dict(
        ma.fields.String(),
        ma.fields.Float(allow_none=True),
        metadata={"description": "null: no population is known"},
    )


class CompareSchema(ListBodySchema):
    """Publishers beside each other."""

    items = ma.fields.List(ma.fields.Nested(ComparedSchema))


class ProgressStepSchema(ma.Schema):
    """How the measures stood in one version."""

    version = ma.fields.String()
    as_of = ma.fields.Date()
    measures = ma.fields.Integer()
    by_phase = _by_phase()
    late = ma.fields.Integer()
    added = ma.fields.Integer(metadata={"description": "measures that the version before did not have"})
    removed = ma.fields.Integer(metadata={"description": "measures that only the version before had"})
    links = links_field()


class ProgressSchema(ListBodySchema):
    """How the measures moved from version to version."""

    items = ma.fields.List(ma.fields.Nested(ProgressStepSchema))


class SlipItemSchema(ma.Schema):
    """A measure whose planned end moved."""

    key = ma.fields.String()
    title = ma.fields.String()
    phase = ma.fields.String(allow_none=True)
    baseline = _text("the planned end that was published first: 2026, 2026-03 or 2026-03-15")
    planned_end = _text("the planned end of now; null: there is none any more", allow_none=True)
    slip_days = ma.fields.Integer(allow_none=True, metadata={"description": "between the last days of the two"})
    moved = ma.fields.Integer(metadata={"description": "how often it was put off"})
    links = links_field()


class SlipSchema(ListBodySchema):
    """The measures whose planned end moved, those that slipped most first."""

    items = ma.fields.List(ma.fields.Nested(SlipItemSchema))


class DroppedItemSchema(ma.Schema):
    """A measure that is out of sight, or nearly."""

    why = _text("removed, given_up, never_begun or often_moved")
    key = ma.fields.String()
    title = ma.fields.String()
    phase = ma.fields.String(allow_none=True)
    since = ma.fields.Date(allow_none=True, metadata={"description": "as_of of the version that first had it so"})
    due = _text("when it should have begun, or be finished", allow_none=True)
    note = _text("the publisher's own words about it", allow_none=True)
    disposition = _text(
        "completed, merged or dropped, where it was removed and the publisher said so", allow_none=True
    )
    into = _text("the key of the measure in which it carries on", allow_none=True)
    reason = _text("why, as the publisher said", allow_none=True)
    moved = ma.fields.Integer(allow_none=True)
    links = links_field()


class DroppedSchema(ListBodySchema):
    """What a publisher took out of its plan, never began, or moved three times or more."""

    items = ma.fields.List(ma.fields.Nested(DroppedItemSchema))


class ProgrammeSchema(ma.Schema):
    """What became of the fundings of one programme."""

    programme = _text("code of the programme; null: none is named", allow_none=True)
    count = ma.fields.Integer()
    applied_eur = _euro("grants of all fundings, whatever became of them")
    approved_eur = _euro("grants of those that were approved at some time")
    paid_eur = _euro("what was paid, as far as it is given")
    proven_eur = _euro("what was paid of those whose use is proven")
    own_share_eur = _euro("what the publisher pays itself beside grants that were approved at some time")
    absorbed = ma.fields.Float(
        allow_none=True, metadata={"description": "paid as a share of what was approved, 0 to 1"}
    )
    approved_not_begun = ma.fields.Integer(metadata={"description": "approved, but the measure has not begun"})
    eur_per_tonne = _euro("grants per tonne of CO₂ saved a year, where both numbers exist")
    eur_per_tonne_count = ma.fields.Integer(metadata={"description": "of how many fundings both exist"})
    coverage = ma.fields.Float(metadata={"description": "the share of fundings that have a grant, 0 to 1"})


class DueSchema(ma.Schema):
    """A date by which something has to be done."""

    what = _text("spend_by or proof_due")
    on = ma.fields.Date()
    days = ma.fields.Integer(metadata={"description": "from today on; below 0: it has passed"})
    key = _text("of the funding")
    publisher = ma.fields.String()
    dataset = ma.fields.String()
    programme = ma.fields.String(allow_none=True)
    links = links_field()


class FundingSchema(ma.Schema):
    """The fundings of a publisher, by programme and one by one."""

    programmes = ma.fields.List(ma.fields.Nested(ProgrammeSchema))
    sums = ma.fields.Nested(ProgrammeSchema, metadata={"description": "over all programmes"})
    items = ma.fields.List(
        ma.fields.Dict(),
        metadata={"description": "each funding with its fields, and publisher, dataset, measure_title, links"},
    )
    due = ma.fields.List(ma.fields.Nested(DueSchema))
    past = ma.fields.List(
        ma.fields.Nested(DueSchema), metadata={"description": "dates that have passed, as far as the data tell"}
    )
    total = ma.fields.Integer()
    links = links_field()

"""The question whether figures can speak of a day that has not come yet."""

from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.report.questions import Question
from opendata.domain.tables.values_for_people import day_text


def future_date(step: VersionStep) -> list[Question]:
    """A question where the date of the figures is later than today."""
    if step.as_of <= step.today:
        return []
    days = {language: (day_text(step.as_of, language), day_text(step.today, language)) for language in ("de", "en")}
    texts = {
        "de": "Der Stand der Zahlen, {}, liegt in der Zukunft; heute ist der {}. Ist dieses Datum richtig?",
        "en": "The date of the figures, {}, lies in the future; today is {}. Is this date right?",
    }
    return [
        Question(
            "future_date",
            None,
            None,
            {language: text.format(*days[language]) for language, text in texts.items()},
            before=step.today.isoformat(),
            after=step.as_of.isoformat(),
        )
    ]

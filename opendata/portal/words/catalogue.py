"""The catalogue of the portal's words: taking one from it, in the language of the page.

Here: joining the modules beside this one. A new group of pages adds its module to GROUPS.
"""

from opendata.portal.words import (
    account,
    datasets,
    imports,
    mails,
    mapping,
    mapping_shape,
    mending,
    people,
    publishing,
    releases,
    report_values,
    shell,
    signing_in,
    sources,
    tokens,
    uploads,
    webhooks,
)

OF_PEOPLE = (shell.WORDS, signing_in.WORDS, account.WORDS, people.WORDS, tokens.WORDS, webhooks.WORDS, mails.WORDS)
OF_TABLES = (
    datasets.WORDS,
    sources.WORDS,
    uploads.WORDS,
    imports.WORDS,
    mending.WORDS,
    mapping.WORDS,
    mapping_shape.WORDS,
    publishing.WORDS,
    releases.WORDS,
    report_values.WORDS,
)
GROUPS = (*OF_PEOPLE, *OF_TABLES)
ALL_WORDS: dict[str, tuple[str, str]] = {key: both for group in GROUPS for key, both in group.items()}


def words(key: str, language: str, **values: object) -> str:
    """A text with its {names} filled, in "de" or "en"; raises KeyError if there is none."""
    german, english = ALL_WORDS[key]
    return (german if language == "de" else english).format(**values)

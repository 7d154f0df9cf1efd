"""Letters to citizens: the mail that asks for confirmation, and the daily mail, as plain text and as simple HTML.

Here: their words, in German and English. Not here: what happened (steps/followed_entries.py), when they are sent
(steps/daily_mails.py), mails to colleagues (letters.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

LONGEST_SUBJECT = 120  # characters
WORDS: dict[str, tuple[str, str]] = {
    "confirm.subject": ("Bitte bestätigen: Mails zu „{name}“", "Please confirm: mails about “{name}”"),
    "confirm.text": (
        "Guten Tag,\n\njemand, vermutlich Sie selbst, möchte bei {service} per E-Mail folgen:\n\n{name}\n\nWenn Sie "
        "das möchten, öffnen Sie diesen Link und drücken Sie den Knopf. Der Link gilt zwei Tage:\n\n{address}\n\n"
        "Wenn nicht, tun Sie einfach nichts: Ohne Bestätigung kommen keine Mails, und Ihre Adresse wird nach zwei "
        "Tagen gelöscht.\n",
        "Hello,\n\nsomebody, presumably you, wants to follow this by e-mail at {service}:\n\n{name}\n\nIf you want "
        "that, open this link and press the button. The link holds for two days:\n\n{address}\n\nIf not, simply do "
        "nothing: without confirmation no mails come, and your address is deleted after two days.\n",
    ),
    "changes.one": ("Eine Änderung: {places}", "One change: {places}"),
    "changes.many": ("{count} Änderungen: {places}", "{count} changes: {places}"),
    "and.more": ("{places} und {count} weitere", "{places} and {count} more"),
    "hello": ("Das hat sich geändert.", "This has changed."),
    "more.one": ("Eine weitere Änderung steht hier:", "One more change is here:"),
    "more": ("{count} weitere Änderungen stehen hier:", "{count} more changes are here:"),
    "why": (
        "Sie bekommen diese Mail, weil Sie bei {service} folgen: {names}. Höchstens eine Mail am Tag.",
        "You get this mail because at {service} you follow: {names}. At most one mail a day.",
    ),
    "stop": ("Ändern oder beenden:", "Change or end this:"),
}


@dataclass(frozen=True)
class FollowingLetter:
    """A mail in both forms."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class LetterLine:
    """A sentence with the page that says more."""

    sentence: str
    address: str


@dataclass(frozen=True)
class LetterPart:
    """What one version of a dataset brought; more: where the rest of its changes is, if some are left out."""

    publisher: str
    title: str
    head: LetterLine | None
    lines: Sequence[LetterLine]
    left_out: int
    more: str


def confirming_letter(service: str, name: str, address: str, language: str) -> FollowingLetter:
    """The mail with the link that confirms a request."""
    facts = {"service": one_line(service), "name": one_line(name), "address": address}
    text = _words("confirm.text", language, **facts)
    paragraphs = [f"<p>{escape(each)}</p>" for each in text.strip().split("\n\n")]
    link = f'<p><a href="{escape(address)}">{escape(address)}</a></p>'
    html = [link if paragraph == f"<p>{escape(address)}</p>" else paragraph for paragraph in paragraphs]
    return FollowingLetter(_subject(_words("confirm.subject", language, **facts)), text, _page(html, language))


def daily_letter(
    service: str, parts: Sequence[LetterPart], names: Sequence[str], stop: str, language: str
) -> FollowingLetter:
    """The daily mail. names: what the reader follows. stop: the page that ends it."""
    why = _words("why", language, service=one_line(service), names="; ".join(map(one_line, names)))
    texts = [_words("hello", language), *(_text_of(part, language) for part in parts)]
    text = "\n\n\n".join([*texts, f"-- \n{why}\n\n{_words('stop', language)}\n{stop}\n"])
    html = [f"<p>{escape(_words('hello', language))}</p>", *(_html_of(part, language) for part in parts)]
    html += ["<hr>", f"<p>{escape(why)}</p>", f"<p>{_link(_words('stop', language).rstrip(':'), stop)}</p>"]
    return FollowingLetter(_subject_of(parts, language), text, _page(html, language))


def one_line(text: str) -> str:
    """The text without line breaks and other control characters, which have no place in a header."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _subject_of(parts: Sequence[LetterPart], language: str) -> str:
    """The one change itself, or how many changes there are, and where."""
    lines = [line for part in parts for line in part.lines]
    count = sum(len(part.lines) + part.left_out for part in parts) or len(parts)
    only = lines[0] if lines else parts[0].head
    if count == 1 and only is not None and len(one_line(only.sentence)) <= LONGEST_SUBJECT:
        return _subject(only.sentence)
    publishers = list(dict.fromkeys(part.publisher for part in parts))
    places = ", ".join(publishers[:3])
    if len(publishers) > 3:
        places = _words("and.more", language, places=places, count=len(publishers) - 3)
    return _subject(_words("changes.one" if count == 1 else "changes.many", language, count=count, places=places))


def _subject(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1].rstrip()}…"


def _text_of(part: LetterPart, language: str) -> str:
    heading = one_line(f"{part.publisher}: {part.title}")
    lines = [heading, "=" * min(len(heading), 72)]
    for line in [*([part.head] if part.head else []), *part.lines]:
        lines += ["", one_line(line.sentence), line.address]
    if part.left_out:
        lines += ["", _more(part, language), part.more]
    return "\n".join(lines)


def _html_of(part: LetterPart, language: str) -> str:
    html = [f"<h2>{escape(one_line(f'{part.publisher}: {part.title}'))}</h2>"]
    if part.head:
        html.append(f"<p>{_link(part.head.sentence, part.head.address)}</p>")
    if part.lines:
        items = "".join(f"<li>{_link(line.sentence, line.address)}</li>\n" for line in part.lines)
        html.append(f"<ul>\n{items}</ul>")
    if part.left_out:
        html.append(f"<p>{_link(_more(part, language).rstrip(':'), part.more)}</p>")
    return "\n".join(html)


def _more(part: LetterPart, language: str) -> str:
    return _words("more.one" if part.left_out == 1 else "more", language, count=part.left_out)


def _link(text: str, address: str) -> str:
    return f'<a href="{escape(address)}">{escape(one_line(text))}</a>'


def _page(html: Sequence[str], language: str) -> str:
    head = f'<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8"></head>\n<body>'
    return "\n".join([head, *html, "</body>", "</html>", ""])


def _words(key: str, language: str, **facts: object) -> str:
    return WORDS[key][0 if language == "de" else 1].format(**facts)

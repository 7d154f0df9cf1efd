"""Plain clips: what a process behind the fence is asked to draw, and the picture that it answers with.

Here: both forms, written and read. Not here: the other aims (plain_results.py).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from opendata.domain.report.page_clips import PageClip, PlaceOnPage
from opendata.fence.messages import Message

CLIP = "clip"
PNG = b"\x89PNG\r\n\x1a\n"


def clip_aim(places: Sequence[PlaceOnPage]) -> Mapping[str, Any]:
    """The aim of drawing these places."""
    return {"do": CLIP, "places": [vars(place) for place in places]}


def places_of(aim: Mapping[str, Any]) -> list[PlaceOnPage]:
    """The places in an aim of clip_aim()."""
    return [PlaceOnPage(**place) for place in aim["places"]]


def clip_answer(clip: PageClip, *, is_spent: bool) -> Message:
    """A picture."""
    return Message({"step": "clipped", "spent": is_spent}, [clip.content])


def clip_of(message: Message) -> PageClip:
    """The picture in a message of clip_answer(); raises ValueError if it is none."""
    (content,) = message.parts
    if not content.startswith(PNG):
        raise ValueError("the answer is no PNG")
    return PageClip(content)

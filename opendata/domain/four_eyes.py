"""Four eyes: whoever had a hand in a draft does not publish it, where the publisher wants it so.

Here: the rule. Not here: where the publisher switches it on (steps/releasing.py), who had a hand in a draft
(steps/uploading.py notes it whenever files are read).
"""

from opendata.domain.actors import Actor
from opendata.domain.model import Upload
from opendata.domain.release_errors import FourEyesNeeded


def must_be_another(actor: Actor, upload: Upload) -> None:
    """Raise FourEyesNeeded unless this is a person, known by name, who had no hand in the draft.

    A token counts as the person who made it. A token that a command made, and the command line itself, count as
    nobody: it could not be told afterwards that two people have looked.
    """
    if actor.person is None:
        raise FourEyesNeeded(upload.id, None)
    if actor.person in (upload.hands or ()):
        raise FourEyesNeeded(upload.id, actor.person)


def may_be_released_by(actor: Actor, upload: Upload) -> bool:
    """Whether the rule lets this actor publish the draft."""
    return actor.person is not None and actor.person not in (upload.hands or ())

"""Exit codes of commands, and how a command that fails ends: with one plain line and never with a traceback.

Here: which error has which code. Not here: the commands.
"""

import errno
import functools
import sys
from collections.abc import Callable
from typing import ParamSpec

import click
from flask import current_app

from opendata.config import ConfigError
from opendata.domain import errors
from opendata.domain.errors import DomainError
from opendata.domain.quota_errors import NoRoomLeft
from opendata.domain.release_errors import FourEyesNeeded

Arguments = ParamSpec("Arguments")
DONE = 0  # or the data are valid
INVALID = 1  # or something stored is broken
CALLED_WRONGLY = 2  # or a file cannot be read
# Errors of the data or the store; all other errors of the domain mean that the command was called wrongly.
BROKEN = (
    errors.AnswersMissing,
    errors.VersionConflict,
    errors.UploadNotValid,
    errors.PackageDamaged,
    errors.KindBroken,
    FourEyesNeeded,
    NoRoomLeft,
)

# Why a file that somebody named cannot be read; what is absent here stays in the words of the system.
GERMAN_REASONS = {
    errno.ENOENT: "Diese Datei gibt es nicht",
    errno.EISDIR: "Das ist ein Ordner und keine Datei",
    errno.EACCES: "Diese Datei darf hier nicht gelesen werden",
}


def plainly(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """End a command that fails with one plain line and its exit code, never with a traceback."""

    @functools.wraps(command)
    def wrapped(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except DomainError as error:
            language = str(current_app.config["DEFAULT_LANGUAGE"])
            _fail(error.in_language(language), INVALID if isinstance(error, BROKEN) else CALLED_WRONGLY)
        except ConfigError as error:
            _fail(str(error), CALLED_WRONGLY)
        except OSError as error:
            reason = str(error.strerror or error)
            if str(current_app.config["DEFAULT_LANGUAGE"]) == "de":
                reason = GERMAN_REASONS.get(error.errno or 0, reason)
            _fail(f"{error.filename or 'opendata'}: {reason}", CALLED_WRONGLY)

    return wrapped


def _fail(message: str, code: int) -> None:
    click.echo(" ".join(message.split()), err=True)
    sys.exit(code)

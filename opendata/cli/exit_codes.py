"""Exit codes of commands, and how a command that fails ends: with one plain line and never with a traceback.

Here: which error has which code. Not here: the commands.
"""

import functools
import sys
from collections.abc import Callable
from typing import ParamSpec

import click
from flask import current_app

from opendata.config import ConfigError
from opendata.domain import errors
from opendata.domain.errors import DomainError

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
)


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
            _fail(f"{error.filename or 'opendata'}: {error.strerror or error}", CALLED_WRONGLY)

    return wrapped


def _fail(message: str, code: int) -> None:
    click.echo(" ".join(message.split()), err=True)
    sys.exit(code)

"""What gunicorn and flask load: the application, or one plain line that says why it cannot start."""

import sys

from opendata.app import create_app
from opendata.config import ConfigError

try:
    app = create_app()
except ConfigError as error:
    print(f"opendata cannot start: {error}", file=sys.stderr)  # noqa: T201
    sys.exit(2)

"""What gunicorn and flask load: the application, or one plain line that says why it cannot start."""

import gc
import sys

gc.disable()  # loading libraries makes hardly any garbage, and looking for it would take a third of the time

from opendata.app import create_app
from opendata.config import ConfigError

try:
    app = create_app()
except ConfigError as error:
    print(f"opendata cannot start: {error}", file=sys.stderr)  # noqa: T201
    sys.exit(2)
gc.enable()
gc.freeze()  # what was loaded is kept until the process ends

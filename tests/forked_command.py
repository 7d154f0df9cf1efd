"""A command of `flask` for the shell, as a forked program: it ends as the command did, and prints what that printed.

A page of the documentation calls many commands one after the other, and each of them would load the service anew.
Here: what stands in place of .venv/bin/flask. Not here: the command started with exec, as `make run` starts it
(test_run.py), and what forks it (forked_programs.py).
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.forked_programs import done

LONGEST_SECONDS = 600.0


def main() -> int:
    """Run the command whose words this was called with; its exit code."""
    command = done(["flask", *sys.argv[1:]], os.environ, LONGEST_SECONDS)
    sys.stdout.write(command.stdout)
    sys.stderr.write(command.stderr)
    return command.returncode


if __name__ == "__main__":
    sys.exit(main())

"""Remake the frozen bytes on purpose: `python -m tests.frozen.remake [SET ...] [--whole FOLDER]`."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from bench.server import SETTINGS
from tests.frozen.comparing import SETS, write, write_whole


def main() -> int:
    """Write the committed files of some sets, or of all; or all artefacts whole into a folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.frozen.remake")
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}; all, if none is named")
    parser.add_argument("--whole", type=Path, metavar="FOLDER", help="commit nothing, write all artefacts there")
    arguments = parser.parse_args()
    asked = [SETS[name] for name in arguments.sets or SETS]
    for each in asked:
        if each.needs and not each.needs.is_dir():
            missing = f"The set '{each.name}' needs {each.needs}, which is not here; nothing was written"
            print(missing, file=sys.stderr)  # noqa: T201
            return 2
    for name in SETTINGS:  # what this terminal is set to must not be seen by the service
        os.environ.pop(name, None)
    for each in asked:
        with tempfile.TemporaryDirectory() as folder:
            artefacts = each.artefacts(Path(folder))
        if arguments.whole:
            write_whole(arguments.whole / each.name, artefacts)
        else:
            write(each, artefacts)
        print(f"{each.name}: {len(artefacts)} artefacts")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())

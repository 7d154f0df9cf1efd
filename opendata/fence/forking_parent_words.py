"""The few words between the service and the forking parent of its processes.

Here: their form. Not here: both sides (process_supply.py, forking_parent.py).
"""

import struct

FORK, END = b"f", b"e"  # "f" comes with one end of a socket, "e" is followed by the number of a process
PID = struct.Struct(">q")

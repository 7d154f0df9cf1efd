"""The few words between the service and the forking parent of its processes.

Here: their form. Not here: both sides (process_supply.py, forking_parent.py).
"""

import struct

# "f" comes with one end of a socket and is answered with the number of a process, or below zero that of an error;
# "e" is followed by the number of a process.
FORK, END = b"f", b"e"
PID = struct.Struct(">q")

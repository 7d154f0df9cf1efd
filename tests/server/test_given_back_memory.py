"""Freed memory goes back to the system, from the middle of a heap as well."""

import subprocess
import sys

import pytest

from bench.server import ROOT

# Freed blocks lie between blocks that stay, so that no end of the heap becomes free.
BEGINNING = """
import ctypes
import threading
import time
from pathlib import Path
from opendata.server.given_back_memory import bound_heaps, give_back

def held() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

libc = ctypes.CDLL("libc.so.6")
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
"""
FREED_BETWEEN_OTHERS = """
blocks = [libc.malloc(60_000) for _ in range(2_000)]
for block in blocks:
    ctypes.memset(block, 1, 60_000)
for block in blocks[::2]:
    libc.free(block)
before = held()
assert give_back()
print(before - held())
"""
# Threads share a heap of their own. Once a large block was freed, blocks of that size would be taken from heaps, and
# the end of this one would keep what was freed there.
FREED_AT_THE_END_OF_A_HEAP = """
bound_heaps()
freed, threads, done = [], [], threading.Event()

def take_and_free():
    libc.free(libc.malloc(30_000_000))
    block = libc.malloc(25_000_000)
    ctypes.memset(block, 1, 25_000_000)
    before = held()
    libc.free(block)
    assert give_back()
    freed.append(before - held())
    done.wait()

for count in range(1, 5):
    threads.append(threading.Thread(target=take_and_free))
    threads[-1].start()
    while len(freed) < count:
        time.sleep(0.001)
print(min(freed), flush=True)
done.set()
for thread in threads:
    thread.join()
"""


@pytest.mark.parametrize(
    ("program", "bytes_freed"), [(FREED_BETWEEN_OTHERS, 60_000_000), (FREED_AT_THE_END_OF_A_HEAP, 25_000_000)]
)
def test_freed_memory_goes_back_to_the_system(program: str, bytes_freed: int):
    assert _printed(program) > bytes_freed // 3


# As a web process writes tables for readers: under the settings of the server, and by several threads.
WRITTEN_BY_THREADS = """
import runpy
runpy.run_path("gunicorn.conf.py")
import io
import pyarrow as pa
import pyarrow.parquet as pq

bound_heaps()
table = pa.table({"title": [f"Plan {number}" for number in range(100_000)]})
before, written, threads, done = held(), [], [], threading.Event()

def write():
    file = io.BytesIO()
    pq.write_table(table, file)
    file.seek(0)
    pq.read_table(file)
    del file
    written.append(True)
    done.wait()

for count in range(1, 7):
    threads.append(threading.Thread(target=write))
    threads[-1].start()
    while len(written) < count:
        time.sleep(0.001)
assert give_back()
print(held() - before, flush=True)
done.set()
for thread in threads:
    thread.join()
"""


def test_threads_that_wrote_tables_keep_none_of_the_memory():
    assert _printed(WRITTEN_BY_THREADS) < 30 * 2**20


def _printed(program: str) -> int:
    """The number of bytes that a program prints."""
    command = [sys.executable, "-c", BEGINNING + program]
    return int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)

"""The server that workers are copies of: warm, and fit to be copied; and processes that keep no memory."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from thresher.kit import Kit
from thresher.settings import Settings

WARM = """
import json, os, signal, sys
import thresher.engine.warm
from thresher.dedup import tokens
from thresher.metadata import detectors
from thresher.strip import rules
threads = len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1
print(json.dumps({
    "threads": threads,
    "modules": sorted(sys.modules),
    "made": [tokens._table.cache_info().currsize, detectors._py3langid.cache_info().currsize],
    "deaf": signal.getsignal(signal.SIGINT) == signal.SIG_IGN,
}))
"""
HEAP = """
from thresher.engine.heap import give_back
give_back()
import pyarrow
print(pyarrow.default_memory_pool().backend_name)
"""


def told(script: str, **changes: str) -> str:
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", **changes}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True, env=environment
    )
    return done.stdout


def test_the_warm_server_has_what_pages_need_one_thread_and_no_ear_for_interrupts():
    facts = json.loads(told(WARM))
    assert facts["threads"] == 1
    assert facts["made"] == [1, 1]
    assert facts["deaf"]
    needed = {"thresher.engine.worker", "trafilatura", "htmldate", "lxml.etree", "py3langid", "re2", "selectolax"}
    assert needed - set(facts["modules"]) == set()
    assert {"pyarrow", "duckdb", "luigi"} & set(facts["modules"]) == set()


def test_kits_of_the_same_rules_share_a_judge():
    one, other = Kit.load(), Kit.load()
    assert one.rules is not other.rules
    assert one.judge is other.judge
    assert Kit.load(Settings().changed({"strip": {"topics_off": ["cookie"]}})).judge is not one.judge


@pytest.mark.parametrize("chosen", ["", "mimalloc"])
def test_arrow_gives_memory_back_unless_the_environment_says_otherwise(chosen):
    pytest.importorskip("pyarrow")
    clean = "import os\nif not os.environ['ARROW_DEFAULT_MEMORY_POOL']: del os.environ['ARROW_DEFAULT_MEMORY_POOL']\n"
    assert told(clean + HEAP, ARROW_DEFAULT_MEMORY_POOL=chosen).strip() == (chosen or "system")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")
def test_a_large_piece_goes_back_to_the_system():
    script = """
from pathlib import Path
from thresher.engine.heap import give_back
give_back()
import ctypes
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.malloc.argtypes, libc.free.argtypes = [ctypes.c_size_t], [ctypes.c_void_p]
def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
def piece(size):
    made = libc.malloc(size)
    ctypes.memset(made, 1, size)
    return made
libc.free(piece(24 << 20))  # from here on glibc would keep pieces of that size
before = held()
pieces = [piece(8 << 20) for _ in range(8)]
last = piece(1000)
full = held()
for one in pieces:
    libc.free(one)
print(before >> 20, full >> 20, held() >> 20)
"""
    before, full, after = map(int, told(script).split())
    assert full - before > 50
    assert after - before < 10

"""Pages, archives and a guard for the tests of hostile input."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from thresher import read_captures
from thresher.kit import Kit
from thresher.settings import Settings

ROOT = Path(__file__).parents[2]
STORY = (
    "The ferry between the two harbours stopped running on Monday, after its engine room had taken in water. Nobody "
    "was hurt, the harbour master said, but the repair is going to take until the end of the month, or longer."
)
PAGE = (
    "<!doctype html><title>Ferry stops</title><article><h1>Ferry stops</h1>"
    f"<p>{STORY}</p><p>{STORY[::-1]}</p></article>"
)
# Python reads this when it starts, in every process of a run; the hook hears of calls from C, too.
GUARD = """
import os, sys
def _hook(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "urllib.Request", "ftplib.connect"):
        tried = arguments
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):  # of the network, not local
        tried = arguments[1]
    else:
        return
    with open(os.environ["THRESHER_TRIED"], "a") as log:
        log.write(f"{event} {tried!r}\\n")
    raise OSError("the network is closed")
sys.addaudithook(_hook)
"""


@pytest.fixture(scope="session")
def story():
    return STORY


@pytest.fixture(scope="session")
def ferry_page():
    return PAGE


@pytest.fixture(scope="session")
def kit():
    return Kit.load(Settings())


@pytest.fixture
def offline(tmp_path):
    """Run Python in processes that write down whatever they ask of the network; returns the run and what they asked."""
    folder = tmp_path / "guard"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(GUARD)
    tried = folder / "tried"

    def run(*arguments: object):
        paths = [str(folder), str(ROOT / "pipeline"), os.environ.get("PYTHONPATH", "")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "THRESHER_TRIED": str(tried)}
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            capture_output=True,
            check=False,
            timeout=300,
            env=environment,
            cwd=ROOT,
        )
        return done, tried.read_text() if tried.exists() else ""

    return run


@pytest.fixture(scope="session")
def read_archive():
    """The records of bytes."""
    return lambda data: list(read_captures(io.BytesIO(data), name="a"))


@pytest.fixture(scope="session")
def make_response():
    """A WARC file of one response."""

    def made(body: bytes, headers: bytes) -> bytes:
        block = b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n" + body
        head = (
            b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\n"
            b"WARC-Date: 2026-11-20T10:00:00Z\r\n"
            b"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        )
        return head + b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"

    return made


@pytest.fixture
def listening(tmp_path):
    """A web server, and a way to run on what it serves in processes whose calls of other places are written down."""
    pytest.importorskip("aiohttp", reason="aiohttp is not installed")
    served, asked = {}, set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.add(self.path)
            data = served.get(self.path)
            self.send_response(404 if data is None else 200)
            self.send_header("Content-Length", str(len(data or b"")))
            self.send_header("ETag", '"one"')
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(data or b"")

        do_HEAD = do_GET  # noqa: N815 - http.server's protocol

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    port = server.server_address[1]
    folder = tmp_path / "guard"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        GUARD.replace("    with open", f"    if {port} in tried: return\n    with open")
    )
    tried = folder / "tried"

    def run(command, path, *arguments):
        paths = [str(folder), str(ROOT / "pipeline"), os.environ.get("PYTHONPATH", "")]
        environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()} | {
            "PYTHONPATH": os.pathsep.join(paths),
            "THRESHER_TRIED": str(tried),
        }
        call = [sys.executable, "-m", "thresher", command, f"http://127.0.0.1:{port}{path}", *map(str, arguments)]
        done = subprocess.run(call, capture_output=True, check=False, timeout=300, env=environment, cwd=ROOT)
        return done, asked, tried.read_text().splitlines() if tried.exists() else []

    yield served, run
    server.shutdown()
    server.server_close()

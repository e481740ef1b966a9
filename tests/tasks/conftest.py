"""A `luigid` on this machine."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest


def answer(url: str, call: str, **data: str) -> dict:
    with urlopen(f"{url}/api/{call}?{urlencode({'data': json.dumps(data)})}", timeout=10) as reply:
        return json.loads(reply.read())["response"]


@pytest.fixture
def luigid(tmp_path):
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = str(one.getsockname()[1])
    url = f"http://127.0.0.1:{port}"
    program = Path(sys.executable).with_name("luigid")
    call = [program, "--address", "127.0.0.1", "--port", port, "--state-path", tmp_path / "state"]
    with (tmp_path / "luigid.log").open("wb") as log:
        server = subprocess.Popen(call, stdout=log, stderr=log, cwd=tmp_path)
    try:
        for _ in range(300):
            try:
                answer(url, "task_list", status="DONE", upstream_status="")
                break
            except (URLError, OSError):
                assert server.poll() is None, (tmp_path / "luigid.log").read_text()
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture
def done_tasks(luigid):
    """The names of the tasks that the `luigid` knows as done."""
    return lambda: {task["name"] for task in answer(luigid, "task_list", status="DONE", upstream_status="").values()}

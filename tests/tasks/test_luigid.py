"""A run that a `luigid` on this machine orders: its tasks are seen there as done."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest


def answer(url: str, call: str, **data: str) -> dict:
    from urllib.parse import urlencode

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


def test_a_luigid_orders_the_tasks_and_knows_them_as_done(captures, run_thresher, tmp_path, luigid):
    config = tmp_path / "thresher.toml"
    config.write_text(f'[engine]\nscheduler = "{luigid}"\n')
    proxyless = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    done = run_thresher("clean", captures / "text", "--out", tmp_path / "out", "--config", config, env=proxyless)
    assert done.returncode == 0, done.stderr
    known = answer(luigid, "task_list", status="DONE", upstream_status="")
    names = {task["name"] for task in known.values()}
    assert {"PagesPart", "SiteTemplates", "StrippedPart", "Duplicates", "ArticlesPart", "Corpus"} <= names


def test_a_luigid_that_does_not_answer_is_a_failure_with_a_clear_message(captures, run_thresher, tmp_path):
    config = tmp_path / "thresher.toml"
    config.write_text('[engine]\nscheduler = "http://127.0.0.1:1"\n')
    (tmp_path / "luigi.cfg").write_text("[core]\nrpc_retry_attempts = 1\nrpc_retry_wait = 0\n")
    once = os.environ | {"LUIGI_CONFIG_PATH": str(tmp_path / "luigi.cfg")}
    done = run_thresher("clean", captures / "text", "--out", tmp_path / "out", "--config", config, env=once)
    assert done.returncode == 1
    assert "127.0.0.1:1" in done.stderr
    assert "Traceback" not in done.stderr

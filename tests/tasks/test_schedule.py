"""The shipped schedules, run as cron, systemd and luigi would run them."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shlex
import shutil
import socketserver
import subprocess
import sys
import threading
from email import message_from_string
from pathlib import Path

import pytest

from thresher import scheduled

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "config" / "examples"


def yesterday():
    """The day before this one: asked when it is needed, for the tests may go on beyond midnight."""
    return dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)


@pytest.fixture
def srv(tmp_path):
    """What stands for /srv/thresher: the program, settings, and a capture of yesterday."""
    program = tmp_path / ".venv" / "bin" / "thresher"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT / "pipeline"} exec {sys.executable} -m thresher "$@"\n')
    program.chmod(0o755)
    day = tmp_path / "in" / f"{yesterday()}"
    day.mkdir(parents=True)
    (day / "a.txt").write_text("The ferry stopped on Monday.\n\nNobody was hurt, the harbour master said on Tuesday.")
    (tmp_path / "my.toml").write_text('[batch]\ninputs = ["in/{batch}"]\nout = "out/{batch}"\n[engine]\nworkers = 1\n')
    return tmp_path


def jobs(text):
    """The commands of a crontab, as cron hands them to the shell; the variables that it sets."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    variables = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z]+=", line))
    commands = [line.split(None, 5)[5] for line in lines if not re.match(r"[A-Z]+=", line)]
    assert not [command for command in commands if re.search(r"(?<!\\)%", command)], "cron cuts the line at a bare %"
    return [command.replace("\\%", "%") for command in commands], variables


def test_the_lines_for_cron_do_what_they_say_with_the_little_that_cron_gives_them(srv):
    day = yesterday()
    commands, variables = jobs((EXAMPLES / "thresher.cron").read_text().replace("/srv/thresher", str(srv)))
    nightly, weekly, one_day = commands
    environment = {"HOME": str(srv), "LOGNAME": "nobody", **variables}

    def cron(command):
        shell = [environment["SHELL"], "-c", command]
        done = subprocess.run(shell, env=environment, capture_output=True, text=True, check=False, cwd="/", timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    assert cron(one_day) == ""
    assert json.loads((srv / "out" / f"{day}" / "manifest.json").read_bytes())["books"]["captures"] == 1
    for back in range(1, 7):
        shutil.copytree(srv / "out" / f"{day}", srv / "out" / f"{day - dt.timedelta(days=back)}")
    assert cron(nightly) == ""
    old = srv / "out" / f"{day - dt.timedelta(days=3)}"
    for path in [*old.rglob("*"), old]:
        os.utime(path, (0, 0))
    assert "the batch goes" in cron(weekly)
    assert not old.exists()
    assert len(list((srv / "out").iterdir())) == 6


def test_systemd_finds_nothing_wrong_with_the_units(srv):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not on this machine")
    units = srv / "units"
    units.mkdir()
    for unit in EXAMPLES.glob("thresher*.*"):
        if unit.suffix in (".service", ".timer"):
            text = unit.read_text().replace("/srv/thresher", str(srv))
            (units / unit.name).write_text(text)
    call = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=one", *map(str, units.iterdir())]
    done = subprocess.run(
        call, capture_output=True, text=True, check=False, timeout=60, env={**os.environ, "LC_ALL": "C"}
    )
    ours = [line for line in done.stderr.splitlines() if "thresher" in line]
    assert ours == []
    assert len(list(units.iterdir())) == 3


def test_the_service_calls_a_command_that_there_is():
    text = (EXAMPLES / "thresher.service").read_text()
    program, command, *arguments = shlex.split(re.search(r"^ExecStart=(.+)$", text, re.MULTILINE)[1])
    assert (Path(program).name, command) == ("thresher", "run")
    assert scheduled.run.make_context("run", arguments).params["days"] == 7


class Postman(socketserver.StreamRequestHandler):
    """As much of a mail server as a mail needs."""

    def handle(self):
        self.wfile.write(b"220 loopback\r\n")
        while line := self.rfile.readline().strip():
            if line.upper() == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                mail = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    mail += part
                self.server.mails.append(mail.decode())
            self.wfile.write(b"250 loopback\r\n" if line.upper() != b"QUIT" else b"221 bye\r\n")


@pytest.fixture
def mails():
    """A mail server on loopback."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Postman)
    server.mails = []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def luigi(srv, mails, *arguments):
    """Luigi's own command, with the shipped settings, a mail server, and no pause between two tries."""
    text = (ROOT / "config" / "luigi.toml").read_text().replace("retry_delay = 60", "retry_delay = 0")
    host, port = mails.server_address
    post = f'[email]\nreceiver = "operator@example.org"\nforce_send = true\n[smtp]\nhost = "{host}"\nport = {port}\n'
    (srv / "luigi.toml").write_text(f"{text}\n{post}")
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()} | {
        "LUIGI_CONFIG_PARSER": "toml",
        "LUIGI_CONFIG_PATH": str(srv / "luigi.toml"),
        "PYTHONPATH": str(ROOT / "pipeline"),
    }
    call = [sys.executable, "-m", "luigi", "--module", "thresher.tasks", *map(str, arguments)]
    return subprocess.run(call, env=environment, cwd=srv, capture_output=True, text=True, check=False, timeout=300)


def test_luigi_fills_a_range_of_days_through_a_luigid(srv, mails, luigid, done_tasks):
    (srv / "my.toml").write_text(f'{(srv / "my.toml").read_text()}scheduler = "{luigid}"\n')
    day = yesterday()
    days = ["--start", day, "--stop", day + dt.timedelta(days=1), "--task-limit", 1]
    of = ["--of", "Daily", "--of-params", '{"config": "my.toml"}', "--param-name", "date"]
    done = luigi(srv, mails, "RangeDaily", *of, *days, "--scheduler-url", luigid)
    assert done.returncode == 0, done.stderr
    assert {"RangeDaily", "Daily", "Batch", "PagesPart", "Corpus"} <= done_tasks()
    assert (srv / "out" / f"{day}" / "manifest.json").exists()
    assert mails.mails == []


def test_luigi_mails_each_failed_try_and_that_it_gives_up_and_ends_with_its_code(srv, mails):
    done = luigi(srv, mails, "Daily", "--date", "2026-01-01", "--config", "my.toml", "--local-scheduler")
    assert done.returncode == 1, done.stderr
    read = [message_from_string(mail) for mail in mails.mails]
    texts = [part.get_payload(decode=True).decode() for mail in read for part in mail.walk() if not part.is_multipart()]
    assert {mail["To"] for mail in read} == {"operator@example.org"}
    assert len([text for text in texts if "no such file or folder (in/2026-01-01)" in text]) == 3
    assert "disabled" in texts[-1]
    assert all("Batch" in mail["Subject"] for mail in read)

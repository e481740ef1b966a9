"""Scheduled batches: each made once, late inputs told, failures tried again and told, old ones cleared away."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from thresher import scheduled
from thresher.errors import PartError, SettingsError
from thresher.state.lock import holding
from thresher.tasks import batches, retention
from thresher.tasks.batches import Batch, make, make_days

DAYS = [dt.date(2026, 11, day) for day in (1, 2, 3, 4)]


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with settings, and captures of three of four days."""
    monkeypatch.chdir(tmp_path)
    for day in DAYS[:3]:
        (tmp_path / "in" / f"{day}").mkdir(parents=True)
        (tmp_path / "in" / f"{day}" / "a.txt").write_text(f"The ferry stopped on {day}.\n\nNobody was hurt, they said.")
    (tmp_path / "my.toml").write_text(
        '[batch]\ninputs = ["in/{batch}"]\nout = "out/{batch}"\nretry_seconds = 0.01\n[engine]\nworkers = 1\n'
    )
    return tmp_path


@pytest.fixture
def made(monkeypatch):
    """What the batches ordered, without the work: only a manifest is written. `fails` says how often each fails."""
    ordered, fails = [], {}

    def run_corpus(order, *_views):
        from thresher.archive.lists import Source
        from thresher.archive.sources import find
        from thresher.settings import Storage
        from thresher.tasks.run import content_of

        name = order.out.rpartition("/")[2]
        ordered.append(name)
        if fails.get(name, 0):
            fails[name] -= 1
            raise PartError(f"the disk of {name} is tired")
        found = [(one, *content_of(one, Storage())) for one in find(order.inputs)]
        inputs = [{"path": one.path, "digest": digest, "bytes": size} for one, digest, size in found]
        assert isinstance(found[0][0], Source)
        os.makedirs(order.out, exist_ok=True)  # noqa: PTH103 - a path as the settings write it
        books = {"captures": 1, "articles": 1, "rejections": {}}
        manifest = {"inputs": inputs, "batch": None, "books": books, "files": []}
        with open(f"{order.out}/manifest.json", "w") as stream:
            json.dump(manifest, stream)
        return manifest

    monkeypatch.setattr(batches, "run_corpus", run_corpus)
    run_corpus.ordered, run_corpus.fails = ordered, fails
    return run_corpus


def days(place, most=50, **options):
    return make_days(DAYS[:3], most, {"config": str(place / "my.toml"), **options})


def test_missing_days_are_made_the_oldest_first_and_no_more_than_the_limit(place, made):
    assert days(place, most=2) == ["2026-11-03"]
    assert made.ordered == ["2026-11-01", "2026-11-02"]
    assert days(place) == []
    assert days(place) == []
    assert made.ordered == ["2026-11-01", "2026-11-02", "2026-11-03"]


def test_a_day_that_was_taken_back_is_made_again(place, made):
    days(place)
    shutil.rmtree(place / "out" / "2026-11-02")
    days(place)
    assert made.ordered[3:] == ["2026-11-02"]


def test_an_input_that_came_late_is_told_and_made_only_on_request(place, made, caplog):
    days(place)
    (place / "in" / "2026-11-02" / "late.txt").write_text("It came late.")
    (place / "in" / "2026-11-03" / "a.txt").write_text("It was changed.")
    days(place)
    assert "batch 2026-11-02: input came late: in/2026-11-02/late.txt" in caplog.text
    assert "batch 2026-11-03: input has changed: in/2026-11-03/a.txt" in caplog.text
    assert "to run it again: thresher run --batch 2026-11-02" in caplog.text
    assert len(made.ordered) == 3
    days(place, late=True)
    assert made.ordered[3:] == ["2026-11-02", "2026-11-03"]
    days(place, late=True)
    assert len(made.ordered) == 5


@pytest.mark.usefixtures("place")
def test_a_failed_batch_is_tried_again_after_ever_longer_pauses(made, monkeypatch):
    slept = []
    monkeypatch.setattr(batches.time, "sleep", slept.append)
    made.fails["2026-11-01"] = 2
    make(Batch(name="2026-11-01", config="my.toml", again=True))
    assert made.ordered == ["2026-11-01"] * 3
    assert slept == [0.01, 0.02]


def test_a_batch_that_fails_too_often_fails_and_the_others_are_made(place, made):
    made.fails["2026-11-02"] = 9
    with pytest.raises(PartError, match="the disk of 2026-11-02 is tired"):
        days(place)
    assert (place / "out" / "2026-11-03" / "manifest.json").exists()
    assert not (place / "out" / "2026-11-02").exists()
    assert made.ordered.count("2026-11-02") == 3


@pytest.mark.usefixtures("made")
def test_a_day_without_input_says_so_and_days_need_a_place_of_their_own(place):
    with pytest.raises(SettingsError, match=r"no such file or folder \(in/2026-11-04\)"):
        make_days(DAYS, 9, {"config": "my.toml"})
    assert (place / "out" / "2026-11-03" / "manifest.json").exists()
    (place / "my.toml").write_text('[batch]\ninputs = ["in"]\nout = "out"\n')
    with pytest.raises(SettingsError, match=r"batch\.out has no \{batch\}"):
        days(place)


class Ear(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.mark.usefixtures("place")
def test_a_webhook_hears_of_a_failure_and_its_own_failure_changes_nothing(made, monkeypatch, caplog):
    server = HTTPServer(("127.0.0.1", 0), Ear)
    server.heard = []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    for url in (
        f"http://127.0.0.1:{server.server_address[1]}/hook/secretpart",
        "http://127.0.0.1:1/secretpart",
        "file:///",
    ):
        monkeypatch.setenv(batches.WEBHOOK, url)
        made.fails["2026-11-01"] = 3
        with pytest.raises(PartError, match="tired"):
            make(Batch(name="2026-11-01", config="my.toml", again=True))
    server.shutdown()
    server.server_close()
    (heard,) = server.heard
    assert heard["batch"] == "2026-11-01"
    assert heard["error"] == "the disk of 2026-11-01 is tired"
    assert "was not reached" in caplog.text
    assert "secretpart" not in caplog.text


def test_one_batch_never_runs_twice_at_once(place, run_thresher):
    out = place / "out" / "2026-11-01"
    with holding(out / ".work", 0):
        done = run_thresher("run", "--batch", "2026-11-01", "--config", "my.toml", cwd=place)
    assert done.returncode == 2
    assert f"another run holds the output out/2026-11-01: process {os.getpid()} on " in done.stderr


def test_settings_without_inputs_are_told():
    with pytest.raises(SettingsError, match=r"batch\.inputs is empty \(.*thresher\.toml\)"):
        scheduled.batch_task("2026-11-01", None).inputs()


def test_the_second_waits_as_long_as_the_settings_say(place):
    from thresher.tasks import context
    from thresher.tasks.place import Local

    held = threading.Event()

    def hold_a_while():
        with holding(place / "out" / ".work", 0):
            held.set()
            time.sleep(0.4)

    other = threading.Thread(target=hold_a_while)
    other.start()
    held.wait()
    began = time.monotonic()
    with pytest.raises(SettingsError, match="another run holds the output"):
        context.hold(Local(place / "out"), 0.05)
    context.hold(Local(place / "out"), 20)
    assert time.monotonic() - began > 0.2
    context.close()
    other.join()


def test_days_and_names_are_understood():
    today = dt.datetime.now(dt.UTC).date()
    day = dt.timedelta(days=1)
    assert scheduled.days_of(None, None, 3) == [today - 3 * day, today - 2 * day, today - day]
    assert scheduled.days_of(DAYS[0], DAYS[2], None) == DAYS[:3]
    assert scheduled.named("yesterday") == f"{today - day}"
    assert scheduled.named("crawl-7") == "crawl-7"
    for first, last, count in ((DAYS[2], DAYS[0], None), (DAYS[0], None, 3)):
        with pytest.raises(SettingsError):
            scheduled.days_of(first, last, count)
    with pytest.raises(SettingsError, match="one name of a folder"):
        scheduled.named("../x")


def aged(folder, name, days_old, manifest=None, *, work=False):
    out = folder / name
    (out / "articles").mkdir(parents=True)
    (out / "articles" / "part-00000.jsonl").write_text("{}")
    if manifest is not None:
        (out / "manifest.json").write_text(json.dumps(manifest))
    if work:
        (out / ".work" / "pages").mkdir(parents=True)
    for path in [*out.rglob("*"), out]:
        os.utime(path, (time.time() - days_old * 86_400,) * 2)
    return out


def pruned(outs, keep, state=None, **options):
    found = list(retention.verdicts(map(str, outs), keep, state, work_only=options.get("work_only", False)))
    for verdict in found:
        retention.prune(verdict)
    return {verdict.folder.name: verdict.told for verdict in found}


def test_what_is_old_goes_and_what_is_young_or_foreign_or_held_stays(tmp_path):
    old = aged(tmp_path, "old", 40, {"batch": None})
    kept = {
        "young": aged(tmp_path, "young", 2, {"batch": None}, work=True),
        "foreign": aged(tmp_path, "foreign", 40),
        "held": aged(tmp_path, "held", 40, {"batch": None}, work=True),
    }
    unfinished = aged(tmp_path, "unfinished", 40, work=True)
    (old / "mine.txt").write_text("The user's.")
    with holding(kept["held"] / ".work", 0):
        told = pruned([old, unfinished, *kept.values()], 30)
    assert [path.name for path in old.iterdir()] == ["mine.txt"]
    assert not (unfinished / ".work").exists()
    assert all((path / "articles" / "part-00000.jsonl").exists() for path in kept.values())
    assert told["young"] == "kept: not old enough"
    assert told["foreign"] == "kept: Thresher did not write it"
    assert told["held"] == "kept: a run is writing there"
    with pytest.raises(SettingsError, match="lifecycle rule"):
        pruned(["s3://bucket/out"], 30)


def test_what_a_state_refers_to_stays_and_only_its_work_goes(tmp_path):
    from thresher.state.store import Store

    store = Store(tmp_path / "state")
    store.commit(store.view("one", "x"), {}, {})
    outs = [aged(tmp_path, name, 40, {"batch": {"name": name}}, work=True) for name in ("one", "two")]
    told = pruned(outs, 30)
    assert all("name that with --state" in text for text in told.values())
    assert [(out / ".work").exists() for out in outs] == [False, False]
    told = pruned(outs, 30, str(tmp_path / "state"))
    assert told["one"] == "kept: the state refers to batch one"
    assert [out.exists() for out in outs] == [True, False]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "say which batches"),
        (["--batch", "a", "--days", "2"], "say which batches"),
        (["--days", "2", "--from", "2026-11-01"], "exclude each other"),
        (["--from", "tomorrow"], "is no day"),
    ],
)
def test_nonsense_on_the_command_line_is_told(tmp_path, monkeypatch, arguments, told):
    from click.testing import CliRunner

    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(scheduled.run, arguments)
    assert done.exit_code != 0
    assert told in f"{done.exception} {done.output}"


@pytest.mark.usefixtures("made")
def test_the_command_line_shows_and_clears_batches(place, run_thresher):
    days(place)
    (place / "in" / "2026-11-02" / "late.txt").write_text("It came late.")
    shown = run_thresher("batches", "--from", "2026-11-01", "--to", "2026-11-04", "--config", "my.toml", cwd=place)
    assert shown.returncode == 1
    assert [line.split("\t")[1] for line in shown.stdout.splitlines() if line.startswith("2026")] == [
        *("done", "late", "done", "missing")
    ]
    assert "\tinput came late: in/2026-11-02/late.txt" in shown.stdout
    gone = run_thresher("prune", *sorted((place / "out").iterdir()), "--keep", "0", "--dry-run", cwd=place)
    assert gone.stdout.count("would go: the batch goes") == 3
    assert (place / "out" / "2026-11-01").exists()

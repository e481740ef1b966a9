"""The command line: what it says, and with which code it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("clean", "no-such-file", "--out", "OUT"), "no-such-file"),
        (("clean",), "Missing argument"),
        (("clean", "README.md", "--out", "OUT", "--config", "no.toml"), "no.toml"),
        (("clean", "README.md", "--out", "OUT", "--workers", "0"), "--workers"),
        (("clean", "README.md", "--out", "OUT", "--forms", "markdown,rtf"), "rtf"),
        (("run", "--batch", "2026-11-20"), "batch.inputs is empty"),
        (("run", "--batch", "../monday"), "../monday"),
        (("explain", "no-such-file"), "no-such-file"),
        (("nonsense",), "nonsense"),
        (("clean", "README.md", "--out", "OUT", "--config", "config"), "is a directory"),
        (("clean", "README.md", "--out", "LICENSE"), "is a file"),
        (("clean", "README.md", "--out", "OUT", "--config", "fixtures/captures/pages.warc.zst"), "pages.warc.zst"),
        (("clean", "README.md", "--out", "/proc/nowhere"), "/proc/nowhere"),
    ],
)
def test_wrong_usage_ends_with_2_and_one_clear_line(arguments, message, run_thresher, tmp_path):
    done = run_thresher(*(str(tmp_path / "out") if a == "OUT" else a for a in arguments), cwd=ROOT)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("clean", "INPUT", "--out", "OUT"), ("rules", "check"), ("doctor",)])
def test_a_folder_of_rules_that_is_not_there_is_wrong_usage(command, captures, run_thresher, tmp_path):
    config = tmp_path / "thresher.toml"
    config.write_text('[strip]\nrules_folder = "nowhere"\n')
    places = {"INPUT": captures / "text", "OUT": tmp_path / "out"}
    done = run_thresher(*(places.get(word, word) for word in command), "--config", config)
    assert done.returncode == 2
    assert "no such folder of rules" in done.stderr


def test_input_without_captures_ends_with_4(run_thresher, tmp_path):
    (tmp_path / "empty").mkdir()
    done = run_thresher("clean", tmp_path / "empty", "--out", tmp_path / "out")
    assert done.returncode == 4, done.stderr
    assert "0 articles of 0 captures" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_any_name_of_a_file_can_be_read_and_stands_in_the_manifest(captures, run_thresher, tmp_path):
    story = (captures / "text" / "lantern-clinic.txt").read_bytes()
    names = ["with space.txt", "new\nline.txt", "日本.txt", "a*b.txt", "[bold].txt", os.fsdecode(b"no-utf-8-\xff.txt")]
    folder = tmp_path / "in"
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(story)
    (folder / "loop").symlink_to("loop")
    (folder / "self").symlink_to(".")
    done = run_thresher("clean", folder, "--out", tmp_path / "[red]out")
    assert done.returncode == 0, done.stderr
    assert "[red]out" in done.stderr
    manifest = json.loads((tmp_path / "[red]out" / "manifest.json").read_bytes())
    shown = [*names[:-1], "no-utf-8-\\xff.txt"]
    assert {Path(file["path"]).name for file in manifest["inputs"]} == set(shown)
    assert manifest["books"]["captures"] == len(names)


def test_a_pipe_is_read_like_a_file(captures, tmp_path):
    script = f'"{sys.executable}" -m thresher clean <(cat "{captures}/pages.warc") --out "{tmp_path}/out" --quiet'
    subprocess.run(["bash", "-c", script], check=True, timeout=300)
    assert json.loads((tmp_path / "out" / "manifest.json").read_bytes())["books"]["articles"] > 0


def test_closed_standard_input_is_wrong_usage(tmp_path):
    script = f'"{sys.executable}" -m thresher clean - --out "{tmp_path}/out" <&-'
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=False, timeout=300)
    assert done.returncode == 2
    assert b"standard input is closed" in done.stderr


@pytest.mark.parametrize("command", [["rules", "list"], ["clean", "INPUT", "--out", "OUT"], ["explain", "INPUT"]])
def test_a_reader_who_has_seen_enough_is_no_failure(command, captures, tmp_path):
    places = {"INPUT": str(captures / "pages.warc"), "OUT": str(tmp_path / "out")}
    reader, writer = os.pipe()
    os.close(reader)
    call = [sys.executable, "-m", "thresher", *(places.get(word, word) for word in command)]
    done = subprocess.run(call, stdout=writer, stderr=subprocess.PIPE, check=False, timeout=300)
    os.close(writer)
    assert done.returncode == 0
    assert b"Error" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_clear_line(captures):
    call = [sys.executable, "-m", "thresher", "explain", str(captures / "text" / "lantern-clinic.txt")]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, check=False, timeout=300)
    assert done.returncode == 1
    assert b"thresher: No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_folder_that_holds_files_of_others_is_left_alone(captures, run_thresher, tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "mine.txt").write_text("mine")
    done = run_thresher("clean", captures / "text", "--out", tmp_path)
    assert done.returncode == 2
    assert "did not write" in done.stderr
    assert (tmp_path / "articles" / "mine.txt").read_text() == "mine"


def test_two_runs_into_one_folder_at_once_are_refused(captures, run_thresher, tmp_path):
    import fcntl

    (tmp_path / ".work").mkdir()
    with (tmp_path / ".work" / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = run_thresher("clean", captures / "text", "--out", tmp_path)
    assert done.returncode == 2
    assert "another run" in done.stderr


def test_quiet_prints_nothing_and_json_logs_are_json(captures, run_thresher, tmp_path):
    quiet = run_thresher("clean", captures / "text", "--out", tmp_path / "a", "--quiet")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    logged = run_thresher("clean", captures / "text", "--out", tmp_path / "b", "--json-logs")
    lines = [json.loads(line) for line in logged.stderr.splitlines()]
    assert lines
    assert {"time", "level", "logger", "message"} <= lines[0].keys()
    told = list(dict.fromkeys(line["stage"] for line in lines if "stage" in line))
    assert told == ["plan", "pages", "templates", "originals", "articles", "duplicates", "output", "corpus"]
    assert lines[-1]["books"] == json.loads((tmp_path / "b" / "manifest.json").read_bytes())["books"]


def test_without_a_terminal_a_run_says_one_line_at_its_start_and_one_at_its_end(captures, run_thresher, tmp_path):
    done = run_thresher("clean", captures / "text", "--out", tmp_path / "out")
    begins, ends = (line.partition(" INFO ")[2] for line in done.stderr.splitlines())
    assert begins == f"begins: {tmp_path / 'out'}"
    assert ends.startswith("done: 14 captures, 14 articles; rejected: none; ")
    assert done.stdout == ""


def test_a_scheduled_batch_takes_inputs_and_folder_from_the_settings(captures, run_thresher, tmp_path):
    (tmp_path / "in-monday").symlink_to(captures / "text")
    config = tmp_path / "thresher.toml"
    config.write_text(f'[batch]\ninputs = ["{tmp_path}/in-{{batch}}"]\nout = "{tmp_path}/{{}}out-{{batch}}"\n')
    done = run_thresher("run", "--batch", "monday", "--config", config)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "{}out-monday" / "manifest.json").exists()


def test_luigi_runs_the_corpus_by_itself_with_our_settings_and_codes(captures, tmp_path):
    luigi = Path(sys.executable).with_name("luigi")
    inputs, out = json.dumps([str(captures / "text")]), tmp_path / "out"
    command = [luigi, "--module", "thresher.tasks", "Corpus", "--local-scheduler", "--inputs", inputs, "--out", out]
    configured = os.environ | {"LUIGI_CONFIG_PARSER": "toml", "LUIGI_CONFIG_PATH": str(ROOT / "config" / "luigi.toml")}
    done = subprocess.run(command, capture_output=True, check=False, timeout=300, env=configured)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads((out / "manifest.json").read_bytes())["books"]["articles"] > 0
    wrong = [*command[:-3], json.dumps(["no-such-file"]), *command[-2:]]
    assert subprocess.run(wrong, capture_output=True, check=False, timeout=300, env=configured).returncode == 2


def test_explain_shows_what_went_and_by_which_rule(run_thresher, cleaned, rows):
    removal = rows(cleaned / "removals")[0]
    article = next(row for row in rows(cleaned / "articles") if row["id"] == removal["id"])
    source = article["source"]
    by_offset = run_thresher("explain", f"{source['archive']}#{source['offset']}", cwd=ROOT)
    assert removal["judge"] in by_offset.stdout
    by_url = run_thresher("explain", "--json", f"{source['archive']}#{article['url']}", cwd=ROOT)
    explained = json.loads(by_url.stdout.splitlines()[0])
    assert explained["article"]["text"] == article["text"]
    assert explained["blocks"][removal["block"]]["removed"]


def test_explain_lets_no_control_code_through(run_thresher, tmp_path):
    words = "The harbour board met on Monday and decided that the ferry will run every hour from May."
    (tmp_path / "evil.txt").write_text(f"Title\n\n{words} \x1b[31mred\x1b[0m \u202eevil\u202c {words}\n", "utf-8")
    done = run_thresher("explain", tmp_path / "evil.txt")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_doctor_finds_a_healthy_installation(run_thresher):
    done = run_thresher("doctor")
    assert done.returncode == 0, done.stdout
    assert "self-test    passed" in done.stdout


def test_rules_check_passes_for_the_shipped_rules_and_names_a_broken_one(run_thresher, tmp_path):
    assert run_thresher("rules", "check").returncode == 0
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "bad.toml").write_text(
        '[topic]\nname = "bad"\ndescription = "Bad."\n[[rule]]\nid = "no-pattern"\n'
    )
    config = tmp_path / "thresher.toml"
    config.write_text('[strip]\nrules_folder = "rules"\n')
    done = run_thresher("rules", "check", "--config", config)
    assert done.returncode == 2
    assert "bad.toml" in done.stderr
    assert "no-pattern" in done.stderr


def test_rules_list_names_every_rule_and_rules_new_writes_a_stub(run_thresher):
    from thresher.kit import Kit

    listed = run_thresher("rules", "list").stdout
    assert {line.split("\t")[1] for line in listed.splitlines()} == {rule.id for rule in Kit.load().rules}
    assert "[[rule]]" in run_thresher("rules", "new", "Follow us on Mastodon").stdout

"""What is shown of captures is inert: in the terminal, in JSON on the terminal, and in the report."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

from thresher.report.terminal import safe, safe_json

DIRT = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202egpj.exe\u2066\x08\x00"
ACTIVE = {"script", "img", "iframe", "object", "embed", "link", "base", "form"}


def plain(shown):
    return not set(shown) & {*map(chr, [*range(9), *range(11, 32), *range(127, 160)]), *"\u202e\u2066"}


def test_what_a_terminal_would_obey_is_shown_as_code_points():
    assert plain(safe(DIRT))
    assert "<U+001B>" in safe(DIRT)


def test_json_on_a_terminal_is_the_same_data_without_what_a_terminal_would_obey():
    data = {"a": DIRT, "b": ["\ud800", "\U000e0001", "日本 é"]}
    shown = safe_json(data)
    assert plain(shown)
    assert json.loads(shown) == data
    assert "日本 é" in shown
    shown.encode("utf-8")


@pytest.fixture
def hostile_file(tmp_path, ferry_page):
    dirt = "&#27;]0;owned&#7;&#x9b;31m&#x202e;gpj<script>alert(1)</script>&lt;script&gt;alert(2)&lt;/script&gt;"
    page = ferry_page.replace("The ferry", f"The {dirt} ferry").replace("Ferry stops<", f"Ferry {dirt} stops<")
    path = tmp_path / "in" / "\x1b[31m\u202e<img src=x onerror=alert(1)>\nforged.html"
    path.parent.mkdir()
    path.write_text(page)
    return path


def test_nothing_of_a_hostile_file_acts_in_terminal_or_report(hostile_file, run_thresher, tmp_path):
    out = tmp_path / "out"
    done = run_thresher("clean", hostile_file.parent, "--out", out)
    assert done.returncode == 0, done.stderr
    assert plain(done.stdout)
    assert plain(done.stderr)
    tags = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attributes: tags.append((tag, attributes))
    page = (out / "report.html").read_text("utf-8")
    reader.feed(page)
    assert not ACTIVE & {tag for tag, _ in tags}
    assert not [name for _, attributes in tags for name, _ in attributes if name.startswith("on")]
    assert plain(page)
    assert "default-src 'none'" in page


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_an_explanation_of_a_hostile_file_is_inert(hostile_file, options, run_thresher):
    done = run_thresher("explain", hostile_file, *options)
    assert done.returncode == 0, done.stderr
    assert plain(done.stdout)
    assert "owned" in done.stdout


@pytest.mark.parametrize("name", ["no\x1b[31m\u202e.warc", "../\x9b/x"])
def test_an_error_that_names_a_hostile_file_is_inert(name, run_thresher, tmp_path):
    done = run_thresher("clean", tmp_path / name, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert plain(done.stderr)

"""What is marked as wrong becomes a case and a rule that can be tried as they are."""

from __future__ import annotations

import json
import tomllib

import pytest
from click.testing import CliRunner

from thresher.cli import commands
from thresher.errors import SettingsError
from thresher.inspector.marks import check, with_keep
from thresher.kit import Kit
from thresher.settings import Settings


@pytest.fixture
def marked(window, view_of):
    """A cut of the text capture marked as wrong; returns the cut."""
    view = view_of("text")
    cut = next(
        one for one in view.data["cuts"] if one["judge"] == "rule:copyright-notices" or one["reason"] == "copyright"
    )
    window.mark({"n": view.data["n"], "what": "keep", "cut": cut["n"]})
    return cut


def test_a_wrong_cut_stands_among_the_lines_that_its_rule_must_keep(marked, marks):
    rule = marked["judge"].removeprefix("rule:")
    (table,) = [
        one
        for file in (marks / "rules").glob("*.toml")
        for one in tomllib.loads(file.read_text())["rule"]
        if one["id"] == rule and marked["text"] in one["keeps"]
    ]
    assert marked["text"] not in table["drops"]
    kit = Kit.load(Settings.load(marks / "thresher.toml"))
    assert {rule.id for rule in kit.rules} == {rule.id for rule in Kit.load().rules}


def test_a_wrong_cut_is_a_case_that_fails_until_the_rule_is_mended(marked, marks):
    (row,) = map(json.loads, (marks / "cases" / "index.jsonl").read_text().splitlines())
    assert row["with"] == [marked["text"]]
    phrases, problems = check(marks, Settings.load(marks / "thresher.toml"))
    assert phrases == 1
    assert problems == [f"{row['file']}: is cut, but must stay: {marked['text']}"]
    settings = Settings.load(marks / "thresher.toml")
    mended = settings.changed(
        {"strip": {**settings.strip.model_dump(exclude_unset=True), "topics_off": ("copyright",), "model": False}}
    )
    assert check(marks, mended) == (1, [])


def test_marks_check_tells_and_ends_with_a_code(marked, marks):
    done = CliRunner().invoke(commands, ["marks", "check", str(marks)])
    assert done.exit_code == 2
    assert "phrases: 1, problems: " in done.output
    assert marked["text"] in done.output


def test_chaff_that_stayed_becomes_a_stub_and_a_case(window, view_of, marks):
    view = view_of("ferry")
    files = window.mark({"n": view.data["n"], "what": "drop", "text": "cast in Tersk from an old bell"})
    case, stub = (marks / name for name in files)
    assert case.read_bytes() == view.sight.capture.body
    assert tomllib.loads(stub.read_text())["rule"][0]["drops"] == ["cast in Tersk from an old bell"]
    assert check(marks, Settings())[1][0].endswith("stays, but must go: cast in Tersk from an old bell")


def test_marking_twice_writes_once(window, view_of, marks):
    view = view_of("text")
    for _ in range(2):
        window.mark({"n": view.data["n"], "what": "keep", "cut": 0})
    (row,) = map(json.loads, (marks / "cases" / "index.jsonl").read_text().splitlines())
    assert len(row["with"]) == 1


def test_a_line_is_put_into_its_own_rule_and_no_other():
    tables = ('id = "a"\nkeeps = [\n]\n', 'id = "ab"\ndrops = ["x"]\n', 'id = "c"\nkeeps = ["y"]\n')
    document = '[topic]\nname = "x"\n' + "".join(f"\n[[rule]]\n{table}" for table in tables)
    for rule in ("a", "ab", "c"):
        found = tomllib.loads(with_keep(document, rule, 'say "so"\\'))["rule"]
        assert [one["id"] for one in found if 'say "so"\\' in one.get("keeps", [])] == [rule]
        assert len(found) == 3
    assert with_keep(document, "b", "x") is None


def test_a_case_that_names_a_file_elsewhere_is_refused(marks):
    (marks / "cases").mkdir(parents=True)
    row = {"file": "../../secret.txt", "url": "", "captured_at": None, "with": ["x"], "without": []}
    (marks / "cases" / "index.jsonl").write_text(json.dumps(row))
    with pytest.raises(SettingsError, match="beside its list"):
        check(marks, Settings())


@pytest.mark.parametrize(
    "url", ["https://a.example/../../../etc/passwd", "https://\u202e/ü/..", "", "file:///etc/passwd"]
)
def test_an_address_makes_a_name_of_letters_digits_and_dashes(url):
    import re

    from thresher.inspector.marks import _name
    from thresher.nouns import Capture, CaptureKind, Origin

    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*\.html", _name(Capture(Origin("x"), url, None, CaptureKind.HTML), "7"))

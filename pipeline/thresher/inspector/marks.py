"""Decisions marked as wrong, written into a folder of their own, ready to be tried and committed.

MARKS/thresher.toml        the settings of the run, with the rules below
MARKS/rules/*.toml         a working copy of the rules; a line that was wrongly cut stands in its rule's `keeps`
MARKS/stubs/*.toml         a stub of a rule for each line that should have been cut
MARKS/cases/index.jsonl    a case a line: its file, address and date, and phrases that its text must and must not hold
MARKS/cases/*.html, *.txt  the captures, as they were captured
"""

from __future__ import annotations

import json
import re
import shutil
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thresher.errors import SettingsError
from thresher.kit import config_folder
from thresher.nouns import CaptureKind
from thresher.strip.stub import stub
from thresher.whole import writing_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeGuard

    from thresher.inspector.view import View
    from thresher.nouns import Capture
    from thresher.settings import Settings

KEEP, DROP = "keep", "drop"
INDEX = "index.jsonl"
_PHRASE_CHARS = 160
_TEXT_CHARS = 5_000
_SLUG = re.compile(r"[^a-z0-9]+")
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Mark:
    """One decision marked: the capture's view, what should have been done, and the text that it is about.

    `judge` is who cut the text, "" where nobody did; `line` the whole block that it was cut from.
    """

    view: View
    what: str
    text: str
    judge: str = ""
    line: str = ""


def checked(folder: Path, out: Path) -> Path:
    """The folder for marks; raises SettingsError where it lies in the output of the run."""
    if folder.resolve().is_relative_to(out.resolve()):
        raise SettingsError(f"marks are not written into the output of a run ({folder})")
    return folder


def written(mark: Mark, folder: Path, settings: Settings) -> list[str]:
    """Write a mark; the files that it went into, by their names in the folder. Raises SettingsError, OSError."""
    text = " ".join(mark.text[:_TEXT_CHARS].split())
    if not text or mark.view.sight is None:
        raise SettingsError("there is nothing to mark: the capture cannot be read")
    with _LOCK:
        files = [_case(mark, text, folder)]
        if mark.what == DROP:
            files.append(_stub(text, folder))
        elif mark.judge.startswith("rule:"):
            files += _keep(" ".join((mark.line or text).split()), mark.judge.removeprefix("rule:"), folder, settings)
    return files


def _case(mark: Mark, text: str, folder: Path) -> str:
    """Add the text to the phrases of its capture's case; the capture is stored once."""
    assert mark.view.sight is not None
    capture = mark.view.sight.capture
    name = _name(capture, str(mark.view.data["n"]))
    cases = folder / "cases"
    rows = _cases(cases / INDEX)
    row = next((one for one in rows if one["file"] == name), None)
    if row is None:
        row = {
            "file": name,
            "url": mark.view.data["url"],
            "captured_at": mark.view.data["captured_at"],
            "charset": capture.charset,
            "with": [],
            "without": [],
        }
        rows.append(row)
        _write(cases / name, capture.body)
    phrases = row["with" if mark.what == KEEP else "without"]
    phrase = _phrase(text)
    if phrase not in phrases:
        phrases.append(phrase)
    _write(cases / INDEX, "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows).encode())
    return f"cases/{name}"


def _cases(file: Path) -> list[dict[str, Any]]:
    if not file.exists():
        return []
    try:
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    except ValueError as error:
        raise SettingsError(f"is not the list of cases: {error} ({file})") from error
    if not all(map(_is_case, rows)):
        raise SettingsError(f"is not the list of cases ({file})")
    return rows


def _is_case(row: object) -> TypeGuard[dict[str, Any]]:
    lists = ("with", "without")
    return (
        isinstance(row, dict)
        and isinstance(row.get("file"), str)
        and all(isinstance(row.get(one), list) for one in lists)
    )


def _phrase(text: str) -> str:
    """The beginning of a text, to a word's end."""
    return text if len(text) <= _PHRASE_CHARS else text[:_PHRASE_CHARS].rpartition(" ")[0] or text[:_PHRASE_CHARS]


def _name(capture: Capture, number: str) -> str:
    """A file's name made of an address: letters, digits and dashes alone."""
    steps = [step for step in capture.url.partition("://")[2].partition("?")[0].split("/") if step]
    slug = "-".join(
        filter(None, (_slug(steps[0]) if steps else "", _slug(steps[-1].partition(".")[0]) if steps[1:] else ""))
    )
    return f"{slug[:80] or 'capture'}-{number}.{'txt' if capture.kind is CaptureKind.TEXT else 'html'}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _SLUG.sub("-", plain).strip("-")


def _stub(text: str, folder: Path) -> str:
    made = stub(text)
    name = _slug(made.partition('id = "')[2].partition('"')[0]) or "line"
    _write(folder / "stubs" / f"{name}.toml", made.encode())
    return f"stubs/{name}.toml"


def _keep(text: str, rule: str, folder: Path, settings: Settings) -> list[str]:
    """Put the text among the lines that its rule must keep, in the working copy of the rules."""
    rules = folder / "rules"
    if not rules.is_dir():
        source = Path(settings.strip.rules_folder) if settings.strip.rules_folder else config_folder() / "rules"
        rules.mkdir(parents=True)
        for file in sorted(source.glob("*.toml")):
            shutil.copyfile(file, rules / file.name)
    if not (folder / "thresher.toml").exists():
        _write(folder / "thresher.toml", _settings(settings).encode())
    for file in sorted(rules.glob("*.toml")):
        found = with_keep(file.read_text("utf-8"), rule, text)
        if found is not None:
            _write(file, found.encode())
            return [f"rules/{file.name}", "thresher.toml"]
    raise SettingsError(f"no such rule ({rule}, {rules})")


def with_keep(document: str, rule: str, text: str) -> str | None:
    """A rule file with one line more that a rule must keep; None where the rule is not in it."""
    start = re.search(rf'^id = "{re.escape(rule)}"$', document, re.MULTILINE)
    if start is None:
        return None
    following = re.search(r"^\[\[?\w", document[start.end() :], re.MULTILINE)
    end = start.end() + following.start() if following else len(document)
    line = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    table = document[start.start() : end]
    if line in table:
        return document
    keeps = re.search(r"^keeps = \[", table, re.MULTILINE)
    if keeps:
        rest = table[keeps.end() :]
        apart = "" if rest.startswith("\n") else "\n  "
        table = f"{table[: keeps.end()]}\n  {line},{apart}{rest}"
    else:
        table = f"{table.rstrip()}\nkeeps = [\n  {line},\n]\n\n"
    return document[: start.start()] + table + document[end:]


def _settings(settings: Settings) -> str:
    """The settings of the run as a settings file; what is as ever is left out."""
    changed = settings.model_dump(mode="json", exclude_defaults=True, exclude={"engine", "batch", "state", "output"})
    changed["strip"] = {**changed.get("strip", {}), "rules_folder": "rules"}
    lines = ["# The settings of the run that was inspected, with the rules in this folder."]
    for section, values in changed.items():
        lines.append(f"\n[{section}]")
        lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    return "\n".join(lines) + "\n"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with writing_whole(path) as stream:
        stream.write(content)


def check(folder: Path, settings: Settings) -> tuple[int, list[str]]:
    """Clean the cases of a folder of marks; how many phrases there are, and what is wrong. Raises SettingsError."""
    from datetime import datetime

    from thresher.cleaner import Cleaner
    from thresher.nouns import Article, Capture, Origin

    cases = folder / "cases"
    cleaner = Cleaner(settings)
    problems: list[str] = []
    rows = _cases(cases / INDEX)
    for row in rows:
        if Path(row["file"]).name != row["file"]:
            raise SettingsError(f"a case's file lies beside its list ({row['file']})")
        kind = CaptureKind.TEXT if row["file"].endswith(".txt") else CaptureKind.HTML
        moment = datetime.fromisoformat(row["captured_at"]) if row.get("captured_at") else None
        body = (cases / row["file"]).read_bytes()
        media = "text/plain" if kind is CaptureKind.TEXT else "text/html"
        capture = Capture(Origin(row["file"]), row.get("url") or "", moment, kind, body, media, row.get("charset"))
        outcome = cleaner.clean_one(capture)
        problems += _problems(row, outcome.text if isinstance(outcome, Article) else None)
    return sum(len(row["with"]) + len(row["without"]) for row in rows), problems


def _problems(row: Mapping[str, Any], text: str | None) -> list[str]:
    if text is None:
        return [f"{row['file']}: became no article"]
    shown = " ".join(text.split())
    found = [f"{row['file']}: is cut, but must stay: {phrase}" for phrase in row["with"] if phrase not in shown]
    return found + [f"{row['file']}: stays, but must go: {phrase}" for phrase in row["without"] if phrase in shown]

"""The page of a run, from its output folder to one self-contained file."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from thresher.errors import SettingsError
from thresher.report.page import filters
from thresher.report.page.against import against
from thresher.report.page.chaff import FAMILIES, chaff
from thresher.report.page.coverage import coverage
from thresher.report.page.findings import findings
from thresher.report.page.kin import families
from thresher.report.page.ledgers import ledgers
from thresher.report.page.making import making
from thresher.report.page.outcomes import outcomes
from thresher.report.page.pace import Pace, pace
from thresher.report.page.plots import Line, columns, lines
from thresher.report.page.shown import clear, command
from thresher.report.page.sites import sites
from thresher.report.page.spread import spread
from thresher.report.terminal import safe
from thresher.whole import writing_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from thresher.report.page.outcomes import Outcomes

REPORT = "report.html"
MANIFEST = "manifest.json"
_TEMPLATES = Path(__file__).parent / "templates"
_SECTIONS = {
    "overview": "At a glance",
    "against": "What changed",
    "outcomes": "Outcomes",
    "chaff": "Chaff",
    "sites": "Sites",
    "languages": "Languages",
    "dates": "Dates",
    "lengths": "Lengths",
    "copies": "Copies",
    "metadata": "Metadata",
    "pace": "Speed",
    "quarantine": "Quarantine",
    "making": "Settings",
}


def write_report(
    out: Path, manifest: Mapping[str, Any] | None = None, *, old: Path | None = None, to: Path | None = None
) -> Path:
    """Write the report of the run that wrote `out`, compared with the run that wrote `old`; returns its path.

    Raises SettingsError where no run wrote them. `manifest` is given where it is not written yet.
    """
    page = report_page(out, manifest or read_manifest(out), old)
    target = to or out / REPORT
    with writing_whole(target) as stream:
        stream.write(page.encode("utf-8", "replace"))
    return target


def read_manifest(out: Path) -> dict[str, Any]:
    """The manifest of a finished run; raises SettingsError."""
    try:
        manifest: dict[str, Any] = json.loads((out / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise SettingsError(f"no finished run wrote this folder: it has no {MANIFEST} ({out})") from error
    return manifest


def report_page(out: Path, manifest: Mapping[str, Any], old: Path | None = None, name: str | None = None) -> str:
    """The page as HTML; the commands that it shows call the run by `name`, or by its folder."""
    name = name or str(out)
    measured = pace(out)
    before = read_manifest(old) if old else {}
    for folder, facts in ((out, manifest), *([(old, before)] if old else [])):
        if facts["books"]["articles"] and not (folder / "articles").is_dir():
            raise SettingsError(f"its articles are not there any more ({folder})")
    with ledgers(out, *([old] if old else [])) as tables:
        compared = against(tables, out, manifest, old, before) if old else None
        what: dict[str, Any] = {
            "outcomes": outcomes(manifest["books"], tables, name),
            "chaff": chaff(tables),
            "sites": sites(tables),
            "spread": spread(tables),
            "coverage": coverage(tables),
        }
        told = findings(**what)
        what["families"] = families(tables, name)
        languages = tables.row("SELECT count(DISTINCT language) FROM articles")[0]
    what |= {"against": compared, "findings": told, "pace": measured, "making": making(manifest)}
    what |= _drawn(what) | _paced(measured)
    what |= {"site_count": len(what["sites"]) + what["sites"].more, "language_count": languages}
    what["retry"] = command("thresher", "retry", name)
    what["sections"] = [(at, name) for at, name in _SECTIONS.items() if at != "against" or compared]
    return _rendered(what)


def _drawn(what: Mapping[str, Any]) -> dict[str, Any]:
    """The plots, and the parts of the two large bars."""
    spread, chaff = what["spread"], what["chaff"]
    span = spread.timeline.columns
    between = f", {span[0].name} to {span[-1].name}" if span else ""
    return {
        "whole": _whole(what["outcomes"]),
        "chaff_whole": [(filters.part_of(one.words, chaff.words), f"c{n}") for n, one in enumerate(chaff.families, 1)],
        "family_names": FAMILIES,
        "timeline": columns(span, f"Columns: articles by {spread.timeline.step} of publication{between}")
        if span
        else "",
        "lengths": columns(spread.lengths, f"Columns: articles by length; {spread.median:,} words in the middle"),
    }


def _whole(one: Outcomes) -> list[tuple[float, str]]:
    counts = ((one.articles, "grain"), (one.duplicates, "copy"), (one.others, "other"), (one.failures, "fail"))
    return [(filters.part_of(count, one.captures), name) for count, name in counts]


def _paced(measured: Pace | None) -> dict[str, Any]:
    """The plots of speed and memory; one line a stage, for between stages nothing is counted."""
    if measured is None:
        return {"rates": "", "memory": ""}
    stages: dict[str, list[tuple[float, float]]] = {}
    for one in measured.rates:
        stages.setdefault(one.stage, []).append((one.t, one.records))
    starts: dict[str, float] = {}
    for sample in measured.metrics.samples:
        starts.setdefault(sample.stage, sample.t)
    marks = [(moment, clear(stage, 24)) for stage, moment in starts.items() if stage][:8]
    seconds = max([measured.metrics.seconds, *(t for t, _ in measured.memory)])
    rates = [Line("grain", points) for points in stages.values()]
    held = [Line("c1", measured.memory)]
    return {
        "rates": lines(rates, seconds, "Lines: records a second over time, a line for each stage", marks),
        "memory": lines(held, seconds, f"Line: memory over time; {measured.peak_mib:,.0f} MiB at most", marks),
    }


def _visible(value: object) -> object:
    """Whatever the template writes, without a character that hides something; markup is ours, and is so already."""
    return safe(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@lru_cache(maxsize=1)
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        finalize=_visible,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters |= filters.FILTERS
    environment.globals |= filters.GLOBALS
    return environment


def _rendered(what: Mapping[str, Any]) -> str:
    style = (_TEMPLATES / "style.css").read_text("utf-8")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        _templates()
        .get_template("report.html")
        .render(
            what,
            style=Markup(style),  # noqa: S704 - ours
            style_digest=Markup(f"sha256-{digest}"),  # noqa: S704 - the same
        )
    )

"""Pages of invented sites, the same ones each time: stories with standing lines round them, as HTML and as text."""

from __future__ import annotations

import html
import random
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thresher.nouns import Capture, CaptureKind, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = 40
_BLOGS, _SERIES = (
    14,
    14,
)  # pages of forty that repeat a paragraph of their story, or begin with the lead of their series
_REFRAIN, _SOME, _FEW = 3, 3, 6  # every third page, every third, every sixth
_FIRST = datetime(2026, 4, 2, 7, tzinfo=UTC)
_SITES = Path(__file__).with_name("sites.toml")


@dataclass(frozen=True, slots=True)
class Standing:
    """A page, with the paragraphs that are its article and the lines that are not."""

    capture: Capture
    story: tuple[str, ...]
    chaff: tuple[str, ...]


def pages(count: int = PAGES, sites: int | None = None) -> Iterator[Standing]:
    """So many pages of each site: of those that are invented, or of as many `sites`, the same ones by other names."""
    document = tomllib.loads(_SITES.read_text("utf-8"))
    invented = document["site"]
    for turn in range(sites or len(invented)):
        site = dict(invented[turn % len(invented)])
        if turn >= len(invented):
            site["host"] = f"{turn}.{site['host']}"
        chance = random.Random(site["host"])
        for number in range(count):
            yield _page(site, document["language"][site["language"]], number, chance)


def _page(site: dict[str, Any], language: dict[str, Any], number: int, chance: random.Random) -> Standing:
    paragraphs = [_paragraph(language, chance) for _ in range(chance.randint(5, 9))]
    turn = number % PAGES
    if "blog" in site and turn < _BLOGS:
        paragraphs.insert(chance.randint(1, 4), site["blog"])
    if "lead" in site and turn >= PAGES - _SERIES:
        paragraphs.insert(0, site["lead"])
    title = _sentence(language, chance).partition(",")[0].rstrip(".")
    if turn % _REFRAIN == 0:
        paragraphs.insert(chance.randint(2, 4), site["refrain"])
    standing = {
        place: [_filled(line, language, chance) for line in site[place]] for place in ("before", "amid", "after")
    }
    for place, rhythm in (("some", _SOME), ("few", _FEW)):
        if turn % rhythm == 1:
            standing["after"] += [_filled(line, language, chance) for line in site[place]]
    middle = len(paragraphs) // 2
    lines = [*standing["before"], *paragraphs[:middle], *standing["amid"], *paragraphs[middle:], *standing["after"]]
    day = _FIRST + timedelta(hours=40 * turn)
    url = f"https://{site['host']}/{day:%Y/%m}/{number:05}"
    is_text = site["form"] == "text"
    body = "\n\n".join([title, *lines]) if is_text else _markup(title, lines, site, language)
    kind, media = (CaptureKind.TEXT, "text/plain") if is_text else (CaptureKind.HTML, "text/html")
    capture = Capture(Origin(f"{site['host']}.invented", number), url, day, kind, body.encode(), media, "utf-8")
    return Standing(capture, tuple(paragraphs), tuple(line for place in standing.values() for line in place))


def _markup(title: str, lines: list[str], site: dict[str, Any], language: dict[str, Any]) -> str:
    menu = "".join(f'<li><a href="/{month.lower()}">{month}</a></li>' for month in language["months"])
    text = "".join(f"<p>{html.escape(line)}</p>\n" for line in lines)
    named = html.escape(title)
    head = f'<!doctype html><html lang="{site["language"]}"><head><meta charset="utf-8"><title>{named}</title></head>'
    return f"{head}<body><nav><ul>{menu}</ul></nav><article><h1>{named}</h1>\n{text}</article></body></html>"


def _paragraph(language: dict[str, Any], chance: random.Random) -> str:
    return " ".join(_sentence(language, chance) for _ in range(chance.randint(2, 5)))


def _sentence(language: dict[str, Any], chance: random.Random) -> str:
    return " ".join(chance.choice(language[part]) for part in ("who", "did", "what", "where"))


def _filled(line: str, language: dict[str, Any], chance: random.Random) -> str:
    facts = {
        "day": chance.randint(1, 28),
        "month": chance.choice(language["months"]),
        "year": chance.randint(2024, 2027),
    }
    return line.format(n=chance.randint(2, 9999), date=language["date"].format(**facts))

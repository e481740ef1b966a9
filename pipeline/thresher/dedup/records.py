"""Anyone's articles as rows, from lines of JSON to decisions: this room without the rest of the house."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from thresher.dedup.decide import decide
from thresher.dedup.relate import CONTAINS, EXCERPT, QUOTES, SHARED_QUOTES
from thresher.dedup.settle import decisions
from thresher.dedup.sheet import sheet
from thresher.emit.fields import moment
from thresher.emit.reading import article_files, numbered_rows
from thresher.errors import SettingsError
from thresher.nouns import Article, Capture, CaptureKind, Evidence, Origin
from thresher.settings import Dedup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from thresher.dedup.settle import Decision
    from thresher.dedup.sheet import Place, Sheet

    Row = Mapping[str, Any]

_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2}.*)?$")
_PUBLISHED_KEYS = ("published", "date_published", "date")
_CAPTURED_KEYS = ("captured_at", "crawl_date", "date_download")
_SHORT_KINDS = {EXCERPT: "excerpt", CONTAINS: "embedded", QUOTES: "quotes", SHARED_QUOTES: "quotes"}
_FACTS = ("authors", "description", "image", "modified", "section", "tags", "title")


def deduplicated(rows: Iterable[Row], settings: Dedup | None = None) -> list[dict[str, Any]]:
    """A decision on each article, in the order in which they came; each row has at least `url` and `text`.

    `title`, `published`, `captured_at` and `canonical_url` are used where they are there. A decision says in which
    cluster the article is, whether it is the one to keep, and what it is related to. Raises SettingsError for a row
    that is no article.
    """
    return list(
        _decided((article_sheet(row, (0, number), f"row {number}") for number, row in enumerate(rows)), settings)
    )


def deduplicated_files(paths: Iterable[Path], settings: Dedup | None = None) -> Iterator[dict[str, Any]]:
    """The same for the lines of JSON files, which may be compressed; an error names the file and the line."""
    return _decided(_sheets(paths), settings)


def _decided(sheets: Iterable[Sheet], settings: Dedup | None) -> Iterator[dict[str, Any]]:
    known = list(sheets)
    made = decisions(decide(known, settings or Dedup()))
    seen = Counter(one.url for one in known)
    names = {one.id: one.url if seen[one.url] == 1 else one.id for one in known}  # twice used, it names no cluster
    for one in known:
        yield _row(one, made.get(one.place), names)


def _row(one: Sheet, decision: Decision | None, names: Mapping[str, str]) -> dict[str, Any]:
    keep = decision is None or decision.kind is None
    row: dict[str, Any] = {"url": one.url, "cluster": names[decision.kept if decision else one.id], "keep": keep}
    if decision and not keep:
        row |= {"duplicate": decision.kind, "similarity": decision.similarity, "evidence": decision.evidence}
    row["relations"] = [
        {"to": link.url, "kind": _SHORT_KINDS.get(link.kind, link.kind), "score": link.score, "evidence": link.evidence}
        for link in (decision.relations if decision else ())
        if not (link.id == decision.kept and not keep)  # type: ignore[union-attr]  # there is a link
    ]
    return row


def _sheets(paths: Iterable[Path]) -> Iterator[Sheet]:
    for part, path in enumerate(article_files(paths)):
        for number, row in numbered_rows(path):
            yield article_sheet(row, (part, number), f"{path}:{number}")


def article_sheet(row: Row, place: Place, where: str) -> Sheet:
    """The sheet of an article that is given as a row; raises SettingsError that says where and what is wrong."""
    url, text = (_text(row, name, where, is_needed=True) for name in ("url", "text"))
    canonical = _text(row, "canonical_url", where) or url
    captured = _moment(next((row[name] for name in _CAPTURED_KEYS if row.get(name)), None))
    published = next((row[name] for name in _PUBLISHED_KEYS if row.get(name)), None)
    day = published if isinstance(published, str) and _DATE.match(published) else None
    if day and len(day) > len("2025-01-01"):
        day = moment(_moment(day))
    source = row.get("source") if isinstance(row.get("source"), dict) else {}
    capture = Capture(
        Origin(where.rpartition(":")[0] or where, place[1]),
        url,
        captured,
        CaptureKind.TEXT,
        truncated=(source or {}).get("truncated"),
    )
    evidence = {name: Evidence(str(row[name]), "row", 1.0) for name in _FACTS if row.get(name)}
    article = Article(
        f"{row.get('id') or url}#{where}",
        url,
        canonical,
        text,
        capture,
        title=_text(row, "title", where),
        published=day,
        publisher=_text(row, "publisher", where) or None,
        evidence=evidence,
    )
    return sheet(article, place)


def _text(row: Row, name: str, where: str, *, is_needed: bool = False) -> str:
    value = row.get(name)
    if value is None and not is_needed:
        return ""
    if not isinstance(value, str):
        raise SettingsError(f"`{name}` {'is missing' if value is None else 'is no text'} ({where})")
    return value.encode("utf-8", "replace").decode()  # a lone surrogate has no bytes


def _moment(value: object) -> datetime | None:
    """A moment in ISO 8601; None for anything else, since dates only help to choose."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)

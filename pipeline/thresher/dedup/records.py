"""Anyone's articles as rows, from lines of JSON to decisions: this room without the rest of the house."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from thresher.dedup.compared import compared
from thresher.dedup.relate import CONTAINS, EXCERPT, QUOTES, SHARED_QUOTES
from thresher.dedup.settle import decisions
from thresher.dedup.sheet import sheet
from thresher.emit.fields import moment
from thresher.emit.reading import article_files, numbered_rows
from thresher.errors import SettingsError
from thresher.nouns import Article, Capture, CaptureKind, Evidence, Origin
from thresher.settings import Dedup, Settings, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from thresher.dedup.settle import Decision, Related
    from thresher.dedup.sheet import Place, Sheet

    Row = Mapping[str, Any]

_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2}.*)?$")
_PUBLISHED_KEYS = ("published", "date_published", "date")
_CAPTURED_KEYS = ("captured_at", "crawl_date", "date_download")
_SHORT_KINDS = {EXCERPT: "excerpt", CONTAINS: "embedded", QUOTES: "quotes", SHARED_QUOTES: "quotes"}
_FACTS = ("authors", "description", "image", "modified", "section", "tags", "title")


def deduplicated(
    rows: Iterable[Row], settings: Dedup | None = None, *, state: Path | str | None = None, batch: str | None = None
) -> list[dict[str, Any]]:
    """A decision on each article, in the order in which they came; each row has at least `url` and `text`.

    `title`, `published`, `captured_at` and `canonical_url` are used where they are there. A decision says in which
    cluster the article is, whether it is the one to keep, and what it is related to. With a `state` folder they are
    compared with the articles of all earlier batches there, too, and remembered as a `batch`. Raises SettingsError for
    a row that is no article, and where another holds the state.
    """
    sheets = (article_sheet(row, (0, number), f"row {number}") for number, row in enumerate(rows))
    wanted = Settings(dedup=settings or Dedup(), state=State(folder=str(state) if state else None, batch=batch))
    return list(_decided(sheets, wanted))


def deduplicated_files(paths: Iterable[Path], settings: Settings | None = None) -> Iterator[dict[str, Any]]:
    """The same for the lines of JSON files, which may be compressed; an error names the file and the line."""
    return _decided(_sheets(paths), settings or Settings())


def _decided(sheets: Iterable[Sheet], settings: Settings) -> Iterator[dict[str, Any]]:
    known: list[tuple[Place, str, str]] = []

    def noted() -> Iterator[Sheet]:
        for one in sheets:
            known.append((one.place, one.id, one.url))
            yield one

    made = decisions(compared(noted(), settings))
    seen = Counter(url for *_, url in known)
    names = {name: url if seen[url] == 1 else name for _, name, url in known}  # twice used, it names no cluster
    for place, name, url in known:
        yield _row(name, url, made.get(place), names)


def _row(name: str, url: str, decision: Decision | None, names: Mapping[str, str]) -> dict[str, Any]:
    if decision is None:
        return {"url": url, "cluster": names[name], "keep": True, "relations": []}
    keep = decision.kind is None
    cluster = names[decision.kept] if decision.kept_batch is None else decision.kept_url
    row: dict[str, Any] = {"url": url, "cluster": cluster, "keep": keep}
    if not keep:
        row |= {"duplicate": decision.kind, "similarity": decision.similarity, "evidence": decision.evidence}
    if decision.kept_batch is not None:
        row |= {"kept": {"url": decision.kept_url, "batch": decision.kept_batch, "origin": decision.kept_origin}}
    if decision.supersedes:
        row["supersedes"] = [
            {"url": one.url, "batch": one.batch, "origin": f"{one.archive}:{one.offset}"} for one in decision.supersedes
        ]
    row["relations"] = [_related(link) for link in decision.relations if keep or link.id != decision.kept]
    return row


def _related(link: Related) -> dict[str, Any]:
    kind = _SHORT_KINDS.get(link.kind, link.kind)
    row = {"to": link.url, "kind": kind, "score": link.score, "evidence": link.evidence}
    return row if link.batch is None else {**row, "batch": link.batch}


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

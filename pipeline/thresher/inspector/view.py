"""What the inspector shows of one capture, as data: the page with its tints, the article, the cuts, the metadata."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thresher.emit.reading import record_name
from thresher.emit.text import render
from thresher.inspector import inert, plain
from thresher.inspector.families import family
from thresher.inspector.frame import document
from thresher.inspector.sight import LostError, Sight, seen
from thresher.inspector.tints import Placed, State, of_outline
from thresher.nouns import Article, BlockKind, Page, Reason, Removal
from thresher.report.account import accounts
from thresher.report.beside import beside
from thresher.strip.apply import apply
from thresher.words import word_count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from thresher.emit.reading import Row
    from thresher.inspector.index import Entry
    from thresher.kit import Kit
    from thresher.report.account import Cut

_ORDER = ("title", "authors", "published", "modified", "site_name", "language", "section", "canonical_url")
_MOST_LOSERS = 6
_MOST_PAIRS = 400  # paragraphs of two copies that are set side by side


@dataclass(frozen=True, slots=True)
class View:
    """One capture as the window shows it: plain data, and the document of its frame ("" where there is none)."""

    data: dict[str, Any]
    frame: str
    sight: Sight | None = None


def view(entry: Entry, kit: Kit, archives: Path | None, kept: Entry | None = None) -> View:
    """The view of a capture; `kept` is the article that it was dropped for."""
    notes: list[str] = []
    try:
        sight = seen(entry.row, kit, archives)
    except LostError as error:
        sight = None
        notes.append(str(error))
    row = entry.row
    removals = [_removal(one) for one in entry.removals]
    if entry.is_rejected and sight and isinstance(sight.outcome, Article):
        removals = list(sight.outcome.removals)
    page = sight.page if sight else None
    placed = _placed(page, removals)
    lost = len(removals) - len(placed)
    if page and lost:
        notes.append(f"The place of {lost} of {len(removals)} cuts on the page is not known: it reads differently now.")
    cuts = _cuts(page, removals, placed, kit)
    frame, words = _frame(sight, placed, cuts, entry) if sight else ("", {})
    if sight and sight.is_revisit:
        notes.append(f"The record is a revisit of {sight.capture.url}, whose page is shown.")
    if page and page.site and page.site.cuts:
        told = "; ".join(f"{one.selector} ({one.words} words)" for one in page.site.cuts)
        notes.append(f"Site knowledge of {page.site.site} took off the page before it was read: {told}.")
    if page and sight and sight.reading and not sight.reading.found.places:
        notes.append(f"The text comes from {page.engine}; on the page it is found by its wording.")
    data = {
        "n": entry.number,
        "kind": "rejection" if entry.is_rejected else "article",
        "url": row.get("url"),
        "captured_at": row.get("captured_at"),
        "origin": _origin(row),
        "notes": notes,
        "cuts": cuts,
        "words": words,
        "page": bool(frame),
    }
    data |= _rejected(row, sight, kept) if entry.is_rejected else _kept(row, page, removals, placed, sight)
    return View(data, frame, sight)


def _origin(row: Row) -> str:
    source = row.get("source") or row
    return record_name(source["archive"], source.get("member"), source["offset"])


def _removal(row: Row) -> Removal:
    return Removal(
        **{name: row[name] for name in ("block", "start", "end", "reason", "judge", "confidence", "text", "evidence")}
    )


def _placed(page: Page | None, removals: Sequence[Removal]) -> list[Placed]:
    """The removals that say what the page says."""
    found: list[Placed] = []
    place = (-1, 0)
    for number, one in enumerate(removals):
        fits = page and one.block < len(page.blocks) and page.blocks[one.block].text[one.start : one.end] == one.text
        if fits and (one.block, one.start) >= place:
            found.append(Placed(number, one.block, one.start, one.end))
            place = (one.block, one.end)
    return found


def _cuts(page: Page | None, removals: Sequence[Removal], placed: Sequence[Placed], kit: Kit) -> list[dict[str, Any]]:
    """The cuts as data, with what each rests on."""
    told: dict[int, Cut] = {}
    if page:
        numbers = iter(placed)
        for account in accounts(page, [removals[one.number] for one in placed], kit.rules):
            for one_cut in account.removed:
                told[next(numbers).number] = one_cut
    why = {f"rule:{rule.id}": rule.why for rule in kit.rules}
    found = []
    for number, one in enumerate(removals):
        cut: Cut | None = told.get(number)
        found.append(
            {
                "n": number,
                "block": one.block,
                "reason": one.reason,
                "family": family(one.reason),
                "judge": one.judge,
                "confidence": round(one.confidence, 4),
                "text": one.text,
                "why": cut.why if cut else why.get(one.judge, ""),
                "hits": [hit for hit in cut.hits if hit != " ".join(one.text.split())] if cut else [],
                "beside": cut.beside if cut else None,
                "copy_of": cut.copy_of if cut else None,
                "evidence": one.evidence,
                "placed": cut is not None,
            }
        )
    return found


def _note(cut: Mapping[str, Any]) -> str:
    """What a cut says of itself: its class, then its words."""
    told = f"t-{cut['family']}\n#{cut['n'] + 1} {cut['reason']} · {cut['judge']} · sure {cut['confidence']:.2f}"
    told += f"\n{cut['why']}" if cut["why"] else ""
    told += f"\nfor the words “{'”, “'.join(cut['hits'])}”" if cut["hits"] else ""
    return told + (f"\n{cut['evidence']}" if cut["evidence"] else "")


def _frame(
    sight: Sight, placed: Sequence[Placed], cuts: Sequence[Mapping[str, Any]], entry: Entry
) -> tuple[str, dict[str, Any]]:
    """The document of the captured page, and the books of its words."""
    notes = {cut["n"]: _note(cut) for cut in cuts}
    page = sight.page
    reading = sight.reading
    direction = entry.row.get("direction") or ""
    if reading is not None:
        blocks = page.blocks if page else ()
        tints = of_outline(reading, blocks, placed)
        judged = reading.found.judged
        chances = judged.chances.tolist() if judged else []
        body = inert.rendered(reading.markup, reading.outline, tints, notes, chances)
        texts = reading.outline.texts
        unchosen = sum(
            word_count(text[one.start : one.end])
            for text, own in zip(texts, tints, strict=True)
            for one in own
            if one.state is State.UNCHOSEN
        )
        return document(body), {"page": sum(map(word_count, texts)), "unchosen": unchosen}
    if not sight.lines:
        return "", {}
    blocks = page.blocks if page else ()
    body = plain.rendered(sight.lines, blocks, placed, notes, is_kept=isinstance(sight.outcome, Article))
    return document(body, direction), {"page": sum(word_count(one.text) for one in blocks), "unchosen": 0}


def _kept(
    row: Row, page: Page | None, removals: Sequence[Removal], placed: Sequence[Placed], sight: Sight | None
) -> dict[str, Any]:
    losers: dict[str, list[dict[str, Any]]] = {}
    for vote in sight.losers if sight else ():
        if len(losers.setdefault(vote.field, [])) < _MOST_LOSERS:
            losers[vote.field].append(
                {"value": vote.value, "source": vote.source, "confidence": vote.confidence, "mark": vote.mark}
            )
    evidence = row.get("evidence") or {}
    names = [
        *(name for name in _ORDER if name in evidence or name in losers),
        *sorted({*evidence, *losers} - set(_ORDER)),
    ]
    fields = [
        {
            "name": name,
            **(evidence.get(name) or {"value": row.get(name), "source": "", "confidence": None}),
            "losers": losers.get(name, []),
        }
        for name in names
    ]
    return {
        "title": row.get("title"),
        "id": row["id"],
        "site": row.get("site_name") or row.get("host"),
        "language": row.get("language"),
        "direction": row.get("direction"),
        "engine": (row.get("source") or {}).get("engine"),
        "page_type": row.get("page_type"),
        "word_count": row.get("word_count"),
        "text": _text(row, page, removals, placed),
        "fields": fields,
        "duplicates": row.get("duplicates") or [],
        "relations": [
            {name: one[name] for name in ("id", "url", "kind", "evidence", "score")}
            for one in row.get("relations") or []
        ],
    }


def _text(row: Row, page: Page | None, removals: Sequence[Removal], placed: Sequence[Placed]) -> list[dict[str, Any]]:
    """The article's text by its blocks, where they say the same; else its paragraphs."""
    if page and len(placed) == len(removals):
        left = apply(page, removals).blocks
        if render(left) == row["text"]:
            return [
                {"kind": str(one.kind), "level": one.level, "block": number, "text": one.text.strip()}
                for number, one in enumerate(left)
                if one.text.strip()
            ]
    return [
        {"kind": str(BlockKind.PARAGRAPH), "level": 0, "block": None, "text": one} for one in row["text"].split("\n\n")
    ]


def _rejected(row: Row, sight: Sight | None, kept: Entry | None) -> dict[str, Any]:
    reason = Reason(row["reason"]) if row["reason"] in set(Reason) else None
    data: dict[str, Any] = {
        "reason": row["reason"],
        "meaning": reason.description if reason else "",
        "stage": row["stage"],
        "detail": row["detail"],
        "kept": None,
    }
    if kept and not kept.is_rejected:
        article = kept.row
        own = sight.outcome.text if sight and isinstance(sight.outcome, Article) else ""
        data["kept"] = {"n": kept.number, "url": article["url"], "title": article["title"]}
        data["beside"] = [one.row() for one in beside(own, article["text"])[:_MOST_PAIRS]] if own else []
    return data

"""Votes of the short texts just before and after the headline, whatever their markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.metadata import dates, lexicon, months, name_lines, names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

    from thresher.metadata.ballot import Ballot

AFTER = 40
"""How many texts after the headline are looked at."""
BEFORE = 8
STEPS = 600
"""Most nodes that are visited for them."""
CLIMBS = 6
TEXT_CHARS = 120
LONG_CHARS = 260
"""A text of this length is the article's own: what follows it is not near the headline."""

BYLINE = re.compile(rf"^\W{{0,3}}{lexicon.BY}(?:\s*[:\uff1a\uff0f/|]\s*|\s+)(?=[^\W\d_])", re.IGNORECASE)
BY_ALONE = re.compile(rf"^\W{{0,3}}{lexicon.BY}\s?[:\uff1a|]?$", re.IGNORECASE)
LABELLED = re.compile(rf"^\W{{0,3}}{lexicon.BY}(?:\s*[:\uff1a\uff0f/|]|\s+|$)", re.IGNORECASE)
"""Either: cheaper than both."""
LABEL_REACH = 24
"""How far behind a label a date may begin, in characters: further on the word is one of a sentence."""
UPDATED = re.compile(rf"\b{lexicon.UPDATED}\b(?=\D{{0,{LABEL_REACH}}}\d)", re.IGNORECASE)
PUBLISHED = re.compile(rf"\b{lexicon.PUBLISHED}\b(?=\D{{0,{LABEL_REACH}}}\d)", re.IGNORECASE)
UNRELATED = re.compile(rf"\b{lexicon.UNRELATED}\b|\(@\w+\)|^#(?:[2-9]|[1-9]\d+)(?!\w)", re.IGNORECASE)
"""What says that a date is that of something else than the page: an account of a network and a later post too."""
SEPARATORS = re.compile(r"\s?[|\u2022\u00b7\u22c5\u2027\u2219]\s?|\s[\u2014\u2013/-]\s")
"""What stands between a date and what else a line tells."""
DIGIT = re.compile(r"\d")
SKIPPED = frozenset({"script", "style", "noscript", "template", "option", "svg", "time"})


def cast(headline: LexborNode, ballot: Ballot) -> None:
    """Cast the votes of the texts round a headline, those after it first."""
    _cast_texts(_following(headline), AFTER, 1.0, ballot)
    _cast_texts(_preceding(headline), BEFORE, 0.6, ballot)


def _cast_texts(texts: Iterable[str], most: int, confidence: float, ballot: Ballot) -> None:
    label = ""
    for number, text in enumerate(texts):
        if number >= most:
            break
        if len(text) > LONG_CHARS:
            confidence *= 0.5
            label = ""
            continue
        share = confidence * (1.0 if number < AFTER // 2 else 0.7)
        if len(text) <= TEXT_CHARS:
            _cast_text(text, label, share, ballot)
        label = text


def _cast_text(text: str, label: str, share: float, ballot: Ballot) -> None:
    if is_byline(text, label):
        ballot.cast("authors", text, "nearby", share)
    if DIGIT.search(text) and is_dateline(text):
        for field, part in dated_parts(f"{label[-40:]} {text}" if len(label) <= TEXT_CHARS else text, text):
            ballot.cast(field, part, "nearby", share)
        for name in name_lines.beside_date(text):
            ballot.cast("authors", name, "nearby", 0.8 * share)


def is_byline(text: str, label: str = "") -> bool:
    """Whether a short text names authors: after "by" in it, or after a line that is nothing but "by"."""
    if not (BYLINE.match(text) or names.GLUED.match(text) or BY_ALONE.match(label)) or names.OTHERS.match(text):
        return False
    return any(names.is_person(name) for name in names.split(text))


def is_dateline(text: str) -> bool:
    """Whether a short text says hardly more than a date, and perhaps a place or a name."""
    words = text[:TEXT_CHARS].replace(",", " ").replace(".", " ").split()
    dated = sum(any(c.isdigit() for c in word) or months.number(word) is not None for word in words)
    return (
        len(words) <= 14  # noqa: PLR2004
        and dated * 3 >= len(words)
        and UNRELATED.search(text) is None
        and bool(dates.readings(text, dates.Bounds()))
    )


def dateline(text: str) -> str | None:
    """The part of a text that is hardly more than a date: all of it, what stands between signs, or a byline's end."""
    if is_dateline(text):
        return text
    if UNRELATED.search(text) is not None:
        return None
    for part in SEPARATORS.split(text)[:8]:
        if DIGIT.search(part) and is_dateline(part):
            return part
    return text if BYLINE.match(text) and dates.readings(text, dates.Bounds()) else None


def dated_parts(words: str, text: str) -> Iterator[tuple[str, str]]:
    """The fields that a dated text tells and the part that tells each; `words` is the text with the label before it.

    A text may tell both ("Published 3 May, updated 5 May"); without a label it tells when it was published.
    """
    updated, published = UPDATED.search(text), PUBLISHED.search(text)
    if updated and published:
        early, late = sorted((updated.start(), published.start()))
        yield ("modified" if early == updated.start() else "published"), text[early:late]
        yield ("modified" if late == updated.start() else "published"), text[late:]
        return
    yield ("modified" if not published and UPDATED.search(words) else "published"), text


def is_dated(text: str) -> bool:
    """Whether a short text gives a date of publication, among other things."""
    return is_dateline(text) or bool(PUBLISHED.search(text) and dates.readings(text, dates.Bounds()))


def _following(node: LexborNode) -> Iterator[str]:
    """The texts after a node in document order."""
    steps = 0
    current: LexborNode | None = node
    for _ in range(CLIMBS):
        if current is None or current.tag in {"body", "html"}:
            return
        sibling = current.next
        while sibling is not None:
            for inner in sibling.traverse(include_text=True):
                steps += 1
                if steps > STEPS:
                    return
                if text := _text(inner):
                    yield text
            sibling = sibling.next
        current = current.parent


def _preceding(node: LexborNode) -> Iterator[str]:
    """The texts before a node, the nearest first, as far as its parents' small siblings go."""
    steps = 0
    current: LexborNode | None = node
    for _ in range(CLIMBS // 2):
        if current is None or current.tag in {"body", "html"}:
            return
        sibling = current.prev
        while sibling is not None and steps < STEPS // 4:
            texts = []
            for inner in sibling.traverse(include_text=True):
                steps += 1
                if steps > STEPS // 4:
                    break
                texts.append(_text(inner))
            yield from (text for text in reversed(texts) if text)
            sibling = sibling.prev
        current = current.parent


def _text(node: LexborNode) -> str:
    text = node.text_content  # None of an element
    if not text or text.isspace():
        return ""
    parent = node.parent
    if parent is None or parent.tag in SKIPPED:
        return ""
    return " ".join(text[: 2 * LONG_CHARS].split())

"""Makes pages harder: takes away what templates of today tell by names and elements, and lends other sites' chaff.

The pages that may be trained on are mostly of the last years; archives are of all. What a model learns of
class names and `<article>` it must not need.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from thresher.extract.tree.walk import Outline

_SEMANTIC = "article|main|section|nav|aside|header|footer|figure|figcaption|details|summary|address|dialog"
_SEMANTIC_TAG = re.compile(rf"<(/?)(?:{_SEMANTIC})\b")
_TAG = re.compile(r"<[a-z][^<>]*>")
_NAMED = re.compile(r' (class|id|role|itemprop|aria-label)="[^"]*"')
_CHAFF_WORDS = (25, 900)
_CHAFF_BLOCKS = 3
_CHAFF_CHARS = 60_000
_PIECES = 10  # lent by one page, at most
_PARTS = frozenset({"html", "body", "tr", "td", "li"})  # what would not stand elsewhere
_GOLD = 0.5


@dataclass(frozen=True, slots=True)
class Chaff:
    """An element of a page without a word of its article, as HTML; or of the posts of a forum, `is_thread`.

    Below an article, posts are what readers wrote of it.
    """

    domain: str
    html: str
    is_thread: bool = False


def weathered(html: str, rng: random.Random) -> str:
    """HTML of lexbor's with most of its names gone, and the elements that HTML 5 brought made `div`."""
    keep = rng.choice((0.0, 0.0, 0.3))

    def named(match: re.Match[str]) -> str:
        return match.group() if rng.random() < keep else ""

    bare = _TAG.sub(lambda tag: _NAMED.sub(named, tag.group()), html)
    return _SEMANTIC_TAG.sub(r"<\1div", bare) if rng.random() < 0.8 else bare  # noqa: PLR2004 - most of them


def chaff(
    html: str, page: Outline, labels: Sequence[float], domain: str, *, is_thread: bool = False
) -> tuple[Chaff, ...]:
    """The outermost elements behind the article's begin that hold some text and nothing of the article.

    Of a thread, those that hold posts.
    """
    gold = [at for at, label in enumerate(labels) if label > 0]
    if not gold:
        return ()
    found: list[Chaff] = []
    done = -1
    for element, tag in enumerate(page.tags):
        first, end = page.firsts[element], page.ends[element]
        if first < gold[0] or end - first < _CHAFF_BLOCKS or element <= done or tag in _PARTS:
            continue
        if any(first <= at < end for at in gold) != is_thread:
            continue
        words = sum(len(page.texts[at].split()) for at in range(first, end))
        opened, closed = page.opened[element], page.closed[element]
        if not _CHAFF_WORDS[0] <= words <= _CHAFF_WORDS[1] or closed < 0:
            continue
        inside = f"{html[opened:closed]}</{tag}>"
        done = _last_inside(page, element)
        if len(inside) <= _CHAFF_CHARS:
            found.append(Chaff(domain, inside, is_thread))
        if len(found) == _PIECES:
            break
    return tuple(found)


def _last_inside(page: Outline, element: int) -> int:
    """The last element inside an element: they follow it in order."""
    last = element
    for other in range(element + 1, len(page.tags)):
        if page.parents[other] < element:
            break
        last = other
    return last


def mixed(
    html: str,
    page: Outline,
    labels: Sequence[float],
    lent: Sequence[Chaff],
    rng: random.Random,
    *,
    dropped: frozenset[int] = frozenset(),
) -> str:
    """The page with pieces of chaff put behind the article and one into it, and without the `dropped` blocks."""
    gold = [at for at, label in enumerate(labels) if label > _GOLD and at not in dropped]
    if not gold:
        return html
    edits = [(start, end, _bare(html[start:end])) for at in dropped for start, end in _span(page, at)]
    for number, one in enumerate(lent):
        inside = number == 0 and len(gold) > 8  # noqa: PLR2004 - long enough to be interrupted
        block = gold[rng.randrange(2, len(gold) - 2)] if inside else gold[-1]
        element = int(page.owners[block])
        for _ in range(0 if inside else rng.choice((0, 0, 1, 1, 2, 3))):
            up = int(page.parents[element]) if element >= 0 else -1
            if up < 0 or page.tags[up] in ("body", "html"):
                break
            element = up
        closed = int(page.closed[element]) if element >= 0 else -1
        if closed > 0:
            behind = html.index(">", closed) + 1
            edits.append((behind, behind, one.html))
    parts: list[str] = []
    done = 0
    for start, end, put in sorted(edits, key=lambda edit: edit[:2]):
        if start >= done:
            parts += html[done:start], put
            done = end
    return "".join([*parts, html[done:]])


def _span(page: Outline, at: int) -> Iterator[tuple[int, int]]:
    """Where the markup of a block's element begins, and where its end tag does, if it has one."""
    element = page.owners[at]
    opened, closed = int(page.opened[element]), int(page.closed[element])
    if opened < closed:
        yield opened, closed


def _bare(html: str) -> str:
    """The tags of markup without what stands between them."""
    return "".join(f"<{piece.partition('>')[0]}>" for piece in html.split("<")[1:])

"""A page as flat arrays, read in one pass: its blocks, its elements, and which blocks lie in which element.

lexbor parses the markup, which may be anything, and writes the tree back as well-formed HTML. The tags of that
(`tags`) are sorted into blocks and elements in numpy, all at once: many times as quick as asking the tree for its
nodes one by one. Python sees only texts, and the elements that say what kind of block they hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize

import numpy as np

from thresher.extract import links, lists, wording
from thresher.extract.tree.nesting import Tree, nested, those
from thresher.extract.tree.tags import NAMES, tags
from thresher.nouns import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from thresher.nouns import Link

    Ints = NDArray[np.int64]

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "dl", "menu", "dir"})
_ITEMS = frozenset({"li", "dd", "dt"})
_KINDS = {
    "blockquote": BlockKind.QUOTE,
    "pre": BlockKind.CODE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
}
_SPEAKING = frozenset({"class=", "id=", "role=", "itemprop=", "aria-label="})
_QUOTED = re.compile(r'(?:^|\s)(?:class|id|role|itemprop|aria-label)="([^"]*)"')
_HIDES = re.compile(r'(?:^|\s)(?:hidden|aria-hidden="true"|style="[^"]*display:\s?none)', re.IGNORECASE)
_HREF = re.compile(r'(?:^|\s)href="([^"]*)"')
_CLASS = re.compile(r'(?:^|\s)class="([^"]*)"')
_NUMBERING = re.compile(r'(?:^|\s)(start|value|reversed)="([^"]*)"')
_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|highlight-source)-([A-Za-z][\w+#.-]{0,19})(?=\s|$)", re.ASCII)
_KEEP_BREAKS = frozenset({BlockKind.CODE, BlockKind.ITEM})
_TELLING = frozenset({*_HEADINGS, *_LISTS, *_ITEMS, *_KINDS})  # elements that say what kind of block they hold
_TAGS = 64  # tags to a block, at most, before the rest of a page is not read


_IS_LINK, _IS_BOLD, _IS_CODE, _IS_BREAK = those(["a"]), those(["b", "strong"]), those(["code"]), those(["br"])
_IS_TELLING = those(_TELLING)


def _none() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(slots=True)
class Outline:
    """A page: parallel arrays over its blocks, and over those of its elements that begin a block, in their order.

    `owners[b]` is the innermost element of block `b`; `links[b]` how many links it holds; `bold[b]` how many of
    its characters are bold. `parents[e]` is the element around `e` (-1 for none), `tags[e]` its name, `names[e]`
    the place of its class, id and role in `spoken`, `depths[e]` how many elements it lies in and is, `hides[e]`
    whether it is not shown; its blocks are those from `firsts[e]` up to `ends[e]`, its markup the characters
    from `opened[e]` up to `closed[e]`, where its end tag begins (-1 where it has none). `spans[b]` are the first
    character of markup in which all text is of block `b`, and the one behind the last. `numbers`, `languages` and
    `targets` hold the few blocks that are items of ordered lists, code whose language is known, or have links that
    were asked for.
    """

    texts: list[str] = field(default_factory=list)
    kinds: list[BlockKind] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    link_chars: list[int] = field(default_factory=list)
    links: Ints = field(default_factory=_none)
    bold: Ints = field(default_factory=_none)
    owners: Ints = field(default_factory=_none)
    parents: Ints = field(default_factory=_none)
    tags: list[str] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    depths: Ints = field(default_factory=_none)
    hides: list[bool] = field(default_factory=list)
    firsts: Ints = field(default_factory=_none)
    ends: Ints = field(default_factory=_none)
    spoken: list[str] = field(default_factory=list)
    opened: Ints = field(default_factory=_none)
    closed: Ints = field(default_factory=_none)
    spans: list[tuple[int, int]] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    languages: dict[int, str] = field(default_factory=dict)
    targets: dict[int, tuple[Link, ...]] = field(default_factory=dict)

    def block(self, at: int) -> Block:
        """A block of the page."""
        return Block(
            self.kinds[at],
            self.texts[at],
            self.levels[at],
            self.link_chars[at],
            None,
            self.numbers.get(at, 0),
            self.languages.get(at, ""),
            self.targets.get(at, ()),
        )

    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the page."""
        return tuple(map(self.block, range(len(self.texts))))


def outline(tree: LexborHTMLParser, limit: int = 100_000, *, with_links: bool = False) -> Outline:
    """The outline of a page, of its first `limit` blocks; links have their targets as the page writes them."""
    return read(tree.html or "", limit, with_links=with_links)


def of(elements: Iterable[LexborNode], limit: int = 100_000, *, with_links: bool = False) -> Outline:
    """The outline of elements of which none lies in another, in their order."""
    return read("".join(f"<div>{element.html or ''}</div>" for element in elements), limit, with_links=with_links)


def read(html: str, limit: int = 100_000, *, with_links: bool = False) -> Outline:
    """The outline of well-formed HTML, as lexbor writes it."""
    tree = Tree(tags(html, _TAGS * limit))
    starts, ends = tree.tags.starts, tree.tags.ends
    spans = zip((starts[tree.opens] + 1).tolist(), ends[tree.opens].tolist(), strict=True)
    heads = [html[start:end] for start, end in spans]
    page = Outline(parents=tree.parents, depths=tree.depth[tree.opens], opened=starts[tree.opens])
    page.closed = np.append(starts, -1)[tree.closes]
    page.tags, page.names, page.hides, page.spoken = _called(heads)
    begins = _fill(page, tree, _said(tree, heads), limit, with_links=with_links)
    page.firsts, page.ends = np.searchsorted(begins, tree.opens), np.searchsorted(begins, tree.closes)
    return page


class _Says(NamedTuple):
    """What an element says of the blocks in it, where none inside says otherwise.

    `depth` is in how many lists it lies, `number` that of an item in an ordered list, `numbers` those of its list.
    """

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    depth: int = 0
    number: int = 0
    numbers: lists.Numbers | None = None
    language: str = ""

    def within(self, tag: str, head: str) -> _Says:
        """What an element in this one says that tells the kind of its blocks; `head` is its tag with attributes."""
        kind, level, depth, number, numbers, language = self
        if tag in _HEADINGS:
            kind, level = BlockKind.HEADING, _HEADINGS[tag]
        elif tag in _LISTS:
            depth, number = depth + 1, 0
            numbers = lists.numbers(_numbering(head)) if tag == "ol" else None
        elif tag in _ITEMS:
            kind, level = BlockKind.ITEM, max(1, depth)
            depth, number = level, numbers.next(_numbering(head)) if numbers else 0
        else:
            kind, level = _KINDS[tag], 0
            language = _language(head) if kind is BlockKind.CODE else ""
        return _Says(kind, level, depth, number, numbers, language)


def _said(tree: Tree, heads: Sequence[str]) -> list[_Says]:
    """What each element says of its blocks, and last what the page does."""
    page = _Says()
    says = [page] * (len(heads) + 1)
    numbers = tree.tags.numbers[tree.opens]
    is_telling = _IS_TELLING[numbers].tolist()
    for at, (number, parent, tells) in enumerate(zip(numbers.tolist(), tree.parents.tolist(), is_telling, strict=True)):
        says[at] = says[parent].within(NAMES[number], heads[at]) if tells else says[parent]
    _read_languages(tree, says)
    return says


def _read_languages(tree: Tree, says: list[_Says]) -> None:
    """Read the languages that inline `code` names in preformatted text."""
    tags = tree.tags
    codes = np.flatnonzero(tree.live & ~tags.is_end & _IS_CODE[tags.numbers])
    for at, element in zip(codes.tolist(), tree.around(codes).tolist(), strict=True):
        said = says[element]
        if said.kind is BlockKind.CODE and not said.language:
            says[element] = said._replace(language=_language(tags.html[tags.starts[at] : tags.ends[at]]))


def _called(heads: Sequence[str]) -> tuple[list[str], list[int], list[bool], list[str]]:
    """Of elements the name, the place of their class, id and role among those of the page, whether they are hidden."""
    spoken = {"": 0}
    known = {head: _named(head, spoken) for head in dict.fromkeys(heads)}
    found = [known[head] for head in heads]
    return [one[0] for one in found], [one[1] for one in found], [one[2] for one in found], list(spoken)


def _named(head: str, spoken: dict[str, int]) -> tuple[str, int, bool]:
    tag, _, attributes = head.partition("<")[0].partition(" ")
    said = ""
    is_hidden = False
    if attributes:
        written = attributes.split('"')
        if len(written) == 2 * attributes.count('="') + 1:
            said = " ".join(
                [value for name, value in zip(written[::2], written[1::2], strict=False) if name.lstrip() in _SPEAKING]
            )
        else:  # quotation marks that are part of names
            said = " ".join(_QUOTED.findall(attributes))
        lower = attributes.lower()
        if "hidden" in lower or "none" in lower:
            is_hidden = _HIDES.search(attributes) is not None
    if "-" in tag:  # an element of the page's own or of AMP, whose name says what it is for
        said = f"{tag} {said}"
    return tag, spoken.setdefault(said, len(spoken)), is_hidden


def _fill(page: Outline, tree: Tree, says: Sequence[_Says], limit: int, *, with_links: bool) -> Ints:
    """Fill a page with its blocks; the tags behind which they begin."""
    texts, places, borders = _texts(tree, says)
    is_filled = ~np.fromiter(map(str.isspace, texts), np.bool_, len(texts))
    borders = _parting(tree, borders, places[is_filled])
    # Texts that no border parts are a block, from the first one that is more than space.
    segments = np.searchsorted(borders, places, "right")
    filled = np.flatnonzero(is_filled)
    firsts = filled[np.diff(segments[filled], prepend=-1) != 0]
    ends = np.searchsorted(segments, segments[firsts], "right")
    edges = np.concatenate([[0], borders, [len(tree.tags.starts)]])
    begins: Ints = edges[segments[firsts]]
    stops: Ints = edges[segments[firsts] + 1]
    owners = tree.around(begins)
    tags = tree.tags
    is_link = tree.live & _IS_LINK[tags.numbers]
    is_linked = nested(is_link, tags.is_end)[places] > 0
    is_bold = nested(tree.live & _IS_BOLD[tags.numbers], tags.is_end)[places] > 0
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    anchors = _between(is_link & ~tags.is_end, begins + 1, stops)
    bold = _between(is_bold * lengths, firsts, ends)
    linked = _between(is_linked, firsts, ends)
    targets = _targets(tree, np.flatnonzero(is_link), places) if with_links else []
    kept: list[int] = []
    rows = zip(firsts.tolist(), ends.tolist(), owners.tolist(), linked.tolist(), strict=True)
    for number, (first, end, owner, in_links) in enumerate(rows):
        parts = texts[first:end]
        raw = parts[0] if end - first == 1 else "".join(parts)
        text = wording.lines(_plain(raw)) if says[owner].kind is BlockKind.CODE else _line(raw)
        if not text:
            continue
        chars = len(text) if in_links else 0
        if 0 < in_links < end - first:
            chars = min(chars, len(_line("".join(compress(parts, is_linked[first:end])))))
        if with_links and in_links:
            page.targets[len(kept)] = links.placed(text, zip(map(_plain, parts), targets[first:end], strict=True))
        kept.append(number)
        page.texts.append(text)
        page.link_chars.append(chars)
        if len(kept) >= limit:
            break
    page.owners, page.links = owners[kept], anchors[kept]
    edges_of = tags.ends.take(begins.take(kept)) + 1, np.append(tags.starts, len(tags.html)).take(stops.take(kept))
    page.spans = list(zip(*(one.tolist() for one in edges_of), strict=True))
    page.bold = np.minimum(bold[kept], np.fromiter(map(len, page.texts), np.int64, len(kept)))
    said = [says[owner] for owner in page.owners.tolist()]
    page.kinds, page.levels = [one.kind for one in said], [one.level for one in said]
    page.numbers = {at: one.number for at, one in enumerate(said) if one.number and one.kind is BlockKind.ITEM}
    page.languages = {at: one.language for at, one in enumerate(said) if one.language}
    return begins.take(kept)


def _texts(tree: Tree, says: Sequence[_Says]) -> tuple[list[str], Ints, Ints]:
    """The texts of a page, the tags that they follow, and the tags that may part them."""
    tags = tree.tags
    html = tags.html
    breaks = np.flatnonzero(tree.live & _IS_BREAK[tags.numbers])
    keeps = [says[owner].kind in _KEEP_BREAKS for owner in tree.around(breaks).tolist()]
    is_soft = np.array(keeps, np.bool_)
    stops = np.append(tags.starts[1:], len(html))
    has_text = (stops - tags.ends > 1) & ~tree.unread
    has_text[breaks[is_soft]] = True
    places = np.flatnonzero(has_text)
    spans = zip((tags.ends[places] + 1).tolist(), stops[places].tolist(), strict=True)
    texts = [html[start:stop] for start, stop in spans]
    for at in np.searchsorted(places, breaks[is_soft]).tolist():
        texts[at] = f"\n{texts[at]}"
    parts = tree.parts.copy()
    parts[breaks[~is_soft]] = True
    return texts, places, np.flatnonzero(parts)


def _parting(tree: Tree, borders: Ints, filled: Ints) -> Ints:
    """The borders without the breaks before which no text stands; `filled` are the tags that texts follow."""
    before = np.searchsorted(filled, borders)
    return borders[tree.parts[borders] | (np.diff(before, prepend=0) > 0)]


def _between(values: NDArray[Any], firsts: Ints, ends: Ints) -> Ints:
    """The sums of values in spans."""
    sums = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=sums[1:])
    return sums[ends] - sums[firsts]


def _targets(tree: Tree, tags: Ints, places: Ints) -> list[str | None]:
    """Where the links round texts lead, as the page writes it; one without a target leads where that around it does."""
    found: list[str | None] = [None]
    above: list[str | None] = []
    html, starts, ends = tree.tags.html, tree.tags.starts[tags].tolist(), tree.tags.ends[tags].tolist()
    for start, end, is_end in zip(starts, ends, tree.tags.is_end[tags].tolist(), strict=True):
        if is_end:
            del above[-1:]
        else:
            match = _HREF.search(html[start + 1 : end].partition(" ")[2])
            target = _plain(match[1].replace("&quot;", '"')) if match else None
            above.append((above[-1] if above else None) if target is None else target)
        found.append(above[-1] if above else None)
    return [found[at] for at in np.searchsorted(tags, places, "right").tolist()]


def _language(attributes: str) -> str:
    """What the class of preformatted text, or of the code in it, says that it is written in."""
    said = _CLASS.search(attributes)
    found = _LANGUAGE.search(said[1]) if said else None
    return found[1].lower() if found else ""


def _numbering(attributes: str) -> dict[str, str | None]:
    """The attributes that number a list."""
    return dict(_NUMBERING.findall(attributes)) if attributes else {}


def _plain(text: str) -> str:
    """Text without the character references that the writer of HTML uses."""
    return text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _line(raw: str) -> str:
    text = " ".join((_plain(raw) if "&" in raw else raw).split())
    if text.isprintable():  # so that there is nothing invisible in it
        return text if text.isascii() else normalize("NFC", text)
    return wording.line(text)

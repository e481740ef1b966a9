"""A page as flat arrays, read in one pass: its blocks, its elements, and which blocks lie in which element.

lexbor parses the markup, which may be anything, and writes the tree back as well-formed HTML, in which
`<` opens a tag and nothing else. That text is cut at its tags: several times as quick as asking the
tree for its nodes one by one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thresher.extract import links, lists, wording
from thresher.nouns import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from thresher.nouns import Link

INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em"),
        *("font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small"),
        *("span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "amp-img"),
        *("picture", "source"),
    }
)
UNREAD = frozenset(
    {
        *("head", "title", "script", "style", "noscript", "template", "svg", "math", "iframe", "frame"),
        *("object", "embed", "applet", "canvas", "audio", "video", "select", "datalist", "textarea"),
        *("input", "map", "noframes", "noembed"),
    }
)
VOID = frozenset(
    {
        *("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen"),
        *("link", "meta", "param", "source", "track", "wbr"),
    }
)
_RAW = frozenset({"script", "style", "iframe", "noembed", "noframes"})  # they hold no elements, whatever is in them
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "dl", "menu", "dir"})
_ITEMS = frozenset({"li", "dd", "dt"})
_KINDS = {
    "blockquote": BlockKind.QUOTE,
    "pre": BlockKind.CODE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
}
_NAMES = re.compile(r'(?:^|\s)(?:class|id|role|itemprop|aria-label)="([^"]*)"')
_HIDES = re.compile(r'(?:^|\s)(?:hidden|aria-hidden="true"|style="[^"]*display:\s?none)', re.IGNORECASE)
_HREF = re.compile(r'(?:^|\s)href="([^"]*)"')
_CLASS = re.compile(r'(?:^|\s)class="([^"]*)"')
_NUMBERING = re.compile(r'(?:^|\s)(start|value|reversed)="([^"]*)"')
_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|highlight-source)-([A-Za-z][\w+#.-]{0,19})(?=\s|$)", re.ASCII)
_TELLING = frozenset({*_HEADINGS, *_LISTS, *_ITEMS, *_KINDS})  # elements that say what kind of block they hold
_BOLD = frozenset({"b", "strong"})
_COMMENT = "!--"
_TORN = "<"  # a tag that has `<` in a name: what follows up to `>` is still of it
_ELEMENTS = 8  # elements to a block, at most, before the rest of a page is not read


@dataclass(slots=True)
class Outline:
    """A page: parallel lists over its blocks, and over those of its elements that begin a block, in their order.

    `owners[b]` is the innermost element of block `b`; `links[b]` how many links it holds; `bold[b]` how many of
    its characters are bold. `parents[e]` is the element around `e` (-1 for none), `tags[e]` its name, `names[e]`
    the place of its class, id and role in `spoken`, `depths[e]` how many elements it lies in and is, `hides[e]`
    whether it is not shown; its blocks are those from `firsts[e]` up to `ends[e]`, its markup the pieces between
    two `<` from `opened[e]` up to `closed[e]` (-1 where it is not closed). `numbers`, `languages` and `targets`
    hold the few blocks that are items of ordered lists, code whose language is known, or have links that were
    asked for.
    """

    texts: list[str] = field(default_factory=list)
    kinds: list[BlockKind] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    link_chars: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    bold: list[int] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    hides: list[bool] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
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
    return _Walk(limit, with_links=with_links).read(html.split("<"))


class _Walk:
    """The outline so far, and the block that is being collected."""

    def __init__(self, limit: int, *, with_links: bool) -> None:
        self.limit = limit
        self.with_links = with_links
        self.page = Outline()
        self.parts: list[str] = []
        self.linked: list[str] = []
        self.bold: list[str] = []
        self.anchors: list[None] = []  # one for each link that began in the block
        self.targets: list[str | None] = []  # one for each part, where links are wanted

    def read(self, pieces: Sequence[str]) -> Outline:  # noqa: C901, PLR0912, PLR0915 - the loop over a page, flat and of locals for speed
        """Read a page piece by piece, each a tag and the text behind it; what is open at its end is closed."""
        page, parts, linked, bold, anchors, flush = (
            self.page,
            self.parts,
            self.linked,
            self.bold,
            self.anchors,
            self.flush,
        )
        texts, ends, closed = page.texts, page.ends, page.closed
        known: dict[str, tuple[int, bool]] = {}
        spoken = {"": 0}
        element, kind, level, depth = -1, BlockKind.PARAGRAPH, 0, 0
        count, numbers, language = 0, None, ""
        above: list[tuple[int, BlockKind, int, int, int, lists.Numbers | None, str]] = []
        hrefs: list[str | None] = []  # of the links that are open
        bolds, unread, inside, nested = 0, "", "", 0
        for number, piece in enumerate(pieces):
            head, is_whole, text = piece.partition(">")
            if unread:
                if unread == _TORN:
                    if not is_whole:
                        continue
                elif unread == _COMMENT:
                    if "-->" not in piece:
                        continue
                    text = piece.partition("-->")[2]
                elif inside:  # what is raw may write of any tags, the one that ends what is unread among them
                    inside = "" if head == f"/{inside}" else inside
                    continue
                elif head == f"/{unread}":
                    nested -= 1
                    if nested:
                        continue
                else:
                    if unread not in _RAW:
                        tag = head.partition(" ")[0]
                        nested += tag == unread
                        inside = tag if tag in _RAW else ""
                    continue
                unread = ""
            elif head[:1] == "/":
                tag = head[1:]
                if tag not in INLINE:
                    if parts:
                        flush(kind, level, element, count, language)
                    elif anchors:
                        anchors.clear()
                    if above:
                        ends[element] = len(texts)
                        closed[element] = number
                        element, kind, level, depth, count, numbers, language = above.pop()
                elif tag == "a":
                    del hrefs[-1:]
                elif tag in _BOLD:
                    bolds -= 1
            elif not number:
                text = piece
            elif head[:1] == "!":
                if head.startswith(_COMMENT):
                    text = piece.partition("-->")[2]
                    unread = "" if "-->" in piece else _COMMENT
            elif head[:1] != "?":  # a `?` begins an instruction to other programs
                tag, _, attributes = head.partition(" ")
                if tag in INLINE:
                    if tag == "a":
                        anchors.append(None)
                        hrefs.append(self.target(attributes, hrefs))
                    elif tag in _BOLD:
                        bolds += 1
                    elif tag == "code" and kind is BlockKind.CODE and not parts:
                        language = language or _language(attributes)
                elif tag in UNREAD:
                    if tag not in VOID:
                        unread, nested = tag, 1
                        continue
                elif tag == "br":
                    if kind is BlockKind.CODE or kind is BlockKind.ITEM:
                        text = f"\n{text}"
                    elif parts:
                        flush(kind, level, element, count, language)
                else:
                    if parts:
                        flush(kind, level, element, count, language)
                    elif anchors:
                        anchors.clear()
                    if tag not in VOID:
                        above.append((element, kind, level, depth, count, numbers, language))
                        page.parents.append(element)
                        element = len(page.tags)
                        page.tags.append(tag)
                        page.depths.append(len(above))
                        page.firsts.append(len(texts))
                        ends.append(-1)
                        page.opened.append(number)
                        closed.append(-1)
                        key = attributes if "-" not in tag else f"{tag} {attributes}"
                        said = known.get(key)
                        if said is None:
                            said = known[key] = _said(tag, attributes, spoken)
                        page.names.append(said[0])
                        page.hides.append(said[1])
                        if tag in _TELLING:
                            if tag in _HEADINGS:
                                kind, level = BlockKind.HEADING, _HEADINGS[tag]
                            elif tag in _LISTS:
                                depth += 1
                                count, numbers = 0, lists.numbers(_numbering(attributes)) if tag == "ol" else None
                            elif tag in _ITEMS:
                                depth = max(1, depth)
                                kind, level = BlockKind.ITEM, depth
                                count = numbers.next(_numbering(attributes)) if numbers else 0
                            else:
                                kind, level = _KINDS[tag], 0
                                language = _language(attributes) if kind is BlockKind.CODE else ""
                        if len(texts) >= self.limit or element > _ELEMENTS * self.limit:
                            break
            if text:
                if parts or not text.isspace():
                    parts.append(text)
                    if hrefs:
                        linked.append(text)
                    if bolds:
                        bold.append(text)
                    if self.with_links:
                        self.targets.append(hrefs[-1] if hrefs else None)
            elif not is_whole and number and not unread:
                unread = _TORN
        if parts:
            flush(kind, level, element, count, language)
        page.ends = [end if end >= 0 else len(texts) for end in ends]
        page.spoken = list(spoken)
        return page

    def target(self, attributes: str, open_links: Sequence[str | None]) -> str | None:
        """Where a link leads, as the page writes it; a link without a target leads where the one around it does."""
        found = _HREF.search(attributes) if self.with_links else None
        if found:
            return _plain(found[1].replace("&quot;", '"'))
        return open_links[-1] if open_links else None

    def flush(self, kind: BlockKind, level: int, element: int, number: int, language: str) -> None:
        """End the block that is being collected."""
        page, parts, linked = self.page, self.parts, self.linked
        raw = "".join(parts)
        text = wording.lines(_plain(raw)) if kind is BlockKind.CODE else _line(raw)
        if text and len(page.texts) < self.limit:
            chars = 0
            if linked:
                chars = len(text) if len(linked) == len(parts) else min(len(text), len(_line("".join(linked))))
            if number and kind is BlockKind.ITEM:
                page.numbers[len(page.texts)] = number
            if language:
                page.languages[len(page.texts)] = language
            if self.with_links and linked:
                page.targets[len(page.texts)] = links.placed(text, zip(map(_plain, parts), self.targets, strict=True))
            page.texts.append(text)
            page.kinds.append(kind)
            page.levels.append(level)
            page.link_chars.append(chars)
            page.links.append(len(self.anchors))
            page.bold.append(min(len(text), sum(map(len, self.bold))))
            page.owners.append(element)
        parts.clear()
        linked.clear()
        self.bold.clear()
        self.anchors.clear()
        self.targets.clear()


def _said(tag: str, attributes: str, spoken: dict[str, int]) -> tuple[int, bool]:
    """The place of an element's class, id and role among those of the page, and whether it is hidden."""
    said = " ".join(_NAMES.findall(attributes)) if attributes else ""
    if "-" in tag:  # an element of the page's own or of AMP, whose name says what it is for
        said = f"{tag} {said}"
    return spoken.setdefault(said, len(spoken)), bool(attributes) and _HIDES.search(attributes) is not None


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
    if "&" in text:
        text = text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text


def _line(text: str) -> str:
    text = " ".join(_plain(text).split())
    return text if text.isascii() and text.isprintable() else wording.line(text)

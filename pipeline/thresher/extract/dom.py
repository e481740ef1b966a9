"""The whole page, cut at its own markup: what blocks a page has before any engine chooses.

A walk of the document that lexbor parses, in its order, with a stack instead of recursion. It
chooses nothing but what is never text: scripts, styles, controls.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from thresher.extract import links, lists, wording
from thresher.nouns import Block, BlockKind

if TYPE_CHECKING:
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
        *("button", "input", "map", "noframes"),
    }
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "dl", "menu", "dir"})
_ITEMS = frozenset({"li", "dd", "dt"})
_CAPTIONS = frozenset({"figcaption", "caption"})
_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|highlight-source)-([A-Za-z][\w+#.-]{0,19})(?=\s|$)", re.ASCII)


class _Place(NamedTuple):
    """An open element: what its text belongs to. A tuple is made in half the time of a frozen class."""

    mem_id: int
    tag: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    depth: int = 0  # of lists
    is_link: bool = False
    is_unread: bool = False
    href: str | None = None  # as written; noted only when links are wanted
    number: int = 0
    numbers: lists.Numbers | None = None  # of the ordered list that is open
    language: str = ""


@dataclass(slots=True)
class _Walk:
    blocks: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    hrefs: list[str | None] | None = None  # one for each piece of `text`, when links are wanted

    def take(self, text: str, href: str | None = None) -> None:
        """Add a piece of text to the block that is being collected."""
        self.text.append(text)
        if self.hrefs is not None:
            self.hrefs.append(href)

    def flush(self, place: _Place) -> None:
        """End the block that is being collected; its kind is its place's."""
        if not self.text:
            return
        raw = "".join(self.text)
        text = wording.lines(raw) if place.kind is BlockKind.CODE else wording.line(raw)
        if text:
            link_chars = min(len(text), len(wording.line("".join(self.linked)))) if self.linked else 0
            number = place.number if place.kind is BlockKind.ITEM else 0
            language = place.language if place.kind is BlockKind.CODE else ""
            self.blocks.append(
                Block(place.kind, text, place.level, link_chars, None, number, language, self._links(text))
            )
        self.text.clear()
        self.linked.clear()
        if self.hrefs is not None:
            self.hrefs.clear()

    def _links(self, text: str) -> tuple[Link, ...]:
        if self.hrefs is None or not self.linked:
            return ()
        return links.placed(text, zip(self.text, self.hrefs, strict=True))


def blocks(tree: LexborHTMLParser, limit: int = 100_000, *, with_links: bool = False) -> tuple[Block, ...]:
    """The blocks of the whole page in its order, `limit` of them at most.

    The links of `with_links` have their targets as the page writes them: see `links.resolved`.
    """
    walk = _Walk(hrefs=[] if with_links else None)
    stack: list[_Place] = []
    root = tree.root
    for node in root.traverse(include_text=True) if root is not None else ():
        parent = node.parent
        parent_id = parent.mem_id if parent is not None else 0
        while stack and stack[-1].mem_id != parent_id:
            _leave(walk, stack.pop())
        place = stack[-1] if stack else _Place(0, "")
        if node.tag == "-text":
            if not place.is_unread:
                _take(walk, node, place)
        elif node.tag is not None and node.tag[0] not in "-_!":
            stack.append(_enter(walk, node, place))
        if len(walk.blocks) >= limit:
            break
    while stack:
        _leave(walk, stack.pop())
    return tuple(walk.blocks[:limit])


def _take(walk: _Walk, node: LexborNode, place: _Place) -> None:
    text = node.text_content or ""
    walk.take(text, place.href)
    if place.is_link:
        walk.linked.append(text)


def _enter(walk: _Walk, node: LexborNode, outer: _Place) -> _Place:
    tag, mem_id = node.tag or "", node.mem_id
    if outer.is_unread or tag in UNREAD:
        return _Place(mem_id, tag, outer.kind, outer.level, outer.depth, is_unread=True)
    if tag in INLINE:
        return _inline_place(walk, node, outer)
    if tag == "br" and outer.kind is BlockKind.CODE:
        walk.take("\n")
    elif not (tag == "br" and outer.kind is BlockKind.ITEM):
        walk.flush(outer)
    else:
        walk.take(" ")
    return _block_place(node, outer)


def _inline_place(walk: _Walk, node: LexborNode, outer: _Place) -> _Place:
    place = (node.mem_id, node.tag or "", *outer[2:])
    if place[1] != "a":
        return _Place(*place)
    href = node.attributes.get("href") if walk.hrefs is not None else None
    return _Place(*place)._replace(is_link=True, href=href or outer.href)


def _block_place(node: LexborNode, outer: _Place) -> _Place:
    tag = node.tag or ""
    kind, level, depth = outer.kind, outer.level, outer.depth
    number, numbers, language = outer.number, outer.numbers, outer.language
    if tag in _HEADINGS:
        kind, level = BlockKind.HEADING, _HEADINGS[tag]
    elif tag in _LISTS:
        depth += 1
        number, numbers = 0, lists.numbers(node.attributes) if tag == "ol" else None
    elif tag in _ITEMS:
        depth = max(1, depth)
        kind, level = BlockKind.ITEM, depth
        number = numbers.next(node.attributes) if numbers else 0
    elif tag == "blockquote":
        kind, level = BlockKind.QUOTE, 0
    elif tag == "pre":
        kind, level, language = BlockKind.CODE, 0, _language(node)
    elif tag in _CAPTIONS:
        kind, level = BlockKind.CAPTION, 0
    return _Place(node.mem_id, tag, kind, level, depth, outer.is_link, False, outer.href, number, numbers, language)


def _language(pre: LexborNode) -> str:
    """What the class of preformatted text, or of the code in it, says that it is written in."""
    inner = next(pre.iter(), None)
    for node in (pre, inner):
        if node is not None and (found := _LANGUAGE.search(node.attributes.get("class") or "")):
            return found[1].lower()
    return ""


def _leave(walk: _Walk, place: _Place) -> None:
    if place.tag not in INLINE and place.tag not in UNREAD:
        walk.flush(place)

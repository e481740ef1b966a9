"""The whole page, cut at its own markup: what blocks a page has before any engine chooses.

A walk of the document that lexbor parses, in its order, with a stack instead of recursion. It
chooses nothing but what is never text: scripts, styles, controls.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thresher.extract import wording
from thresher.nouns import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selectolax.lexbor import LexborHTMLParser, LexborNode

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


@dataclass(frozen=True, slots=True)
class _Place:
    """An open element: what its text belongs to."""

    mem_id: int
    tag: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    depth: int = 0  # of lists
    is_link: bool = False
    is_unread: bool = False


@dataclass(slots=True)
class _Walk:
    blocks: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)

    def flush(self, place: _Place) -> None:
        """End the block that is being collected; its kind is its place's."""
        if not self.text:
            return
        raw = "".join(self.text)
        text = wording.lines(raw) if place.kind is BlockKind.CODE else wording.line(raw)
        if text:
            link_chars = min(len(text), len(wording.line("".join(self.linked)))) if self.linked else 0
            self.blocks.append(Block(place.kind, text, place.level, link_chars))
        self.text.clear()
        self.linked.clear()


def blocks(tree: LexborHTMLParser, limit: int = 100_000) -> tuple[Block, ...]:
    """The blocks of the whole page in its order, `limit` of them at most."""
    return blocks_of((tree.root,) if tree.root is not None else (), limit)


def blocks_of(elements: Iterable[LexborNode], limit: int = 100_000) -> tuple[Block, ...]:
    """The blocks of elements of which none lies in another, in their order, `limit` of them at most."""
    walk = _Walk()
    for element in elements:
        _through(walk, element, limit)
        walk.flush(_Place(0, ""))  # the text of an inline element
    return tuple(walk.blocks[:limit])


def _through(walk: _Walk, element: LexborNode, limit: int) -> None:
    stack: list[_Place] = []
    for node in element.traverse(include_text=True):
        if len(walk.blocks) >= limit:
            break
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
    while stack:
        _leave(walk, stack.pop())


def _take(walk: _Walk, node: LexborNode, place: _Place) -> None:
    text = node.text_content or ""
    walk.text.append(text)
    if place.is_link:
        walk.linked.append(text)


def _enter(walk: _Walk, node: LexborNode, outer: _Place) -> _Place:
    tag, mem_id = node.tag or "", node.mem_id
    if outer.is_unread or tag in UNREAD:
        return _Place(mem_id, tag, outer.kind, outer.level, outer.depth, is_unread=True)
    if tag in INLINE:
        is_link = outer.is_link or tag == "a"
        return _Place(mem_id, tag, outer.kind, outer.level, outer.depth, is_link=is_link)
    if tag == "br" and outer.kind is BlockKind.CODE:
        walk.text.append("\n")
    elif not (tag == "br" and outer.kind is BlockKind.ITEM):
        walk.flush(outer)
    else:
        walk.text.append(" ")
    return _block_place(mem_id, tag, outer)


def _block_place(mem_id: int, tag: str, outer: _Place) -> _Place:
    kind, level, depth = outer.kind, outer.level, outer.depth
    if tag in _HEADINGS:
        kind, level = BlockKind.HEADING, _HEADINGS[tag]
    elif tag in _LISTS:
        depth += 1
    elif tag in _ITEMS:
        depth = max(1, depth)
        kind, level = BlockKind.ITEM, depth
    elif tag == "blockquote":
        kind, level = BlockKind.QUOTE, 0
    elif tag == "pre":
        kind, level = BlockKind.CODE, 0
    elif tag in _CAPTIONS:
        kind, level = BlockKind.CAPTION, 0
    return _Place(mem_id, tag, kind, level, depth, is_link=outer.is_link)


def _leave(walk: _Walk, place: _Place) -> None:
    if place.tag not in INLINE and place.tag not in UNREAD:
        walk.flush(place)

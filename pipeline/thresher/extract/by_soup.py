"""The last engine: Python's forgiving parser, and the container that holds most of the prose.

For markup on which the others fail: broken nesting, framesets, pages of bare text and `<br>`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thresher.extract import wording
from thresher.extract.prose import is_prose
from thresher.extract.tree import nesting
from thresher.nouns import Block, BlockKind
from thresher.words import word_count

if TYPE_CHECKING:
    from bs4.element import Tag

    from thresher.nouns import Capture

_CHROME = frozenset({"nav", "footer", "aside", "form"})
_UNREAD = nesting.UNREAD - {"noframes", "frame", "head"} | {"title", "meta", "link"}
_OPEN_TAG = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_RAW = re.compile(r"<(!--|script\b|style\b)", re.IGNORECASE)
_RAW_END = {
    "!--": re.compile("-->"),
    "script": re.compile("</script", re.IGNORECASE),
    "style": re.compile("</style", re.IGNORECASE),
}
_LEAVES = nesting.INLINE | {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "center"}  # blocks, rather than containers
_SWALLOWING = ("title", "textarea", "noframes", "noembed", "iframe", "xmp", "plaintext", "select", "form")
_ABOVE = 0.5  # how much of a block's words counts for the next container above
_MOST_TAGS = 300_000  # 2 million spans take 40 seconds; the largest of 1,820 real pages has 20,000
_NEAR = 12  # open elements that are looked at from a block
_LEVELS = 4  # containers above a block that it counts for
_ENOUGH = 0.5  # share of the page's prose that the chosen container must hold, else the page is taken whole


class Soup:
    """BeautifulSoup over `html.parser`."""

    name = "soup"

    def __call__(self, markup: str, capture: Capture) -> tuple[Block, ...]:  # noqa: ARG002 - the engine protocol
        """The blocks of the container that holds most of the prose; of the whole page where none does.

        Nothing for a page of so many elements that it would take half a minute: other engines have read it.
        """
        if markup.count("<") > _MOST_TAGS:
            return ()
        from bs4 import BeautifulSoup

        walk = _Walk()
        walk.take(BeautifulSoup(linear(markup), "html.parser"))
        return walk.chosen()


def linear(markup: str) -> str:
    """Markup that `html.parser` reads in linear time: no comments, no scripts, no tag without its end.

    It looks for the end of each unfinished construct again and again, to the end of the page.
    """
    parts: list[str] = []
    position = 0
    while raw := _RAW.search(markup, position):
        parts.append(markup[position : raw.start()])
        end = _RAW_END[raw.group(1).lower()].search(markup, raw.end())
        if end is None:  # then no later one of its kind ends either: the rest is read as it stands
            parts.append(_RAW.sub(" ", markup[raw.end() :]))
            position = len(markup)
            break
        position = end.end()
    parts.append(markup[position:])
    closed = _OPEN_TAG.sub("&lt;", "".join(parts))
    for name in _SWALLOWING:
        if f"</{name}" not in closed.lower():
            closed = re.sub(rf"<{name}\b[^<>]*>", " ", closed, flags=re.IGNORECASE)
    return closed


@dataclass(frozen=True, slots=True)
class _Open:
    """An open element; `start` is the place of its first block."""

    tag: Tag
    start: int
    is_link: bool
    is_unread: bool


@dataclass(slots=True)
class _Walk:
    """The blocks of a page, and which of them each container holds: from one place to another."""

    blocks: list[Block] = field(default_factory=list)
    scores: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    linked: int = 0

    def take(self, root: Tag) -> None:
        """Walk all elements in document order, with a stack of the open ones."""
        from bs4.element import NavigableString, PreformattedString, Tag

        stack: list[_Open] = []
        for node in root.descendants:
            while stack and stack[-1].tag is not node.parent:
                self._leave(stack)
            if isinstance(node, Tag):
                self._enter(node, stack)
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                self._take_text(str(node), stack)
        while stack:
            self._leave(stack)
        self._flush(stack)

    def _enter(self, tag: Tag, stack: list[_Open]) -> None:
        if tag.name not in nesting.INLINE:
            self._flush(stack)
        above = stack[-1] if stack else None
        is_unread = (above is not None and above.is_unread) or tag.name in _UNREAD or tag.name in _CHROME
        is_link = (above is not None and above.is_link) or tag.name == "a"
        stack.append(_Open(tag, len(self.blocks), is_link, is_unread))

    def _take_text(self, text: str, stack: list[_Open]) -> None:
        if stack and stack[-1].is_unread:
            return
        self.text.append(text)
        if stack and stack[-1].is_link:
            self.linked += len(text.strip())

    def _leave(self, stack: list[_Open]) -> None:
        if stack[-1].tag.name not in nesting.INLINE:
            self._flush(stack)
            self.spans[id(stack[-1].tag)] = (stack[-1].start, len(self.blocks))
        stack.pop()

    def _flush(self, stack: list[_Open]) -> None:
        """End the block that is being collected, and count it for the containers round it."""
        text = wording.line("".join(self.text))
        linked, self.linked = min(self.linked, len(text)), 0
        self.text.clear()
        if not text:
            return
        block = _block(text, [one.tag.name for one in stack[-_NEAR:]], linked)
        self.blocks.append(block)
        if is_prose(block):
            weight = float(word_count(text))
            containers = [one.tag for one in stack[-_NEAR:] if one.tag.name not in _LEAVES]
            for tag in reversed(containers[-_LEVELS:]):
                self.scores[id(tag)] += weight
                weight *= _ABOVE

    def chosen(self) -> tuple[Block, ...]:
        """The blocks of the best container, or all of them."""
        prose = sum(word_count(block.text) for block in self.blocks if is_prose(block))
        best = max(self.scores, key=lambda key: self.scores[key], default=None)
        if best is None:
            return tuple(self.blocks)
        start, end = self.spans[best]
        inside = self.blocks[start:end]
        held = sum(word_count(block.text) for block in inside if is_prose(block))
        return tuple(inside if held >= _ENOUGH * prose else self.blocks)


def _block(text: str, names: list[str], linked: int) -> Block:
    for name in reversed(names):
        if re.fullmatch("h[1-6]", name):
            return Block(BlockKind.HEADING, text, int(name[1]), linked)
        if name in ("li", "dd", "dt"):
            return Block(BlockKind.ITEM, text, 1, linked)
        if name == "blockquote":
            return Block(BlockKind.QUOTE, text, 0, linked)
        if name == "p":
            break
    return Block(BlockKind.PARAGRAPH, text, 0, linked)


ENGINE = Soup()

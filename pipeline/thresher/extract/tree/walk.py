"""A page as flat arrays, read in one pass: its blocks, its elements, and which blocks lie in which element.

lexbor parses the markup, which may be anything, and writes the tree back as well-formed HTML, in which
`<` opens a tag and nothing else. That text is cut at its tags: several times as quick as asking the
tree for its nodes one by one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from thresher.extract import links, lists, wording
from thresher.nouns import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborHTMLParser

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
_BOLD = frozenset({"b", "strong"})
_COMMENT = "!--"
_TORN = "<"  # a tag that has `<` in a name: what follows up to `>` is still of it
_ELEMENTS = 8  # elements to a block, at most, before the rest of a page is not read


@dataclass(slots=True)
class Outline:
    """A page: parallel lists over its blocks, and over those of its elements that begin a block, in their order.

    `owners[b]` is the innermost element of block `b`; `links[b]` how many links it holds; `bold[b]` how many of
    its characters are bold. `parents[e]` is the element around `e` (-1 for none), `tags[e]` its name, `names[e]`
    the place of its class, id and role in `spoken`, `hides[e]` whether it is not shown; its blocks are those from
    `firsts[e]` up to `ends[e]`, its markup the `pieces` between two `<`. `numbers`, `languages` and `targets` hold
    the few blocks that are items of ordered lists, code whose language is known, or have links that were asked for.
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
    hides: list[bool] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    pieces: list[tuple[int, int]] = field(default_factory=list)
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


def read(html: str, limit: int = 100_000, *, with_links: bool = False) -> Outline:
    """The outline of well-formed HTML, as lexbor writes it."""
    walk = _Walk(limit, with_links=with_links)
    walk.take(html.split("<"))
    return walk.ended()


class _State(NamedTuple):
    """What the text at a place of the tree belongs to."""

    tag: str = ""
    element: int = -1
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    depth: int = 0  # of lists
    is_link: bool = False
    href: str | None = None
    number: int = 0
    numbers: lists.Numbers | None = None  # of the ordered list that is open
    language: str = ""


class _Walk:
    """The outline so far, and the block that is being collected."""

    def __init__(self, limit: int, *, with_links: bool) -> None:
        self.limit = limit
        self.with_links = with_links
        self.page = Outline()
        self.spoken = {"": 0}
        self.at = _State()
        self.above: list[_State] = []
        self.parts: list[str] = []
        self.linked: list[str] = []
        self.hrefs: list[str | None] = []
        self.count = self.bold = 0

    def ended(self) -> Outline:
        """The outline, with all that is still open closed."""
        self.flush()
        size = len(self.page.texts)
        self.page.ends = [end if end >= 0 else size for end in self.page.ends]
        self.page.spoken = list(self.spoken)
        return self.page

    def take(self, pieces: Sequence[str]) -> None:  # noqa: C901, PLR0912 - the one loop over a page, kept flat for speed
        """Read the page piece by piece, each a tag and the text behind it."""
        unread, inside, nested = "", "", 0
        for number, piece in enumerate(pieces):
            head, closed, text = piece.partition(">")
            if unread:
                if unread == _TORN:
                    if not closed:
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
            elif not number:
                text = piece
            elif head[:1] == "/":
                if self.above:
                    self.leave(number)
            elif head[:1] == "!":
                if head.startswith(_COMMENT):
                    text = piece.partition("-->")[2]
                    unread = "" if "-->" in piece else _COMMENT
            elif head[:1] != "?":  # a `?` begins an instruction to other programs
                tag, _, attributes = head.partition(" ")
                if tag not in UNREAD:
                    self.enter(tag, attributes, number)
                    if self.is_full():
                        break
                elif tag not in VOID:
                    unread, nested = tag, 1
                    continue
            if text:
                if self.parts or not text.isspace():
                    self.add(text)
            elif not closed and number and not unread:
                unread = _TORN

    def is_full(self) -> bool:
        """Whether the page is as large as may be."""
        return len(self.page.texts) >= self.limit or len(self.page.tags) > _ELEMENTS * self.limit

    def add(self, text: str) -> None:
        """Add a piece of text to the block that is being collected."""
        self.parts.append(text)
        at = self.at
        if at.is_link:
            self.linked.append(text)
        if at.tag in _BOLD:
            self.bold += len(text)
        if self.with_links:
            self.hrefs.append(at.href)

    def enter(self, tag: str, attributes: str, number: int) -> None:
        """Open an element."""
        if tag in INLINE:
            if tag in VOID:
                return
            self.above.append(self.at)
            if tag != "a":
                at = self.at
                self.at = _State(tag, *at[1:])
                if tag == "code" and at.kind is BlockKind.CODE and not self.parts:
                    self.at = self.at._replace(language=at.language or _language(attributes))
                    self.above[-1] = self.above[-1]._replace(language=self.at.language)
                return
            self.count += 1
            found = _HREF.search(attributes) if self.with_links else None
            href = _plain(found[1]).replace("&quot;", '"') if found else self.at.href
            self.at = _State(tag, *self.at[1:5], True, href, *self.at[7:])
        elif tag == "br":
            if self.at.kind is BlockKind.CODE or self.at.kind is BlockKind.ITEM:
                self.add("\n")
            else:
                self.flush()
        else:
            self.flush()
            if tag not in VOID:
                self.above.append(self.at)
                self.open(tag, attributes, number)

    def open(self, tag: str, attributes: str, number: int) -> None:
        """Open an element that begins a block."""
        page, at = self.page, self.at
        page.parents.append(at.element)
        element = len(page.tags)
        page.tags.append(tag)
        said = " ".join(_NAMES.findall(attributes)) if attributes else ""
        if "-" in tag:  # an element of the page's own or of AMP, whose name says what it is for
            said = f"{tag} {said}"
        page.names.append(self.spoken.setdefault(said, len(self.spoken)))
        page.hides.append(bool(attributes) and _HIDES.search(attributes) is not None)
        page.firsts.append(len(page.texts))
        page.ends.append(-1)
        page.pieces.append((number, -1))
        _, _, kind, level, depth, is_link, href, count, numbers, language = at
        if tag in _HEADINGS:
            kind, level = BlockKind.HEADING, _HEADINGS[tag]
        elif tag in _LISTS:
            depth += 1
            count, numbers = 0, lists.numbers(_numbering(attributes)) if tag == "ol" else None
        elif tag in _ITEMS:
            depth = max(1, depth)
            kind, level = BlockKind.ITEM, depth
            count = numbers.next(_numbering(attributes)) if numbers else 0
        elif tag in _KINDS:
            kind, level = _KINDS[tag], 0
            language = _language(attributes) if kind is BlockKind.CODE else ""
        self.at = _State(tag, element, kind, level, depth, is_link, href, count, numbers, language)

    def leave(self, number: int) -> None:
        """Close the innermost element."""
        at = self.at
        if at.tag not in INLINE:
            self.flush()
            self.page.ends[at.element] = len(self.page.texts)
            self.page.pieces[at.element] = (self.page.pieces[at.element][0], number)
        self.at = self.above.pop()

    def flush(self) -> None:
        """End the block that is being collected."""
        if not self.parts:
            self.count = 0
            return
        page, at = self.page, self.at
        raw = "".join(self.parts)
        text = wording.lines(_plain(raw)) if at.kind is BlockKind.CODE else _line(raw)
        if text and len(page.texts) < self.limit:
            place = len(page.texts)
            page.texts.append(text)
            page.kinds.append(at.kind)
            page.levels.append(at.level)
            page.link_chars.append(min(len(text), len(_line("".join(self.linked)))) if self.linked else 0)
            page.links.append(self.count)
            page.bold.append(min(len(text), self.bold))
            page.owners.append(at.element)
            if at.number and at.kind is BlockKind.ITEM:
                page.numbers[place] = at.number
            if at.language and at.kind is BlockKind.CODE:
                page.languages[place] = at.language
            if self.with_links and self.linked:
                pieces = zip(map(_plain, self.parts), self.hrefs, strict=True)
                page.targets[place] = links.placed(text, pieces)
        self.parts.clear()
        self.linked.clear()
        self.hrefs.clear()
        self.count = self.bold = 0


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

"""A captured page as HTML that does nothing: made anew of known tags, its texts tinted by what became of them.

Nothing of the page's markup is passed on: tags are written from a list, attributes are few and checked, texts are
escaped. There is no script, no style, no address and no form in it. That the frame that shows it is sandboxed under a
policy of its own is the second wall.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from thresher.extract.tree import nesting
from thresher.extract.tree.tags import NAMES, tags
from thresher.inspector.tints import State
from thresher.report.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from thresher.extract.tree.walk import Outline
    from thresher.inspector.tints import Tint, Tints

MOST_CHARS = 8_000_000
"""Most characters of a page that are shown; the rest is said to be missing."""
_MOST_TAGS = 400_000
_DEEPEST = 120  # elements in each other: browsers nest no deeper than 512, and layout is slow long before
_SAME = (
    *("blockquote", "p", "pre", "figure", "figcaption", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption"),
    *("thead", "tbody", "tfoot", "tr", "td", "th", "b", "strong", "i", "em", "u", "s", "sub", "sup", "small", "q"),
    *("cite", "code", "kbd", "samp", "var", "ins", "del", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr"),
)
_BOXES = (
    *("div", "article", "section", "header", "footer", "nav", "main", "aside", "address", "fieldset", "details"),
    *("summary", "center", "dialog", "body", "menu", "dir"),
)
TAGS: Mapping[str, tuple[str, str]] = {
    **{name: (name, "") for name in _SAME},
    **dict.fromkeys(_BOXES, ("div", "")),
    "nav": ("div", "nav"),
    "a": ("span", "a"),
    "button": ("span", "button"),
}
"""What elements are written as, and their class; all others are left out, and what they hold is not."""
_VOID = frozenset({"br", "hr"})
_LISTS = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",)}
_ATTRIBUTE = re.compile(r'([A-Za-z-]{1,20})="([^"]*)"')
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]{1,400000}")
_NUMBER = re.compile(r"[1-9][0-9]?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")
_ALT_CHARS = 300


def rendered(
    html: str, outline: Outline, tints: Sequence[Tints], notes: Mapping[int, str], chances: Sequence[float]
) -> str:
    """The body of a page; `html` is what the outline was read from, `notes` say of each cut who wanted it and why.

    `chances` are how probably each block is article, to the engine, where it gives that.
    """
    page = _Page(notes)
    found = tags(html, _MOST_TAGS)
    unread = nesting.Tree(found).unread.tolist()
    hidden = _hidden(outline)
    begins = [span[0] for span in outline.spans]
    block = 0
    ends = [*found.starts[1:].tolist(), len(found.html)]
    rows = zip(found.starts.tolist(), found.ends.tolist(), found.numbers.tolist(), found.is_end.tolist(), strict=True)
    was_unread = False
    for at, (start, end, number, is_end) in enumerate(rows):
        if found.is_element[at] and not was_unread and not unread[at]:
            page.tag(NAMES[number], found.html[start + 1 : end], is_end=is_end)
        was_unread = unread[at]
        raw = found.html[end + 1 : ends[at]]
        if was_unread or not raw or raw.isspace():
            page.write(" " if raw and not was_unread else "")
            continue
        while block + 1 < len(begins) and begins[block + 1] <= end + 1:
            block += 1
        if block < len(tints) and begins[block] <= end + 1 < outline.spans[block][1]:
            chance = chances[block] if block < len(chances) else None
            page.text(_plain(raw), outline.texts[block], tints[block], block, chance, is_hidden=hidden[block])
        else:
            page.write(f'<span class="n">{escape(safe(_plain(raw)))}</span>')
        if page.size > MOST_CHARS:
            break
    return page.closed(is_whole=page.size <= MOST_CHARS and len(found.html) == len(html))


def _plain(raw: str) -> str:
    return raw.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _hidden(outline: Outline) -> list[bool]:
    """Whether each block stands in an element that its page does not show."""
    hides: list[bool] = []
    for own, parent in zip(outline.hides, outline.parents.tolist(), strict=True):
        hides.append(own or (parent >= 0 and hides[parent]))
    return [owner >= 0 and hides[owner] for owner in outline.owners.tolist()]


class Aligner:
    """Finds characters as they were captured again in a block's text, which has lost spaces and what is invisible."""

    _AHEAD = 4

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def next(self, char: str) -> int | None:
        """The place of the next character in the text; None for one that is not in it."""
        if char.isspace():
            return None
        while self.place < len(self.text) and self.text[self.place].isspace():
            self.place += 1
        found = self.text.find(char, self.place, self.place + self._AHEAD)
        if found < 0:
            return None
        self.place = found + 1
        return found


def runs(raw: str, aligner: Aligner, tints: Tints) -> Iterator[tuple[str, Tint | None]]:
    """The raw text cut where its tint changes; characters that the block has not go with those before them."""
    if len(tints) == 1:
        yield raw, tints[0]
        return
    place = 0
    begin = 0
    for at, char in enumerate(raw):
        index = aligner.next(char)
        if index is None or not tints:
            continue
        before = place
        while place + 1 < len(tints) and index >= tints[place].end:
            place += 1
        if place != before and at > begin:
            if raw[begin:at].strip():
                yield raw[begin:at], tints[before]
            else:
                yield raw[begin:at], None
            begin = at
    if begin < len(raw):
        yield raw[begin:], tints[place] if tints else None


class _Page:
    """HTML as it is written: well-formed, whatever it is written from."""

    def __init__(self, notes: Mapping[int, str]) -> None:
        self.parts: list[str] = []
        self.open: list[tuple[str, str]] = []  # name in the page, name as written; "" where it was left out
        self.size = 0
        self.notes = notes
        self.shown: set[int] = set()
        self.block = -1
        self.aligner = Aligner("")

    def write(self, html: str) -> None:
        """Write HTML that is known to be sound."""
        self.parts.append(html)
        self.size += len(html)

    def tag(self, name: str, head: str, *, is_end: bool) -> None:
        """Write a tag as what it may be."""
        if name == "img":
            self.write(_picture(head))
        elif name in _VOID:
            self.write("" if is_end else f"<{name}>")
        elif name in TAGS and is_end:
            self._close(name)
        elif name in TAGS:
            written, style = TAGS[name]
            if len(self.open) >= _DEEPEST or (name in _LISTS and not self._is_in(_LISTS[name])):
                written = "div" if len(self.open) < _DEEPEST else ""
            self.open.append((name, written))
            style = f' class="{style}"' if style else ""
            self.write(f"<{written}{style}{_attributes(head)}>" if written else "")

    def _is_in(self, names: tuple[str, ...]) -> bool:
        inner = next((written for _, written in reversed(self.open) if written), "")
        return inner in names

    def _close(self, name: str) -> None:
        if not any(one == name for one, _ in self.open[-_DEEPEST * 4 :]):
            return
        while self.open:
            last, written = self.open.pop()
            self.write(f"</{written}>" if written else "")
            if last == name:
                return

    def text(self, raw: str, text: str, tints: Tints, block: int, chance: float | None, *, is_hidden: bool) -> None:
        """Write a text of a block, each part in its tint."""
        if block != self.block:
            self.block, self.aligner = block, Aligner(text)
        for part, tint in runs(raw, self.aligner, tints):
            self.write(tinted(part, tint, self.notes, self.shown, chance, is_hidden=is_hidden))

    def closed(self, *, is_whole: bool) -> str:
        """All that was written, with what is still open closed."""
        self.parts += [f"</{written}>" for _, written in reversed(self.open) if written]
        if not is_whole:
            self.parts.append('<p class="end">The page is longer than is shown here.</p>')
        return "".join(self.parts)


def tinted(
    text: str,
    tint: Tint | None,
    notes: Mapping[int, str],
    shown: set[int],
    chance: float | None = None,
    *,
    is_hidden: bool = False,
) -> str:
    """Text in its tint; the first part of each cut can be reached by keyboard and by its address, `#c12`."""
    inner = escape(safe(text))
    if tint is None:
        return inner
    hides = " h" if is_hidden else ""
    if tint.state is State.KEPT:
        return f'<span class="k{hides}">{inner}</span>'
    if tint.state is State.UNCHOSEN:
        said = "" if chance is None else f' data-p="{100 * chance:.0f}"'
        return f'<span class="n{hides}"{said}>{inner}</span>'
    topic, _, note = notes.get(tint.cut, "").partition("\n")
    told = escape(safe(note))
    first = ""
    spoken = ""
    if tint.cut not in shown:
        shown.add(tint.cut)
        first = f' tabindex="0" data-n="{tint.cut + 1}"'
        # The address is not of what can have the focus: a browser would give it the focus, and take that from the keys.
        spoken = f'<span class="sr" id="c{tint.cut}">[removed: {told}] </span>'
    return f'<mark class="{topic}{hides}"{first} data-t="{told}">{spoken}{inner}</mark>'


def _attributes(head: str) -> str:
    found = ""
    for name, value in _ATTRIBUTE.findall(head[:5_000]):
        if (
            (name in ("colspan", "rowspan", "start") and _NUMBER.fullmatch(value))
            or (name == "dir" and value in ("rtl", "ltr", "auto"))
            or (name == "lang" and _LANGUAGE.fullmatch(value))
        ):
            found += f' {name}="{value}"' if f" {name}=" not in found else ""
    return found


def _picture(head: str) -> str:
    """A picture that the page itself holds, or the words that stand for one."""
    said = dict(reversed(_ATTRIBUTE.findall(head[:500_000])))
    words = escape(safe(_plain(said.get("alt", "").replace("&quot;", '"'))[:_ALT_CHARS].strip()))
    source = said.get("src", "")
    if _PICTURE.fullmatch(source):
        return f'<img src="{source}" alt="{words}">'
    return f'<span class="img">{words or "image"}</span>' if words else ""

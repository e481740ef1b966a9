"""Markup of bounded depth and attributes: parsers take time quadratic in both, or give up on all of it."""

from __future__ import annotations

import re

DEEPEST = 200  # open elements; libxml2 drops what lies deeper than 256, and real pages stay below 100

_LONG = 10_000  # characters of a tag from which its attributes are counted
# 20,000 attributes take lexbor 1.2 seconds, four times as many 16 times as long; 1,820 real pages have 7,000 at most.
_MOST_PARTS = 10_000
# lexbor takes time quadratic in depth, too: .09 seconds for 3,000 open `font` elements, .4 for 8,000, 4 for 24,000.
_FEW_TAGS = 8_000
_PARTS = re.compile(r"[\s/\"'=]+")

_LONG_TAG = re.compile(rf"<[A-Za-z][^<>]{{{_LONG}}}")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})([^<>]*)")
# Elements without content, and those that a following one closes.
_SHALLOW = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source"),
        *("track", "wbr", "basefont", "frame", "keygen", "p", "li", "dt", "dd", "tr", "td", "th", "thead"),
        *("tbody", "tfoot", "option", "optgroup", "colgroup", "html", "head", "body", "script", "style"),
        *("title",),
    }
)


_PASSED = _SHALLOW | {f"/{name}" for name in _SHALLOW}
_NAME = re.compile(r"<(/?[A-Za-z][A-Za-z0-9-]{0,30})")


def _is_deep(markup: str) -> bool:
    """Whether elements may be nested deeper than `DEEPEST`: counted by name, in a hurry."""
    open_elements: dict[str, int] = {}
    depth = 0
    for tag in _NAME.findall(markup):
        if tag in _PASSED:
            continue
        if tag[0] != "/":
            open_elements[tag] = open_elements.get(tag, 0) + 1
            depth += 1
            if depth > DEEPEST:
                return True
        elif open_elements.get(tag[1:]):
            open_elements[tag[1:]] -= 1
            depth -= 1
    return False


def has_long_tags(markup: str) -> bool:
    """Whether any tag may have very many attributes."""
    place = 0
    # Almost every stretch of so many characters has a `<`: from the last one of each to the last of the next.
    while len(markup) - place > _LONG:
        found = markup.rfind("<", place, place + _LONG + 1)
        if found < 0:
            return _LONG_TAG.search(markup, place - 1 if place else 0) is not None
        place = found + 1
    return False


def borne(markup: str) -> str:
    """The markup as it is where it has too few tags to be nested so deep that lexbor is slow; else `limited`."""
    return markup if markup.count("<") <= _FEW_TAGS and not has_long_tags(markup) else limited(markup)


def limited(markup: str) -> str:
    """The markup without the tags of elements nested deeper than `DEEPEST`; their text stays.

    So go tags with very many attributes.

    Depth is counted per element name by opening and closing tags, without parsing: good enough
    to tell a page from an attack. Markup that is not too deep comes back as it is.
    """
    if not _is_deep(markup) and not has_long_tags(markup):
        return markup
    open_elements: dict[str, int] = {}
    dropped: dict[str, int] = {}
    depth = 0
    spans: list[tuple[int, int]] = []
    for tag in _TAG.finditer(markup):
        name = tag.group(2).lower()
        if len(tag.group(3)) > _LONG and len(_PARTS.split(tag.group(3), _MOST_PARTS)) > _MOST_PARTS:
            spans.append((tag.start(), tag.end()))
            continue
        if name in _SHALLOW or (tag.group(3).endswith("/") and (open_elements.get("svg") or open_elements.get("math"))):
            continue
        if not tag.group(1):
            if depth >= DEEPEST:
                dropped[name] = dropped.get(name, 0) + 1
                spans.append((tag.start(), tag.end(2)))
            else:
                open_elements[name] = open_elements.get(name, 0) + 1
                depth += 1
        elif dropped.get(name):
            dropped[name] -= 1
            spans.append((tag.start(), tag.end(2)))
        elif open_elements.get(name):
            open_elements[name] -= 1
            depth -= 1
    return _without(markup, spans) if spans else markup


def _without(markup: str, spans: list[tuple[int, int]]) -> str:
    """The markup with a space in place of each tag that starts at a span."""
    parts: list[str] = []
    position = 0
    for start, end in spans:
        if start < position:
            continue
        parts += markup[position:start], " "
        closing = markup.find(">", end, end + 4096)
        position = closing + 1 if closing >= 0 else end
    parts.append(markup[position:])
    return "".join(parts)

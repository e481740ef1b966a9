"""Markup of bounded depth: parsers take time quadratic in the nesting, or give up on all of it."""

from __future__ import annotations

import re

DEEPEST = 200  # open elements; libxml2 drops what lies deeper than 256, and real pages stay below 100

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


_NAME = re.compile(r"<(/?[A-Za-z][A-Za-z0-9-]{0,30})")


def _may_be_deep(markup: str) -> bool:
    """Whether the elements may be nested deeper than `DEEPEST`: counted by name, in a hurry."""
    open_elements: dict[str, int] = {}
    depth = 0
    for tag in _NAME.findall(markup):
        if tag[0] != "/":
            if tag not in _SHALLOW:
                open_elements[tag] = open_elements.get(tag, 0) + 1
                depth += 1
                if depth > DEEPEST:
                    return True
        elif open_elements.get(tag[1:]):
            open_elements[tag[1:]] -= 1
            depth -= 1
    return False


def limited(markup: str) -> str:
    """The markup without the tags of elements nested deeper than `DEEPEST`; their text stays.

    Depth is counted per element name by opening and closing tags, without parsing: good enough
    to tell a page from an attack. Markup that is not too deep comes back as it is.
    """
    if not _may_be_deep(markup):
        return markup
    open_elements: dict[str, int] = {}
    dropped: dict[str, int] = {}
    depth = 0
    spans: list[tuple[int, int]] = []
    for tag in _TAG.finditer(markup):
        name = tag.group(2).lower()
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

"""Markup without what is never text: scripts, styles and comments.

Half of the bytes of a page, which every parser would otherwise carry; and scripts that hold markup
in strings lead some parsers to take the script for text. JSON-LD stays, for it may hold the article.
"""

from __future__ import annotations

import re

_OPEN = re.compile(r"<(!--|(?:script|style)\b)([^<>]*>)?", re.IGNORECASE)
_END = {
    "!--": re.compile("-->"),
    "script": re.compile(r"</script\s*>", re.IGNORECASE),
    "style": re.compile(r"</style\s*>", re.IGNORECASE),
}
_DATA = re.compile(r"ld\+json", re.IGNORECASE)


def without(markup: str) -> str:
    """The markup without them; what an unfinished one begins stays as it is."""
    parts: list[str] = []
    position = 0
    while opened := _OPEN.search(markup, position):
        name, attributes = opened.group(1).lower(), opened.group(2) or ""
        parts.append(markup[position : opened.start()])
        if name != "!--" and attributes.endswith("/>"):  # as XHTML writes it: empty
            position = opened.end()
            continue
        # "<!-->" is a whole comment, so its end may overlap its beginning
        end = _END[name].search(markup, opened.start() + 2 if name == "!--" else opened.end())
        if end is None:
            position = opened.start()
            break
        if name == "script" and _DATA.search(attributes):
            parts.append(markup[opened.start() : end.end()])
        position = end.end()
    parts.append(markup[position:])
    return "".join(parts)

"""The text of a block: white space and invisible characters.

Every engine and the plain-text reader pass what they find through `line` or `lines`.
"""

from __future__ import annotations

import html
import re
import unicodedata

# Invisible without meaning for the text: C0, C1, soft hyphen, zero-width space, word joiner, BOM,
# interlinear annotation, noncharacters. The joiners U+200C and U+200D spell words and emoji, and stay.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\ufff9-\ufffb\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")


def line(text: str) -> str:
    """The text on one line, in NFC, single spaces, without invisible characters."""
    return " ".join(visible(text).split())


def lines(text: str) -> str:
    """The text with its line breaks and indentation, without blank lines at its ends."""
    kept = [one.rstrip() for one in visible(text).expandtabs(8).split("\n")]
    while kept and not kept[0]:
        del kept[0]
    while kept and not kept[-1]:
        del kept[-1]
    return "\n".join(kept)


def unescaped(text: str) -> str:
    """Text whose character references were escaped once too often, as feeds and CMSs do."""
    return html.unescape(text) if _ENTITY.search(text) else text


def visible(text: str) -> str:
    """The text in NFC, without invisible characters and lone surrogates."""
    if text.isprintable():  # nothing invisible is
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    text = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", text)

"""Captured text as a page shows it: inert, in bounds, and with nothing invisible in it.

Everything of a capture is hostile. Jinja escapes it; what is here makes control and bidirectional characters
visible, keeps stacks of accents from growing over the page, cuts what is too long, and makes a link only of what
is an address of the web.
"""

from __future__ import annotations

import shlex
import unicodedata
from urllib.parse import urlsplit

from markupsafe import Markup

from thresher.report.terminal import safe

TEXT_CHARS = 160
URL_CHARS = 110
_MOST_LINK = 1_000  # longer ones were cut when they were read
_ACCENTS = 6  # on one letter; no writing stacks more


def clear(text: object, most: int = TEXT_CHARS) -> str:
    """The text on one line of at most so many characters, controls as code points."""
    whole = str(text)
    line = _flat(safe(" ".join(whole[: 4 * most].split())))
    return line if len(line) <= most and len(whole) <= 4 * most else f"{line[: most - 1]}\u2026"


def shown(text: object, most: int = TEXT_CHARS) -> Markup:
    """The same as markup that keeps its direction of writing to itself."""
    return Markup('<bdi class="t">{}</bdi>').format(clear(text, most))


def address(url: str | None, most: int = URL_CHARS) -> Markup:
    """An address: a link where it is one of the web, else plain text; it tells nobody where it was followed from."""
    if not url:
        return Markup('<span class="none">no address</span>')
    if not is_web(url):
        return shown(url, most)
    link = '<a class="u" href="{}" rel="noreferrer noopener nofollow external">{}</a>'
    return Markup(link).format(  # noqa: S704 - a constant; what is put in is escaped
        url, _without_scheme(url, most)
    )


def is_web(url: str) -> bool:
    """Whether an address may be a link: http or https, with a host, and nothing in it that hides what it is."""
    if len(url) >= _MOST_LINK or url != safe(url) or any(char.isspace() or char == "\\" for char in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def command(*words: str) -> str:
    """A command to be copied; empty where a word cannot be typed as it is, because it hides something."""
    if any(word != safe(word) or "\n" in word or "\t" in word or len(word) > 2 * URL_CHARS for word in words):
        return ""
    return shlex.join(words)


def _without_scheme(url: str, most: int) -> str:
    return clear(url.partition("://")[2], most)


def _flat(text: str) -> str:
    """The text with at most so many accents on one letter."""
    if text.isascii():
        return text
    kept, stacked = [], 0
    for char in text:
        stacked = stacked + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if stacked <= _ACCENTS:
            kept.append(char)
    return "".join(kept)

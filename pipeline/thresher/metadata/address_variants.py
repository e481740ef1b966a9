"""Addresses of variants of a page (for AMP, for print, in a cache of AMP), and the address of the page itself."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

URL_CHARS = 4_000

_PAIRS = re.compile(
    r"(?:amp|print|printable|printer_friendly|print_view|pfv|drucken|imprimir)(?:=(?:1|true|yes|y|on)?)?"
    r"|(?:outputtype|output|format|view|type|layout|mode|tmpl|page)=(?:amp|print|printer|drucken|pdf-print|imprimir)"
    r"|m=[01]",
    re.IGNORECASE,
)
"""Pairs of a query that ask for a variant."""
_TAIL = re.compile(r"(?<=[^/])/(?:amp|print|drucken|imprimir)/?$", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:amp|print)(?=\.html?$|$)", re.IGNORECASE)
_CACHE = re.compile(r"/(?:amp|v|c|i)/(?P<secure>s/)?(?P<rest>[^/.][^/]{0,250}/.*)", re.IGNORECASE)
_CACHES = ("www.google.", "cdn.ampproject.org")


def plain(url: str) -> str:
    """The address without what asks for a variant of the page; as it is where nothing does.

    Hosts of their own (`m.`, `amp.`) stay: only the page itself can say what stands elsewhere.
    """
    url = uncached(url)
    try:
        parts = urlsplit(url[:URL_CHARS])
    except ValueError:
        return url
    if not parts.netloc or len(url) > URL_CHARS:
        return url
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _PAIRS.fullmatch(pair))
    ended = _TAIL.sub("/" if parts.path.endswith("/") else "", parts.path)
    path = _EXTENSION.sub("", ended)
    if (path, query) == (parts.path, parts.query):
        return url
    return urlunsplit((parts.scheme, parts.netloc, path, query, parts.fragment))


def uncached(url: str) -> str:
    """The address of which a cache of AMP holds the page ("www.google.com/amp/s/harbour.example/story")."""
    try:
        parts = urlsplit(url[:URL_CHARS])
        name = parts.hostname or ""
    except ValueError:
        return url
    if not name.startswith(_CACHES[0]) and not name.endswith(_CACHES[1]):
        return url
    match = _CACHE.fullmatch(parts.path)
    if match is None or "." not in match["rest"].partition("/")[0]:
        return url
    scheme = "https" if match["secure"] else "http"
    return f"{scheme}://{match['rest']}" + (f"?{parts.query}" if parts.query else "")

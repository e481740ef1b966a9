"""Addresses of one page: the form that its variants share, and which of the variants looks like the page's own."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from thresher.metadata.url import URL_CHARS, normalise

_VIEW_PART = re.compile(
    r"/(?:amp|print|mobile|index\.(?:html?|php))/?$|\.amp(?=\.html?$|$)|^/(?:amp|print)(?=/)", re.IGNORECASE
)
_VIEW_KEYS = frozenset({"amp", "print", "output", "outputtype", "view", "ref", "source", "from", "mobile", "m"})
_VIEW_HOSTS = re.compile(r"^(?:www\d?|m|amp|mobile)\.(?=[^.]+\.)")


@lru_cache(maxsize=4096)
def address(url: str) -> str:
    """What the variants of a page's address share: neither scheme nor `www`, no view for print or telephones."""
    name, path, query = _taken(url)
    return f"{_VIEW_HOSTS.sub('', name)}{_bare(path)}{'?' if query else ''}{'&'.join(query)}" if name else url


def plainness(url: str) -> tuple[int, ...]:
    """Sorts the variants of one address: https first, then without view, tracking and needless slash."""
    try:
        parts = urlsplit(url[:URL_CHARS])
    except ValueError:
        return (9,)
    name, path = parts.hostname or "", parts.path
    view = path.rstrip("/") != _bare(path) or name.startswith(("m.", "amp.", "mobile."))
    file_as_folder = path.endswith("/") and "." in path.rstrip("/").rpartition("/")[2]
    # Who shortens an address by hand leaves `www.` out; nobody adds it.
    queries = len(parse_qsl(parts.query, keep_blank_values=True)) if parts.query else 0
    plain = not name.startswith("www.")
    return (view, file_as_folder, queries, parts.scheme != "https", plain)


def steps(one: str, other: str) -> int:
    """In how many respects two variants of an address differ: scheme, host, path, query."""
    try:
        first, second = urlsplit(one[:URL_CHARS]), urlsplit(other[:URL_CHARS])
    except ValueError:
        return 4
    return sum(getattr(first, name) != getattr(second, name) for name in ("scheme", "netloc", "path", "query"))


def _bare(path: str) -> str:
    bare = _VIEW_PART.sub("", path.rstrip("/"))
    return bare.rstrip("/")


def _taken(url: str) -> tuple[str, str, list[str]]:
    try:
        parts = urlsplit(normalise(url))
    except ValueError:
        return "", "", []
    pairs = [pair for pair in parts.query.split("&") if pair]
    kept = [pair for pair in pairs if pair.partition("=")[0].lower().removeprefix("amp;") not in _VIEW_KEYS]
    return parts.hostname or "", parts.path, kept

"""Addresses: one normal form for each page, and what an address says by itself."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from thresher.lazy import lazy

URL_CHARS = 4_000
"""Longest address that is taken apart; longer ones are returned as they are."""

DEFAULT_PORTS = {"http": 80, "https": 443}
TRACKING = lazy(
    r"(?:utm_[a-z_]+|hsa_[a-z]+|mtm_[a-z]+|pk_[a-z]+|matomo_[a-z]+|at_(?:medium|campaign|custom\d|link_[a-z]+|bbc_[a-z_]+|format|ptr_name)"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|_ga|_gl"
    r"|_hs[a-z]+|__twitter_impression|ns_(?:mchannel|source|campaign|linkname|fee)|wt_?_?(?:mc|zmc)(?:[._][a-z]+)?|wt\.mc_id"
    r"|xtor|ftag|smid|smtyp|cmpid|ito|vero_id|oly_(?:anon|enc)_id|s_cid|icid|ncid|sr_share|mkt_tok|trk|trkcampaign|wickedid"
    r"|ref_src|ref_url|cmp|intcmp|ocid|soc_src|soc_trk|guccounter|guce_referrer(?:_sig)?|taid|__s|spm)",
    re.IGNORECASE,
)
SESSION = lazy(
    r"(?:phpsessid|jsessionid|aspsessionid[a-z]*|session_?id|cfid|cftoken)=.*|s(?:id)?=[0-9a-f]{20,}", re.IGNORECASE
)
"""`sid` and `s` are story numbers elsewhere, so that they go only with the value of a session."""
PATH_SESSION = lazy(r";jsessionid=[^/?#]*", re.IGNORECASE)
ESCAPE = lazy(r"%([0-9a-fA-F]{2})")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
PATH_DATE = lazy(
    r"(?<!\d)((?:19|20)\d\d)[/_.-](0?[1-9]|1[0-2])[/_.-](0?[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"
    r"|/((?:19|20)\d\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/(0?[1-9]|[12]\d|3[01])(?!\d)",
    re.IGNORECASE,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@lru_cache(maxsize=256)  # a page names its own address in many places
def normalise(url: str) -> str:
    """The address in normal form: two spellings of one address become equal.

    Scheme and host in lower case, the host in punycode, default ports, fragments (except `#!`),
    tracking parameters, session ids and dot segments gone, escapes in upper case. The order of
    the query is kept, because some servers read it. An address that cannot be taken apart is
    returned stripped. `normalise(normalise(u)) == normalise(u)`.
    """
    url = url.strip()
    if len(url) > URL_CHARS:
        return url
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or not parts.hostname:
        return url
    name = _punycode(parts.hostname)
    netloc = f"[{name}]" if ":" in name else name
    if port is not None and port != DEFAULT_PORTS[scheme]:
        netloc = f"{netloc}:{port}"
    path = _escaped(_without_dots(PATH_SESSION.sub("", parts.path)) or "/")
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit((scheme, netloc, path, _query(parts.query), _escaped(fragment)))


@lru_cache(maxsize=256)
def host(url: str) -> str | None:
    """The host of an address in lower case and punycode, without `www.`; None where it has none."""
    try:
        name = urlsplit(url[:URL_CHARS]).hostname
    except ValueError:
        return None
    return _punycode(name).removeprefix("www.") or None if name else None


def site(url: str) -> str | None:
    """The registrable domain: "bbc.co.uk" of "news.bbc.co.uk".

    By the public suffix list; the last two labels where that does not know the suffix.
    """
    name = host(url)
    return None if name is None else _site_of(name)


@lru_cache(maxsize=4096)  # the captures of a site come one after the other
def _site_of(name: str) -> str:
    from tld import get_fld

    known = get_fld(f"http://{name}/", fail_silently=True)
    if known or ":" in name or name.rpartition(".")[2].isdigit():
        return known or name
    return ".".join(name.split(".")[-2:])


def is_suffix(name: str) -> bool:
    """Whether a host is a public suffix, such as "co.uk", under which others register theirs."""
    from tld import get_fld

    return bool(get_fld(f"http://a.{name}/", fail_silently=True) == f"a.{name}")


def is_root(url: str) -> bool:
    """Whether an address is a site's home page."""
    try:
        parts = urlsplit(url[:URL_CHARS])
    except ValueError:
        return False
    if parts.query or parts.fragment.startswith("!"):
        return False
    return bool(re.fullmatch(r"/?(?:index\.[a-z]{2,5}|home|[a-z]{2}(?:[-_][a-z]{2})?)?/?", parts.path, re.IGNORECASE))


def canonical(claimed: str, captured: str) -> str | None:
    """The normal form of an address that a page claims for itself, or None where it is not plausible.

    Plausible means: the same registrable domain, and not the site's root when the page is not.
    """
    try:
        absolute = normalise(urljoin(captured, claimed))
    except ValueError:
        return None
    if not absolute.startswith(("http://", "https://")) or len(absolute) > URL_CHARS:
        return None
    if site(absolute) != site(captured) or (is_root(absolute) and not is_root(captured)):
        return None
    return absolute


def date_in(url: str) -> str | None:
    """The date in an address' path or query, in ISO 8601, or None."""
    for match in PATH_DATE.finditer(url[:URL_CHARS]):
        year, month, day = (group for group in match.groups() if group)
        number = int(month) if month.isdigit() else MONTHS.index(month.lower()) + 1
        try:
            return date(int(year), number, int(day)).isoformat()
        except ValueError:
            continue
    return None


def _punycode(name: str) -> str:
    name = name.lower().rstrip(".")
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)


def _escaped(text: str) -> str:
    """Escapes in upper case, those of unreserved characters undone, all else that needs one escaped."""

    def restored(match: re.Match[str]) -> str:
        letter = chr(int(match[1], 16))
        return letter if letter in UNRESERVED else f"%{match[1].upper()}"

    return quote(ESCAPE.sub(restored, text), safe="%/:=&?~#+!$,;'@()*[]|")


def _query(query: str) -> str:
    kept = []
    for pair in query.split("&"):
        name = unquote(pair.partition("=")[0])
        if pair and not TRACKING.fullmatch(name) and not SESSION.fullmatch(pair):
            kept.append(pair)
    return _escaped("&".join(kept))

"""Addresses as they may be shown: without users, passwords and signatures, which stay in this process's memory."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from thresher.errors import SettingsError

# Names of query parameters that let their holder in, or change whenever a link is signed again.
_SECRET = re.compile(
    r"x-(?:amz|goog|ms|oss|cos)-.*|.*(?:sig|signature|token|secret|password|passwd|credential|api[-_]?key).*"
    r"|awsaccesskeyid|googleaccessid|expires|key|key-pair-id|policy|auth|authorization|pwd|session|jwt"
    r"|s[evprt]|spr|skoid|sktid|skt|ske|sks|skv",  # the last: shared access signatures of Azure
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s'\"<>)]+")
_given: dict[str, str] = {}  # shown -> as it was given


def is_url(path: str) -> bool:
    """Whether a name is a URL, and no path of a file."""
    scheme, colon, _ = path.partition("://")
    return bool(colon) and scheme.replace("+", "").replace("::", "").isalnum()


def scheme_of(url: str) -> str:
    """The scheme of a URL, in small letters; of a path, nothing."""
    return url.partition("://")[0].lower() if is_url(url) else ""


def shown(url: str) -> str:
    """The URL without what lets its holder in; the same after it was signed again."""
    if not is_url(url):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("://")[0] + "://…"
    host = parts.netloc.rpartition("@")[2]
    if parts.scheme not in ("http", "https"):  # elsewhere `?` is a wildcard, or a letter of a name
        return url.replace(parts.netloc, host, 1)
    kept = [one for one in parts.query.split("&") if one and not _SECRET.fullmatch(one.partition("=")[0])]
    return urlunsplit((parts.scheme, host, parts.path, "&".join(kept), parts.fragment))


def kept_private(url: str) -> str:
    """The URL as it may be shown; `private` knows the rest, in this process and nowhere else.

    Raises SettingsError where two URLs differ only in what may not be shown: they could not be told apart.
    """
    name = shown(url)
    if name != url and _given.setdefault(name, url) != url:
        raise SettingsError(f"two inputs differ only in their signatures ({name})")
    return name


def private(name: str) -> str:
    """What was given for a URL that is shown."""
    return _given.get(name, name)


def forget_all() -> None:
    """Forget what was kept private: the run is over."""
    _given.clear()


def redacted(text: str) -> str:
    """A text of others, such as the message of an error, with the URLs in it as they may be shown."""
    for url in _given.values():
        text = text.replace(url, shown(url))
    return _ADDRESS.sub(lambda found: shown(found[0]), text)

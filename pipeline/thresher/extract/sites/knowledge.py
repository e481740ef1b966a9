"""Site knowledge as data: TOML files in, frozen sites out.

A file holds what is known of one host and its subdomains, in eras of its template.
`config/sites/README.md` explains every key to those who write them.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeGuard

from thresher.errors import SettingsError
from thresher.extract.sites import selector
from thresher.metadata import url as addresses
from thresher.ready import Ready

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KEYS: Mapping[str, str] = {
    "keep": "selectors of what the article is made of",
    "drop": "selectors of what goes before anything is read",
    "comments": "selectors of readers' comments: they go too, and are counted by themselves",
}
"""The lists of selectors of an era, and what each is for."""

ERA_KEYS: Mapping[str, str] = {
    "from": "first day of capture; since ever when left out",
    "until": "first day of capture on which it holds no more; until further notice when left out",
    **KEYS,
    "example": "saved pages that prove it",
}
EXAMPLE_KEYS: Mapping[str, str] = {
    "html": "file of a saved page beside the TOML",
    "markup": "the page itself, in place of `html`",
    "url": "the address that it was captured from",
    "captured_at": "when; may be left out in the newest era",
    "with": "phrases that the cleaned text must hold",
    "without": "phrases that it must not hold",
}
MOST = 100  # selectors of one list
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")


@dataclass(frozen=True, slots=True)
class Example:
    """A saved page, in `markup` or in the file `html` beside the TOML, and what its text must and must not hold."""

    url: str
    html: str = ""
    markup: str = ""
    captured_at: datetime | None = None
    with_: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Era:
    """What holds for captures from the day `since` on, up to the day before `until`; None is open."""

    since: date | None = None
    until: date | None = None
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def selectors(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.keep, *self.drop, *self.comments)

    def holds(self, day: date) -> bool:
        """Whether a capture of that day is of this era."""
        return (self.since or date.min) <= day and (self.until is None or day < self.until)

    def __str__(self) -> str:
        return f"era {self.since or ''}…{self.until or ''}"


@dataclass(frozen=True, slots=True)
class Site:
    """A host with its eras, oldest first."""

    host: str
    eras: tuple[Era, ...]
    file: str = ""


@dataclass(frozen=True)
class Sites:
    """All sites that are known."""

    sites: tuple[Site, ...] = ()

    @cached_property
    def _by_host(self) -> dict[str, Site]:
        return {site.host: site for site in self.sites}

    def __getstate__(self) -> dict[str, object]:
        """Leave out what is built from the rest."""
        return {"sites": self.sites}

    def find(self, address: str, captured_at: datetime | None) -> tuple[Site, Era] | None:
        """The site and the era of a capture, or None.

        The file of the host itself is asked before those of the hosts above it, up to the registrable domain,
        and the first with an era for the day counts. A capture without a date is of the newest era.
        """
        for host in _upwards(address) if self.sites else ():
            site = self._by_host.get(host)
            era = site and _era(site, captured_at)
            if site and era:
                return site, era
        return None

    @cached_property
    def digest(self) -> str:
        """The digest of all that can change a page; examples do not."""
        shapes = [
            (site.host, [[str(era.since), str(era.until), era.keep, era.drop, era.comments] for era in site.eras])
            for site in sorted(self.sites, key=lambda site: site.host)
        ]
        return hashlib.sha256(json.dumps(shapes).encode()).hexdigest()[:16]


NO_SITES = Sites()

_READERS = (__file__, selector.__file__, addresses.__file__)
READY = Ready(Path(__file__).with_name("sites.json"), Site, map(Path, _READERS))
"""The sites of the shipped files, read and checked."""


def load_sites(folder: Path, ready: Ready[Site] | None = READY) -> Sites:
    """Read the site files of a folder; raises one SettingsError that names every problem of every file."""
    if not folder.is_dir():
        raise SettingsError(f"no such folder of sites ({folder})")
    problems: list[str] = []
    sites: list[Site] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            data = path.read_bytes()
            if ready is not None and (known := ready.find(path.name, data)) is not None:
                sites += known
                continue
            document = tomllib.loads(data.decode("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            problems.append(f"{path}: cannot read the site: {error}")
            continue
        site, wrong = parsed(document, path.name)
        problems += [f"{path}: {one}" for one in wrong]
        sites += [site] if site else []
    if problems:
        raise SettingsError("\n".join(problems))
    return Sites(tuple(sites))


def parsed(data: dict[str, Any], file: str) -> tuple[Site | None, list[str]]:
    """The site of one file, unless something is wrong with it, and all that is; `data` is the parsed TOML."""
    host = file.removesuffix(".toml")
    tables = data.get("era")
    problems = [f"unknown table or key {key!r}" for key in sorted(data.keys() - {"era", "about"})]
    problems += [wrong] if (wrong := host_problem(host)) else []
    if not isinstance(data.get("about", ""), str):
        problems.append("about must be a text")
    if not _is_tables(tables):
        return None, [*problems, "a site file holds [[era]] tables"]
    eras: list[Era] = []
    for number, table in enumerate(tables or (), 1):
        wrongs = list(_era_problems(table))
        problems += [f"era {number}: {wrong}" for wrong in wrongs]
        if not wrongs:
            eras.append(_of_table(table))
    eras.sort(key=lambda era: era.since or date.min)
    problems += [] if problems else _overlaps(eras)
    return (None if problems else Site(host, tuple(eras), file)), problems


def _upwards(address: str) -> Iterator[str]:
    """The host of an address and those above it, the registrable domain last."""
    host, top = addresses.host(address), addresses.site(address)
    while host and top:
        yield host
        if host == top or not host.endswith(f".{top}"):
            return
        host = host.partition(".")[2]


def _era(site: Site, captured_at: datetime | None) -> Era | None:
    if captured_at is None:
        return site.eras[-1]
    day = (captured_at.astimezone(UTC) if captured_at.tzinfo else captured_at).date()
    return next((era for era in site.eras if era.holds(day)), None)


def host_problem(host: str) -> str | None:
    """Why a file cannot be named after that host; None where it can."""
    address = f"http://{host}/"
    plain = addresses.host(address)
    if plain is None or not _HOST.fullmatch(plain) or ":" in host:
        return f"a site file is named after a host, {host!r} is none"
    if plain != host:
        return f"the file must be named {plain}.toml (lower case, punycode, no www.)"
    if addresses.is_suffix(host):
        return f"{host} is a suffix under which others register, no site"
    return None


def _era_problems(table: dict[str, Any]) -> Iterator[str]:
    yield from (f"unknown key {key!r}" for key in sorted(table.keys() - ERA_KEYS.keys()))
    for key in ("from", "until"):
        if key in table and type(table[key]) is not date:
            yield f"{key} must be a date, YYYY-MM-DD without quotes"
    for key in KEYS:
        yield from _selector_problems(key, table.get(key, []))
    if not any(table.get(key) for key in KEYS):
        yield f"says nothing: {', '.join(KEYS)} are empty"
    since, until = table.get("from"), table.get("until")
    if type(since) is date and type(until) is date and since >= until:
        yield f"ends before it begins: from {since} until {until}"
    examples = table.get("example", [])
    if examples != [] and not _is_tables(examples):
        yield "examples are [[era.example]] tables"
        return
    for number, example in enumerate(examples, 1):
        yield from (f"example {number}: {problem}" for problem in _example_problems(example))


def _selector_problems(key: str, selectors: object) -> Iterator[str]:
    if not _is_texts(selectors):
        yield f"{key} must be a list of selectors"
    elif len(selectors) > MOST:
        yield f"{key} holds more than {MOST} selectors"
    else:
        for one in selectors:
            if problem := selector.problem(one):
                yield f"{key}: {one!r}: {problem}"
        yield from (f"{key}: {one!r} stands there twice" for one in sorted(set(selectors)) if selectors.count(one) > 1)


def _example_problems(table: dict[str, Any]) -> Iterator[str]:
    yield from (f"unknown key {key!r}" for key in sorted(table.keys() - EXAMPLE_KEYS.keys()))
    if not isinstance(table.get("url"), str) or not addresses.host(table["url"]):
        yield "url must be an address"
    for key in ("with", "without"):
        if not _is_texts(table.get(key, [])):
            yield f"{key} must be a list of texts"
    if not isinstance(table.get("captured_at", date.min), date):  # a datetime is one
        yield "captured_at must be a date or a moment, without quotes"
    given = [key for key in ("html", "markup") if key in table]
    if len(given) != 1 or not isinstance(table[given[0]], str) or not table[given[0]]:
        yield "needs html, the name of a file beside this one, or markup, the page itself"
    elif given == ["html"] and not _is_inside(table["html"]):
        yield f"html must name a file below this folder ({table['html']})"


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and "\0" not in name


def _of_table(table: dict[str, Any]) -> Era:
    lists = {key: tuple(table.get(key, ())) for key in KEYS}
    return Era(table.get("from"), table.get("until"), examples=tuple(map(_example, table.get("example", ()))), **lists)


def _example(table: dict[str, Any]) -> Example:
    values = {key: table[key] for key in ("url", "html", "markup") if key in table}
    moment = table.get("captured_at")
    if isinstance(moment, datetime):
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    elif moment is not None:
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return Example(
        **values, captured_at=moment, with_=tuple(table.get("with", ())), without=tuple(table.get("without", ()))
    )


def _overlaps(eras: list[Era]) -> list[str]:
    return [
        f"{one} and {other} overlap: an era ends (until) where the next begins (from)"
        for one, other in pairwise(eras)
        if one.until is None or (other.since or date.min) < one.until
    ]


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)

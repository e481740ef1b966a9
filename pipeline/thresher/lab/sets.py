"""The benchmark's sets as they lie in a data directory, and what each may be used for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.errors import SettingsError
from thresher.lab.records import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_GOLD = "gold.jsonl.gz"
_CAPTURES = ("captures.warc.gz", "captures.warc.wet.gz")
_TEXT_SUFFIX = "-text"  # the same pages as captures of plain text
_SCORED = {"text", "title", "authors", "date", "with", "without"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a set's annotation comes from. `may_train`: shipped weights, lists and rules may be fitted to it.

    `language` is the one that all of its pages are said to be in; empty where there are several.
    """

    licence: str
    may_train: bool
    url: str
    language: str = ""


# As the data's README declares them. A set that is not named here may not be trained on.
SOURCES: Mapping[str, Source] = {
    "wcxb": Source("CC-BY-4.0", True, "https://github.com/Murrough-Foley/web-content-extraction-benchmark", "en"),
    "andythefactory": Source("Apache-2.0", True, "https://github.com/AndyTheFactory/article-extraction-dataset", "en"),
    "fundus": Source("MIT", True, "https://github.com/flairNLP/fundus"),
    "trafilatura": Source("Apache-2.0", True, "https://github.com/adbar/trafilatura"),
    "daniel": Source("GPL-3.0", False, "https://github.com/rundimeco/waddle"),
    "dragnet": Source("AGPL-3.0", False, "https://github.com/seomoz/dragnet_data", "en"),
}


@dataclass(frozen=True, slots=True)
class BenchSet:
    """Captures and their gold annotations, joined by URL."""

    name: str
    gold: Path
    captures: Path

    @property
    def source(self) -> Source | None:
        """Where the annotation comes from, or None for a set that is not declared."""
        return SOURCES.get(self.name.removesuffix(_TEXT_SUFFIX))

    @property
    def may_train(self) -> bool:
        """Whether anything that is shipped may be fitted to the set."""
        return self.source is not None and self.source.may_train

    def digest(self) -> str:
        """The digest of the gold and the captures, byte by byte."""
        files = (self.gold, self.captures)
        return hashlib.sha256("\n".join(map(_file_digest, files)).encode()).hexdigest()


def _file_digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def find_sets(data: Path) -> dict[str, BenchSet]:
    """The sets in a data directory by name, sorted: every folder with gold for texts or fields, and captures.

    Raises SettingsError when the directory is missing or holds none.
    """
    if not data.is_dir():
        raise SettingsError(f"no such data directory; DATA names the folder that holds SET/{_GOLD} ({data})")
    found = {gold.parent.name: _bench_set(gold) for gold in sorted(data.glob(f"*/{_GOLD}"))}
    sets = {name: each for name, each in found.items() if each and _has_scored_gold(each.gold)}
    if not sets:
        raise SettingsError(f"no sets here: a set is a folder with {_GOLD} and {' or '.join(_CAPTURES)} ({data})")
    return sets


def _bench_set(gold: Path) -> BenchSet | None:
    captures = next((path for name in _CAPTURES if (path := gold.parent / name).is_file()), None)
    return BenchSet(gold.parent.name, gold, captures) if captures else None


def _has_scored_gold(gold: Path) -> bool:
    """Gold of other kinds (of duplicates, say) has scorers of its own; the first row shows the kind."""
    return bool(_SCORED & next(read_rows(gold), {}).keys())


def chosen_sets(data: Path, names: Sequence[str] = ()) -> list[BenchSet]:
    """The named sets in the order of the names, all when none is named; unknown names raise SettingsError."""
    known = find_sets(data)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SettingsError(f"no set called {', '.join(unknown)}; known: {', '.join(known)} ({data})")
    return [known[name] for name in names or known]

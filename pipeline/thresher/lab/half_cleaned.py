"""Our half-cleaned captures, and how far an output is from what is left when one of them is clean.

A half-cleaned capture is an article with its indentation and a dozen chaff lines, as reader modes,
feeds, mirrors and older cleaners leave it. Only `read` opens files; `fixtures/README.md` tells the
form of the folder.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.errors import SettingsError
from thresher.lab.measures import word_overlap, words
from thresher.lab.records import read_rows

if TYPE_CHECKING:
    from pathlib import Path

    from thresher.lab.records import Row

INDEX = "index.jsonl"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of the article; None where the capture does not tell it.

    `site_name` is the site that the capture is of, `publisher` the one that published first.
    """

    url: str
    language: str
    kind: str
    title: str
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    site_name: str | None = None
    publisher: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class HalfCleaned:
    """A capture as it came, byte order mark and line ends kept, and the article that is in it."""

    name: str
    capture: str
    gold: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Score:
    """How an output compares with the gold; everything but `f1` is a count."""

    f1: float
    chaff: int
    chaff_removed: int
    words: int
    words_lost: int
    paragraphs: int
    paragraphs_lost: int

    @property
    def chaff_share(self) -> float:
        """The share of chaff lines removed; of none, all are."""
        return self.chaff_removed / self.chaff if self.chaff else 1.0

    @property
    def loss_share(self) -> float:
        """The share of the article's words that the output does not have."""
        return self.words_lost / self.words if self.words else 0.0


def read(folder: Path) -> tuple[HalfCleaned, ...]:
    """The half-cleaned captures that a folder's index names, in its order.

    Raises SettingsError that names the file that cannot be read or the line that lacks a fact.
    """
    return tuple(_record(folder, row) for row in read_rows(folder / INDEX))


def _record(folder: Path, row: Row) -> HalfCleaned:
    try:
        name = row["name"]
        facts = {key: value for key, value in row.items() if key != "name"}
        authors = tuple(facts.pop("authors", ()))
        capture, gold = (folder / f"{name}{suffix}" for suffix in (".txt", ".gold.txt"))
        return HalfCleaned(name, _text(capture), _text(gold), Facts(authors=authors, **facts))
    except (OSError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise SettingsError(f"cannot read {row.get('name')!r}: {error} ({folder / INDEX})") from error


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")  # read_text would lose the line ends


def score(text: str, one: HalfCleaned) -> Score:
    """How an output text compares with the gold of a half-cleaned capture.

    `score(one.gold, one)` has an F1 of 1, no chaff kept and nothing lost.
    """
    chaff = chaff_lines(one)
    output = _run(words(text))
    gold = Counter(words(one.gold))
    paragraphs = [found for piece in one.gold.split("\n\n") if (found := words(piece))]
    return Score(
        f1=word_overlap(text, one.gold).f1,
        chaff=len(chaff),
        chaff_removed=sum(not any(run in output for run in _runs(line)) for line in chaff),
        words=gold.total(),
        words_lost=(gold - Counter(words(text))).total(),
        paragraphs=len(paragraphs),
        paragraphs_lost=sum(not _is_left(paragraph, output) for paragraph in paragraphs),
    )


def chaff_lines(one: HalfCleaned) -> tuple[str, ...]:
    """The lines of a capture that hold a word and whose words are not a run inside the gold."""
    gold = _run(words(one.gold))
    lines = (line.strip("\ufeff \t") for line in one.capture.splitlines())
    return tuple(line for line in lines if words(line) and not any(run in gold for run in _runs(line)))


def _runs(line: str) -> tuple[str, str]:
    """The words of a line as it came and as it was meant: mended or not, it is the same line."""
    return _run(words(line)), _run(words(_mended(line)))


def _run(found: list[str]) -> str:
    """Words such that one run is inside another when its string is."""
    return f" {' '.join(found)} "


def _is_left(paragraph: list[str], output: str) -> bool:
    """Whether at least half of a paragraph's words stand in the output as one run."""
    half = (len(paragraph) + 1) // 2
    return any(_run(paragraph[start : start + half]) in output for start in range(len(paragraph) - half + 1))


def _mended(line: str) -> str:
    """The line that was meant, where all of it is UTF-8 that was read as windows-1252."""
    try:
        return line.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return line

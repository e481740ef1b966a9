"""What the benchmark's figures mean, one text or field at a time.

The definitions are those of the benchmark's own scorer (see `docs/benchmarks/README.md`), so that
our figures stand beside its published baselines. Pure functions; nothing is read or written.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from thresher.words import words as cased_words

if TYPE_CHECKING:
    from collections.abc import Iterable

SHINGLE_WORDS = 4

_WORD_RUN = re.compile(r"\w+")
_NOT_WORD = re.compile(r"[\W_]+")

_NAME_SEPARATOR = re.compile(r"[,;|/&]|\s+(?:and|und|et|y|og|och|i|и|和)\s+")
_BYLINE_OPENING = re.compile(r"(?:by|von|par|por|di|av|af|door|autor|author)\b[\s:]*", re.IGNORECASE)
_CREDENTIAL = re.compile(r"[A-Z][A-Za-z.]{0,5}")

_NUMERIC_DAY = re.compile(
    r"""(?P<year>\d{4}) (?:[-/.]|\s*年\s*)
        (?P<month>\d{1,2}) (?:[-/.]|\s*月\s*)
        (?P<day>\d{1,2}) (?!\d)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How well one multiset covers another."""

    precision: float
    recall: float
    f1: float


def harmonic_mean(precision: float, recall: float) -> float:
    """The F1 of a precision and a recall; 0 when both are 0."""
    both = precision + recall
    return 2 * precision * recall / both if both else 0.0


def f1_of_counts(true_positives: int, false_positives: int, false_negatives: int) -> float:
    """The F1 of counts; 0 when there are none."""
    twice = 2 * true_positives
    return twice / ((twice + false_positives + false_negatives) or 1)


def overlap(found: Iterable[Any], gold: Iterable[Any]) -> Overlap:
    """Precision, recall and F1 of what was found; two empty multisets are equal, so 1."""
    found, gold = Counter(found), Counter(gold)
    if not found and not gold:
        return Overlap(1.0, 1.0, 1.0)
    common = (found & gold).total()
    precision = common / (found.total() or 1)
    recall = common / (gold.total() or 1)
    return Overlap(precision, recall, harmonic_mean(precision, recall))


def words(text: str) -> list[str]:
    """The lower-cased words in order; letters of scripts without spaces are a word each."""
    return cased_words(text.lower())


def word_overlap(text: str, gold: str) -> Overlap:
    """Word precision, recall and F1 as WCXB defines them."""
    return overlap(words(text), words(gold))


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The multiset of runs of four words, case kept; a shorter text is one shingle, an empty one none."""
    run = _WORD_RUN.findall(text)
    if len(run) <= SHINGLE_WORDS:
        return Counter([tuple(run)] if run else [])
    return Counter(zip(*(run[start:] for start in range(SHINGLE_WORDS)), strict=False))


def shingle_shares(text: str, gold: str) -> tuple[float, float, float]:
    """True positives, false positives and false negatives, scaled to sum to 1 (0 when there are none).

    The definition of scrapinghub's article-extraction-benchmark.
    """
    found, wanted = shingles(text), shingles(gold)
    common = (found & wanted).total()
    counts = (common, found.total() - common, wanted.total() - common)
    scale = sum(counts) or 1
    return counts[0] / scale, counts[1] / scale, counts[2] / scale


def squeezed(text: str) -> str:
    """The text without case and with single spaces, in which snippets are looked for."""
    return " ".join(text.split()).casefold()


def snippets_found(snippets: Iterable[str] | None, text: str) -> tuple[int, int]:
    """How many of the snippets occur in the squeezed text, and how many there are; blank ones do not count."""
    wanted = [squeezed(snippet) for snippet in snippets or () if snippet.strip()]
    return sum(snippet in text for snippet in wanted), len(wanted)


def normalised(text: str) -> str:
    """A title or name without case, punctuation, repeated white space and variants of encoding."""
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def author_names(authors: object) -> frozenset[str]:
    """The normalised names in a list or a string; several names in one string are taken apart.

    A byline's opening word goes. Beside a full name, single words that look like a credential
    (MD, PhD) name nobody.
    """
    given = authors if isinstance(authors, list) else [authors]
    pieces = (piece for item in given if item for piece in _NAME_SEPARATOR.split(str(item)))
    parts = [_without_opening(piece.strip()) for piece in pieces]
    if any(" " in part for part in parts):
        parts = [part for part in parts if not _CREDENTIAL.fullmatch(part)]
    return frozenset(filter(None, map(normalised, parts)))


def _without_opening(name: str) -> str:
    opening = _BYLINE_OPENING.match(name)
    return name[opening.end() :] if opening else name


def calendar_days(value: object) -> frozenset[date]:
    """The day that a date names, as written and in UTC; empty when it names none.

    ISO 8601 and RFC 5322 are read whole; else the first year, month and day in figures.
    """
    text = str(value or "").strip()
    if moment := _moment(text):
        days = {moment.date()}
        with suppress(OverflowError):  # the first and last day of the calendar
            days |= {moment.astimezone(UTC).date()} if moment.tzinfo else set()
        return frozenset(days)
    if match := _NUMERIC_DAY.search(text):
        with suppress(ValueError):  # 2025-13-40 names no day
            return frozenset({date(int(match["year"]), int(match["month"]), int(match["day"]))})
    return frozenset()


def _moment(text: str) -> datetime | None:
    with suppress(ValueError):
        return datetime.fromisoformat(text)
    with suppress(ValueError, TypeError, IndexError):
        return parsedate_to_datetime(text)
    return None


def primary_subtag(language: object) -> str:
    """`de` of `de-AT` and `DE_at`."""
    return re.split(r"[-_]", str(language or "").lower(), maxsplit=1)[0]

"""Scores articles against gold annotations: `score(gold, articles)` and its `Report`.

A gold page without an article counts as an article with empty text. What each figure means is
said in `measures` and in `FIGURES`.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thresher.lab import measures
from thresher.lab.records import read_articles, read_gold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from thresher.lab.records import Row

GROUPINGS = ("page_type", "language")

_RESAMPLES = 1000  # of the bootstrap
_TAIL = 0.025  # on either side of a 95 % interval


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a summary.

    `field` is the article's field that it judges. `pinned` figures have a floor; the others are
    halves of a trade that a pinned one judges as a whole (precision and recall: their F1).
    """

    name: str
    heading: str
    field: str
    meaning: str
    pinned: bool = False


FIGURES = (
    Figure("word_f1", "word F1", "text", "F1 of the words as multisets, mean over pages", pinned=True),
    Figure("word_precision", "P", "text", "share of the text's words that are gold, mean over pages"),
    Figure("word_recall", "R", "text", "share of the gold's words in the text, mean over pages"),
    Figure("shingle_f1", "shingle F1", "text", "harmonic mean of shingle precision and recall", pinned=True),
    Figure("shingle_precision", "shingle P", "text", "mean over pages where something was extracted"),
    Figure("shingle_recall", "shingle R", "text", "mean over pages with gold text"),
    Figure("with_rate", "with", "text", "share of the snippets that belong to the text and were found"),
    Figure("without_rate", "without", "text", "share of the snippets that do not belong and were found"),
    Figure("snippet_f1", "snippet F1", "text", "F1 of found snippets", pinned=True),
    Figure("title_exact", "title exact", "title", "share of titles that are equal"),
    Figure("title_normalised", "title norm.", "title", "equal but for case, punctuation, encoding", pinned=True),
    Figure("author_f1", "author F1", "authors", "F1 of the sets of names, mean over pages", pinned=True),
    Figure("date", "date", "date", "share of dates of the same day, as written or in UTC", pinned=True),
    Figure("language", "language", "language", "share with the same primary subtag", pinned=True),
    Figure("page_type", "page type", "page_type", "share of pages with the same page type", pinned=True),
    Figure("article_f1", "article F1", "page_type", "F1 of `article` against all other types", pinned=True),
)

_FIELDS = {figure.name: figure.field for figure in FIGURES}


@dataclass(frozen=True, slots=True)
class PageScore:
    """What was measured on one page; only what its gold allows.

    `marks` are the figures that are averaged over pages. `shingle` holds shares of true and false
    positives and false negatives; `snippets` counts of with found, with, without found, without;
    `is_article` what the article says and what the gold says.
    """

    url: str
    groups: dict[str, str]
    missing: bool
    characters: int
    gold_characters: int
    marks: dict[str, float]
    shingle: tuple[float, float, float] | None
    snippets: tuple[int, int, int, int]
    is_article: tuple[bool, bool] | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a set or a group of pages.

    `figures` holds those of `FIGURES` that the gold and the articles allow, in that order;
    `interval` is the 95 % bootstrap interval of word F1; `counts` says of how many pages (of
    snippets: how many snippets) a figure was taken.
    """

    pages: int
    missing: int
    figures: dict[str, float]
    interval: tuple[float, float] | None = None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def headline(self) -> str | None:
        """The one figure for the set: word F1, or snippet F1 where there is no full text."""
        return next((name for name in ("word_f1", "snippet_f1") if name in self.figures), None)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of scoring.

    `answered` are the fields that any article has, `unknown` counts articles whose URL the gold
    does not have, `repeated` those passed over because of an earlier one with their URL.
    """

    pages: tuple[PageScore, ...]
    answered: frozenset[str]
    unknown: int = 0
    repeated: int = 0

    def total(self) -> Summary:
        """The figures over all pages."""
        return summary(self.pages, self.answered)

    def groups(self, by: str) -> dict[str, Summary]:
        """The figures of each page type or language in the gold, sorted by name."""
        grouped = defaultdict(list)
        for page in self.pages:
            grouped[page.groups.get(by, "unknown")].append(page)
        return {name: summary(grouped[name], self.answered) for name in sorted(grouped)}

    def worst(self, count: int) -> list[PageScore]:
        """The pages of lowest word F1, lowest first."""
        return sorted((p for p in self.pages if "word_f1" in p.marks), key=lambda p: p.marks["word_f1"])[:count]


def score(gold: Path, articles: Iterable[Path]) -> Report:
    """Score articles in files or directories against a gold file; raises SettingsError on unreadable ones."""
    return score_rows(read_gold(gold), *read_articles(articles))


def score_rows(gold: dict[str, Row], articles: dict[str, Row], repeated: int = 0) -> Report:
    """Score articles against gold annotations, both by URL."""
    answered = {name for url in articles.keys() & gold.keys() for name, value in articles[url].items() if value}
    if "published" in answered:
        answered.add("date")
    pages = tuple(page_score(row, articles.get(url)) for url, row in gold.items())
    return Report(pages, frozenset(answered), len(articles.keys() - gold.keys()), repeated)


def page_score(gold: Row, article: Row | None) -> PageScore:
    """Measure one page."""
    given = article or {}
    text, gold_text = str(given.get("text") or ""), str(gold.get("text") or "")
    squeezed = measures.squeezed(text)
    page_type = gold.get("page_type")
    return PageScore(
        url=gold["url"],
        groups={name: str(gold[name]) for name in GROUPINGS if gold.get(name)},
        missing=article is None,
        characters=len(text),
        gold_characters=len(gold_text),
        marks=_text_marks(text, gold_text) | _field_marks(given, gold),
        shingle=measures.shingle_shares(text, gold_text) if gold_text else None,
        snippets=(
            *measures.snippets_found(gold.get("with"), squeezed),
            *measures.snippets_found(gold.get("without"), squeezed),
        ),
        is_article=(given.get("page_type") == "article", page_type == "article") if page_type else None,
    )


def _text_marks(text: str, gold: str) -> dict[str, float]:
    if not gold:
        return {}
    word = measures.word_overlap(text, gold)
    return {"word_f1": word.f1, "word_precision": word.precision, "word_recall": word.recall}


def _field_marks(given: Row, gold: Row) -> dict[str, float]:
    marks: dict[str, float] = {}
    if gold.get("title"):
        title, wanted = str(given.get("title") or ""), str(gold["title"])
        marks["title_exact"] = float(title.strip() == wanted.strip())
        marks["title_normalised"] = float(measures.normalised(title) == measures.normalised(wanted))
    if gold.get("authors"):
        names, wanted_names = (measures.author_names(row.get("authors")) for row in (given, gold))
        marks["author_f1"] = measures.overlap(names, wanted_names).f1
    if days := measures.calendar_days(gold.get("date")):
        marks["date"] = float(bool(days & measures.calendar_days(given.get("date") or given.get("published"))))
    if gold.get("language"):
        found, wanted = (measures.primary_subtag(row.get("language")) for row in (given, gold))
        marks["language"] = float(found == wanted)
    if gold.get("page_type"):
        marks["page_type"] = float(str(given.get("page_type") or "") == str(gold["page_type"]))
    return marks


def summary(pages: Sequence[PageScore], answered: frozenset[str]) -> Summary:
    """Average over pages; a field that no article answers is not scored."""
    figures: dict[str, float] = {}
    counts: dict[str, int] = {}
    for name, judged in _FIELDS.items():
        marks = [page.marks[name] for page in pages if name in page.marks]
        if marks and (judged == "text" or judged in answered):
            figures[name] = sum(marks) / len(marks)
            counts[name] = len(marks)
    figures |= _shingle_figures(pages)
    with_found, wanted, without_found, unwanted = (sum(page.snippets[i] for page in pages) for i in range(4))
    if wanted:
        figures["with_rate"] = with_found / wanted
        figures["snippet_f1"] = measures.f1_of_counts(with_found, without_found, wanted - with_found)
        counts |= {"with_rate": wanted, "without_rate": unwanted}
        figures |= {"without_rate": without_found / unwanted} if unwanted else {}
    if "page_type" in figures:
        kinds = Counter(page.is_article for page in pages)
        figures["article_f1"] = measures.f1_of_counts(kinds[True, True], kinds[True, False], kinds[False, True])
    return Summary(
        pages=len(pages),
        missing=sum(page.missing for page in pages),
        figures={name: figures[name] for name in _FIELDS if name in figures},
        interval=bootstrap_interval([page.marks["word_f1"] for page in pages if "word_f1" in page.marks]),
        counts=counts,
    )


def _shingle_figures(pages: Sequence[PageScore]) -> dict[str, float]:
    shares = [page.shingle for page in pages if page.shingle]
    if not shares:
        return {}
    precisions = [true / (true + false) for true, false, _ in shares if true + false]
    recalls = [true / (true + lost) for true, _, lost in shares if true + lost]
    precision = sum(precisions) / (len(precisions) or 1)
    recall = sum(recalls) / (len(recalls) or 1)
    f1 = measures.harmonic_mean(precision, recall)
    return {"shingle_f1": f1, "shingle_precision": precision, "shingle_recall": recall}


def bootstrap_interval(values: Sequence[float]) -> tuple[float, float] | None:
    """The 95 % interval of the mean from resampling the pages, the same on every call; None below two values."""
    if len(values) < 2:  # noqa: PLR2004 - one page has no spread
        return None
    draw = random.Random(0)
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(_RESAMPLES))
    return means[int(_TAIL * _RESAMPLES)], means[int((1 - _TAIL) * _RESAMPLES) - 1]

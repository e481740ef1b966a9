"""The comparison as tables: extractors across; sets, page types and languages down."""

from __future__ import annotations

from collections import Counter
from statistics import fmean
from typing import TYPE_CHECKING

from thresher.lab.html.comparison import ARTICLE, extractors_of
from thresher.lab.measures import f1_of_counts
from thresher.lab.score import bootstrap_interval
from thresher.lab.tables import markdown, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from thresher.lab.html.comparison import Mark

ALL = "all"


def document(marks: Sequence[Mark]) -> str:
    """All tables of a comparison, one below the other."""
    parts = [
        ("Word F1, mean over pages; ± is the widest half of a 95 % interval in the row", word_f1(marks)),
        ("Word precision / recall", precision_recall(marks)),
        ("Snippets", snippets(marks)),
        ("Chaff left behind: share of articles with a line of it, and lines an article", chaff(marks)),
        ("Share of all articles with chaff of a family", families(marks)),
        ("Pages on which an extractor failed", troubles(marks)),
    ]
    return "\n\n".join(f"### {title}\n\n{table}" for title, table in parts if table)


def groups(marks: Sequence[Mark]) -> Iterator[tuple[str, str, list[Mark]]]:
    """Each set whole, then its page types and languages where it has several: set, part, marks."""
    for name in dict.fromkeys(mark.set for mark in marks):
        inside = [mark for mark in marks if mark.set == name]
        yield name, ALL, inside
        for field in ("page_type", "language"):
            values = sorted({getattr(mark, field) for mark in inside}, key=lambda value: (value != ARTICLE, value))
            if len(values) > 1:
                for value in values:
                    yield name, value or "?", [mark for mark in inside if getattr(mark, field) == value]


def _by_extractor(marks: Sequence[Mark], names: Sequence[str]) -> list[list[Mark]]:
    return [[mark for mark in marks if mark.extractor == name] for name in names]


def _per_group(marks: Sequence[Mark], cell: Callable[[list[Mark]], str], *, spread: bool = False) -> str:
    """A row for each group whose gold has full texts."""
    names = extractors_of(marks)
    rows = []
    for name, part, inside in groups([mark for mark in marks if mark.overlap]):
        split = _by_extractor(inside, names)
        widest = [number(max(map(_half_interval, split), default=0.0))] if spread else []
        rows.append([name, part, str(len(split[0])), *map(cell, split), *widest])
    return markdown(["set", "part", "pages", *names, *(["±"] if spread else [])], rows, left=2) if rows else ""


def _half_interval(marks: list[Mark]) -> float:
    interval = bootstrap_interval([mark.overlap.f1 for mark in marks if mark.overlap])
    return (interval[1] - interval[0]) / 2 if interval else 0.0


def word_f1(marks: Sequence[Mark]) -> str:
    """Mean word F1 of each set and part."""
    return _per_group(marks, lambda inside: number(fmean(m.overlap.f1 for m in inside if m.overlap)), spread=True)


def precision_recall(marks: Sequence[Mark]) -> str:
    """Mean word precision and recall of each set and part."""

    def cell(inside: list[Mark]) -> str:
        found = [mark.overlap for mark in inside if mark.overlap]
        return f"{number(fmean(o.precision for o in found))} / {number(fmean(o.recall for o in found))}"

    return _per_group(marks, cell)


def snippets(marks: Sequence[Mark]) -> str:
    """Snippet F1, wanted snippets found and unwanted ones kept, of each set that has snippets."""
    names = extractors_of(marks)
    rows = []
    for name in dict.fromkeys(mark.set for mark in marks if mark.snippets[1]):
        split = _by_extractor([mark for mark in marks if mark.set == name], names)
        sums = [[sum(mark.snippets[at] for mark in inside) for at in range(4)] for inside in split]
        kinds = {
            "F1": [f1_of_counts(found, kept, wanted - found) for found, wanted, kept, _ in sums],
            "wanted found": [found / wanted for found, wanted, _, _ in sums],
            "unwanted kept": [kept / (unwanted or 1) for _, _, kept, unwanted in sums],
        }
        rows += [[name, kind, *map(number, values)] for kind, values in kinds.items()]
    return markdown(["set", "snippets", *names], rows, left=2) if rows else ""


def chaff(marks: Sequence[Mark]) -> str:
    """The share of each set's articles with a line of chaff, and how many lines an article has."""
    names = extractors_of(marks)
    rows = []
    for name in dict.fromkeys(mark.set for mark in marks if mark.chaff is not None):
        split = _by_extractor([mark for mark in marks if mark.set == name and mark.chaff is not None], names)
        cells = [
            f"{_percent(_chaff_share(inside))} ({fmean(len(m.chaff or ()) for m in inside):.2f})" for inside in split
        ]
        rows.append([name, str(len(split[0])), *cells])
    return markdown(["set", "articles", *names], rows) if rows else ""


def _chaff_share(marks: Sequence[Mark]) -> float:
    return fmean(bool(mark.chaff) for mark in marks)


def families(marks: Sequence[Mark]) -> str:
    """The share of the articles of all sets that keep chaff of each family, commonest first."""
    names = extractors_of(marks)
    split = _by_extractor([mark for mark in marks if mark.chaff is not None], names)
    if not any(split):
        return ""
    counts = [Counter(family for mark in inside for family in {c.family for c in mark.chaff or ()}) for inside in split]
    order = sorted({family for each in counts for family in each}, key=lambda f: (-sum(c[f] for c in counts), f))
    rows = [[family, *(_percent(c[family] / len(split[at])) for at, c in enumerate(counts))] for family in order]
    return markdown(["family", *names], rows) if rows else ""


def troubles(marks: Sequence[Mark]) -> str:
    """How many pages each extractor raised an error on; empty when none did."""
    found = Counter((mark.extractor, mark.trouble.partition(":")[0]) for mark in marks if mark.trouble)
    rows = [[extractor, kind, str(count)] for (extractor, kind), count in sorted(found.items())]
    return markdown(["extractor", "error", "pages"], rows, left=2) if rows else ""


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"

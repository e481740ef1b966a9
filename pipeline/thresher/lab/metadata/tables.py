"""Metadata as tables: fields and systems down, what is given and what is right across."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

from thresher.lab.html.plots import calibration, calibration_error
from thresher.lab.metadata import fitting
from thresher.lab.metadata.answers import FIELDS
from thresher.lab.tables import markdown, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thresher.lab.metadata.comparison import Mark

FIGURES = {"title": "title, normalised match", "authors": "authors, set F1", "date": "date, right day"}


def document(marks: Sequence[Mark]) -> str:
    """All tables, one below the other."""
    parts = [("The figures", figures(marks))]
    parts += [
        (f"{FIGURES[field][0].upper()}{FIGURES[field][1:]}: given, right, wrong", trades(marks, field))
        for field in FIELDS
    ]
    parts.append(("How true the confidences are", certainties(marks)))
    return "\n\n".join(f"### {title}\n\n{table}" for title, table in parts if table)


def _split(marks: Sequence[Mark]) -> Iterator[tuple[str, str, list[Mark]]]:
    """Set, system and marks, in the order of the sets."""
    for name in dict.fromkeys(mark.set for mark in marks):
        for who in dict.fromkeys(mark.who for mark in marks):
            if inside := [mark for mark in marks if mark.set == name and mark.who == who]:
                yield name, who, inside


def figures(marks: Sequence[Mark]) -> str:
    """One figure for each set and field: the mean score of all pages with gold, silence scoring nothing."""
    columns = list(dict.fromkeys((mark.field, mark.who) for mark in marks))
    columns.sort(key=lambda one: list(FIELDS).index(one[0]))
    rows = []
    for name in dict.fromkeys(mark.set for mark in marks):
        cells = [[m.score for m in marks if m.set == name and (m.field, m.who) == column] for column in columns]
        rows.append([name, *(number(fmean(cell)) if cell else "" for cell in cells)])
    return markdown(["set", *(f"{field}: {who}" for field, who in columns)], rows) if rows else ""


def trades(marks: Sequence[Mark], field: str) -> str:
    """What each system gives of a field, and what of it is right: silence and error apart."""
    rows = []
    for name, who, inside in _split([mark for mark in marks if mark.field == field]):
        given = [mark for mark in inside if mark.is_given]
        right = sum(mark.is_right for mark in given)
        rows.append(
            [
                *(name, who, str(len(inside)), number(len(given) / len(inside))),
                *(number(right / len(given)) if given else "", number(right / len(inside)), str(len(given) - right)),
            ]
        )
    headings = ["set", "who", "pages with gold", "coverage", "precision", "recall", "wrong values"]
    return markdown(headings, rows, left=2) if rows else ""


def certainties(marks: Sequence[Mark]) -> str:
    """For each field and kind of capture: how far confidences are from what was right, before and after the fit."""
    rows = []
    for (field, kind), inside in fitting.groups(marks).items():
        right = [float(mark.is_right) for mark in inside]
        counted = [mark.counts[0] for mark in inside if mark.counts]
        said = [mark.sure or 0.0 for mark in inside]
        columns = (counted, said, fitting.out_of_fold(inside))
        errors = [number(calibration_error(calibration(column, right))) for column in columns]
        rows.append([field, kind, str(len(inside)), number(fmean(right)), number(fmean(said)), *errors])
    headings = ["field", "captures", "values", "right", "mean confidence"]
    errors = ["error of the count", "error of the confidence", "error out of fold"]
    return markdown([*headings, *errors], rows, left=2) if rows else ""

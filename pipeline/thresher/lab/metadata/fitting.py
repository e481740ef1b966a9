"""Certainty fitted: a logistic function for each field and kind of capture, by Newton's method.

Folds are cut by registrable domain, so that no site is judged by weights that were fitted to it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from thresher.lab.metadata.answers import FIELDS, OURS
from thresher.lab.text.corpus import FOLDS, fold
from thresher.lab.text.examples import domain
from thresher.metadata.certainty import Weights, certainty, chance, features
from thresher.nouns import CaptureKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from thresher.lab.metadata.comparison import Mark

_RIDGE = 1.0  # pulls the weights to nought, as one page of doubt would
_STEPS = 40
_SIGNS = np.array([0.0, 1.0, -1.0, 1.0])  # evidence for a winner never makes less sure, nor a rival surer
_LEAST = 50  # fewest values that weights are fitted to


def groups(marks: Iterable[Mark]) -> dict[tuple[str, CaptureKind], list[Mark]]:
    """Our marks on values that were given, by field and kind of capture."""
    found: dict[tuple[str, CaptureKind], list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.who == OURS and mark.counts and mark.is_given:
            found[mark.field, CaptureKind(mark.kind)].append(mark)
    return dict(sorted(found.items(), key=lambda one: (list(FIELDS).index(one[0][0]), one[0][1])))


def fitted(marks: Sequence[Mark]) -> Weights | None:
    """The weights that make what was right likeliest; None where there is too little to fit to."""
    if len(marks) < _LEAST:
        return None
    rows = np.array([[1.0, *features(*mark.counts)] for mark in marks if mark.counts])
    right = np.array([float(mark.is_right) for mark in marks if mark.counts])
    kept = np.ones(rows.shape[1], dtype=bool)
    while True:
        weights = np.zeros(rows.shape[1])
        weights[kept] = _newton(rows[:, kept], right)
        wrong = kept & (weights * _SIGNS < 0)
        if not wrong.any():
            return Weights(*(round(float(weight), 2) for weight in weights))
        kept &= ~wrong


def _newton(rows: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights of a ridge regression, the first of which, the constant, is free."""
    weights = np.zeros(rows.shape[1])
    ridge = _RIDGE * np.eye(len(weights))
    ridge[0, 0] = 1e-6
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-rows @ weights))
        bend = (rows * (likely * (1 - likely))[:, None]).T @ rows + ridge
        weights = weights + np.linalg.solve(bend, rows.T @ (right - likely) - ridge @ weights)
    return weights


def table(marks: Iterable[Mark]) -> dict[tuple[str, CaptureKind], Weights]:
    """The weights of all fields and kinds, fields named as an article names them."""
    return {
        (FIELDS[field], kind): weights for (field, kind), inside in groups(marks).items() if (weights := fitted(inside))
    }


def out_of_fold(marks: Sequence[Mark]) -> list[float]:
    """For each mark of one group the chance by weights that were fitted to other sites; what it counts without any."""
    folds = [fold(domain(mark.url)) for mark in marks]
    chances = [0.0] * len(marks)
    for number in range(FOLDS):
        weights = fitted([mark for mark, own in zip(marks, folds, strict=True) if own != number])
        for at, (mark, own) in enumerate(zip(marks, folds, strict=True)):
            if own == number and mark.counts:
                chances[at] = chance(weights, *mark.counts) if weights else mark.counts[0]
    return chances


def shipped(marks: Sequence[Mark]) -> list[float]:
    """The same by the table that the package ships."""
    return [
        certainty(FIELDS[mark.field], CaptureKind(mark.kind), *mark.counts) if mark.counts else 0.0 for mark in marks
    ]


def as_source(weights: Mapping[tuple[str, CaptureKind], Weights]) -> str:
    """A table as it stands in `metadata.certainty`."""
    rows = (
        f'        ("{field}", CaptureKind.{kind.name}): '
        f"Weights({one.constant}, winner={one.winner}, rival={one.rival}, lead={one.lead}),"
        for (field, kind), one in weights.items()
    )
    return "\n".join(
        ["TABLE: Mapping[tuple[str, CaptureKind], Weights] = MappingProxyType(", "    {", *rows, "    }", ")"]
    )

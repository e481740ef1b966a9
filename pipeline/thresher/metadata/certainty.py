"""How sure an elected value is: the chance that it is right, told by what its votes count and by its strongest rival.

What votes count together ranks candidates, but it is no chance: witnesses are not independent, and a rival that
counts as much is a warning. The chance is a logistic function of three numbers, fitted for each field and kind of
capture by `thresher lab train confidence` on the pages of the benchmark that may be trained on and have gold.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from thresher.nouns import CaptureKind

if TYPE_CHECKING:
    from collections.abc import Mapping

FEATURES = ("winner", "rival", "lead")
"""What the chance is told by: the evidence for the winner, that for its strongest rival, and how far it leads."""

MOST = 0.99
"""No value is surer than this."""

_LOUDEST = 0.999  # votes that count more say nothing more, and the logarithm must end


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of one field: of each of `FEATURES`, and what is added to their sum."""

    constant: float
    winner: float
    rival: float
    lead: float


TABLE: Mapping[tuple[str, CaptureKind], Weights] = MappingProxyType(
    {
        ("title", CaptureKind.HTML): Weights(-0.57, winner=0.7, rival=-0.65, lead=1.0),
        ("title", CaptureKind.TEXT): Weights(-2.0, winner=3.28, rival=0.0, lead=2.22),
        ("authors", CaptureKind.HTML): Weights(0.48, winner=0.36, rival=-0.27, lead=1.86),
        ("authors", CaptureKind.TEXT): Weights(0.07, winner=1.33, rival=-1.95, lead=1.04),
        ("published", CaptureKind.HTML): Weights(0.97, winner=0.19, rival=-0.44, lead=1.6),
        ("published", CaptureKind.TEXT): Weights(0.19, winner=1.12, rival=-0.49, lead=1.21),
    }
)
"""Fitted to all pages with gold of wcxb, andythefactory, fundus and trafilatura, and of their text captures (wcxb and
andythefactory). Right is a title that is the gold's when normalised, a list of authors that has its names and no other,
a date of its day. Fields without gold are not in it."""


def features(winner: float, rival: float) -> tuple[float, float, float]:
    """The numbers of `FEATURES`, given what winner and rival count (0 to 1)."""
    return -math.log(1 - min(winner, _LOUDEST)), -math.log(1 - min(rival, _LOUDEST)), winner - rival


def certainty(field: str, kind: CaptureKind, winner: float, rival: float = 0.0) -> float:
    """The chance that an elected value is right, 0 to 1; what it counts where no gold tells better."""
    weights = TABLE.get((field, kind))
    return winner if weights is None else chance(weights, winner, rival)


def chance(weights: Weights, winner: float, rival: float) -> float:
    """The logistic function of a field's weights."""
    own, other, lead = features(winner, rival)
    total = weights.constant + weights.winner * own + weights.rival * other + weights.lead * lead
    return min(MOST, 1 / (1 + math.exp(-total)))

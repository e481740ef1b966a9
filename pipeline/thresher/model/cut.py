"""Which blocks to keep, given how likely each is the article: the choice of the highest expected F1.

For a choice K of blocks with words w and probabilities p, the expected word F1 is about
`2 Σ_K wp / (Σ_K w + Σ wp)`. The best K are the most likely blocks down to some probability, so that one
pass over them in order finds it (Nan et al., "Optimizing F-measure", ICML 2012).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def threshold(chances: NDArray[np.float64], words: NDArray[np.int64], beta: float = 1.0) -> float:
    """The lowest probability that the best choice keeps; F-beta weighs recall `beta` times as much as precision."""
    order = np.argsort(-chances, kind="stable")
    weights = words[order].astype(np.float64)
    hits = np.cumsum(weights * chances[order])
    if not len(hits) or hits[-1] <= 0:
        return 1.0
    square = beta * beta
    scores = (1 + square) * hits / (np.cumsum(weights) + square * hits[-1])
    return float(chances[order][int(np.argmax(scores))])

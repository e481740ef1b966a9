"""A second opinion: what another engine's choice says of each block, weighed with the network's own word.

The weights are those of a logistic regression on pages whose sites the network had not seen; they lie with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from thresher.model.network import PAGE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from thresher.extract.tree.judge import Judged
    from thresher.model.network import Network

    Floats = NDArray[np.float64]

WEIGHTS = "opinion"
"""The name of the weights among the network's arrays."""
FACTS = ("one", "logit", "chosen", "article", "chosen article", "logit article")
"""What is weighed: the network's logit, whether the other engine chose the block (1 or -1), how likely an article."""

_LEAST = 1e-4
_SHORT = 24  # characters; shorter texts must stand alone in the other's answer, for they may occur by chance


def heard(judged: Judged, texts: Sequence[str], model: Network) -> Judged:
    """The page with the chances that follow from both opinions; as it is where no weights were fitted."""
    weights = model.arrays.get(WEIGHTS)
    if weights is None or not texts:
        return judged
    logits = facts(judged.chances, chosen(judged.page.texts, texts), judged.types[PAGE_TYPES[0]]) @ weights
    return replace(judged, chances=1 / (1 + np.exp(-logits.astype(np.float64))))


def chosen(page: Iterable[str], texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which texts of a page the other engine's texts hold."""
    whole = frozenset(texts)
    joined = "\n".join(texts)
    return np.array([text in whole or (len(text) >= _SHORT and text in joined) for text in page])


def facts(chances: Floats, is_chosen: NDArray[np.bool_], article: float) -> Floats:
    """The facts of each block, in the order of `FACTS`; shape (blocks, facts)."""
    clipped = np.clip(chances, _LEAST, 1 - _LEAST)
    logit = np.log(clipped / (1 - clipped))
    sign = np.where(is_chosen, 1.0, -1.0)
    lean = article - 0.5
    ones = np.ones(len(logit))
    return np.stack([ones, logit, sign, ones * lean, sign * lean, logit * lean], axis=1)

"""A second opinion: another engine's choice of blocks, taken where it is a stricter choice of the same text.

Where the network is in doubt it has mostly kept too much. An answer that lies within what it kept then is the
article without the chaff; one that lies elsewhere is another guess, and no better one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from thresher.extract.tree.judge import Judged

    Flags = NDArray[np.bool_]

WITHIN = 0.7
"""Share of the words of the other choice that must be kept already."""
_SHORT = 24  # characters; shorter texts must stand alone in the other's answer, for they may occur by chance


def heard(judged: Judged, keep: Flags, texts: Sequence[str]) -> Flags | None:
    """The other engine's choice, where it lies within the one that was made; else None."""
    words = judged.rows.words
    theirs = chosen(judged.page.texts, texts)
    total = int(words[theirs].sum())
    is_within = total > 0 and int(words[theirs & keep].sum()) >= WITHIN * total
    return theirs if is_within else None


def chosen(page: Iterable[str], texts: Sequence[str]) -> Flags:
    """Which texts of a page the other engine's texts hold."""
    whole = frozenset(texts)
    joined = "\n".join(texts)
    return np.array([text in whole or (len(text) >= _SHORT and text in joined) for text in page], np.bool_)

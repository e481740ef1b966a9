"""What readers wrote below an article: told apart from it, and kept out of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.extract.tree.judge import Judged
    from thresher.nouns import Block

_LINKED = 0.5
_WORDS = 3  # fewer are a name, a date or a button


def reader_comments(judged: Judged, places: Sequence[int]) -> tuple[Block, ...]:
    """The blocks that stand in elements named after comments, apart from those that are the text (as on forums)."""
    page, rows = judged.page, judged.rows
    is_comment = (rows.column("comment around") > 0) & (rows.column("form near") == 0) & (rows.words >= _WORDS)
    is_comment[list(places)] = False
    found = np.flatnonzero(is_comment).tolist()
    return tuple(page.block(at) for at in found if page.link_chars[at] <= _LINKED * len(page.texts[at]))

"""Spaces that renderers lost: "Jane RoeDec 22, 2023", "9 Oct 20239 Oct 2023"."""

from __future__ import annotations

import re

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_UNSPACED = re.compile(
    rf"(?<=[^\W\d_A-ZÀ-Þ])(?={_MONTH} \d)|(?<=[A-ZÀ-Þ])(?={_MONTH} \d{{1,2}}, (?:19|20)\d\d)"
    r"|(?<=\b(?:19|20)\d\d)(?=\d{1,2}\.? [A-Z]|[A-Z][a-z])|(?<=[a-z])(?=(?:Published|Updated|Posted|Last)\b)"
    r"|(?<=\b(?:On|on))(?=\d)"
    r"|(?<=[a-zß-ÿ])(?=(?:News|Deputy|Senior|Staff|Lifestyle|Sports?|Political|Chief|Associate)\s[A-Z]\w+$)"
    r"|(?<=[a-z]{2})(?=\d{1,2} (?:hours?|minutes?|days?|Kommentare|Comments?)\b)"
)


def spaced(text: str) -> str:
    """A short line with the spaces that it lost."""
    return _UNSPACED.sub(" ", text)

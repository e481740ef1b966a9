"""What captures are asked for: filters, words, and an order; as SQL with its values apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE = 60  # captures that are listed at once
_MOST_WORDS, _MOST_CHARS = 8, 200
_TEXTS = ("kind", "reason", "topic", "rule", "site", "words")
ORDERS = {
    "written": "n",
    "unsure": "sure NULLS LAST, n",
    "cuts": "cuts DESC, n",
    "short": "words NULLS LAST, n",
}
"""The orders of a list: as written; the least sure cut first; the most cuts first; the shortest article first."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question: what is "" asks for nothing. `below` is the confidence that the least sure cut stays under."""

    kind: str = ""
    reason: str = ""
    topic: str = ""
    rule: str = ""
    site: str = ""
    words: str = ""
    below: float = 1.01
    order: str = "written"
    offset: int = 0
    limit: int = PAGE

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Query:
        """The question of an address; raises ValueError where it is none."""
        kind, reason, topic, rule, site, words = (given.get(name, "")[:2_000] for name in _TEXTS)
        order = given.get("order") or "written"
        if order not in ORDERS:
            raise ValueError(f"no such order ({order})")
        below = float(given.get("below") or 1.01)
        offset = max(0, int(given.get("offset") or 0))
        return replace(cls(kind, reason, topic, rule, site, words), below=below, order=order, offset=offset)

    @property
    def ordered(self) -> str:
        """The order as SQL."""
        return ORDERS[self.order]

    def condition(self) -> tuple[str, list[Any]]:
        """The condition as SQL, and its values."""
        parts, values = ["true"], list[Any]()
        for column, value in (("kind", self.kind), ("reason", self.reason), ("host", self.site)):
            if value:
                parts.append(f"{column} = ?")
                values.append(value)
        for column, value in (("topics", self.topic), ("judges", self.rule)):
            if value:
                parts.append(f"list_contains({column}, ?)")
                values.append(value)
        if self.below <= 1:
            parts.append("sure < ?")
            values.append(self.below)
        for word in self.words[:_MOST_CHARS].split()[:_MOST_WORDS]:
            parts.append("contains(words_of, ?)")
            values.append(word.lower())
        return " AND ".join(parts), values

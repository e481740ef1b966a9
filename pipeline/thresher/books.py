"""Tallies, and the sums that must hold: captures = articles + rejections."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from thresher.errors import BooksError
from thresher.nouns import Article, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from thresher.nouns import Outcome


@dataclass
class Books:
    """How many captures were read, and what became of them."""

    captures: int = 0
    articles: int = 0
    rejections: Counter[Reason] = field(default_factory=Counter)

    def enter(self, outcome: Outcome) -> None:
        """Enter what became of one capture."""
        if isinstance(outcome, Article):
            self.articles += 1
        else:
            self.rejections[outcome.reason] += 1

    @property
    def failures(self) -> int:
        """How many captures failed in the processing."""
        return sum(count for reason, count in self.rejections.items() if reason.is_failure)

    def check(self, where: str) -> None:
        """Raise BooksError unless `captures == articles + sum(rejections)`."""
        ended = self.articles + self.rejections.total()
        if ended != self.captures:
            message = f"books do not balance: {self.captures} captures read, {ended} accounted for"
            raise BooksError(f"{message} ({where})")

    def row(self) -> dict[str, Any]:
        """The books as plain data, reasons in the order of the enum."""
        rejections = {str(reason): self.rejections[reason] for reason in Reason if self.rejections[reason]}
        return {"captures": self.captures, "articles": self.articles, "rejections": rejections}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The inverse of `row`."""
        return cls(row["captures"], row["articles"], Counter({Reason(k): v for k, v in row["rejections"].items()}))

    @classmethod
    def total(cls, parts: Iterable[Books]) -> Self:
        """The sum of the books of several parts."""
        total = cls()
        for part in parts:
            total.captures += part.captures
            total.articles += part.articles
            total.rejections.update(part.rejections)
        return total

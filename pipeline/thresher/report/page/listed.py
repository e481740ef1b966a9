"""The first of a list, and how many more there are: no list of a report grows with the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Listed(Generic[Item]):
    """Some items, and how many are left out."""

    items: tuple[Item, ...] = ()
    more: int = 0

    def __iter__(self) -> Iterator[Item]:
        """The items."""
        return iter(self.items)

    def __len__(self) -> int:
        """How many there are here."""
        return len(self.items)


def listed(items: Sequence[Item], most: int, total: int | None = None) -> Listed[Item]:
    """The first `most` of items; `total` is how many there are in all, where `items` are not all."""
    return Listed(tuple(items[:most]), (len(items) if total is None else total) - min(most, len(items)))


def share(part: float, whole: float) -> float:
    """A part of a whole, 0 to 1; 0 of nothing."""
    return part / whole if whole else 0.0

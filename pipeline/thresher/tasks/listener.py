"""Who is told how far a run has come."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Is told how far a run has come."""

    def stage(self, name: str, total: int) -> None:
        """A stage begins that will advance by `total`: bytes of input, or captures (0: unknown)."""

    def advance(self, captures: int, size: int) -> None:
        """So many more captures, and so much more of the total, are done."""


class Silent:
    """Tells nobody."""

    def stage(self, name: str, total: int) -> None:
        """Say nothing."""

    def advance(self, captures: int, size: int) -> None:
        """Say nothing."""

"""Damage to bytes, drawn at random: every mutation is one stretch replaced by another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

KINDS = ("flip", "cut", "splice", "insert")
_LONGEST = 2000  # bytes of one mutation
_FLIPPED = 16  # bytes that are flipped together


@dataclass(frozen=True, slots=True)
class Edit:
    """`data[begin:end]` becomes `new`."""

    begin: int
    end: int
    new: bytes

    def touches(self, begin: int, end: int) -> bool:
        """Whether the stretch from `begin` to `end` is no longer what it was: changed, shortened or parted."""
        return self.begin < end and self.end > begin if self.begin < self.end else begin < self.begin < end


@dataclass(frozen=True, slots=True)
class Case:
    """Bytes of a fixture and the edits made to them, none of which overlap; in order, last first."""

    seed: bytes
    edits: tuple[Edit, ...]

    @property
    def data(self) -> bytes:
        """The bytes after the edits."""
        data = self.seed
        for edit in self.edits:
            data = data[: edit.begin] + edit.new + data[edit.end :]
        return data

    def touches(self, begin: int, end: int) -> bool:
        """Whether any edit touches a stretch of the seed."""
        return any(edit.touches(begin, end) for edit in self.edits)


def drawn(kind: str, data: bytes, rng: random.Random, tokens: Sequence[bytes] = ()) -> Edit:
    """One edit of a kind; `tokens` are bytes that mean something in the format and are inserted now and then."""
    at = rng.randrange(len(data) + 1)
    size = int(_LONGEST ** rng.random())  # short ones as often as long ones
    if kind == "flip":
        old = data[at : at + min(size, _FLIPPED)]
        return Edit(at, at + len(old), bytes(byte ^ rng.randrange(1, 256) for byte in old))
    if kind == "cut":
        return Edit(at, min(at + size, len(data)), b"")
    source = rng.randrange(len(data) + 1)
    new = data[source : source + size]
    if tokens and rng.random() < 0.5:  # noqa: PLR2004 - every other time
        new = rng.choice(tokens)
    elif rng.random() < 0.3:  # noqa: PLR2004 - bytes of no meaning a third of the time
        new = rng.randbytes(min(size, 64))
    return Edit(at, at if kind == "insert" else min(at + len(new), len(data)), new)


def case(seeds: Sequence[bytes], rng: random.Random, tokens: Sequence[bytes] = (), most: int = 4) -> Case:
    """One of the seeds with up to `most` edits of any kinds."""
    seed = rng.choice(seeds)
    drawn_edits = [drawn(rng.choice(KINDS), seed, rng, tokens) for _ in range(rng.randint(1, most))]
    edits: list[Edit] = []
    for edit in sorted(drawn_edits, key=lambda each: each.begin, reverse=True):
        if not edits or edit.end < edits[-1].begin:
            edits.append(edit)
    return Case(seed, tuple(edits))

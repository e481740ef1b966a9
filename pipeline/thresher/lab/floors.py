"""Floors: figures once reached that no change may lower unsaid.

    {"floors": {SET: {SCOPE: {"digest": ..., "pages": N, "figures": {NAME: VALUE}}}},
     "lowered": [{"set": ..., "scope": ..., "figure": ..., "before": ..., "after": ..., "reason": ...}]}

SCOPE is `all` or the number of pages of a slice. A floor holds for the data of its digest only.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from thresher.errors import SettingsError
from thresher.lab.score import FIGURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

ALL = "all"

# The product is deterministic: on one machine with one set of libraries the noise is 0. What is
# left is rounding to DIGITS, and a page of a big set that another patch release of a library reads
# by a few words differently (one page of 1,457 that loses half its text moves a mean by .0003).
EPSILON = 0.0005
DIGITS = 4

PINNED = tuple(figure.name for figure in FIGURES if figure.pinned)


@dataclass(frozen=True, slots=True)
class Floor:
    """The pinned figures of a set or its slice, and the digest of the data that they were measured on."""

    digest: str
    pages: int
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lowering:
    """A floor that was lowered on purpose, and why; `figure` is `data` where other data took its place."""

    set: str
    scope: str
    figure: str
    before: float | str | None
    after: float | str | None
    reason: str


Key = tuple[str, str]  # set, scope


@dataclass(frozen=True, slots=True)
class Floors:
    """All floors by set and scope, and the history of lowered ones."""

    floors: Mapping[Key, Floor] = field(default_factory=dict)
    lowered: tuple[Lowering, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A pinned figure beside what was measured now; either may be missing."""

    set: str
    scope: str
    figure: str
    floor: float | None
    now: float | None

    @property
    def difference(self) -> float | None:
        """How far above the floor; None when one of the two is missing."""
        return None if self.floor is None or self.now is None else self.now - self.floor

    @property
    def is_loss(self) -> bool:
        """Whether the figure is below its floor by more than the noise, or no longer measured."""
        return self.floor is not None and (self.now is None or self.now < self.floor - EPSILON)

    def __str__(self) -> str:
        scope = "" if self.scope == ALL else f" ({self.scope} pages)"
        floor, now = ("nothing" if v is None else f"{v:.{DIGITS}f}" for v in (self.floor, self.now))
        return f"{self.set}{scope}: {self.figure} {floor} -> {now}"


def read_floors(path: Path) -> Floors:
    """Read pinned floors; raises SettingsError when the file is missing or malformed."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        floors = {
            (name, scope): Floor(row["digest"], row["pages"], {k: float(v) for k, v in row["figures"].items()})
            for name, scopes in document["floors"].items()
            for scope, row in scopes.items()
        }
        return Floors(floors, tuple(Lowering(**row) for row in document["lowered"]))
    except OSError as error:
        raise SettingsError(f"cannot read floors: {error.strerror} ({path})") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(f"floors are malformed: {type(error).__name__} {error} ({path})") from error


def write_floors(path: Path, floors: Floors) -> None:
    """Write floors, sorted, so that a change shows as a small diff."""
    document: dict[str, Any] = {"floors": {}, "lowered": [asdict(lowering) for lowering in floors.lowered]}
    for (name, scope), floor in sorted(floors.floors.items()):
        row = {"digest": floor.digest, "pages": floor.pages, "figures": dict(floor.figures)}
        document["floors"].setdefault(name, {})[scope] = row
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def pinned(digest: str, pages: int, figures: Mapping[str, float]) -> Floor:
    """What would be pinned for measured figures: those that have floors, rounded."""
    return Floor(digest, pages, {name: round(figures[name], DIGITS) for name in PINNED if name in figures})


def changes(floor: Floor, now: Floor, key: Key) -> list[Change]:
    """Every pinned figure that either has, in the order of `FIGURES`; the data must be the same."""
    if floor.digest != now.digest:
        message = f"the data of {key[0]} is not the data of its floor"
        raise ValueError(message)
    names = [name for name in PINNED if name in floor.figures or name in now.figures]
    return [Change(*key, name, floor.figures.get(name), now.figures.get(name)) for name in names]


def updated(floors: Floors, measured: Mapping[Key, Floor], reason: str | None = None) -> Floors:
    """The floors with the measured figures pinned; floors that were not measured stay.

    A figure that is lower by no more than the noise keeps its floor, so that small steps cannot
    add up. Lowering one further, or taking other data, needs a reason, which is recorded; without
    one SettingsError lists them all.
    """
    lowered = [lowering for key, now in measured.items() for lowering in _lowerings(floors, key, now, reason or "")]
    if lowered and not (reason or "").strip():
        found = "; ".join(f"{low.set} {low.scope}: {low.figure} {low.before} -> {low.after}" for low in lowered)
        raise SettingsError(f"floors would be lowered (needs --allow-regression --reason TEXT): {found}")
    pins = {key: _raised(floors.floors.get(key), now) for key, now in measured.items()}
    return Floors({**floors.floors, **pins}, (*floors.lowered, *lowered))


def _lowerings(floors: Floors, key: Key, now: Floor, reason: str) -> Iterable[Lowering]:
    floor = floors.floors.get(key)
    if floor is None:
        return
    if floor.digest != now.digest:
        yield Lowering(*key, "data", floor.digest, now.digest, reason)
        return
    for change in changes(floor, now, key):
        if change.is_loss:
            yield Lowering(*key, change.figure, change.floor, change.now, reason)


def _raised(floor: Floor | None, now: Floor) -> Floor:
    """The new floor: what was measured, except where it is lower by noise only."""
    if floor is None or floor.digest != now.digest:
        return now
    kept = {name: value for name, value in floor.figures.items() if 0 < value - now.figures.get(name, 0) <= EPSILON}
    return Floor(now.digest, now.pages, {**now.figures, **kept})

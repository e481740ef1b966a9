"""A candidate of an election: a value, and who voted for it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.metadata.sources import FAMILIES, weight
from thresher.nouns import Evidence, Vote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CERTAIN = 0.99
"""No election is surer than this."""


@dataclass(slots=True)
class Candidate:
    """A normalised value for a field; `voices` has for each source the most that one of its votes counts.

    `mark` says what speaks against it, where that alone keeps it from being elected.
    """

    value: str | list[str]
    field: str = ""
    voices: dict[str, float] = dataclasses.field(default_factory=dict)
    mark: str = ""

    def hear(self, source: str, share: float) -> None:
        """Count one vote; of several votes of one source the strongest counts."""
        self.voices[source] = max(share, self.voices.get(source, 0.0))

    @property
    def count(self) -> float:
        """How much all voices count together, 0 to 1: `1 - (1 - a)(1 - b)…`, one voice for each family of sources."""
        families = FAMILIES.get(self.field, {})
        strongest: dict[str, float] = {}
        for source, share in self.voices.items():
            family = families.get(source) or families.get(source.partition(":")[0], source)
            strongest[family] = max(share, strongest.get(family, 0.0))
        doubt = 1.0
        for share in strongest.values():
            doubt *= 1.0 - min(share, CERTAIN)
        return min(CERTAIN, 1.0 - doubt)

    def evidence(self, sure: float | None = None) -> Evidence:
        """The candidate as the output shows it, as `sure` as that, or else as much as it counts."""
        return Evidence(self.value, "+".join(sorted(self.voices)), round(self.count if sure is None else sure, 3))


def counted(vote: Vote) -> float:
    """What a vote counts: the weight of its source times its own confidence."""
    return weight(vote.source, vote.field) * vote.confidence


def ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The winner first; candidates that count the same stay in the order in which they were named."""
    return sorted(candidates, key=lambda candidate: -round(candidate.count, 6))


def elected(candidates: list[Candidate]) -> Candidate | None:
    """The winner of those that are ranked: the first, unless it bears a mark."""
    return candidates[0] if candidates and not candidates[0].mark else None


def losing(name: str, candidates: list[Candidate]) -> Iterator[Vote]:
    """All candidates but the winner, as votes; those with a mark never win."""
    for candidate in candidates[elected(candidates) is not None :]:
        entry = candidate.evidence()
        value = entry.value if isinstance(entry.value, str) else ", ".join(entry.value)
        yield Vote(name, value, entry.source, entry.confidence, candidate.mark)

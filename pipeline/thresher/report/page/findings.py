"""What of a run is worth a look: in one sentence each, with the place on the page that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thresher.report.page.chaff import Chaff
    from thresher.report.page.coverage import Coverage
    from thresher.report.page.listed import Listed
    from thresher.report.page.outcomes import Outcomes
    from thresher.report.page.sites import Site
    from thresher.report.page.spread import Spread

MOST = 8
# What is told: shares that a person who knows the input would ask about. They decide about no record.
_MANY_DROPPED = 0.2
_MANY_CHAFF, _FEW_WORDS = 0.5, 2_000
_MANY_UNSURE = 0.05
_MANY_SHORT, _SHORT_WORDS = 0.1, 100
_FEW_DATED = 0.8
_FEW = 20  # shares of fewer articles say little


@dataclass(frozen=True, slots=True)
class Finding:
    """Something worth a look: `at` is the section that shows it; a grave one comes first."""

    text: str
    at: str
    is_grave: bool = False


def findings(
    outcomes: Outcomes, chaff: Chaff, sites: Listed[Site], spread: Spread, coverage: Coverage
) -> tuple[Finding, ...]:
    """What is worth a look, the gravest first."""
    found = [
        *_failed(outcomes),
        *_dropped(outcomes),
        *_chaffy(sites),
        *_spread(spread),
        *_undated(spread, coverage),
        *_unsure_judges(chaff),
    ]
    return tuple(sorted(found, key=lambda one: not one.is_grave)[:MOST])


def plural(count: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _failed(outcomes: Outcomes) -> Iterator[Finding]:
    if outcomes.failures:
        told = f"{plural(outcomes.failures, 'record')} failed in the processing; they can be tried again."
        yield Finding(told, "quarantine", is_grave=True)
    for why in outcomes.whys:
        if why.name == "unreadable":
            yield Finding(
                f"{plural(why.count, 'record')} of the archives cannot be read.", f"why-{why.name}", is_grave=True
            )


def _dropped(outcomes: Outcomes) -> Iterator[Finding]:
    for why in outcomes.whys:
        if why.share >= _MANY_DROPPED and why.name not in {"duplicate", "unreadable"} and outcomes.captures >= _FEW:
            yield Finding(f"{why.share:.0%} of the captures ended as {why.name}: {why.told}.", f"why-{why.name}")


def _chaffy(sites: Listed[Site]) -> Iterator[Finding]:
    heavy = [one for one in sites if one.chaff >= _MANY_CHAFF and one.words + one.removed >= _FEW_WORDS]
    if heavy:
        worst = max(heavy, key=lambda one: (one.chaff, one.host))
        told = f"More than half of what stood on {plural(len(heavy), 'site')} was chaff; most of all on {worst.host}"
        yield Finding(f"{told} ({worst.chaff:.0%}).", "sites")


def _spread(spread: Spread) -> Iterator[Finding]:
    if spread.articles < _FEW:
        return
    unsure = sum(one.count for one in spread.languages if one.name == "unsure")
    if unsure >= _MANY_UNSURE * spread.articles:
        yield Finding(f"The language of {plural(unsure, 'article')} is unsure.", "languages")
    short = sum(one.count for one in spread.lengths if int(one.name.replace(",", "")) < _SHORT_WORDS)
    if short >= _MANY_SHORT * spread.articles:
        yield Finding(f"{plural(short, 'article')} have fewer than {_SHORT_WORDS} words.", "lengths")


def _undated(spread: Spread, coverage: Coverage) -> Iterator[Finding]:
    if spread.articles < _FEW:
        return
    for name, told in (("published", "date of publication"), ("title", "title")):
        had = next((one.count for one in coverage.fields if one.name == name), 0)
        if had < _FEW_DATED * spread.articles:
            yield Finding(f"{plural(spread.articles - had, 'article')} have no {told}.", "metadata")


def _unsure_judges(chaff: Chaff) -> Iterator[Finding]:
    model = next((one for one in chaff.families if one.name == "model"), None)
    if model and chaff.words and model.words >= _MANY_CHAFF * chaff.words:
        yield Finding("The line model took more words than all rules and templates: look at what it took.", "chaff")

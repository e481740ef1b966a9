"""How well page types are told apart, and what rejecting by them costs: figures and tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.lab.tables import markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ARTICLE = "article"
UNSAID = "(not said)"


@dataclass(frozen=True, slots=True)
class Guess:
    """What the gold says a page is, what the product says (None: nothing), and how sure it is of that (0 to 1)."""

    gold: str
    predicted: str | None
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures: shares of right answers, of gold articles that survive, and of the others that are rejected.

    A share of nothing is None.
    """

    pages: int
    accuracy: float | None
    surviving: float | None
    rejected: float | None


def at(threshold: float, keep: frozenset[str] = frozenset({ARTICLE})) -> Callable[[Guess], bool]:
    """Whether a page is rejected: it is said to be of a type that is not kept, with at least this probability."""
    return lambda guess: guess.predicted is not None and guess.predicted not in keep and guess.probability >= threshold


def outcome(guesses: Sequence[Guess], is_rejected: Callable[[Guess], bool]) -> Outcome:
    """The figures of a set of pages."""
    articles = [guess for guess in guesses if guess.gold == ARTICLE]
    others = [guess for guess in guesses if guess.gold != ARTICLE]
    return Outcome(
        len(guesses),
        _share([guess.predicted == guess.gold for guess in guesses]),
        _share([not is_rejected(guess) for guess in articles]),
        _share([is_rejected(guess) for guess in others]),
    )


def _share(hits: Sequence[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None


def confusion(guesses: Sequence[Guess]) -> str:
    """What pages of each type (down) were said to be (across), with each type's recall and precision."""
    counts = Counter((guess.gold, guess.predicted or UNSAID) for guess in guesses)
    golds = _order({gold for gold, _ in counts})
    saids = _order({said for _, said in counts} | set(golds))
    rows = []
    for gold in golds:
        inside = [counts[gold, said] for said in saids]
        rows.append(
            [
                gold,
                str(sum(inside)),
                *(str(count) if count else "" for count in inside),
                _of(counts[gold, gold], sum(inside)),
            ]
        )
    said_in_all = {said: sum(counts[gold, said] for gold in golds) for said in saids}
    precision = [_of(counts[said, said], said_in_all[said]) if said != UNSAID else "" for said in saids]
    rows.append(["precision", "", *precision, ""])
    return markdown(["gold", "pages", *saids, "recall"], rows)


def _of(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else ""


def _order(names: set[str]) -> list[str]:
    return sorted(names, key=lambda name: (name != ARTICLE, name == UNSAID, name))


def thresholds(guesses: Sequence[Guess], levels: Sequence[float], keep: frozenset[str] = frozenset({ARTICLE})) -> str:
    """What each threshold would let survive and reject."""
    rows = []
    for level in levels:
        found = outcome(guesses, at(level, keep))
        rows.append([f"{level:.2f}", _percent(found.surviving), _percent(found.rejected)])
    return markdown(["threshold", "gold articles that survive", "others that are rejected"], rows)


def document(guesses: Sequence[Guess], is_rejected: Callable[[Guess], bool]) -> str:
    """The figures at the rule in force, and the confusion matrix."""
    found = outcome(guesses, is_rejected)
    rows = [
        ["pages", str(found.pages)],
        ["accuracy", "" if found.accuracy is None else f"{found.accuracy:.3f}"],
        ["gold articles that survive", _percent(found.surviving)],
        ["others that are rejected", _percent(found.rejected)],
    ]
    return f"{markdown(['figure', ''], rows)}\n\n{confusion(guesses)}"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"

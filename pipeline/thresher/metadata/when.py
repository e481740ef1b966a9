"""The elections of the dates: when a page was published, and when it was last changed."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from thresher.metadata import dates, moments, spoken
from thresher.metadata.candidate import Candidate, counted, elected, ranked
from thresher.metadata.moments import Bounds
from thresher.metadata.sources import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from thresher.metadata.moments import Moment
    from thresher.nouns import Vote

VOTES = 100
"""Most votes on one field that are read."""
AMBIGUOUS = 0.8
"""How far a date counts whose order of day and month only the page's language and host tell."""
SPOKEN = 3
"""How many votes of a page are read by dateparser, where no other could be read."""
STAND_IN = 0.4
"""How far votes for `modified` count for `published` where no vote does."""
LEAST = 0.1
"""What a date must count to be elected: of those below none was right on the development halves."""
FAINT = "faint"
"""The mark of a date that counts less: one of a teaser or of a side column, and nothing else."""
SAVED = 0.6
"""How far a date of publication in the head counts that is the day of the last change too, and readers see an older."""
SEEN_LEAST = 0.5
"""What that older date must count."""


DISPUTED = 0.15
"""How near the second date of publication counts to the first where they are at odds.

Swept on the development halves of wcxb, andythefactory and trafilatura (0, 0.15, 0.3): at 0.15 htmldate is asked on
one page in eighteen and sets five right that were wrong, at 0.3 on one in ten and four.
"""


class Told(NamedTuple):
    """A moment that a vote tells, who told it, and what that counts."""

    moment: Moment
    source: str
    share: float


def published_and_modified(ballots: dict[str, list[Vote]], bounds: Bounds) -> tuple[list[Candidate], list[Candidate]]:
    """Candidates for `published` and for `modified`; the winner of the first is never later than that of the second.

    A page that was not changed since has no date of a change. Dates outside the bounds, and those that count next
    to nothing, are last, with a mark, and never win.
    """
    votes = {name: ballots.get(name, [])[:VOTES] for name in ("published", "modified")}
    bounds = _ordered(votes, bounds)
    told = {name: _told(votes[name], bounds) or _spoken(votes[name], bounds) for name in votes}
    told["published"], told["modified"] = _sorted_out(told["published"], told["modified"])
    published, modified = _days("published", told["published"]), _days("modified", told["modified"])
    if elected(published) is None and (stand_in := elected(modified)) is not None:
        published = [*_standing_in(stand_in), *published]
    else:
        published, modified = _in_order(published, modified)
    return (
        [*published, *_marked("published", votes["published"], bounds)],
        [*modified, *_marked("modified", votes["modified"], bounds)],
    )


def is_disputed(votes: Sequence[Vote], bounds: Bounds) -> bool:
    """Whether votes for two dates of publication count about the same."""
    days: dict[date, Candidate] = {}
    for one in _told(votes[:VOTES], bounds):
        days.setdefault(one.moment.day, Candidate("", "published")).hear(one.source, one.share)
    first, second, *_ = (*sorted((candidate.count for candidate in days.values()), reverse=True), 0.0, 0.0)
    return second >= LEAST and first - second < DISPUTED


def _ordered(votes: dict[str, list[Vote]], bounds: Bounds) -> Bounds:
    """The bounds with the order of day and month that the page's own dates show, where they agree on one."""
    shown = {dates.order(vote.value) for name in votes for vote in votes[name]} - {None}
    return dataclasses.replace(bounds, month_first=shown.pop()) if len(shown) == 1 else bounds


def _told(votes: Sequence[Vote], bounds: Bounds) -> list[Told]:
    """The moments that votes tell.

    A vote whose day and month could be swapped is read as the others on the page say, else in
    the order of the page's own dates, its language and host, else not at all.
    """
    read = [(vote, dates.readings(vote.value, bounds)) for vote in votes]
    clear = [found[0] for _, found in read if len(found) == 1]
    told = []
    for vote, found in read:
        if len(found) == 1:
            told.append(Told(found[0], vote.source, counted(vote)))
            continue
        backed = [moment for moment in found if any(moments.agree(moment, other) for other in clear)]
        if len(backed) == 1:
            told.append(Told(backed[0], vote.source, counted(vote)))
        elif found and bounds.month_first is not None:
            told.append(Told(found[0], vote.source, AMBIGUOUS * counted(vote)))
    return told


def _spoken(votes: Sequence[Vote], bounds: Bounds) -> list[Told]:
    """The same in languages that the fast patterns do not know, for the strongest votes only."""
    if bounds.language is None:
        return []
    strongest = sorted(votes, key=lambda vote: -counted(vote))[:SPOKEN]
    read = [(vote, spoken.parse(vote.value, bounds.language, bounds)) for vote in strongest]
    return [Told(moment, vote.source, counted(vote)) for vote, moment in read if moment is not None]


def _sorted_out(published: list[Told], modified: list[Told]) -> tuple[list[Told], list[Told]]:
    """The same with an instant of publication that stands among the changes moved, and dates of mere saving doubted."""
    moved = [one for one in modified if one.moment.time and any(_is_instant(one, other) for other in published)]
    changes = {one.moment.day for one in modified if _is_head(one)}
    seen = [one for one in published if one.share >= SEEN_LEAST and not _is_head(one)]
    doubted = []
    for one in published:
        is_saved = _is_head(one) and one.moment.day in changes
        is_older = any(other.moment.day < one.moment.day - moments.SLACK for other in seen)
        doubted.append(one._replace(share=SAVED * one.share) if is_saved and is_older else one)
    return doubted + [one for one in moved if not _is_head(one)], modified


def _is_head(told: Told) -> bool:
    return FAMILIES["published"].get(told.source) == "head"


def _is_instant(one: Told, other: Told) -> bool:
    """Whether two moments, told in zones of their own, are one instant."""
    first, second = one.moment.time, other.moment.time
    if first is None or second is None or first.tzinfo is None or second.tzinfo is None:
        return False
    return abs(first - second) < timedelta(minutes=1)


def _days(name: str, told: Iterable[Told]) -> list[Candidate]:
    """One candidate for each day on which votes agree; its value is the most exact that they support."""
    groups: list[list[Told]] = []
    for one in told:
        group = next(
            (group for group in groups if any(moments.agree(other.moment, one.moment) for other in group)), None
        )
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    found = []
    for group in groups:
        candidate = Candidate(moments.merged([(one.moment, one.share) for one in group]).iso, name)
        for one in group:
            candidate.hear(one.source, one.share)
        found.append(candidate)
    best = ranked(found)
    for candidate in best:
        candidate.mark = FAINT if candidate.count < LEAST else ""
    return best


def _marked(name: str, votes: Sequence[Vote], bounds: Bounds) -> list[Candidate]:
    """The dates outside the bounds: no vote for them is a vote for a time that can be."""
    found: dict[tuple[str, str], Candidate] = {}
    for vote in votes:
        if not dates.readings(vote.value, bounds) and (told := dates.outside(vote.value, bounds)) is not None:
            moment, mark = told
            key = (moment.iso, mark)
            found.setdefault(key, Candidate(moment.iso, name, mark=mark)).hear(vote.source, counted(vote))
    return ranked(found.values())


def _standing_in(change: Candidate) -> list[Candidate]:
    """The date of the last change as that of publication: where a page tells no other, it is the best there is.

    It is hardly evidence, and its sources are named as those of a change. HTTP's word alone is not enough.
    """
    if set(change.voices) == {"http"}:
        return []
    voices = {source: STAND_IN * share for source, share in change.voices.items()}
    return [Candidate(change.value, "published", voices)]


def _in_order(published: list[Candidate], modified: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """The same, so that no winner of `published` is later than that of `modified`, and no change is publication."""
    first, last = elected(published), elected(modified)
    if first is None or last is None:
        return published, modified
    if _start(first) > _start(last):
        same_day = str(first.value)[:10] == str(last.value)[:10]
        earlier = [candidate for candidate in published if not candidate.mark and _start(candidate) <= _start(last)]
        if same_day or first.count >= last.count or not earlier:
            modified = [candidate for candidate in modified if _start(candidate) >= _start(first)]
        else:
            published = earlier + [candidate for candidate in published if candidate not in earlier]
    first, last = elected(published), elected(modified)
    if first is not None and last is not None and _is_same(first, last):
        modified = []  # what systems write for a page that was never changed
    return published, modified


def _is_same(published: Candidate, modified: Candidate) -> bool:
    """Whether two candidates tell one moment; a day without a time tells nothing new of that day."""
    one, other = (dates.parse(str(candidate.value), Bounds()) for candidate in (published, modified))
    if one is None or other is None or one.time is None or other.time is None:
        return one is not None and other is not None and one.day == other.day and other.time is None
    if None in {one.time.tzinfo, other.time.tzinfo}:
        return one.time.replace(tzinfo=None) == other.time.replace(tzinfo=None)
    return one.time == other.time


def _start(candidate: Candidate) -> str:
    """A sort key: the moment in UTC as text, days without a time at their end."""
    moment = dates.parse(str(candidate.value), Bounds())
    if moment is None:
        return ""
    if moment.time is None:
        return moment.iso
    return min(moment.days).isoformat()

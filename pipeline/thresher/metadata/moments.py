"""Moments as pages tell them: a day, perhaps a time and a zone; when two agree, and which are possible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

FIRST = date(1990, 1, 1)
"""No page is older than the Web."""

SLACK = timedelta(days=1)
"""A date may lie this long after the capture, because zones differ."""

ZONE_WEST = timedelta(hours=12)
ZONE_EAST = timedelta(hours=14)
"""The zones furthest from UTC."""

LOCAL_SHARE = 0.5
"""How much of an instant's share a vote must count to move the instant to its own day: "2 days ago" may be anything."""

MONTH_FIRST_REGIONS = frozenset({"us", "ph", "fm", "pw", "mh"})
"""Regions that write the month before the day."""


BEFORE_THE_WEB = "before the Web"
AFTER_THE_CAPTURE = "after the capture"


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A day, and the time and zone as far as they were given."""

    day: date
    time: datetime | None = None

    @property
    def iso(self) -> str:
        """`YYYY-MM-DD`, or with time (and zone, when known) in the extended form."""
        return self.time.isoformat(timespec="seconds") if self.time else self.day.isoformat()

    @property
    def days(self) -> frozenset[date]:
        """The day as written, and in UTC where the zone is known."""
        if self.time is None or self.time.tzinfo is None:
            return frozenset((self.day,))
        return frozenset((self.day, self.time.astimezone(UTC).date()))


@dataclass(frozen=True, slots=True)
class Bounds:
    """What bounds a page's dates: when it was captured, whether its site writes the month first, and its language.

    `language` is a primary subtag.
    """

    captured_at: datetime | None = None
    month_first: bool | None = None
    language: str | None = None

    def admits(self, moment: Moment) -> bool:
        """Whether a moment lies between 1990 and the capture, a day of slack for zones."""
        return not self.against(moment)

    def against(self, moment: Moment) -> str:
        """What speaks against a moment, as the mark of a candidate that lost by it; empty where nothing does."""
        if moment.day < FIRST:
            return BEFORE_THE_WEB
        if self.captured_at is not None and min(moment.days) > (self.captured_at + SLACK).date():
            return AFTER_THE_CAPTURE
        return ""


def month_first(language: str | None, host: str | None) -> bool | None:
    """Whether dates such as 03/04/2021 begin with the month, by language tag and host; None when unknown."""
    tag = (language or "").replace("_", "-").lower().split("-")
    if len(tag) > 1 and len(tag[-1]) == 2:  # noqa: PLR2004 - a region subtag
        return tag[0] in {"en", "es"} and tag[-1] in MONTH_FIRST_REGIONS
    if tag[0] not in {"", "en"}:
        return False
    top = (host or "").rpartition(".")[2]
    if len(top) == 2 and top not in {"us", "io", "tv", "co", "ai", "me", "fm", "ly"}:  # noqa: PLR2004 - a country's domain
        return top in MONTH_FIRST_REGIONS
    return True if tag[0] == "en" else None


def agree(one: Moment, other: Moment) -> bool:
    """Whether two votes can mean the same moment: the same day, or the same instant told in UTC and in local time."""
    if one.days & other.days:
        return True
    return _local_of(one, other) is not None or _local_of(other, one) is not None


def _local_of(utc: Moment, local: Moment) -> Moment | None:
    """The instant `utc` in the zone in which it is on the day `local` (which tells no zone), where there is one."""
    if utc.time is None or utc.time.utcoffset() != timedelta(0):
        return None
    if local.time is None or local.time.tzinfo is not None:
        at_most = ZONE_WEST if local.day < utc.day else ZONE_EAST
        midnight = datetime(utc.day.year, utc.day.month, utc.day.day, tzinfo=UTC) + timedelta(days=local.day > utc.day)
        near = abs((utc.time - midnight).total_seconds()) < at_most.total_seconds()
        return Moment(local.day) if local.time is None and abs(local.day - utc.day) == SLACK and near else None
    offset = local.time.replace(tzinfo=UTC) - utc.time.replace(second=0)
    quarters = timedelta(minutes=15 * round(offset / timedelta(minutes=15)))
    if not -ZONE_WEST <= offset <= ZONE_EAST or abs(offset - quarters) > timedelta(minutes=1):
        return None
    return Moment(local.day, utc.time.astimezone(timezone(quarters)))


def merged(group: list[tuple[Moment, float]]) -> Moment:
    """The most exact moment that agreeing votes support, each given with what it counts.

    A zone of its own says more than UTC, that more than a time without a zone. An instant in UTC
    is moved into local time where another vote tells that; where only the local day is known, the
    day is all that is kept, because the reader would take the UTC day for it.
    """
    best, _ = max(group, key=lambda entry: (_exactness(entry[0]), entry[1]))
    if best.time is None or best.time.utcoffset() != timedelta(0):
        return best
    least = LOCAL_SHARE * max(share for other, share in group if other == best)
    locals_ = [(other, share) for other, share in group if not (other.time and other.time.tzinfo)]
    is_own_day = any(other.day in best.days for other, _ in locals_)
    for other, share in sorted(locals_, key=lambda entry: entry[0].time is None):
        local = _local_of(best, other) if share >= least else None
        if local is not None and (local.time is not None or not is_own_day):
            return local
    return best


def _exactness(moment: Moment) -> int:
    if moment.time is None:
        return 0
    offset = moment.time.utcoffset()
    return 1 if offset is None else 2 if offset == timedelta(0) else 3

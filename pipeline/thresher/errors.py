"""The exceptions of Thresher; the type of an exception is the policy for it.

    ThresherError
    ├── SettingsError    stops before any work: settings, rules or usage are wrong
    ├── RecordError      becomes a Rejection; the run goes on
    ├── PartError        the part fails; Luigi tries it again
    └── BooksError       the sums of a part or a run do not balance

Messages end with `(archive:offset)` where a place in an archive is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thresher.nouns import Origin, Reason


class ThresherError(Exception):
    """The root of all exceptions that Thresher raises on purpose."""


class SettingsError(ThresherError):
    """Settings, rules or arguments are wrong; raised before any work is done."""


class RecordError(ThresherError):
    """One record cannot become an article; `reason` says how it will be counted."""

    def __init__(self, message: str, reason: Reason, origin: Origin | None = None) -> None:
        self.reason = reason
        self.message = message
        self.origin = origin
        super().__init__(message, reason, origin)

    def __str__(self) -> str:
        return f"{self.message} ({self.origin})" if self.origin else self.message


class PartError(ThresherError):
    """A part cannot be finished now; trying again may help."""


class BooksError(ThresherError):
    """Captures read do not equal articles plus rejections."""

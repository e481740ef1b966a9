"""The numbers of ordered lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST = 999_999_999  # as long as a number may be in Markdown


@dataclass(slots=True)
class Numbers:
    """The number that the next item of an ordered list has."""

    following: int = 1

    def next(self, attributes: Mapping[str, str | None]) -> int:
        """The number of an item, which its `value` may say."""
        number = _said(attributes.get("value"), self.following)
        self.following = min(number + 1, _MOST)
        return number


def numbers(attributes: Mapping[str, str | None]) -> Numbers | None:
    """The numbers of an `ol`; None where they run backwards, for forms that count upwards would lie."""
    return None if "reversed" in attributes else Numbers(_said(attributes.get("start"), 1))


def _said(value: str | None, otherwise: int) -> int:
    """A number above 0 that an attribute says, or the one that holds without it."""
    value = (value or "").strip()
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0  # noqa: PLR2004 - digits of _MOST
    return number or otherwise

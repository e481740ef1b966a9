"""The families that the topics of removals fall into: few enough to have a colour each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "money": ("money", ("donation", "subscription")),
    "follow": ("follow and share", ("sharing", "newsletter", "contact")),
    "ways": ("ways about the site", ("navigation", "archive-list", "related")),
    "origin": ("who, when, whose", ("byline", "timestamp", "copyright", "syndication")),
    "talk": ("comments of readers", ("comment-form", "comment-policy", "reader-comments")),
    "notice": ("notices and remnants", ("cookie", "advertisement", "embed", "page", "remnant")),
    "again": ("standing lines and copies", ("template", "duplicate-line")),
    "model": ("line model", ("boilerplate",)),
}
"""Of each family its name and the reasons in it; all others are of the family `other`."""

_OF = {reason: family for family, (_, reasons) in FAMILIES.items() for reason in reasons}


def family(reason: str) -> str:
    """The family of a reason."""
    return _OF.get(reason, "other")

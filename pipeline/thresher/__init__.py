"""Thresher turns web-archive captures into clean article records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from thresher.archive import read_captures
    from thresher.cleaner import Cleaner, clean_html, clean_text
    from thresher.dedup.records import deduplicated
    from thresher.errors import BooksError, PartError, RecordError, SettingsError, ThresherError
    from thresher.nouns import Article, Capture, CaptureKind, Origin, Reason, Rejection, Revisit
    from thresher.settings import Settings

__all__ = [
    "Article",
    "BooksError",
    "Capture",
    "CaptureKind",
    "Cleaner",
    "Origin",
    "PartError",
    "Reason",
    "RecordError",
    "Rejection",
    "Revisit",
    "Settings",
    "SettingsError",
    "ThresherError",
    "clean_html",
    "clean_text",
    "deduplicated",
    "read_captures",
]

_HOMES = {
    "thresher.archive": ("read_captures",),
    "thresher.cleaner": ("Cleaner", "clean_html", "clean_text"),
    "thresher.dedup.records": ("deduplicated",),
    "thresher.errors": ("BooksError", "PartError", "RecordError", "SettingsError", "ThresherError"),
    "thresher.nouns": ("Article", "Capture", "CaptureKind", "Origin", "Reason", "Rejection", "Revisit"),
    "thresher.settings": ("Settings",),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: the engines behind it take half a second (PEP 562)."""
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

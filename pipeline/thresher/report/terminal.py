"""Captured text made safe to print: no control code of a page may reach the terminal."""

from __future__ import annotations

import unicodedata


def safe(text: str) -> str:
    """The text with control, format and bidirectional characters as code points; line breaks and tabs stay."""
    return "".join(char if _is_plain(char) else f"<U+{ord(char):04X}>" for char in text)


def _is_plain(char: str) -> bool:
    return char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cf", "Cs"} or char in "\u200c\u200d\u00ad"

"""Captured text made safe to print: no control code of a page may reach the terminal."""

from __future__ import annotations

import json
import unicodedata
from typing import Any


def safe(text: str) -> str:
    """The text with control, format and bidirectional characters as code points; line breaks and tabs stay."""
    return "".join(char if _is_plain(char) else f"<U+{ord(char):04X}>" for char in text)


def safe_json(data: Any) -> str:
    """Data as one line of JSON, the same characters escaped as JSON escapes them; readable otherwise."""
    text = json.dumps(data, ensure_ascii=False, default=str)
    return "".join(char if _is_plain(char) else json.dumps(char)[1:-1] for char in text)


def _is_plain(char: str) -> bool:
    return char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cf", "Cs"} or char in "\u200c\u200d\u00ad"

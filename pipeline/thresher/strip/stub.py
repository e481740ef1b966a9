"""A rule to begin with, made from one line of chaff."""

from __future__ import annotations

import json
import re
import unicodedata

from thresher.strip.matcher import core

_ID_WORDS = 4
_SPECIAL = re.compile(r"[\\.+*?()|\[\]{}^$]")
_DIGITS = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W_]+")


def stub(line: str) -> str:
    """A `[[rule]]` table in TOML that drops `line`; the author fills in why, a second drop and a keep."""
    text = " ".join(line.split())
    words = _WORDS.findall(text)
    ascii_words = [_plain(word) for word in words]
    name = "-".join([word for word in ascii_words if word][:_ID_WORDS])
    if not name[:1].isalpha():
        name = f"line-{name}".rstrip("-")
    near = max((word for word in words if not word.isdigit()), key=len, default=text).lower()
    pattern = _DIGITS.sub(lambda _: r"\d+", _SPECIAL.sub(lambda found: f"\\{found[0]}", core(text)))
    if "'''" in pattern:
        pattern = pattern.replace("'", ".")
    return f"""[[rule]]
id = "{name}"
unit = "line"
near = [{_toml(near)}]
pattern = '''{pattern}'''
why = ""
drops = [
  {_toml(text)},
]
keeps = [
]
"""


def _plain(word: str) -> str:
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", word.lower()))


def _toml(text: str) -> str:
    """A TOML basic string: the escapes of JSON, which has no others, and DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

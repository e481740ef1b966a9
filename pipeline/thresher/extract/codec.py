"""Labels to encodings, and bytes to text, as the WHATWG Encoding standard maps them.

Nothing here guesses: a label is known or it is not, and a byte decodes or becomes U+FFFD.
"""

from __future__ import annotations

import codecs
from functools import lru_cache

import webencodings

# Labels in use that the standard does not know; each names one encoding beyond doubt.
_ALIASES = {
    "utf8mb4": "utf-8",
    "utf8mb3": "utf-8",
    "utf-8-sig": "utf-8",
    "utf_8": "utf-8",
    "utf-8n": "utf-8",
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
    "latin-1": "windows-1252",
    "iso-latin-1": "windows-1252",
    "cp-1252": "windows-1252",
    "cp-1251": "windows-1251",
    "win-1251": "windows-1251",
    "win1251": "windows-1251",
    "windows1251": "windows-1251",
    "windows1252": "windows-1252",
    "windows-31j": "shift_jis",
    "cp932": "shift_jis",
    "cp936": "gbk",
    "cp949": "euc-kr",
    "cp950": "big5",
}
MULTI_BYTE = frozenset(
    {"utf-8", "utf-16le", "utf-16be", "gb18030", "big5", "euc-jp", "euc-kr", "iso-2022-jp", "shift_jis"}
)
_ASCII_END = 0x80
_C1_END = 0xA0


def encoding(label: str | None) -> str | None:
    """The WHATWG name that a label stands for; None for no label or an unknown one.

    Decorations such as quotes or a trailing semicolon are forgiven. `gbk` is decoded by, and
    so named, `gb18030`; the replacement encodings are named None, for nothing decodes by them.
    """
    if not label or not label.isascii():
        return None
    plain = label[:100].strip(" \t\r\n\f\"'`;,:=").lower()
    found = webencodings.lookup(plain) or webencodings.lookup(_ALIASES.get(plain, ""))
    if found is None or found.name == "replacement":
        return None
    return {"gbk": "gb18030", "x-user-defined": "windows-1252"}.get(found.name, str(found.name))


def text(body: bytes, name: str) -> str:
    """The body decoded by the encoding of that WHATWG name (or utf-32le/be), errors as U+FFFD."""
    if name.startswith("utf-"):
        return body.decode(name, "replace")
    if name in MULTI_BYTE:
        return body.decode(webencodings.lookup(name).codec_info.name, "replace")
    return codecs.charmap_decode(body, "replace", _table(name))[0]


@lru_cache(maxsize=64)
def _table(name: str) -> str:
    """The 256 characters of a single-byte encoding.

    Python leaves bytes 0x80 to 0x9F undefined in the windows code pages where the standard has
    the C1 controls of the same number.
    """
    python_name = webencodings.lookup(name).codec_info.name
    return "".join(_character(byte, python_name) for byte in range(256))


def _character(byte: int, python_name: str) -> str:
    try:
        return bytes([byte]).decode(python_name)
    except UnicodeDecodeError:
        return chr(byte) if _ASCII_END <= byte < _C1_END else "\ufffe"

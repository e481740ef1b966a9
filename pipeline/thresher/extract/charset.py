"""Bytes to text, and the encoding that they were in: `decode` never raises.

Byte order mark, then the label of the HTTP headers, then the markup's own declaration, then
detection, as browsers do; but a declaration must fit the bytes, because archives are full of
declarations that do not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.extract import codec, prescan

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32le"),
    (b"\x00\x00\xfe\xff", "utf-32be"),
    (b"\xff\xfe", "utf-16le"),
    (b"\xfe\xff", "utf-16be"),
)
_SAMPLE = 4096  # bytes that show whether code units are wider than a byte
_DETECTED = 131_072  # bytes that detection looks at
_FORGIVEN = 0.02  # errors per non-ASCII character that a declared encoding may have
_GLUED = 0.25  # errors per non-ASCII character up to which a page is UTF-8 with foreign bytes in it

_NON_ASCII_LINE = re.compile(rb"[^\n<>]{0,200}[\x80-\xff][^\n<>]{0,200}")
_TAIL = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
_C1 = re.compile(rb"[\x80-\x9f]")
_ISO_2022_JP = re.compile(rb"\x1b\$[@B]")
_WIDE = re.compile(r"[^\x00-\x7f]")
# The C0 controls that no text needs, and DEL. ESC stays for ISO-2022-JP until it is decoded.
_CONTROL_BYTES = bytes([*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_ESCAPE = b"\x1b"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROLS_LEFT = bytes(code for code in range(128) if _CONTROLS.match(chr(code)))

# What a page without any declaration may be found to be, beside UTF-8; others are rare and
# detectors name them for noise.
_DETECTABLE = frozenset(
    {
        *("windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255"),
        *("windows-1256", "windows-1257", "windows-874", "iso-8859-2", "iso-8859-5", "iso-8859-7", "iso-8859-15"),
        *("koi8-r", "koi8-u", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "iso-2022-jp"),
    }
)


def decode(body: bytes, http_label: str | None, *, markup: bool) -> tuple[str, str]:
    r"""The text of a body and the WHATWG name of the encoding it was decoded by.

    Line ends come out as `\n`, control characters and NULs do not come out at all, bytes that do
    not decode come out as U+FFFD. UTF-32, which the standard does not know, is named utf-32le or
    utf-32be.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _tidy(codec.text(body[len(mark) :], name), markup=markup), name
    if wide := _wide_units(body):
        return _tidy(codec.text(body, wide), markup=markup), wide
    body = body.translate(None, _CONTROL_BYTES)
    name = _encoding(body, http_label, markup=markup)
    # Where ASCII is ASCII, there is no way to write controls without their bytes.
    return _tidy(codec.text(body, name), markup=markup, is_bare=_ESCAPE not in body), name


def _encoding(body: bytes, http_label: str | None, *, markup: bool) -> str:
    """The encoding of a body in which ASCII is ASCII."""
    if body.isascii():
        return "iso-2022-jp" if _ISO_2022_JP.search(body) else _ascii(http_label, body, markup=markup)
    if _is_utf8(body):
        # a text in a legacy encoding is valid UTF-8 by chance only when it is very short
        return "utf-8"
    declared = list(_declared(body, http_label, markup=markup))
    for name in declared:
        if _fits(body, name):
            return name
    return _detected(body) or next((name for name in declared if not name.startswith("utf-")), "windows-1252")


def _declared(body: bytes, http_label: str | None, *, markup: bool) -> Iterator[str]:
    """What HTTP and then the markup say, as encodings."""
    by_http = codec.encoding(http_label)
    if by_http:
        yield by_http
    by_meta = codec.encoding(prescan.declared(body)) if markup else None
    if by_meta:
        # a declaration that could be read as ASCII is not in UTF-16, whatever it says
        yield "utf-8" if by_meta.startswith("utf-16") else by_meta


def _ascii(http_label: str | None, body: bytes, *, markup: bool) -> str:
    """The name for a body of ASCII only: every candidate decodes it to the same text."""
    names = _declared(body, http_label, markup=markup)
    return next((name for name in names if name not in ("utf-16le", "utf-16be", "iso-2022-jp")), "utf-8")


def _is_utf8(body: bytes) -> bool:
    """Whether the body is UTF-8 but for a last character that was cut off."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        # the cut-off character must be all that is wrong
        return error.start >= len(body) - 3 and error.start > 0 and bool(_TAIL.search(body[error.start :]))
    return True


def _fits(body: bytes, name: str) -> bool:
    """Whether the body decodes by that encoding with no more than a stray error."""
    text = codec.text(body, name)
    errors = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    if errors <= 0:
        return True
    return errors <= (_GLUED if name == "utf-8" else _FORGIVEN) * len(_WIDE.findall(text))


def _wide_units(body: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told by where the zero bytes of its ASCII lie."""
    sample = body[:_SAMPLE]
    sample = sample[: len(sample) // 4 * 4]
    if not sample.count(0):
        return None
    zeros = [sample[lane::4].count(0) * 4 / len(sample) for lane in range(4)]
    full, half, none = 0.95, 0.3, 0.02
    if min(zeros[2:]) > full and zeros[0] < none:
        return "utf-32le"
    if min(zeros[:2]) > full and zeros[3] < none:
        return "utf-32be"
    if min(zeros[1], zeros[3]) > half and max(zeros[0], zeros[2]) < none:
        return "utf-16le"
    if min(zeros[0], zeros[2]) > half and max(zeros[1], zeros[3]) < none:
        return "utf-16be"
    return None


def _detected(body: bytes) -> str | None:
    """What the bytes look like; None when no detector has a word that fits them."""
    if _ISO_2022_JP.search(body):
        return "iso-2022-jp"
    sample = b"\n".join(match.group() for match in _NON_ASCII_LINE.finditer(body, 0, _DETECTED))
    if _fits(sample, "utf-8"):
        return "utf-8"
    for guess in _guesses(sample):
        name = _central_european(sample, codec.encoding(guess))
        if name in _DETECTABLE and _fits(sample, name):
            return name
    return None


def _central_european(sample: bytes, name: str | None) -> str | None:
    """The one of two encodings that detectors mistake for each other.

    What ISO 8859-2 has above 0xA0, windows-1250 has between 0x80 and 0x9F: letters of every Czech
    text, some Polish ones, and quotation marks. A Polish text without those, known by its l with
    stroke, shows by its a with ogonek, which is 0xB9 in windows-1250 and 0xB1 in ISO 8859-2.
    """
    if name not in ("windows-1250", "iso-8859-2"):
        return name
    polish = b"\xb3" in sample and b"\xb9" in sample and b"\xb1" not in sample
    return "windows-1250" if polish or _C1.search(sample) else "iso-8859-2"


def _guesses(sample: bytes) -> Iterator[str | None]:
    from resiliparse.parse.encoding import detect_encoding

    yield (detect_encoding(sample, html5_compatible=True) or "").replace("_", "-")

    from charset_normalizer import from_bytes

    best = from_bytes(sample[:_SAMPLE]).best()
    yield best.encoding.replace("_", "-") if best else None


def _tidy(text: str, *, markup: bool, is_bare: bool = False) -> str:
    """Text as the standard's input stream has it, and without what JSON and XML cannot hold.

    `is_bare` says that it can hold no more control characters.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # a form feed is white space in markup and ends a page, so at least a line, in plain text
    text = text.replace("\f", " " if markup else "\n")
    is_clean = "\ufffe" not in text and "\uffff" not in text and (is_bare or not _has_controls(text))
    return text if is_clean else _CONTROLS.sub("", text)


def _has_controls(text: str) -> bool:
    """Whether there are any of ASCII; to search for the class takes five times as long."""
    data = text.encode("utf-8", "surrogatepass")
    return len(data.translate(None, _CONTROLS_LEFT)) < len(data)

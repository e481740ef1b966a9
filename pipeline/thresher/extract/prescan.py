"""The encoding that markup declares about itself, by the WHATWG prescan.

It reads bytes and only names a label; `charset` decides whether to believe it. Further than the
1,024 bytes of the standard, because browsers also obey a declaration that they meet later on.
"""

from __future__ import annotations

import re

WINDOW = 16_384  # bytes looked at

_TOKEN = re.compile(rb"<!--|<meta[\s/]|<script\b|<style\b|<body\b", re.IGNORECASE)
_END = {b"<!--": b"-->", b"<script": b"</script", b"<style": b"</style"}
_ATTRIBUTE = re.compile(
    rb"""[\s/]*([^\s/>=]{1,64})(?:\s{0,64}=\s{0,64}(?:"([^"]{0,512})"|'([^']{0,512})'|([^\s>"']{0,512})))?"""
)
_CONTENT_CHARSET = re.compile(
    rb"""charset\s{0,64}=\s{0,64}(?:"([^"]{0,100})"|'([^']{0,100})'|([^\s;"']{1,100}))""", re.IGNORECASE
)
_XML_DECLARATION = re.compile(rb"""\s{0,64}<\?xml\b[^>]{0,256}?encoding\s{0,64}=\s{0,64}["']([^"'>]{1,100})["']""")


def declared(body: bytes) -> str | None:
    """The label in the first meta element that has one, else in the XML declaration, else None."""
    window = body[:WINDOW]
    position = 0
    while token := _TOKEN.search(window, position):
        opener = token.group().lower().rstrip(b"/ \t\r\n\f")
        if opener == b"<body":
            break
        if opener in _END:
            # "<!-->" is a whole comment, so its end may overlap its beginning
            found = window.find(_END[opener], token.start() + 2 if opener == b"<!--" else token.end())
            position = found + 3 if found >= 0 else token.end()
            continue
        label, position = _meta(window, token.end())
        if label:
            return label
    declaration = _XML_DECLARATION.match(window)
    return _text(declaration.group(1)) if declaration else None


def _meta(window: bytes, position: int) -> tuple[str | None, int]:
    """The label that the meta element at `position` declares, and where its attributes end."""
    attributes: dict[bytes, bytes] = {}
    while window[position : position + 1] not in (b">", b""):
        attribute = _ATTRIBUTE.match(window, position)
        if not attribute:
            position += 1  # a stray character, such as a lone "="
            continue
        position = attribute.end()
        name, *values = attribute.groups()
        attributes.setdefault(name.lower(), next((value for value in values if value is not None), b""))
    if attributes.get(b"charset"):
        return _text(attributes[b"charset"]), position
    if attributes.get(b"http-equiv", b"").strip().lower() == b"content-type":
        charset = _CONTENT_CHARSET.search(attributes.get(b"content", b""))
        if charset:
            return _text(next(value for value in charset.groups() if value is not None)), position
    return None, position


def _text(label: bytes) -> str | None:
    return label.decode("latin-1").strip() or None

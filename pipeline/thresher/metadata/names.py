"""Names of authors out of bylines: people, one by one, without roles and ornaments."""

from __future__ import annotations

import re
import unicodedata

from thresher.metadata import lexicon

RAW_CHARS = 400
"""Longest byline that is taken apart."""

AUTHORS = 12
"""Most authors of one byline."""

NAME_CHARS = 60

_PREFIX = re.compile(rf"^\W*{lexicon.BY}\s*(?:[:\uff1a\uff0f/|]|\s)\s*", re.IGNORECASE)
_PREFIX_ALONE = re.compile(lexicon.BY, re.IGNORECASE)
_MARKUP = re.compile(r"<[^>]{0,200}>")
_PARENTHESIS = re.compile(r"\s*[\(\[\{][^\)\]\}]{0,80}[\)\]\}]")
_MAIL = re.compile(r"\S+@\S+\.\S+")
_URL = re.compile(r"(?:https?://|www\.)\S*", re.IGNORECASE)
_HANDLE = re.compile(r"(?:^|\s)@\w+")
_SPLIT = re.compile(
    r"\s*[;|•·/&\u3001\uff0c]\s*|\s+(?:and|und|et|y|og|och|i|e|en|и|και|ve|with|mit)\s+"
    rf"|\s{{2,}}|\s+[{lexicon.DASHES}]\s+",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*,\s*(?:(?:and|und|et|y)\s+)?")
_TAIL = re.compile(rf"\s*[,|:]?\s*\b{lexicon.AFTER_NAME}\b.*$", re.IGNORECASE | re.DOTALL)
_DATE_WORD = re.compile(
    r"\d{1,2}[:./]\d{2}|\b(?:19|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\b|\bago\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)
_ROLE = re.compile(rf"\b{lexicon.ROLE}\b", re.IGNORECASE)
_WIRE = re.compile(lexicon.WIRE, re.IGNORECASE)
_GROUP = re.compile(rf"\b{lexicon.GROUP}\b", re.IGNORECASE)
_CREDENTIAL = re.compile(rf"{lexicon.CREDENTIAL}\.?", re.IGNORECASE)
_LEADING_TITLE = re.compile(r"^(?:dr|prof|mr|mrs|ms|herr|frau)\.?\s+(?=\S+\s+\S)", re.IGNORECASE)
_KEPT_SUFFIXES = frozenset({"jr", "sr", "ii", "iii"})
_ELISIONS = ("o'", "o\u2019", "d'", "d\u2019")
_ORNAMENTS = " \t,.;:|*\"'\u201c\u201d«»" + lexicon.DASHES


def split(raw: str) -> list[str]:
    """The authors named in a byline, in order: `split("By Jane Roe and John Doe") == ["Jane Roe", "John Doe"]`.

    Whatever is no name is left out: roles, mail addresses, handles, dates, agencies, "Admin".
    """
    text = unicodedata.normalize("NFC", raw[:RAW_CHARS])
    if "<" in text:
        text = _MARKUP.sub(" ", text)
    text = _URL.sub(" ", _MAIL.sub(" ", _PARENTHESIS.sub("", text)))
    text = _HANDLE.sub(" ", text).strip()
    found: list[str] = []
    for _ in range(2):  # "Author: By Jane Roe"
        text = _PREFIX.sub("", text)
    for chunk in _SPLIT.split(text):
        for part in _parts(chunk):
            name = _name(part)
            if name and key(name) not in {key(other) for other in found}:
                found.append(name)
    return found[:AUTHORS]


def _parts(chunk: str) -> list[str]:
    """A chunk taken apart at its commas, with "Doe, Jane" put the right way round."""
    parts = [part for part in _COMMA.split(chunk) if part]
    single = [part for part in parts if " " not in part.strip()]
    if len(parts) == 2 and len(single) == 2 and not any(_CREDENTIAL.fullmatch(p) for p in parts):  # noqa: PLR2004
        return [f"{parts[1]} {parts[0]}"]
    return [part for number, part in enumerate(parts) if not (number and _CREDENTIAL.fullmatch(part.strip()))]


def _name(part: str) -> str | None:
    """One name in its usual spelling; None where the text is no name."""
    text = _LEADING_TITLE.sub("", _PREFIX.sub("", part.strip(_ORNAMENTS)))
    words = _TAIL.sub("", text).strip(_ORNAMENTS).split()
    while len(words) > 1 and _is_credential(words[-1]):
        words.pop()
    name = " ".join(words).strip(",")
    return _cased(name) if _is_name(name) else None


def _is_credential(word: str) -> bool:
    bare = word.strip(",.").lower()
    return bare not in _KEPT_SUFFIXES and bool(_CREDENTIAL.fullmatch(bare))


def _is_name(text: str) -> bool:
    letters = sum(letter.isalpha() for letter in text)
    if letters < 2 or len(text) > NAME_CHARS or letters < 0.6 * len(text):  # noqa: PLR2004
        return False
    words = text.split()
    if len(words) > 6 or _DATE_WORD.search(text) or _WIRE.fullmatch(text):  # noqa: PLR2004
        return False
    if any(mark in text for mark in "?!=<>{}#\\_"):
        return False
    if len(words) > 3 and sum(word[0].islower() and word.lower() not in lexicon.PARTICLES for word in words) > 1:  # noqa: PLR2004
        return False
    return not _ROLE.search(text) and not _PREFIX_ALONE.fullmatch(text)


def is_group(name: str) -> bool:
    """Whether a name is that of an organisation by its words."""
    return bool(_GROUP.search(name))


def _cased(name: str) -> str:
    """Title case for names in capitals: "JANE VON ROE" is "Jane von Roe"."""
    words = name.split()
    if len(words) < 2 or name != name.upper() or name == name.lower():  # noqa: PLR2004
        return name
    return " ".join(
        word.lower()
        if number and word.lower() in lexicon.PARTICLES
        else "-".join(_capital(bit) for bit in word.split("-"))
        for number, word in enumerate(words)
    )


def _capital(word: str) -> str:
    lower = word.lower()
    for mark in _ELISIONS:
        if lower.startswith(mark):
            return mark.upper() + lower[2:].capitalize()
    if lower.startswith("mc") and len(lower) > 3:  # noqa: PLR2004
        return "Mc" + lower[2:].capitalize()
    return word if "." in word else lower.capitalize()


def key(name: str) -> str:
    """What two spellings of one name have in common."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())

"""Names of authors out of bylines: people, one by one, without roles and ornaments."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from thresher.lazy import lazy
from thresher.metadata import lexicon, months

RAW_CHARS = 400
"""Longest byline that is taken apart."""

AUTHORS = 12
"""Most authors of one byline."""

NAME_CHARS = 60

USER_WORDS = 12
"""Most words, bars counted, of a byline that names only users or sites by single words."""

_PREFIX = lazy(rf"^\W*{lexicon.BY}\s*(?:[:\uff1a\uff0f/|]|\s)\s*", re.IGNORECASE)
OTHERS = lazy(rf"\b{lexicon.OTHERS}(?!\w)", re.IGNORECASE)
_DOMAIN = lazy(r"[\w-]{2,}\.[a-z]{2,}\b", re.IGNORECASE)
GLUED = lazy(r"^(By|Von|Par|Por)(?=[A-ZÀ-Þ][a-zß-ÿ])")
"""A prefix that lost its space in rendering: "ByJane Roe"."""
_DESK = lazy(rf"\S\s{lexicon.DESK}$", re.IGNORECASE)
_INITIAL = lazy(r"\s\w\.?$")
_ALL_BY = lazy(rf"^\W*{lexicon.ALL_BY}\s+", re.IGNORECASE)
_CATEGORY = lazy(r"\|\s*(?:in|under|unter|dans)\s*(?:\||$).*$", re.IGNORECASE | re.DOTALL)
"""What stands after "in" in an element of its own: "Jane Roe | in | Workshop"."""
_LATER_LABEL = lazy(r"\s[^\s:|]{2,20}\s?:(?=\s|$).*$", re.DOTALL)
"""Another label after the names: "Jane Roe Photo: John Doe"."""
_COMMENTER = lazy(
    r"\s(?:says|said|wrote|sagt|schreibt|schrieb|meint|dit|dice|escribió|ha detto|pisze)[\s:|]*$", re.IGNORECASE
)
"""What ends the line of who comments: "Jane Roe says:"."""
_PREFIX_ALONE = lazy(lexicon.BY, re.IGNORECASE)
_MARKUP = lazy(r"<[^>]{0,200}>")
_PARENTHESIS = lazy(r"\s*[\(\[\{][^\)\]\}]{0,80}[\)\]\}]")
_MAIL = lazy(r"\S+@\S+\.\S+")
_URL = lazy(r"(?:https?://|www\.)\S*", re.IGNORECASE)
_HANDLE = lazy(r"(?:^|\s)@\w+")
_SPLIT = lazy(
    r"\s*[;|•·/&\u3001\uff0c]\s*|\s+(?:and|und|et|y|og|och|i|e|en|и|και|ve|with|mit|im (?:gespräch|interview) mit)\s+"
    rf"|\s{{2,}}|\s+[{lexicon.DASHES}]\s+",
    re.IGNORECASE,
)
_COMMA = lazy(r"\s*,\s*(?:(?:and|und|et|y)\s+)?")
_TAIL = lazy(rf"\s*[,|:]?\s*\b{lexicon.AFTER_NAME}\b.*$", re.IGNORECASE | re.DOTALL)
_NUMBER_TAIL = lazy(r"(?<=\s)(\S+)\s+\d.*$", re.DOTALL)
_DATE_WORD = lazy(
    r"\d{1,2}[:./]\d{2}|\b(?:19|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\b|\bago\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)
ROLE = lazy(rf"\b{lexicon.ROLE}\b", re.IGNORECASE)
_KIND = lazy(
    r"(?:^|\s)(?:types?|regions?|categor(?:y|ies)|industr(?:y|ies)|topics?|roles?|use cases?|sizes?)$", re.IGNORECASE
)
"""What "by" stands before in menus: "By Industry"."""
_JOB = lazy(rf"\b{lexicon.JOB}$", re.IGNORECASE)
_WIRE = lazy(lexicon.WIRE, re.IGNORECASE)
_WIRE_TAIL = lazy(rf"\s+{lexicon.WIRE}$", re.IGNORECASE)
_GLUED_TAIL = lazy(
    r"(?<=[^\W\d_A-ZÀ-Þ]{2})(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|August"
    r"|September|October|November|December|Staff|Senior|Published|Posted|Updated|Contribut\w+|Report\w+|Correspondent"
    r"|Editor|Assistant|Associate|Writer)\b.*$",
    re.DOTALL,
)
"""What lost its space in rendering: "Jane RoeDec 22", "Jane RoeStaff Writer"."""
_SECTION_TAIL = lazy(rf"^(\S+ \S+(?: \S+)?) {lexicon.SECTION}\b.*$", re.IGNORECASE | re.DOTALL)
"""The section before a role: "Jane Roe Lifestyle Writer"."""
_MONTH_TAIL = lazy(r"\s([^\W\d_]{3,13})\.?(?:\s+\d.*)?$", re.DOTALL)
_SECTION_ALONE = lazy(lexicon.SECTION, re.IGNORECASE)
_WEEKDAYS = frozenset({"mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"})
MONTHS_IN_NAMES = frozenset({"may", "april", "june", "august", "jan"})
_GROUP = lazy(rf"\b{lexicon.GROUP}\b", re.IGNORECASE)
_CREDENTIAL = lazy(rf"{lexicon.CREDENTIAL}\.?", re.IGNORECASE)
_LEADING_TITLE = lazy(r"^(?:dr|prof|mr|mrs|ms|herr|frau)\.?\s+(?=\S+\s+\S)", re.IGNORECASE)
_NO_WORD = lazy(r"[\W_]+")
_KEPT_SUFFIXES = frozenset({"jr", "sr", "ii", "iii"})
_ELISIONS = ("o'", "o\u2019", "d'", "d\u2019")
GROUP_SOURCES = frozenset({"json-ld:organization"})
"""Sources that say themselves that they name organisations."""

_ORNAMENTS = " \t,.;:|*\"'\u201c\u201d«»" + lexicon.DASHES


def split(raw: str) -> list[str]:
    """The authors named in a byline, in order: `split("By Jane Roe and John Doe") == ["Jane Roe", "John Doe"]`.

    Whatever is no name is left out: roles, mail addresses, handles, dates, "Admin", and those who
    only edited, reviewed or photographed.
    """
    return list(_split(raw))


@lru_cache(maxsize=1024)  # a byline is read when it is met and again when it is elected
def _split(raw: str) -> tuple[str, ...]:
    text = unicodedata.normalize("NFC", raw[:RAW_CHARS])
    text = _MARKUP.sub(" ", text) if "<" in text else text
    text = _URL.sub(" ", _MAIL.sub(" ", _PARENTHESIS.sub("", text)))
    text = GLUED.sub(r"\1 ", _HANDLE.sub(" ", text).strip())
    text = _CATEGORY.sub("", text)
    if other := OTHERS.search(text):
        text = text[: other.start()]
    if _COMMENTER.search(text):
        return ()
    for _ in range(2):  # "Author: By Jane Roe"
        text = _ALL_BY.sub("", _PREFIX.sub("", text))
    text = _LATER_LABEL.sub("", text)
    parts = [part for chunk in _chunks(text) for part in _parts(chunk)]
    found: dict[str, str] = {}
    for part in parts:
        name = _name(part)
        # A single word is a user's name when nothing else is there; in a list it is a town, a tag or a button.
        if name:
            found.setdefault(key(name), name)
    full = [name for name in found.values() if " " in name]
    if not full and ((len(found) > 1 and "," in text) or len(text.split()) > USER_WORDS):
        return ()
    return tuple((full or list(found.values()))[:AUTHORS])


def _chunks(text: str) -> list[str]:
    """A byline taken apart where names cannot go on; what stands before a lone "by" is left out."""
    chunks = [chunk for chunk in _SPLIT.split(text) if chunk.strip()]
    for at in range(len(chunks) - 1, 0, -1):
        if _PREFIX_ALONE.fullmatch(chunks[at].strip(" :")):
            return chunks[at + 1 :]
    return chunks


def _parts(chunk: str) -> list[str]:
    """A chunk taken apart at its commas, with "Doe, Jane" put the right way round."""
    parts = [part.strip() for part in _COMMA.split(chunk) if part.strip()]
    if len(parts) == 2 and " " not in parts[0] and not _is_credential(parts[1]):  # noqa: PLR2004
        given = " " not in parts[1] or _INITIAL.search(parts[1])
        return [f"{parts[1]} {parts[0]}"] if given else parts
    return [part for number, part in enumerate(parts) if not (number and _is_credential(part, is_apart=True))]


def _name(part: str) -> str | None:
    """One name in its usual spelling; None where the text is no name."""
    text = _PREFIX.sub("", part.strip(_ORNAMENTS))
    text = _SECTION_TAIL.sub(r"\1", without_month(_GLUED_TAIL.sub("", text)))
    if not _WIRE.fullmatch(text):
        text = _WIRE_TAIL.sub("", text)
    if _DESK.search(text):
        name = text.strip(_ORNAMENTS)
    else:
        words = _NUMBER_TAIL.sub(r"\1", _TAIL.sub("", text)).strip(_ORNAMENTS).split()
        while len(words) > 1 and _is_credential(words[-1]):
            words.pop()
        if len(words) > 1 and words[: len(words) // 2] == words[len(words) // 2 :]:
            words = words[: len(words) // 2]  # of the picture, then of the line
        name = " ".join(words).strip(",")
    return _cased(name) if _is_name(name) else None


def without_month(text: str) -> str:
    """A name without the month of the date after it; "Theresa May" keeps hers."""
    match = _MONTH_TAIL.search(text)
    if match is None or len(text[: match.start()].split()) < 2:  # noqa: PLR2004
        return text
    word = months.folded(match[1])
    is_dated = text[match.end(1) :].strip(" .") != ""
    return text[: match.start()] if word in months.numbers() and (is_dated or word not in MONTHS_IN_NAMES) else text


def _is_credential(word: str, *, is_apart: bool = False) -> bool:
    """Whether a word is a degree ("PhD", "RN"), told from a short name by its capitals, or by the comma before it."""
    bare = word.strip(",.")
    if is_apart and bare.isupper() and bare.isalpha() and 2 <= len(bare) <= 6:  # noqa: PLR2004
        return True
    capitals = sum(letter.isupper() for letter in bare)
    return capitals >= 2 and bare.lower() not in _KEPT_SUFFIXES and bool(_CREDENTIAL.fullmatch(bare))  # noqa: PLR2004


def _is_name(text: str) -> bool:
    letters = sum(letter.isalpha() for letter in text)
    if letters < 2 or len(text) > NAME_CHARS or letters < 0.6 * len(text):  # noqa: PLR2004
        return False
    words = text.split()
    if len(words) > 8 or any(mark in text for mark in "?!=<>{}#\\→:"):  # noqa: PLR2004
        return False
    if _PREFIX_ALONE.fullmatch(text) or _DATE_WORD.search(text) or _is_label(words):
        return False
    if len(words) == 1:  # the name of a user, or of a site
        return True
    if any(letter.isdigit() for letter in text):
        return _DESK.search(text) is not None
    return _capitalised(words[0]) and _capitalised(words[-1])


def _is_label(words: list[str]) -> bool:
    """Whether a text is made of roles and labels only ("Guest Author"), has one in lower case, or is of a menu."""
    text = " ".join(words)
    if _KIND.search(text) or (len(words) > 1 and _JOB.search(text) and not _DESK.search(text)):
        return True
    if len(words) == 2 and _SECTION_ALONE.fullmatch(words[1]):  # noqa: PLR2004 - "EdTech Content", of a role
        return True
    if all(_is_of_calendar(word) for word in words):
        return True
    roles = [bool(ROLE.fullmatch(word.strip(".,:"))) for word in words]
    return all(roles) or any(role and word[0].islower() for role, word in zip(roles, words, strict=True))


def _is_of_calendar(word: str) -> bool:
    plain = months.folded(word.strip(".,"))
    return plain in months.numbers() or plain in _WEEKDAYS


def _capitalised(word: str) -> bool:
    """Whether a word begins with no lower-case letter, particles and scripts without case apart."""
    return (
        not word[0].islower()
        or word.lower() in lexicon.PARTICLES
        or word[1:2].isupper()
        or "\u2019" in word
        or "'" in word
    )


def group(raw: str) -> str | None:
    """A whole text as the name of one organisation ("Roe & Sons", "98 Harbour Street"); None where it is none."""
    text = _PREFIX.sub("", _MARKUP.sub(" ", " ".join(raw[:RAW_CHARS].split()))).strip(_ORNAMENTS + "()")
    words = text.split()
    if not 1 < len(text) <= NAME_CHARS or len(words) > 8 or "@" in text or "//" in text or ":" in text:  # noqa: PLR2004
        return None
    if not any(map(str.isalpha, text)) or all(ROLE.fullmatch(word.strip(".,:")) for word in words):
        return None
    return None if all(map(_is_of_calendar, words)) or _DATE_WORD.search(text) or OTHERS.search(text) else text


@lru_cache(maxsize=1024)  # several sources name the same authors
def is_group(name: str) -> bool:
    """Whether a name is that of an agency, a desk or another organisation, by its words."""
    return bool(_WIRE.fullmatch(name) or _GROUP.search(name) or ROLE.search(name) or _DOMAIN.search(name))


def is_wire(name: str) -> bool:
    """Whether a name is that of a news agency we know."""
    return _WIRE.fullmatch(name) is not None


def is_person(name: str) -> bool:
    """Whether a name looks like a person's: two to five capitalised words, none of an organisation."""
    return 2 <= len(name.split()) <= 5 and not is_group(name)  # noqa: PLR2004


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


@lru_cache(maxsize=1024)
def key(name: str) -> str:
    """What two spellings of one name have in common: no case, accents, punctuation, spaces or academic title."""
    plain = _LEADING_TITLE.sub("", name).casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return _NO_WORD.sub("", plain)

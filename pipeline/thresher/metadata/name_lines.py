"""The names on lines that are no plain bylines: names that stand alone, beside a date, before a role."""

from __future__ import annotations

import re

from thresher.lazy import lazy
from thresher.metadata import lexicon, months, names

BARE_SHARE = 0.45
"""Least share of a bare line of names that the names make up: "Jane Roe and John Doe in Port Roe"."""

LIST_SHARE = 0.75
"""The same for a line that is nothing but a list of names."""

_MONTH = r"[^\W\d_]{3,12}\.?"
_DATE = lazy(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\.?\s(?:de\s)?{_MONTH},?\s(?:de\s)?|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s)(?:19|20)\d\d"
    r"|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:(?:19|20)\d\d|\d\d(?!\d))"
)
_CLOCK = lazy(
    r"(?:\b(?:at|um|à|a las|alle)\s)?\b\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\b\.?|\s?(?:uhr|h)\b)?"
    r"(?:\s(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|IST)\b)?",
    re.IGNORECASE,
)
_DAY = "\x00"
"""What stands for a date while a line is taken apart."""
_WITHIN = lazy(r"(?:^|[\s\x00])(?:by|von|par|por|di|door|av|af)(?:\s*:\s*|\s+)(?=[^\W\d_])", re.IGNORECASE)
_CHANGED = lazy(r"\b(?:last|edited|modified|repl(?:y|ied)|updated|letzter)\b", re.IGNORECASE)
_BY_USER = lazy(
    r"(?:^|\s)(?:by|von|par|por)(?:\s?:)?\s+([^\W\d_][\w.-]{2,24})(?=\s*(?:[,·•|(»]|\x00|on\s|am\s))", re.IGNORECASE
)
_CATEGORY = lazy(r"\s(?:in|under|unter|dans|filed under|on behalf of)\s.*$", re.IGNORECASE | re.DOTALL)
_BAR = lazy(rf"\s*[|•·⋅]\s*|\s[/{lexicon.DASHES}]\s|\s\u2016\s")
_PARTS = lazy(r"\x00|\s(?:by|von|par|por|di|door|av|af)\s|^(?:by|von|par|por|di|door|av|af)\s", re.IGNORECASE)
_ON = lazy(r"\s(?:on|am|at|le|el)$", re.IGNORECASE)
_SIDE = lazy(r"\s[|•·/]\s|,\s")
_TO_DIGIT = lazy(r"[^\d]{5,60}(?=\d)")
_DESK = lazy(rf"\S\s{lexicon.DESK}$", re.IGNORECASE)
_INITIAL = lazy(r"\s\w\.?$")
_JOB = lazy(rf"\b{lexicon.JOB}$", re.IGNORECASE)
_USER = lazy(r"[^\W\d_][\w.-]{2,24}")


def beside_date(text: str) -> list[str]:
    """The people named on a line that gives a date: "Posted on 5 March 2021 by Jane Roe", "Jane Roe | 5 March 2021"."""
    parted = _parted(text)
    if within := _WITHIN.search(parted):
        rest = _CATEGORY.sub("", parted[within.end() :]).replace(_DAY, " | ")
        return [name for name in names.split(rest) if names.is_person(name)]
    for part in _beside(parted):
        if found := bare(_CATEGORY.sub("", part)):
            return found
    return [] if _DAY in parted else _before_digit(text[: names.RAW_CHARS])


def is_dated(text: str) -> bool:
    """Whether a line gives a day of a year."""
    return _DATE.search(text) is not None


def user_beside_date(text: str) -> str | None:
    """The single word that begins a line and stands before its date: "harbourcat 5 March 2021, 4:55"."""
    first, dated, _ = _parted(text).partition(_DAY)
    first = first.strip(" |,·•⋅/" + lexicon.DASHES)
    return first if dated and _USER.fullmatch(first) and names.split(first) and not _is_no_name(first) else None


def user_after_by(text: str) -> str | None:
    """The single word after "by" on a line that gives a date: "Discussion started by harbourcat, 5 March 2021"."""
    parted = _parted(text)
    match = _BY_USER.search(parted) if _DAY in parted else None
    if match and _CHANGED.search(parted[: match.start()]):
        return None
    return match[1] if match and names.split(match[1]) and not _is_no_name(match[1]) else None


def parts(text: str) -> list[str]:
    """The parts of a line that gives a date, between its dates, bars and "by": what may name a desk or a site."""
    parted = _parted(text)
    if _DAY not in parted:
        return []
    said = (one for part in _PARTS.split(parted) for one in _BAR.split(part))
    return [part for one in said if (part := _ON.sub("", one).strip(" ,|:"))]


def _parted(text: str) -> str:
    """A line with a mark where its dates stood, without the times of day."""
    return _DATE.sub(_DAY, _CLOCK.sub("", text[: names.RAW_CHARS]))


def _beside(parted: str) -> list[str]:
    """The parts of a line just before and after its dates, and the one that begins it."""
    parts = [part.strip(" ,|") for part in _BAR.split(parted.replace(_DAY, f" | {_DAY} | "))]
    parts = [part for part in parts if part]
    days = [at for at, part in enumerate(parts) if part == _DAY]
    around = (at for day in days for at in (day - 1, day + 1))
    near = [at for at in (*around, 0) if days and 0 <= at < len(parts) and parts[at] != _DAY]
    return [parts[at] for at in dict.fromkeys(near)]


def _before_digit(text: str) -> list[str]:
    """The people before the first figure of a line whose date has no year: "Jane Roe 5 March"."""
    if (at := _TO_DIGIT.match(text)) is None:
        return []
    before, dated = text[: at.end()], text[: at.end() + 1]
    stripped = names.without_month(dated)
    return bare(names.without_month(before) if stripped == dated else stripped)


def bare(text: str) -> list[str]:
    """The people that a line names which says hardly anything else: "Jane Roe and John Doe in Port Roe"; else none."""
    whole = names.split(text)
    if len(whole) > 1 and sum(map(len, whole)) >= LIST_SHARE * len(text) and all(map(_is_plain, whole)):
        return whole
    head = _SIDE.split(text.strip(), maxsplit=1)[0]
    found = names.split(head)
    if not found or any(map(str.isdigit, head)) or sum(map(len, found)) < BARE_SHARE * len(head):
        return []
    return found if all(map(_is_plain, found)) else []


def _is_plain(name: str) -> bool:
    """Whether a name is written like a person's: two to four words of letters, each with a capital, not all in them."""
    words = name.split()
    return (
        2 <= len(words) <= 4  # noqa: PLR2004
        and all(word[0].isupper() and word.replace(".", "").replace("-", "").isalpha() for word in words)
        and not any(word.isupper() and len(word) > 3 for word in words)  # noqa: PLR2004
        and not any(_is_no_name(word) for word in words)
        and names.is_person(name)
    )


def _is_no_name(word: str) -> bool:
    plain = months.folded(word).strip(".")
    return plain == "by" or (plain in months.numbers() and plain not in names.MONTHS_IN_NAMES)


def before_role(text: str) -> list[str]:
    """The name that begins a line whose end is a role, whatever is between: "Jane Roe Lifestyle Writer"."""
    words = text.split()
    if not 3 <= len(words) <= 9 or not is_role_end(text):  # noqa: PLR2004
        return []
    two = 3 if _INITIAL.search(" " + words[1]) or words[1].lower() in lexicon.PARTICLES else 2
    name = " ".join(words[:two]).strip(" ,")
    return [name] if _is_plain(name) and not names.ROLE.search(name) else []


def is_role_end(text: str) -> bool:
    """Whether the last word of a line says what somebody does."""
    return _JOB.search(text) is not None


def is_desk(text: str) -> bool:
    """Whether a text is the name of a group of authors: "Harbour Post Newsroom"."""
    return len(text) <= names.NAME_CHARS and _DESK.search(text) is not None and text[:1].isupper()


def is_role(text: str) -> bool:
    """Whether a short line says what a person does: "Senior Contributor"."""
    return len(text.split()) <= 6 and not any(map(str.isdigit, text)) and bool(_JOB.search(text))  # noqa: PLR2004

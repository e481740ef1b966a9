"""A vote for the site's name as its own page spells it: wherever the letters of the host stand in its text.

Mastheads, appeals ("Support Ledger & Lantern"), syndication tails and notices all name the site;
what they have in common is that the name has the letters of the host.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from thresher.metadata.ballot import Ballot
from thresher.metadata.site_names import labels, without_form
from thresher.metadata.text import copyright_in
from thresher.metadata.titles import key

if TYPE_CHECKING:
    from thresher.nouns import Block, Page, Vote

LABEL_CHARS = 40
"""Longest label of a host that is sought."""
FIRST = 30
"""How many blocks are searched for a masthead."""
LEAST_LETTERS = 4
TEXT_CHARS = 200_000
"""How much of a page's text is searched."""
FINDS = 50

_ACCENTED = {
    "a": "aàáâãäå",
    "c": "cç",
    "e": "eèéêë",
    "i": "iìíîï",
    "n": "nñ",
    "o": "oòóôõö",
    "u": "uùúûü",
    "y": "yý",
}
_BETWEEN = r"[ '\-]{0,2}"
_FOLDED = str.maketrans("\u2019šşŠŞžżŽŻ", "'ssSSzzZZ")
"""Characters beyond Latin-1, each for one within: a class that holds one of them takes ten times as long to make."""
_UMLAUT = re.compile("([aou])e")
_WORD = re.compile(r"[^\W\d_]+")


def votes(page: Page) -> tuple[Vote, ...]:
    """A vote for the spelling most often met of the name whose letters are the host's; none where it is not met.

    Where the page has no host, a line that is nothing but the name in a copyright line is that of a masthead.
    """
    ballot = Ballot()
    hosts = labels(page.capture.url)
    for label in hosts:
        if LEAST_LETTERS <= len(label) <= LABEL_CHARS:
            ballot.cast("site_name", _spelled(label, page), "text:nameplate")
    if not hosts:
        ballot.cast("site_name", _masthead(page), "text:nameplate", 0.8)
    return tuple(ballot)


def _masthead(page: Page) -> str | None:
    """A line among the first that is the name of the owner of the copyright, its legal form left out."""
    owners = {key(without_form(match["site"])) for block in page.blocks if (match := copyright_in(block.text))}
    lines = (block.text.strip() for block in page.blocks[:FIRST])
    return next((line for line in lines if len(line) <= LABEL_CHARS and key(line) in owners), None)


def _spelled(label: str, page: Page) -> str | None:
    holding = _holding(label, page)
    if not holding:
        return None
    sought = _pattern(label)
    counts: Counter[str] = Counter()
    for number in holding:
        text = page.blocks[number].text
        spelled = (text[slice(*match.span())] for match in sought.finditer(text.translate(_FOLDED)))
        counts.update(filter(_is_name, spelled))
    mixed = {name: count for name, count in counts.items() if not name.isupper()}
    # With its article where it has one, for that is part of the name; else as most often met, the first on a tie.
    best = max(mixed or counts, key=lambda name: counts[name], default=None)
    return best if best is None or mixed else _cased(best)


def _holding(label: str, page: Page) -> list[int]:
    """The numbers of the blocks with the letters of a label, sought in all of the text at once.

    In letters without accents and without what may stand between them, so that only few blocks need the pattern.
    """
    tight = "\n".join(map(_plain, page.blocks))[:TEXT_CHARS].lower().encode("ascii", "ignore").translate(None, b" '-&")
    found: set[int] = set()
    for form in {label, label.replace("and", ""), _UMLAUT.sub(r"\1", label)}:
        place = tight.find(form.encode())
        while place >= 0 and len(found) < FINDS:
            found.add(tight.count(b"\n", 0, place))
            place = tight.find(form.encode(), place + len(form))
    return sorted(found)


def _plain(block: Block) -> str:
    """The text of a block on one line and without accents; most blocks have none to take off."""
    text = block.text.replace("\n", " ")
    return text if text.isascii() else unicodedata.normalize("NFKD", text.replace("ß", "ss"))


@lru_cache(maxsize=1024)  # the captures of a site come one after the other
def _pattern(label: str) -> re.Pattern[str]:
    """A pattern for the letters of a label with spaces, hyphens and accents between and upon them, in folded text.

    Its classes name both cases of a letter: where the pattern ignores case, it takes ten times as long to make.
    """
    parts = []
    at = 0
    while at < len(label):
        if label[at : at + 3] == "and" and at:
            parts.append(r"(?:\s?&\s?|[aA]" + _BETWEEN + "[nN]" + _BETWEEN + "[dD])")
            at += 3
            continue
        pair = {"ae": "ä", "oe": "ö", "ue": "ü", "ss": "ß"}.get(label[at : at + 2])
        letters = [_class(_ACCENTED.get(letter, letter)) for letter in label[at : at + 2 if pair else at + 1]]
        parts.append(f"(?:{_BETWEEN.join(letters)}|{_class(pair)})" if pair else letters[0])
        at += len(letters)
    return re.compile(rf"(?<![\w@./-])(?:[tT][hH][eE] )?{_BETWEEN.join(parts)}(?![\w@/-]|\.\w)")


def _class(letters: str) -> str:
    """A class of letters in both cases; "ß" has none of one letter."""
    both = dict.fromkeys(letters + "".join(upper for upper in map(str.upper, letters) if len(upper) == 1))
    return f"[{''.join(map(re.escape, both))}]"


def _is_name(text: str) -> bool:
    """Whether a find is written as a name: its first and last word begin with capitals, unlike those of a sentence."""
    words = _WORD.findall(text)
    return bool(words) and words[0][0].isupper() and words[-1][0].isupper()


def _cased(name: str) -> str:
    """A name in capitals as it would stand in a sentence; short words and single ones may be initials."""
    words = name.split(" ")
    if len(words) == 1:
        return name
    return " ".join(word if len(word) < LEAST_LETTERS and word != "THE" else word.capitalize() for word in words)

# ruff: noqa: RUF001 - labels in their own scripts
"""Votes for authors by the lines round the headline: "By Jane Roe", a label above a name, names that stand alone."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from thresher.lazy import lazy
from thresher.metadata import lexicon, name_lines, names, nearby, scripts, site_names
from thresher.metadata.sheet import Literals
from thresher.metadata.spaces import spaced
from thresher.nouns import BlockKind

if TYPE_CHECKING:
    from thresher.metadata.ballot import Ballot
    from thresher.metadata.sheet import Sheet

SHORT_CHARS = 140
BARE_CHARS = 90
BEFORE = 5
"""How many blocks before the headline bylines are sought."""
AFTER = 20
"""How many after it."""
MENUS = 8
"""How many after it lines of menus are asked too, for renderers take bylines for them."""
BETWEEN = 3
"""How many blocks after a byline another one still belongs to it; further down it is a teaser's."""
OTHERS_BYLINE = 0.5
"""How far such a byline counts."""
ABOVE = 0.7
"""How far a byline above the headline counts."""
TWICE, BESIDE, ALONE, HANDLE = 0.95, 0.9, 0.55, 0.6
"""How far a name alone counts: printed twice, next to a date or a role, by itself; and a user's name after a label."""
BESIDE_DATE = 0.8
"""How far names on the line of a date count."""
DATED = 14
"""How many blocks after the headline such lines are sought."""
REACH = 8
"""How many blocks after the headline names stand alone."""
FIRST = 3
"""How many after it need nothing else to speak for them."""
SUBJECT_BLOCKS = 2
"""How many paragraphs tell what a text is about."""

_GLUED_READ = lazy(r"\s\d{1,3}\s?(?:min|comments?|kommentare?|shares?|views?)\w*\b.*$", re.IGNORECASE)
_AFTER_HANDLE = lazy(rf"\s[|·•/{lexicon.DASHES}]\s|,\s|\s(?:in|on|am|·)\s|\s\(")
_USER = lazy(r"[A-Z][\w.-]{2,24}")
_HANDLE = lazy(r"[\w.-]{3,25}")
_ELSEWHERE = (
    *(
        "author:",
        "written by",
        "article by",
        "post by",
        "posted by",
        "story by",
        "geschrieben von",
        "verfasst von",
        "text von",
        "about the author",
        "words:",
        "autor:",
        "autorin:",
        "autor/in",
        "text:",
        "auteur",
        "texte :",
    ),
    *("autor :", "texto:", "autora:", "testo:", "auteur:", "tekst:", "автор", "текст:", "συντάκτης", "yazan:", "بقلم"),
    *("作者：", "作者:", "記者", "记者", "文／", "文/", "文："),
)
"""What begins a line or a label that names the author wherever it stands on the page."""
ELSEWHERE = 0.7
"""How far such a line counts."""
_AVATAR = lazy(
    r"^(?:social links for|(?:picture|photo|headshot|image|avatar) of|profilbild von|foto von|author)\s+"
    r"|\s+(?:avatar|image|photo|headshot)$",
    re.IGNORECASE,
)
_LIKE_NAMES = lazy(r"[^\W\d_a-zß-ÿ][^\s\d,;:!?()]*,?[ \u00a0]+(?:[^\W\d_]{1,3} ){0,3}[^\W\d_a-zß-ÿ]")
"""Two words with capitals, at most particles between them, as names begin."""


@cache
def _elsewhere() -> Literals:
    return Literals(_ELSEWHERE)


class Bylines:
    """Looks for authors round one headline."""

    def __init__(self, sheet: Sheet, at: int | None, ballot: Ballot, address: str) -> None:
        self.sheet = sheet
        self.hosts = site_names.labels(address)
        self.at = 0 if at is None else at
        self.sure = at is not None
        self.ballot = ballot
        self.named: int | None = None
        self._alone: dict[str, list[str]] = {}

    def cast(self) -> None:
        """Cast the votes of the lines near the headline; names that stand alone only where no label names any."""
        count = len(self.sheet.texts)
        for number in [*range(self.at, min(count, self.at + AFTER + 1)), *range(max(0, self.at - BEFORE), self.at)]:
            if len(self.sheet.texts[number]) <= SHORT_CHARS and self._is_asked(number):
                self._cast_labelled(number)
                if number <= self.at + DATED and nearby.DIGIT.search(self.sheet.texts[number]):
                    self._cast_dated(number)
        if self.named is None and not self.ballot.votes("authors"):
            self._cast_in_text()
            self._cast_elsewhere()
        if self.sure and self.named is None:
            self._cast_alone()

    def _cast_in_text(self) -> None:
        """The votes of the reporters named in brackets before or after a text of scripts without capitals."""
        body = [self.sheet.texts[number] for number in self.sheet.prose if number > self.at]
        for one in [*scripts.in_lead(body[0]), *scripts.at_end(body[-1])] if body else []:
            self.ballot.cast("authors", one, "text:byline", BESIDE)

    def _cast_elsewhere(self) -> None:
        """The vote of the first labelled line after the headline that stands further down."""
        for at in _elsewhere().within(self.sheet):
            text = self.sheet.texts[at]
            if at <= self.at or len(text) > SHORT_CHARS:
                continue
            people = scripts.people(text) or ([text] if nearby.is_byline(text) else [])
            following = self.sheet.texts[at + 1 : at + 2]
            if not people and following and nearby.is_byline(following[0], text):
                people = self._bare(following[0])
            for one in people:
                self.ballot.cast("authors", one, "text:byline", ELSEWHERE)
            if people:
                return

    def _is_asked(self, number: int) -> bool:
        """Lines of menus count just after the headline only: before it, "By Industry" is a menu's."""
        if self.sheet.blocks[number].kind is not BlockKind.MENU:
            return True
        return self.at <= number <= self.at + MENUS

    def _is_labelled(self, number: int) -> bool:
        """Whether a line may be a byline, at a glance."""
        return (
            self.sheet.is_labelled(number)
            or (number > 0 and self.sheet.is_labelled(number - 1))
            or self.sheet.blocks[number].kind is BlockKind.BYLINE
            or names.GLUED.match(self.sheet.texts[number]) is not None
        )

    def _share(self, number: int) -> float:
        above = ABOVE if self.sure and number < self.at else 1.0
        apart = self.named is not None and not 0 <= number - self.named <= BETWEEN
        return above * (OTHERS_BYLINE if apart else 1.0)

    def _cast_labelled(self, number: int) -> None:
        """The votes of a line whose label, or the line before it, says that it names authors."""
        text = self.sheet.texts[number]
        people = scripts.people(text)
        if not people and not self._is_labelled(number):
            return
        text = _AVATAR.sub("", spaced(text))
        label = self.sheet.texts[number - 1] if number else ""
        is_byline = self.sheet.blocks[number].kind is BlockKind.BYLINE and bool(names.split(text))
        if not people and (is_byline or nearby.is_byline(text, label)):
            people = [text]
        if people:
            share = self._share(number)
            for one in people:
                self.ballot.cast("authors", one, "text:byline", share)
            if share == 1.0 and number >= self.at:
                self.named = number
            if nearby.BY_ALONE.match(label):
                self._cast_following(number, share)
        elif self.sure and 0 < number - self.at <= AFTER and (handle := self._handle(text, label)):
            self.ballot.cast("authors", handle, "text:byline", HANDLE)

    def _cast_dated(self, number: int) -> None:
        """The vote of a line that gives a date: its people, its desk or site, or the user whose name begins it."""
        text = spaced(self.sheet.texts[number].strip())
        is_title = self.sheet.blocks[number].kind is BlockKind.TITLE or (self.sure and number == self.at)
        if is_title or not (name_lines.is_dated(text) or nearby.is_dated(text)):
            return
        share = BESIDE_DATE * (ABOVE if number < self.at else 1.0)
        people = name_lines.beside_date(text)
        if not people and self.sure and self.at - BETWEEN <= number <= self.at + BETWEEN:
            people = [name for name in name_lines.parts(text) if self._is_house(name)][:1]
            user = name_lines.user_beside_date(text) or name_lines.user_after_by(text) or self._user_above(number)
            if not people and user and number > self.at and not self._is_word(user):
                people, share = [user], HANDLE
        for one in people:
            self.ballot.cast("authors", one, "text:byline", share)

    def _user_above(self, number: int) -> str | None:
        """The single word between the headline and a line that gives its date."""
        text = self.sheet.texts[number - 1].strip() if number > self.at + 1 else ""
        return text if _USER.fullmatch(text) and names.split(text) else None

    def _is_house(self, name: str) -> bool:
        """Whether a text is the name of a desk, or has the letters of the page's host."""
        return name_lines.is_desk(name) or (bool(names.group(name)) and site_names.is_of_host(name, self.hosts))

    def _handle(self, text: str, label: str) -> str | None:
        """The single word that a label names, a user's or a desk's: "by freeman1984"."""
        label_end = nearby.BYLINE.match(text)
        if label_end is None and not nearby.BY_ALONE.match(label):
            return None
        rest = text[label_end.end() if label_end else 0 :]
        if again := nearby.BYLINE.match(rest):  # "Thread starter Thread starter harbourcat"
            rest = rest[again.end() :]
        rest = _AFTER_HANDLE.split(rest)[0].strip()
        if self._is_house(rest):
            return rest
        match = _HANDLE.fullmatch(rest)
        return rest if match and not self._is_word(rest) and names.split(rest) else None

    def _cast_following(self, number: int, share: float) -> None:
        """The votes of the names that follow a labelled one, each on a line of its own."""
        for at in range(number + 1, min(len(self.sheet.texts), number + 1 + REACH)):
            text = self.sheet.texts[at]
            people = self._bare(text)
            if not people and not name_lines.is_role(text) and text not in self.sheet.texts[number:at]:
                return
            for one in people:
                self.ballot.cast("authors", one, "text:byline", share)

    def _cast_alone(self) -> None:
        """The vote of the first line that is nothing but names, by what stands beside it."""
        texts = self.sheet.texts
        # One long paragraph may be the deck; names further down are of the text.
        prose = [number for number in self.sheet.prose if number > self.at][1:2]
        last = min([*prose, len(texts), self.at + REACH + 1])
        best: tuple[float, int] | None = None
        for number in [*range(self.at + 1, last), *range(max(0, self.at - FIRST), self.at)]:
            if not self._bare(texts[number]):
                continue
            share = self._beside(number)
            if best is None or share > best[0]:
                best = share, number
        if best is None or best[0] <= 0:
            return
        for one in self._bare(texts[best[1]]):
            self.ballot.cast("authors", one, "text:byline", best[0])
        if best[0] >= BESIDE:
            self._cast_following(best[1], best[0])

    def _beside(self, number: int) -> float:
        """How far a name that stands alone counts."""
        texts = self.sheet.texts
        below = texts[number + 1 : number + 3]
        above = ABOVE if number < self.at else 1.0
        if any(self._bare(other)[:1] == self._bare(texts[number])[:1] for other in below[:1]):
            return TWICE * above
        around = [*below[:1], *texts[max(0, number - 1) : number]]
        if any(name_lines.is_role(other) for other in below[:1]) or any(_is_dated(other) for other in around):
            return BESIDE * above
        is_first = (
            not self.sheet.is_prose_between(self.at, number)
            and 0 < number - self.at <= FIRST
            and not (below and self._bare(below[0]))
        )
        return ALONE if is_first and not self._is_subject(texts[number]) else 0.0

    def _is_subject(self, name: str) -> bool:
        """Whether a line that stands alone is named by the headline or the first prose: then they are about it."""
        first = {self.at, *[number for number in self.sheet.prose if number > self.at][:SUBJECT_BLOCKS]}
        return any(number in first for number in self.sheet.holding(name.strip().lower()))

    def _bare(self, text: str) -> list[str]:
        """The names on a line that says nothing else, none of which has a word of the text in lower case."""
        if not 4 <= len(text) <= BARE_CHARS:  # noqa: PLR2004
            return []
        known = self._alone.get(text)
        if known is None:
            known = self._alone[text] = self._read_bare(text)
        return known

    def _read_bare(self, text: str) -> list[str]:
        line = _AVATAR.sub("", text)
        if not _LIKE_NAMES.match(line):  # cheap, and true of few lines
            return []
        line = _GLUED_READ.sub("", spaced(line).strip())
        people = name_lines.bare(line) or name_lines.before_role(line)
        return people if not any(self._is_word(name.split()[0]) for name in people) else []

    def _is_word(self, word: str) -> bool:
        """Whether the page has a word in lower case: then it is none of a name ("Design Style", "Tax Tips")."""
        return f" {word.lower()} " in self.sheet.whole if not word.islower() else False


def _is_dated(text: str) -> bool:
    return len(text) <= SHORT_CHARS and nearby.DIGIT.search(text) is not None and nearby.is_dated(text)

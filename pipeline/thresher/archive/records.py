"""Records out of a tape of decoded bytes, finding the next sound record after any damage.

Knows how records follow one another; what begins a record, and what its head says, is told by
a `Grammar` (WARC or ARC).

A declared length is believed if what follows it is the end or the next record. If not, a record
that begins inside the declared body ends that body (the length was too long); else, unless at
least the line ends that part records follow, the body goes on to the next record (too short).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.archive import http
from thresher.archive.grammar import Lost, Raw
from thresher.archive.members import Gap, Start
from thresher.archive.tape import leading_line_ends, without_separator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thresher.archive.grammar import Grammar
    from thresher.archive.tape import Tape
    from thresher.settings import Limits

_STRIDE = 2**17
_HEAD = 4096


class Records:
    """An iterator over the records of a tape."""

    def __init__(self, tape: Tape, grammar: Grammar, limits: Limits) -> None:
        self._tape = tape
        self._grammar = grammar
        self._window = limits.body_bytes + limits.header_bytes
        self._header_bytes = limits.header_bytes
        self._aligned: bool | None = False if tape.seekable else None  # whether members are records
        self._index = 0
        self._pending: Lost | None = None

    def __iter__(self) -> Iterator[Raw | Lost]:
        tape = self._tape
        while True:
            at_hand = tape.fill(64)
            blank = tape.line_ends(0, at_hand)
            if blank:
                tape.skip(blank)
            elif at_hand:
                yield self._record() if self._starts() else self._garbage()
                if self._pending:
                    yield self._pending
                    self._pending = None
            elif isinstance(tape.mark_here, Gap):
                yield self._gap(self._place())
            elif tape.mark_here is not None:
                tape.join()
                self._index = 0
            else:
                return

    def _place(self) -> tuple[int, int, int]:
        return self._tape.position, self._tape.member, self._index

    def _offset(self, place: tuple[int, int, int]) -> int:
        """Where a record lies as stored, as `Origin.offset` has it."""
        position, member, index = place
        return position if self._aligned is False else member + index

    def _gap(self, place: tuple[int, int, int], already: str = "") -> Lost:
        gap = self._tape.join()
        assert isinstance(gap, Gap)
        offset = self._offset(place) if already or self._aligned is False else gap.offset
        detail = f"{already}{gap.detail} (stored bytes {gap.offset} to {gap.end})"
        return Lost(offset, detail, truncated=gap.truncated)

    def _starts(self) -> bool:
        """Whether a record begins at the cursor."""
        tape = self._tape
        while True:
            at_hand = tape.fill(self._grammar.lookahead)
            if self._grammar.starts(tape.data, tape.cursor):
                return True
            if at_hand >= self._grammar.lookahead or self._aligned or not self._joined():
                return False

    def _fill(self, wanted: int, needed: int) -> int:
        """Bytes at hand, going on into the next member if fewer than are `needed`."""
        while (at_hand := self._tape.fill(wanted)) < needed and self._joined():
            pass
        return at_hand

    def _joined(self) -> bool:
        """Go on into the next member, if it is there and does not begin a record of its own."""
        tape = self._tape
        if not isinstance(tape.mark, Start):
            return False
        ahead = tape.beyond(self._grammar.lookahead)
        if tape.gap_follows or self._grammar.starts(ahead, leading_line_ends(ahead)):
            return False
        tape.join()
        self._index = 1
        return True

    @property
    def _unbounded(self) -> int:
        """What is needed of a stretch without a known end: all, but no more than a member that is a record."""
        return 0 if self._aligned else _STRIDE

    def _record(self) -> Raw | Lost:
        tape, place = self._tape, self._place()
        size = self._head_size()
        if size is None:
            return self._headless(place)
        head = self._grammar.head(bytes(tape.data[tape.cursor : tape.cursor + size]))
        tape.skip(size)
        self._index += 1
        if head is None:
            return self._garbage(place, size)
        body, cut, broken = self._body(head.length)
        return Raw(self._offset(place), head, body, cut, broken)

    def _head_size(self) -> int | None:
        """The length of the head at the cursor; None if it has no end or another record starts in it."""
        tape, wanted = self._tape, min(_HEAD, self._header_bytes)
        while True:
            at_hand = tape.fill(wanted)
            end = self._grammar.head_end(tape.data, tape.cursor, tape.cursor + at_hand)
            if end > tape.cursor + self._header_bytes:
                return None
            if end >= 0:
                inner = self._grammar.find(tape.data, tape.cursor + 1, end, within=True)
                return None if inner >= 0 else end - tape.cursor
            if at_hand >= self._header_bytes or (at_hand < wanted and (self._aligned or not self._joined())):
                return None
            if at_hand >= wanted:
                wanted = min(wanted * 8, self._header_bytes)

    def _headless(self, place: tuple[int, int, int]) -> Raw | Lost:
        """A record whose head has no end: cut off, or run into the next one."""
        tape = self._tape
        at_hand = min(tape.fill(self._header_bytes), self._header_bytes)
        inner = self._grammar.find(tape.data, tape.cursor + 1, tape.cursor + at_hand, within=True)
        if inner < 0 and at_hand < self._header_bytes:
            head = self._grammar.head(bytes(tape.data[tape.cursor : tape.cursor + at_hand]))
            tape.skip(at_hand)
            self._index += 1
            if isinstance(tape.mark_here, Gap):
                return self._gap(place, "the head of a record ends early: ")
            if head is not None:
                return Raw(self._offset(place), head, b"", "end")
            return Lost(self._offset(place), "the head of a record ends early", truncated=True)
        tape.skip(1)
        return self._garbage(place, 1, "the head of a record has no end: ")

    def _garbage(self, place: tuple[int, int, int] | None = None, before: int = 0, note: str = "") -> Lost:
        """Pass over bytes up to the next record."""
        place = place or self._place()
        self._index += 1
        skipped = before + self._skip_to_start(None, within=False)
        detail = f"{note}{skipped} bytes that are no record"
        if isinstance(self._tape.mark_here, Gap):
            return self._gap(place, detail + "; ")
        return Lost(self._offset(place), detail)

    def _skip_to_start(self, most: int | None, *, within: bool) -> int:
        """Pass over bytes up to the next record, the next gap, the end, or `most` bytes; returns how many."""
        tape, overlap, skipped = self._tape, self._grammar.lookahead, 0
        while most is None or skipped < most:
            at_hand = self._fill(_STRIDE, self._unbounded)
            found = self._grammar.find(tape.data, tape.cursor, tape.cursor + at_hand, within=within)
            count = found - tape.cursor if found >= 0 else at_hand if at_hand < _STRIDE else at_hand - overlap
            count = count if most is None else min(count, most - skipped)
            tape.skip(count)
            skipped += count
            if found >= 0 or at_hand < _STRIDE:
                break
        return skipped

    def _body(self, length: int | None) -> tuple[bytes, str | None, str | None]:
        """The body at the cursor, why it is cut, and what broke it."""
        tape = self._tape
        if length is None:
            return self._extended(0)
        if length > self._window:
            return self._oversize(length)
        wanted = length + self._grammar.lookahead
        at_hand = self._fill(wanted, length)
        if at_hand < length:
            return self._short(length, at_hand)
        ends = tape.line_ends(length, at_hand)
        stop = tape.cursor + length + ends
        final = length + ends == at_hand and at_hand < wanted
        parted = ends > 0 or self._grammar.anywhere
        if not final and not (parted and self._grammar.starts(tape.data, stop)):
            return self._misframed(length, ends)
        body = tape.take(length)
        tape.skip(ends)
        return body, *self._damage(final=final)

    def _misframed(self, length: int, ends: int) -> tuple[bytes, str | None, str | None]:
        """The body where neither a record nor the end follows its declared length."""
        tape = self._tape
        inner = self._grammar.find(tape.data, tape.cursor, tape.cursor + length, within=True)
        if inner >= 0:
            return self._until(inner)
        stop = tape.cursor + length
        separated = tape.data.count(b"\n", stop, stop + ends) >= self._grammar.separator
        if not separated or http.is_bare_head(tape.data, tape.cursor, stop):
            return self._extended(length)
        body = tape.take(length)
        tape.skip(ends)
        return body, *((None, None) if self._aligned is False else self._remainder())

    def _remainder(self) -> tuple[str | None, str | None]:
        """What comes after a record in a member of its own: damage of the record, or garbage of its own right."""
        place = self._place()
        skipped = self._skip_to_start(None, within=False)
        cut, broken = self._torn()
        if not cut and not broken:
            self._pending = Lost(self._offset(place), f"{skipped} bytes that are no record")
        return cut, broken

    def _damage(self, *, final: bool) -> tuple[str | None, str | None]:
        """Why a record that is complete is still doubtful: damage in a member that is its alone."""
        if self._aligned is None:
            self._aligned = final
        return self._torn() if final and self._aligned else (None, None)

    def _torn(self, otherwise: str | None = None) -> tuple[str | None, str | None]:
        """What a gap at the cursor does to the record before it; a gap beyond its member does nothing."""
        gap = self._tape.mark_here
        if not isinstance(gap, Gap) or gap.offset != self._tape.member:
            return otherwise, None
        self._tape.join()
        if gap.truncated:
            return "end", None
        return None, f"{gap.detail} (stored bytes {gap.offset} to {gap.end})"

    def _until(self, stop: int) -> tuple[bytes, str | None, str | None]:
        """The body up to the record that begins inside it."""
        body = self._tape.take(stop - self._tape.cursor)
        return without_separator(body), "next", None

    def _short(self, length: int, at_hand: int) -> tuple[bytes, str | None, str | None]:
        """The body of a record that is longer than what is at hand before a mark or the end."""
        tape = self._tape
        inner = self._grammar.find(tape.data, tape.cursor, tape.cursor + min(length, at_hand), within=True)
        if inner >= 0:
            return self._until(inner)
        body = tape.take(at_hand)
        cut, broken = self._torn("end" if tape.mark_here is None else "next")
        return without_separator(body) if cut == "next" else body, cut, broken

    def _extended(self, begin: int) -> tuple[bytes, str | None, str | None]:
        """The body up to the next record, wherever that is; a record starts nowhere before `begin`."""
        tape, overlap = self._tape, self._grammar.lookahead
        while True:
            wanted = begin + _STRIDE
            at_hand = self._fill(wanted, begin + self._unbounded)
            found = self._grammar.find(tape.data, tape.cursor + begin, tape.cursor + at_hand, within=True)
            if found >= 0:
                return without_separator(tape.take(found - tape.cursor)), None, None
            if at_hand < wanted:
                return without_separator(tape.take(at_hand)), *self._torn()
            begin = at_hand - overlap
            if begin > self._window:
                return self._rest_dropped(None)

    def _oversize(self, length: int) -> tuple[bytes, str | None, str | None]:
        """The first bytes of a body longer than the limit; the rest is passed over."""
        tape = self._tape
        if self._ends_at(tape.position + length):
            tape.fill(self._window)
            stop = tape.position + length
            body = tape.take(self._window)
            tape.jump(stop)
            return body, "length", None
        at_hand = self._fill(self._window, self._window)
        inner = self._grammar.find(tape.data, tape.cursor, tape.cursor + at_hand, within=True)
        if inner >= 0 or at_hand < self._window:
            return self._short(length, at_hand)
        return self._rest_dropped(length)

    def _rest_dropped(self, length: int | None) -> tuple[bytes, str | None, str | None]:
        tape = self._tape
        body = tape.take(self._window)
        self._skip_to_start(None if length is None else length - self._window, within=True)
        return body, "length", self._torn()[1]

    def _ends_at(self, position: int) -> bool:
        """Whether a record ends at a position far ahead, where that can be looked up."""
        stored = self._tape.seekable
        if stored is None or position > stored.size:
            return False
        ahead = stored.at(position, self._grammar.lookahead)
        ends = leading_line_ends(ahead)
        return not ahead[ends:] or self._grammar.starts(ahead, ends)

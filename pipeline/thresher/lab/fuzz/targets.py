"""What is fuzzed, and what must hold of it whatever the bytes: no error, no growth beyond the limits, nothing lost."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from thresher.archive.coding import Coded, decoded
from thresher.archive.http import message
from thresher.archive.jsonl import read_line
from thresher.errors import RecordError, SettingsError
from thresher.extract import charset
from thresher.flow import to_article, to_page
from thresher.kit import Kit
from thresher.lab.fuzz import seeds
from thresher.lab.fuzz.samples import content, extents, preamble, read
from thresher.metadata import jsonld
from thresher.metadata.ballot import VALUE_CHARS, VOTES, Ballot
from thresher.nouns import Capture, CaptureKind, Origin, Reason, Rejection, Revisit
from thresher.settings import Limits
from thresher.strip.apply import apply, restore
from thresher.strip.matcher import Matcher
from thresher.strip.rules import load_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thresher.lab.fuzz.mutations import Case
    from thresher.nouns import Page, Record

SMALL = Limits(body_bytes=2**16, header_bytes=2**14, line_chars=10_000, blocks=2000)
_HEADED = re.compile(rb"^([^\n]{0,40})\n")


class Fault(AssertionError):  # noqa: N818 - a finding, not a fault of the fuzzer
    """Something that must hold does not."""


@dataclass(frozen=True, slots=True)
class Target:
    """A part of the product that takes bytes from outside.

    `share` is how many of a thousand executions it gets; `seeds` gives its corpus out of the fixtures; `check` raises
    when anything is wrong.
    """

    name: str
    share: int
    seeds: Callable[[Path], list[bytes]]
    tokens: tuple[bytes, ...]
    check: Callable[[Case], None]


def _require(holds: object, told: str) -> None:
    if not holds:
        raise Fault(told)


@cache
def _kit() -> Kit:
    return Kit.load()


def _counted_once(records: Sequence[Record]) -> None:
    """No two records at one place, and each a record."""
    places = [(record.origin.member, record.origin.offset) for record in records]
    _require(len(places) == len(set(places)), "two records at one offset")
    _require(all(isinstance(record, Capture | Revisit | Rejection) for record in records), "no record")
    _require(records, "a file without a record")
    failed = [record.detail for record in records if isinstance(record, Rejection) and record.reason is Reason.FAILED]
    _require(not failed, f"an error that nobody foresaw: {failed[:1]}")


def _archives(case: Case) -> None:
    """Whatever was damaged, each record that was not is read, to the letter; nothing is there twice."""
    records = read(case.data)
    _counted_once(records)
    if not case.touches(0, preamble(case.seed)):
        whole = {one.content for one in extents(case.seed) if one.content and not case.touches(one.begin, one.end)}
        lost = whole - {content(record) for record in records}
        _require(not lost, f"{len(lost)} undamaged records lost")


def _zips(case: Case) -> None:
    _counted_once(read(case.data))


def _body(case: Case) -> None:
    """The body of an HTTP message is decoded within its limits, or refused."""
    answer = message(case.data, SMALL.header_bytes)
    if answer is None:
        return
    found = decoded(answer, SMALL)
    _require(isinstance(found, str | Coded), "neither a body nor a reason")
    if isinstance(found, Coded):
        _require(len(found.body) <= SMALL.body_bytes, "a body beyond the limit")


def _charset(case: Case) -> None:
    """Bytes become text that UTF-8 can say, without NUL; the first line of a seed is the label."""
    match = _HEADED.match(case.data)
    label, body = (match[1].decode("latin-1"), case.data[match.end() :]) if match else (None, case.data)
    for markup in (True, False):
        text, name = charset.decode(body, label, markup=markup)
        text.encode("utf-8")
        _require("\0" not in text and "\r" not in text, "a control character in decoded text")
        _require(name, "an encoding without a name")


def _page(kind: CaptureKind, data: bytes) -> Page | None:
    capture = Capture(Origin("a"), "https://a.example/2026/a", None, kind, data)
    try:
        page = to_page(capture, _kit())
    except RecordError:
        return None
    for block in page.blocks:
        _require(0 <= block.link_chars <= len(block.text), "more characters in links than there are")
        _require(block.text.strip(), "an empty block")
        block.text.encode("utf-8")
    return page


def _html(case: Case) -> None:
    """Markup becomes blocks, or a reason."""
    _page(CaptureKind.HTML, case.data)


def _text(case: Case) -> None:
    """A text becomes blocks and an article, or a reason; what the judges cut can be put back."""
    page = _page(CaptureKind.TEXT, case.data)
    if page is None:
        return
    removals = _kit().judge.judge(page).removals
    _require(restore(apply(page, removals), removals) == page, "a cut that cannot be undone")
    try:
        article = to_article(page, _kit())
    except RecordError:
        return
    article.text.encode("utf-8")


def _rules(case: Case) -> None:
    """A rule file loads or is refused with its name; what loads can be asked of any text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.toml"
        path.write_bytes(case.data)
        try:
            rules = load_rules([path])
        except SettingsError as error:
            _require("a.toml" in str(error), "a problem without its file")
            return
    Matcher(rules).met("Sign up for our newsletter today. " * 8)


def _json_ld(case: Case) -> None:
    """Linked data casts votes within bounds."""
    ballot = Ballot()
    jsonld.cast([case.data.decode("utf-8", "replace")], ["https://a.example/2026/a"], ballot)
    votes = list(ballot)
    _require(len(votes) <= VOTES, "too many votes")
    _require(all(len(vote.value) <= VALUE_CHARS for vote in votes), "a value beyond the limit")


def _json_line(case: Case) -> None:
    """A line of JSON is a capture or a rejection."""
    record = read_line(case.data, Origin("a", 3), SMALL)
    _require(isinstance(record, Capture | Rejection), "no record")
    _require(record.origin == Origin("a", 3), "another place")


TARGETS = (
    Target("archives", 180, seeds.archives, seeds.ARCHIVE_TOKENS, _archives),
    Target("wacz", 80, seeds.zips, seeds.ZIP_TOKENS, _zips),
    Target("body", 280, seeds.messages, seeds.HTTP_TOKENS, _body),
    Target("charset", 60, seeds.labelled, seeds.CHARSET_TOKENS, _charset),
    Target("html", 4, seeds.pages, seeds.HTML_TOKENS, _html),
    Target("text", 4, seeds.texts, seeds.TEXT_TOKENS, _text),
    Target("rules", 72, seeds.rules, seeds.RULE_TOKENS, _rules),
    Target("json-ld", 160, seeds.linked_data, seeds.JSON_TOKENS, _json_ld),
    Target("jsonl", 160, seeds.json_lines, seeds.JSON_TOKENS, _json_line),
)

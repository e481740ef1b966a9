"""Boilerplate rules as data: TOML files in, frozen rules out.

A rule file holds one topic. `config/rules/README.md` explains every key to those who write rules.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from thresher.errors import SettingsError
from thresher.nouns import BlockKind, Reason
from thresher.ready import Ready
from thresher.strip import pattern as patterns
from thresher.strip.pattern import expanded, expanded_chars, group_names

if TYPE_CHECKING:
    from collections.abc import Iterable

Unit = Literal["line", "block", "span", "page"]
Where = Literal["anywhere", "edge", "head", "tail"]

GIVES = frozenset({"authors", "published", "modified", "site_name", "title", "section"})
"""The fields of `Article` that a named group of a pattern may vote on."""

REJECTS = frozenset({Reason.SOFT_404, Reason.CONSENT_WALL, Reason.EMPTY_SHELL, Reason.PARKED_DOMAIN})

PROGRAM = 8_000
"""Most instructions of one compiled pattern. Counted repetitions multiply them; `*` and `max_words` do not."""

PATTERN_CHARS = 50_000
"""Longest pattern with its words put in; the longest that is shipped has an eighth of it."""

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LANG = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of boilerplate: how it is recognised, where it may go, and the lines that prove it.

    `topic` becomes `Removal.reason`. `about` are the literals by which an article *about* the topic
    is recognised; such an article loses text only to rules that are `certain`. A block rule that does
    not say `where` takes prose only at the edges of the text; a rule that waits for a neighbour, and
    every other one, fires anywhere.
    """

    id: str
    topic: str
    unit: Unit
    pattern: str
    near: tuple[str, ...] = ()
    why: str = ""
    drops: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()
    where: Where | None = None
    kinds: tuple[BlockKind, ...] = ()
    max_words: int | None = None
    most: int | None = None
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    certain: bool = False
    mine: bool = False
    confidence: float = 0.9
    since: date | None = None
    until: date | None = None
    rejects: Reason | None = None
    source: str = ""
    about: tuple[str, ...] = ()
    topic_description: str = ""
    file: str = ""

    @property
    def gives(self) -> tuple[str, ...]:
        """The fields that the named groups of the pattern vote on."""
        return group_names(self.pattern)

    @property
    def is_neighbourly(self) -> bool:
        """Whether the rule fires only beside a block that has gone."""
        return bool(self.after or self.before)


_PROSE_KEYS = frozenset({"why", "drops", "keeps", "source", "topic_description", "file"})
_TOPIC_KEYS = frozenset({"name", "description", "about", "words"})
_RULE_KEYS = frozenset(f.name for f in fields(Rule)) - {"topic", "about", "topic_description", "file"}
_LISTS = ("near", "drops", "keeps", "lang", "kinds", "after", "before")
_TEXTS = ("id", "unit", "pattern", "why", "where", "source")

READY = Ready(Path(__file__).with_name("rules.json"), Rule, (Path(__file__), Path(patterns.__file__)))
"""The rules of the shipped files, read and checked."""


def load_rules(paths: Iterable[Path], ready: Ready[Rule] | None = READY) -> tuple[Rule, ...]:
    """Read rule files; raises one SettingsError that names every problem of every file."""
    problems: list[str] = []
    rules: list[Rule] = []
    for path in sorted(paths):
        try:
            data = path.read_bytes()
            if ready is not None and (known := ready.find(path.name, data)) is not None:
                rules += known
                continue
            document = tomllib.loads(data.decode("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            problems.append(f"{path}: cannot read rules: {error}")
            continue
        found, wrong = parsed(document, path.name)
        rules += found
        problems += [f"{path}: {problem}" for problem in wrong]
    problems += _set_problems(rules)
    if problems:
        raise SettingsError("\n".join(problems))
    return tuple(rules)


def rules_digest(rules: Iterable[Rule]) -> str:
    """The digest of all that can change what the rules remove; edits of prose leave it as it is."""
    shapes = [
        {f.name: getattr(rule, f.name) for f in fields(Rule) if f.name not in _PROSE_KEYS}
        for rule in sorted(rules, key=lambda rule: rule.id)
    ]
    return hashlib.sha256(json.dumps(shapes, sort_keys=True, default=str).encode()).hexdigest()[:16]


def selected(rules: tuple[Rule, ...], topics_off: Iterable[str], rules_off: Iterable[str]) -> tuple[Rule, ...]:
    """The rules without those switched off; raises SettingsError for a name that is not there."""
    topics, ids = frozenset(topics_off), frozenset(rules_off)
    unknown = sorted((topics - {rule.topic for rule in rules}) | (ids - {rule.id for rule in rules}))
    if unknown:
        raise SettingsError(f"no such rule or topic to switch off: {', '.join(unknown)}")
    return tuple(rule for rule in rules if rule.topic not in topics and rule.id not in ids)


def parsed(data: dict[str, Any], file: str) -> tuple[list[Rule], list[str]]:
    """The rules of one file and what is wrong with it; `data` is the parsed TOML."""
    topic, tables = data.get("topic"), data.get("rule", [])
    problems = [f"unknown table or key {key!r}" for key in sorted(data.keys() - {"topic", "rule"})]
    if not isinstance(topic, dict) or not isinstance(tables, list):
        return [], [*problems, "a rule file holds one [topic] table and [[rule]] tables"]
    problems += [f"[topic]: {problem}" for problem in _topic_problems(topic)]
    if problems:
        return [], problems
    words = _words(topic)
    if words is None:
        return [], [f"[topic]: a word of more than {PATTERN_CHARS} characters, once those before it are put in"]
    rules: list[Rule] = []
    for number, table in enumerate(tables, 1):
        if not isinstance(table, dict):
            problems.append(f"rule {number}: no table")
            continue
        name = table.get("id") or f"rule {number}"
        wrong = _table_problems(table)
        if not wrong:
            rule = _rule(table, topic, words, file)
            wrong = _rule_problems(rule)
            if not wrong:
                rules.append(rule)
        problems += [f"{name}: {problem}" for problem in wrong]
    return rules, problems


def _topic_problems(topic: dict[str, Any]) -> list[str]:
    problems = [f"unknown key {key!r}" for key in sorted(topic.keys() - _TOPIC_KEYS)]
    problems += [f"{key} is missing" for key in ("name", "description") if not isinstance(topic.get(key), str)]
    if not _ID.fullmatch(str(topic.get("name", ""))):
        problems.append("name must be kebab-case")
    if not _is_texts(topic.get("about", [])):
        problems.append("about must be a list of texts")
    words = topic.get("words", {})
    if not isinstance(words, dict) or not _is_texts(list(words.values())):
        problems.append("words must be a table of texts")
    return problems


def _table_problems(table: dict[str, Any]) -> list[str]:
    problems = [f"unknown key {key!r}" for key in sorted(table.keys() - _RULE_KEYS)]
    problems += [f"{key} is missing" for key in ("id", "unit", "pattern", "why") if key not in table]
    problems += [f"{key} must be a list of texts" for key in _LISTS if not _is_texts(table.get(key, []))]
    problems += [f"{key} must be a text" for key in _TEXTS if not isinstance(table.get(key, ""), str)]
    problems += [
        f"{key} must be true or false" for key in ("certain", "mine") if type(table.get(key, False)) is not bool
    ]
    problems += [
        f"{key} must be a number from 1"
        for key in ("max_words", "most")
        if type(table.get(key, 1)) is not int or table.get(key, 1) < 1
    ]
    if type(table.get("confidence", 0.9)) not in (int, float) or not 0 < table.get("confidence", 0.9) <= 1:
        problems.append("confidence must be above 0 and at most 1")
    problems += [
        f"{key} must be a date, YYYY-MM-DD without quotes"
        for key in ("since", "until")
        if key in table and type(table[key]) is not date
    ]
    known = {"unit": get_args(Unit), "where": get_args(Where), "rejects": REJECTS}
    problems += [
        f"{key} must be one of {', '.join(sorted(values))}"
        for key, values in known.items()
        if key in table and (not isinstance(table[key], str) or table[key] not in values)
    ]
    if any(line.strip()[:1] in tuple("?*+") for line in str(table.get("pattern", "")).splitlines()):
        problems.append("a line of the pattern begins with ?, * or +; a space at the edge of a line is written [ ]")
    kinds = table.get("kinds", []) if _is_texts(table.get("kinds", [])) else []
    return problems + [f"no such kind of block: {kind!r}" for kind in kinds if kind not in set(BlockKind)]


def _words(topic: dict[str, Any]) -> dict[str, str] | None:
    """The words of a topic, each with those before it put in; None where one grows without measure."""
    words: dict[str, str] = {}
    for name, text in topic.get("words", {}).items():
        if len(text) > PATTERN_CHARS or expanded_chars(text, words) > PATTERN_CHARS:
            return None
        words[name] = expanded(text, words)
    return words


def _rule(table: dict[str, Any], topic: dict[str, Any], words: dict[str, str], file: str) -> Rule:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    values["kinds"] = tuple(BlockKind(kind) for kind in values.get("kinds", ()))
    if "rejects" in values:
        values["rejects"] = Reason(values["rejects"])
    small = expanded_chars(values["pattern"], words) <= PATTERN_CHARS
    values["pattern"] = expanded(values["pattern"], words) if small else ""
    return Rule(
        topic=topic["name"],
        about=tuple(topic.get("about", ())),
        topic_description=topic["description"],
        file=file,
        **values,
    )


def _rule_problems(rule: Rule) -> list[str]:
    problems = []
    if not _ID.fullmatch(rule.id):
        problems.append("id must be kebab-case")
    problems += [f"lang {lang!r} is no primary language subtag" for lang in rule.lang if not _LANG.fullmatch(lang)]
    if not rule.near and not rule.is_neighbourly and rule.kinds != (BlockKind.MENU,):
        problems.append('near is empty; only a rule with after or before, or of kinds = ["menu"], may go without')
    if any(len(literal) == 1 and literal.isalnum() for literal in rule.near):
        problems.append("one letter in near is on every page")
    if (rule.unit == "page") != (rule.rejects is not None):
        problems.append('unit = "page" and rejects go together')
    problems += _pattern_problems(rule)
    return problems


def _pattern_problems(rule: Rule) -> list[str]:
    import re2

    if not rule.pattern:
        return [f"pattern is empty, or has more than {PATTERN_CHARS} characters once its words are put in"]
    if "{{" in rule.pattern:
        return ["pattern names a word that [topic.words] does not hold"]
    try:
        pattern = re2.compile(rule.pattern, patterns.options())
    except re2.error as error:
        reason = error.args[0]
        return [f"pattern is not RE2 syntax: {reason.decode() if isinstance(reason, bytes) else reason}"]
    problems = [f"pattern names a group {name!r} that is no field" for name in pattern.groupindex if name not in GIVES]
    if pattern.search("") is not None:
        problems.append("pattern hits an empty text")
    if pattern.programsize > PROGRAM:
        problems.append(f"pattern compiles to {pattern.programsize} instructions, more than {PROGRAM}")
    return problems


def _set_problems(rules: list[Rule]) -> list[str]:
    problems: list[str] = []
    seen: dict[str, Rule] = {}
    topics: dict[str, str] = {}
    for rule in rules:
        if rule.id in seen:
            problems.append(f"{rule.file}: {rule.id}: this id is taken in {seen[rule.id].file}")
        seen.setdefault(rule.id, rule)
        if topics.setdefault(rule.topic, rule.file) != rule.file:
            problems.append(f"{rule.file}: {rule.id}: topic {rule.topic} is taken by {topics[rule.topic]}")
    for rule in rules:
        unknown = [name for name in (*rule.after, *rule.before) if name not in seen and name not in topics]
        problems += [f"{rule.file}: {rule.id}: no such rule or topic: {name}" for name in unknown]
        if rule.id in topics:
            problems.append(f"{rule.file}: {rule.id}: this id is the name of a topic")
    return list(dict.fromkeys(problems))


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)

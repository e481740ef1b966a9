"""The automatic checks of rules: their examples are their tests.

Reads article texts for the false-positive guard (`articles`); everything else is pure.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Origin, Page
from thresher.strip.judge import Judge
from thresher.strip.shape import PROSE_WORDS, rough_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from thresher.strip.rules import Rule

DROPS = 2
KEEPS = 1
HOSTILE_CHARS = 100_000
HOSTILE_SECONDS = 2.0
"""Processor time for one rule on 100 kB made to hurt it; the measured worst is a twentieth of it."""

_ARTICLES = ("pages/*/article.txt", "expected/*.txt")


def check(rules: tuple[Rule, ...], articles: Mapping[str, str] | None = None) -> list[str]:
    """What is wrong with the rules, one sentence a problem; `articles` maps names to texts that must stay whole."""
    judge = Judge(rules)
    problems = [problem for rule in rules for problem in example_problems(judge, rule)]
    for name, text in sorted((articles or {}).items()):
        problems += article_problems(judge, name, text)
    return problems + [problem for rule in rules for problem in hostile_problems(judge, rule)]


def articles(fixtures: Path) -> dict[str, str]:
    """Read the article texts below a fixtures folder, by their paths in it."""
    paths = sorted(path for pattern in _ARTICLES for path in fixtures.glob(pattern))
    return {path.relative_to(fixtures).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def example_problems(judge: Judge, rule: Rule) -> Iterator[str]:
    """What is wrong with one rule's examples among the rules of the judge."""
    if len(rule.drops) < DROPS or len(rule.keeps) < KEEPS:
        yield _told(rule, f"needs at least {DROPS} drops and {KEEPS} keep")
    for line in rule.drops:
        yield from drop_problems(judge, rule, line)
    for line in rule.keeps:
        yield from keep_problems(judge, rule, line)


def drop_problems(judge: Judge, rule: Rule, line: str) -> Iterator[str]:
    """What is wrong with a line under `drops`: this very rule must hit it."""
    if not judge.is_hit(rule, line):
        yield _told(rule, "kept a line listed under `drops`", line)


def keep_problems(judge: Judge, rule: Rule, line: str) -> Iterator[str]:
    """What is wrong with a line under `keeps`: no rule of the set may hit it, and it must be a near miss.

    Other rules that wait for a neighbour are not asked: a line by itself has none.
    """
    hitting = [other for other in judge.hits(line) if not (other.mine or other.is_neighbourly) and other != rule]
    if judge.is_hit(rule, line):
        hitting.append(rule)
    for other in hitting:
        yield _told(rule, f"{other.id} drops a line listed under `keeps`", line)
    if rule.near and not judge.is_near(rule, line):
        yield _told(rule, "a line listed under `keeps` holds no literal of `near`, so it proves nothing", line)


def article_problems(judge: Judge, name: str, text: str) -> Iterator[str]:
    """Which rules touch a line of an article that must stay whole.

    Its prose is shown to the rules line by line, with no regard to place and title; its short lines,
    whose sense is in what stands around them, are judged where they stand.
    """
    lines = [line.removeprefix("- ") for line in text.splitlines()]
    prose = [line if rough_words(line) >= PROSE_WORDS else "" for line in lines]
    found = [(rule.id, at) for at, line in enumerate(prose) for rule in judge.hits(line) if _is_cutting(rule)]
    capture = Capture(Origin(name), f"file:{name}", None, CaptureKind.TEXT)
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in lines)
    verdict = judge.judge(Page(capture, blocks))
    found += [(removal.judge.removeprefix("rule:"), removal.block) for removal in verdict.removals]
    rules = {rule.id: rule for rule in judge.rules}
    for name_of_rule, at in dict.fromkeys(found):
        yield _told(rules[name_of_rule], f"drops line {at + 1} of {name}", lines[at])
    if verdict.rejection:
        yield f"{name}: rejected: {verdict.detail}"


def hostile_problems(judge: Judge, rule: Rule) -> Iterator[str]:
    """Whether a rule takes too long on 100 kB made of the beginnings of its own lines."""
    for text in _hostile(rule):
        start = time.process_time()
        judge.is_hit(rule, text)
        if time.process_time() - start > HOSTILE_SECONDS:
            yield _told(rule, f"takes more than {HOSTILE_SECONDS} s on 100 kB", text[:60])


def unproven(rules: tuple[Rule, ...], lines: Iterable[str]) -> list[str]:
    """The ids of the rules that hit none of the lines: not wrong, but not seen at work either."""
    judge = Judge(rules)
    seen = {rule.id for line in lines for rule in judge.hits(line)}
    return [rule.id for rule in rules if rule.near and rule.id not in seen]


def _hostile(rule: Rule) -> Iterator[str]:
    for seed in ((*rule.near, "a")[0], rule.drops[0] if rule.drops else "", *rule.drops[1:2]):
        piece = seed[:-1] + " " if seed else "a "
        yield (piece * (HOSTILE_CHARS // len(piece) + 1))[:HOSTILE_CHARS]


def _is_cutting(rule: Rule) -> bool:
    return not (rule.mine or rule.is_neighbourly or rule.unit == "page")


def _told(rule: Rule, problem: str, line: str = "") -> str:
    shown = f":\n    {line!r}\n    pattern: {rule.pattern}" if line else ""
    return f"{rule.file}: {rule.id}: {problem}{shown}"

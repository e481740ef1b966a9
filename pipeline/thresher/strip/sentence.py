"""What the rules that fired on a block take of it, and what they say about the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.nouns import Removal
from thresher.strip import mining
from thresher.strip.matcher import bits
from thresher.strip.policy import EDGE, LONG_BLOCK
from thresher.strip.shape import is_quoted
from thresher.strip.spans import merged, widened

if TYPE_CHECKING:
    from thresher.nouns import Vote
    from thresher.strip.matcher import Hit, Matcher
    from thresher.strip.policy import Policy
    from thresher.strip.rules import Rule


def sentence(policy: Policy, index: int, text: str, fired: int) -> tuple[list[Removal], list[Vote]]:
    """The rules that fired on one block as removals that do not overlap, and votes."""
    rules, rank = policy.matcher.rules, policy.rank.__getitem__
    if not fired & ~policy.mute and len(text) <= LONG_BLOCK and "\n" not in text:
        # All take the whole of it and have nothing to say: what they hit need not be found again.
        rule = rules[min(bits(fired), key=rank) if fired & fired - 1 else fired.bit_length() - 1]
        return [_removal(index, text, 0, len(text), rule)], []
    votes: list[Vote] = []
    spans: list[tuple[int, int, Rule]] = []
    for place in sorted(bits(fired), key=rank):
        rule = rules[place]
        for start, end, hit in _spans(policy.matcher, place, text):
            votes += mining.votes(rule, hit.groups)
            if not rule.mine:
                spans.append((start, end, rule))
    return [_removal(index, text, start, end, rule) for start, end, rule in merged(text, spans)], votes


def _removal(index: int, text: str, start: int, end: int, rule: Rule) -> Removal:
    return Removal(index, start, end, rule.topic, f"rule:{rule.id}", rule.confidence, text[start:end])


def _spans(matcher: Matcher, place: int, text: str) -> list[tuple[int, int, Hit]]:
    """What a rule takes of a text, and the hits that it rests on."""
    unit = matcher.rules[place].unit
    if unit == "line":
        return _lines(matcher, place, text)
    hits = list(matcher.finds(place, text if len(text) <= LONG_BLOCK else text[:EDGE]))
    if len(text) > LONG_BLOCK:
        away = len(text) - EDGE
        hits += [hit._replace(start=hit.start + away, end=hit.end + away) for hit in matcher.finds(place, text[away:])]
    hits = [hit for hit in hits if not is_quoted(text, hit.start)]
    if unit == "block":
        return [(0, len(text), hits[0])] if hits else []
    return [(*widened(text, hit.start, hit.end), hit) for hit in hits]


def _lines(matcher: Matcher, place: int, text: str) -> list[tuple[int, int, Hit]]:
    spans, start = [], 0
    for line in text.split("\n"):
        end = min(start + len(line) + 1, len(text))
        spans += [(start, end, hit) for hit in matcher.finds(place, line)]
        start = end
    return spans

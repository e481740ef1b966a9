"""What `thresher rules list` shows: a line for each rule, stable enough to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.strip.rules import rules_digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thresher.strip.rules import Rule

COLUMNS = ("topic", "id", "unit", "where", "lang", "gives", "marks", "drops", "keeps", "digest")


def rows(rules: Iterable[Rule]) -> list[tuple[str, ...]]:
    """A row of texts for each rule, in the order of topic and id; see `COLUMNS`."""
    return [_row(rule) for rule in sorted(rules, key=lambda rule: (rule.topic, rule.id))]


def _row(rule: Rule) -> tuple[str, ...]:
    marks = [name for name in ("certain", "mine") if getattr(rule, name)]
    marks += [f"{side}:{name}" for side in ("after", "before") for name in getattr(rule, side)]
    if rule.rejects:
        marks.append(f"rejects:{rule.rejects}")
    return (
        rule.topic,
        rule.id,
        rule.unit,
        rule.where or "",
        " ".join(rule.lang),
        " ".join(rule.gives),
        " ".join(marks),
        str(len(rule.drops)),
        str(len(rule.keeps)),
        rules_digest([rule])[:8],
    )

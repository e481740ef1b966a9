"""What `thresher lab text` prints: text captures whole and half-cleaned, other renderers, texts without chaff."""

from __future__ import annotations

import random
from dataclasses import replace
from statistics import fmean
from typing import TYPE_CHECKING

from thresher.lab import half_cleaned
from thresher.lab.measures import word_overlap
from thresher.lab.peers import peer_pages, trafilatura_text
from thresher.lab.records import read_gold
from thresher.lab.tables import markdown, number
from thresher.lab.text import examples
from thresher.lab.text.corpus import chaff_runs, others, rules_alone
from thresher.lab.text.half import half_cleaned as made_half
from thresher.lab.text.renderers import RENDERERS
from thresher.lab.text.validation import Score, Trial, means, scores

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from thresher.kit import Kit
    from thresher.lab.sets import BenchSet
    from thresher.lab.text.examples import Example

_TEXT = "-text"
_SEED = 3


def whole(sets: Sequence[BenchSet], folds: Path | None, limit: int | None, workers: int | None) -> str:
    """Whole captures: keeping everything, jusText, trafilatura with the DOM, and the product."""
    rows: list[list[str]] = []
    for one in sets:
        trials = _trials(one, limit)
        found = scores(trials, folds, workers=workers)
        with_dom = _with_dom(one, {trial.url for trial in trials})
        rows += _rows(one.name, found, with_dom, lambda _: "all")
        groups = {score.trial.group for score in found}
        languages = {score.trial.language or "" for score in found}
        if len(groups) > 1:
            rows += _rows("", found, with_dom, lambda score: score.trial.group)
        if len(languages) > 1:
            rows += _rows("", found, with_dom, lambda score: score.trial.language or "?")
    heads = ["set", "pages of", "", "keep everything", "jusText on lines", "trafilatura with DOM", "thresher"]
    return markdown(heads, rows, left=2)


def _rows(name: str, found: Sequence[Score], with_dom: dict[str, float], by: Callable[[Score], str]) -> list[list[str]]:
    dom: dict[str, list[float]] = {}
    for score in found:
        dom.setdefault(by(score), []).append(with_dom.get(score.trial.url, 0.0))
    return [
        [name, group, str(size), number(keep), number(justext), number(fmean(dom[group])), number(ours)]
        for group, (size, keep, justext, ours) in means(found, by).items()
    ]


def _trials(one: BenchSet, limit: int | None) -> list[Trial]:
    gold = read_gold(one.gold)
    found = [
        Trial(
            one.name,
            page.url,
            page.body.decode("utf-8", "replace"),
            gold[page.url]["text"],
            gold[page.url].get("page_type") or "article",
            gold[page.url].get("language"),
            one.may_train,
        )
        for page in peer_pages(one.captures)
        if page.url in gold
    ]
    random.Random(_SEED).shuffle(found)
    return found[:limit]


def _with_dom(one: BenchSet, urls: set[str]) -> dict[str, float]:
    """What trafilatura scores on the same pages with the markup in its hands, where the set is there too."""
    folder = one.captures.parent.with_name(one.name.removesuffix(_TEXT))
    captures = folder / "captures.warc.gz"
    if folder == one.captures.parent or not captures.is_file():
        return {}
    gold = read_gold(one.gold)
    return {
        page.url: word_overlap(trafilatura_text(page)["text"], gold[page.url]["text"]).f1
        for page in peer_pages(captures)
        if page.url in urls
    }


def halves(sets: Sequence[BenchSet], folds: Path | None, limit: int, workers: int | None) -> str:
    """Half-cleaned captures made of annotated pages, and those written by hand if their folder is there."""
    kit = rules_alone()
    wholes = [one for bench in sets for one in _whole_examples(bench, kit, limit)]
    lent = chaff_runs([example for _, example in wholes], ("wet",))
    made = [
        (source, made_half(example.texts, example.labels.tolist(), others(lent, source.domain), source.url))
        for source, example in wholes
    ]
    found = scores([_half_trial(source, text) for source, text in made if text], folds, workers=workers)
    names = sorted({score.trial.set for score in found})
    rows = [_half_row(f"made of {name}", [score for score in found if score.trial.set == name]) for name in names]
    return markdown(_HALF_HEADS, rows)


_HALF_HEADS = ["captures", "", "keep everything", "jusText on lines", "thresher", "chaff lines gone", "words lost"]


def by_hand(folder: Path, workers: int | None) -> str:
    """The half-cleaned captures written by hand, by the shipped network."""
    records = half_cleaned.read(folder)
    trials = [Trial("by hand", r.facts.url, r.capture, r.gold, r.facts.kind, r.facts.language) for r in records]
    return markdown(_HALF_HEADS, [_half_row("written by hand", scores(trials, None, workers=workers))])


def _half_row(name: str, found: Sequence[Score]) -> list[str]:
    marks = [half_cleaned.score(one.output, _record(one.trial)) for one in found]
    chaff = sum(mark.chaff for mark in marks) or 1
    words = sum(mark.words for mark in marks) or 1
    return [
        name,
        str(len(found)),
        *(number(fmean(getattr(one, who) for one in found)) for who in ("all", "justext", "product")),
        number(sum(mark.chaff_removed for mark in marks) / chaff),
        f"{sum(mark.words_lost for mark in marks) / words:.4f}",
    ]


def _record(trial: Trial) -> half_cleaned.HalfCleaned:
    facts = half_cleaned.Facts(trial.url, trial.language or "", trial.group, "")
    return half_cleaned.HalfCleaned(trial.url, trial.text, trial.gold, facts)


def _half_trial(source: examples.Source, text: str) -> Trial:
    return Trial(source.set, source.url, text, source.gold, source.page_type, None, may_train=True)


def _whole_examples(one: BenchSet, kit: Kit, limit: int) -> list[tuple[examples.Source, Example]]:
    found: list[tuple[examples.Source, Example]] = []
    for trial in _trials(one, None):
        if trial.group != "article" or len(found) >= limit:
            continue
        source = examples.Source(one.name, trial.url, "", trial.gold, trial.group)
        if (example := examples.example(source, "wet", trial.text, kit)) is not None:
            found.append((source, example))
    return found


def renderings(sets: Sequence[BenchSet], folds: Path | None, limit: int, workers: int | None) -> str:
    """The same pages by every renderer: what another one than those learnt from costs."""
    rows = []
    for one in sets:
        sources = [source for source in examples.sources(one) if source.page_type == "article"]
        random.Random(_SEED).shuffle(sources)
        texts = [(source, examples.rendered(source, list(RENDERERS))) for source in sources[:limit]]
        common = [(source, forms) for source, forms in texts if len(forms) == len(RENDERERS)]
        for name in RENDERERS:
            trials = [replace(_half_trial(source, forms[name]), set=name) for source, forms in common]
            (size, keep, justext, ours) = means(scores(trials, folds, workers=workers), lambda _: "all")["all"]
            rows.append([one.name, name, str(size), number(keep), number(justext), number(ours)])
    return markdown(["set", "renderer", "", "keep everything", "jusText on lines", "thresher"], rows, left=2)


def pure(sets: Sequence[BenchSet], folds: Path | None, limit: int, workers: int | None) -> str:
    """Gold texts without chaff: the share of their words that is removed all the same."""
    rows = []
    for one in sets:
        trials = [replace(trial, text=trial.gold) for trial in _trials(one, None) if trial.group == "article"][:limit]
        found = scores(trials, folds, peers=False, workers=workers)
        marks = [half_cleaned.score(each.output, _record(each.trial)) for each in found]
        share = sum(mark.words_lost for mark in marks) / (sum(mark.words for mark in marks) or 1)
        rows.append([one.name, str(len(found)), f"{100 * share:.2f} %"])
    return markdown(["gold texts of", "", "words lost"], rows)

"""What is in use on this machine, and whether it works."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from thresher import __version__
from thresher.cleaner import Cleaner, clean_html
from thresher.engine.local import cores
from thresher.kit import DECIDING_PACKAGES, config_folder, version
from thresher.nouns import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thresher.settings import Settings

_STORY = (
    "The ferry to Harrow Island will run every hour from May, the harbour board decided on Monday evening.",
    "Passengers had asked for more crossings since the bridge was closed to lorries in the autumn of last year.",
    "The board expects the new timetable to cost about as much as the old one, because smaller boats will be used.",
)
_CHAFF = "Sign up for our daily newsletter and never miss a story."


def diagnosis(settings: Settings) -> Iterator[tuple[str, bool]]:
    """Lines that tell versions, settings, rules and models, each with whether it is as it should be."""
    yield f"thresher     {__version__}", True
    yield f"python       {platform.python_version()} on {platform.system()} {platform.machine()}, {cores()} cores", True
    for name in DECIDING_PACKAGES:
        yield f"{name:<12} {version(name)}", True
    yield f"defaults     {config_folder()}", config_folder().is_dir()
    cleaner = Cleaner(settings)
    yield f"settings     sha256:{settings.digest}", True
    rules = cleaner.kit.rules
    languages = {language for rule in rules for language in rule.lang}
    topics = {rule.topic for rule in rules}
    told = f"{len(rules)} of {len(topics)} topics in {len(languages)} languages"
    yield f"rules        {told}", bool(rules) or not settings.strip.rules
    found = cleaner.kit.identifier.identify(" ".join(_STORY), None)
    yield f"languages    the test story is {found.language} ({found.confidence:.2f})", found.language == "en"
    yield _self_test(cleaner, settings)


def _self_test(cleaner: Cleaner, settings: Settings) -> tuple[str, bool]:
    paragraphs = "".join(f"<p>{line}</p>" for line in (*_STORY, _CHAFF))
    head = "<html><head><title>More ferries</title></head>"
    page = f"{head}<body><article><h1>More ferries</h1>{paragraphs}</article></body></html>"
    outcome = clean_html(page, "https://harbour.example/ferries", cleaner=cleaner)
    if not isinstance(outcome, Article):
        return f"self-test    failed: the test page was rejected ({outcome.reason}: {outcome.detail})", False
    lost = [line for line in _STORY if line not in outcome.text]
    left = _CHAFF in outcome.text and settings.strip.rules
    good = not lost and not left
    return (
        f"self-test    {'passed' if good else 'failed'}: {len(lost)} lines lost, {int(left)} lines of chaff left",
        good,
    )

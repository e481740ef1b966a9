"""Blocks that recur over a site's pages, and those that must stay."""

from __future__ import annotations

import random

from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Origin, Page, Vote
from thresher.strip.apply import apply, restore
from thresher.strip.templates import learn

CHAFF = "Join the 12,408 neighbours who read the Kelderby Echo on paper."


def page(number: int, *texts: str, host: str = "echo.example", title: str | None = None) -> Page:
    subject = "abcdefghijklmnopqrstuvwxyz"[number] * 3  # digits would be masked
    story = " ".join(f"The {subject} did {word} in the town again, as told." for word in "abcdefgh")
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in (story, *texts))
    capture = Capture(Origin("a", number), f"https://{host}/{number}", None, CaptureKind.HTML)
    return Page(capture, blocks, (Vote("title", title or f"Story {number}", "h1", 0.9),))


def cut(pages: list[Page], one: Page, least: int = 5, share: float = 0.3) -> list[str]:
    return [removal.text for removal in learn(pages, least, share).judge(one)]


def test_a_block_on_enough_pages_of_a_site_is_cut_whatever_its_numbers_and_case():
    pages = [page(n, CHAFF.replace("12,408", str(1000 + n))) for n in range(6)]
    assert cut(pages, page(9, CHAFF.upper())) == [CHAFF.upper()]


def test_a_block_on_too_few_pages_or_too_small_a_share_of_them_stays():
    assert not cut([page(n, CHAFF) for n in range(4)], page(9, CHAFF))
    assert not cut([page(n, CHAFF) if n < 5 else page(n) for n in range(20)], page(9, CHAFF))


def test_the_templates_of_a_site_are_not_those_of_another():
    pages = [page(n, CHAFF) for n in range(6)]
    assert not cut(pages, page(9, CHAFF, host="other.example"))


def test_one_story_captured_again_and_again_makes_no_template():
    assert not cut([page(0, CHAFF, title="The same")] * 8, page(0, CHAFF, title="The same"))


def test_a_page_that_is_nothing_but_templates_keeps_them():
    pages = [page(n, CHAFF) for n in range(6)]
    bare = Page(pages[0].capture, (Block(BlockKind.PARAGRAPH, CHAFF),))
    assert not cut(pages, bare)


def test_a_title_is_no_template():
    pages = [page(n, CHAFF) for n in range(6)]
    titled = Page(pages[0].capture, (Block(BlockKind.TITLE, CHAFF), *pages[0].blocks[:1]))
    assert not cut(pages, titled)


def test_what_is_learned_does_not_depend_on_the_order_of_the_pages():
    pages = [page(n, CHAFF, f"Weather for day {n % 3}") for n in range(12)]
    shuffled = pages[:]
    random.Random(1).shuffle(shuffled)
    assert learn(pages, 5, 0.3) == learn(shuffled, 5, 0.3)


def test_a_cut_template_can_be_restored():
    pages = [page(n, CHAFF) for n in range(6)]
    removals = learn(pages, 5, 0.3).judge(pages[0])
    assert removals
    assert restore(apply(pages[0], removals), removals) == pages[0]

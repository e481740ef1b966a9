"""Lines that recur over a site's pages, and those that must stay."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Origin, Page, Vote
from thresher.strip.apply import apply, restore
from thresher.strip.learning import learn
from thresher.strip.templates import Needs, SiteTemplates

CHAFF = "Join the 12,408 neighbours who read the Kelderby Echo on paper."
APPEAL = "The Kelderby Echo is made by four people in a room over the bakery, and every reader who pays for it "
APPEAL += "keeps the lamp lit for another night."
DAY = datetime(2026, 5, 2, tzinfo=UTC)


def story(number: int) -> str:
    subject = chr(ord("a") + number % 26) * (3 + number // 26)  # digits would be masked
    return " ".join(f"The {subject} did {word} in the town again, as told." for word in "abcdefgh")


def page(number: int, *texts: str | Block, host="echo.example", title=None, day=DAY, url=None) -> Page:
    """A page of a story, other blocks, and `...` for more of the story."""
    blocks = [
        text if isinstance(text, Block) else Block(BlockKind.PARAGRAPH, story(number + 100) if text == "..." else text)
        for text in (story(number), *texts)
    ]
    capture = Capture(Origin("a", number), url or f"https://{host}/{number}", day, CaptureKind.HTML)
    return Page(capture, tuple(blocks), (Vote("title", title or f"Story {number}", "h1", 0.9),))


@pytest.fixture
def learned(tmp_path):
    def of(pages, needs=None, **more) -> SiteTemplates:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        return learn(pages, folder, needs or Needs(), **more)

    return of


@pytest.fixture
def cut(learned):
    def of(pages, one, needs=None) -> list[str]:
        return [removal.text for removal in learned(pages, needs).judge(one)]

    return of


def test_a_line_behind_enough_stories_of_a_site_is_cut_whatever_its_numbers_and_case(cut):
    pages = [page(n, CHAFF.replace("12,408", str(1000 + n))) for n in range(6)]
    assert cut(pages, page(9, CHAFF.upper())) == [CHAFF.upper()]


def test_a_line_on_too_few_pages_or_too_small_a_share_of_them_stays(cut):
    assert not cut([page(n, CHAFF) for n in range(4)], page(9, CHAFF))
    assert not cut([page(n, CHAFF) if n < 5 else page(n) for n in range(26)], page(9, CHAFF))


def test_the_templates_of_a_site_are_not_those_of_another(cut):
    assert not cut([page(n, CHAFF) for n in range(6)], page(9, CHAFF, host="other.example"))


def test_one_story_captured_again_and_again_makes_no_template(cut):
    assert not cut([page(n, CHAFF, title="The same") for n in range(8)], page(0, CHAFF, title="The same"))


def test_one_address_under_ever_new_headlines_makes_no_template(cut):
    pages = [page(n, CHAFF, url="https://echo.example/live") for n in range(8)]
    assert not cut(pages, pages[0])


def test_a_template_is_of_its_quarter_and_those_beside_it(cut):
    pages = [page(n, CHAFF) for n in range(6)]
    for month, year, is_cut in ((2, 2026, True), (8, 2026, True), (11, 2026, False), (5, 2025, False)):
        late = page(9, CHAFF, day=datetime(year, month, 1, tzinfo=UTC))
        assert bool(cut([*pages, late], late)) is is_cut, (month, year)


def test_a_paragraph_amid_stories_needs_more_evidence_than_a_line_behind_them(cut):
    blog = [page(n, APPEAL, "...") if n < 15 else page(n) for n in range(40)]
    assert not cut(blog, blog[0])
    everywhere = [page(n, APPEAL, "...") for n in range(40)]
    assert cut(everywhere, everywhere[0]) == [APPEAL]


def test_what_mostly_stands_amid_stories_needs_as_much_where_it_stands_behind_one(cut):
    pages = [page(n, APPEAL, "...") for n in range(15)]
    assert cut([page(n, APPEAL) for n in range(15)], page(30, APPEAL)) == [APPEAL]
    assert not cut(pages, page(30, APPEAL))


def test_a_heading_goes_only_with_what_it_heads(cut):
    heading = Block(BlockKind.HEADING, "What you need")
    pages = [page(n, heading, f"A {chr(97 + n) * 4} and a spoon") for n in range(12)]
    assert not cut(pages, pages[0])
    pages = [page(n, heading, CHAFF) for n in range(12)]
    assert cut(pages, pages[0]) == [heading.text, CHAFF]


def test_an_item_goes_only_with_its_list_unless_it_is_a_link(cut):
    salt = "a pinch of salt"
    pages = [page(n, Block(BlockKind.ITEM, salt), Block(BlockKind.ITEM, chr(97 + n) * 4)) for n in range(12)]
    assert not cut(pages, pages[0])
    linked = Block(BlockKind.ITEM, salt, link_chars=len(salt))
    pages = [page(n, linked, Block(BlockKind.ITEM, chr(97 + n) * 4)) for n in range(12)]
    assert cut(pages, pages[0]) == [salt]


def test_a_page_that_is_nothing_but_templates_keeps_them(cut):
    pages = [page(n, CHAFF) for n in range(6)]
    assert not cut(pages, Page(pages[0].capture, (Block(BlockKind.PARAGRAPH, CHAFF),)))


def test_a_title_is_no_template(cut):
    pages = [page(n, CHAFF) for n in range(6)]
    assert not cut(pages, Page(pages[0].capture, (Block(BlockKind.TITLE, CHAFF), *pages[0].blocks[:1])))
    assert not cut(pages, page(9, Block(BlockKind.HEADING, CHAFF), title=CHAFF))


def test_a_removal_says_on_how_many_pages_its_line_was_seen_where_and_when(learned):
    pages = [page(n, CHAFF, day=DAY.replace(day=1 + n)) for n in range(6)]
    removal = learned([*pages, page(7)]).judge(pages[0])[0]
    assert removal.evidence == "6 of 7 pages, 2026-Q2: 6 behind it, seen 2026-05-01 to 2026-05-06"
    assert (removal.judge, removal.confidence) == ("template:echo.example", 0.8571)


def test_what_is_learned_does_not_depend_on_the_order_of_the_pages(learned):
    pages = [page(n, CHAFF, f"Weather for {'abc'[n % 3]}") for n in range(12)]
    shuffled = pages[:]
    random.Random(1).shuffle(shuffled)
    assert learned(pages) == learned(shuffled)
    assert learned(pages).hosts


def test_a_cut_template_can_be_restored(learned):
    pages = [page(n, CHAFF) for n in range(6)]
    removals = learned(pages).judge(pages[0])
    assert removals
    assert restore(apply(pages[0], removals), removals) == pages[0]

"""What the other pages of a site say of a page's metadata."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from thresher.engine.shelf import encoded, read_lessons
from thresher.flow import to_article
from thresher.kit import Kit
from thresher.lessons import Lessons
from thresher.metadata.memory import LEAST_PAGES, Shown, learned_from, showing, shown_schema
from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Origin, Page, Vote
from thresher.state.tables import Table, asking

LOGO, MOTTO = "https://echo.example/logo.png", "News of the valley since 1911"


def page(number, *votes, host="echo.example", title=None):
    story = " ".join(f"The miller of house {number} told the {word} about the flood again." for word in "abcdefgh")
    capture = Capture(Origin("a", number), f"https://{host}/{number}", None, CaptureKind.HTML)
    own = (Vote("title", title or f"Story {number}", "h1", 0.9), *votes)
    return Page(capture, (Block(BlockKind.PARAGRAPH, story),), own)


def image(value=LOGO, source="opengraph"):
    return Vote("image", value, source, 1.0)


def learned(*parts):
    """What is learned of the pages of some parts, whose tables may be read in any order."""
    with TemporaryDirectory() as folder:
        tables = [Path(folder, str(number)) for number in range(len(parts))]
        for number, (pages, table) in enumerate(zip(parts, tables, strict=True)):
            shown = Shown(number)
            for one in filter(None, map(showing, pages)):
                shown.see(one)
            shown.write(table)
        with asking({"shown": Table(shown_schema(), tables[::-1])}, 64) as duck:
            return learned_from(duck)


def heard(pages, one):
    memory = learned(pages)
    return [vote.value for vote in memory.heard(one.votes, one.capture.url) if vote.field != "title"]


def test_an_image_on_all_pages_of_a_site_is_not_heard_and_the_page_s_own_is():
    pages = [page(n, image()) for n in range(LEAST_PAGES)]
    own = image("https://echo.example/flood.jpg", "json-ld")
    assert heard(pages, page(9, image(), own)) == [own.value]


def test_a_motto_is_known_whatever_its_case_and_spaces():
    pages = [page(n, Vote("description", MOTTO, "meta", 1.0)) for n in range(LEAST_PAGES)]
    assert heard(pages, page(9, Vote("description", f" {MOTTO.upper()}", "opengraph", 1.0))) == []


def test_what_stands_on_few_pages_or_on_too_small_a_share_of_them_is_heard():
    few = [page(n, image()) for n in range(LEAST_PAGES - 1)]
    assert heard(few, page(9, image())) == [LOGO]
    some = [page(n, image()) if n < 7 else page(n) for n in range(10)]
    assert heard(some, page(9, image())) == [LOGO]


def test_the_same_story_captured_again_is_no_second_page():
    pages = [page(n, image(), title="The flood") for n in range(9)]
    assert heard(pages, page(9, image())) == [LOGO]


def test_the_values_of_a_site_are_not_those_of_another():
    pages = [page(n, image()) for n in range(5)]
    assert heard(pages, page(9, image(), host="post.example")) == [LOGO]


@pytest.mark.parametrize("field", ["authors", "published", "title", "site_name"])
def test_names_and_days_that_recur_are_heard(field):
    vote = Vote(field, "Jane Roe", "byline", 0.8)
    pages = [page(n, vote) for n in range(9)]
    memory = learned(pages)
    assert vote in memory.heard((vote,), "https://echo.example/9")


def test_the_order_of_the_pages_makes_no_difference():
    pages = [
        page(n, image(f"https://echo.example/{n % 2}.png"), Vote("description", MOTTO, "meta", 1)) for n in range(9)
    ]
    shuffled = random.Random(1).sample(pages, len(pages))
    assert learned(pages) == learned(shuffled)


def test_an_article_is_elected_without_what_is_the_site_s(tmp_path):
    pages = [page(n, image(), Vote("description", MOTTO, "meta", 1.0)) for n in range(5)]
    (tmp_path / "lessons.json").write_bytes(encoded(Lessons(memory=learned(pages))))
    kit = Kit.load()
    alone = to_article(pages[0], kit)
    taught = to_article(pages[0], kit, read_lessons(str(tmp_path / "lessons.json")))
    assert (alone.image, alone.description) == (LOGO, MOTTO)
    assert (taught.image, taught.description) == (None, None)
    assert "image" not in taught.evidence
    assert taught.text == alone.text


def test_parts_of_a_run_together_teach_what_one_part_of_all_pages_does():
    chance = random.Random(7)
    pictures = [image(f"https://echo.example/{n}.png") for n in range(3)]
    pages = [
        page(
            n, *chance.sample(pictures, chance.choice((1, 2, 3, 3, 3))), host=host, title=f"Story {chance.randrange(9)}"
        )
        for n, host in enumerate(chance.choices(["", "echo.example", "a.example", "b.example"], k=90))
    ]
    found = learned(*(pages[part * 18 : part * 18 + 18] for part in range(5)))
    assert len(found.hosts) > 1
    assert found == learned(pages)
    assert list(found.hosts) == list(learned(pages).hosts)

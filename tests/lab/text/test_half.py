"""Half-cleaned captures made of annotated pages."""

from __future__ import annotations

from thresher.lab.text.half import half_cleaned

MENU = [f"Menu {number}" for number in range(40)]
STORY = [f"Paragraph {number} of the story goes on for a while and ends here." for number in range(6)]
FOOT = [f"Footer {number}" for number in range(40)]
TEXTS = [*MENU, *STORY, *FOOT]
LABELS = [0.0] * 40 + [1.0] * 6 + [0.0] * 40


def test_the_article_stays_whole():
    for seed in "abcdef":
        text = " ".join(half_cleaned(TEXTS, LABELS, (), seed).split())
        assert all(paragraph in text for paragraph in STORY)


def test_a_dozen_lines_of_the_chaff_nearest_to_it_stay():
    for seed in "abcdef":
        text = half_cleaned(TEXTS, LABELS, (), seed)
        assert "Footer 0" in text
        assert "Footer 30" not in text
        assert "Menu 3\n" not in text


def test_runs_of_other_sites_are_put_at_an_end():
    texts = [half_cleaned(TEXTS, LABELS, [["Strange one", "Strange two"]], seed) for seed in "abcdefghij"]
    assert any("Strange one" in text for text in texts)


def test_the_same_seed_makes_the_same_capture():
    assert half_cleaned(TEXTS, LABELS, (), "a") == half_cleaned(TEXTS, LABELS, (), "a")
    assert len({half_cleaned(TEXTS, LABELS, (), seed) for seed in "abcdef"}) > 1


def test_a_page_without_an_article_makes_none():
    assert half_cleaned(MENU, [0.0] * 40, (), "a") is None

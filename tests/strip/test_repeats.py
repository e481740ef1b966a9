"""What is said twice, and what a text capture cannot mark: captions and the name of the site."""

import pytest

from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Origin, Page
from thresher.strip.apply import apply
from thresher.strip.repeats import repeats

STORY = (
    "The harbour board met on Monday evening in the old customs house and decided, after two hours of talk, "
    "that the ferry will run every hour from May."
)
CAPTION = "The ferry at the slip on Monday morning."


def page(*texts: str | Block, kind: CaptureKind = CaptureKind.TEXT) -> Page:
    blocks = tuple(text if isinstance(text, Block) else Block(BlockKind.PARAGRAPH, text) for text in texts)
    return Page(Capture(Origin("a"), "https://a.example/", None, kind), blocks)


def left(one: Page, site_name: str | None = None) -> list[str]:
    return [block.text for block in apply(one, repeats(one, site_name)).blocks if block.text]


def test_a_caption_said_twice_goes_a_second_time_whatever_its_credit():
    first = Block(BlockKind.CAPTION, f"{CAPTION} Photo: Jane Roe")
    for second in (CAPTION, f"{CAPTION} (Photo: Jane Roe/Norpress)", CAPTION.upper()):
        one = page(first, STORY, second, STORY + " It said so.", kind=CaptureKind.HTML)
        assert [(removal.block, removal.reason) for removal in repeats(one, None)] == [(2, "duplicate-line")]


def test_a_paragraph_said_twice_in_a_row_stays_once():
    assert left(page(STORY, STORY, "The end came soon.", "The end came soon.", kind=CaptureKind.HTML)) == [
        STORY,
        "The end came soon.",
        "The end came soon.",
    ]


def test_the_same_words_further_down_stay():
    refrain = "And nobody on the whole of that river ever asked her why."
    texts = [refrain, STORY, refrain]
    assert left(page(*texts)) == texts


@pytest.mark.parametrize(
    "line",
    [
        "Image: The ferry at the slip",
        "Photo: Jane Roe / Norpress",
        "Bild: Die Fähre am Steg",
        "Image : le bac au ponton",
        "Imagen: La barca en el muelle",
        f"{CAPTION} (Photo: Jane Roe/Norpress)",
        f"{CAPTION} Foto: Roe",
        "(Foto: Jane Roe/Norpress)",
    ],
)
def test_the_caption_of_a_picture_goes_from_a_text_capture_alone(line):
    assert left(page(STORY, line, STORY + " It said so.")) == [STORY, STORY + " It said so."]
    assert left(page(STORY, line, kind=CaptureKind.HTML)) == [STORY, line]


@pytest.mark.parametrize(
    "line",
    [
        "The photo shows the ferry at the slip.",
        "Bild um Bild zeigte er den Gästen.",
        "He asked for one thing: a photo (in colour) of the ferry.",
        "Photo by photo the ferry grows shorter.",
    ],
)
def test_a_sentence_about_a_picture_stays(line):
    assert left(page(STORY, line)) == [STORY, line]


def test_the_name_of_the_site_goes_from_above_the_story_only():
    assert left(page("Harbour News", STORY, "Harbour News"), "Harbour News") == [STORY, "Harbour News"]
    assert left(page("Harbour News", STORY), None) == ["Harbour News", STORY]

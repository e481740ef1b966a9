from dataclasses import replace

import pytest

from thresher.lab.peers import EXTRACTORS, PeerPage, justext_main, readability_main

STORY = (
    "The lock keeper of Auhafen opened the gates at dawn, because the river had risen by a metre in the night "
    "and three barges were waiting for the upper basin, as they had been since the evening before, when the "
    "first of them came round the bend of the river."
)
MARKUP = (
    "<html lang=en><head><title>The lock</title></head><body><div class=menu><a href=/a>Home</a> <a href=/b>Sport</a>"
    f"</div><article><h1>High water at the lock</h1>{''.join(f'<p>{n}. {STORY}</p>' for n in range(6))}"
    "<p>Barges <b>wait</b>ed.<br>Gates opened.</p></article><div class=footer><a href=/c>Imprint</a></div>"
    "</body></html>"
)
PAGE = PeerPage("https://auhafen.example/lock", MARKUP.encode(), is_html=True)


def needs(name):
    if name.startswith("readability"):
        pytest.importorskip("readability", reason="readability-lxml is installed by `make figures` alone")


@pytest.mark.parametrize("name", EXTRACTORS)
def test_every_extractor_finds_the_story_and_not_the_menu(name):
    needs(name)
    text = EXTRACTORS[name](PAGE)
    assert text.count("The lock keeper of Auhafen") == 6
    assert "Imprint" not in text


@pytest.mark.parametrize("name", EXTRACTORS)
def test_a_decoded_page_is_not_decoded_again(name):
    needs(name)
    other = replace(PAGE, body=b"", markup=MARKUP.replace("Auhafen", "Łomża"))
    assert "The lock keeper of Łomża" in EXTRACTORS[name](other)


@pytest.mark.parametrize("name", EXTRACTORS)
def test_a_declared_encoding_stops_no_extractor(name):
    needs(name)
    page = replace(PAGE, markup=f'<?xml version="1.0" encoding="utf-8"?>{MARKUP}')
    assert "The lock keeper of Auhafen" in EXTRACTORS[name](page)


def test_the_modes_of_trafilatura_are_its_own(monkeypatch):
    import trafilatura

    asked = []
    monkeypatch.setattr(trafilatura, "extract", lambda _page, **options: asked.append(options))
    for name in ("trafilatura", "trafilatura fast", "trafilatura precision"):
        assert EXTRACTORS[name](PAGE) == ""
    assert [(each["fast"], each["favor_precision"]) for each in asked] == [(False, False), (True, False), (False, True)]


def test_a_summary_is_cut_at_blocks_and_not_at_inline_elements():
    needs("readability-lxml")
    lines = readability_main(PAGE).splitlines()
    assert "Barges waited." in lines
    assert "Gates opened." in lines


GERMAN = (
    "Die Schleuse wurde am Morgen von dem Wärter geöffnet, weil der Fluss in der Nacht um einen Meter gestiegen war"
)


@pytest.mark.parametrize(
    ("page", "is_kept"),
    [
        ({"language": None, "lang": "de"}, True),
        ({"language": "de", "lang": "en"}, True),  # the gold knows better than the page
        ({"language": "en", "lang": "de"}, False),
        ({"language": None, "lang": ""}, False),
    ],
)
def test_justext_takes_the_stop_list_of_the_gold_or_of_the_page(page, is_kept):
    markup = f"<html lang='{page['lang']}'><body><p>{GERMAN}, und {GERMAN.lower()}.</p></body></html>"
    text = justext_main(
        PeerPage("https://auhafen.example/", b"", is_html=True, markup=markup, language=page["language"])
    )
    assert bool(text) == is_kept

from __future__ import annotations

import pytest

from thresher.extract.page import page
from thresher.extract.script import without


@pytest.mark.parametrize(
    ("markup", "rest"),
    [
        ("a<script>x</script>b", "ab"),
        ("a<SCRIPT type=text/javascript>'<p>x</p>'</Script >b", "ab"),
        ("a<style media=print>p{}</style>b", "ab"),
        ("a<!-- <script> -->b<script>x</script>c", "abc"),
        ("a<script>'<!--'</script>b-->c", "ab-->c"),
        ("a<!-->b", "ab"),
        ("a<script src=x />b<script>y</script>c", "abc"),
        ("a<script>b", "a<script>b"),
        ("a<!--b", "a<!--b"),
        ("a<scripture>b</scripture>", "a<scripture>b</scripture>"),
        ('<script type="application/ld+json">{}</script>', '<script type="application/ld+json">{}</script>'),
    ],
)
def test_scripts_styles_and_comments_go_and_the_rest_stays(markup, rest):
    assert without(markup) == rest


def test_markup_in_a_script_is_not_taken_for_text(capture, settings, sentences):
    article = "".join(f"<p>{one}</p>" for one in sentences)
    state = "<script>var state = '</noscript><p>" + "Teaser text that a script holds for later. " * 9 + "</p>'</script>"
    blocks = page(capture(f"<body><noscript>{state}</noscript><article>{article}</article>{state}"), settings).blocks
    assert [block.text for block in blocks] == list(sentences)


@pytest.mark.parametrize("markup", ["<script>" * 50_000, "<!--" * 50_000, "<script " * 50_000, "<!-- -->" * 50_000])
def test_hostile_markup_is_read(markup):
    assert len(without(markup)) <= len(markup)

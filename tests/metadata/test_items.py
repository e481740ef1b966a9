"""Microdata, RDFa and microformats: the same fields, whichever way a page writes them."""

from __future__ import annotations

import pytest
from metadata_pages import of_markup

RDFA = """<body><article vocab="https://schema.org/" typeof="NewsArticle">
<h2 property="headline">Mayor opens the harbour bridge</h2>
<span property="author" typeof="Person"><span property="name">Jane Roe</span></span>
<time property="datePublished" datetime="2024-03-05T10:00:00Z">5 March</time></article></body>"""
PREFIXED = """<body><div><h2 property="schema:headline dc:title">Mayor opens the harbour bridge</h2>
<span property="schema:author">Jane Roe</span>
<span property="dc:date dc:created" content="2024-03-05T10:00:00Z">March</span></div></body>"""
IN_META = """<meta property="schema:headline" content="Mayor opens the harbour bridge">
<meta property="schema:author" content="Jane Roe">
<meta property="schema:datePublished" content="2024-03-05T10:00:00Z">"""
ENTRY = """<body><article class="h-entry"><h2 class="p-name">Mayor opens the harbour bridge</h2>
<a class="p-author h-card" href="/jane"><img alt=""> <span class="p-name">Jane Roe</span></a>
<time class="dt-published" datetime="2024-03-05T10:00:00Z">5 March</time></article></body>"""
HATOM = """<body><div class="hentry"><h2 class="entry-title">Mayor opens the harbour bridge</h2>
<span class="author vcard"><a class="url fn">Jane Roe</a></span>
<abbr class="dt-published"><time datetime="2024-03-05T10:00:00Z">5 March</time></abbr></div></body>"""
MICRODATA = """<body><div itemscope itemtype="https://schema.org/Article">
<h2 itemprop="headline">Mayor opens the harbour bridge</h2>
<span itemprop="author" itemscope><span itemprop="name">Jane Roe</span></span>
<meta itemprop="datePublished" content="2024-03-05T10:00:00Z"></div></body>"""


@pytest.mark.parametrize("markup", [RDFA, PREFIXED, IN_META, ENTRY, HATOM, MICRODATA])
def test_headline_author_and_date_are_read(markup):
    found = of_markup(markup)
    assert found.title == "Mayor opens the harbour bridge"
    assert found.authors == ("Jane Roe",)
    assert found.published == "2024-03-05T10:00:00+00:00"


def test_a_name_on_a_card_in_an_entry_is_no_title():
    page = ENTRY.replace('<h2 class="p-name">Mayor opens the harbour bridge</h2>', "")
    assert of_markup(page).title is None


def test_properties_of_other_vocabularies_say_nothing():
    page = '<div vocab="https://tides.example/"><span property="author">Jane Roe</span></div>'
    assert of_markup(page).authors == ()


def test_classes_of_microformats_outside_an_entry_say_nothing():
    assert of_markup('<p class="p-category">Tides</p><p class="p-name">Mayor opens the bridge</p>').title is None

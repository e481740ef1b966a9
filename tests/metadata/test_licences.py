"""Licences: their addresses and SPDX identifiers."""

from __future__ import annotations

import pytest
from metadata_pages import block, ld, of_markup, of_text

from thresher.metadata import licences
from thresher.nouns import BlockKind

CC = "https://creativecommons.org/licenses"
STORY = "The mayor opened the new bridge over the harbour before a large crowd, and the ferries sounded their horns. "


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"{CC}/by/4.0/", "CC-BY-4.0"),
        ("http://www.creativecommons.org/licenses/BY-NC-SA/3.0/legalcode", "CC-BY-NC-SA-3.0"),
        (f"{CC}/by-nc-nd/3.0/de/deed.de", "CC-BY-NC-ND-3.0-DE"),
        (f"{CC}/by/3.0/nz/", "CC-BY-3.0"),
        (f"{CC}/by/4.0/deed.fr", "CC-BY-4.0"),
        (f"{CC}/by-nd-nc/1.0/", "CC-BY-NC-ND-1.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"),
        ("https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", "OGL-UK-3.0"),
        ("https://opensource.org/licenses/MIT", "MIT"),
        ("https://creativecommons.org/about/", None),
        ("https://press.example/terms", None),
    ],
)
def test_addresses_are_known_by_their_spdx_identifier(address, name):
    assert licences.spdx(address) == name


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("This work is licensed under CC BY-SA 4.0.", f"{CC}/by-sa/4.0/"),
        ("Licensed under a Creative Commons Attribution 4.0 International License.", f"{CC}/by/4.0/"),
        ("Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International", f"{CC}/by-nc-nd/4.0/"),
        ("Creative Commons Attribution-NonCommercial-ShareAlike 3.0 Unported", f"{CC}/by-nc-sa/3.0/"),
        ("Text: CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("Published under CC BY.", None),
        ("All rights reserved, 2024.", None),
        ("Attribution 4.0 of the quotation is in doubt.", None),
    ],
)
def test_words_name_a_licence_only_with_its_version(text, address):
    assert licences.named(text) == address


def test_a_link_to_a_licence_tells_it_with_its_source():
    found = of_markup(f'<p>Text: <a rel="license" href="{CC}/by/3.0/de/deed.de">by</a></p>')
    assert (found.license, found.license_url) == ("CC-BY-3.0-DE", f"{CC}/by/3.0/de/")
    assert found.evidence["license"].source == "link"


def test_a_link_of_the_head_tells_it_too():
    found = of_markup('<head><link rel="license" href="https://opensource.org/licenses/MIT"></head>')
    assert found.license == "MIT"


def test_the_licence_of_a_picture_counts_little_beside_that_of_the_text():
    picture = f'<figure><a rel="license" href="{CC}/by/2.0/">photo</a></figure>'
    alone, both = of_markup(picture), of_markup(f'{picture}<a href="{CC}/by-nc/4.0/">text</a>')
    assert alone.evidence["license"].confidence < 0.3
    assert both.license == "CC-BY-NC-4.0"


def test_json_ld_and_dublin_core_bear_each_other_out():
    node = f'{{"@type": "Article", "headline": "A bridge", "license": {{"@id": "{CC}/by-sa/4.0/"}}}}'
    found = of_markup(f'<meta name="dcterms.rights" content="CC BY-SA 4.0">{ld(node)}')
    assert found.license == "CC-BY-SA-4.0"
    assert found.evidence["license"].source == "dublin-core+json-ld"


def test_a_publishers_own_terms_have_an_address_and_no_identifier():
    found = of_markup(ld('{"@type": "Article", "headline": "A bridge", "license": "https://press.example/terms"}'))
    assert (found.license, found.license_url) == (None, "https://press.example/terms")


@pytest.mark.parametrize("rights", ["Copyright 2024 Harbour Post", "all rights reserved", "x y"])
def test_lines_of_rights_that_name_no_licence_are_none(rights):
    assert of_markup(f'<meta name="copyright" content="{rights}">').license_url is None


def test_a_line_at_the_end_of_a_text_names_its_licence_and_a_caption_does_not():
    line = "Text and tables are licensed under CC BY-NC 4.0."
    assert of_text(block(STORY * 3), block(line)).license == "CC-BY-NC-4.0"
    assert of_text(block(STORY * 3), block(line, BlockKind.CAPTION)).license is None
    assert of_text(block(line), *[block(STORY * 3)] * 30).license is None

"""What a site is called: the letters of its host, not the company that owns it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from metadata_pages import block, elected, page

from thresher.metadata import nameplate, site_names
from thresher.nouns import Vote

HOST = "https://www.reedandriver.example/news/1"


def owner(name: str, source: str = "text:copyright") -> Vote:
    return Vote("site_name", name, source, 1.0)


def plate(text: str, url: str = HOST, *more: str) -> str | None:
    votes = nameplate.votes(page(*map(block, (text, *more)), url=url))
    return votes[0].value if votes else None


@pytest.mark.parametrize(
    ("owned", "name"),
    [
        ("Talbote Verlag GmbH & Co. KG", "Talbote"),
        ("The Reed & River Foundation, Inc", "The Reed & River"),
        ("Editorial Monte Claro", "Monte Claro"),
        ("Fen Newspapers Ltd.", "Fen Newspapers"),
        ("Diario Claro, S.L.", "Diario Claro"),
        ("Corte Echo", "Corte Echo"),
        ("Limited", "Limited"),
    ],
)
def test_legal_forms_are_cut_off_names(owned, name):
    assert site_names.without_form(owned) == name


@given(st.text(max_size=60))
def test_cutting_legal_forms_twice_cuts_no_more(text):
    once = site_names.without_form(text)
    assert site_names.without_form(once) == once or len(once.split()) > 1


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Reed & River", "reedandriver"),
        ("The Fen Echo", "fenecho"),
        ("Fen-Echo", "fenecho"),
        ("Südtal Bote", "suedtalbote"),
        ("La Época", "epoca"),
        ("La Época", "laepoca"),
    ],
)
def test_a_name_is_a_hosts_by_its_letters(name, label):
    assert site_names.is_of_host(name, (label,))


def test_a_name_with_other_letters_is_not_the_hosts():
    assert not site_names.is_of_host("Fen Newspapers", ("fenecho",))


def test_the_owner_of_a_copyright_is_the_site_where_the_host_says_so():
    assert elected([owner("The Reed & River Foundation, Inc")], url=HOST).site_name == "The Reed & River"


@pytest.mark.parametrize("name", ["Marsh Valley Newspapers Ltd", "Friedhelm Ostermann"])
def test_companies_and_people_who_own_a_site_are_not_its_name(name):
    assert elected([owner(name)], url=HOST).site_name is None
    assert elected([owner(name, "rule:copyright-lines")], url=HOST).site_name is None


def test_what_a_site_declares_stands_against_its_letters():
    declared = Vote("site_name", "Marsh Valley Online", "opengraph", 1.0)
    assert elected([declared, *nameplate.votes(page(block("Reed & River"), url=HOST))], url=HOST).site_name == (
        "Marsh Valley Online"
    )


def test_two_spellings_of_a_name_are_one_candidate():
    found = elected(
        [Vote("site_name", "The Fen Echo", "opengraph", 1.0), Vote("site_name", "Fen Echo", "json-ld", 1.0)]
    )
    assert found.site_name == "The Fen Echo"
    assert "json-ld" in found.evidence["site_name"].source


@pytest.mark.parametrize(
    "text",
    ["Support Reed & River today.", "This story was produced by Reed and River, a magazine.", "Reed & River > Water"],
)
def test_a_name_is_found_wherever_its_letters_stand(text):
    assert plate(text) in {"Reed & River", "Reed and River"}


@pytest.mark.parametrize(
    ("name", "host"), [("L\u2019Écho d\u2019Azur", "lechodazur"), ("Žitni Šum", "zitnisum"), ("Reed-Groß", "reedgross")]
)
def test_a_name_keeps_the_accents_and_apostrophes_that_the_page_gives_it(name, host):
    assert plate(f"Support {name} today.", f"https://{host}.example/news/1") == name


@pytest.mark.parametrize(
    "text", ["Between reed and river the heron waits.", "Write to desk@reedandriver.example", "Reedandrivers met."]
)
def test_words_of_a_sentence_and_addresses_are_no_name(text):
    assert plate(text) is None


def test_a_name_in_capitals_is_written_as_in_a_sentence():
    assert plate("THE MARSH ECHO > NEWS", "https://marshecho.example/1") == "The Marsh Echo"
    assert plate("THE FEN ECHO", "https://fenecho.example/1", "Read Fen Echo daily") == "Fen Echo"
    assert plate("XYZ NEWS", "https://xyznews.example/1") == "XYZ News"


def test_accents_stand_in_names_but_not_in_hosts():
    assert plate("© Südtal-Bote", "https://suedtalbote.example/1") == "Südtal-Bote"


def test_a_masthead_that_the_copyright_repeats_names_a_page_without_host():
    lines = ("Talbote", "Home", "(c) Talbote Verlag GmbH & Co. KG.")
    assert plate(lines[0], "file:page.txt", *lines[1:]) == "Talbote"
    assert plate("Home", "file:page.txt", lines[2]) is None


def test_a_copyright_line_without_an_owner_names_no_site():
    vote = Vote("site_name", "All rights reserved", "rule:copyright-lines", 0.9)
    assert site_names.candidates({"site_name": [vote]}, "") == []

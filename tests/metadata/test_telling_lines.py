# ruff: noqa: RUF001 - lines in their own scripts
"""Votes of biographies, datelines, captions, decks and of lines that say who published first."""

from __future__ import annotations

import pytest
from metadata_pages import block, of_text

from thresher.metadata import biographies, captions, places, provenance
from thresher.nouns import BlockKind

TITLE = block("Mayor opens harbour bridge")
PROSE = block("The mayor opened the bridge on Tuesday before a crowd of some four hundred people, who had waited. " * 3)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Jane Roe is a staff writer for the Harbour Post.", "Jane Roe"),
        ("About the author: Jane Roe is the science editor of The Lantern.", "Jane Roe"),
        ("Jana Reh ist Redakteurin beim Hafenboten.", "Jana Reh"),
        ("Anne Leroux est journaliste aux Quais.", "Anne Leroux"),
        ("Ana Ruiz es redactora de El Faro.", "Ana Ruiz"),
        ("Lucia Verdi è una giornalista del Molo.", "Lucia Verdi"),
        ("Ana Farol é jornalista do Porto.", "Ana Farol"),
        ("Mies Kade is redacteur bij De Kade.", "Mies Kade"),
        ("Ewa Nowa jest dziennikarką portową.", "Ewa Nowa"),
        ("Анна Лодкина — журналист «Порта».", "Анна Лодкина"),
        ("Η Ελένη Φάρου είναι δημοσιογράφος.", "Ελένη Φάρου"),
        ("Deniz Liman, Liman Postası muhabiridir.", "Deniz Liman"),
        ("ليلى حداد كاتبة وصحفية من الميناء", "ليلى حداد"),
        ("作者简介：王小明，北港日报记者。", "王小明"),
        ("著者プロフィール：山田太郎（やまだ たろう）", "山田太郎"),
        ("Herta Voss is a ferrywoman and the last of her kind.", None),
        ("The mayor is a writer.", None),
        ("Le pont est fermé depuis lundi.", None),
    ],
)
def test_a_biography_names_its_author_by_what_authors_are(line, name):
    assert biographies.named(line) == name


def test_a_biography_under_the_text_stands_in_for_a_byline():
    biography = block("Jane Roe is a staff writer for the Harbour Post.")
    assert of_text(TITLE, PROSE, biography).authors == ("Jane Roe",)
    assert of_text(TITLE, block("By Ann Other"), PROSE, biography).authors == ("Ann Other",)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("NORDHAFEN (Norpress) - The bridge", "Nordhafen"),
        ("NORDHAFEN, March 5 (Norpress) - The bridge", "Nordhafen"),
        ("Nordhafen (dpa/lni) – Die Brücke", "Nordhafen"),
        ("PORT ROE, Ore. (AP) — The bridge", "Port Roe, Ore."),
        ("Puerto Roe, 3 ene (EFE).- El puente", "Puerto Roe"),
        ("(ANSA) - PORTO ROE, 03 GEN - Il ponte", "Porto Roe"),
        ("СЕВЕРОГАВАНЬ, 3 янв — Мост", "Северогавань"),
        ("ANKARA (AA) - Köprü", "Ankara"),
        ("新华社北港1月3日电（记者张三）大桥", "北港"),
        ("【北港共同】大橋が", "北港"),
        ("القاهرة (رويترز) - قال", "القاهرة"),
        ("PARIS — Le pont", "Paris"),
        ("PORT ROE - The bridge", "Port Roe"),
        ("The mayor (who was late) - spoke", None),
        ("BREAKING - The bridge is open", None),
        ("Mayor Jane Roe (62) - the first", None),
        ("Jane - a ferry - sails", None),
    ],
)
def test_a_dateline_names_a_place(text, place):
    assert places.place(text) == place


def test_the_place_of_the_dateline_is_elected_with_its_evidence():
    found = of_text(TITLE, block("NORDHAFEN (Norpress) - " + PROSE.text))
    assert found.dateline == "Nordhafen"
    assert found.evidence["dateline"].source == "text:place"
    assert of_text(TITLE, PROSE).dateline is None


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("The ferry at the pier on Monday. Photo: Ann Other", "The ferry at the pier on Monday."),
        ("The ferry at the old pier (AP Photo/Ann Other)", "The ferry at the old pier"),
        ("Die Fähre liegt am Kai. Foto: Jana Reh/dpa", "Die Fähre liegt am Kai."),
        ("Bildunterschrift: Der alte Kai", "Der alte Kai"),
        ("Photo: Ann Other", ""),
        ("The image of the town has suffered.", ""),
        ("All content of this site © 2024 Harbour Post. All rights reserved.", ""),
    ],
)
def test_a_caption_is_told_by_its_credit_or_its_label(line, caption):
    assert captions.caption(line)[0] == caption


def test_captions_are_listed_once_in_their_order():
    first = block("The ferry at the pier on Monday. Photo: Ann Other")
    second = block("The old pier in the fog (AP Photo/Ann Other)")
    found = of_text(TITLE, first, PROSE, second, first, PROSE)
    assert found.captions == ("The ferry at the pier on Monday.", "The old pier in the fog")
    assert found.evidence["captions"].value == list(found.captions)


def test_blocks_that_the_markup_calls_captions_need_no_credit():
    found = of_text(TITLE, PROSE, block("The ferry at the old pier", BlockKind.CAPTION), PROSE)
    assert found.captions == ("The ferry at the old pier",)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("This article was originally published by Harbour Post.", "Harbour Post"),
        ("This story was first published on Fen & Field under a free licence.", "Fen & Field"),
        ("Republished with permission from The Lantern.", "The Lantern"),
        ("Dieser Text erschien zuerst auf Hafenbote.", "Hafenbote"),
        ("Cet article a été initialement publié dans Les Quais.", "Les Quais"),
        ("Este artículo fue publicado originalmente en El Faro.", "El Faro"),
        ("Questo articolo è stato pubblicato originariamente su Il Molo.", "Il Molo"),
        ("Este texto foi publicado originalmente no Porto Diário.", "Porto Diário"),
        ("Dit artikel verscheen eerder op Kade Nieuws.", "Kade Nieuws"),
        ("Artykuł ukazał się pierwotnie w Nowinach.", "Nowinach"),
        ("Впервые опубликовано в Портовой газете.", "Портовой"),
        ("Το άρθρο πρωτοδημοσιεύτηκε στο Φάρος.", "Φάρος"),
        ("Bu yazı ilk olarak Liman Postası'nda yayımlandı.", "Liman Postası"),
        ("本文转载自《北港日报》", "北港日报"),
        ("出典：港新聞", "港新聞"),
        ("First published on Thu 21 Dec 2023 22.12 CET", None),
        ("First published on December 20, 2023", None),
        ("The bridge was first published in plans of 1900.", None),
        ("Das Team stand erstmals im Finale.", None),
    ],
)
def test_the_first_publisher_is_named_by_a_line_that_says_so(line, name):
    assert provenance.first_publisher(line) == name


def test_the_publisher_and_the_site_are_told_apart():
    owned = block("© 2024 Fen & Field")
    told = block("This article was originally published by Harbour Post.")
    copy = of_text(TITLE, PROSE, told, owned, url="https://fenandfield.example/7")
    assert (copy.publisher, copy.site_name) == ("Harbour Post", "Fen & Field")
    own = of_text(TITLE, PROSE, told, url="https://harbourpost.example/7")
    assert own.publisher is None


def test_a_syndication_tail_names_the_publisher_of_a_copy_not_its_site():
    tail = block("The post Bridge open now appeared first on Harbour Post.")
    copy = of_text(TITLE, PROSE, tail, block("© 2024 Fen & Field"), url="https://fenandfield.example/7")
    assert (copy.publisher, copy.site_name) == ("Harbour Post", "Fen & Field")
    own = of_text(TITLE, PROSE, tail, url="https://harbourpost.example/7")
    assert (own.publisher, own.site_name) == (None, "Harbour Post")


def test_a_sentence_between_headline_and_byline_is_the_description():
    deck = block("After nine years and three floods, ferries give way to a road over the water.")
    found = of_text(TITLE, deck, block("By Jane Roe"), PROSE)
    assert found.description == deck.text
    assert of_text(TITLE, deck, PROSE).description is None

# ruff: noqa: RUF001 - words in their own scripts
"""Language identification."""

from __future__ import annotations

import pickle

import pytest

from thresher.metadata import language, variants
from thresher.metadata.detectors import Opinion, subtag
from thresher.metadata.language import Identifier
from thresher.nouns import Block, BlockKind
from thresher.settings import Language

IDENTIFIER = Identifier(Language())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor opened the new bridge over the harbour before a large crowd on Tuesday.", "en"),
        ("Der Bürgermeister eröffnete am Dienstag vor großem Publikum die neue Hafenbrücke.", "de"),
        ("Le maire a inauguré mardi le nouveau pont du port devant une foule nombreuse.", "fr"),
        ("El alcalde inauguró el martes el nuevo puente del puerto ante numeroso público.", "es"),
        ("Burmistrz otworzył we wtorek nowy most portowy w obecności licznej publiczności.", "pl"),
        ("Мэр открыл во вторник новый портовый мост в присутствии большой толпы.", "ru"),
        ("Ο δήμαρχος εγκαινίασε την Τρίτη τη νέα γέφυρα του λιμανιού.", "el"),
        ("市长星期二在许多市民面前为新的港口大桥剪彩，大桥随即通车。", "zh"),
        ("市長は火曜日、大勢の市民の前で新しい港の橋の開通式を行いました。", "ja"),
        ("시장은 화요일 많은 시민 앞에서 새 항구 다리의 개통식을 열었습니다.", "ko"),
    ],
)
def test_languages_are_told_from_a_sentence(text, expected):
    found = IDENTIFIER.identify(text, None)
    assert found.language == expected
    assert found.confidence > 0.5


@pytest.mark.parametrize("text", ["", "   ", "OK", "12345 67890 !!!", "Home", "Menu Home 24", "大桥通车"])
def test_short_texts_are_not_guessed(text):
    assert IDENTIFIER.identify(text, "en").language is None


@pytest.mark.parametrize(
    "text", ["Lorica Quentaro Velm Astri", "xk qzzt wvrr plomf nadd urki", "Nord Pol Radio Taxi Hotel"]
)
def test_lines_that_are_no_language_in_particular_are_not_guessed(text):
    assert IDENTIFIER.identify(text, None).language is None


def test_what_the_page_declares_raises_confidence_when_right_and_is_overruled_when_wrong():
    text = "The mayor opened the new bridge over the harbour before a large crowd on Tuesday. " * 8
    alone, agreed, overruled = (IDENTIFIER.identify(text, prior) for prior in (None, "en-GB", "de"))
    assert alone.language == agreed.language == overruled.language == "en"
    assert agreed.confidence > alone.confidence
    assert overruled.confidence <= agreed.confidence


def test_the_answer_is_the_same_every_time_and_after_pickling():
    unsure = "Nu er det så, at en bro er en bro, og den er her."
    again = pickle.loads(pickle.dumps(IDENTIFIER))
    assert {IDENTIFIER.identify(unsure, None) for _ in range(5)} == {again.identify(unsure, None)}


def test_an_arbiter_is_asked_where_the_first_two_are_not_sure_enough(monkeypatch):
    asked = []
    monkeypatch.setattr(language, "arbiter", lambda text: asked.append(text) or Opinion("fr", 0.99))
    text = "Le maire a inauguré mardi le nouveau pont du port devant une foule."
    assert IDENTIFIER.identify(text, None).language == "fr"
    assert not asked
    assert Identifier(Language(sure=1.0)).identify(text, None).language == "fr"
    assert asked == [text]


@pytest.mark.parametrize(("says", "language_"), [("da", "da"), ("no", None), ("sv", None)])
def test_an_arbiter_decides_where_the_first_two_differ_and_backs_none_in_vain(monkeypatch, says, language_):
    monkeypatch.setattr(language, "quick", lambda _: Opinion("no", 0.9, (("no", 0.9),)))
    monkeypatch.setattr(language, "careful", lambda _: Opinion("da", 0.8))
    monkeypatch.setattr(language, "arbiter", lambda _: Opinion(says, 0.99))
    assert IDENTIFIER.identify("En bro er en bro, og den er her.", None).language == language_


def test_control_characters_and_lone_surrogates_do_no_harm():
    text = "The mayor opened the new bridge\x00\x01 over the \ud800 harbour before a crowd \x9f on Tuesday. " * 8
    assert IDENTIFIER.identify(text, None).language == "en"


ENGLISH = "The mayor opened the new bridge over the harbour before a large crowd on Tuesday afternoon."
GERMAN = "Der Bürgermeister eröffnete am Dienstagnachmittag vor großem Publikum die neue Brücke über den Hafen."
RUSSIAN = "Мэр открыл во вторник новый мост через гавань в присутствии большой толпы горожан."


def paragraphs(*texts):
    return [Block(BlockKind.PARAGRAPH, text) for text in texts]


def test_a_page_in_two_languages_says_so_with_their_shares():
    found = IDENTIFIER.read(paragraphs(*[GERMAN] * 6, *[ENGLISH] * 3), None)
    assert found.language == "de"
    assert [one.language for one in found.shares] == ["de", "en"]
    assert 0.6 < found.shares[0].share < 0.75
    assert found.confidence <= found.shares[0].share


def test_a_page_in_two_scripts_says_so_too():
    found = IDENTIFIER.read(paragraphs(*[ENGLISH] * 5, *[RUSSIAN] * 4), "en")
    assert [one.language for one in found.shares] == ["en", "ru"]


@pytest.mark.parametrize("foreign", ["„Made in Germany“ und „just in time“", ENGLISH])
def test_a_quotation_does_not_make_a_page_mixed(foreign):
    found = IDENTIFIER.read(paragraphs(*[GERMAN] * 24, foreign), "de")
    assert found.language == "de"
    assert [(one.language, one.share) for one in found.shares] == [("de", 1.0)]


def test_code_is_no_language():
    code = [Block(BlockKind.CODE, "for the value in values: print(the value and that is all)")] * 9
    found = IDENTIFIER.read([*paragraphs(GERMAN, GERMAN), *code], None)
    assert [one.language for one in found.shares] == ["de"]


@pytest.mark.parametrize(
    ("text", "script", "direction", "tag"),
    [
        (ENGLISH, "Latn", "ltr", "en"),
        (RUSSIAN, "Cyrl", "ltr", "ru"),
        ("افتتح رئيس البلدية يوم الثلاثاء الجسر الجديد فوق الميناء أمام حشد كبير.", "Arab", "rtl", "ar"),
        ("ראש העיר חנך ביום שלישי את הגשר החדש מעל הנמל לעיני קהל רב.", "Hebr", "rtl", "he"),
        ("市长星期二在许多市民面前为新的港口大桥剪彩，大桥随即通车。", "Hans", "ltr", "zh-Hans"),
        ("市長星期二在許多市民面前為新的港口大橋剪綵，大橋隨即通車。", "Hant", "ltr", "zh-Hant"),
        ("市長は火曜日、大勢の市民の前で新しい港の橋の開通式を行いました。", "Jpan", "ltr", "ja"),
        ("시장은 화요일 많은 시민 앞에서 새 항구 다리의 개통식을 열었습니다.", "Kore", "ltr", "ko"),
    ],
)
def test_script_and_direction_are_told(text, script, direction, tag):
    found = IDENTIFIER.identify(text, None)
    assert (found.script, found.direction, found.tag) == (script, direction, tag)


@pytest.mark.parametrize(
    ("text", "language_", "tag"),
    [
        ("佢哋話呢條新橋好靚，不過啲人唔知幾時先可以喺嗰度行，冇人答到佢，真係冇計。", "zh", "yue-Hant"),
        ("Ho sa at ein ikkje veit kva dette kostar, men dei meiner at brua er dyrare enn nokon trudde.", "no", "nn"),
        ("Hun sa at de ikke vet hva dette koster, men jeg mener broen er dyrere enn noen trodde.", "no", "nb"),
        ("O prefeito disse que a equipe entregou a obra e que os usuários de ônibus ganham tempo.", "pt", "pt-BR"),
        ("O autarca disse que a equipa entregou a obra e que os utilizadores do autocarro ganham.", "pt", "pt-PT"),
        ("O facto é que a ponte nova liga as duas margens do rio desde a semana passada.", "pt", "pt"),
        ("Градоначелник је у уторак отворио нови мост изнад луке пред многим грађанима.", "sr", "sr-Cyrl"),
        ("Gradonačelnik je uvek govorio da je ovde najlepše mesto na svetu i da most čeka.", "sr", "sr-Latn"),
        (
            "Tko god dođe prije nedjelje, vidjet će lijepo mjesto gdje sveučilište već tjedan dana gradi most.",
            "hr",
            "hr",
        ),
        ("Općina je saopćila gdje će biti most, a hiljade ljudi došle su na lijepo mjesto.", "bs", "bs"),
    ],
)
def test_close_languages_and_national_forms_are_told_by_their_own_words(text, language_, tag):
    found = IDENTIFIER.identify(text, None)
    assert (found.language, found.tag) == (language_, tag)


@pytest.mark.parametrize(
    ("declared", "tag"), [("pt-BR", "pt-BR"), ("pt_PT", "pt-PT"), ("pt", "pt"), ("en-GB", "pt"), (None, "pt")]
)
def test_where_words_do_not_tell_a_national_form_the_page_may(declared, tag):
    text = "A ponte nova liga as duas margens do rio desde a semana passada e todos os dias passam por ela mil carros."
    assert IDENTIFIER.identify(text, declared).tag == tag


def test_neighbours_that_no_word_tells_apart_are_not_guessed(monkeypatch):
    monkeypatch.setattr(language, "quick", lambda _: Opinion("hr", 0.9, (("hr", 0.9),)))
    monkeypatch.setattr(language, "careful", lambda _: Opinion("bs", 0.9))
    text = "Novi most je otvoren u utorak."
    assert IDENTIFIER.identify(text, None).language is None
    assert IDENTIFIER.identify(text, "hr-HR").language == "hr"


def test_the_region_that_a_page_declares_counts_only_where_its_script_fits():
    text = "市長星期二在許多市民面前為新的港口大橋剪綵，大橋隨即通車。"
    assert IDENTIFIER.identify(text, "zh-HK").tag == "zh-Hant-HK"
    assert IDENTIFIER.identify(text, "zh-CN").tag == "zh-Hant"


def test_a_language_out_of_its_usual_script_says_so():
    assert variants.told("uz", "Cyrl", "", None) == ("uz", "uz-Cyrl", False)
    assert variants.told("uz", "Latn", "", None) == ("uz", "uz", False)
    assert variants.told("ru", "Latn", "", None) == ("ru", "ru-Latn", False)
    assert variants.told("th", "Thai", "", None) == ("th", "th", False)


@pytest.mark.parametrize(
    ("tag", "primary"),
    [("en-US", "en"), ("pt_BR", "pt"), ("iw", "he"), ("zh-Hans-CN", "zh"), ("", None), (None, None), ("english", None)],
)
def test_tags_come_down_to_their_primary_subtag(tag, primary):
    assert subtag(tag) == primary

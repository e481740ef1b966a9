# ruff: noqa: RUF001 - words in their own scripts
"""Language identification."""

from __future__ import annotations

import pickle

import pytest

from thresher.metadata.language import Identifier, subtag
from thresher.settings import Language

IDENTIFIER = Identifier(Language())


@pytest.mark.parametrize(
    ("text", "language"),
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
def test_languages_are_told_from_a_sentence(text, language):
    found, sure = IDENTIFIER.identify(text, None)
    assert found == language
    assert sure > 0.5


@pytest.mark.parametrize("text", ["", "   ", "OK", "12345 67890 !!!", "Home"])
def test_short_texts_are_not_guessed(text):
    assert IDENTIFIER.identify(text, "en") == (None, 0.0)


def test_what_the_page_declares_raises_confidence_when_right_and_is_overruled_when_wrong():
    text = "The mayor opened the new bridge over the harbour before a large crowd on Tuesday. " * 8
    alone, sure = IDENTIFIER.identify(text, None)
    agreed, surer = IDENTIFIER.identify(text, "en-GB")
    overruled, _ = IDENTIFIER.identify(text, "de")
    assert alone == agreed == overruled == "en"
    assert surer >= sure


def test_the_answer_is_the_same_every_time_and_after_pickling():
    unsure = "Nu er det så, at en bro er en bro, og den er her."
    again = pickle.loads(pickle.dumps(IDENTIFIER))
    assert {IDENTIFIER.identify(unsure, None) for _ in range(5)} == {again.identify(unsure, None)}


def test_an_arbiter_decides_where_the_first_is_not_sure_enough():
    strict = Identifier(Language(sure=1.0))
    assert strict.identify("Le maire a inauguré mardi le nouveau pont du port devant une foule.", None)[0] == "fr"


@pytest.mark.parametrize(
    ("tag", "primary"),
    [("en-US", "en"), ("pt_BR", "pt"), ("iw", "he"), ("zh-Hans-CN", "zh"), ("", None), (None, None), ("english", None)],
)
def test_tags_come_down_to_their_primary_subtag(tag, primary):
    assert subtag(tag) == primary

# ruff: noqa: RUF001 - letters that look like others are what is tested
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresher.extract.mojibake import repaired

RIGHT = [
    "The ferry’s captain said: “We shall not sail.” Café and quay stayed shut – all week…",
    "Die Fähre fährt wegen des Ölfilms über dem Hafen nicht; „größer als üblich“, heißt es.",
    "Le bac n’a pas quitté l’île : « C’est trop dangereux », a déclaré le maître du port à Sète.",
    "El transbordador volvió mañana a la una; ¿quién pagará la avería? ¡Nadie lo sabe todavía!",
    "A BALSA NÃO SAIU: “AMANHÔ, DISSE O CAPITÃO. A AVALIAÇÃO E A IRMÃ» DO MESTRE ESPERAM.",
    "Prom nie wypłynął, bo kapitan źle się czuł; żołnierze wrócili łodzią do Łeby.",
    "Паром не вышел из гавани: капитан сказал, что вода попала в машинное отделение. Россия, Самара.",
    "Το πλοίο δεν έφυγε από το λιμάνι, επειδή μπήκε νερό στο μηχανοστάσιο.",
    "Vapur, makine dairesine su girdiği için limandan ayrılamadı; kaptan “yarın” dedi.",
    "لم تغادر العبّارة الميناء لأن الماء دخل غرفة المحركات.",
    "渡轮因机舱进水而停航,船长说“明天再走”。",
    "フェリーは機関室に水が入ったため欠航となった。",
    "Phà không rời bến vì nước tràn vào buồng máy; thuyền trưởng nói “ngày mai”. Ân, Âu, Đà Nẵng.",
    "Ferja fór ekki frá bryggju þar sem sjór komst í vélarrúmið.",
    "המעבורת לא יצאה מהנמל כי נכנסו מים לחדר המכונות.",
    "เรือข้ามฟากไม่ออกจากท่า เพราะน้ำเข้าห้องเครื่อง",
    "नौका बंदरगाह से नहीं निकली क्योंकि इंजन कक्ष में पानी भर गया था।",
    "MENÜ“ und ŒUVRE » stehen auf dem Schild, 25 °C, ½ Preis, 10 € ± 2 %, § 3.",
]


def misread(text: str, encoding: str = "cp1252") -> str:
    """The text in UTF-8, read as if it were in another encoding; what that lacks is read as Latin-1."""
    found = []
    for byte in text.encode():
        try:
            found.append(bytes([byte]).decode(encoding))
        except UnicodeDecodeError:
            found.append(chr(byte))
    return "".join(found)


@pytest.mark.parametrize("text", RIGHT)
def test_right_text_is_left_alone(text):
    assert repaired(text) == text
    assert repaired("\n".join([text] * 5)) == "\n".join([text] * 5)


def test_all_languages_together_are_left_alone():
    assert repaired("\n".join(RIGHT)) == "\n".join(RIGHT)


@pytest.mark.parametrize("text", RIGHT)
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_a_text_read_by_a_western_encoding_is_repaired(text, encoding):
    whole = f"{text}\nThe naïve café’s owner"
    assert repaired(misread(whole, encoding)) == whole


def test_a_text_stored_wrongly_twice_is_repaired():
    text = "The café’s naïve owner said: “Voilà, déjà vu.”"
    assert repaired(misread(misread(text))) == text


def test_russian_read_by_its_old_encoding_is_repaired():
    text = "Паром не вышел из гавани: капитан сказал, что вода попала в машинное отделение."
    assert repaired(text.encode().decode("cp1251", "replace").replace("\ufffd", "\x98")).count("Р") < 3


def test_right_and_wrong_lines_are_told_apart():
    wrong, right = "The café’s owner stayed, and the naïve crew left.", "“Nobody paid,” says Zoë’s brother."
    assert repaired(f"{right}\n{misread(wrong)}\n{right}") == f"{right}\n{wrong}\n{right}"


def test_a_line_with_both_is_repaired_where_other_lines_prove_the_habit():
    proof = misread("The café’s owner and the naïve crew")
    assert repaired(f"{proof}\n“The {misread('café')}”, she said").endswith("\n“The café”, she said")
    assert repaired(f"“The {misread('café')}”, she said") == f"“The {misread('café')}”, she said"


def test_an_article_that_shows_such_a_sequence_keeps_it():
    text = "Where an apostrophe was meant, readers saw â€™ on the page."
    assert repaired(text) == text


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r"), max_size=60))
def test_no_line_is_won_or_lost(text):
    assert repaired(text).count("\n") >= text.count("\n")
    assert repaired(repaired(text)) == repaired(text)


@given(st.text(max_size=60).filter(str.isascii))
def test_ascii_is_never_touched(text):
    assert repaired(text) is text

# ruff: noqa: RUF001 - the letters of other scripts are what is tested
from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresher.extract import codec, prescan
from thresher.extract.charset import decode

RUSSIAN = "Паром между двумя гаванями остановился в понедельник, потому что в машинное отделение попала вода. "
GREEK = "Το πλοίο ανάμεσα στα δύο λιμάνια σταμάτησε τη Δευτέρα, επειδή μπήκε νερό στο μηχανοστάσιο. "
JAPANESE = "二つの港を結ぶ船は月曜日に止まりました。機関室に水が入ったためです。けが人はいませんでした。"
CHINESE = "两个港口之间的渡轮星期一停航，因为机舱进了水。没有人受伤，修理要到月底才能完成。"
TRADITIONAL = "兩個港口之間的渡輪星期一停航，因為機艙進了水。沒有人受傷，修理要到月底才能完成。"
KOREAN = "두 항구를 잇는 배가 월요일에 멈췄습니다. 기관실에 물이 들어왔기 때문입니다. 다친 사람은 없습니다."
POLISH = "Prom między dwoma portami przestał kursować w poniedziałek. Pasażerowie są na lądzie. "


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("utf8", "utf-8"),
        (" UTF-8 ", "utf-8"),
        ("utf-8;", "utf-8"),
        ('"UTF8"', "utf-8"),
        ("utf8mb4", "utf-8"),
        ("iso-8859-1", "windows-1252"),
        ("us-ascii", "windows-1252"),
        ("latin1", "windows-1252"),
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("x-sjis", "shift_jis"),
        ("ks_c_5601-1987", "euc-kr"),
        ("iso-8859-9", "windows-1254"),
        ("none", None),
        ("", None),
        (None, None),
        ("\ud800", None),
        ("iso-2022-kr", None),
    ],
)
def test_a_label_stands_for_the_encoding_that_browsers_take_it_for(label, name):
    assert codec.encoding(label) == name


@pytest.mark.parametrize(
    ("markup", "label"),
    [
        (b"<meta charset=koi8-r>", "koi8-r"),
        (b"<META CharSet = 'big5' />", "big5"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', "windows-1251"),
        (b'<meta content="text/html;charset=euc-jp" http-equiv=content-type>', "euc-jp"),
        (b'<?xml version="1.0" encoding="iso-8859-2"?><html>', "iso-8859-2"),
        (b'<?xml version="1.0" encoding="iso-8859-2"?><meta charset="utf-8">', "utf-8"),
        (b"<!-- <meta charset=big5> --><meta charset=euc-kr>", "euc-kr"),
        (b"<!--><meta charset=euc-kr>", "euc-kr"),
        (b"<script>'<meta charset=big5>'</script><meta charset=euc-kr>", "euc-kr"),
        (b'<meta name="description" content="text; charset=big5">', None),
        (b"<html><body><meta charset=big5>", None),
        (b"<meta = = charset", None),
        (b"<meta", None),
        (b"", None),
    ],
)
def test_markup_declares_its_encoding(markup, label):
    assert prescan.declared(markup) == label


def test_a_byte_order_mark_outranks_every_declaration():
    body = b"\xef\xbb\xbf" + "<meta charset=big5>naïve".encode()
    assert decode(body, "windows-1251", markup=True) == ("<meta charset=big5>naïve", "utf-8")


def test_http_outranks_the_markup():
    body = b"<meta charset=koi8-r>" + RUSSIAN.encode("windows-1251")
    text, name = decode(body, "windows-1251", markup=True)
    assert name == "windows-1251"
    assert RUSSIAN.strip() in text


def test_the_markup_is_believed_where_http_says_nothing():
    body = b"<meta charset=koi8-r>" + RUSSIAN.encode("koi8-r")
    assert decode(body, None, markup=True)[1] == "koi8-r"


def test_plain_text_is_not_searched_for_meta_elements():
    body = b"<meta charset=koi8-r>" + RUSSIAN.encode("windows-1251") * 3
    assert decode(body, None, markup=False)[1] == "windows-1251"


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "koi8-r", "macintosh"])
def test_valid_utf8_is_utf8_though_a_legacy_encoding_is_declared(label):
    assert decode(RUSSIAN.encode(), label, markup=True) == (RUSSIAN, "utf-8")


def test_declared_utf8_that_does_not_decode_falls_to_detection():
    text, name = decode((RUSSIAN * 5).encode("windows-1251"), "utf-8", markup=True)
    assert name == "windows-1251"
    assert text == RUSSIAN * 5


def test_a_character_cut_off_at_the_end_does_not_make_utf8_anything_else():
    for cut in (1, 2):
        text, name = decode("水が入った"[:3].encode() + "水".encode()[:cut], None, markup=True)
        assert (text.rstrip("\ufffd"), name) == ("水が入", "utf-8")


def test_a_stray_byte_in_utf8_costs_one_character():
    body = RUSSIAN.encode() + b"\x92" + RUSSIAN.encode()
    assert decode(body, "utf-8", markup=True) == (f"{RUSSIAN}\ufffd{RUSSIAN}", "utf-8")
    assert decode(body, None, markup=True) == (f"{RUSSIAN}\ufffd{RUSSIAN}", "utf-8")


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (RUSSIAN * 3, "windows-1251", "windows-1251"),
        (RUSSIAN * 3, "koi8-r", "koi8-r"),
        (GREEK * 3, "iso8859-7", "iso-8859-7"),
        (POLISH * 3, "iso8859-2", "iso-8859-2"),
        (POLISH * 3, "cp1250", "windows-1250"),
        (JAPANESE * 2, "shift_jis", "shift_jis"),
        (JAPANESE * 2, "euc_jp", "euc-jp"),
        (JAPANESE * 2, "iso2022_jp", "iso-2022-jp"),
        (CHINESE * 2, "gb18030", "gb18030"),
        (TRADITIONAL * 2, "big5", "big5"),
        (KOREAN * 2, "euc_kr", "euc-kr"),
        ("Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. " * 3, "cp1252", "windows-1252"),
    ],
)
def test_an_undeclared_encoding_is_detected(text, encoding, name):
    markup = f"<html><body><p class='x'>{text}</p></body></html>"
    assert decode(markup.encode(encoding), None, markup=True) == (markup, name)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_characters_are_told_without_a_mark(encoding):
    markup = "<html><body><p>The ferry stopped. Das Schiff fährt nicht.</p></body></html>" * 3
    text, name = decode(markup.encode(encoding), None, markup=True)
    assert text == markup
    assert name.replace("-", "") == encoding.replace("-", "")


def test_a_meta_element_that_claims_utf16_is_taken_for_utf8():
    assert decode('<meta charset="utf-16">naïve'.encode(), None, markup=True)[1] == "utf-8"


def test_windows_1252_keeps_the_undefined_bytes_as_c1_controls():
    assert codec.text(b"\x80\x81\x9f\xa0", "windows-1252") == "\u20ac\x81\u0178\xa0"


def test_control_characters_do_not_come_out():
    assert decode(b"a\x00b\x08c\x1fd\x7f\te\nf", None, markup=True)[0] == "abcd\te\nf"


def test_line_ends_come_out_alike():
    assert decode(b"a\r\nb\rc\nd\fe", None, markup=False)[0] == "a\nb\nc\nd\ne"


@given(
    body=st.binary(max_size=200), label=st.none() | st.text(max_size=12) | st.sampled_from(["utf-16", "big5", "utf-8"])
)
def test_whatever_the_bytes_the_text_can_be_written_as_json(body, label):
    for markup in (True, False):
        text, name = decode(body, label, markup=markup)
        assert json.loads(json.dumps(text, ensure_ascii=False).encode("utf-8")) == text
        assert not set(text) & set(map(chr, {*range(9), 11, 12, 13, *range(14, 32)}))
        assert name


@given(st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"]), max_size=100))
def test_utf8_text_comes_back_as_it_was(text):
    if not text.startswith("\ufeff") and not set(text) & {"\ufffe", "\uffff"}:
        assert decode(text.encode(), "utf-8", markup=False)[0] == text

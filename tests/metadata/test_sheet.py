from metadata_pages import block

from thresher.metadata.sheet import Literals, Sheet


def within(literals, *texts):
    return Literals(literals).within(Sheet([block(text) for text in texts], 100))


def test_literals_are_found_in_the_blocks_that_hold_them_each_once_and_in_order():
    assert within(["foto", "©"], "Nothing", "FOTO: a foto ©", "“Zürich”", "Foto", "© Roe") == [1, 3, 4]


def test_a_literal_that_begins_within_another_is_found_too():
    assert within(["originally", "ally pub"], "Originally here", "really published", "finally publik") == [0, 1, 2]


def test_letters_that_are_longer_in_lower_case_do_not_move_what_follows():
    assert within(["foto"], "İİİİ", "İ", "foto") == [2]


def test_lone_surrogates_are_no_error():
    assert within(["foto"], "\ud800", "foto") == [1]


def test_a_page_without_blocks_holds_nothing():
    assert within(["foto"]) == []

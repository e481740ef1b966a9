"""Folders that are there whole or not at all, whoever makes them."""

from __future__ import annotations

import pytest

from thresher.whole import making_whole


def test_of_two_who_make_one_folder_the_quicker_one_stays_and_nothing_is_left_of_the_other(tmp_path):
    with making_whole(tmp_path / "part") as slow:
        (slow / "items").write_text("slow")
        with making_whole(tmp_path / "part") as quick:
            (quick / "items").write_text("quick")
    assert (tmp_path / "part" / "items").read_text() == "quick"
    assert [path.name for path in tmp_path.iterdir()] == ["part"]


def test_an_error_leaves_nothing_of_a_folder(tmp_path):
    with pytest.raises(ZeroDivisionError), making_whole(tmp_path / "part") as folder:
        (folder / "items").write_text(str(1 / 0))
    assert not list(tmp_path.iterdir())


def test_a_file_of_the_same_name_is_an_error(tmp_path):
    (tmp_path / "part").write_text("a file")
    with pytest.raises(NotADirectoryError), making_whole(tmp_path / "part"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["part"]

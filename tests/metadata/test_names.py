# ruff: noqa: RUF001 - words in their own scripts
"""Names of authors out of bylines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresher.metadata import names


@pytest.mark.parametrize(
    ("raw", "people"),
    [
        ("By Jane Roe and John Doe", ["Jane Roe", "John Doe"]),
        ("Jane Roe, John Doe and Ann Poe", ["Jane Roe", "John Doe", "Ann Poe"]),
        ("Von Max Mustermann und Erika Musterfrau", ["Max Mustermann", "Erika Musterfrau"]),
        ("Par Ève Dupré et Luc Leclerc", ["Ève Dupré", "Luc Leclerc"]),
        ("Por Ana Ejemplo", ["Ana Ejemplo"]),
        ("Автор: Иван Примеров", ["Иван Примеров"]),
        ("文／山田例子", ["山田例子"]),
        ("JANE VON ROE", ["Jane von Roe"]),
        ("Roe, Jane", ["Jane Roe"]),
        ("Roe, Jane Q.", ["Jane Q. Roe"]),
        ("By Jane Roe, Senior Editor", ["Jane Roe"]),
        ("Jane Roe is a staff writer at the Post", ["Jane Roe"]),
        ("Jane Roe, PhD, RN", ["Jane Roe"]),
        ("Jane Roe | @janeroe | jane@post.example", ["Jane Roe"]),
        ("By Jane Roe | March 3, 2021", ["Jane Roe"]),
        ("Written by Jane Roe Reviewed by John Doe", ["Jane Roe"]),
        ("John Doe The Associated Press", ["John Doe"]),
        ("Jane Roe, Springfield", ["Jane Roe"]),
        ("ByJane Roe", ["Jane Roe"]),
        ("Rui Ma", ["Rui Ma"]),
        ("By <a href='/x'>Jane Roe</a>", ["Jane Roe"]),
        ("harbourcat77", ["harbourcat77"]),
    ],
)
def test_people_are_named_one_by_one(raw, people):
    assert names.split(raw) == people


@pytest.mark.parametrize(
    "raw",
    [
        "Admin",
        "Staff",
        "Editor",
        "By",
        "Share",
        "March 3, 2021",
        "https://social.example/jane",
        "jane@post.example",
        "Staff Writer",
    ],
)
def test_what_is_nobody_is_not_named(raw):
    assert names.split(raw) == []


@pytest.mark.parametrize("name", ["Associated Press", "Harbour Post Newsroom", "harbour.example", "Institute of Tides"])
def test_organisations_are_told_from_people(name):
    assert names.is_group(name)
    assert not names.is_group("Jordan B. Roe")


def test_a_title_and_accents_make_no_other_person():
    assert names.key("Dr. José Pérez Gil") == names.key("Jose Perez-Gil")


@given(st.text(max_size=500))
def test_no_byline_breaks_the_splitting(raw):
    found = names.split(raw)
    assert len(found) <= names.AUTHORS
    assert all(name.strip() and len(name) <= names.NAME_CHARS for name in found)


@given(st.lists(st.sampled_from(["Jane Roe", "John Doe", "Ann Poe", "Luc Leclerc"]), min_size=1, unique=True))
def test_splitting_a_joined_list_gives_the_list_back(people):
    assert names.split("By " + ", ".join(people)) == people

"""The fuzzer finds what is there, and finds nothing in what we ship: a short campaign, and driven by hypothesis."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thresher.lab.fuzz import campaign, mutations, recovery, seeds
from thresher.lab.fuzz.mutations import KINDS, Case, Edit
from thresher.lab.fuzz.readers import READERS, by_thresher
from thresher.lab.fuzz.samples import extents, read
from thresher.lab.fuzz.targets import TARGETS, Fault

FIXTURES = Path(__file__).parents[3] / "fixtures"
BY_NAME = {target.name: target for target in TARGETS}
QUICK = [name for name in BY_NAME if name not in ("html", "text")]
CORPORA = {name: target.seeds(FIXTURES) for name, target in BY_NAME.items()}


@pytest.mark.parametrize("name", BY_NAME)
def test_every_target_has_seeds_that_pass_as_they_are(name):
    for seed in CORPORA[name][:5]:
        BY_NAME[name].check(Case(seed, ()))


@pytest.mark.parametrize("name", BY_NAME)
def test_a_short_run_of_every_target_finds_nothing(name):
    target = BY_NAME[name]
    for number in range(100 if name in QUICK else 4):
        target.check(campaign.case(target, CORPORA[name], 1, number))


@st.composite
def cases(draw, name):
    seed = draw(st.sampled_from(CORPORA[name]))
    begin = draw(st.integers(0, len(seed)))
    end = draw(st.integers(begin, len(seed)))
    new = draw(st.binary(max_size=64) | st.sampled_from(BY_NAME[name].tokens))
    return Case(seed, (Edit(begin, end, new),))


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_edit_that_hypothesis_can_think_of_breaks_a_target(data):
    name = data.draw(st.sampled_from(QUICK))
    BY_NAME[name].check(data.draw(cases(name)))


def test_an_execution_is_the_same_again():
    target = BY_NAME["body"]
    assert campaign.case(target, CORPORA["body"], 7, 3) == campaign.one(target, FIXTURES, 7, 3)
    assert campaign.case(target, CORPORA["body"], 7, 3) != campaign.case(target, CORPORA["body"], 8, 3)


def test_the_shares_of_all_targets_make_a_whole():
    assert sum(target.share for target in TARGETS) == 1000
    assert sum(campaign.shares(1000).values()) == 1000


@pytest.mark.parametrize(("size", "touched"), [(1, [0]), (0, [])])
def test_an_edit_touches_what_it_changes_and_nothing_beside_it(size, touched):
    edit = Edit(9, 9 + size, b"")
    assert [at for at, place in enumerate([(0, 10), (10, 20)]) if edit.touches(*place)] == (touched or [0])
    assert not Edit(10, 10, b"new").touches(0, 10)
    assert not Edit(10, 10, b"new").touches(10, 20)
    assert Edit(5, 25, b"").touches(10, 20)


def test_a_record_that_is_lost_is_a_fault(monkeypatch):
    target, case = BY_NAME["archives"], Case(CORPORA["archives"][0], ())
    monkeypatch.setattr("thresher.lab.fuzz.targets.read", lambda data: read(data)[1:])
    with pytest.raises(Fault, match="1 undamaged records lost"):
        target.check(case)


def test_a_fault_is_written_down_and_the_target_goes_on(monkeypatch):
    found = []

    def check(_):
        raise ValueError("planted")

    target = replace(BY_NAME["body"], check=check)
    monkeypatch.setattr(campaign, "TARGETS", (target,))
    results = type("Results", (), {"put": staticmethod(found.append)})
    at = type("At", (), {"value": -1})()
    campaign._work(campaign._Order("body", str(FIXTURES), 1, 0, 5), at, results)
    assert [(kind, number) for kind, number, *_ in found[:-1]] == [("finding", number) for number in range(5)]
    assert at.value == 5


def test_extents_part_a_file_without_rest():
    for name in recovery.FORMS:
        data = recovery.sample(FIXTURES, name)
        places = extents(data)
        assert all(before.end == after.begin for before, after in itertools.pairwise(places))
        assert places[-1].end == len(data)
        assert {one.content for one in places if one.content} == by_thresher(data).found


def test_sixty_damaged_archives_lose_no_undamaged_record():
    files = recovery.damaged(FIXTURES, 60, 5)
    assert {file.form for file in files} == set(recovery.FORMS)
    for file in files:
        assert set(file.undamaged) <= {url for url, _ in by_thresher(file.case.data).found}, file


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_mutation_does_what_its_name_says(kind):
    data = seeds.messages(FIXTURES)[0]
    for number in range(50):
        edit = mutations.drawn(kind, data, random.Random(number))
        grown = len(Case(data, (edit,)).data) - len(data)
        assert (grown > 0) <= (kind in ("insert", "splice"))
        assert (grown < 0) <= (kind == "cut")


def test_every_reader_reads_a_sound_file():
    for name, by in READERS.items():
        assert len(by(recovery.sample(FIXTURES, "WARC, gzip")).found) == 10, name

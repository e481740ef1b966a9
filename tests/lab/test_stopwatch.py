import math
import sys
from types import ModuleType

import pytest

from thresher.lab.stopwatch import OTHER, Stopwatch, watched


class Clock:
    """A clock that moves when it is told to."""

    now = 0.0

    def __call__(self):
        return self.now

    def tick(self, seconds):
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def watch(clock):
    return Stopwatch(clock)


def test_time_is_charged_to_the_innermost_stage(clock, watch):
    clock.tick(1)
    with watch.stage("outer"):
        clock.tick(2)
        with watch.stage("inner"):
            clock.tick(4)
        clock.tick(8)
    clock.tick(16)
    watch.stop()
    assert watch.seconds == {OTHER: 17, "outer": 10, "inner": 4}


def test_a_stage_that_fails_is_closed(clock, watch):
    def fail():
        clock.tick(2)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        watch.timed("outer", fail)()
    clock.tick(1)
    watch.stop()
    assert watch.seconds == {OTHER: 1, "outer": 2}


def test_start_forgets_what_was_before(clock, watch):
    with watch.stage("outer"):
        clock.tick(2)
    clock.tick(3)
    watch.start()
    clock.tick(5)
    watch.stop()
    assert watch.seconds == {OTHER: 5}
    assert not watch.calls


def test_items_charge_only_the_getting(clock, watch):
    def source():
        for n in range(2):
            clock.tick(1)
            yield n
        clock.tick(10)

    seen = []
    for item in watch.items("read", source()):
        clock.tick(100)
        seen.append(item)
    watch.stop()
    assert seen == [0, 1]
    assert watch.seconds == {"read": 12, OTHER: 200}


def test_watched_functions_run_as_before_and_are_put_back(watch):
    original = math.hypot
    with watched(watch, [("geometry", "math:hypot")]):
        assert math.hypot(3, 4) == 5
        assert watch.calls["geometry"] == 1
    assert math.hypot is original
    assert math.hypot(3, 4) == 5
    assert watch.calls["geometry"] == 1


def test_methods_can_be_watched(watch, monkeypatch):
    class Judge:
        def judge(self, page):
            return page + 1

    module = ModuleType("bench_of_judges")
    module.Judge = Judge
    monkeypatch.setitem(sys.modules, "bench_of_judges", module)
    with watched(watch, [("strip", "bench_of_judges:Judge.judge")]):
        assert Judge().judge(1) == 2
    assert watch.calls["strip"] == 1


def test_a_place_that_has_moved_is_an_error_and_leaves_nothing_watched(watch):
    original = math.hypot
    with pytest.raises(AttributeError, match="gone"), watched(watch, [("a", "math:hypot"), ("b", "math:gone")]):
        pass
    assert math.hypot is original

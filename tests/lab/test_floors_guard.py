"""No figure of the benchmark's slice is below its pinned floor; runs where the data is."""

import pytest

from thresher.lab.evaluate import SLICE_PAGES, cleaner, comparison, evaluate
from thresher.lab.floors import read_floors
from thresher.lab.sets import find_sets

SETS = ("andythefactory", "daniel", "dragnet", "fundus", "trafilatura", "wcxb")
TEXT_SETS = ("andythefactory-text", "daniel-text", "dragnet-text", "wcxb-text")


@pytest.mark.parametrize("name", [*SETS, *TEXT_SETS])
def test_no_figure_of_the_slice_is_below_its_floor(bench, tmp_path, pytestconfig, name):
    floors = read_floors(pytestconfig.rootpath / "tests" / "floors.json")
    floor = floors.floors.get((name, str(SLICE_PAGES)))
    if floor is None:
        pytest.skip(f"no floor is pinned for {SLICE_PAGES} pages of {name}")
    (measured,) = evaluate([find_sets(bench)[name]], {"thresher": cleaner()}, tmp_path, SLICE_PAGES)
    assert measured.digest == floor.digest, "other data than the floors': pin them with `thresher lab eval --update`"
    said, losses = comparison([measured], floors)
    assert not losses, said

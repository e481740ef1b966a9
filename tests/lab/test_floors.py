import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresher.errors import SettingsError
from thresher.lab.floors import EPSILON, Change, Floor, Floors, changes, pinned, read_floors, updated, write_floors

KEY = ("harbour", "all")
FLOOR = Floor("d1", 10, {"word_f1": 0.9, "title_normalised": 0.7})
FLOORS = Floors({KEY: FLOOR, ("bay", "60"): Floor("d9", 60, {"snippet_f1": 0.5})})


def now(digest="d1", **figures):
    return Floor(digest, 10, {"word_f1": 0.9, "title_normalised": 0.7} | figures)


def test_written_floors_read_back(tmp_path):
    path = tmp_path / "floors.json"
    floors = updated(FLOORS, {KEY: now(word_f1=0.8)}, "captions are kept now")
    write_floors(path, floors)
    assert read_floors(path) == floors


def test_equal_floors_make_equal_files_whatever_their_order(tmp_path):
    write_floors(tmp_path / "a", FLOORS)
    write_floors(tmp_path / "b", Floors(dict(reversed(FLOORS.floors.items()))))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"floors": {}}', '{"floors": {"a": {"all": {}}}, "lowered": []}'])
def test_malformed_floors_are_named(tmp_path, content):
    (tmp_path / "floors.json").write_text(content)
    with pytest.raises(SettingsError, match=r"malformed.*floors\.json"):
        read_floors(tmp_path / "floors.json")


def test_missing_floors_are_named(tmp_path):
    with pytest.raises(SettingsError, match=r"cannot read floors: .*none\.json"):
        read_floors(tmp_path / "none.json")


def test_pins_are_rounded_and_leave_out_halves_of_a_trade():
    floor = pinned("d1", 3, {"word_f1": 0.123456, "word_precision": 0.5, "with_rate": 0.5})
    assert floor == Floor("d1", 3, {"word_f1": 0.1235})


def test_a_figure_below_its_floor_is_a_loss():
    (change, _) = changes(FLOOR, now(word_f1=0.9 - 2 * EPSILON), KEY)
    assert change.is_loss
    assert change.difference == pytest.approx(-2 * EPSILON)
    assert str(change) == "harbour: word_f1 0.9000 -> 0.8990"


@pytest.mark.parametrize("value", [0.9 - EPSILON / 2, 0.9, 0.95])
def test_a_figure_at_its_floor_but_for_noise_or_above_is_no_loss(value):
    assert not any(change.is_loss for change in changes(FLOOR, now(word_f1=value), KEY))


def test_a_figure_that_is_no_longer_measured_is_a_loss():
    lost = [change for change in changes(FLOOR, Floor("d1", 10, {"word_f1": 0.9}), KEY) if change.is_loss]
    assert lost == [Change(*KEY, "title_normalised", 0.7, None)]
    assert "0.7000 -> nothing" in str(lost[0])


def test_a_new_figure_is_no_loss():
    new = changes(FLOOR, now(date=0.1), KEY)[-1]
    assert (new.floor, new.now, new.is_loss, new.difference) == (None, 0.1, False, None)


def test_figures_of_other_data_are_not_compared():
    with pytest.raises(ValueError, match="not the data"):
        changes(FLOOR, now("d2"), KEY)


def test_update_raises_floors_and_leaves_what_was_not_measured():
    floors = updated(FLOORS, {KEY: now(word_f1=0.95)})
    assert floors.floors[KEY].figures == {"word_f1": 0.95, "title_normalised": 0.7}
    assert floors.floors["bay", "60"] == FLOORS.floors["bay", "60"]
    assert floors.lowered == ()


def test_update_pins_a_set_for_the_first_time():
    assert updated(Floors(), {KEY: now()}).floors == {KEY: now()}


def test_update_refuses_to_lower_and_lists_every_figure():
    with pytest.raises(
        SettingsError, match=r"--allow-regression.*word_f1 0\.9 -> 0\.8;.*title_normalised 0\.7 -> 0\.6"
    ):
        updated(FLOORS, {KEY: now(word_f1=0.8, title_normalised=0.6)})


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_blank_reason_lowers_nothing(reason):
    with pytest.raises(SettingsError, match="word_f1"):
        updated(FLOORS, {KEY: now(word_f1=0.8)}, reason)


def test_a_reason_lowers_a_floor_and_is_kept():
    floors = updated(FLOORS, {KEY: now(word_f1=0.8)}, "captions are kept now")
    assert floors.floors[KEY].figures["word_f1"] == 0.8
    (lowering,) = floors.lowered
    assert (lowering.figure, lowering.before, lowering.after) == ("word_f1", 0.9, 0.8)
    assert lowering.reason == "captions are kept now"
    assert updated(floors, {KEY: now(word_f1=0.8)}).lowered == (lowering,)


def test_dropping_a_figure_needs_a_reason():
    without = {KEY: Floor("d1", 10, {"word_f1": 0.9})}
    with pytest.raises(SettingsError, match=r"title_normalised 0\.7 -> None"):
        updated(FLOORS, without)
    assert "title_normalised" not in updated(FLOORS, without, "titles are gone").floors[KEY].figures


def test_other_data_needs_a_reason_and_takes_the_place_of_the_old():
    with pytest.raises(SettingsError, match="data d1 -> d2"):
        updated(FLOORS, {KEY: now("d2", word_f1=0.95)})
    floors = updated(FLOORS, {KEY: now("d2", word_f1=0.5)}, "new pages")
    assert floors.floors[KEY] == now("d2", word_f1=0.5)
    assert [low.figure for low in floors.lowered] == ["data"]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_no_series_of_updates_without_reason_ever_lowers_a_floor(values):
    floors = FLOORS
    for value in values:
        before = floors.floors[KEY].figures["word_f1"]
        try:
            floors = updated(floors, {KEY: now(word_f1=value)})
        except SettingsError:
            assert value < before - EPSILON
        assert floors.floors[KEY].figures["word_f1"] >= before


def test_the_pinned_floors_of_the_tree_can_be_read_and_give_reasons(pytestconfig):
    path = pytestconfig.rootpath / "tests" / "floors.json"
    floors = read_floors(path)
    assert all(lowering.reason.strip() for lowering in floors.lowered)

import json

import pytest
from click.testing import CliRunner

from thresher.errors import SettingsError
from thresher.lab import evaluate as evaluation
from thresher.lab.commands import lab
from thresher.lab.floors import read_floors
from thresher.lab.peers import peer_cleaner, peer_pages
from thresher.lab.records import read_gold, write_rows
from thresher.lab.sets import find_sets


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(lab, [str(argument) for argument in arguments])


@pytest.fixture
def product(data, monkeypatch):
    """A product that knows the gold and cuts its texts to a share that the test sets."""
    gold = {url: row for each in find_sets(data).values() for url, row in read_gold(each.gold).items()}
    share = {"of": 1.0}

    def clean(captures, out):
        out.mkdir(parents=True)
        rows = (gold[page.url] for page in peer_pages(captures))
        cut = ({**row, "text": row["text"][: int(len(row["text"]) * share["of"])]} for row in rows)
        write_rows(out / "articles.jsonl.gz", cut)

    monkeypatch.setattr(evaluation, "cleaner", lambda workers: clean)  # noqa: ARG005
    return share


@pytest.fixture
def scored(tmp_path):
    write_rows(
        tmp_path / "gold.jsonl.gz", [{"url": "u1", "text": "a b", "language": "en"}, {"url": "u2", "text": "c d"}]
    )
    write_rows(tmp_path / "out.jsonl", [{"url": "u1", "text": "a b"}, {"url": "u2", "text": "c"}, {"url": "u3"}])
    return tmp_path / "gold.jsonl.gz", tmp_path / "out.jsonl"


def test_score_prints_figures_groups_and_worst_pages(run, scored):
    result = run("score", *scored, "--by", "language", "--worst", 1)
    assert result.exit_code == 0
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in result.output.splitlines() if "|" in line]
    assert lines[0] == ["figure", "all", "en", "unknown"]
    assert ["word f1", "0.833", "1.000", "0.667"] in lines
    assert lines[-1] == ["0.667", "1.000", "0.500", "1", "3", "u2"]
    assert "the gold does not have: 1" in result.output


def test_score_prints_json(run, scored):
    document = json.loads(run("score", *scored, "--json", "--worst", 5).output)
    assert document["total"]["figures"]["word_f1"] == pytest.approx(5 / 6)
    assert document["unknown"] == 1
    assert [page["url"] for page in document["worst"]] == ["u2", "u1"]


def test_score_names_an_unreadable_file(run, scored, tmp_path):
    result = run("score", scored[0], tmp_path / "gone.jsonl")
    assert isinstance(result.exception, SettingsError)  # one line and exit code 2, by thresher.cli
    assert "gone.jsonl" in str(result.exception)


def test_eval_prints_one_table_over_all_sets(run, data, product, tmp_path):
    result = run("eval", data, "--floors", tmp_path / "none.json")
    assert result.exit_code == 0
    assert "no floors are pinned" in result.output
    assert [line.split("|")[1].strip() for line in result.output.splitlines() if line.startswith("| harbour")] == [
        "harbour",
        "harbour-text",
    ]
    assert product["of"] == 1.0


@pytest.mark.usefixtures("product")
def test_eval_takes_only_the_named_sets(run, data, tmp_path):
    result = run("eval", data, "--sets", "harbour-text", "--floors", tmp_path / "none.json")
    assert "| harbour " not in result.output


def test_eval_pins_floors_and_then_fails_below_them(run, data, product, tmp_path):
    floors = tmp_path / "floors.json"
    assert run("eval", data, "--floors", floors, "--update").exit_code == 0
    assert read_floors(floors).floors["harbour", "all"].figures["word_f1"] == 1
    assert run("eval", data, "--floors", floors).exit_code == 0
    product["of"] = 0.5
    result = run("eval", data, "--floors", floors)
    assert result.exit_code == 1
    assert "BELOW ITS FLOOR" in result.output


def test_eval_lowers_a_floor_only_with_flag_and_reason(run, data, product, tmp_path):
    floors = tmp_path / "floors.json"
    run("eval", data, "--floors", floors, "--update")
    pinned = floors.read_bytes()
    product["of"] = 0.5
    refused = run("eval", data, "--floors", floors, "--update")
    assert isinstance(refused.exception, SettingsError)
    assert "--allow-regression" in str(refused.exception)
    assert run("eval", data, "--floors", floors, "--update", "--allow-regression").exit_code == 2
    assert run("eval", data, "--floors", floors, "--update", "--reason", "half will do").exit_code != 0
    assert floors.read_bytes() == pinned
    arguments = ("--update", "--allow-regression", "--reason", "half will do")
    assert run("eval", data, "--floors", floors, *arguments).exit_code == 0
    assert {lowering.reason for lowering in read_floors(floors).lowered} == {"half will do"}


@pytest.mark.usefixtures("product")
def test_slices_have_floors_of_their_own(run, data, tmp_path):
    floors = tmp_path / "floors.json"
    run("eval", data, "--floors", floors, "--update", "--limit", 2)
    assert {scope for _, scope in read_floors(floors).floors} == {"2"}
    assert "no floor is pinned" in run("eval", data, "--floors", floors).output


@pytest.mark.usefixtures("product")
def test_eval_shows_a_peer_beside_the_product(run, data, tmp_path, monkeypatch):
    monkeypatch.setattr("thresher.lab.commands.peer_cleaner", lambda name, workers: peer_cleaner(name, workers or 1))
    result = run("eval", data, "--sets", "harbour", "--peers", "--limit", 2, "--floors", tmp_path / "none.json")
    rows = [line.split("|")[2].strip() for line in result.output.splitlines() if line.startswith("| harbour")]
    assert rows == ["thresher", "trafilatura"]


@pytest.mark.parametrize(
    ("arguments", "said"), [(["nowhere"], "no such data directory"), ([".", "--sets", "x"], "no sets")]
)
def test_eval_says_what_is_wrong_with_its_data(run, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    result = run("eval", *arguments)
    assert isinstance(result.exception, SettingsError)
    assert said in str(result.exception)


@pytest.mark.parametrize("command", ["fuzz", "recovery"])
def test_a_folder_that_is_not_our_fixtures_is_refused_before_anything_runs(run, tmp_path, command):
    result = run(command, tmp_path)
    assert isinstance(result.exception, SettingsError)
    assert f"has no archives ({tmp_path})" in str(result.exception)

"""How a run grows is told by runs of the command line over invented pages."""

from __future__ import annotations

import re
from dataclasses import replace

from click.testing import CliRunner

from thresher.lab.commands import lab
from thresher.lab.endurance.growth import Size, table
from thresher.lab.sites.making import pages


def test_more_sites_than_are_invented_are_the_same_by_other_names_with_other_stories():
    made = list(pages(2, sites=8))
    hosts = [page.capture.url.split("/")[2] for page in made]
    assert len(set(hosts)) == 8
    assert hosts[12] == f"6.{hosts[0]}"
    assert made[12].story != made[0].story
    assert made[:12] == list(pages(2))


def test_each_run_is_told_whole_and_by_stage(tmp_path):
    options = ["6", "12", "--sites", "6", "--folder", str(tmp_path)]
    said = CliRunner().invoke(lab, ["growth", *options, "--out", str(tmp_path / "growth.md"), "--date", "2026-11-27"])
    assert said.exit_code == 0, said.output
    page = (tmp_path / "growth.md").read_text("utf-8")
    assert re.search(r"\| +6 \|.*\n\| +12 \|", page)
    assert re.search(r"\| s/1,000 by stage \|.* pages \|.* templates \|.* corpus \|", page)
    assert (tmp_path / "growth.svg").read_bytes().startswith(b"<?xml")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["growth.md", "growth.svg"]


def test_the_steps_of_spark_are_told_with_their_shuffles():
    few = Size(10, 9, 1000, 3.0, {"pages": 1.0}, 2.0, 0, 0, {"texts": (0.5, 4_000)})
    many = replace(few, pages=100, steps={"texts": (1.0, 50_000), "relations": (0.25, 0)})
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table([few, many]).splitlines()]
    assert ["texts", "50.00", "400", "10.00", "500"] in lines
    assert ["relations", "0.00", "0", "2.50", "0"] in lines


def test_a_run_that_fails_is_an_error(tmp_path):
    options = ["6", "--sites", "6", "--folder", str(tmp_path), "--option=--no-such-option"]
    said = CliRunner().invoke(lab, ["growth", *options])
    assert "the run ended with 2" in str(said.exception)

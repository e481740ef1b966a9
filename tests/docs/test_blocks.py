"""Every block of code on a page of the documentation does what the page says."""

from __future__ import annotations

import importlib.util
import shlex
import sys
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from thresher.cli import commands
from thresher.settings import Settings
from thresher.strip.check import check
from thresher.strip.rules import load_rules

sys.path.insert(0, str(Path(__file__).parent))
from doc_blocks import Block, blocks

BLOCKS = blocks()
PAGES = sorted({block.page for block in BLOCKS if block.language == "python"})


def needed(block: Block) -> str | None:
    """What a block needs that is not there."""
    for mark in block.marks:
        kind, _, name = mark.partition(": ")
        if kind != "needs":
            continue
        if name.startswith("command "):
            if name.removeprefix("command ") not in commands.commands:
                return name
        elif name.startswith("option "):
            command, option = name.split()[1:]
            if not any(option in one.opts for one in commands.commands[command].params):
                return name
        elif importlib.util.find_spec(name) is None:
            return name
    return None


def calls(block: Block) -> list[list[str]]:
    """The arguments of each call of thresher in a block."""
    lines = block.code.replace("\\\n", " ").splitlines()
    return [shlex.split(line)[2:] for line in lines if line.startswith("$ thresher ")]


CALLS = [
    pytest.param(block, call, id=f"{block}-{' '.join(call)[:40]}")
    for block in BLOCKS
    if block.language == "console"
    for call in calls(block)
]


@pytest.mark.parametrize("page", PAGES)
def test_the_python_of_a_page_runs_from_top_to_bottom(page, workspace, monkeypatch):
    monkeypatch.chdir(workspace)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)  # as in an environment that is active
    names: dict[str, Any] = {"__name__": "page"}
    for block in BLOCKS:
        if block.page != page or block.language != "python":
            continue
        code = compile("\n" * block.line + block.code, str(block), "exec")
        if needed(block) is None:
            exec(code, names)
    if "spark" in names:
        names["spark"].stop()


@pytest.mark.parametrize(("block", "call"), CALLS)
def test_a_command_of_a_page_is_one_that_there_is(block, call, workspace, monkeypatch):
    if (missing := needed(block)) is not None:
        pytest.skip(f"there is no {missing}")
    monkeypatch.chdir(workspace)
    command: click.Command = commands
    while isinstance(command, click.Group):
        name, command, call = command.resolve_command(click.Context(command), call)
    command.make_context(name, list(call))


@pytest.mark.parametrize("block", [b for b in BLOCKS if "runs" in b.marks], ids=str)
def test_a_command_that_is_said_to_run_runs(block, workspace, monkeypatch):
    monkeypatch.chdir(workspace)
    assert calls(block)
    for call in calls(block):
        done = CliRunner().invoke(commands, call)
        assert done.exit_code == 0, done.output
        assert done.output.strip()


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.language == "toml"], ids=str)
def test_the_toml_of_a_page_is_settings_or_a_rule_that_proves_itself(block, tmp_path):
    file = tmp_path / "my.toml"
    if "[[rule]]" not in block.code:
        file.write_text(block.code)
        Settings.load(file)
        return
    file.write_text('[topic]\nname = "page-of-docs"\ndescription = "Of the documentation."\n\n' + block.code)
    rules = load_rules([file])
    assert tomllib.loads(block.code)["rule"]
    assert check(rules) == []


def test_every_block_says_what_it_is():
    assert {block.language for block in BLOCKS} <= {"python", "console", "toml", "text", "ini", "json"}
    assert len(CALLS) > 30

"""What the documents say is what the code declares."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from thresher.cli import commands
from thresher.kit import Kit
from thresher.report.documents import documents, generated, renewed, write
from thresher.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_every_generated_part_is_fresh(tmp_path):
    for name in ("README.md", "SECURITY.md", "config", "docs", "fixtures", "pipeline"):
        subprocess.run(["cp", "-r", ROOT / name, tmp_path / name], check=True)
    stale = [str(path.relative_to(tmp_path)) for path in write(tmp_path)]
    assert not stale, f"run `make docs`: {stale}"


def test_every_test_that_a_document_names_is_there():
    named = {one for path in documents(ROOT) for one in re.findall(r"`(tests/[\w/]+\.py)`", path.read_text("utf-8"))}
    assert len(named) > 10
    assert sorted(one for one in named if not (ROOT / one).is_file()) == []


def test_every_generated_part_stands_in_a_document():
    texts = [path.read_text("utf-8") for path in documents(ROOT)]
    missing = [name for name in generated(ROOT) if not any(f"<!-- {name} -->" in text for text in texts)]
    assert not missing


def test_a_stale_part_is_renewed_and_the_rest_left_alone():
    text = "before\n<!-- a -->\nold\n<!-- /a -->\nafter"
    assert renewed(text, {"a": "new \\1"}) == "before\n<!-- a -->\nnew \\1\n<!-- /a -->\nafter"


def test_the_shipped_settings_are_the_defaults():
    assert Settings.load(ROOT / "config" / "thresher.toml") == Settings()
    assert Kit.load(Settings.load(ROOT / "config" / "thresher.toml")).digest == Kit.load().digest


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make (\w+)", README))))
def test_every_make_target_that_the_readme_names_is_there(target):
    assert re.search(rf"^{target}:.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"bin/thresher (\w+)", README))))
def test_every_command_that_the_readme_names_is_there(command):
    assert command in commands.list_commands(None)


def test_every_public_function_and_class_of_the_package_is_listed_sorted_and_found():
    import thresher

    assert thresher.__all__ == sorted(thresher.__all__)
    assert all(getattr(thresher, name) for name in thresher.__all__)
    homes = [name for names in thresher._HOMES.values() for name in names]
    assert sorted(homes) == thresher.__all__

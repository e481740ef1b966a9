"""The parts of the documents that are generated from the declarations in the code.

`make docs` writes them; a test finds them stale. In a document they stand between
`<!-- NAME -->` and `<!-- /NAME -->`.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from thresher.cli import Exit, commands
from thresher.emit.fields import schema
from thresher.emit.rows import REJECTION, REMOVAL
from thresher.extract.sites.knowledge import ERA_KEYS, EXAMPLE_KEYS, MOST, Site, load_sites
from thresher.extract.sites.knowledge import READY as SITES_READY
from thresher.extract.sites.selector import CHARS, POWER
from thresher.kit import Kit
from thresher.nouns import Reason
from thresher.report.examples import examples
from thresher.report.prometheus import BY_LABEL, PLAIN
from thresher.report.remedies import EXIT_REMEDIES, REMEDIES
from thresher.settings import Limits, Settings
from thresher.strip.rules import PATTERN_CHARS, PROGRAM, Rule, load_rules
from thresher.strip.rules import READY as RULES_READY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic.fields import FieldInfo

    from thresher.ready import Ready

Of = TypeVar("Of", Rule, Site)


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    names = list(head)
    lines = [names, ["---"] * len(names), *([str(cell).replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _kind(shape: dict[str, Any]) -> str:
    kinds = shape["type"] if isinstance(shape["type"], list) else [shape["type"]]
    return " or ".join(kinds)


def _columns(properties: dict[str, Any]) -> str:
    rows = ((f"`{name}`", _kind(shape), shape["description"]) for name, shape in properties.items())
    return table(("field", "type", "meaning"), rows)


def _topics() -> str:
    counts: dict[str, list[Any]] = {}
    for rule in Kit.load().rules:
        entry = counts.setdefault(rule.topic, [0, rule.topic_description])
        entry[0] += 1
    return table(("topic", "rules", "what it drops"), ((f"`{t}`", n, told) for t, (n, told) in sorted(counts.items())))


def _metrics() -> Iterator[tuple[str, ...]]:
    for name, told in PLAIN.items():
        yield f"`thresher_{name}`", "", told
    for name, (told, label) in BY_LABEL.items():
        yield f"`thresher_{name}`", f"`{label}`", told


def _limits() -> str:
    """The bounds of hostile input, as they are declared."""
    fields = Limits.model_fields.items()
    rows = ((f"`limits.{name}`", f"{field.default:,}", field.description) for name, field in fields)
    return table(("setting", "default", "bounds"), rows)


def _settings_tables() -> str:
    """Every setting, a table for each section."""
    parts = []
    settings = Settings()
    for section in Settings.model_fields:
        values = getattr(settings, section)
        rows = (
            (f"`{section}.{name}`", _shown(getattr(values, name)), field.description)
            for name, field in type(values).model_fields.items()
        )
        told = _sentence(type(values).__doc__ or "")
        parts.append(f"## {section}\n\n{told}\n\n{table(('setting', 'default', 'says'), rows)}")
    return "\n\n".join(parts)


def _shown(value: object) -> str:
    if value is None:
        return "none"
    written = json.dumps(list(value) if isinstance(value, tuple) else value)
    return f"`{written}`"


def _command_tables() -> str:
    """Every command with its arguments and options."""
    return "\n\n".join(_command_table(name, command) for name, command in _every(commands, "thresher"))


def _every(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name in sorted(group.commands):
        command = group.commands[name]
        if isinstance(command, click.Group):
            yield from _every(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def _command_table(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    told = "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    # Without `--help`, whose form depends on how the command was called last.
    records = [record for one in command.params if (record := one.get_help_record(context))]
    rows = ((f"`{option}`", says) for option, says in records)
    return f"## {name}\n\n    {usage}\n\n{told}\n\n{table(('option', 'says'), rows)}"


def generated(root: Path) -> dict[str, str]:
    """Each generated part by its name; the examples are real output on the captures below `root`."""
    codes = ((code.value, code.description) for code in Exit)
    helps = (
        (f"`thresher {name}`", commands.commands[name].get_short_help_str(90)) for name in sorted(commands.commands)
    )
    return {
        "fields": _columns(schema()["properties"]),
        "rejection-fields": _columns(REJECTION),
        "removal-fields": _columns(REMOVAL),
        "exit-codes": table(("code", "meaning"), codes),
        "reason-remedies": table(
            ("reason", "meaning", "what to do"), ((f"`{one}`", one.description, REMEDIES[one]) for one in Reason)
        ),
        "exit-remedies": table(
            ("code", "meaning", "what to do"), ((one.value, one.description, EXIT_REMEDIES[one]) for one in Exit)
        ),
        "settings": _settings_tables(),
        "command-options": _command_tables(),
        "metrics": table(("metric", "label", "says"), _metrics()),
        "commands": table(("command", "what it does"), helps),
        "topics": _topics(),
        "limits": _limits(),
        "pattern-limits": f"At most {PATTERN_CHARS:,} characters and {PROGRAM:,} compiled instructions.",
        "site-limits": f"At most {MOST} selectors a list, of {CHARS} characters and {POWER} skipping places each.",
        "site-era-keys": table(("key", "says"), ((f"`{key}`", told) for key, told in ERA_KEYS.items())),
        "site-example-keys": table(("key", "says"), ((f"`{key}`", told) for key, told in EXAMPLE_KEYS.items())),
    } | examples(root)


def renewed(text: str, parts: dict[str, str]) -> str:
    """A document with its generated parts made new."""
    for name, part in parts.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text = pattern.sub(lambda found, part=part: f"{found[1]}{part}\n{found[2]}", text)  # type: ignore[misc]
    return text


def default_settings() -> str:
    """`config/thresher.toml`: every setting with its meaning and its default."""
    lines = [
        "# Settings of Thresher, at their defaults. Unknown keys are errors.",
        "# Generated from `thresher.settings`.",
    ]
    settings = Settings()
    for section in Settings.model_fields:
        values = getattr(settings, section)
        lines += ["", f"[{section}]  # {_sentence(type(values).__doc__ or '')}"]
        for name, field in type(values).model_fields.items():
            lines += _setting(name, getattr(values, name), field)
    return "\n".join(lines) + "\n"


def _sentence(text: str) -> str:
    return " ".join(text.split())


def _setting(name: str, value: object, field: FieldInfo) -> list[str]:
    told = f"# {field.description}"
    if value is None:
        return [told, f"# {name} ="]
    written = json.dumps(list(value) if isinstance(value, tuple) else value)
    return [told, f"{name} = {written}"]


def documents(root: Path) -> list[Path]:
    """The documents that may hold generated parts."""
    return [
        root / "README.md",
        root / "SECURITY.md",
        root / "config" / "sites" / "README.md",
        *sorted((root / "docs").rglob("*.md")),
    ]


def ready(root: Path) -> dict[Path, str]:
    """What the shipped files of rules and sites come to, for those that start; raises SettingsError."""
    config, package = root / "config", Path(__file__).parents[1]
    rules = load_rules((config / "rules").glob("*.toml"), ready=None)
    sites = load_sites(config / "sites", ready=None).sites
    texts = (_ready(RULES_READY, config / "rules", rules), _ready(SITES_READY, config / "sites", sites))
    places = (root / "pipeline" / "thresher" / one.place.relative_to(package) for one in (RULES_READY, SITES_READY))
    return dict(zip(places, texts, strict=True))


def _ready(kind: Ready[Of], folder: Path, made: Iterable[Of]) -> str:
    """The text of what is ready of one kind, the files of a folder in the order of their names."""
    of: dict[str, list[Of]] = {}
    for one in made:
        of.setdefault(one.file, []).append(one)
    return kind.written((name, (folder / name).read_bytes(), of[name]) for name in sorted(of))


def write(root: Path) -> list[Path]:
    """Write all generated parts below the root of a checkout; returns the files that changed."""
    wanted = ready(root) | {
        root / "config" / "article.schema.json": json.dumps(schema(), indent=2, ensure_ascii=False) + "\n",
        root / "config" / "thresher.toml": default_settings(),
    }
    parts = generated(root)
    for document in documents(root):
        wanted[document] = renewed(document.read_text("utf-8"), parts)
    tomllib.loads(wanted[root / "config" / "thresher.toml"])
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        path.write_text(wanted[path], "utf-8")
    return stale


if __name__ == "__main__":
    for changed in write(Path(__file__).parents[3]):
        print(f"written: {changed.name}")  # noqa: T201 - a command

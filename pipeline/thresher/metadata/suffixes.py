"""Registrable domains, by the public suffix list that the package `tld` brings: its list is read, its code is not.

To import `tld` loads the standard library's HTTP and TLS, and its tree of the list takes ten times what this table
takes; both would be paid by each process that starts.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

_LIST = "res/effective_tld_names.dat.txt"
_RULE = re.compile(r"^(?:// (?=xn--))?([^/\s]\S*)", re.MULTILINE)


class _Suffixes(NamedTuple):
    """What lies on the way to a suffix, whether it is one itself, and the label that is excepted below it."""

    nodes: dict[str, bool]
    exceptions: dict[str, str]


def registrable(name: str) -> str | None:
    """The registrable domain of a host in punycode, the host itself where that is a suffix; None of an unknown one."""
    nodes, exceptions = _suffixes()
    labels = name.split(".")
    node, deepest = "", 0
    for depth, label in enumerate(reversed(labels), 1):
        if label == exceptions.get(node):
            break
        below = f"{label}.{node}"
        if below not in nodes:
            below = f"*.{node}"
            if below not in nodes:
                break
        node = below
        if nodes[node]:
            deepest = depth
    return ".".join(labels[-deepest - 1 :]) if deepest else None


@cache
def _suffixes() -> _Suffixes:
    rules = [f"{rule}." for rule in _rules()]
    exceptions: dict[str, str] = {}
    for rule in rules:
        if rule[0] == "!":
            label, _, node = rule[1:].partition(".")
            exceptions[node] = label
    nodes = dict.fromkeys([rule for rule in rules if rule[0] != "!"], True) | dict.fromkeys(exceptions, True)
    above = {node.partition(".")[2] for node in nodes} - {""}
    while between := above - nodes.keys():
        nodes |= dict.fromkeys(between, False)
        above = {node.partition(".")[2] for node in between} - {""}
    return _Suffixes(nodes, exceptions)


def _rules() -> list[str]:
    """The rules of the list, of registries and of others; names in other scripts in punycode too, as comments tell."""
    spec = find_spec("tld")
    folders = (spec and spec.submodule_search_locations) or ()
    text = next(iter(Path(folder, _LIST).read_text("utf-8") for folder in folders), "")
    return _RULE.findall(text)

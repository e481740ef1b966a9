"""Clusters of copies: connected by verified pairs only, each member verified against the centre of its cluster."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

Pair = tuple[int, int]


def components(size: int, pairs: Iterable[Pair]) -> NDArray[np.int64]:
    """The smallest number of the component in which each of `size` nodes lies."""
    parents = list(range(size))

    def root(node: int) -> int:
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        parents[high] = low
    return np.fromiter((root(node) for node in range(size)), np.int64, size)


def clusters(size: int, copies: Sequence[Pair], is_copy: Callable[[list[Pair]], list[bool]]) -> list[list[int]]:
    """The clusters of two or more nodes, each with its centre first.

    `copies` are the verified pairs; `is_copy` verifies others. A component is no cluster yet: a chain of
    versions may begin and end with different stories. Its centre, the node with most copies, takes those that are
    copies of it; what is left is divided again.
    """
    found: list[list[int]] = []
    members: dict[int, list[int]] = defaultdict(list)
    roots = components(size, copies)
    for node in sorted({node for pair in copies for node in pair}):  # most nodes are in none
        members[int(roots[node])].append(node)
    links: dict[int, set[int]] = defaultdict(set)
    for one, other in copies:
        links[one].add(other)
        links[other].add(one)
    waiting = list(members.values())
    while waiting:  # round by round, so that what is unknown is asked for all groups at once
        centres = [_centre(group, links) for group in waiting]
        unknown = [
            (centre, node)
            for centre, group in zip(centres, waiting, strict=True)
            for node in group
            if node != centre and node not in links[centre]
        ]
        verified = is_copy([(min(pair), max(pair)) for pair in unknown]) if unknown else []
        for (centre, node), is_one in zip(unknown, verified, strict=True):
            if is_one:
                links[centre].add(node)
                links[node].add(centre)
        groups, waiting = waiting, []
        for centre, group in zip(centres, groups, strict=True):
            near = links[centre].intersection(group)
            if near:
                found.append([centre, *sorted(near)])
            rest = sorted(set(group) - near - {centre})
            if len(rest) > 1:
                waiting += _connected(rest, links)
    return sorted(found)


def _centre(group: list[int], links: dict[int, set[int]]) -> int:
    """The node with most copies in its group."""
    inside = set(group)
    return min(group, key=lambda node: (-len(links[node] & inside), node))


def _connected(nodes: list[int], links: dict[int, set[int]]) -> list[list[int]]:
    """The parts of a group that hang together without the nodes that are gone."""
    index = {node: number for number, node in enumerate(nodes)}
    pairs = [(index[node], index[other]) for node in nodes for other in links[node] if other in index]
    parts: dict[int, list[int]] = defaultdict(list)
    for number, root in enumerate(components(len(nodes), pairs).tolist()):
        parts[root].append(nodes[number])
    return [part for part in parts.values() if len(part) > 1]

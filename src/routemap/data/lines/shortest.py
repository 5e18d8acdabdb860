"""The shortest path through a graph whose edges are computed when they are needed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from heapq import heappop, heappush
from itertools import count
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def shortest_path(
    start: Node,
    goal: Node,
    edges: Callable[[Node], Iterable[tuple[Node, float]]],
    least: Callable[[Node], float] = lambda _: 0.0,
) -> list[Node]:
    """Return the nodes of the shortest path, an empty list if there is none.

    This is the algorithm A*, https://doi.org/10.1109/TSSC.1968.300136.

    Parameters
    ----------
    edges
        The neighbours of a node with their distance. It is called once per node.
    least
        A lower bound of the distance from a node to the goal.

    Examples
    --------
    >>> roads = {"a": [("b", 1.0), ("c", 5.0)], "b": [("c", 1.0)], "c": []}
    >>> shortest_path("a", "c", roads.__getitem__), shortest_path("c", "a", roads.__getitem__)
    (['a', 'b', 'c'], [])
    """
    order = count()  # nodes need not be comparable
    waiting = [(least(start), next(order), start)]
    length, before = {start: 0.0}, dict[Node, Node]()
    done = set[Node]()
    while waiting:
        node = heappop(waiting)[2]
        if node == goal:
            path = [node]
            while path[-1] in before:
                path.append(before[path[-1]])
            return path[::-1]
        if node in done:
            continue
        done.add(node)
        for other, distance in edges(node):
            total = length[node] + distance
            if other not in done and total < length.get(other, float("inf")):
                length[other], before[other] = total, node
                heappush(waiting, (total + least(other), next(order), other))
    return []

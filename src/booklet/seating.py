"""The order in which names sit round the middle of a map: that in which few of the lines between them cross."""

from __future__ import annotations

from collections.abc import Sequence

ROUNDS = 8


def seated(count: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Positions round the ring, the best connected first: that order in which few lines cross and most are short."""
    degree = [sum(n in pair for pair in pairs) for n in range(count)]
    order: list[int] = []
    for node in sorted(range(count), key=lambda n: (-degree[n], n)):
        ways = [[*order[:at], node, *order[at:]] for at in range(len(order) + 1)]
        order = min(ways, key=lambda way: _cost(way, pairs))
    best = _cost(order, pairs)
    for _ in range(ROUNDS):
        before = best
        for i in range(count):
            for j in range(i + 1, count):
                order[i], order[j] = order[j], order[i]
                cost = _cost(order, pairs)
                if cost < best:
                    best = cost
                else:
                    order[i], order[j] = order[j], order[i]
        if best == before:
            break
    first = min(range(count), key=lambda n: (-degree[n], n))
    turn = order.index(first)
    return [*order[turn:], *order[:turn]]


def _cost(order: Sequence[int], pairs: Sequence[tuple[int, int]]) -> int:
    """Crossings count most, then lengths round the ring."""
    at = {node: position for position, node in enumerate(order)}
    chords = [(min(at[a], at[b]), max(at[a], at[b])) for a, b in pairs if a in at and b in at]
    crossings = sum(
        a < c < b < d or c < a < d < b for position, (a, b) in enumerate(chords) for c, d in chords[position + 1 :]
    )
    return 12 * crossings + sum(min(b - a, len(order) - b + a) for a, b in chords)

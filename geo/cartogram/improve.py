"""Exchanges of hexagons that bring neighbours together."""

from __future__ import annotations

import numpy as np

from geo.arrays import Floats, Ints
from geo.cartogram.cells import middles_of, steps_between

Cell = tuple[int, int]
"""Column and row."""
SEED = 20240704
SWEEPS = 300
"""Exchanges that are tried, for each area."""
_WARM, _COLD = 1.0, 0.02
_AWAY = 0.2
"""What a squared distance of neighbours from its place counts for, beside a step between two areas
that touch."""
_SAME = 2.5
"""How many times a pair of one region counts."""
_BORDER = 1.2
"""What an edge between hexagons of two regions counts for."""


def improve(cells: Ints, places: Floats, pairs: Ints, groups: Ints, parts: Ints) -> Ints:
    """Exchange cells between areas so that true neighbours touch and regions hang together.

    Simulated annealing from a fixed seed: the same input gives the same cells.

    Parameters
    ----------
    cells
        Column and row of each area.
    places
        Where each area lies on the stretched map, neighbours 1 apart.
    pairs
        Areas that touch, a pair once.
    groups
        The region of each area.
    parts
        The part of each area: cells are exchanged within it.

    Returns
    -------
    cells
        The same cells, given to areas otherwise.

    References
    ----------
    Kirkpatrick, Gelatt and Vecchi 1983, Optimization by simulated annealing.
    """
    cells = cells.copy()
    count = len(cells)
    near: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for one, other in pairs.tolist():
        weight = _SAME if groups[one] == groups[other] else 1.0
        near[one].append((other, weight))
        near[other].append((one, weight))
    rivals, beside = _around(cells, parts, 2), _around(cells, parts, 1)
    group = groups.tolist()
    at: list[Cell] = [(column, row) for column, row in cells.tolist()]
    owner = {cell: area for area, cell in enumerate(at)}
    middles = dict(zip(at, middles_of(cells).tolist(), strict=True))
    home = places.tolist()

    def cost(area: int, cell: Cell) -> float:
        x, y = middles[cell]
        total = _AWAY * ((x - home[area][0]) ** 2 + (y - home[area][1]) ** 2)
        across, up = cell[0] - cell[1] // 2, cell[1]
        for other, weight in near[area]:
            column, row = at[other]
            a, b = across - (column - row // 2), up - row
            steps = max(abs(a), abs(b), abs(a + b))
            total += weight * (steps - 1 if steps > 1 else 0)
        return total

    def edges(cell: Cell, its: int, other: Cell, others: int) -> int:
        """Count the edges to other regions round two cells, were they of such regions."""
        found = 0
        for around, of in ((cell, its), (other, others)):
            for rim in beside[around]:
                found += of != (
                    others if rim == other else its if rim == cell else group[owner[rim]]
                )
        return found

    random = np.random.default_rng(SEED)
    tries = SWEEPS * count
    firsts = random.integers(0, count, tries).tolist()
    chances = random.random((tries, 2)).tolist()
    for number, one in enumerate(firsts):
        pick, luck = chances[number]
        options = rivals[at[one]]
        if not options:
            continue
        target = options[int(pick * len(options))]
        other = owner[target]
        was_one, was_other = at[one], at[other]
        before = cost(one, was_one) + cost(other, was_other)
        at[one], at[other] = was_other, was_one
        worse = cost(one, was_other) + cost(other, was_one) - before
        if (its := group[one]) != (others := group[other]):
            worse += _BORDER * edges(was_one, others, was_other, its)
            worse -= _BORDER * edges(was_one, its, was_other, others)
        heat = _WARM * (_COLD / _WARM) ** (number / tries)
        if worse > 0 and luck >= np.exp(-worse / heat):
            at[one], at[other] = was_one, was_other
        else:
            owner[was_other], owner[was_one] = one, other
    return np.array(at, dtype=np.int64)


def _around(cells: Ints, parts: Ints, most: int) -> dict[Cell, list[Cell]]:
    """List the cells of the same part that are so many steps from each at most."""
    steps = steps_between(cells[:, None], cells[None])
    close = (steps > 0) & (steps <= most) & (parts[:, None] == parts[None])
    keys: list[Cell] = [(column, row) for column, row in cells.tolist()]
    return {
        key: [keys[at] for at in np.flatnonzero(row)] for key, row in zip(keys, close, strict=True)
    }

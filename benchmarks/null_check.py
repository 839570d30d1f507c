"""Whether the test of cold spots keeps its promise: on worlds without any, and with planted ones.

The real areas, contiguity and cohorts stay in place. In a world without cold spots the true rate
of each node is drawn on its own from the beta distribution fitted to its nation, and the measured
one is a binomial count in its cohort; areas split from one of 2011 inherit the rate of their node.
All that is found there is false. A recipe known to be wrong, which first draws rates towards those
of their neighbours, has to fail the same check. In reality rates depend on cohorts: so the test is
also tried on worlds in which the true rate of each node is drawn from the distribution of its tenth
of cohorts, still whatever its neighbours are. Run with `python -m benchmarks.null_check`, for
Scotland with `python -m benchmarks.null_check dz11`: with as many worlds as the page asks for, or
more, the answer is kept in the data folder for it, each level's by itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import Prior, area_table, chance_below
from geo.arrays import Flags, Floats
from geo.coldspots import (
    GRID,
    OWN_CHANCE,
    Q,
    Windows,
    adjusted,
    basis_of,
    load_nodes,
    standardise,
    tails,
    to_whole,
    touching,
)
from geo.files import read_json, write_json
from geo.scan import fit_scatter
from geo.settings import data_dir
from layers.method import NULL_CHECK, OTHERS

WORLDS, WORLDS_WRONG, WORLDS_PLANTED = 200, 20, 20
"""Worlds without cold spots; of these for the wrong recipe; worlds with planted ones."""
LEVEL = "lsoa21"
"""Level that is checked unless another is named."""
RARE = 0.001
FAIR = (0.85, 1.15)
"""Between which the rejections at `RARE` may lie, over as many as there should be."""
CLUSTER_SIZE = 12


class Plants(NamedTuple):
    """What is planted in the worlds of a level."""

    clusters: int
    """About as many for its nodes at each level."""
    drop: float
    """How far planted nodes truly are below what they were drawn."""
    least: float
    """No planted rate is lower."""


PLANTED = {"lsoa21": Plants(60, 0.15, 0.02), "dz11": Plants(13, 0.06, 0.005)}


class World:
    """A nation's nodes that can be tested, with their cohorts and windows."""

    def __init__(self, level: str = LEVEL) -> None:
        self.plants = PLANTED[level]
        nodes, pairs = load_nodes(level)
        windows = touching(pairs, len(nodes.codes))
        kept = windows.sizes > 0
        # Scotland's cohorts vary far more: what the last step leaves is told there too.
        self.full_of_students = _students(level, nodes.codes[kept])
        self.windows: Windows = windows.among(kept)
        self.cohort = np.rint(nodes.cohort[kept])
        self.prior: Prior = standardise(nodes.rate[kept], nodes.cohort[kept])[1]
        self.scatter = fit_scatter(nodes.rate[kept], self.cohort)
        window_cohort = self.windows.sums(self.cohort) + self.cohort
        order = np.argsort(window_cohort, kind="stable")
        tenth = len(order) // 10
        self.smallest, self.largest = order[:tenth], order[-tenth:]

    def truth_by_cohort(self, random: np.random.Generator) -> Floats:
        """Draw true rates, each on its own, from what its tenth of cohorts has."""
        return self.scatter.true_rates(random)

    def truth(self, random: np.random.Generator) -> Floats:
        """Draw true rates, each on its own."""
        into = self.prior.people * self.prior.mean
        return random.beta(into, self.prior.people - into, len(self.cohort))

    def measured(self, true: Floats, random: np.random.Generator) -> Floats:
        """Draw the rates of a cohort."""
        return random.binomial(self.cohort.astype(np.int64), true) / self.cohort

    def chances(self, values: Floats) -> Floats:
        """Return the chance of a window as cold, by the method."""
        whole, sizes = to_whole(values, GRID), self.windows.sizes + 1
        sums = self.windows.sums(whole) + whole
        return tails(whole, sizes, sums).lower

    def method(self, rate: Floats) -> Floats:
        """Standardise as the method does."""
        return standardise(rate, self.cohort)[0]

    def wrong(self, rate: Floats) -> Floats:
        """Draw rates towards those of their neighbours first, as some do."""
        held = self.windows.sums(self.cohort)
        around = self.windows.sums(rate * self.cohort) / held
        own = self.cohort / (self.cohort + self.prior.people)
        drawn = own * rate + (1 - own) * around
        return (drawn - drawn.mean()) / drawn.std()


def _students(level: str, codes: npt.NDArray[np.str_]) -> Flags | None:
    """Return which nodes are full of students; None at levels where none are marked."""
    column = basis_of(level).students
    if not column:
        return None
    marked: Flags = area_table(level)[column].reindex(codes).to_numpy(bool)
    return marked


def cold_spots_where_none_are(world: World, marked: Flags, seeds: int) -> Floats:
    """Return, of each world without cold spots, whether a cold spot is found: any, an unmarked one.

    The worlds are those of `nothing_there`; the node's own rate is asked too, as step five does.
    """

    def run(seed: int) -> Floats:
        random = np.random.default_rng([seed, 77])
        rate = world.measured(world.truth(random), random)
        values, prior = standardise(rate, world.cohort)
        own = chance_below(pd.Series(rate), pd.Series(world.cohort), prior.mean, prior)
        cold = (adjusted(world.chances(values)) <= Q) & (own.to_numpy() >= OWN_CHANCE)
        return np.array([float(cold.any()), float((cold & ~marked).any())])

    return side_by_side(run, seeds)


def side_by_side(run: Callable[[int], npt.NDArray[np.float64]], seeds: int) -> Floats:
    """Run for each seed, as many at once as there are cores."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return np.array(list(pool.map(run, range(seeds))))


def nothing_there(
    world: World,
    recipe: Callable[[Floats], Floats],
    seeds: int,
    truth: Callable[[np.random.Generator], Floats] | None = None,
) -> Floats:
    """Return, of each world without cold spots: any found, and rejections over nominal."""
    drawn = truth or world.truth

    def run(seed: int) -> Floats:
        random = np.random.default_rng([seed, 77])
        p = world.chances(recipe(world.measured(drawn(random), random)))
        ratio = [
            (p[part] <= RARE).mean() / RARE
            for part in (np.arange(len(p)), world.smallest, world.largest)
        ]
        return np.array([float((adjusted(p) <= Q).any()), *ratio])

    return side_by_side(run, seeds)


def planted(world: World, random: np.random.Generator) -> Flags:
    """Mark clusters of touching nodes, each grown from a node drawn at random."""
    marked = np.zeros(len(world.cohort), bool)
    links = world.windows.links
    for start in random.choice(len(marked), world.plants.clusters, replace=False):
        cluster, edge = {int(start)}, [int(start)]
        while edge and len(cluster) < CLUSTER_SIZE:
            at = edge.pop(0)
            near = links.indices[links.indptr[at] : links.indptr[at + 1]].tolist()
            new = [node for node in near if node not in cluster][: CLUSTER_SIZE - len(cluster)]
            cluster.update(new)
            edge += new
        marked[list(cluster)] = True
    return marked


def something_there(world: World, seeds: int) -> Floats:
    """Return recall, discoveries not planted, those with nothing planted near, and found again."""

    def run(seed: int) -> Floats:
        random = np.random.default_rng([seed, 78])
        cold = planted(world, random)
        true = world.truth(random)
        true[cold] = np.maximum(true[cold] - world.plants.drop, world.plants.least)
        first, again = (
            adjusted(world.chances(world.method(world.measured(true, random)))) <= Q
            for _ in range(2)
        )
        near = (world.windows.sums(cold.astype(np.int64)) > 0) | cold
        found = max(1, int(first.sum()))
        return np.array(
            [
                (first & cold).sum() / cold.sum(),
                (first & ~cold).sum() / found,
                (first & ~near).sum() / found,
                (first & again).sum() / found,
            ]
        )

    return side_by_side(run, seeds)


def at_most(worlds: int) -> float:
    """Return the largest share of worlds with a discovery that fits the promise: q, two errors."""
    return float(Q + 2 * np.sqrt(Q * (1 - Q) / worlds))


def false_ones(
    world: World,
    recipe: Callable[[Floats], Floats],
    worlds: int,
    truth: Callable[[np.random.Generator], Floats] | None = None,
) -> dict[str, Any]:
    """Return the figures of so many worlds in which whatever is found is false."""
    any_found, *ratios = nothing_there(world, recipe, worlds, truth).mean(axis=0)
    return {
        "worlds": worlds,
        "any_found": round(float(any_found), 4),
        "at_most": round(at_most(worlds), 4),
        "rare_over_nominal": {
            part: round(float(ratio), 4)
            for part, ratio in zip(("all", "smallest", "largest"), ratios, strict=True)
        },
    }


def measure(seeds: int, planted_seeds: int, level: str = LEVEL) -> dict[str, Any]:
    """Run everything; return the figures with what they depend on."""
    world = World(level)
    wrong_seeds = max(WORLDS_WRONG, seeds // 10)
    recipes = (("method", world.method, seeds), ("wrong", world.wrong, wrong_seeds))
    without = {name: false_ones(world, recipe, runs) for name, recipe, runs in recipes}
    without["by_cohort"] = false_ones(world, world.method, seeds, world.truth_by_cohort)
    if world.full_of_students is not None:
        found = cold_spots_where_none_are(world, world.full_of_students, seeds).mean(axis=0)
        names = ("any_cold_spot", "any_unmarked_cold_spot")
        without["method"] |= {
            name: round(float(one), 4) for name, one in zip(names, found, strict=True)
        }
    recall, alien, lone, again = something_there(world, planted_seeds).mean(axis=0)
    return {
        "level": level,
        "nodes": len(world.cohort),
        "grid_units": GRID,
        "q": Q,
        "rare": RARE,
        "fair": list(FAIR),
        "without_cold_spots": without,
        "planted": {
            "worlds": planted_seeds,
            "clusters": world.plants.clusters,
            "cluster_size": CLUSTER_SIZE,
            "drop": world.plants.drop,
            "found": round(float(recall), 4),
            "not_planted": round(float(alien), 4),
            "none_near": round(float(lone), 4),
            "found_again": round(float(again), 4),
        },
    }


def said(figures: dict[str, Any]) -> str:
    """Put the figures into a table and a sentence, as Markdown."""
    lines = [
        f"{figures['nodes']:,} nodes, exact chances, q = {figures['q']}.\n",
        f"| worlds without cold spots | any found | p <= {figures['rare']} over nominal: all "
        "| smallest cohorts | largest cohorts |",
        "|---|---|---|---|---|",
    ]
    names = {
        "method": "the method",
        "wrong": "rates first drawn towards their neighbours'",
        "by_cohort": "the method, where rates depend on cohorts",
    }
    for key, name in names.items():
        got = figures["without_cold_spots"][key]
        ratios = " | ".join(f"{ratio:.2f}" for ratio in got["rare_over_nominal"].values())
        lines.append(
            f"| {name}, {got['worlds']} of them | {got['any_found']:.3f} "
            f"(at most {got['at_most']:.3f}) | {ratios} |"
        )
    got = figures["planted"]
    lines.append(
        f"\n{got['worlds']} worlds with {got['clusters']} clusters of {got['cluster_size']} nodes, "
        f"{got['drop']:.0%} lower: {got['found']:.0%} of planted nodes in a cold window; of the "
        f"cold windows {got['not_planted']:.0%} are not planted themselves and "
        f"{got['none_near']:.1%} have nothing planted in them; {got['found_again']:.0%} are found "
        "again in a second cohort."
    )
    return "\n".join(lines)


def main(seeds: int = WORLDS, planted_seeds: int = WORLDS_PLANTED, level: str = LEVEL) -> None:
    """Run, print the table, and keep the figures if they rest on enough worlds."""
    figures = measure(seeds, planted_seeds, level)
    print(said(figures))
    if seeds >= WORLDS and planted_seeds >= WORLDS_PLANTED:
        keep(figures)
        print(f"\nKept in {NULL_CHECK} of the data folder.")
    else:
        print(f"\nNot kept: the page asks for {WORLDS} worlds and {WORLDS_PLANTED} planted ones.")


def keep(figures: dict[str, Any]) -> None:
    """Write the figures of one level into the data folder, and leave those of others there."""
    path, level = data_dir() / NULL_CHECK, figures["level"]
    held = read_json(path) if path.is_file() else {}
    others = held.pop(OTHERS, {})
    if level == LEVEL:
        held = figures
    else:
        others[level] = figures
    write_json(path, held | ({OTHERS: others} if others else {}))


if __name__ == "__main__":
    named = [text for text in sys.argv[1:] if not text.isdigit()]
    given = [int(text) for text in sys.argv[1:] if text.isdigit()]
    seeds, planted_seeds = [*given, *(WORLDS, WORLDS_PLANTED)[len(given) :]]
    main(seeds, planted_seeds, *named)

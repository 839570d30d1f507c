"""Whether the test of cold spots keeps its promise: on worlds without any, and with planted ones.

The real areas, contiguity and cohorts stay in place. In a world without cold spots the true rate
of each node is drawn on its own from the beta distribution fitted to England, and the measured one
is a binomial count in its cohort; areas split from one of 2011 inherit the rate of their node. All
that is found there is false. A recipe known to be wrong, which first draws rates towards those of
their neighbours, has to fail the same check. Run with `python -m benchmarks.null_check`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from geo.coldspots import PERMUTATIONS, SEED, Q
from geo.discoveries import adjusted
from geo.local import standardise
from geo.nodes import load_nodes
from geo.permutations import tails, to_whole
from geo.rates import Prior
from geo.windows import Windows, touching

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

RARE = 0.001
DROP = 0.15
"""How far below the national rate planted nodes truly are."""
CLUSTERS, CLUSTER_SIZE = 60, 12


class World:
    """England's nodes that can be tested, with their cohorts and windows."""

    def __init__(self) -> None:
        nodes, pairs = load_nodes("lsoa21")
        windows = touching(pairs, len(nodes.codes))
        kept = windows.sizes > 0
        self.windows: Windows = windows.among(kept)
        self.cohort = np.rint(nodes.cohort[kept])
        self.prior: Prior = standardise(nodes.rate[kept], nodes.cohort[kept])[1]
        window_cohort = self.windows.sums(self.cohort) + self.cohort
        order = np.argsort(window_cohort, kind="stable")
        tenth = len(order) // 10
        self.smallest, self.largest = order[:tenth], order[-tenth:]

    def truth(self, random: np.random.Generator) -> Floats:
        """Draw true rates, each on its own."""
        into = self.prior.people * self.prior.mean
        return random.beta(into, self.prior.people - into, len(self.cohort))

    def measured(self, true: Floats, random: np.random.Generator) -> Floats:
        """Draw the rates of a cohort."""
        return random.binomial(self.cohort.astype(np.int64), true) / self.cohort

    def chances(self, values: Floats) -> Floats:
        """Give the chance of a window as cold, by the method."""
        whole, sizes = to_whole(values), self.windows.sizes + 1
        sums = self.windows.sums(whole) + whole
        return tails(whole, sizes, sums, PERMUTATIONS, SEED).lower

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


def side_by_side(run: Callable[[int], npt.NDArray[np.float64]], seeds: int) -> Floats:
    """Run for each seed, as many at once as there are cores."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return np.array(list(pool.map(run, range(seeds))))


def nothing_there(world: World, recipe: Callable[[Floats], Floats], seeds: int) -> Floats:
    """Return, of each world without cold spots: any found, and rejections over nominal."""

    def run(seed: int) -> Floats:
        random = np.random.default_rng([seed, 77])
        p = world.chances(recipe(world.measured(world.truth(random), random)))
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
    for start in random.choice(len(marked), CLUSTERS, replace=False):
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
        true[cold] = np.maximum(true[cold] - DROP, 0.02)
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


def main(seeds: int = 200, planted_seeds: int = 20) -> None:
    """Run, and print the table as Markdown."""
    world = World()
    print(f"{len(world.cohort):,} nodes, {PERMUTATIONS:,} random windows, q = {Q}.\n")
    print(
        "| worlds without cold spots | any found | p <= 0.001 over nominal: all | smallest "
        "cohorts | largest cohorts |\n|---|---|---|---|---|"
    )
    for name, recipe, runs in (
        ("the method", world.method, seeds),
        ("rates first drawn towards their neighbours'", world.wrong, max(20, seeds // 10)),
    ):
        got = nothing_there(world, recipe, runs)
        most = Q + 2 * np.sqrt(Q * (1 - Q) / runs)
        any_found, *ratios = got.mean(axis=0)
        print(
            f"| {name}, {runs} of them | {any_found:.3f} (at most {most:.3f}) | "
            + " | ".join(f"{ratio:.2f}" for ratio in ratios)
            + " |"
        )
    recall, alien, lone, again = something_there(world, planted_seeds).mean(axis=0)
    print(
        f"\n{planted_seeds} worlds with {CLUSTERS} clusters of {CLUSTER_SIZE} nodes, "
        f"{DROP:.0%} lower: {recall:.0%} of planted nodes in a cold window; of the cold windows "
        f"{alien:.0%} are not planted themselves and {lone:.1%} have nothing planted in them; "
        f"{again:.0%} are found again in a second cohort."
    )


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:]))

"""Whether the spatial model keeps its promises: on made-up Englands whose true rates are known.

The real areas, their contiguity and their cohorts stay in place. A *model* world is drawn from the
model at the hyperparameters that the real rates give. A *rough* world breaks its assumptions: each
local authority has a level of its own with hard edges, and own effects have heavy tails (Student's
t with four degrees of freedom). A *planted* world starts from one joint draw of the real posterior;
patches of ten touching neighbourhoods then have 0.6 of their rate. A world *by cohort* has nothing
shared at all, but places with larger cohorts tend to be lower or higher, as in reality: the rate of
each is drawn on its own, from the beta distribution of its tenth of cohorts. Each world is counted
once, the model is fitted to the counts, and what it says is held against the truth. The test of
cold spots is run on the same counts.

Run with `python -m benchmarks.posterior 50 50 10 10`: so many worlds of each kind, in the order
model, rough, planted, by cohort. A world that is done is kept in the cache folder, so a run that
breaks off counts, and the next one goes on from there. With `kept` instead of numbers, what is kept
is summed up. The figures go into the data folder for the Method page, with the worlds they rest on.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit

from benchmarks.null_check import RARE
from geo.areas import wilson_interval
from geo.arrays import Flags, Floats
from geo.build.posterior import input_of
from geo.coldspots import Windows, assess, join_zones, load_nodes, touching
from geo.files import write_json
from geo.posterior import (
    FIFTHS,
    MODEL,
    draws_interval,
    fit,
    likely,
    load_draws,
    scaled_graph,
    summarise,
)
from geo.scan import fit_scatter
from geo.settings import cache_dir, data_dir
from layers.method import POSTERIOR_CHECK

DRAWS = 400
SHARES = (0.05, 0.1, 0.125, 0.2)
PATCHES, PATCH_SIZE, PATCH_RATE = 200, 10, 0.6
KINDS = {"model": 50, "rough": 50, "planted": 10, "by_cohort": 10}
"""How many worlds of each kind are made unless told otherwise."""
BINS = 20
"""Of chances, for the reliability curve."""
VERSION = 3
"""Goes up with every change of what a world is or what is kept of it."""


class England:
    """The real areas of a level, with the model of their real rates."""

    def __init__(self, level: str = "lsoa21") -> None:
        self.level = level
        self.nodes, self.pairs = load_nodes(level)
        self.cohort = np.rint(self.nodes.cohort).astype(np.int64)
        self.graph = scaled_graph(len(self.cohort), input_of(level).pairs)
        self.windows: Windows = touching(self.pairs, len(self.cohort))
        self.real = fit(self.nodes.rate, self.nodes.cohort, self.graph)
        self.areas = np.bincount(
            self.nodes.of_area[self.nodes.of_area >= 0], minlength=len(self.cohort)
        )
        self.fifth = _parts(self.cohort, 5)
        around = self.windows.sums(self.cohort) + self.cohort
        self.window_tenth = _parts(around, 10)
        self.scatter = fit_scatter(self.nodes.rate, self.nodes.cohort)
        # Hyperparameters from which the last world's search ended, by kind: the next begins there.
        self.guess = {"planted": (self.real.sigma, self.real.phi)}
        self.guess["model"] = self.guess["planted"]

    def cohort_world(self, rng: np.random.Generator) -> Floats:
        """Draw each true rate on its own, from what its tenth of cohorts has."""
        return np.clip(self.scatter.true_rates(rng), 1e-6, 1 - 1e-6)

    def model_world(self, rng: np.random.Generator) -> Floats:
        """Draw true rates from the model."""
        real = self.real
        noise = self.graph.edges.T @ rng.standard_normal(self.graph.edges.shape[0])
        # An intrinsic effect has no proper draw: the little that is added makes one.
        import scipy.sparse as sp
        from scipy.sparse.linalg import splu

        little = 1e-5
        system = sp.csc_array(self.graph.precision + little * sp.eye_array(len(noise)))
        effect = splu(system).solve(noise + np.sqrt(little) * rng.standard_normal(len(noise)))
        sizes = np.bincount(self.graph.parts)
        means = np.bincount(self.graph.parts, effect) / sizes
        effect -= np.where(sizes > 1, means, 0.0)[self.graph.parts]
        own = rng.standard_normal(len(noise))
        mixed = np.sqrt(real.phi) * effect + np.sqrt(1 - real.phi) * own
        return expit(real.beta[0] + real.sigma * mixed)

    def rough_world(self, rng: np.random.Generator) -> Floats:
        """Draw true rates with a level for each authority and heavy tails."""
        district = pd.factorize(self._first_of("lad24_code"))[0]
        level = rng.standard_normal(district.max() + 1)[district]
        own = rng.standard_t(4, len(district)) / np.sqrt(2)
        return expit(self.real.beta[0] + self.real.sigma * (0.6 * level + 0.55 * own))

    def _first_of(self, column: str) -> np.ndarray:
        from geo.areas import area_table

        table = area_table(self.level)
        values = table[column].reindex(self.nodes.areas).to_numpy()
        found = np.empty(len(self.cohort), dtype=object)
        known = self.nodes.of_area >= 0
        found[self.nodes.of_area[known]] = values[known]
        return found

    def planted_world(self, rng: np.random.Generator, number: int) -> tuple[Floats, Flags, Floats]:
        """Lower patches of one joint draw of the real rates; return truth, patches, rate before."""
        drawn = load_draws(self.level)
        true = np.empty(len(self.cohort))
        true[drawn.unit] = drawn.draw(number)
        true = np.clip(true, 0.01, 0.99)
        planted = np.zeros(len(true), bool)
        before = np.full(len(true), np.nan)
        links = self.windows.links
        for start in rng.choice(len(true), PATCHES, replace=False):
            patch, edge = [int(start)], [int(start)]
            while edge and len(patch) < PATCH_SIZE:
                at = edge.pop(0)
                near = links.indices[links.indptr[at] : links.indptr[at + 1]].tolist()
                new = [one for one in near if one not in patch][: PATCH_SIZE - len(patch)]
                patch += new
                edge += new
            if not planted[patch].any():
                planted[patch] = True
                before[patch] = np.average(true[patch], weights=self.cohort[patch])
        true = np.where(planted, PATCH_RATE * true, true)
        return true, planted, before

    def counted(self, true: Floats, rng: np.random.Generator) -> Floats:
        """Count a cohort once: measured rates."""
        return rng.binomial(self.cohort, true) / self.cohort


def _parts(values: Floats | np.ndarray, count: int) -> np.ndarray:
    """Return the part of each place, 0 for the smallest, by rank into parts of one size."""
    order = np.argsort(values, kind="stable")
    part = np.empty(len(order), np.int64)
    part[order] = np.arange(len(order)) * count // len(order)
    return part


def lowest_fifth(rate: Floats, cohort: Floats) -> Flags:
    """Mark the fifth of people with the lowest rates."""
    order = np.argsort(rate, kind="stable")
    people = np.cumsum(cohort[order])
    inside = np.zeros(len(rate), bool)
    inside[order] = (people - cohort[order] / 2) / people[-1] < 0.2
    return inside


def reliability(chance: Floats, happened: Flags) -> list[list[float]]:
    """Return, of each bin of chances: places, the sum of their chances, and how many had it."""
    bins = np.minimum((chance * BINS).astype(np.int64), BINS - 1)
    sums = [np.bincount(bins, weights, BINS) for weights in (None, chance, happened)]
    return np.stack(sums, axis=1).tolist()


def calibration_error(curve: list[list[float]]) -> float:
    """Return the expected calibration error of a curve that `reliability` made."""
    places, chances, happened = np.array(curve).T
    return float(np.abs(chances - happened).sum() / places.sum())


def model_of(england: England, rate: Floats, kind: str) -> Floats:
    """Fit the model to measured rates; return joint draws."""
    cohort = england.cohort.astype(float)
    model = fit(rate, cohort, england.graph, near=england.guess.get(kind))
    england.guess[kind] = model.sigma, min(max(model.phi, 1e-3), 1 - 1e-3)
    return np.concatenate([rates for rates, _ in model.draws(DRAWS, 1)])


def wrong_and_found(listed: Flags, truly: Flags) -> tuple[float, float]:
    """Return the share of a list that is wrong, and the share of what is true that it has."""
    return (
        float((listed & ~truly).sum() / max(1, listed.sum())),
        float((listed & truly).sum() / truly.sum()),
    )


def promises(england: England, kind: str, rng: np.random.Generator) -> dict[str, Any]:
    """Hold what the model says of one world against the truth."""
    true = england.model_world(rng) if kind == "model" else england.rough_world(rng)
    cohort = england.cohort.astype(float)
    rate = england.counted(true, rng)
    draws = model_of(england, rate, kind)
    low, high = draws_interval(draws)
    inside = (true >= low) & (true <= high)
    national = float(np.average(rate, weights=cohort))
    summary = summarise(draws, cohort, england.areas, national)
    truly = lowest_fifth(true, cohort)
    curves = {
        "below_national": reliability(summary["prob_below_national"].to_numpy(), true < national),
        "lowest_fifth": reliability(summary[FIFTHS[0]].to_numpy(), truly),
    }
    found: dict[str, Any] = {
        "cover": inside.mean(),
        "cover_by_cohort": [inside[england.fifth == fifth].mean() for fifth in range(5)],
        **{f"curve_{name}": curve for name, curve in curves.items()},
        **{f"error_{name}": calibration_error(curve) for name, curve in curves.items()},
    }
    for share in SHARES:
        listed = likely(summary[FIFTHS[0]], share).to_numpy()
        found[f"wrong_at_{share:g}"], found[f"found_at_{share:g}"] = wrong_and_found(listed, truly)
    tested = assess(rate, cohort, england.windows).cold_spot
    found["wrong_tested"], found["found_tested"] = wrong_and_found(tested, truly)
    return found | zones_of(england, true, rate, draws, tested)


def nothing_shared(england: England, kind: str, rng: np.random.Generator) -> dict[str, Any]:
    """Return what is found where rates depend on cohorts alone, by windows' cohorts.

    The test's rejections are of windows, over as many as chance should make; all are false, as
    nothing is shared. The model's list names places, and is wrong where the place's true rate is
    not in the lowest fifth.
    """
    true = england.cohort_world(rng)
    cohort, rate = england.cohort.astype(float), england.counted(true, rng)
    tested = assess(rate, cohort, england.windows)
    draws = model_of(england, rate, kind)
    national = float(np.average(rate, weights=cohort))
    chance = summarise(draws, cohort, england.areas, national)[FIFTHS[0]]
    truly = lowest_fifth(true, cohort)
    parts = {
        "all": np.ones(len(true), bool),
        "smallest": england.window_tenth == 0,
        "largest": england.window_tenth == 9,
    }
    low, high = draws_interval(draws)
    inside = (true >= low) & (true <= high)
    found: dict[str, Any] = {"tested": float(tested.cold_spot.sum())}
    for name, part in parts.items():
        held = part & tested.assessed
        found[f"rare_{name}"] = float((tested.p[held] <= RARE).mean() / RARE)
        found[f"cover_{name}"] = float(inside[part].mean())
        found[f"error_{name}"] = calibration_error(
            reliability(chance[part].to_numpy(), truly[part])
        )
        for share in SHARES:
            listed = likely(chance, share).to_numpy()
            found[f"listed_{name}_at_{share:g}"] = float((listed & part).sum())
            found[f"not_low_{name}_at_{share:g}"] = float((listed & part & ~truly).sum())
    return found


def zones_of(
    england: England, true: Floats, rate: Floats, draws: Floats, cold: Flags
) -> dict[str, float]:
    """Hold the rates of zones of tested cold spots against the truth, measured and modelled."""
    zone = join_zones(england.pairs, cold)
    number = int(zone.max()) + 1
    if not number:
        return {}
    cohort = england.cohort.astype(float)
    held = zone >= 0

    def together(values: Floats) -> Floats:
        people = np.bincount(zone[held], cohort[held], minlength=number)
        return np.bincount(zone[held], (cohort * values)[held], minlength=number) / people

    truth, measured = together(true), together(rate)
    people = np.bincount(zone[held], cohort[held], minlength=number)
    wilson = wilson_interval(pd.Series(measured), pd.Series(people))
    joint = np.stack([together(row) for row in draws])
    # The interval of zones holds 95%, as the measured one does.
    low, high = draws_interval(joint, held=0.95)
    return {
        "zones": number,
        "zone_cover_measured": float(((truth >= wilson["low"]) & (truth <= wilson["high"])).mean()),
        "zone_cover_modelled": float(((truth >= low) & (truth <= high)).mean()),
        "zone_bias_measured": float((measured - truth).mean()),
        "zone_bias_modelled": float((joint.mean(axis=0) - truth).mean()),
    }


def power(england: England, number: int, rng: np.random.Generator) -> dict[str, Any]:
    """Return how much of planted patches the test and the model's lists find."""
    true, planted, before = england.planted_world(rng, number)
    rate, cohort = england.counted(true, rng), england.cohort.astype(float)
    draws = model_of(england, rate, "planted")
    national = float(np.average(rate, weights=cohort))
    summary = summarise(draws, cohort, england.areas, national)
    marked = {"tested": assess(rate, cohort, england.windows).cold_spot}
    for share in SHARES:
        marked[f"fifth_at_{share:g}"] = likely(summary[FIFTHS[0]], share).to_numpy()
        marked[f"below_at_{share:g}"] = likely(summary["prob_below_national"], share).to_numpy()
    parts = {
        "all": planted,
        "were_low": planted & (before < 0.35),
        "were_middling": planted & (before >= 0.35) & (before < 0.5),
        "were_high": planted & (before >= 0.5),
    }
    return {
        f"{name}_{part}": float(found[held].mean())
        for part, held in parts.items()
        for name, found in marked.items()
    }


def averaged(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Average the figures of worlds, curves too."""
    found: dict[str, Any] = {"worlds": len(rows)}
    for name in sorted({name for row in rows for name in row}):
        # A world without zones says nothing of them.
        held = [row[name] for row in rows if name in row]
        mean = np.mean(held, axis=0)
        if name.startswith("curve_"):
            places, chances, happened = np.array(mean).T
            some = places > 0
            curve = np.stack([chances, happened], axis=1)[some] / places[some, np.newaxis]
            shares = (places / places.sum())[some, np.newaxis]
            found[name] = np.hstack([curve, shares]).round(4).tolist()
        else:
            found[name] = np.asarray(mean).round(4).tolist()
    return found


class Worlds:
    """The worlds that are done, kept in a file of the cache folder, a line a world."""

    def __init__(self, england: England) -> None:
        import hashlib

        drawn_from = (england.nodes.rate, england.cohort, england.nodes.areas.to_numpy(str))
        given = b"".join(np.ascontiguousarray(part).tobytes() for part in drawn_from)
        said = f"{MODEL} {DRAWS} {VERSION} {PATCHES} {PATCH_SIZE} {PATCH_RATE} {SHARES}".encode()
        name = hashlib.sha256(given + said).hexdigest()[:16]
        self.path: Path = cache_dir() / "made_up_englands" / f"{name}.jsonl"
        self.done: dict[tuple[str, int], dict[str, Any]] = {}
        if self.path.is_file():
            for line in self.path.read_text("utf-8").splitlines():
                held = json.loads(line)
                self.done[held["kind"], held["seed"]] = held["figures"]

    def add(self, kind: str, seed: int, figures: dict[str, Any]) -> None:
        """Keep one more."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        figures = {name: np.asarray(value).tolist() for name, value in figures.items()}
        line = json.dumps({"kind": kind, "seed": seed, "figures": figures})
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        self.done[kind, seed] = figures

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Return the figures of a kind of world, in the order of its seeds."""
        seeds = sorted(seed for one, seed in self.done if one == kind)
        return [self.done[kind, seed] for seed in seeds]


def _in_turn(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Put worlds in an order in which each kind goes ahead by its share, wherever it breaks off."""
    worlds = [(kind, seed) for kind, count in counts.items() for seed in range(count)]
    return sorted(worlds, key=lambda world: (world[1] + 0.5) / counts[world[0]])


def main(counts: dict[str, int]) -> None:
    """Make the worlds that are not done, print their figures, and keep what all of them say."""
    england = England()
    worlds = Worlds(england)
    makers: dict[str, Callable[[int], dict[str, Any]]] = {
        "model": lambda seed: promises(england, "model", np.random.default_rng([seed, 101])),
        "rough": lambda seed: promises(england, "rough", np.random.default_rng([seed, 101])),
        "planted": lambda seed: power(england, seed, np.random.default_rng([seed, 102])),
        "by_cohort": lambda seed: nothing_shared(
            england, "by_cohort", np.random.default_rng([seed, 103])
        ),
    }
    for kind, seed in _in_turn(counts):
        if (kind, seed) not in worlds.done:
            began = time.perf_counter()
            worlds.add(kind, seed, makers[kind](seed))
            told = {
                name: round(value, 4)
                for name, value in worlds.done[kind, seed].items()
                if isinstance(value, float)
            }
            print(kind, seed, f"{time.perf_counter() - began:.0f} s", told, flush=True)
    figures: dict[str, Any] = {
        "nodes": len(england.cohort),
        "draws": DRAWS,
        "sigma": round(england.real.sigma, 3),
        "phi": round(england.real.phi, 3),
        "rare": RARE,
        **{kind: averaged(worlds.of(kind)) for kind in KINDS},
    }
    figures["planted"] |= {
        "patches": PATCHES,
        "patch_size": PATCH_SIZE,
        "patch_rate": PATCH_RATE,
    }
    print(json.dumps(figures, indent=1))
    write_json(data_dir() / POSTERIOR_CHECK, figures)


if __name__ == "__main__":
    if sys.argv[1:] == ["kept"]:
        main(dict.fromkeys(KINDS, 0))
    else:
        given = [int(text) for text in sys.argv[1:]]
        main(dict(zip(KINDS, [*given, *list(KINDS.values())[len(given) :]], strict=True)))

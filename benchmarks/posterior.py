"""Whether the spatial model keeps its promises: on made-up Englands whose true rates are known.

The real areas, their contiguity and their cohorts stay in place. A *model* world is drawn from the
model at the hyperparameters that the real rates give. A *rough* world breaks its assumptions: each
local authority has a level of its own with hard edges, and own effects have heavy tails (Student's
t with four degrees of freedom). A *planted* world starts from one joint draw of the real posterior;
patches of ten touching neighbourhoods then have 0.6 of their rate. Each world is counted once, the
model is fitted to the counts, and what it says is held against the truth. The test of cold spots is
run on the same counts. Run with `python -m benchmarks.posterior 50 50 10`: so many worlds of each
kind. The figures are kept in the data folder for the Method page, with the worlds they rest on.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit

from geo.areas import wilson_interval
from geo.arrays import Flags, Floats
from geo.coldspots import Windows, assess, join_zones, load_nodes, touching
from geo.files import write_json
from geo.posterior import FIFTHS, INTERVAL, Fit, fit, likely, load_draws, scaled_graph, summarise
from geo.settings import data_dir
from layers.method import POSTERIOR_CHECK

DRAWS = 400
SHARES = (0.05, 0.1, 0.125, 0.2)
PATCHES, PATCH_SIZE, PATCH_RATE = 200, 10, 0.6


class England:
    """The real areas of a level, with the model of their real rates."""

    def __init__(self, level: str = "lsoa21") -> None:
        self.level = level
        self.nodes, self.pairs = load_nodes(level)
        self.cohort = np.rint(self.nodes.cohort).astype(np.int64)
        self.graph = scaled_graph(len(self.cohort), self.pairs)
        self.windows: Windows = touching(self.pairs, len(self.cohort))
        self.real = fit(self.nodes.rate, self.nodes.cohort, self.graph)
        self.areas = np.bincount(
            self.nodes.of_area[self.nodes.of_area >= 0], minlength=len(self.cohort)
        )
        order = np.argsort(self.cohort, kind="stable")
        fifth = np.empty(len(order), np.int64)
        fifth[order] = np.arange(len(order)) * 5 // len(order)
        self.smallest, self.largest = fifth == 0, fifth == 4

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


def lowest_fifth(rate: Floats, cohort: Floats) -> Flags:
    """Mark the fifth of people with the lowest rates."""
    order = np.argsort(rate, kind="stable")
    people = np.cumsum(cohort[order])
    inside = np.zeros(len(rate), bool)
    inside[order] = (people - cohort[order] / 2) / people[-1] < 0.2
    return inside


def calibration_error(chance: Floats, happened: Flags) -> float:
    """Return the expected calibration error over twenty bins of chances."""
    bins = np.minimum((chance * 20).astype(np.int64), 19)
    weight = np.bincount(bins, minlength=20)
    gaps = np.bincount(bins, chance - happened, minlength=20)
    return float(np.abs(gaps).sum() / weight.sum())


def model_of(england: England, rate: Floats) -> tuple[Fit, Floats]:
    """Fit the model to measured rates; return it with joint draws."""
    model = fit(rate, england.cohort.astype(float), england.graph)
    return model, np.concatenate([rates for rates, _ in model.draws(DRAWS, 1)])


def promises(england: England, true: Floats, rng: np.random.Generator) -> dict[str, float]:
    """Hold what the model says of one world against the truth."""
    cohort = england.cohort.astype(float)
    rate = england.counted(true, rng)
    _, draws = model_of(england, rate)
    low, high = np.quantile(draws, [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2], axis=0)
    inside = (true >= low) & (true <= high)
    national = float(np.average(rate, weights=cohort))
    summary = summarise(draws, cohort, england.areas, national)
    truly = lowest_fifth(true, cohort)
    found = {
        "cover": inside.mean(),
        "cover_smallest": inside[england.smallest].mean(),
        "cover_largest": inside[england.largest].mean(),
        "error_below_national": calibration_error(
            summary["prob_below_national"].to_numpy(), true < national
        ),
        "error_lowest_fifth": calibration_error(summary[FIFTHS[0]].to_numpy(), truly),
    }
    for share in SHARES:
        listed = likely(summary[FIFTHS[0]], share).to_numpy()
        found[f"wrong_at_{share:g}"] = float((listed & ~truly).sum() / max(1, listed.sum()))
        found[f"found_at_{share:g}"] = float((listed & truly).sum() / truly.sum())
    tested = assess(rate, cohort, england.windows).cold_spot
    found["wrong_tested"] = float((tested & ~truly).sum() / max(1, tested.sum()))
    found["found_tested"] = float((tested & truly).sum() / truly.sum())
    return found | zones_of(england, true, rate, draws, tested)


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
    low, high = np.quantile(joint, [0.025, 0.975], axis=0)
    return {
        "zones": number,
        "zone_cover_measured": float(((truth >= wilson["low"]) & (truth <= wilson["high"])).mean()),
        "zone_cover_modelled": float(((truth >= low) & (truth <= high)).mean()),
        "zone_bias_measured": float((measured - truth).mean()),
        "zone_bias_modelled": float((joint.mean(axis=0) - truth).mean()),
    }


def power(england: England, number: int, rng: np.random.Generator) -> dict[str, float]:
    """Return how much of planted patches the test and the model's list find."""
    true, planted, before = england.planted_world(rng, number)
    rate, cohort = england.counted(true, rng), england.cohort.astype(float)
    _, draws = model_of(england, rate)
    national = float(np.average(rate, weights=cohort))
    summary = summarise(draws, cohort, england.areas, national)
    tested = assess(rate, cohort, england.windows).cold_spot
    fifth = likely(summary[FIFTHS[0]], 0.05).to_numpy()
    below = likely(summary["prob_below_national"], 0.05).to_numpy()
    found = {}
    for name, part in (
        ("all", planted),
        ("were_low", planted & (before < 0.35)),
        ("were_middling", planted & (before >= 0.35) & (before < 0.5)),
        ("were_high", planted & (before >= 0.5)),
    ):
        found |= {
            f"tested_{name}": float(tested[part].mean()),
            f"fifth_{name}": float(fifth[part].mean()),
            f"below_{name}": float(below[part].mean()),
        }
    return found


def averaged(rows: list[dict[str, float]]) -> dict[str, Any]:
    """Average the figures of worlds."""
    if not rows:
        return {"worlds": 0}
    means = pd.DataFrame(rows).mean().round(4)
    return {"worlds": len(rows), **{str(name): float(value) for name, value in means.items()}}


def main(model: int, rough: int, planted: int) -> None:
    """Run all worlds, print their figures and keep them."""
    england = England()
    figures: dict[str, Any] = {
        "nodes": len(england.cohort),
        "draws": DRAWS,
        "sigma": round(england.real.sigma, 3),
        "phi": round(england.real.phi, 3),
    }
    print(figures, flush=True)
    for kind, count, draw in (
        ("model", model, england.model_world),
        ("rough", rough, england.rough_world),
    ):
        rows = []
        for seed in range(count):
            rng, began = np.random.default_rng([seed, 101]), time.perf_counter()
            rows.append(promises(england, draw(rng), rng))
            print(kind, seed, f"{time.perf_counter() - began:.0f} s", rows[-1], flush=True)
        figures[kind] = averaged(rows)
    rows = [power(england, seed, np.random.default_rng([seed, 102])) for seed in range(planted)]
    figures["planted"] = averaged(rows) | {
        "patches": PATCHES,
        "patch_size": PATCH_SIZE,
        "patch_rate": PATCH_RATE,
    }
    print(figures)
    write_json(data_dir() / POSTERIOR_CHECK, figures)


if __name__ == "__main__":
    main(*[*(int(text) for text in sys.argv[1:4]), *(50, 50, 10)[len(sys.argv) - 1 :]])

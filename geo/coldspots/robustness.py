"""How far a cold spot depends on the recipe: the same question asked in other reasonable ways."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextvars import copy_context
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo import tables
from geo.areas import Prior
from geo.arrays import Flags, Floats
from geo.coldspots.fdr import adjusted, check_rate
from geo.coldspots.levels import basis_of, bundled
from geo.coldspots.significance import (
    Assessment,
    Q,
    TestInput,
    answers,
    assess,
    decide,
    find_cold_spots,
    permutation_test,
    prepare,
)
from geo.coldspots.units import Nodes, load_nodes
from geo.coldspots.weights import Windows, nearest, touching, within_distance
from geo.posterior import FIFTHS, POSTERIOR_LEVELS
from geo.registry import PARENTS, percent_text, steps_of

NEAREST = 8
DISTANCE_M = 5_000
COHORT_SEED = 1
"""What makes the second cohort; nothing else is drawn."""

CONFIDENCE = ("strong", "moderate", "tentative")
"""How many of `DECIDING` agree with a cold spot: all three, two, fewer."""

CHANCE_LIMITS = (0.95, 0.8)
"""Least chances of being in the true lowest fifth of the first two grades of cold spots.

"Almost certain" and "highly likely" begin there in the Probability Yardstick of the Professional
Head of Intelligence Assessment (United Kingdom), 95% is what intervals and tests here go by, and
about half, a quarter and a quarter of England's tested cold spots are in the three grades.
"""


@dataclass(frozen=True)
class Recipe:
    """Another way to ask which areas are cold spots."""

    id: str
    """Column of the answer, and word in files."""
    label: str
    """What it is, in a table."""


RECIPES: tuple[Recipe, ...] = (
    Recipe("base", "The method: touching areas, Benjamini-Hochberg"),
    Recipe("other_level", "Also cold at the other level (MSOA for LSOA, and the reverse)"),
    Recipe("other_measure", "Entry to higher education in the Indices of Deprivation instead"),
    Recipe("yekutieli", "Benjamini-Yekutieli, which allows for any dependence between tests"),
    Recipe("nearest", f"The {NEAREST} nearest areas instead of those that touch"),
    Recipe("distance", f"All areas within {DISTANCE_M // 1000} km instead of those that touch"),
    Recipe("other_cohort", "A second cohort, simulated from what is known of each area"),
)
_IN_SCOTLAND = {
    "other_level": "Also cold among intermediate zones",
    "other_measure": "Entry to higher education in the index of 2016 instead",
}
"""What recipes are where another level and another measure are asked."""
DECIDING = ("other_level", "other_measure", "yekutieli")
"""Recipes that a cold spot's confidence counts."""


def recipes_at(level: str) -> tuple[Recipe, ...]:
    """Return the recipes of a level, labelled by what each asks there."""
    labels = {} if basis_of(level).nation == "England" else _IN_SCOTLAND
    return tuple(replace(recipe, label=labels.get(recipe.id, recipe.label)) for recipe in RECIPES)


def points_of(nodes: Nodes, level: str, root: Path | None = None) -> Floats:
    """Return where each node lies: metres (EPSG:27700), shape (nodes, 2).

    In England that is where its people live; in Scotland it is a point inside its outline.
    """
    centroids = tables.load(f"centroids_{level}", root=root).reindex(nodes.areas)
    axes = (centroids[axis].to_numpy(dtype="float64") for axis in ("easting_m", "northing_m"))
    return np.stack([nodes.gather(axis) for axis in axes], axis=1)


def entry_of(nodes: Nodes, level: str, root: Path | None = None) -> Floats:
    """Return the deprivation index's non-entry to higher education of each node; NaN if missing.

    A local area's is the mean of its neighbourhoods', weighted by people: its own is not published.
    A data zone's is that of the index before, of 2016: the index of 2020 is what is tested.
    """
    if level == "dz11":
        earlier = tables.load("simd_dz11", ["simd16_university"], root)["simd16_university"]
        return nodes.gather(1 - earlier.reindex(nodes.areas).to_numpy(dtype="float64"))
    values = tables.load("iod25_lsoa21", ["iod25_he_non_entry"], root)["iod25_he_non_entry"]
    if level == "lsoa21":
        return nodes.gather(values.reindex(nodes.areas).to_numpy(dtype="float64"))
    people = tables.load("people_lsoa21", ["population"], root)["population"].reindex(values.index)
    parent = tables.load("areas_lsoa21", ["msoa21_code"], root)["msoa21_code"].reindex(values.index)
    known = values.notna()
    weighted = (values * people)[known].groupby(parent[known]).sum()
    means = weighted / people[known].groupby(parent[known]).sum()
    return nodes.gather(means.reindex(nodes.areas).to_numpy(dtype="float64"))


def prepare_entry(entry: Floats, windows: Windows) -> TestInput:
    """Prepare the deprivation index's entry to higher education as rates are."""
    known = ~np.isnan(entry)
    known &= windows.sums(known.astype(np.int64)) > 0
    values = -entry[known]
    scores = (values - values.mean()) / values.std()
    return TestInput(known, scores, windows.among(known))


def cold_by_entry(given: TestInput, lower: Floats, q: float) -> Flags:
    """Mark the cold windows of `prepare_entry` around areas that are low themselves."""
    cold = np.zeros(len(given.assessed), bool)
    cold[given.assessed] = (adjusted(lower) <= q) & (given.values < 0)
    return cold


def second_cohort(rate: Floats, cohort: Floats, prior: Prior) -> Floats:
    """Draw the rates of another cohort, as large, from what is known of each area's true rate."""
    random = np.random.default_rng([COHORT_SEED, 2])
    if prior.variance == 0:
        true = np.full(len(rate), prior.mean)
    else:
        into = prior.people * prior.mean + cohort * rate
        true = random.beta(into, prior.people + cohort - into)
    return random.binomial(np.rint(cohort).astype(np.int64), true) / np.rint(cohort)


def find_robust(
    level: str,
    *,
    q: float = Q,
    root: Path | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find cold spots, and ask of each whether other recipes find it too.

    Parameters
    ----------
    level, q, root
        As for `geo.coldspots.significance.find_cold_spots`.
    progress
        Called with the share that is done, 0 to 1, whenever more is.

    Returns
    -------
    found
        As `find_cold_spots` returns it, with a column for each of `RECIPES` but the first (whether
        that recipe finds the area cold) and `confidence`, one of `CONFIDENCE`, empty where there is
        no cold spot.
    recipes
        One row for each of `RECIPES`, indexed by its id: `label`, `cold` (areas that it finds cold)
        and `shared` (how many of the method's cold spots it finds too).
    """
    check_rate(q)
    nodes, pairs = load_nodes(level, root)
    windows = touching(pairs, len(nodes.codes))
    points = points_of(nodes, level, root)
    base = prepare(nodes.rate, nodes.cohort, windows)

    def cold(around: Windows) -> Flags:
        return assess(nodes.rate, nodes.cohort, around, q=q).cold_spot

    def second() -> Flags:
        rate = second_cohort(nodes.rate, nodes.cohort, base.prior)
        return assess(rate, nodes.cohort, windows, q=q).cold_spot

    def by_entry() -> Flags:
        entry = prepare_entry(entry_of(nodes, level, root), windows)
        return cold_by_entry(entry, permutation_test(entry)[0].lower, q)

    # The longest first; numpy lets threads work side by side.
    tasks: dict[str, Callable[[], Flags]] = {
        "distance": lambda: cold(within_distance(points, DISTANCE_M)),
        "other_level": lambda: other_level(level, nodes.areas, q, root),
        "nearest": lambda: cold(nearest(points, NEAREST)),
        "other_measure": by_entry,
        "other_cohort": second,
    }
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        # Each in a context like this one: which files may be read is told there.
        method = pool.submit(copy_context().run, lambda: decide(base, *permutation_test(base), q))
        running = {name: pool.submit(copy_context().run, task) for name, task in tasks.items()}
        waited: list[Future[Any]] = [method, *running.values()]
        for done, _ in enumerate(as_completed(waited), 1):
            progress(done / len(waited))
        tested: Assessment = method.result()
        marked = {name: task.result() for name, task in running.items()}
    held = marked.pop("other_level")
    marked["yekutieli"] = tested.cold_spot & (adjusted(tested.p, dependent=True) <= q)
    found = answers(nodes, tested)
    each = {name: nodes.spread(flags) for name, flags in marked.items()}
    each["other_level"] = held
    for recipe in RECIPES[1:]:
        found[recipe.id] = each[recipe.id]
    found["confidence"] = confidence_of(found)
    return found, count_recipes(found, level)


def find_or_read(
    level: str, *, q: float = Q, root: Path | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what `find_robust` does, from the bundle where the build tested with the same q.

    The test and its recipes take ten seconds at neighbourhoods; reading what the build found takes
    none. A data folder of one's own is tested anew: its figures may have been changed since.

    Parameters
    ----------
    level, q, root
        As for `find_robust`.

    Raises
    ------
    BadInputError
        If the level is not tested, or q is not between 0 and 1.

    Examples
    --------
    >>> found, recipes = find_or_read("msoa21")
    >>> int(found["cold_spot"].sum()) == int(recipes.loc["base", "cold"])
    True
    """
    check_rate(q)
    if q != Q or root is not None:
        return find_robust(level, q=q, root=root)
    found = bundled(basis_of(level).id)
    found = found.drop(columns=["rank_low", "rank_high"])
    return found, count_recipes(found, level)


def other_level(level: str, areas: pd.Index, q: float, root: Path | None) -> Flags:
    """Return whether the larger area that holds each area, or one inside it, is a cold spot."""
    other = basis_of(level).other
    cold = find_cold_spots(other, q=q, root=root)["cold_spot"]
    smaller, larger = (other, level) if level == "msoa21" else (level, other)
    column = PARENTS[larger]
    parent = tables.load(f"areas_{smaller}", [column], root)[column]
    if level == smaller:
        return parent.reindex(areas).map(cold).fillna(False).to_numpy(dtype=bool)
    inside = cold.groupby(parent.reindex(cold.index).to_numpy()).any()
    return inside.reindex(areas, fill_value=False).to_numpy(dtype=bool)


def confidence_of(found: pd.DataFrame) -> pd.Series:
    """Return how sure each cold spot is, from the columns of `DECIDING`.

    Examples
    --------
    >>> found = pd.DataFrame(
    ...     {"cold_spot": [True, True, True, False], "other_level": [True, True, False, True],
    ...      "other_measure": [True, True, False, True], "yekutieli": [True, False, True, True]}
    ... )
    >>> confidence_of(found).tolist()
    ['strong', 'moderate', 'tentative', '']
    """
    agree = found[list(DECIDING)].sum(axis=1)
    words = np.select([agree == 3, agree == 2], CONFIDENCE[:2], CONFIDENCE[2])
    return pd.Series(np.where(found["cold_spot"], words, ""), index=found.index)


def grades_at(level: str) -> tuple[str, ...]:
    """Return what tested cold spots of a level are graded by, the surest grade first.

    Where a spatial model is fitted that is the chance of being in the true lowest fifth, elsewhere
    how many recipes agree (`CONFIDENCE`).

    Examples
    --------
    >>> grades_at("lsoa21")
    ('95% or more likely to be low', '80% to 95% likely to be low', 'under 80% likely to be low')
    >>> grades_at("dz11")
    ('strong', 'moderate', 'tentative')
    """
    if level not in POSTERIOR_LEVELS:
        return CONFIDENCE
    most, least = map(percent_text, CHANCE_LIMITS)
    parts = (f"{most} or more", f"{least} to {most}", f"under {least}")
    return tuple(f"{part} likely to be low" for part in parts)


def grades_of(table: pd.DataFrame, found: pd.DataFrame, level: str) -> pd.Series:
    """Return the grade of each tested cold spot, one of `grades_at`; empty where there is none.

    Parameters
    ----------
    table
        The joined areas of the level, with the chances of the spatial model where there is one.
    found
        `cold_spot` and `confidence` by `area_code`, as `find_robust` gives them.
    level
        The geography.

    Returns
    -------
    grades
        On the index of `found`. Chances count as they are shown, in whole percents.
    """
    if level not in POSTERIOR_LEVELS:
        return found["confidence"]
    chance = table[FIFTHS[0]].reindex(found.index).to_numpy("float64", na_value=0)
    shown, grades = steps_of(chance, 0.01), grades_at(level)
    reached = [shown >= steps_of(limit, 0.01) for limit in CHANCE_LIMITS]
    words = np.select(reached, grades[:2], grades[2])
    return pd.Series(np.where(found["cold_spot"], words, ""), index=found.index)


def count_recipes(found: pd.DataFrame, level: str) -> pd.DataFrame:
    """Count what each recipe finds cold, as `find_robust` returns it, from what was found."""
    base = found["cold_spot"]
    cold = {recipe.id: found[recipe.id] for recipe in RECIPES[1:]} | {RECIPES[0].id: base}
    rows = [
        (recipe.id, recipe.label, int(cold[recipe.id].sum()), int((cold[recipe.id] & base).sum()))
        for recipe in recipes_at(level)
    ]
    return pd.DataFrame(rows, columns=["recipe", "label", "cold", "shared"]).set_index("recipe")

"""Build step: the spatial model of participation, its summaries and some of its joint draws."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from geo import tables
from geo.areas import deprivation_at
from geo.arrays import Floats
from geo.boundaries import Pairs, join_parts
from geo.coldspots import PREDICTORS, Nodes, load_nodes, points_of, rurality
from geo.files import read_json
from geo.posterior import (
    BUNDLED_DRAWS,
    MODEL,
    POSTERIOR_LEVELS,
    SUMMARY,
    Graph,
    fit,
    scaled_graph,
    summarise,
    summarise_gap,
    to_octets,
)
from geo.settings import data_dir

DRAWS, GAP_DRAWS = 600, 300
"""Joint draws that summaries rest on: of rates, and of how far they lie from what is expected."""
SEED = 1
_SHARES = 4
"""Digits that are kept of shares and chances: the draws give no more."""


@dataclass(frozen=True)
class ModelInput:
    """All that the model of a level is fitted to."""

    level: str
    nodes: Nodes
    pairs: Pairs
    """Units that touch, and links of islands to what lies nearest: all hang together."""
    design: Floats
    """Deprivation and rurality of each unit, as they are: shape (units, columns)."""

    @property
    def fingerprint(self) -> str:
        """Name the input and the settings: the same name, the same posterior."""
        settings = f"{self.level} {MODEL} {SUMMARY} {DRAWS} {GAP_DRAWS} {BUNDLED_DRAWS} {SEED}"
        found = hashlib.sha256(settings.encode())
        for part in (self.nodes.rate, self.nodes.cohort, self.design.round(6)):
            found.update(np.ascontiguousarray(part, np.float64).tobytes())
        for whole in (self.pairs, self.nodes.of_area):
            found.update(np.ascontiguousarray(whole, np.int64).tobytes())
        return found.hexdigest()


def input_of(level: str, root: Path | None = None) -> ModelInput:
    """Gather what the model of a level is fitted to."""
    nodes, pairs = load_nodes(level, root)
    index = deprivation_at(level, root)
    geography = pd.Series(level, index=nodes.areas, name="geography").to_frame()
    columns = [index[name].reindex(nodes.areas) for name in PREDICTORS]
    columns.append(rurality(geography, root))
    gathered = [nodes.gather(column.to_numpy("float64")) for column in columns]
    pairs = join_parts(pairs, points_of(nodes, level, root))
    return ModelInput(level, nodes, pairs, np.stack(gathered, axis=1))


def build_posteriors(root: Path) -> dict[str, str]:
    """Store what the model says of every area with a published rate, and some joint draws.

    A posterior that is bundled already, of the same input, is taken over: to fit it takes minutes,
    and another machine's arithmetic may differ in the last digit that is kept.

    Returns
    -------
    fingerprints
        Of the input of each level, for the provenance.
    """
    fingerprints = {}
    for level in POSTERIOR_LEVELS:
        given = input_of(level, root)
        fingerprints[level] = given.fingerprint
        made = _bundled(given) or fit_level(given)
        for name, table in made.items():
            tables.store(name, table, root)
    return fingerprints


def _bundled(given: ModelInput) -> dict[str, pd.DataFrame]:
    """Load the tables of a level from the bundle, if they are of the same input; else nothing."""
    path = data_dir() / tables.NAME
    if not path.is_file():
        return {}
    if read_json(path).get("models", {}).get(given.level) != given.fingerprint:
        return {}
    names = (f"posterior_{given.level}", f"draws_{given.level}")
    made = {name: tables.load(name) for name in names}
    same = all(set(made[name]) == set(tables.table(name).columns) for name in names)
    return made if same else {}


def fit_level(given: ModelInput, draws: int = DRAWS) -> dict[str, pd.DataFrame]:
    """Fit the model of a level, with and without circumstances; return its two tables by name."""
    nodes, cohort = given.nodes, given.nodes.cohort
    graph = scaled_graph(len(nodes.codes), given.pairs)
    model = fit(nodes.rate, cohort, graph)
    drawn = np.concatenate([rates for rates, _ in model.draws(draws, SEED)])
    known = nodes.of_area >= 0
    unit = nodes.of_area[known]
    areas = np.bincount(unit, minlength=len(nodes.codes))
    national = float(np.average(nodes.rate, weights=cohort))
    summary = summarise(drawn, cohort, areas, national)
    summary = summary.join(_gap(given, graph)).round(_SHARES)
    index = nodes.areas[known].rename("area_code")
    kept = drawn[:: max(1, draws // BUNDLED_DRAWS)]
    codes = pd.Index(nodes.codes, name="unit_code")
    return {
        f"posterior_{given.level}": summary.iloc[unit].set_axis(index).assign(unit=unit),
        f"draws_{given.level}": pd.DataFrame({"draws": to_octets(kept)}, index=codes),
    }


def _gap(given: ModelInput, graph: Graph) -> pd.DataFrame:
    """Fit the model with deprivation and rurality, and summarise what they leave unexplained."""
    nodes, design = given.nodes, given.design
    scaled = (design - design.mean(axis=0)) / design.std(axis=0)
    blocks = list(fit(nodes.rate, nodes.cohort, graph, scaled).draws(GAP_DRAWS, SEED))
    rates, expected = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    return summarise_gap(rates, expected)

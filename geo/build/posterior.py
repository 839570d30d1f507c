"""Build step: the spatial model of participation, its summaries and some of its joint draws."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from geo import tables
from geo.areas import deprivation_at
from geo.coldspots import PREDICTORS, Nodes, load_nodes, rurality
from geo.posterior import (
    BUNDLED_DRAWS,
    POSTERIOR_LEVELS,
    Graph,
    fit,
    scaled_graph,
    summarise,
    summarise_gap,
    to_octets,
)

DRAWS = 1_000
"""Joint draws that summaries rest on."""
SEED = 1
_SHARES = 4
"""Digits that are kept of shares and chances: the draws give no more."""


def build_posteriors(root: Path) -> None:
    """Fit the model at each level, and store what it says of every area with a published rate."""
    for level in POSTERIOR_LEVELS:
        nodes, pairs = load_nodes(level, root)
        graph = scaled_graph(len(nodes.codes), pairs)
        model = fit(nodes.rate, nodes.cohort, graph)
        draws = np.concatenate([rates for rates, _ in model.draws(DRAWS, SEED)])
        areas = np.bincount(nodes.of_area[nodes.of_area >= 0], minlength=len(nodes.codes))
        national = float(np.average(nodes.rate, weights=nodes.cohort))
        summary = summarise(draws, nodes.cohort, areas, national)
        summary = summary.join(_gap(nodes, graph, level, root)).round(_SHARES)
        known = nodes.of_area >= 0
        index = nodes.areas[known].rename("area_code")
        unit = nodes.of_area[known]
        columns = summary.iloc[unit].set_axis(index).assign(unit=unit)
        tables.store(f"posterior_{level}", columns, root)
        kept = draws[:: DRAWS // BUNDLED_DRAWS]
        codes = pd.Index(nodes.codes, name="unit_code")
        stored = pd.DataFrame({"draws": to_octets(kept)}, index=codes)
        tables.store(f"draws_{level}", stored, root)


def _gap(nodes: Nodes, graph: Graph, level: str, root: Path) -> pd.DataFrame:
    """Fit the model with deprivation and rurality, and summarise what they leave unexplained."""
    index = deprivation_at(level, root)
    geography = pd.Series(level, index=nodes.areas, name="geography").to_frame()
    columns = [index[name].reindex(nodes.areas) for name in PREDICTORS]
    columns.append(rurality(geography, root))
    gathered = np.stack([nodes.gather(column.to_numpy("float64")) for column in columns], axis=1)
    design = (gathered - gathered.mean(axis=0)) / gathered.std(axis=0)
    blocks = list(fit(nodes.rate, nodes.cohort, graph, design).draws(DRAWS, SEED))
    rates, expected = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    return summarise_gap(rates, expected)

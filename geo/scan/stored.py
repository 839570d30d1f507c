"""The bundled scan: the clusters that the build found, and what they say of a set of areas."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from geo import tables

SCAN_LEVELS = ("lsoa21", "msoa21")
"""Levels that are scanned: those whose rates have a published cohort."""
SCAN_P = 0.05
"""Chance up to which a cluster counts as found."""


def match_clusters(groups: pd.Series, level: str, root: Path | None = None) -> pd.DataFrame:
    """Find what the scan says of sets of areas, such as zones of cold spots.

    Parameters
    ----------
    groups
        Codes of each set's areas, parted by blanks.
    level
        One of `SCAN_LEVELS`.
    root
        The data folder; the bundled one unless given.

    Returns
    -------
    found
        On the same index: `scan_p`, the chance of the cluster that holds most of the set's areas
        (of clusters that hold as many, the likeliest; missing where none holds any), and
        `scan_share`, the share of its areas in clusters that count as found.
    """
    clusters = tables.load(f"scan_{level}", root=root)
    members = groups.reset_index(drop=True).str.split().explode()
    held = clusters.reindex(members.to_numpy()).set_axis(pd.Index(members.index, name="set"))
    sizes = held.groupby("set").size()
    inside = held.dropna().groupby(["set", "scan_cluster"]).agg(
        areas=("scan_p", "size"), scan_p=("scan_p", "first")
    )  # fmt: skip
    # Clusters are numbered from the likeliest.
    order = inside.reset_index().sort_values(
        ["set", "areas", "scan_cluster"], ascending=[True, False, True]
    )
    main = order.drop_duplicates("set").set_index("set")["scan_p"]
    found = held["scan_p"].le(SCAN_P).groupby("set").sum() / sizes
    rows = np.arange(len(groups))
    return pd.DataFrame(
        {
            "scan_p": main.reindex(rows).to_numpy("float64"),
            "scan_share": found.reindex(rows).to_numpy("float64"),
        },
        index=groups.index,
    )

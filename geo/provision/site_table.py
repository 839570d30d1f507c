"""What is taught at each site: courses by subject and mode, who enters them and who stays."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo import tables
from geo.provision.selection import Selection, load_courses, matching, subjects

_LENGTHS = {1: 5, 2: 8}


def site_table(
    selection: Selection | None = None, level: int = 2, root: Path | None = None
) -> pd.DataFrame:
    """Count the courses of each site by subject and mode.

    Figures of several courses are never pooled here: the table gives the range of what is
    published of each, and of how many it is.

    Parameters
    ----------
    selection
        Which courses count; all of them unless given.
    level
        Level of the subjects, 1 (21) or 2 (35).
    root
        The data folder; the bundled one unless given.

    Returns
    -------
    counted
        By `site_id`, `subject` and `mode`: `provider_name`, `site_name`, `label` of the subject;
        `courses` (one of several subjects in parts); `points_known`, how many of them have
        published tariff points; `points_median_low` and `points_median_high`, the lowest and
        highest band of a median entrant, and `points_low` and `points_high`, those of the middle
        halves, each by the least points of the band; `points_alone`, how many have figures of the
        course alone, not pooled by the publisher; `continued_known`, `continued_low` and
        `continued_high`, the same of the per cent still there after a year; and
        `continued_alone`. Missing where nothing is published.

    Examples
    --------
    >>> table = site_table(Selection("CAH07-01"))
    >>> len(table.index.unique("subject")), float(table["courses"].sum().round())
    (1, 539.0)
    """
    rows = matching(selection or Selection(), load_courses(root), root)
    rows = rows.assign(
        subject=rows["subject"].str[: _LENGTHS[level]],
        points_known=rows["share"].where(rows["points_median"].notna(), 0.0),
        points_alone=rows["share"].where(rows["points_pooled"].str.endswith("4"), 0.0),
        continued_known=rows["share"].where(rows["continued"].notna(), 0.0),
        continued_alone=rows["share"].where(rows["continued_pooled"].str.endswith("4"), 0.0),
    )
    rows["points_alone"] = rows["points_alone"].where(rows["points_median"].notna(), 0.0)
    counted = rows.groupby(["site_id", "subject", "mode"]).agg(
        courses=("share", "sum"),
        points_known=("points_known", "sum"),
        points_median_low=("points_median", "min"),
        points_median_high=("points_median", "max"),
        points_low=("points_low", "min"),
        points_high=("points_high", "max"),
        points_alone=("points_alone", "sum"),
        continued_known=("continued_known", "sum"),
        continued_low=("continued", "min"),
        continued_high=("continued", "max"),
        continued_alone=("continued_alone", "sum"),
    )
    sums = ["courses", "points_known", "points_alone", "continued_known", "continued_alone"]
    counted = counted.round(dict.fromkeys(sums, 3))
    sites = tables.load("sites", ["provider_name", "name"], root)
    own = sites.loc[counted.index.get_level_values("site_id")]
    label = counted.index.get_level_values("subject").map(subjects(level, root).to_dict())
    counted.insert(0, "provider_name", own["provider_name"].to_numpy())
    counted.insert(1, "site_name", own["name"].to_numpy())
    counted.insert(2, "label", label.to_numpy())
    return counted

"""One legend: the rows that a map, a page and a file show."""

from __future__ import annotations

from typing import Any

from geo.geographies import geography
from geo.indicators import indicator
from layers.view import SITE_KEYS, MapView

SITE_LABELS = {
    "university": "Universities",
    "college": "Colleges teaching HE",
    "other": "Other HE providers",
    "school": "Sixth forms and colleges",
}
"""What sites of each kind are called."""


_ONE_SITE = (
    "University or other HE institution",
    "College teaching higher education",
    "Other provider of higher education",
    "School or college with 16 to 18 year olds, 2018/19",
)


def legend_of(view: MapView, column: dict[str, Any], sites: dict[str, Any]) -> dict[str, Any]:
    """Make the legend of a view.

    Parameters
    ----------
    view
        What is shown.
    column
        The legend of the packed column: its rule, breaks and rows with counts.
    sites
        The entry of the packed sites: `counts` and `part_time`, by kind.

    Returns
    -------
    legend
        `title`, `period`, `counted` (what the counts count), `rows` (classes first, missing classes
        after), `rule`, `sites` (rows of the kinds drawn) and `siteNames` (of all kinds).
    """
    entry = indicator(view.indicator)
    drawn = [
        {"kind": number, "label": SITE_LABELS[key], "count": count}
        for number, (key, count) in enumerate(zip(SITE_KEYS, sites["counts"], strict=True))
        if key in view.sites
    ]
    if view.part_time:
        drawn = [
            {**row, "label": f"{row['label']}, part-time", "count": sites["part_time"][row["kind"]]}
            for row in drawn
        ]
    return {
        "title": entry.label,
        "period": entry.period,
        "counted": geography(view.geography).plural,
        "rows": column["rows"],
        "rule": column["rule"],
        "sites": drawn,
        "siteNames": list(_ONE_SITE),
    }

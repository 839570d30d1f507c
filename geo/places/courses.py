"""What is taught where: each course at each site, its subjects, and who enters and stays."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.arrays import Floats
from geo.errors import IntegrityError, first_of

KNOWN_FROM = 50.0
"""Shares are rounded, and small ones to none: where those of a course add up to less than so many
per cent, its points are not known."""
_COURSE = ["ukprn", "course_id", "mode"]
_QUARTERS = {"points_low": 0.25, "points_median": 0.5, "points_high": 0.75}


def build_courses(
    places: pd.DataFrame,
    subjects: pd.DataFrame,
    tariffs: pd.DataFrame,
    continuation: pd.DataFrame,
    site_ids: pd.Index,
) -> pd.DataFrame:
    """Make the table `courses`: a row for each course, site and subject.

    Parameters
    ----------
    places, subjects, tariffs, continuation
        As `geo.publishers.hesa` reads them.
    site_ids
        Ids of the sites that there are.

    Returns
    -------
    courses
        Indexed by `site_id`, `course_id`, `mode` and `subject`. `share` adds up to 1 over the
        subjects of a course at a site.

    Raises
    ------
    IntegrityError
        If a course is taught at a site that there is not, or has no subject.
    """
    rows = places.merge(subjects, on=_COURSE, how="left", validate="many_to_many")
    lone = rows["subject"].isna()
    if lone.any():
        raise IntegrityError(
            f"{first_of(rows.loc[lone, 'course_id'])} courses have no subject. Use files of one "
            "release."
        )
    rows["site_id"] = rows["ukprn"] + "-" + rows["loc_id"]
    lost = ~rows["site_id"].isin(site_ids)
    if lost.any():
        raise IntegrityError(
            f"{first_of(rows.loc[lost, 'site_id'])} courses are at a site that there is not. Use "
            "files of one release."
        )
    points = points_of(tariffs)
    rows = _with_figures(rows, points, "points_pooled")
    rows = _with_figures(rows, continuation, "continued_pooled")
    made = rows.set_index(["site_id", "course_id", "mode", "subject"])
    columns = ["published_by", "share", *_QUARTERS, "entrants", "points_pooled"]
    return made[[*columns, "continued", "continued_pooled"]].sort_index()


def points_of(tariffs: pd.DataFrame) -> pd.DataFrame:
    """Find the bands of tariff points that the median and the middle half of entrants fall in.

    Parameters
    ----------
    tariffs
        With `points_1` ... `points_240`: per cent of entrants in each band, from that many points.

    Returns
    -------
    points
        The table with `points_low`, `points_median` and `points_high`: the least points of the
        bands in which a quarter, half and three quarters of the entrants are reached, of those who
        are in any band; missing where these are under `KNOWN_FROM` per cent.

    Examples
    --------
    >>> shares = {"points_1": [20], "points_48": [40], "points_64": [40]}
    >>> points_of(pd.DataFrame(shares)).iloc[0].to_dict()
    {'points_low': 48.0, 'points_median': 48.0, 'points_high': 64.0}
    """
    columns = [name for name in tariffs if str(name).startswith("points_")]
    least = np.array([float(str(name).removeprefix("points_")) for name in columns])
    shares = tariffs[columns].to_numpy(dtype="float64")
    summed = np.cumsum(shares, axis=1)
    made = tariffs.drop(columns=columns)
    for name, part in _QUARTERS.items():
        made[name] = _reached(summed, part, least)
    return made


def _reached(summed: Floats, part: float, least: Floats) -> Floats:
    whole = summed[:, -1:]
    at = np.argmax(summed >= whole * part - 1e-9, axis=1)
    return np.where(whole[:, 0] >= KNOWN_FROM, least[at], np.nan)


def _with_figures(rows: pd.DataFrame, figures: pd.DataFrame, pooled: str) -> pd.DataFrame:
    """Join figures to the course, or to its subject where the publisher pooled subjects.

    Of several that hold a subject, the closest counts; a subject that none holds has no figures.
    """
    columns = figures.columns.difference([*_COURSE, "pooled_subject"])
    numbered = rows[[*_COURSE, "subject"]].reset_index(names="row")
    both = numbered.merge(figures, on=_COURSE, how="inner")
    holds = [
        subject.startswith(of)
        for subject, of in zip(both["subject"], both["pooled_subject"], strict=True)
    ]
    both = both[holds]
    closest = both.assign(depth=both["pooled_subject"].str.len()).sort_values(
        ["row", "depth"], kind="stable"
    )
    found = closest.drop_duplicates("row", keep="last").set_index("row")[list(columns)]
    found = found.rename(columns={"pooled": pooled})
    joined = rows.join(found)
    return joined.assign(**{pooled: joined[pooled].fillna("")})

"""Getting on, by subject: earnings by region of all graduates, and who stays at each provider."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pandas as pd

from geo import tables
from geo.errors import NoAnswerError
from geo.provision.selection import MODES, Selection, find_subject, load_courses, matching

AWARDS = ("first degree", "other undergraduate")
_KINGDOM = "K02000001"
_LENGTHS = {"1": 5, "2": 8, "3": 11}
"""Letters of the codes of subjects, by the level that a figure is pooled at."""


def earnings_by_region(
    subject: str,
    mode: str = "full-time",
    award: str = AWARDS[0],
    root: Path | None = None,
) -> pd.DataFrame:
    """Return what graduates in a subject earned three years on, by region.

    Graduates of all providers together. The publisher does not say what a region is; it is not
    where they studied.

    Parameters
    ----------
    subject
        Code or name of a subject, of any level.
    mode
        `full-time` or `part-time`.
    award
        One of `AWARDS`.

    Returns
    -------
    earnings
        By `region_code`, the United Kingdom first, then nations, then regions of England:
        `region_name`, `graduates` (rounded to 5), and pounds a year that a quarter, half and three
        quarters did not reach (`earnings_lower`, `earnings_median`, `earnings_upper`, rounded to
        500). Missing where too few are known to be published; Northern Ireland has no figures.

    Raises
    ------
    NoAnswerError
        If nothing is published of such graduates.

    Examples
    --------
    >>> earned = earnings_by_region("CAH02-04")
    >>> earned.iloc[0][["region_name", "earnings_median"]].astype("str").to_list()
    ['United Kingdom', '27500.0']
    """
    code = find_subject(subject, root)
    whole = tables.load("earnings", root=root)
    named = whole.reset_index("region_code")
    found = named[named.index == (code, mode.replace("-", "_"), award)].set_index("region_code")
    if found.empty:
        raise NoAnswerError(
            f"No earnings of {mode} graduates ({award}) are published for it. Ask for one subject, "
            "or for another mode or award."
        )
    names = {
        _KINGDOM: "United Kingdom",
        **tables.load("areas_nation", ["area_name"], root)["area_name"].to_dict(),
        **tables.load("areas_region", ["area_name"], root)["area_name"].sort_values().to_dict(),
    }
    known = whole.index.get_level_values("region_code").unique()
    order = [one for one in names if one in known]
    made = found.reindex(pd.Index(order, name="region_code")).astype("float64")
    made.insert(0, "region_name", [names[one] for one in order])
    return made


def earnings_tables(subject: str, root: Path | None = None) -> pd.DataFrame:
    """Return what `earnings_by_region` does for each mode and award that has figures, as one table.

    Returns
    -------
    earnings
        By `region_code`: `mode`, `award`, and the columns of `earnings_by_region`; without rows
        that are not published.

    Raises
    ------
    NoAnswerError
        If nothing is published of graduates in the subject.
    """
    parts = []
    for mode in MODES:
        for award in AWARDS:
            with suppress(NoAnswerError):
                own = earnings_by_region(subject, mode, award, root).dropna()
                own.insert(0, "mode", mode)
                own.insert(1, "award", award)
                parts.append(own)
    if not parts:
        raise NoAnswerError("No earnings of graduates are published for it. Ask for one subject.")
    return pd.concat(parts)


def continuation_by_provider(selection: Selection, root: Path | None = None) -> pd.DataFrame:
    """Return who was still at each provider a year on, in the order of names.

    Each figure is the publisher's: of a provider's courses in a subject together where it pools
    them, and the range of single courses where it does not. They are never pooled here, and
    nobody is ranked by them.

    Parameters
    ----------
    selection
        Which courses count; with a subject.

    Returns
    -------
    continued
        `provider` (UKPRN), `provider_name`, `mode`, `pooled` (the publisher's code; 14 and 24 are
        of courses alone), `subject` (what it is of; empty for courses alone), `courses` that it is
        of here, `students` who entered (rounded to 5; missing for courses alone), and the per cent
        still there a year on, from `continued_low` to `continued_high`.

    Raises
    ------
    NoAnswerError
        If the selection has no subject, or nothing is published of it.

    Examples
    --------
    >>> table = continuation_by_provider(Selection("CAH07-01", "full-time"))
    >>> table.columns[:3].tolist()
    ['provider', 'provider_name', 'mode']
    """
    if not selection.subject:
        raise NoAnswerError("Who stays is published by subject. Ask for one.")
    rows = matching(selection, load_courses(root), root)
    rows = rows[rows["continued"].notna()]
    if rows.empty:
        raise NoAnswerError("It is not published how many went on. Ask for a broader subject.")
    level = rows["continued_pooled"].str[1]
    cut = [code[: _LENGTHS.get(of, 0)] for code, of in zip(rows["subject"], level, strict=True)]
    rows = rows.assign(subject=cut, pooled=rows["continued_pooled"], known=rows["continued"])
    key = ["published_by", "provider", "mode", "pooled", "subject"]
    alone, together = rows[level == "4"], rows[level != "4"]
    parts = [
        alone.groupby(key)
        .agg(
            courses=("course_id", "nunique"),
            continued_low=("known", "min"),
            continued_high=("known", "max"),
        )
        .reset_index(),
        together.groupby([*key, "known"])
        .agg(courses=("course_id", "nunique"))
        .reset_index()
        .assign(continued_high=lambda own: own["known"])
        .rename(columns={"known": "continued_low"}),
    ]
    made = pd.concat(parts, ignore_index=True)
    made["students"] = _students(made, root)
    names = tables.load("providers", ["name"], root)["name"]
    made.insert(1, "provider_name", made["provider"].map(names))
    order = ["named", "provider", "mode", "subject", "pooled", "continued_low"]
    made["named"] = made["provider_name"].str.casefold()
    made = made.sort_values(order, ignore_index=True)
    columns = ["provider", "provider_name", "mode", "pooled", "subject", "courses", "students"]
    return made[[*columns, "continued_low", "continued_high"]]


def _students(made: pd.DataFrame, root: Path | None) -> pd.Series:
    """Return of how many students each figure is; of several like it, the most."""
    published = tables.load("continuation", ["students", "continued"], root).reset_index()
    published["mode"] = published["mode"].str.replace("_", "-")
    published = published.rename(columns={"ukprn": "provider", "continued": "continued_low"})
    key = ["published_by", "provider", "mode", "pooled", "subject", "continued_low"]
    most = published.groupby(key)["students"].max()
    held = pd.MultiIndex.from_frame(made[key].astype({"continued_low": "int64"}))
    return pd.Series(most.reindex(held).to_numpy(dtype="float64"), index=made.index)

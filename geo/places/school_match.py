"""Which school or college of the list is meant: by its URN, or its name with town or postcode."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd

from geo import tables
from geo.places.search_text import plain_words
from geo.settings import SCHOOLS_OPEN_ON

NO_SCHOOL = f"no school or college listed as open on {SCHOOLS_OPEN_ON} has this URN"
NO_SCHOOL_SO_CALLED = (
    f"no school or college listed as open on {SCHOOLS_OPEN_ON} has this name there: give its URN"
)
SEVERAL_SCHOOLS = "several schools have this name there: give the URN"
NAME_ALONE = "a school's name alone: give its URN, town or postcode"


def match_schools(rows: pd.DataFrame, root: Path | None = None) -> pd.DataFrame:
    """Find the school or college that each row means.

    Parameters
    ----------
    rows
        Text columns `urn`, `name`, `town` and `postcode`; `""` for none. A URN decides; without
        one the name must be that of one school in the town, or at the postcode.
    root
        The data folder; the bundled one unless given.

    Returns
    -------
    matched
        On the index of `rows`: `urn` (`""` without a match) and `problem` (`""` where there is a
        match, or nothing to match by).

    Examples
    --------
    >>> rows = pd.DataFrame({"urn": ["100001", "", ""], "name": ["", "Lady Margaret School", "X"],
    ...                      "town": ["", "London", ""], "postcode": ["", "", ""]})
    >>> match_schools(rows)["urn"].tolist()
    ['100001', '100356', '']
    """
    urn = rows["urn"].str.replace(r"\.0$", "", regex=True)
    listed = _listed(root)
    made = pd.DataFrame({"urn": "", "problem": ""}, index=rows.index, dtype="str")
    given = urn != ""
    known = urn.isin(listed.index)
    made.loc[given & known, "urn"] = urn[given & known]
    made.loc[given & ~known, "problem"] = NO_SCHOOL
    named = ~given & (rows["name"] != "")
    for at in rows.index[named]:
        found, problem = _by_name(rows.loc[at], root)
        made.loc[at, "urn"], made.loc[at, "problem"] = found, problem
    return made


def _by_name(row: pd.Series, root: Path | None) -> tuple[str, str]:
    name, town = plain_words(row["name"]), plain_words(row["town"])
    postcode = str(row["postcode"]).upper().replace(" ", "")
    places = [one for one in (postcode, town) if one]
    if not places:
        return "", NAME_ALONE
    by_name = _names(root)
    for place in places:
        found = by_name.get((name, place), ())
        if len(found) == 1:
            return found[0], ""
        if found:
            return "", SEVERAL_SCHOOLS
    return "", NO_SCHOOL_SO_CALLED


@lru_cache(maxsize=2)
def _listed(root: Path | None) -> pd.DataFrame:
    return tables.load("schools", ["name", "town", "postcode"], root)


@lru_cache(maxsize=2)
def _names(root: Path | None) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the schools by their plain name and the town, or the postcode, that they are in."""
    found: dict[tuple[str, str], list[str]] = {}
    listed = _listed(root)
    for urn, name, town, postcode in zip(
        listed.index, listed["name"], listed["town"], listed["postcode"], strict=True
    ):
        plain = plain_words(name)
        for place in {plain_words(town), postcode.replace(" ", "")} - {""}:
            found.setdefault((plain, place), []).append(str(urn))
    return {key: tuple(urns) for key, urns in found.items()}

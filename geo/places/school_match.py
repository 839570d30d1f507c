"""Schools that a row names: by URN, by name and town, or by postcode; never by a guess."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import pandas as pd

from geo import tables
from geo.settings import SCHOOLS_OPEN_ON

_MOST_NAMED = 5
"""Candidates that a reason names."""
_LISTED = f"school or college listed as open on {SCHOOLS_OPEN_ON}"
NO_URN = f"no {_LISTED} has this URN"
NO_NAME = f"no {_LISTED} is called so"
NO_POSTCODE = f"no {_LISTED} has this postcode"
NO_SCHOOL = "names no school: give its URN, its name and town, or its postcode"
_SPELT = (
    (r"\bc of e\b|\bcofe\b|\bchurch of england\b", "ce"),
    (r"\broman catholic\b", "rc"),
    (r"\bsaint\b", "st"),
    (r"\bsaints\b", "ss"),
    (r"^the ", ""),
)
"""Ways of writing one thing, after small letters."""


def plain_name(text: str) -> str:
    """Reduce the name of a school or town to what its spellings share.

    Examples
    --------
    >>> plain_name("St. Mary's C of E Academy"), plain_name("Saint Marys CofE academy")
    ('st marys ce academy', 'st marys ce academy')
    """
    bare = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    bare = "".join(one for one in bare if not unicodedata.combining(one))
    bare = re.sub(r"['\u2018\u2019`.]", "", bare)
    bare = " ".join(re.sub(r"[^\w]+", " ", bare).split())
    for pattern, instead in _SPELT:
        bare = re.sub(pattern, instead, bare)
    return bare


def _plain_postcode(text: str) -> str:
    return "".join(text.split()).upper()


@lru_cache(maxsize=4)
def _register(root: Path | None) -> pd.DataFrame:
    """Load what schools are found by: the register, with plain names, towns and postcodes."""
    schools = tables.load("schools", ["name", "town", "postcode", "lsoa21_code"], root)
    district = tables.load("areas_lsoa21", ["lad24_code"], root)["lad24_code"]
    names = tables.load("areas_lad24", ["area_name"], root)["area_name"]
    authority = schools["lsoa21_code"].map(district).map(names).fillna("")
    return schools.assign(
        authority=authority,
        plain=schools["name"].map(plain_name),
        plain_town=schools["town"].map(plain_name),
        plain_authority=authority.map(plain_name),
        plain_postcode=schools["postcode"].map(_plain_postcode),
    )


@lru_cache(maxsize=4)
def _positions(root: Path | None) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return the positions of the schools of each plain name, and of each postcode."""
    register = _register(root)
    found: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})
    for held, column in zip(found, ("plain", "plain_postcode"), strict=True):
        for at, text in enumerate(register[column]):
            held.setdefault(text, []).append(at)
        held.pop("", None)
    return found


def match_schools(rows: pd.DataFrame, root: Path | None = None) -> pd.DataFrame:
    """Find the school that each row names.

    A URN counts first, then a name with a town or postcode, then a postcode alone. A name or a
    postcode finds a school only where it is the one that is meant: names are compared as whole
    names, in small letters and without signs, and a town may be the school's authority.

    Parameters
    ----------
    rows
        Text: `urn`, `name`, `town` and `postcode`, empty where a row does not say.
    root
        The data folder; the bundled one unless given.

    Returns
    -------
    found
        On the same index: `urn`, empty where no school is found, and `problem`, which says why not
        and names the candidates.

    Examples
    --------
    >>> row = {"urn": "", "name": "Woodlands school", "town": "blackpool", "postcode": ""}
    >>> match_schools(pd.DataFrame([row]))["urn"].tolist()
    ['119871']
    """
    register = _register(root)
    cells = rows.reindex(columns=["urn", "name", "town", "postcode"]).fillna("")
    cells = cells.assign(urn=cells["urn"].str.replace(r"\.0$", "", regex=True))
    by_name, by_postcode = _positions(root)
    unique = cells.drop_duplicates()
    answers = {
        tuple(row): _match(row, register, by_name, by_postcode)
        for row in unique.itertuples(index=False, name=None)
    }
    found = [answers[tuple(row)] for row in cells.itertuples(index=False, name=None)]
    return pd.DataFrame(found, index=rows.index, columns=["urn", "problem"]).astype("str")


def _match(
    row: tuple[str, str, str, str], register: pd.DataFrame, by_name: dict[str, list[int]],
    by_postcode: dict[str, list[int]],
) -> tuple[str, str]:  # fmt: skip
    urn, name, town, postcode = row
    if urn:
        return (urn, "") if urn in register.index else ("", NO_URN)
    at_postcode = by_postcode.get(_plain_postcode(postcode), []) if postcode else []
    if not name:
        if not postcode:
            return "", NO_SCHOOL
        if not at_postcode:
            return "", NO_POSTCODE
        return _one_of(register.iloc[at_postcode], "have this postcode")
    called = by_name.get(plain_name(name), [])
    if not called:
        if at_postcode:
            there = _named(register.iloc[at_postcode])
            return "", f"{NO_NAME}; at this postcode: {there}. Give the URN"
        return "", NO_NAME
    candidates = register.iloc[called]
    if not town and not postcode:
        return "", f"a name alone does not say which school: {_named(candidates)}. Give the URN"
    kept = candidates
    if town:
        plain = plain_name(town)
        in_town = (kept["plain_town"] == plain) | (kept["plain_authority"] == plain)
        if in_town.any() or not postcode:
            kept = kept.loc[in_town]
    if postcode and len(kept) != 1:
        kept = kept.loc[kept["plain_postcode"] == _plain_postcode(postcode)]
    if kept.empty:
        where = "this town" if town else "this postcode"
        return "", f"no school of this name is in {where}: {_named(candidates)}. Give the URN"
    return _one_of(kept, "have this name there")


def _one_of(candidates: pd.DataFrame, alike: str) -> tuple[str, str]:
    if len(candidates) == 1:
        return str(candidates.index[0]), ""
    return "", f"{len(candidates):,} schools {alike}: {_named(candidates)}. Give the URN"


def _named(candidates: pd.DataFrame) -> str:
    first = candidates.head(_MOST_NAMED)
    parts = zip(first.index, first["name"], first["town"], strict=True)
    named = [f"{urn} {name} ({town})" for urn, name, town in parts]
    more = len(candidates) - len(first)
    return "; ".join(named) + (f"; and {more:,} more" if more else "")

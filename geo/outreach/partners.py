"""Partners of a share-out: each a name, and the sites that it travels from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.errors import BadInputError
from geo.outreach.records import NOT_NAMED, clean_name
from geo.reach import provider_sites
from geo.uploads import read_sites

NOBODY = "nobody"
"""Who takes a school that no partner takes."""


@dataclass(frozen=True, eq=False)
class Partner:
    """Somebody who works with schools."""

    name: str
    sites: pd.DataFrame
    """Where it travels from: `name`, `easting_m` and `northing_m` (EPSG:27700)."""
    weight: float = 1.0
    """Its share of the work, beside the weights of the others."""


def parse_partner(text: str, root: Path | None = None) -> Partner:
    """Read a partner as it is given: `Name=UKPRN`, several by `+`, or `Name=FILE` of sites.

    Raises
    ------
    BadInputError
        If it is neither, or has no site with a known place.

    Examples
    --------
    >>> parse_partner("Leeds=10007795+10003861").name
    'Leeds'
    """
    name, found, where = text.partition("=")
    name, where = clean_name(name), where.strip()
    if not found or not name or not where:
        raise BadInputError(
            f"{text[:60]!r} does not say who a partner is. Write its name and a UKPRN, such as "
            '"University of Leeds=10007795", or its name and a file of its sites.'
        )
    if re.fullmatch(r"\d{8}(\+\d{8})*", where):
        sites = provider_sites(where.split("+"), root)
    else:
        sites = read_sites(Path(where), root)[0]
    return partner_of(name, sites)


def partner_of(name: str, sites: pd.DataFrame, weight: float = 1.0) -> Partner:
    """Make a partner of a name and its sites.

    Raises
    ------
    BadInputError
        If the name is kept for something else, there is no site, or the weight is none.
    """
    if name.casefold() in (NOBODY, NOT_NAMED.casefold()):
        raise BadInputError(f"No partner can be called {name!r}: the word has a meaning here.")
    if sites.empty:
        raise BadInputError(f"{name} has no site with a known place. Give a file of its sites.")
    if not 0 < weight < float("inf"):
        raise BadInputError(f"The weight of {name} is {weight:g}. Give a number above 0.")
    return Partner(name, sites, weight)


def check_names(partners: Sequence[Partner]) -> None:
    """Refuse two partners of one name.

    Raises
    ------
    BadInputError
        With the name.
    """
    seen: set[str] = set()
    for one in partners:
        if one.name.casefold() in seen:
            raise BadInputError(
                f"Two partners are called {one.name}. Put their UKPRNs together, by +, or give "
                "each a name of its own."
            )
        seen.add(one.name.casefold())

"""Teaching sites, institutions and schools: repaired where that can be proved, the rest listed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Set
from typing import Any

import numpy as np
import pandas as pd

from geo.boundaries import from_degrees

NEAR_LAND_M = 2_000.0
"""Campuses on the coast fall just outside generalised outlines: this far out is still ashore."""
CLOSE_NAME = 0.9
"""Likeness from which a name is offered as doubtful, 0 to 1; it is never used as a match."""

AT_ADDRESS_M, FAR_FROM_ADDRESS_M = 500.0, 2_000.0
"""A mended point must stand this near the provider's own address, and the typed one this far."""

AS_PUBLISHED, RESTORED = "as published", "longitude sign restored"
NOT_PLACED = "in the sea or outside the United Kingdom"

_UNIVERSITY = re.compile(r"\b(university|prifysgol)\b(?! (centre|campus|academy|college of))", re.I)
_COLLEGE = re.compile(r"\b(colleges?|coleg|lte group|ncg)\b", re.I)
_COMPANY = re.compile(r"\b(ltd|limited|trust|foundation|theological|bible|christian)\b\.?", re.I)


def provider_kind(
    legal: str, trading: str, *, hesa_listed: bool, dfe_colleges: Set[str] = frozenset()
) -> tuple[str, str]:
    """Return what kind of provider a name belongs to; Discover Uni does not say.

    Parameters
    ----------
    legal, trading
        Legal and trading name; the latter may be empty.
    hesa_listed
        Whether the older list has a HESA number for it.
    dfe_colleges
        Names of colleges in the DfE tables, through `plain_name`.

    Returns
    -------
    kind, basis
        `university` (or another listed higher education institution), `college` (of further
        education) or `other`; and what told: the `HESA list`, the `DfE list` or the `name`.

    Examples
    --------
    >>> provider_kind("Barnsley College", "", hesa_listed=False)
    ('college', 'name')
    """
    if hesa_listed:
        return "university", "HESA list"
    if _UNIVERSITY.search(legal) or _UNIVERSITY.search(trading):
        return "university", "name"
    if {plain_name(legal), plain_name(trading)} & dfe_colleges:
        return "college", "DfE list"
    if _COLLEGE.search(f"{legal} {trading}") and not _COMPANY.search(legal):
        return "college", "name"
    return "other", "name"


def build_providers(
    institutions: pd.DataFrame, groups: pd.DataFrame, post_16: pd.DataFrame
) -> pd.DataFrame:
    """Make the table `providers`, indexed by `ukprn`.

    Parameters
    ----------
    institutions, groups
        By `ukprn`: the Discover Uni institutions and the older list with its mission groups.
    post_16
        Schools and colleges of the 16 to 18 tables, with `name` and `kind`.
    """
    joined = institutions.join(groups)
    colleges = set(post_16.loc[post_16["kind"] == "College", "name"].map(plain_name))
    listed = joined["hesa_listed"].eq(True)
    legal, trading = joined["legal_name"], joined["trading_name"]
    told = [
        provider_kind(one, other, hesa_listed=flag, dfe_colleges=colleges)
        for one, other, flag in zip(legal, trading, listed, strict=True)
    ]
    return pd.DataFrame(
        {
            "name": trading.where(trading != "", legal).map(_without_article),
            "legal_name": legal,
            "kind": [kind for kind, _ in told],
            "kind_basis": [basis for _, basis in told],
            "groups": joined["groups"].fillna(""),
            "address": joined["address"],
            "nation": joined["nation"],
            "published_by_others": joined["published_by_others"],
        },
        index=joined.index,
    )


def to_metres(longitude: pd.Series, latitude: pd.Series) -> pd.DataFrame:
    """Turn degrees into `easting_m` and `northing_m` in EPSG:27700; missing stays missing."""
    east, north = from_degrees(longitude, latitude)
    metres = pd.DataFrame({"easting_m": east, "northing_m": north}, index=longitude.index)
    return metres.where(np.isfinite(metres)).round(1)


def place_sites(
    locations: pd.DataFrame, nations: dict[str, Any], addresses: pd.DataFrame
) -> pd.DataFrame:
    """Find where each teaching location is, mending longitudes that have lost their minus sign.

    A sign is mended only where that proves itself: as typed the point is on no land and with a
    minus it is in the nation that the provider states; or with a minus it stands at the
    provider's own address and as typed it is far from it.

    Parameters
    ----------
    locations
        With `ukprn`, `latitude`, `longitude` (degrees) and `nation` (empty if abroad).
    nations
        Polygon of each nation in EPSG:27700, by name.
    addresses
        `easting_m` and `northing_m` of each provider's address, by `ukprn`.

    Returns
    -------
    placed
        `easting_m`, `northing_m` (missing where not placed), `position` and `placed`, on the index
        of `locations`.
    """
    typed = to_metres(locations["longitude"], locations["latitude"])
    turned = to_metres(-locations["longitude"].abs(), locations["latitude"])
    stated = locations["nation"]
    on_land = _nation_at(typed, nations, 0) != ""
    ashore = on_land | (_nation_at(typed, nations, NEAR_LAND_M) == stated) & (stated != "")
    off_by, off_by_turned = (
        np.hypot(*(points - addresses.reindex(locations["ukprn"]).to_numpy()).to_numpy().T)
        for points in (typed, turned)
    )
    by_sea = ~on_land & (stated != "") & (_nation_at(turned, nations, 0) == stated)
    mended = (locations["longitude"] > 0) & (
        by_sea | (off_by > FAR_FROM_ADDRESS_M) & (off_by_turned < AT_ADDRESS_M)
    )
    position = np.select([mended, ashore], [RESTORED, AS_PUBLISHED], default=NOT_PLACED)
    kept = mended | ashore
    metres = typed.where(~mended, turned).where(kept)
    return metres.assign(position=position, placed=kept)


def _nation_at(metres: pd.DataFrame, nations: dict[str, Any], within_m: float) -> pd.Series:
    """Name the nation at, or within some metres of, each point; an empty string for none."""
    import shapely

    points = shapely.points(metres.fillna(-1e7).to_numpy())
    found = pd.Series("", index=metres.index, dtype="str")
    for name, outline in nations.items():
        shapely.prepare(outline)
        found = found.mask(shapely.dwithin(outline, points, within_m) & (found == ""), name)
    return found


def build_sites(
    locations: pd.DataFrame,
    counts: pd.DataFrame,
    providers: pd.DataFrame,
    nations: dict[str, Any],
    addresses: pd.DataFrame,
) -> pd.DataFrame:
    """Make the table `sites`, indexed by `site_id`, before its places are checked.

    `host_ukprn`, and `west_easting_m` and `west_northing_m` (the point with a minus before its
    longitude), are for `geo.places.site_check.check_sites`.
    """
    joined = locations.join(counts, on=["ukprn", "loc_id"]).fillna(
        {"courses_full_time": 0, "courses_part_time": 0}
    )
    joined["site_id"] = joined["ukprn"] + "-" + joined["loc_id"]
    joined = joined.join(providers[["name", "kind"]], on="ukprn", rsuffix="_provider")
    host = joined["host_ukprn"]
    sites = pd.DataFrame(
        {
            "ukprn": joined["ukprn"],
            "provider_name": joined["name_provider"],
            "name": joined["name"].where(joined["name"] != "", joined["name_provider"]),
            "kind": joined["kind"],
            "nation": joined["nation"],
            "courses_full_time": joined["courses_full_time"].astype("int64"),
            "courses_part_time": joined["courses_part_time"].astype("int64"),
            "at_other_provider": (host != "") & (host != joined["ukprn"]),
            "host_ukprn": host,
        }
    ).join(place_sites(joined, nations, addresses))
    west = to_metres(-joined["longitude"].abs(), joined["latitude"]).add_prefix("west_")
    return sites.join(west).set_index(joined["site_id"]).sort_index()


_POSTCODE_AT_END = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})$")


def address_postcodes(addresses: pd.Series) -> pd.Series:
    """Read the postcode, without its blank, that an address ends in; empty where there is none."""
    parts = addresses.str.strip().str.upper().str.extract(_POSTCODE_AT_END)
    return (parts[0] + parts[1]).fillna("")


def _without_article(name: str) -> str:
    """Return a name without the article that a register puts behind it.

    Examples
    --------
    >>> _without_article("University of Nottingham, the"), _without_article("The Open University")
    ('University of Nottingham', 'The Open University')
    """
    return re.sub(r"(, the|\(the\))$", "", name.strip(), flags=re.IGNORECASE)


def plain_name(name: str) -> str:
    """Reduce a provider's name to what does not vary between lists.

    Examples
    --------
    >>> plain_name("The University of Nottingham, the")
    'nottingham university'
    """
    words = re.sub(r"[^a-z0-9 ]", " ", name.lower().replace("&", " and ").replace("'", ""))
    dropped = {"the", "of", "and", "at", "for", "in", "limited", "ltd"}
    return " ".join(sorted(word for word in words.split() if word not in dropped))


def match_names(names: pd.Series, providers: pd.DataFrame) -> pd.DataFrame:
    """Find the provider that each name means.

    Returns
    -------
    found
        `ukprn` (empty unless the match is exact), and `match`: exact, doubtful, none, or not named
        for an empty name. A name that fits two providers is doubtful.
    """
    known: dict[str, set[str]] = {}
    for column in ("name", "legal_name"):
        for ukprn, name in providers[column].items():
            known.setdefault(plain_name(name), set()).add(str(ukprn))
    rows = []
    for name in names:
        fits = known.get(plain_name(name), set())
        if not name:
            rows.append(("", "not named"))
        elif len(fits) == 1:
            rows.append((next(iter(fits)), "exact"))
        elif fits or difflib.get_close_matches(plain_name(name), known, n=1, cutoff=CLOSE_NAME):
            rows.append(("", "doubtful"))
        else:
            rows.append(("", "none"))
    return pd.DataFrame(rows, columns=["ukprn", "match"], index=names.index)

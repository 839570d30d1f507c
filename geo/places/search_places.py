"""What the find box knows besides postcodes: areas, providers, sites, schools, and their names."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from geo import tables
from geo.areas import sum_by
from geo.registry import PARENTS, UNITED_KINGDOM, bundled, geography

FIRST_LEVELS = ("lsoa21", "dz11", "lad24")
"""Levels whose areas come first, in code order: a postcode points at one of them by position."""

WELSH_LEVELS = ("lad24", "pcon24")
"""Levels whose areas in Wales have names in Welsh too."""

_LABELS = {
    "lsoa21": "Neighbourhood in",
    "msoa21": "Local area in",
    "ward24": "Ward in",
    "lad24": "Local authority district,",
    "utla23": "County,",
    "cauth25": "Combined authority,",
    "region": "Region of England",
    "nation": "Nation",
    "smc205": "Area of the Social Mobility Commission,",
    "lsip23": "Skills improvement plan area in",
    "pcon24": "Constituency in",
    "soa01": "Super output area in",
    "sdz21": "Super data zone in",
    "dea14": "Electoral area in",
    "dz11": "Data zone in",
    "iz11": "Intermediate zone in",
}
_KINDS = {"university": "University in", "college": "College in", "other": "Provider in"}
_PLAIN_SCHOOLS = ("Academy", "Maintained school")

_PEOPLE_UNKNOWN = {"nation": 3_000_000.0, "lad24": 150_000.0, "smc205": 20_000.0, "pcon24": 1_000.0}
"""People of areas that are not summed from neighbourhoods; all are about as many."""
_KINGDOM = 67_000_000.0
_STANDING = {"university": 20_000.0, "college": 5_000.0, "other": 2_000.0}
_TOWN, _VILLAGE = 1.0, 0.2
"""Share of the people near a settlement for whom it comes before what else has its name."""
_AFTER_SEAT = 999.0
_LAST = ("lsoa21", "lsip23")
"""Levels that come after others of a name: Dorset is the county first."""
_NUMBERED_NAMES = ("dz11", "iz11", "soa01", "sdz21", "dea14")
"""Levels whose areas share names, and are told apart by their codes."""
_SITE, _SCHOOL, _YOUNGER, _FORMER = 900.0, 1_000.0, 800.0, 30_000.0
_PER_COURSE = 20.0
_NUMBERED = 0.05
"""Names such as "Leeds 023C" come after everything that has a name of its own."""

_COLUMNS = [
    *("kind", "geography", "code", "key", "name", "label", "around"),
    *("easting_m", "northing_m", "weight", "other_name"),
]
_TURNED = (
    (re.compile(r"^(?:the )?university of (.+?)(?:, the)?$", re.I), r"\1 university"),
    (re.compile(r"^(.+), (?:city|county) of$", re.I), r"\1"),
    (re.compile(r"^(.+?)[ -](?:upon|on|under)[ -].+$", re.I), r"\1"),
    (re.compile(r"^(.+) city$", re.I), r"\1"),
    (re.compile(r"^(?:city of|county|isle of|isles of) (.+)$", re.I), r"\1"),
)
_ARTICLE = r"(?i)^the |, the$"
_SHORT = {
    "United Kingdom": "UK",
    "Kingston upon Hull, City of": "Hull",
    "Brighton and Hove": "Brighton",
}


def load_places(root: Path | None = None) -> pd.DataFrame:
    """Gather everything that has a name, one row each, neighbourhoods and districts first.

    Parameters
    ----------
    root
        The data folder; the bundled one unless given.

    Returns
    -------
    places
        Numbered from 0: `kind` (area, town, village, provider, site or school), `geography` and
        `code` of the area
        to go to (empty for points where no neighbourhoods are bundled), `key` (its own code),
        `name`, `label` and `around` (together its context in words), `easting_m`, `northing_m`
        (missing for areas and for what could not be placed), `weight` (about the number of people
        for whom it matters: larger comes first), `other_name` (empty if none). An authority that
        is a district and a county at once is one row.
    """
    people = tables.load("people_lsoa21", ["population"], root)
    others = [entry.id for entry in bundled() if entry.id not in FIRST_LEVELS]
    parts = [_areas(level, people, root) for level in (*FIRST_LEVELS, *others)]
    unitary = parts[FIRST_LEVELS.index("lad24")]["key"]
    parts = [part[(part["geography"] != "utla23") | ~part["key"].isin(unitary)] for part in parts]
    parts += [_kingdom(), _former(root), _settlements(root), *_institutions(root), _schools(root)]
    filled = [part.reindex(columns=_COLUMNS) for part in parts]
    places = pd.concat(filled, ignore_index=True)
    texts = ["label", "around", "other_name"]
    return places.assign(**{column: places[column].fillna("").astype("str") for column in texts})


def _areas(level: str, people: pd.DataFrame, root: Path | None) -> pd.DataFrame:
    columns = ["area_name", "local_name", "nation", "lad24_code", "region_code"]
    welsh = ["welsh_name"] if level in WELSH_LEVELS else []
    base = tables.load(f"areas_{level}", [*columns, *welsh], root)
    district = _names("lad24", base["lad24_code"], root)
    region = _names("region", base["region_code"], root)
    around = {
        "lsoa21": (base["local_name"] + ", " + district).mask(
            base["local_name"] == district, district
        ),
        "msoa21": district + " (" + base["area_name"] + ")",
        "ward24": district,
        **dict.fromkeys(
            ("dz11", "iz11", "soa01", "sdz21", "dea14"), district + " (" + base.index + ")"
        ),
        "region": "",
        "nation": "",
    }
    named = base["local_name"] if level == "msoa21" else base["area_name"]
    if level == "lsoa21":
        counted = people["population"]
    elif level in PARENTS and geography(level).drawn_with == "lsoa21":
        parent = tables.load("areas_lsoa21", [PARENTS[level]], root)[PARENTS[level]]
        counted = sum_by(people, parent)["population"]
    else:
        counted = pd.Series(dtype="float64")
    weight = counted.reindex(base.index).astype("float64").fillna(_PEOPLE_UNKNOWN.get(level, 0.0))
    return pd.DataFrame(
        {
            "kind": "area",
            "geography": level,
            "code": base.index,
            "key": base.index,
            "name": named.mask(named == "", base["area_name"]),
            "label": _LABELS[level],
            "around": around.get(level, region.mask(region == "", base["nation"])),
            "weight": weight * (_NUMBERED if level in _LAST else 1.0),
            "other_name": _other_names(level, base, named),
        },
        index=base.index,
    )


_OWN_NAMES = {"W92000004": "Cymru", "S92000003": "Alba"}
"""What nations call themselves."""


def _other_names(level: str, base: pd.DataFrame, named: pd.Series) -> pd.Series:
    """Return a second name of each area: in its own language, or the formal one; else empty."""
    if level == "nation":
        return base.index.to_series().map(_OWN_NAMES).fillna("")
    if level in WELSH_LEVELS:
        return base["welsh_name"]
    return base["area_name"].where(named != base["area_name"], "")


def _names(level: str, codes: pd.Series, root: Path | None) -> pd.Series:
    return codes.map(tables.load(f"areas_{level}", ["area_name"], root)["area_name"]).fillna("")


def _kingdom() -> pd.DataFrame:
    """List the United Kingdom: it has no level of its own, and whoever types it means all of it."""
    return pd.DataFrame(
        [
            {
                "kind": "area",
                "geography": "",
                "code": UNITED_KINGDOM,
                "key": UNITED_KINGDOM,
                "name": "United Kingdom",
                "label": "All four nations",
                "weight": _KINGDOM,
                "other_name": "United Kingdom of Great Britain and Northern Ireland",
            }
        ]
    )


def _former(root: Path | None) -> pd.DataFrame:
    """List districts that became part of others: people still type their names."""
    old = tables.load("authority_codes", root=root)
    gone = old[~old["same_place"]]
    return pd.DataFrame(
        {
            "kind": "area",
            "geography": "lad24",
            "code": gone["lad24_code"],
            "key": gone.index,
            "name": gone["name"],
            "label": "Former district, now part of",
            "around": _names("lad24", gone["lad24_code"], root),
            "weight": _FORMER,
        }
    )


_LOCAL = {"lsoa21": "msoa21", "dz11": "iz11", "sdz21": "sdz21"}
"""Level of the local area that the middle of a settlement is in, by its small area's level."""


def _settlements(root: Path | None) -> pd.DataFrame:
    """List cities, towns, suburbs and villages but those whose district is called the same."""
    named = tables.load("settlements", root=root)
    level = named["geography"].map(_LOCAL).fillna("")
    parts = []
    for small, local in _LOCAL.items():
        columns = ["lad24_code"] + ([] if local == small else [PARENTS[local]])
        held = tables.load(f"areas_{small}", columns, root)
        parts.append(held.rename(columns={PARENTS.get(local, ""): "local"}))
    whole = pd.concat(parts)
    whole["local"] = whole["local"].fillna(whole.index.to_series())
    here = whole.reindex(named["area_code"]).set_axis(named.index)
    district = _names("lad24", here["lad24_code"].fillna(""), root)
    town = named["kind"].isin(["city", "town"])
    weight = named["people_near"] * np.where(town, _TOWN, _VILLAGE)
    # Who types the name of a constituency means that: a town of the name comes right after it.
    seats = set(tables.load("areas_pcon24", ["area_name"], root)["area_name"])
    weight = weight.mask(named["name"].isin(seats), weight.clip(upper=_AFTER_SEAT))
    listed = pd.DataFrame(
        {
            "kind": town.map({True: "town", False: "village"}),
            "geography": level,
            "code": here["local"].fillna(""),
            "key": named.index,
            "name": named["name"],
            "label": named["kind"].str.capitalize() + " in",
            "around": district,
            "easting_m": named["easting_m"],
            "northing_m": named["northing_m"],
            "weight": weight,
            "other_name": named["other_name"],
        }
    )
    spoken = {name: {name.partition(",")[0], *spoken_names(name)} for name in set(district)}
    itself = [name in spoken[held] for name, held in zip(named["name"], district, strict=True)]
    return listed[~np.array(itself)]


def moved_codes(root: Path | None = None) -> dict[str, str]:
    """Map an authority's code of another year to that of 2024 where the place is the same."""
    old = tables.load("authority_codes", root=root)
    changed = old[old["same_place"] & (old.index != old["lad24_code"])]
    return {str(code): str(now) for code, now in changed["lad24_code"].items()}


def _institutions(root: Path | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """List providers, each at its main site, and the sites that are not such a provider itself."""
    providers, sites = tables.load("providers", root=root), tables.load("sites", root=root)
    courses = sites["courses_full_time"].astype("float64") + sites["courses_part_time"]
    points = _points(sites, sites["nation"], root).assign(weight=_SITE + courses)
    order = sites.assign(courses=courses).sort_values(
        ["placed", "at_other_provider", "courses"], ascending=[False, True, False]
    )
    main = order[~order["ukprn"].duplicated()]
    at_main = points.loc[main.index].set_axis(main["ukprn"]).reindex(providers.index)
    taught = courses.groupby(sites["ukprn"]).sum().reindex(providers.index).fillna(0)
    listed = at_main.assign(
        kind="provider",
        key=providers.index,
        name=providers["name"],
        label=providers["kind"].map(_KINDS),
        around=at_main["around"].fillna(providers["nation"]),
        weight=providers["kind"].map(_STANDING) + _PER_COURSE * taught,
        other_name=providers["legal_name"],
    ).fillna({"geography": "", "code": ""})
    listed["other_name"] = listed["other_name"].mask(listed["other_name"] == listed["name"], "")
    bare = sites[["name", "provider_name"]].replace(_ARTICLE, "", regex=True)
    itself = sites.index.isin(main.index) & (bare["name"] == bare["provider_name"])
    around = sites["provider_name"] + ", " + points["around"]
    taught_at = points.assign(
        kind="site",
        key=sites.index,
        name=sites["name"],
        label="Teaching site of",
        around=around.mask(points["around"] == "", sites["provider_name"]),
    )
    return listed, taught_at[~itself]


def _schools(root: Path | None) -> pd.DataFrame:
    schools = tables.load("schools", root=root)
    points = _points(schools, schools["town"], root)
    return points.assign(
        kind="school",
        key=schools.index,
        name=schools["name"],
        label=schools["kind"].mask(schools["kind"].isin(_PLAIN_SCHOOLS), "School") + " in",
        around=(schools["town"] + ", " + schools["postcode"]).str.removesuffix(", "),
        weight=np.where(schools["post_16"], _SCHOOL, _YOUNGER),
    )


def _points(table: pd.DataFrame, otherwise: pd.Series, root: Path | None) -> pd.DataFrame:
    """Return the neighbourhood and district of each point; `otherwise` where none is bundled."""
    code = table["lsoa21_code"]
    parent = tables.load("areas_lsoa21", ["lad24_code"], root)["lad24_code"]
    district = _names("lad24", code.map(parent).fillna(""), root)
    return pd.DataFrame(
        {
            "geography": code.mask(code != "", "lsoa21"),
            "code": code,
            "around": district.mask(district == "", otherwise),
            "easting_m": table["easting_m"],
            "northing_m": table["northing_m"],
        }
    )


def load_names(places: pd.DataFrame) -> pd.DataFrame:
    """List the names under which each place is found, as they are written.

    Returns
    -------
    names
        `place` (its number), `name` and `weight`; a place has several rows.
    """
    first = places[["name", "weight"]].assign(place=places.index)
    other = first.assign(name=places["other_name"])[places["other_name"] != ""]
    numbered = places["geography"].eq("msoa21").loc[other.index]
    other["weight"] *= numbered.map({True: _NUMBERED, False: 1.0})
    big = places["kind"].eq("provider") | places["geography"].isin(["lad24", "utla23", ""])
    big &= places["kind"].isin(["provider", "area"])
    big |= places["kind"].eq("town")
    turned = [
        (place, short, weight)
        for row in (first[big], other[~numbered])
        for place, name, weight in zip(row["place"], row["name"], row["weight"], strict=True)
        for short in spoken_names(name)
    ]
    more = pd.DataFrame(turned, columns=["place", "name", "weight"])
    whole = pd.concat([first, other, more], ignore_index=True)
    return whole.drop_duplicates(["place", "name"])[["place", "name", "weight"]]


def spoken_names(name: str) -> list[str]:
    """Write a formal name as people say it; nothing where they say it as it is.

    Examples
    --------
    >>> spoken_names("Bristol, City of")
    ['Bristol']
    >>> spoken_names("The University of Leeds")
    ['Leeds university']
    """
    made = [pattern.sub(how, name) for pattern, how in _TURNED if pattern.match(name)]
    return [*made, *([_SHORT[name]] if name in _SHORT else [])]

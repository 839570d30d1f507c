"""Registry of geographies: what an area code looks like, how many there are, what holds them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from geo.errors import UnknownAreaError, first_of


@dataclass(frozen=True)
class Geography:
    """One kind of area, at one vintage."""

    id: str
    """Short name with its vintage, as in file names and on the command line."""
    label: str
    """What one area of this kind is called in a sentence."""
    plural: str
    """What several are called."""
    title: str
    """What a menu calls them."""
    pattern: str
    """Regular expression that a whole area code matches."""
    parent: str | None
    """Geography that holds whole areas of this kind, or None."""
    made_by: str
    """How its boundaries came about, in one sentence."""
    england: int = 0
    """Number of its areas in England."""
    wales: int = 0
    """Number in Wales."""
    scotland: int = 0
    """Number in Scotland."""
    northern_ireland: int = 0
    """Number in Northern Ireland."""
    size: int | None = None
    """Rank by size, 0 for the smallest: areas of a higher rank can hold those of a lower. None for
    areas that have no place in that order."""
    on_map: bool = True
    """Whether the app offers it as a level of the map."""
    bundled: bool = True
    """Whether boundaries are bundled: 2011 areas are read, converted and not drawn."""
    drawn_with: str = "lsoa21"
    """Level of the smallest areas whose outlines its own are put together from: levels that name
    the same one nest, and share their borders in the browser."""
    coverage: bool = True
    """Whether its outlines share the vertices of their borders, so that they unite quickly."""

    @property
    def count(self) -> int:
        """Number of areas in the boundaries."""
        return sum(self.counts.values())

    @property
    def counts(self) -> dict[str, int]:
        """Number of areas in each nation that has any."""
        numbers = (self.england, self.wales, self.scotland, self.northern_ireland)
        names = ("England", "Wales", "Scotland", "Northern Ireland")
        return {name: number for name, number in zip(names, numbers, strict=True) if number}

    def is_code(self, text: str) -> bool:
        """Test whether `text` has the form of this geography's codes."""
        return re.fullmatch(self.pattern, text) is not None

    @property
    def is_small(self) -> bool:
        """Whether its areas are smaller than a district, and are known by the district's name."""
        return self.size is not None and self.size < _KNOWN_BY_NAME


NATIONS = {"E": "England", "N": "Northern Ireland", "S": "Scotland", "W": "Wales"}
"""Nation that the first letter of an official code stands for."""
ENGLAND = "E92000001"
NATION_CODES = {"E": ENGLAND, "N": "N92000002", "S": "S92000003", "W": "W92000004"}
"""Its code, by the same letter."""
UNITED_KINGDOM = "K02000001"
"""Its code: a place that holds every area of every level, and no level of its own."""

_KNOWN_BY_NAME = 2
"""Rank from which areas are known by names of their own."""
_BEST_FIT = "Best fit from 2021 neighbourhoods, so a street near the edge may lie elsewhere."

GEOGRAPHIES: tuple[Geography, ...] = (
    Geography(
        "lsoa21",
        "neighbourhood (LSOA 2021)",
        "neighbourhoods",
        "Neighbourhoods (LSOA)",
        r"[EW]01\d{6}",
        "msoa21",
        "ONS generalised clipped boundaries at full detail, mended and snapped to 1/64 m.",
        size=0,
        england=33_755,
        wales=1_917,
    ),
    Geography(
        "msoa21",
        "local area (MSOA 2021)",
        "local areas",
        "Local areas (MSOA)",
        r"[EW]02\d{6}",
        "lad24",
        "Dissolved from neighbourhoods; within 0.2% of the published outlines by area.",
        size=1,
        england=6_856,
        wales=408,
    ),
    Geography(
        "ward24",
        "ward (2024)",
        "wards",
        "Wards",
        r"[EW]05\d{6}",
        "lad24",
        _BEST_FIT,
        size=1,
        england=6_784,
        wales=752,
    ),
    Geography(
        "lad24",
        "local authority district (2024)",
        "local authority districts",
        "Local authority districts",
        r"[EW]0[6-9]\d{6}|S12\d{6}|N09\d{6}",
        "utla23",
        "England and Wales dissolved from neighbourhoods; Scotland and Northern Ireland are the "
        "ONS ultra-generalised outlines.",
        size=3,
        england=296,
        wales=22,
        scotland=32,
        northern_ireland=11,
    ),
    Geography(
        "utla23",
        "county or unitary authority (2023)",
        "counties and unitary authorities",
        "Counties and unitary authorities",
        r"E(?:0[689]|10)\d{6}|W06\d{6}",
        "region",
        "Dissolved from local authority districts by the ONS lookup.",
        size=4,
        england=153,
        wales=22,
    ),
    Geography(
        "cauth25",
        "combined authority (2025)",
        "combined authorities",
        "Combined authorities",
        r"E47\d{6}",
        "nation",
        "Dissolved from local authority districts; most of England is in none.",
        size=5,
        england=15,
    ),
    Geography(
        "lsip23",
        "local skills improvement plan area (2023)",
        "local skills improvement plan areas",
        "Skills improvement plan areas",
        r"E69\d{6}",
        "nation",
        "Dissolved from local authority districts by the DfE's lookup.",
        size=5,
        england=38,
    ),
    Geography(
        "region",
        "region",
        "regions",
        "Regions",
        r"E12\d{6}",
        "nation",
        "Dissolved from local authority districts.",
        size=6,
        england=9,
    ),
    Geography(
        "nation",
        "nation",
        "nations",
        "Nations",
        r"[ENSW]92\d{6}",
        None,
        "United from local authority districts when asked for.",
        size=7,
        england=1,
        wales=1,
        scotland=1,
        northern_ireland=1,
    ),
    Geography(
        "smc205",
        "area of the Social Mobility Commission",
        "areas of the Social Mobility Commission",
        "Social Mobility Commission areas",
        r"smc205-\d{3}",
        "nation",
        "The Commission's own outlines of groups of UK authorities; numbered here by name, "
        "because the publisher gives no codes.",
        drawn_with="smc205",
        coverage=False,
        england=150,
        wales=22,
        scotland=32,
        northern_ireland=1,
    ),
    Geography(
        "dz11",
        "data zone (2011)",
        "data zones",
        "Data zones (Scotland)",
        r"S01\d{6}",
        "iz11",
        "Outlines of the Scottish Government as simplified by humaniverse, mended and snapped to "
        "1/64 m: good for maps of councils, not of streets.",
        drawn_with="dz11",
        size=0,
        scotland=6_976,
    ),
    Geography(
        "iz11",
        "intermediate zone (2011)",
        "intermediate zones",
        "Intermediate zones (Scotland)",
        r"S02\d{6}",
        "lad24",
        "Dissolved from data zones by the official lookup; each lies in one council.",
        drawn_with="dz11",
        size=1,
        scotland=1_279,
    ),
    Geography(
        "soa01",
        "super output area (2001)",
        "super output areas",
        "Super output areas (Northern Ireland)",
        r"95[A-Z]{2}\d{2}[A-Z]\d",
        "lad24",
        "Outlines of NISRA as simplified by humaniverse, slivers closed; loughs are inside.",
        drawn_with="soa01",
        size=0,
        northern_ireland=890,
    ),
    Geography(
        "sdz21",
        "super data zone (2021)",
        "super data zones",
        "Super data zones (Northern Ireland)",
        r"N21\d{6}",
        "dea14",
        "Outlines of NISRA as simplified by humaniverse, slivers closed.",
        drawn_with="sdz21",
        size=0,
        northern_ireland=850,
    ),
    Geography(
        "dea14",
        "district electoral area (2014)",
        "district electoral areas",
        "District electoral areas (Northern Ireland)",
        r"N10\d{6}",
        "lad24",
        "Dissolved from super data zones by the official lookup; each lies in one district.",
        drawn_with="sdz21",
        size=1,
        northern_ireland=80,
    ),
    Geography(
        "pcon24",
        "parliamentary constituency (2024)",
        "parliamentary constituencies",
        "Constituencies",
        r"(?:[ES]14|W07|N05)\d{6}",
        "region",
        "ONS ultra-generalised outlines, mended and joined to a coverage; figures of small areas "
        "are carried by the people of their overlaps, and places inside are a best fit.",
        drawn_with="pcon24",
        size=2,
        england=543,
        wales=32,
        scotland=57,
        northern_ireland=18,
    ),
    Geography(
        "lsoa11",
        "neighbourhood (LSOA 2011)",
        "2011 neighbourhoods",
        "Neighbourhoods of 2011",
        r"[EW]01\d{6}",
        None,
        "Not drawn: converted to LSOA 2021 by the official change lookup.",
        on_map=False,
        bundled=False,
        england=32_844,
        wales=1_909,
    ),
    Geography(
        "msoa11",
        "local area (MSOA 2011)",
        "2011 local areas",
        "Local areas of 2011",
        r"[EW]02\d{6}",
        None,
        "Not drawn: converted to MSOA 2021 through the neighbourhoods that they hold.",
        on_map=False,
        bundled=False,
        england=6_791,
        wales=410,
    ),
)

PATCH = Geography(
    "patch",
    "patch",
    "patches",
    "Patches",
    r"[ENSW].*[,_].*",
    None,
    "Put together from areas, circles and outlines of one's own. An area belongs to it if at "
    "least half of its young people live there.",
    size=8,
    on_map=False,
    bundled=False,
)
"""The level of a patch, which no table of areas has."""


@cache
def _by_id() -> dict[str, Geography]:
    return {entry.id: entry for entry in (*GEOGRAPHIES, PATCH)}


def geography(name: str) -> Geography:
    """Return the geography called `name`.

    Raises
    ------
    UnknownAreaError
        If there is none; the message lists what there is.
    """
    found = _by_id().get(name)
    if found is None:
        offered = ", ".join(entry.id for entry in GEOGRAPHIES if entry.bundled)
        raise UnknownAreaError(f"No geography is called {name!r}. Choose one of {offered}.")
    return found


def bundled() -> tuple[Geography, ...]:
    """Return the geographies whose boundaries are bundled, smallest areas first."""
    return tuple(entry for entry in GEOGRAPHIES if entry.bundled)


def held_by(name: str) -> tuple[str, ...]:
    """Return the levels whose areas hold whole areas of a level, the smallest first.

    Examples
    --------
    >>> held_by("ward24")
    ('lad24', 'utla23', 'region', 'nation')
    """
    parent = geography(name).parent
    return (parent, *held_by(parent)) if parent else ()


def small_levels() -> tuple[str, ...]:
    """Return the bundled levels whose areas are smaller than a district."""
    return tuple(entry.id for entry in bundled() if entry.is_small)


SMALLEST = "lsoa21"
"""Level of the areas that everything is summed from."""
PUBLISHED_RATES = ("lsoa21", "msoa21")
"""Levels at which participation is published, on areas of 2011."""


def drawn_with(name: str) -> tuple[Geography, ...]:
    """Return the bundled levels put together from the areas of a level, in the registry's order.

    Examples
    --------
    >>> [entry.id for entry in drawn_with("dz11")]
    ['dz11', 'iz11']
    """
    return tuple(entry for entry in bundled() if entry.drawn_with == name)


PARENTS = {entry.id: f"{entry.id}_code" for entry in bundled() if entry.size}
"""Column that names the area of each level which holds an area."""


def parents_of(base: str) -> dict[str, str]:
    """Return the columns that name what holds the smallest areas of a level, by its level.

    Examples
    --------
    >>> parents_of("dz11")
    {'iz11': 'iz11_code'}
    """
    return {entry.id: PARENTS[entry.id] for entry in drawn_with(base) if entry.id in PARENTS}


def geography_of(code: str) -> str:
    """Name the bundled geography that an area code belongs to, by its form.

    A unitary authority has one code at two levels; the district is meant.

    Raises
    ------
    UnknownAreaError
        If the code has the form of no bundled geography.
    """
    fits = [entry.id for entry in (*bundled(), PATCH) if entry.is_code(code)]
    if not fits:
        raise UnknownAreaError(
            f"{code!r} is not an area code of a bundled geography. Codes look like E01000001 "
            "(neighbourhood), E02000001 (local area), E06000001 (authority) or E12000001 (region)."
        )
    return fits[0]


def check_codes(codes: object, name: str, source: str) -> None:
    """Refuse codes that do not have the form of geography `name`, or that repeat.

    Raises
    ------
    UnknownAreaError
        With the number of bad codes and the first of them.
    """
    import pandas as pd

    entry = geography(name)
    series = pd.Series(codes, dtype="str")
    bad = series[~series.str.fullmatch(entry.pattern, na=False)]
    if len(bad):
        raise UnknownAreaError(
            f"{source}: {first_of(bad)} of {len(series):,} codes are not {name} codes. "
            "Check the vintage of the file."
        )
    repeated = series[series.duplicated()]
    if len(repeated):
        raise UnknownAreaError(
            f"{source}: {first_of(repeated)} {name} codes stand more than once. "
            "Every area may have one row only."
        )


SUM_LEVELS = {
    "ward24": "lsoa21",
    "lad24": "msoa21",
    "pcon24": "lsoa21",
    "utla23": "msoa21",
    "cauth25": "msoa21",
    "lsip23": "msoa21",
    "region": "msoa21",
}
"""Levels whose areas are sums, and the level that each is summed from."""


ONS_FIELDS = {
    "lsoa21": "LSOA21",
    "msoa21": "MSOA21",
    "ward24": "WD24",
    "lad24": "LAD24",
    "utla23": "CTYUA23",
    "cauth25": "CAUTH25",
    "lsip23": "LSIP23",
    "region": "RGN24",
    "nation": "CTRY24",
    "dz11": "DZ11",
    "iz11": "IZ11",
    "soa01": "SOA01",
    "sdz21": "SDZ21",
    "dea14": "DEA14",
    "pcon24": "PCON24",
}
"""What names of the columns begin with in which the ONS's own files have code (CD) and name (NM);
levels that no statistical office publishes have none."""

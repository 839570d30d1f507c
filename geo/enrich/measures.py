"""What a postcode can be given: codes of its areas, and measures at the smallest level they have.

A postcode gets the figure of its neighbourhood where the publisher has one, and else that of the
smallest area above it for which there is one: entry by 19 is that of its county.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from geo import tables
from geo.areas import area_table
from geo.errors import BadInputError
from geo.registry import Indicator, geography, offered
from geo.settings import TUNDRA_WHO

CODES = {
    "lsoa21": "lsoa21_code",
    "dz11": "dz11_code",
    "sdz21": "sdz21_code",
    "soa01": "soa01_code",
    "iz11": "iz11_code",
    "dea14": "dea14_code",
    "msoa21": "msoa21_code",
    "ward24": "ward24_code",
    "lad24": "lad24_code",
    "utla23": "utla23_code",
    "cauth25": "cauth25_code",
    "region": "region_code",
    "nation": "nation_code",
}
"""Column with the code of an area of each level that a postcode is known to lie in."""
USUAL = ("tundra_rate", "tundra_quintile", "imd_decile", "he19_rate")
"""Measures that a list gets where nobody chooses."""

_DECIMALS = 6
_INDICES = {
    "lsoa21": ("iod25_decile", "wimd25_decile"),
    "dz11": ("simd20_decile",),
    "soa01": ("nimdm17_decile",),
}
"""The index of deprivation of each nation: England and Wales, Scotland, Northern Ireland."""
_INDEX_NAMES = {
    "iod25_decile": "Indices of Deprivation 2025",
    "wimd25_decile": "WIMD 2025",
    "simd20_decile": "SIMD 2020v2",
    "nimdm17_decile": "NIMDM 2017",
}
_INDEX_FILES = ("iod25_file7", "wimd25", "simd20_ranks", "nimdm17")
_OF_ITS_NATION = (
    "of the postcode's own nation: Indices of Deprivation 2025, WIMD 2025, SIMD 2020v2 or NIMDM "
    "2017"
)


@dataclass(frozen=True)
class Addition:
    """A column that a list gets."""

    id: str
    """What rules call it, and what its heading begins with."""
    label: str
    """What menus call it."""
    about: str
    """What it is, in a sentence without a stop."""
    period: str = ""
    """Of whom and when."""
    unit: str = ""
    level: str = ""
    """Of the areas whose figure it is; empty for what is of no one level."""
    datasets: tuple[str, ...] = ()
    caveat: str = ""
    about_figures: bool = True
    """Whether it is a figure or an answer, and not a code or name of an area."""

    @property
    def heading(self) -> str:
        """Write the heading of its column: what it is called, of what, when.

        Examples
        --------
        >>> measure("he19_rate").heading
        'he19_rate (share, county or unitary authority, aged 19 in 2023-24)'
        """
        area = geography(self.level).label.partition(" (")[0] if self.level else ""
        said = ", ".join(filter(None, (self.unit, area, self.period)))
        return f"{self.id} ({said})" if said else self.id


def measures() -> tuple[Addition, ...]:
    """List the measures that a list can get, those of the usual ones first."""
    found = _measures()
    return tuple(found[name] for name in (*USUAL, *(one for one in found if one not in USUAL)))


def measure(name: str) -> Addition:
    """Return a measure by its id.

    Raises
    ------
    BadInputError
        If a list cannot get it.
    """
    found = _measures().get(name)
    if found is None:
        raise BadInputError(
            f"No measure that a list can get is called {name[:60]!r}. Choose among: "
            f"{', '.join(_measures())}."
        )
    return found


@cache
def _measures() -> dict[str, Addition]:
    own = [
        Addition(
            "tundra_quintile",
            "Young participation (TUNDRA), fifth",
            "fifth of neighbourhoods by young participation as published, 1 the lowest",
            TUNDRA_WHO,
            "fifth",
            "lsoa21",
            ("tundra_lsoa11",),
            "Of a neighbourhood of 2011 that was divided, its parts have its fifth.",
        ),
        Addition(
            "imd_decile",
            "IMD decile of its nation",
            f"tenth of small areas by deprivation, 1 the most deprived, {_OF_ITS_NATION}",
            _OF_ITS_NATION.partition(": ")[2],
            "tenth of its nation",
            datasets=_INDEX_FILES,
            caveat="Tenths of two nations are not on one scale.",
        ),
        Addition(
            "imd_fifth",
            "IMD fifth of its nation",
            f"fifth of small areas by deprivation, 1 the most deprived, {_OF_ITS_NATION}",
            _OF_ITS_NATION.partition(": ")[2],
            "fifth of its nation",
            datasets=_INDEX_FILES,
            caveat="Fifths of two nations are not on one scale.",
        ),
        Addition(
            "imd_index",
            "Name of that index",
            "which index of deprivation the tenth or fifth is of",
            datasets=_INDEX_FILES,
        ),
    ]
    registered = [_of_indicator(entry) for entry in offered() if _level_of(entry)]
    return {one.id: one for one in (*own, *registered)}


def _level_of(entry: Indicator) -> str:
    return next((level for level in entry.geographies if level in CODES), "")


def _of_indicator(entry: Indicator) -> Addition:
    units = {"rate": "share", "rank": "rank", "decile": "tenth"}
    unit = units.get(entry.kind, entry.suffix.strip() or "score")
    if entry.suffix == " points" and entry.kind == "rate":
        unit = "difference of shares"
    return Addition(
        entry.id,
        entry.label,
        entry.meaning[:1].lower() + entry.meaning[1:],
        entry.period,
        unit,
        _level_of(entry),
        entry.datasets,
        entry.caveat,
    )


def values_of(name: str, codes: pd.DataFrame) -> pd.Series:
    """Return a measure for each row.

    Parameters
    ----------
    name
        Id of one of `measures`.
    codes
        Columns of `CODES`; `""` for none.

    Returns
    -------
    values
        On the index of `codes`, missing where there is none: numbers, or text for `imd_index`.

    Raises
    ------
    BadInputError
        If a list cannot get it.
    """
    special: Mapping[str, Callable[[pd.DataFrame], pd.Series]] = {
        "imd_decile": lambda rows: _index_of(rows)["decile"],
        "imd_fifth": lambda rows: (_index_of(rows)["decile"] + 1) // 2,
        "imd_index": lambda rows: _index_of(rows)["index"],
    }
    if name in special:
        return special[name](codes)
    level = measure(name).level
    values = area_table(level)[name]
    if pd.api.types.is_float_dtype(values):
        # 0.477 is how a share was published, not 0.47700000000000004.
        values = values.round(_DECIMALS)
    return _mapped(values, codes[CODES[level]])


def _mapped(values: pd.Series, codes: pd.Series) -> pd.Series:
    """Return the value of each code; missing for one that is not there."""
    at = values.index.get_indexer(pd.Index(codes))
    taken = values.take(np.where(at < 0, 0, at)).set_axis(codes.index)
    return taken.where(at >= 0)


def _index_of(codes: pd.DataFrame) -> pd.DataFrame:
    """Return the tenth of each row in its nation's index, and which index that is."""
    decile = pd.Series(pd.NA, index=codes.index, dtype="Int64")
    index = pd.Series("", index=codes.index, dtype="str")
    for level, columns in _INDICES.items():
        table = area_table(level)
        for column in columns:
            own = _mapped(table[column], codes[CODES[level]]).astype("Int64")
            known = own.notna()
            decile, index = decile.where(~known, own), index.where(~known, _INDEX_NAMES[column])
    return pd.DataFrame({"decile": decile, "index": index})


@cache
def former_codes(level: str) -> pd.Series:
    """Return by code of 2021 the codes of 2011 that an area was made of, with `+` between.

    Parameters
    ----------
    level
        `"lsoa"` or `"msoa"`.

    Examples
    --------
    >>> former_codes("lsoa")["E01034473"]
    'E01000010'
    """
    pairs = tables.load(f"change_{level}", ["from_code", "to_code"])
    ordered = pairs.sort_values(["to_code", "from_code"]).set_index("to_code")["from_code"]
    many = ordered.index.duplicated(keep=False)
    joined = ordered[many].groupby(level=0).agg("+".join)
    return pd.concat([ordered[~many], joined])

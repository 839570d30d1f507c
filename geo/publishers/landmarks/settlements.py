"""OS Open Names and GeoNames: cities, towns, suburbs and villages, with their names.

Quirks: OS Open Names covers Great Britain alone, gives some places a Welsh or Gaelic name first
and the English one second, and calls what lies inside a town "Suburban Area". GeoNames has one
kind of place and repeats a few under two spellings.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from pyproj import Transformer

from geo.publishers.reading import check_unique, read_csv, refuse, to_number
from geo.registry import dataset
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS

_KINDS = {"City": "city", "Town": "town", "Suburban Area": "suburb", "Village": "village"}
_LEFT_OUT = ("Hamlet", "Other Settlement")
_TEXTS = ["name", "name_lang", "name2", "name2_lang", "type"]


def read_settlements(raw: Path) -> pd.DataFrame:
    """Read cities, towns, suburbs and villages of Great Britain, in the order of the file.

    Returns
    -------
    settlements
        `name` (the English one where there are two), `other_name` (the other, else empty), `kind`
        (of `SETTLEMENT_KINDS`), `easting_m` and `northing_m` (EPSG:27700), by `settlement`, the
        publisher's identifier. Hamlets and other settlements are left out.

    Raises
    ------
    SourceUnavailableError, BadInputError
        If the file is missing or not as declared.
    """
    source = dataset("os_open_names")
    text = read_csv(raw, source, [*_TEXTS, "easting", "northing", "os_id"])
    check_unique(text, ["os_id"], source)
    strange = text.loc[~text["type"].isin([*_KINDS, *_LEFT_OUT]), "type"]
    if len(strange):
        raise refuse(source, f"{strange.iloc[0]!r} is no known type of place.")
    points = {
        name: to_number(text, column, source, low=0, high=1_300_000)
        for name, column in (("easting_m", "easting"), ("northing_m", "northing"))
    }
    english_second = text["name2_lang"].eq("eng") & text["name_lang"].isin(["cym", "gla"])
    table = pd.DataFrame(
        {
            "name": text["name"].where(~english_second, text["name2"]),
            "other_name": text["name2"].where(~english_second, text["name"]),
            "kind": text["type"].map(_KINDS),
            **points,
        }
    ).set_axis(pd.Index(text["os_id"], name="settlement"))
    return table[table["kind"].notna()]


def read_irish_settlements(raw: Path) -> pd.DataFrame:
    """Read the places of Northern Ireland with a thousand people or more.

    Returns
    -------
    settlements
        As `read_settlements`; the publisher has no kinds, so Belfast, Derry, Lisburn, Newry,
        Armagh and Bangor are cities by charter and every other place is a town. `settlement` is
        made of the name.
    """
    source = dataset("geonames_northern_ireland")
    text = read_csv(raw, source, ["lat", "lon", "name"])
    check_unique(text, ["name"], source)
    lat = to_number(text, "lat", source, low=53.9, high=55.5)
    lng = to_number(text, "lon", source, low=-8.3, high=-5.3)
    to_grid = Transformer.from_crs(DISPLAY_CRS, ANALYSIS_CRS, always_xy=True)
    east, north = to_grid.transform(lng.to_numpy(), lat.to_numpy())
    kinds = text["name"].isin(_CITIES).map({True: "city", False: "town"})
    codes = "geonames-" + text["name"].str.replace(" ", "-")
    table = pd.DataFrame(
        {
            "name": text["name"],
            "other_name": text["name"].eq("Derry").map({True: "Londonderry", False: ""}),
            "kind": kinds,
            "easting_m": east.round(),
            "northing_m": north.round(),
        }
    ).set_axis(pd.Index(codes, name="settlement"))
    return table[~text["name"].str.endswith(_BOROUGH).to_numpy()]


_CITIES = ("Belfast", "Derry", "Lisburn", "Newry", "Armagh", "Bangor")
"""Cities of Northern Ireland by royal charter."""
_BOROUGH = " County Borough"
"""End of a name that is no town's: Londonderry's stands beside Derry."""

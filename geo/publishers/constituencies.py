"""mySociety and the ONS: small areas and constituencies, and qualifications by constituency.

Quirks: overlaps name constituencies by mySociety's own codes; shares are rounded to a hundredth, so
that those of 74 areas do not sum to one; an area without people has shares of people of nought;
qualifications hold a row `-8`, "Does not apply", of children; the people of 2019 end in a total
and have commas between thousands.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import UnknownAreaError, first_of
from geo.publishers.reading import (
    check_area_codes,
    check_unique,
    raw_path,
    read_csv,
    refuse,
    to_whole,
)
from geo.registry import check_codes, dataset, geography

_SMALL = ("LSOA11", "PARL25", "percentage_overlap_pop", "percentage_overlap_area")
_LEVELS = ("lsoa11", "dz11", "soa01")
_CODE = "Post-2019 Westminster Parliamentary constituencies Code"
_LEVEL = "Highest level of qualification (8 categories) Code"
_NOT_APPLICABLE, _DEGREE = "-8", "5"


def read_overlaps(raw: Path) -> pd.DataFrame:
    """Read which share of the people of each small area lives in each constituency.

    Returns
    -------
    overlaps
        `area_code` (LSOA 2011, data zone 2011 or SOA 2001), `pcon24_code` and `share`, above 0;
        the shares of an area sum to one.
    """
    source = dataset("overlaps_pcon24")
    path = raw_path(raw, source)
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).splitlines()[0]
        raise refuse(source, f"it cannot be read as Parquet: {reason}.") from error
    for column in _SMALL:
        if column not in table:
            raise refuse(source, f"no column {column!r}, found {list(table.columns)[:12]}.")
    if not source.is_whole(len(table)):
        raise refuse(source, f"{len(table):,} rows of data, expected {source.rows:,}.")
    small = table["LSOA11"].astype("str")
    known = small.str.fullmatch("|".join(geography(level).pattern for level in _LEVELS))
    if not known.all():
        raise UnknownAreaError(
            f"{source.id}: {first_of(small[~known])} codes are of no small area of 2011 or 2001. "
            "Check the vintage of the file."
        )
    names = read_csv(raw, dataset("codes_pcon24"), ["UKPARL.2025", "PCON24CD"])
    check_area_codes(names, "PCON24CD", "pcon24", dataset("codes_pcon24"))
    codes = table["PARL25"].map(names.set_index("UKPARL.2025")["PCON24CD"])
    if codes.isna().any():
        lone = table.loc[codes.isna(), "PARL25"].iloc[0]
        raise refuse(source, f"{int(codes.isna().sum()):,} rows are of no constituency ({lone!r}).")
    made = pd.DataFrame(
        {
            "area_code": table["LSOA11"].astype("str"),
            "pcon24_code": codes.astype("str"),
            "people": table["percentage_overlap_pop"].astype("float64"),
            "ground": table["percentage_overlap_area"].astype("float64"),
        }
    ).sort_values(["area_code", "pcon24_code"], ignore_index=True)
    check_unique(made, ["area_code", "pcon24_code"], source)
    shares = made[["people", "ground"]]
    if ((shares < 0) | (shares > 1)).any(axis=None):
        raise refuse(source, "a share is not between 0 and 1.")
    peopled = made.groupby("area_code")["people"].transform("sum") > 0
    weight = made["people"].where(peopled, made["ground"])
    share = weight / weight.groupby(made["area_code"]).transform("sum")
    kept = made.assign(share=share)[["area_code", "pcon24_code", "share"]]
    return kept[kept["share"] > 0].reset_index(drop=True)


def read_qualifications(raw: Path) -> pd.DataFrame:
    """Read the share of adults with a qualification of level 4 or above.

    Returns
    -------
    shares
        Indexed by constituency `area_code`, England and Wales: `census21_adults` (people aged 16
        and over) and `census21_level4`, the share of them, 0 to 1.
    """
    source = dataset("census21_pcon_qualifications")
    text = read_csv(raw, source, [_CODE, _LEVEL, "Observation"])
    check_unique(text, [_CODE, _LEVEL], source)
    check_codes(text[_CODE].unique(), "pcon24", source.id)
    count = to_whole(text, "Observation", source, low=0, high=200_000)
    adults = count[text[_LEVEL] != _NOT_APPLICABLE].groupby(text[_CODE]).sum()
    degree = count[text[_LEVEL] == _DEGREE].groupby(text[_CODE]).sum()
    made = pd.DataFrame({"census21_adults": adults, "census21_level4": degree / adults})
    if made.isna().any(axis=None):
        raise refuse(source, f"{made.isna().any(axis=1).idxmax()!s} has no row of level 4.")
    return made.rename_axis("area_code").sort_index()


def read_irish_people(raw: Path) -> pd.DataFrame:
    """Read how many people lived in each super output area of Northern Ireland in mid-2019.

    Returns
    -------
    people
        Indexed by super output area `area_code`: `population`.
    """
    source = dataset("population19_small")
    text = read_csv(raw, source, ["lsoa", "pop"])
    pattern = geography("soa01").pattern
    here = text[text["lsoa"].str.fullmatch(pattern)].reset_index(drop=True)
    check_area_codes(here, "lsoa", "soa01", source)
    plain = here.assign(pop=here["pop"].str.replace(",", ""))
    made = pd.DataFrame({"population": to_whole(plain, "pop", source, low=1, high=20_000)})
    made.index = pd.Index(here["lsoa"], name="area_code")
    return made.sort_index()

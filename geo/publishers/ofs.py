"""Office for Students: the TUNDRA workbook, one sheet for each 2011 geography.

Quirks: suppressed cells hold `.`, although the notes say "blank"; the rate is a proportion,
although they say "percentage"; cohorts are rounded to five; a cohort under 30 (LSOA) or 50 (MSOA)
is suppressed whole; quintile 1 is the lowest participation, and the rate on a border between two
quintiles stands in both.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.publishers.reading import check_area_codes, read_sheet, refuse, to_number
from geo.registry import dataset

_SHEETS = {
    "tundra_lsoa11": ("LSOA Quintile", "LSOA", "lsoa11", 30),
    "tundra_msoa11": ("MSOA Quintile", "MSOA", "msoa11", 50),
}


def read_tundra(raw: Path, name: str) -> pd.DataFrame:
    """Read one sheet of the TUNDRA workbook.

    Parameters
    ----------
    raw
        Folder of raw files.
    name
        `"tundra_lsoa11"` or `"tundra_msoa11"`.

    Returns
    -------
    table
        Indexed by 2011 `area_code`: `cohort` (pupils of five year groups, rounded to five),
        `rate` (0 to 1) and `quintile` (1 = lowest). All three are missing where suppressed.

    References
    ----------
    Office for Students, "About TUNDRA", https://www.officeforstudents.org.uk/
    data-and-analysis/young-participation-by-area/about-tundra/
    """
    source = dataset(name)
    sheet, code_column, geography, least = _SHEETS[name]
    columns = [code_column, "Total population", "Progression rate", "Quintile"]
    text = read_sheet(raw, source, sheet, columns)
    check_area_codes(text, code_column, geography, source)
    table = pd.DataFrame(
        {
            "cohort": to_number(text, "Total population", source, low=least, high=20_000),
            "rate": to_number(text, "Progression rate", source, low=0, high=1),
            "quintile": to_number(text, "Quintile", source, low=1, high=5),
        }
    )
    table.index = pd.Index(text[code_column], name="area_code")
    torn = table.isna().any(axis=1) & ~table.isna().all(axis=1)
    if torn.any():
        code = table.index[int(torn.to_numpy().argmax())]
        raise refuse(source, f"{code} is suppressed in some columns and not in others.")
    return table.sort_index()

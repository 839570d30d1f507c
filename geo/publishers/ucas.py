"""UCAS: entry rates of 18 year olds by constituency, from the user's own cache alone.

Quirks: no licence is stated, so the file is never bundled; headings hold an arrow (U+2192); years
before 2024 are carried back to the constituencies of 2024 by UCAS; Scotland's rates leave out
entrants to colleges.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.publishers.reading import check_area_codes, read_csv, to_number
from geo.registry import dataset

YEARS = range(2006, 2025)
_CODE = "Parliamentary constituency code"
_MEAN_OF = 3


def read_entry_rates(raw: Path) -> pd.DataFrame:
    """Read the share of 18 year olds who entered university, by constituency and year.

    Parameters
    ----------
    raw
        The user's cache, laid out as the registry says.

    Returns
    -------
    rates
        Indexed by `area_code`, a column for each of `YEARS`: a share, 0 to 1, never missing.
    """
    source = dataset("ucas_entry_rates")
    heads = {year: f"Entry rate\N{RIGHTWARDS ARROW}{year}" for year in YEARS}
    text = read_csv(raw, source, [_CODE, *heads.values()])
    check_area_codes(text, _CODE, "pcon24", source)
    # A share of nought would be a placeholder: everywhere somebody enters.
    made = pd.DataFrame(
        {year: to_number(text, head, source, low=0.001, high=0.999) for year, head in heads.items()}
    )
    made.index = pd.Index(text[_CODE], name="area_code")
    return made.sort_index()


def three_year_means(rates: pd.DataFrame) -> pd.DataFrame:
    """Average each year with the two before it: one year's change is mostly chance.

    Parameters
    ----------
    rates
        From `read_entry_rates`.

    Returns
    -------
    means
        A column for each year from the third.

    Examples
    --------
    >>> rates = pd.DataFrame({2006: [0.2], 2007: [0.3], 2008: [0.4]}, index=["E14001063"])
    >>> three_year_means(rates).round(4).to_dict()
    {2008: {'E14001063': 0.3}}
    """
    means = rates.T.rolling(_MEAN_OF).mean().T
    return means[means.columns[_MEAN_OF - 1 :]]

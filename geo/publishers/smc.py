"""Social Mobility Commission: State of the Nation composites and university intake.

Quirks: the area code of the composites is the text `NA`, so areas go by name; values are text;
intervals are `NA`; universities go by name, without UKPRN.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.publishers.reading import check_unique, read_csv, refuse, to_number, to_whole
from geo.registry import dataset

COMPOSITES = {
    "smc_ci1": "smc_conditions_of_childhood",
    "smc_ci2": "smc_labour_market",
    "smc_ci3": "smc_innovation_growth",
    "smc_ci4": "smc_promising_prospects",
}


def read_composites(raw: Path) -> pd.DataFrame:
    """Read the four composite indices, all periods.

    Returns
    -------
    series
        `area_name`, `measure`, `period` and `value` (standardised, mean 0; high = better).
    """
    parts = []
    for name, measure in COMPOSITES.items():
        source = dataset(name)
        text = read_csv(raw, source, ["measure_code", "area_name", "time_period", "value", "unit"])
        if set(text["measure_code"]) != {name.removeprefix("smc_")} or set(text["unit"]) != {
            "z-score"
        }:
            raise refuse(source, "another measure or unit than the registry says.")
        check_unique(text, ["area_name", "time_period"], source)
        parts.append(
            pd.DataFrame(
                {
                    "area_name": text["area_name"].str.strip(),
                    "measure": measure,
                    "period": text["time_period"],
                    "value": to_number(text, "value", source, low=-10, high=10),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def read_intake(raw: Path) -> pd.DataFrame:
    """Read the socio-economic intake of universities.

    Returns
    -------
    intake
        `provider_name`, `stage` (applications, offers and so on), `decile` (0 to 10, 1 = lowest)
        and `cumulative_share` (0 to 1).
    """
    source = dataset("smc_intake")
    text = read_csv(raw, source, ["university_name", "group", "decile", "cumulative_percentage"])
    check_unique(text, ["university_name", "group", "decile"], source)
    percent = to_number(text, "cumulative_percentage", source, low=0, high=100)
    return pd.DataFrame(
        {
            "provider_name": text["university_name"].str.strip(),
            "stage": text["group"].str.strip().str.lower(),
            "decile": to_whole(text, "decile", source, low=0, high=10),
            "cumulative_share": percent / 100,
        }
    )

"""House of Commons Library: names of MSOAs that people use.

Quirk: the file begins with a byte order mark; Welsh names stand in a column of their own.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.publishers.reading import check_area_codes, read_csv, refuse
from geo.registry import dataset


def read_msoa_names(raw: Path) -> pd.DataFrame:
    """Read the names of MSOAs 2021, indexed by `area_code`: `local_name` and `welsh_name`."""
    source = dataset("msoa_names")
    text = read_csv(raw, source, ["msoa21cd", "msoa21hclnm", "msoa21hclnmw"])
    check_area_codes(text, "msoa21cd", "msoa21", source)
    names = text.set_axis(["area_code", "local_name", "welsh_name"], axis=1)
    names = names.set_index("area_code").sort_index()
    if (names["local_name"] == "").any():
        code = names.index[int((names["local_name"] == "").to_numpy().argmax())]
        raise refuse(source, f"{code} has no name.")
    return names

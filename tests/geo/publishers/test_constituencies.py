"""Overlaps with constituencies: shares that sum to one, or a file that is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geo.errors import BadInputError, GeoError, UnknownAreaError
from geo.publishers.constituencies import read_overlaps
from geo.registry.datasets import dataset

HEAD = ["LSOA11", "PARL25", "percentage_overlap_pop", "percentage_overlap_area"]
CODES = "UKPARL.2025,PCON24CD\nUKPARL.2025.A,E14001063\nUKPARL.2025.B,S14000063\n"
ROWS = [
    ["E01000001", "UKPARL.2025.A", 0.97, 0.98],
    ["S01006506", "UKPARL.2025.A", 0.24, 0.5],
    ["S01006506", "UKPARL.2025.B", 0.72, 0.5],
    ["95AA01S1", "UKPARL.2025.B", 0.0, 1.0],
]


def lay(raw: Path, declare: Callable[..., None], table: pd.DataFrame) -> None:
    declare("overlaps_pcon24", rows=4)
    declare("codes_pcon24", rows=2)
    for name in ("overlaps_pcon24", "codes_pcon24"):
        (raw / dataset(name).file).parent.mkdir(parents=True, exist_ok=True)
    table.to_parquet(raw / dataset("overlaps_pcon24").file)
    (raw / dataset("codes_pcon24").file).write_text(CODES, encoding="utf-8")


def test_shares_are_made_to_sum_to_one(tmp_path: Path, declare: Callable[..., None]) -> None:
    lay(tmp_path, declare, pd.DataFrame(ROWS, columns=HEAD))
    found = read_overlaps(tmp_path).values.tolist()
    assert found == [
        ["95AA01S1", "S14000063", 1.0],  # nobody lives there: it goes by its ground
        ["E01000001", "E14001063", 1.0],
        ["S01006506", "E14001063", 0.25],
        ["S01006506", "S14000063", 0.75],
    ]


@pytest.mark.parametrize(
    ("row", "column", "value", "error"),
    [
        (0, "LSOA11", "E02000001", UnknownAreaError),
        (0, "PARL25", "UKPARL.2025.C", BadInputError),
        (0, "percentage_overlap_pop", 1.2, BadInputError),
        (1, "PARL25", "UKPARL.2025.B", BadInputError),
    ],
)
def test_a_spoilt_file_is_refused(
    tmp_path: Path,
    declare: Callable[..., None],
    row: int,
    column: str,
    value: object,
    error: type[GeoError],
) -> None:
    table = pd.DataFrame(ROWS, columns=HEAD).astype({column: "object"})
    table.loc[row, column] = value
    lay(tmp_path, declare, table)
    with pytest.raises(error):
        read_overlaps(tmp_path)
    lay(tmp_path, declare, pd.DataFrame(ROWS, columns=["code", *HEAD[1:]]))
    with pytest.raises(BadInputError, match="no column 'LSOA11'"):
        read_overlaps(tmp_path)

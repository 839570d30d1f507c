from __future__ import annotations

import numpy as np
import pandas as pd

from geo.areas.bivariate import classify_both, classify_disagreement
from geo.areas.classes import NOT_COVERED, NOT_PUBLISHED, SUPPRESSED


def places(**columns: list) -> pd.DataFrame:
    count = len(columns["tundra_rate"])
    base = {
        "geography": ["lsoa21"] * count,
        "nation": ["England"] * count,
        "young_people": [10] * count,
        "tundra_basis": ["direct"] * count,
    }
    return pd.DataFrame({**base, **columns})


def test_nine_places_are_nine_classes() -> None:
    table = places(
        tundra_rate=[0.1, 0.1, 0.1, 0.4, 0.4, 0.4, 0.8, 0.8, 0.8],
        iod25_score=[70.0, 30.0, 5.0] * 3,
    )
    assert classify_both(table).of_area.tolist() == list(range(9))


def test_a_place_without_either_figure_is_in_no_class() -> None:
    table = places(
        tundra_rate=[0.1, np.nan, 0.5, np.nan],
        iod25_score=[70.0, 30.0, np.nan, np.nan],
        nation=["England", "England", "England", "Wales"],
        tundra_basis=["direct", "direct", "direct", None],
    )
    made = classify_both(table)
    assert made.of_area.tolist()[1:] == [SUPPRESSED, NOT_PUBLISHED, NOT_COVERED]
    assert made.missing[SUPPRESSED].areas == 1
    assert sum(row.areas for row in made.classes) == 1


def test_disagreement_is_low_without_deprivation_and_the_reverse() -> None:
    table = places(
        tundra_rate=[0.1, 0.6, 0.1, 0.6],
        tundra_quintile=[1, 4, 1, 4],
        iod25_decile=[9, 1, 2, 9],
        iod25_score=[5.0, 60.0, 50.0, 5.0],
    )
    made = classify_disagreement(table)
    assert made.of_area.tolist() == [0, 1, 2, 3]
    assert [row.young_people for row in made.classes] == [10, 10, 10, 10]

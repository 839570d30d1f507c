from __future__ import annotations

import numpy as np
import pandas as pd

from geo.areas.aggregate import sum_by, sum_rates, weighted_means

# Of d there is no upper area; of e nobody knows one.
PARENT = pd.Series({"a": "X", "b": "X", "c": "Y", "d": ""})


def test_people_are_added() -> None:
    people = pd.DataFrame({"people": [1, 2, 3, 4]}, index=list("abcd"))
    assert sum_by(people, PARENT)["people"].to_dict() == {"X": 3, "Y": 3}


def test_rates_are_summed_by_cohort() -> None:
    source = pd.DataFrame(
        {"rate": [0.2, 0.5, np.nan, 0.9], "cohort": [100, 50, np.nan, 10], "basis": "direct"},
        index=list("abcd"),
    )
    summed = sum_rates(source, PARENT)
    # (0.2 * 100 + 0.5 * 50) / 150; a district of one suppressed area has no rate.
    assert summed.loc["X", ["rate", "cohort", "basis"]].tolist() == [0.3, 150, "merged"]
    assert np.isnan(summed.loc["Y", "rate"])
    assert summed.loc["Y", "basis"] == "partial"


def test_one_suppressed_member_makes_a_sum_partial() -> None:
    source = pd.DataFrame(
        {"rate": [0.2, np.nan], "cohort": [100, np.nan], "basis": "direct"}, index=["a", "b"]
    )
    summed = sum_rates(source, PARENT)
    assert summed.loc["X", ["rate", "cohort", "basis"]].tolist() == [0.2, 100, "partial"]


def test_scores_are_averaged_by_people_and_missing_ones_left_out() -> None:
    scores = pd.DataFrame({"score": [10.0, 40.0, np.nan, 5.0]}, index=list("abcd"))
    weights = pd.Series({"a": 100, "b": 200, "c": 50, "d": 1})
    means = weighted_means(scores, weights, PARENT)["score"]
    assert means["X"] == 30
    assert np.isnan(means["Y"])


def test_what_has_no_upper_area_is_in_no_group() -> None:
    index = list("abcde")
    counts = pd.DataFrame({"people": [1, 2, 4, 8, 16]}, index=index)
    source = pd.DataFrame({"rate": 0.5, "cohort": 10.0, "basis": "direct"}, index=index)
    assert sum_by(counts, PARENT)["people"].to_dict() == {"X": 3, "Y": 4}
    assert sum_rates(source, PARENT)["cohort"].to_dict() == {"X": 20, "Y": 10}
    means = weighted_means(counts.astype("float64"), counts["people"], PARENT)
    assert means["people"].to_dict() == {"X": 5 / 3, "Y": 4}


def test_a_missing_score_does_not_weigh() -> None:
    scores = pd.DataFrame({"one": [10.0, np.nan], "two": [np.nan, 40.0]}, index=["a", "b"])
    weights = pd.Series({"a": 100, "b": 300})
    means = weighted_means(scores, weights, PARENT)
    assert means.loc["X"].to_dict() == {"one": 10, "two": 40}
    # Nobody lives where the only score is: it has no mean.
    nobody = weighted_means(scores[["one"]], pd.Series({"a": 0, "b": 300}), PARENT)
    assert np.isnan(nobody.loc["X", "one"])

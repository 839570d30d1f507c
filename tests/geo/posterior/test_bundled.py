"""The bundled posterior: of the bundled rates, and what a fit of them gives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geo import tables
from geo.areas import area_table
from geo.build import posterior
from geo.coldspots.below_expectation import find_gap
from geo.files import read_json
from geo.posterior import FIFTHS, fit, load_draws, scaled_graph
from geo.settings import data_dir


@pytest.mark.parametrize("level", ["lsoa21", "msoa21"])
def test_it_rests_on_the_rates_that_are_bundled(level: str) -> None:
    given = posterior.input_of(level)
    models = read_json(data_dir() / "provenance.json")["models"]
    assert models[level] == given.fingerprint
    # One pupil more, and it would be fitted anew.
    cohort = given.nodes.cohort.copy()
    cohort[0] += 1
    other = replace(given, nodes=replace(given.nodes, cohort=cohort))
    assert other.fingerprint != given.fingerprint
    assert posterior._bundled(other) == {}
    assert set(posterior._bundled(given)) == {f"posterior_{level}", f"draws_{level}"}


def test_without_a_bundle_nothing_is_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = posterior.input_of("msoa21")
    monkeypatch.setattr(posterior, "data_dir", lambda: tmp_path)
    assert posterior._bundled(given) == {}


def test_a_fit_of_the_local_areas_gives_what_is_bundled() -> None:
    given = posterior.input_of("msoa21")
    graph = scaled_graph(len(given.nodes.codes), given.pairs)
    model = fit(given.nodes.rate, given.nodes.cohort, graph)
    drawn = np.concatenate([rates for rates, _ in model.draws(200, 7)])
    bundled = tables.load("posterior_msoa21").drop_duplicates("unit").set_index("unit").sort_index()
    apart = drawn.mean(axis=0) - bundled["tundra_rate_modelled"]
    # Two hundred draws leave as much to chance.
    assert np.abs(apart).max() < 5 * drawn.std(axis=0).max() / np.sqrt(200)
    assert abs(float(apart.mean())) < 0.001
    low, high = bundled["tundra_rate_modelled_low"], bundled["tundra_rate_modelled_high"]
    assert 0.88 < ((drawn > low.to_numpy()) & (drawn < high.to_numpy())).mean() < 0.92


@pytest.mark.parametrize("level", ["lsoa21", "msoa21"])
def test_nothing_is_invented_where_nothing_is_published(level: str) -> None:
    rates = tables.load(f"tundra_{level}")["rate"]
    found = tables.load(f"posterior_{level}")
    assert set(found.index) == set(rates.dropna().index)
    joined = area_table(level)
    assert (joined["prob_below_national"].isna() == joined["tundra_rate"].isna()).all()


@pytest.mark.parametrize("level", ["lsoa21", "msoa21"])
def test_chances_of_fifths_add_up_and_fifths_hold_a_fifth_of_pupils(level: str) -> None:
    found = tables.load(f"posterior_{level}")
    chances = found[list(FIFTHS)]
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=0.001)
    pupils = tables.load(f"tundra_{level}")["cohort"][found.index].astype(float)
    held = (chances.mul(pupils, axis=0)).sum() / pupils.sum()
    np.testing.assert_allclose(held, 0.2, atol=0.003)
    # England's pupils together: the model moves single places, hardly the whole.
    rate = tables.load(f"tundra_{level}")["rate"][found.index]
    published = np.average(rate, weights=pupils)
    assert np.average(found["tundra_rate_modelled"], weights=pupils) == pytest.approx(
        published, abs=0.002
    )


def test_a_gap_is_the_rate_less_what_is_expected_and_averages_about_nothing() -> None:
    found = tables.load("posterior_lsoa21")
    assert (found["tundra_gap_modelled_low"] <= found["tundra_gap_modelled"]).all()
    assert (found["tundra_gap_modelled"] <= found["tundra_gap_modelled_high"]).all()
    assert abs(found["tundra_gap_modelled"].mean()) < 0.01
    # By another road: least squares on the same circumstances orders places alike.
    straight = find_gap(area_table("lsoa21"))["gap"].reindex(found.index)
    assert straight.corr(found["tundra_gap_modelled"]) > 0.8


@pytest.mark.parametrize(
    ("level", "code", "small"),
    [("lad24", "E06000009", "msoa21"), ("region", "E12000001", "msoa21")],
)
def test_a_district_is_summed_from_the_joint_draws(level: str, code: str, small: str) -> None:
    row = tables.load(f"posterior_{level}").loc[code]
    areas = tables.load(f"areas_{small}")
    column = {"lad24": "lad24_code", "region": "region_code"}[level]
    drawn = load_draws(small)
    carried = tables.load(f"tundra_{small}").loc[areas.index[areas[column] == code]]
    carried = carried[carried["rate"].notna()]
    # Draw by draw: pupils who go on, by pupils.
    rates = [
        sum(carried["cohort"] * drawn.draw(number)[carried.index]) / carried["cohort"].sum()
        for number in range(drawn.steps.shape[1])
    ]
    assert row["tundra_rate_modelled"] == pytest.approx(np.mean(rates), abs=1e-4)
    low, high = np.quantile(rates, [0.05, 0.95], method="weibull")
    assert row["tundra_rate_modelled_low"] == pytest.approx(low, abs=1e-4)
    assert row["tundra_rate_modelled_high"] == pytest.approx(high, abs=1e-4)
    below = np.mean([rate < drawn.national for rate in rates])
    assert row["prob_below_national"] == pytest.approx(below, abs=1e-4)


def test_a_constituency_counts_split_neighbourhoods_by_their_share() -> None:
    code = "E14001064"
    overlaps = tables.load("overlaps_lsoa21")
    here = overlaps[overlaps["pcon24_code"] == code].set_index("area_code")["share"]
    drawn, carried = load_draws("lsoa21"), tables.load("tundra_lsoa21")
    known = carried.index[carried["rate"].notna()].intersection(here.index)
    pupils = carried.loc[known, "cohort"] * here[known]
    rates = [
        float(pupils @ drawn.draw(number)[known] / pupils.sum())
        for number in range(drawn.steps.shape[1])
    ]
    row = tables.load("posterior_pcon24").loc[code]
    assert row["tundra_rate_modelled"] == pytest.approx(np.mean(rates), abs=1e-4)


@pytest.mark.parametrize(
    ("level", "most"),
    [("lad24", 0.008), ("utla23", 0.004), ("cauth25", 0.001), ("region", 0.001), ("pcon24", 0.013)],
)
def test_modelled_rates_of_large_areas_lie_close_to_the_measured_ones(
    level: str, most: float
) -> None:
    table = area_table(level)
    known = table["tundra_rate"].notna()
    assert table.loc[known, "tundra_rate_modelled"].notna().all()
    assert table.loc[~known, "tundra_rate_modelled"].isna().all()
    apart = (table["tundra_rate_modelled"] - table["tundra_rate"])[known].abs()
    # The City of London holds 80 pupils, the Isles of Scilly 105.
    assert apart[table["tundra_cohort"][known].ge(1_000)].max() < most
    inside = table["tundra_rate_modelled"].between(
        table["tundra_rate_modelled_low"], table["tundra_rate_modelled_high"]
    )
    assert inside[known].all()


@pytest.mark.parametrize("level", ["ward24", "lad24", "utla23", "pcon24", "cauth25", "region"])
def test_the_model_contradicts_no_measured_rate(level: str) -> None:
    # Islands, and areas whose neighbours have no rate, were once drawn to England's.
    table = area_table(level).dropna(subset=["tundra_rate_modelled"])
    above = table["tundra_rate_modelled_low"] > table["tundra_rate_high"]
    below = table["tundra_rate_modelled_high"] < table["tundra_rate_low"]
    assert table.index[above | below].empty


def test_the_isle_of_wight_has_its_own_level() -> None:
    table = area_table("lad24").loc["E06000046"]
    assert abs(table["tundra_rate_modelled"] - table["tundra_rate"]) < 0.005

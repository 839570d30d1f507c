"""The method page: every number tied to its constant, or recomputed by other means."""

from __future__ import annotations

import calendar
import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from sklearn.linear_model import LinearRegression

from geo import settings, tables
from geo.areas import rates
from geo.areas.cache import area_table
from geo.coldspots import permutations, ranks, weightings, zone_schools
from geo.coldspots import robustness as robust
from geo.coldspots import significance as coldspots
from geo.coldspots import units as nodes
from geo.coldspots.below_expectation import find_gap
from geo.coldspots.definitions import DEFINITIONS, ColdSpotResult
from geo.coldspots.results import ColdSpotQuery, find_all
from layers.method import limits as method_limits
from layers.method import meanings as method_meanings
from layers.method import method, read_model_check
from layers.method import parts as method_parts
from layers.method import recipe as method_recipe
from layers.method.model_check import model_section
from layers.method.parts import Facts, Section, facts_of


@pytest.fixture(scope="module")
def found() -> ColdSpotResult:
    return method.present()


@pytest.fixture(scope="module")
def checked() -> dict[str, Any]:
    return method_limits.read_null_check()


@pytest.fixture(scope="module")
def written(found: ColdSpotResult, checked: dict[str, Any]) -> dict[str, Section]:
    sections = method.sections(found, checked, read_model_check())
    made = {section.anchor: section for section in sections}
    assert len(made) == len(sections), "an anchor stands twice"
    return made


@pytest.fixture(scope="module")
def areas(found: ColdSpotResult) -> pd.DataFrame:
    return found.areas.table


@pytest.fixture(scope="module")
def published(areas: pd.DataFrame) -> pd.DataFrame:
    """The published rates that were tested, each once."""
    assessed = areas[areas["status"] != "not assessed"]
    one_each = assessed.drop_duplicates("tundra_source")
    return one_each[["tundra_rate", "tundra_source_cohort"]].astype("float64")


def rewritten(found: ColdSpotResult, checked: dict[str, Any], anchor: str) -> str:
    return next(
        one.body
        for one in method.sections(found, checked, read_model_check())
        if one.anchor == anchor
    )


def test_every_anchor_that_others_link_to_is_there(written: dict[str, Section]) -> None:
    wanted = {entry.id for entry in DEFINITIONS} | {
        *("tested", "lowest-fifth", "weightings", "how-sure", "zones", "limits", "null-check"),
        *("uncertain", "interval", "shrunk", "rank", "claims", "found", "model"),
    }
    assert wanted <= set(written)


def test_every_link_inside_the_page_leads_somewhere(written: dict[str, Section]) -> None:
    whole = method.contents(tuple(written.values())) + "".join(
        section.body for section in written.values()
    )
    linked = set(re.findall(r"\]\(#([\w-]+)\)", whole))
    assert linked <= set(written)
    assert {name for name, one in written.items() if one.level == 2} <= linked


def test_a_part_stands_under_a_section(written: dict[str, Section]) -> None:
    assert next(iter(written.values())).level == 2
    assert {section.level for section in written.values()} == {2, 3}


def test_every_paper_that_is_named_is_listed_and_the_reverse(written: dict[str, Section]) -> None:
    text = " ".join(one.body for name, one in written.items() if name != "papers")
    named = {
        (names.split()[0], year)
        for names, year in re.findall(
            r"((?:[A-Z]\w+)(?: and [A-Z]\w+)?) \(?((?:19|20)\d\d)(?=[);])", text
        )
        if names not in calendar.month_name
    }
    listed = {(paper.split(",")[0], re.search(r"\((\d{4})\)", paper)[1]) for paper in method.PAPERS}
    assert named == listed


def test_formulas_are_text_that_is_closed(written: dict[str, Section]) -> None:
    """What is set by a script that loads late would move the parts that links lead to."""
    lines = [line for one in written.values() for line in one.body.splitlines()]
    formulas = [line for line in lines if line.startswith("> ")]
    assert len(formulas) == 13
    for line in formulas:
        assert line.count("(") == line.count(")")
    assert not any("$" in line for line in lines)


CONSTANTS = {
    "grid": (permutations, "GRID", 2.0**9, "chance", "512 to a standard deviation"),
    "coarse grid": (permutations, "COARSE_GRID", 2.0**8, "chance", "(256 in windows"),
    "small windows": (permutations, "SMALL", 33, "chance", "of more than 33 places)"),
    "smallest chance": (permutations, "LEAST", 1e-9, "chance", "No chance below 1e-09"),
    "q": (coldspots, "Q", 0.1, "false-discoveries", "at most 10% are expected"),
    "q claimed": (coldspots, "Q", 0.1, "claims", "at most 10% are expected"),
    "q of many": (coldspots, "Q", 0.1, "limits", "a chance of 10% or less"),
    "own chance": (coldspots, "OWN_CHANCE", 0.9, "own-rate", "at least 90%"),
    "own chance claimed": (coldspots, "OWN_CHANCE", 0.9, "claims", "at least 90%"),
    "nearest": (robust, "NEAREST", 11, "how-sure", "the 11 nearest areas, so"),
    "distance": (robust, "DISTANCE_M", 7_500, "how-sure", "within 7.5 km hold"),
    "deciding": (robust, "DECIDING", ("nearest", "yekutieli"), "how-sure", "and two of them"),
    "limits": (robust, "CHANCE_LIMITS", (0.9, 0.7), "how-sure", "90% or more, 70% to 90%, or"),
    "words": (robust, "CONFIDENCE", ("firm", "fair", "faint"), "how-sure", "*Firm* means"),
    "schools": (zone_schools, "SCHOOLS_WITHIN_M", 3_000, "zones", "within 3 km of"),
    "school day": (settings, "SCHOOLS_OPEN_ON", "1 May 2030", "zones", "as open on 1 May 2030"),
    "draws": (weightings, "DRAWS", 321, "weightings", "So 321 weightings"),
    "spread": (weightings, "SPREAD", 24.0, "weightings", "varies by 10 percentage points"),
    "most": (weightings, "MOST", 0.75, "weightings", "in more than 75% of them"),
    "draws of ranks": (ranks, "DRAWS", 77, "rank", "from 77 joint draws"),
    "fifth of weightings": (weightings, "FIFTH", 0.1, "weightings", "coldest 10%"),
    "fifth of gaps": (method_meanings.gap, "FIFTH", 0.1, "gap", "together hold 10%"),
    "predictors": (
        *(method_meanings.gap, "PREDICTORS", ("iod25_income_score", "iod25_crime_score")),
        *("gap", "two domains of the Indices of Deprivation (income and crime)"),
    ),
    "confidence": (settings, "CONFIDENCE_LEVEL", 0.9, "interval", "The 90% interval"),
    "its z": (settings, "CONFIDENCE_LEVEL", 0.9, "interval", "*z* is 1.64"),
    "confidence of zones": (settings, "CONFIDENCE_LEVEL", 0.9, "zones", "a 90% interval"),
    "confidence of ranks": (settings, "CONFIDENCE_LEVEL", 0.9, "rank", "Its 90% interval"),
    "uncertain": (settings, "UNCERTAIN", (0.1, 0.8), "lowest-fifth", "between 10% and 80%"),
    "who": (settings, "TUNDRA_WHO", "leavers of 1999", "data", "among leavers of 1999."),
    "who, claimed": (settings, "TUNDRA_WHO", "leavers of 1999", "claims", "of leavers of 1999."),
    "left out": (settings, "TUNDRA_LEFT_OUT", "Nobody.", "limits", "together. Nobody."),
    "ages": (settings, "YOUNG_AGES", (11, 12), "found", "aged 11 to 12 at"),
    "example": (method_recipe, "EXAMPLE_COHORTS", (40, 50), "small-numbers", "on 40 pupils"),
}


@pytest.mark.parametrize("name", CONSTANTS)
def test_a_constant_that_changes_changes_the_page(
    name: str,
    found: ColdSpotResult,
    checked: dict[str, Any],
    written: dict[str, Section],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module, constant, value, anchor, words = CONSTANTS[name]
    assert words not in written[anchor].body
    monkeypatch.setattr(module, constant, value)
    assert words in rewritten(found, checked, anchor)


def test_the_counts_of_the_answer(areas: pd.DataFrame, written: dict[str, Section]) -> None:
    body = written["found"].body
    status = areas["status"].value_counts()
    cold = areas.loc[areas["status"] == "cold spot"]
    shown = cold["prob_true_fifth_1"].astype("float64").mul(100).add(0.5 + 1e-6).floordiv(1)
    expected = {
        "Cold spots": len(cold),
        "of them 95% or more likely to be low": (shown >= 95).sum(),
        "of them 80% to 95% likely to be low": shown.between(80, 94).sum(),
        "of them under 80% likely to be low": (shown < 80).sum(),
        "Zones that they form": cold["zone_id"].nunique(),
        "Cold surroundings: not low enough themselves": status["cold surroundings"],
        "Not assessed": status["not assessed"],
        "All neighbourhoods of England": areas.index.str.startswith("E").sum(),
    }
    assert [line for line in body.splitlines() if line.startswith("|")][2:] == [
        f"| {label} | {number:,} |" for label, number in expected.items()
    ]
    assert f"{cold['young_people'].sum():,} young people" in body
    assert expected["Cold spots"] == sum(list(expected.values())[1:4])


def test_regions_differ_by_what_is_told(areas: pd.DataFrame, written: dict[str, Section]) -> None:
    """By a regression on dummies of regions, each neighbourhood weighing by its pupils."""
    gaps = find_gap(areas)["gap"]
    known = gaps.notna().to_numpy()
    weight = areas.loc[known, "tundra_cohort"].to_numpy(dtype="float64")

    def explained(names: pd.Series) -> float:
        dummies = pd.get_dummies(names[known]).to_numpy(dtype="float64")
        fitted = LinearRegression(fit_intercept=False).fit(dummies, gaps[known], weight)
        return float(fitted.score(dummies, gaps[known], weight))

    regions = areas["region_name"]
    body = written["gap"].body
    assert f"accounts for {explained(regions):.0%} of how gaps vary" in body
    assert f"that London is London for {explained(regions == 'London'):.0%}." in body
    assert "London (+6.4 points), North East (+6.3 points) and North West (+4.0 points)" in body


def test_the_table_of_recipes(areas: pd.DataFrame, written: dict[str, Section]) -> None:
    body = written["how-sure"].body
    cold = areas["cold_spot"].to_numpy(dtype=bool)
    counted = []
    for recipe in robust.RECIPES:
        column = "cold_spot" if recipe.id == "base" else recipe.id
        flags = areas[column].to_numpy(dtype=bool)
        assert f"| {recipe.label} | {flags.sum():,} | {(flags & cold).sum():,} |" in body
        counted.append(int(flags.sum()))
    assert f"from {min(counted[1:]):,} to {max(counted[1:]):,} neighbourhoods" in body
    assert "in six other ways." in body
    assert "and three of them decide it" in body
    survive = areas.loc[cold, "nearest"].to_numpy(dtype=bool).mean()
    assert f"{survive:.0%} of cold spots survive" in body


def test_what_went_into_the_test(
    areas: pd.DataFrame, published: pd.DataFrame, written: dict[str, Section]
) -> None:
    rate, cohort = (published[name].to_numpy() for name in published)
    mean = (rate * cohort).sum() / cohort.sum()
    luck = mean * (1 - mean) / cohort.mean()
    varying = (cohort * (rate - mean) ** 2).sum() / cohort.sum() - luck
    assert f"that have one, {mean:.1%} together" in written["claims"].body
    england = area_table("nation").at["E92000001", "tundra_rate"]
    assert f"(England's rate on other pages, {england:.1%}," in written["small-numbers"].body
    assert f"{england:.1%}" == "42.2%" != f"{mean:.1%}"
    first = written["small-numbers"].body
    assert f"its square root is {100 * varying**0.5:.1f} percentage points" in first
    for people, said in zip(
        method_recipe.EXAMPLE_COHORTS, ("lies {} such", "lies {} below"), strict=True
    ):
        away = (mean - method_recipe.EXAMPLE_RATE) / (varying + mean * (1 - mean) / people) ** 0.5
        assert said.format(f"{away:.1f}") in first
    data = written["data"].body
    assert f"stand on {cohort.min():.0f} pupils or more" in data
    assert f"the middle one on {np.median(cohort):.0f}," in data
    assert data.count(f"{len(published):,} published rates are tested") == 1
    assert f"the {(areas['tundra_basis'] == 'inherited').sum():,} that were made" in data
    tests = written["false-discoveries"].body
    assert f"With {len(published):,} rates tested" in tests
    assert f"about {round(len(published) / 20):,} windows" in tests
    assert f"one in {len(published) * 20:,}," in tests


def test_the_example_is_scored_as_the_test_scores() -> None:
    given, _ = nodes.load_nodes("msoa21")
    scores, prior = coldspots.standardise(given.rate[:50], given.cohort[:50])
    by_hand = [
        method_recipe.standing(rate, cohort, prior)
        for rate, cohort in zip(given.rate[:50], given.cohort[:50], strict=True)
    ]
    assert by_hand == pytest.approx(scores.tolist())


def test_the_typical_number_of_neighbours(areas: pd.DataFrame, written: dict[str, Section]) -> None:
    source = areas.sort_index()["tundra_source"].to_numpy()
    rated = areas.sort_index()["tundra_rate"].notna().to_numpy()
    near: dict[str, set[str]] = {}
    for one, other in nodes.own_pairs("lsoa21"):
        if rated[one] and rated[other] and source[one] != source[other]:
            near.setdefault(source[one], set()).add(source[other])
            near.setdefault(source[other], set()).add(source[one])
    middle = np.median([len(others) for others in near.values()])
    assert f"touches {middle:.0f} others" in written["window"].body
    assert facts_of("lsoa21").nodes == len(near)


def test_zones_are_counted(
    found: ColdSpotResult, areas: pd.DataFrame, written: dict[str, Section]
) -> None:
    sizes = areas.loc[areas["zone_id"] != "", "zone_id"].value_counts()
    body = written["zones"].body
    assert f"{(sizes == 1).sum():,} of {len(sizes):,} zones are a single" in body
    young = areas.groupby("zone_id")["young_people"].sum().drop("").idxmax()
    name = found.zones.table.loc[young, "zone_name"]
    assert f"is {name}, of {sizes[young]:,} neighbourhoods" in body


def test_the_reliability_of_chances_is_tabulated(written: dict[str, Section]) -> None:
    curve = read_model_check()["rough"]["curve_lowest_fifth"]
    assert sum(row[2] for row in curve) == pytest.approx(1, abs=0.002)
    # The error is that of each world by itself, so at least that of all together.
    pooled = sum(abs(row[0] - row[1]) * row[2] for row in curve)
    assert pooled < read_model_check()["rough"]["error_lowest_fifth"] < 0.02
    first, second = (row for row in curve if 0.5 <= row[0] < 0.6)
    mean = [
        (first[at] * first[2] + second[at] * second[2]) / (first[2] + second[2]) for at in (0, 1)
    ]
    assert f"{mean[0]:.1%}: {mean[1]:.1%}" in written["model"].body


def test_zones_are_scanned_as_is_said(found: ColdSpotResult, written: dict[str, Section]) -> None:
    clusters, body = tables.load("scan_lsoa21"), written["zones"].body
    zones = found.zones.table
    chances = []
    for codes in zones["area_codes"].str.split():
        inside = clusters[clusters.index.isin(codes)]
        counts = inside["scan_cluster"].value_counts()
        main = min(counts.index[counts == counts.max()], default=None)
        chances.append(inside.loc[inside["scan_cluster"] == main, "scan_p"].min() if main else 1.0)
    scanned = np.array(chances) <= 0.05
    young = zones["young_people"].to_numpy()
    assert f"It finds {scanned.sum():,} of {len(zones):,} zones (p of 0.05 or less)" in body
    assert f"with {young[scanned].sum() / young.sum():.0%} of their young people" in body
    assert f"of {np.median(zones['areas'][~scanned]):g} neighbourhoods in the middle" in body
    gained = (zones["tundra_rate_modelled"] - zones["tundra_rate"]).to_numpy()
    assert f"{(gained > 0).mean():.0%} of zones would be expected" in body
    assert f"by {np.median(gained) * 100:.1f} percentage points" in body


def test_the_test_leans_by_cohort_as_is_said(
    checked: dict[str, Any], written: dict[str, Section]
) -> None:
    made = checked["without_cold_spots"]["by_cohort"]
    rare = made["rare_over_nominal"]
    assert rare["smallest"] < 0.85 < 1.15 < rare["largest"]
    body = written["null-check"].body
    assert f"{rare['largest']:.2f} times as often as they should in the tenth of windows" in body
    assert f"{rare['smallest']:.2f} times as often in the tenth with fewest" in body
    assert f"marked in {round(made['any_found'] * made['worlds']):,}." in body
    line = method_limits.by_cohort_line("lsoa21")
    assert f"{rare['largest']:.1f} times as often as it should among" in line
    assert f"and {rare['smallest']:.1f} times as often among" in line
    assert method_limits.by_cohort_line("msoa21") == ""


def test_definitions_are_told_in_their_own_sentence(
    areas: pd.DataFrame, written: dict[str, Section]
) -> None:
    for entry in DEFINITIONS:
        assert written[entry.id].title == entry.label
        assert written[entry.id].body.startswith(entry.sentence)
        assert len(written[entry.id].body) > len(entry.sentence) + 50
    assert written["definitions"].title == "Six meanings of cold"
    cold = set(areas.index[areas["cold_spot"].astype(bool)])
    low = set(areas.index[areas["tundra_quintile"].eq(1).fillna(False)])
    assert (
        f"It marks {len(low):,}; {len(low & cold):,} of the {len(cold):,} tested cold spots are "
        f"among them. The other {len(low - cold):,} may"
    ) in written["threshold"].body
    assert f"finds {int(areas['low_high'].sum())}." in written["local-g"].body
    assert set(method_meanings.MEASURES) == set(weightings.MEASURES)


def test_a_weight_varies_as_is_said(written: dict[str, Section]) -> None:
    drawn = np.random.default_rng(5).dirichlet([weightings.SPREAD / 2] * 2, 40_000)[:, 0]
    assert f"varies by {100 * drawn.std():.0f} percentage points" in written["weightings"].body


def test_the_figures_of_uncertainty(areas: pd.DataFrame, written: dict[str, Section]) -> None:
    old = tables.load("tundra_lsoa11").dropna(subset=["rate"])
    mean = np.average(old["rate"], weights=old["cohort"])
    spread = np.average((old["rate"] - mean) ** 2, weights=old["cohort"])
    people = mean * (1 - mean) / (spread - mean * (1 - mean) / old["cohort"].mean()) - 1
    middle = old["cohort"].median()
    body = written["shrunk"].body
    assert f"counts as {people:.0f} pupils' worth" in body
    own = rates.shrink(
        pd.Series([0.3]), pd.Series([middle]), rates.fit_prior(old["rate"], old["cohort"])
    )["own_weight"].iloc[0]
    assert f"median cohort, {middle:.0f}, keeps {own:.0%} of its own rate" in body
    assert f"*z* is {norm.ppf(0.975):.2f}" in written["interval"].body
    fifth = written["lowest-fifth"].body
    limit = old.loc[old["quintile"] == 1, "rate"].max()
    assert f"ends at a published rate of {limit:.1%}" in fifth
    chance = areas["prob_lowest_fifth"].to_numpy(dtype="float64", na_value=np.nan)
    between = ((chance >= 0.05) & (chance <= 0.95)).sum()
    assert f"Of {(~np.isnan(chance)).sum():,} neighbourhoods {between:,} have" in fifth
    assert f"{between:,} have" in fifth
    # The map hatches by the model's chance, which knows the neighbours too.
    modelled = areas["prob_true_fifth_1"].to_numpy(dtype="float64", na_value=np.nan)
    hatched = ((modelled >= 0.05) & (modelled <= 0.95)).sum()
    assert f"{hatched:,} neighbourhoods have a chance between 5% and 95% of being in" in (
        settings.project_dir() / "docs" / "explanation" / "figures.md"
    ).read_text(encoding="utf-8")
    lowest = areas[areas["tundra_quintile"].eq(1).fillna(False)]
    inside = (lowest["tundra_rate_high"] < limit).sum()
    assert "a fifth of true rates would end higher, at 29.8% by the same model" in fifth
    assert f"Only {inside:,} of {len(lowest):,} in the lowest fifth" in fifth


def test_the_limits_count(
    areas: pd.DataFrame, published: pd.DataFrame, written: dict[str, Section]
) -> None:
    body = written["limits"].body
    lost = areas[areas["status"] == "not assessed"]
    assert (
        f"{len(lost):,} neighbourhoods are not assessed: {lost['tundra_rate'].count()} of" in body
    )
    windows = areas["status"].isin(["cold spot", "cold surroundings"]).sum()
    assert f"of {windows:,} neighbourhoods with a cold window some {windows / 20:.0f} may" in body
    assert f"{len(published):,} places are tested" in body
    assert f"about {round(len(published) / 20):,} in an England" in body
    for word in ("ecological fallacy", "denominators", "Student areas", "Edges", "Many tests"):
        assert word in body
    assert settings.NOT_ONE_PERSON in body


def test_the_check_is_of_the_present_recipe(checked: dict[str, Any]) -> None:
    assert checked["grid_units"] == permutations.GRID
    assert checked["q"] == coldspots.Q
    assert checked["nodes"] == facts_of(checked["level"]).nodes
    assert checked["without_cold_spots"]["method"]["worlds"] >= 200
    assert checked["planted"]["worlds"] >= 20


def test_the_check_keeps_its_bounds_and_a_wrong_recipe_does_not(checked: dict[str, Any]) -> None:
    method_got, wrong = (checked["without_cold_spots"][name] for name in ("method", "wrong"))
    q = coldspots.Q
    for got in (method_got, wrong):
        allowed = q + 2 * (q * (1 - q) / got["worlds"]) ** 0.5
        assert got["at_most"] == pytest.approx(allowed, abs=1e-4)
    assert method_got["any_found"] <= method_got["at_most"]
    assert set(method_got["rare_over_nominal"]) == {"all", "smallest", "largest"}
    assert all(0.85 <= ratio <= 1.15 for ratio in method_got["rare_over_nominal"].values())
    assert wrong["any_found"] > wrong["at_most"]
    assert all(ratio > 1.15 for ratio in wrong["rare_over_nominal"].values())


def test_the_page_prints_the_figures_of_the_check(
    checked: dict[str, Any], written: dict[str, Section]
) -> None:
    body = written["null-check"].body
    got, wrong = (checked["without_cold_spots"][name] for name in ("method", "wrong"))
    for figure in (
        f"| Made-up Englands | {got['worlds']} | {wrong['worlds']} |",
        f"| {100 * got['any_found']:.1f}% | {100 * wrong['any_found']:.1f}% |",
        f"| {100 * got['at_most']:.1f}% | {100 * wrong['at_most']:.1f}% |",
        *(
            f"| {got['rare_over_nominal'][part]:.2f} | {wrong['rare_over_nominal'][part]:.2f} |"
            for part in ("all", "smallest", "largest")
        ),
        f"marked something in {got['any_found'] * got['worlds']:.0f} of them",
        f"each of the {checked['nodes']:,} places",
        "Made with exact chances",
        f"one in {1 / checked['rare']:,.0f} or less",
    ):
        assert figure in body
    planted = checked["planted"]
    assert planted["found"] < 0.5, "the page says that it misses most"
    assert f"found {planted['found']:.0%} of the places" in body
    assert (
        f"{planted['worlds']} other made-up Englands {planted['clusters']} clusters of "
        f"{planted['cluster_size']} touching places were made colder by "
        f"{100 * planted['drop']:.0f} percentage points"
    ) in body
    for name in ("not_planted", "none_near", "found_again"):
        assert f"{planted[name]:.0%}" in body
    assert "power against small clusters is low" in body
    assert "That fits." in body


def test_the_manual_says_what_the_check_found(checked: dict[str, Any]) -> None:
    page = settings.project_dir() / "docs" / "explanation" / "method.md"
    text = page.read_text(encoding="utf-8")
    got = checked["without_cold_spots"]["method"]
    assert f"did on {got['worlds']} simulated Englands" in text
    assert f"something in {got['any_found']:.1%} of them, where {coldspots.Q:.0%} is" in text
    assert f"It finds {checked['planted']['found']:.0%} of small planted clusters:" in text


def test_scotlands_check_stands_beside_englands(checked: dict[str, Any]) -> None:
    assert checked["level"] == "lsoa21"
    scottish = checked[method_limits.OTHERS]["dz11"]
    assert scottish["nodes"] == 6_963
    method = scottish["without_cold_spots"]["method"]
    assert method["worlds"] == 200
    body = method_limits.null_check(checked).body
    assert f"whose {scottish['nodes']:,} data zones are tested by themselves" in body
    assert f"something in {round(method['any_found'] * 200):,} of them" in body
    fits = method["any_found"] <= method["at_most"]
    assert body.count("That fits.") == 1 + fits
    assert body.count("That does not fit.") == 1 - fits
    assert f"a cold spot was marked in {method['any_cold_spot']:.1%}" in body
    # What the map marks keeps the promise.
    assert method["any_cold_spot"] <= method["at_most"]
    assert method["any_unmarked_cold_spot"] <= method["any_cold_spot"] <= method["any_found"]
    assert "other made-up Scotlands" in body
    english = method_limits.null_check(
        {key: one for key, one in checked.items() if key != method_limits.OTHERS}
    ).body
    assert body.startswith(english)
    assert "Scotland" not in english


def test_figures_of_one_level_leave_those_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from benchmarks import null_check

    monkeypatch.setattr(null_check, "data_dir", lambda: tmp_path)
    path = tmp_path / method_limits.NULL_CHECK
    null_check.keep({"level": "lsoa21", "nodes": 9})
    alone = path.read_text()
    null_check.keep({"level": "dz11", "nodes": 5})
    held = json.loads(path.read_text())
    assert held.pop(method_limits.OTHERS) == {"dz11": {"level": "dz11", "nodes": 5}}
    assert held == json.loads(alone)
    null_check.keep({"level": "lsoa21", "nodes": 8})
    again = json.loads(path.read_text())
    assert again["nodes"] == 8
    assert again[method_limits.OTHERS]["dz11"]["nodes"] == 5


def test_a_check_that_fails_is_not_called_a_fit(checked: dict[str, Any]) -> None:
    worse = {**checked["without_cold_spots"]["method"], "any_found": 0.3}
    said = method_limits.null_check(
        {**checked, "without_cold_spots": {**checked["without_cold_spots"], "method": worse}}
    ).body
    assert "That fits." not in said
    assert "**That does not fit.**" in said
    assert "marked something in 60 of them, 30.0%" in said


def test_facts_are_of_the_level_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = facts_of("msoa21")
    assert isinstance(facts, Facts)
    assert 6_000 < facts.nodes < 7_000
    assert method_parts.share(0.125) == "12.5%"


def test_the_section_on_the_model_says_what_its_check_found(written: dict[str, Section]) -> None:
    figures, body = read_model_check(), written["model"].body
    for kind in ("model", "rough"):
        assert figures[kind]["worlds"] > 0
        for name in ("cover", "error_lowest_fifth", "wrong_at_0.1", "zone_cover_modelled"):
            assert f"{figures[kind][name]:.1%}" in body
        assert len(figures[kind]["cover_by_cohort"]) == 5
        for cover in figures[kind]["cover_by_cohort"]:
            assert f"{cover:.1%}" in body
        for share in ("0.05", "0.1", "0.125", "0.2"):
            found, wrong = (figures[kind][f"{name}_at_{share}"] for name in ("found", "wrong"))
            assert f"{found:.1%} ({wrong:.1%} wrong)" in body
    assert f"the test found {figures['planted']['tested_all']:.0%}" in body
    below = figures["planted"]["below_at_0.05_all"]
    assert f"that of places below England {below:.0%}" in body
    tested, listed = (
        find_all(ColdSpotQuery("lsoa21", name)).areas["cold_spot"].astype(bool)
        for name in ("local-g", "likely")
    )
    assert f"{int((tested & listed).sum()):,} are on both" in body
    for share, label in (("0.05", "5%"), ("0.125", "12.5%")):
        parts = [figures["planted"][f"{name}_at_{share}_all"] for name in ("fifth", "below")]
        assert f"| List that allows {label} | {parts[0]:.1%} | {parts[1]:.1%} |" in body
    made = figures["by_cohort"]
    lean = [
        made[f"not_low_{part}_at_0.1"] / made[f"listed_{part}_at_0.1"]
        for part in ("all", "smallest", "largest")
    ]
    assert f"{lean[0]:.1%} of the list that allows 10% was wrong" in body
    assert f"fewest pupils {lean[1]:.1%}, among the tenth with most {lean[2]:.1%}." in body
    # As the page says: the list leans the other way than the test, and less.
    assert made["rare_smallest"] < 0.1 / lean[1] < 1 < 0.1 / lean[2] < made["rare_largest"]
    none = {"sigma": 0.5, "phi": 0.25, **{kind: {"worlds": 0} for kind in ("model", "rough")}}
    assert "Does it keep its promises" not in model_section(none).body
    assert "φ 0.25" in model_section(none).body


def test_each_question_has_its_answer_and_leads_to_how(written: dict[str, Section]) -> None:
    """The likely list, by hand: from the likeliest down, while the mean miss stays within 10%."""
    body = written["questions"].body
    assert len(body.split("\n\n")) == 6
    assert all(line.startswith("**") and "?** " in line for line in body.split("\n\n"))
    for anchor in re.findall(r"\(#([a-z-]+)\)", body):
        assert anchor in written
    tested = int(tables.load("coldspots_lsoa21", ["cold_spot"])["cold_spot"].sum())
    assert f"The tested cold spots: {tested:,} neighbourhoods." in body
    chance = tables.load("posterior_lsoa21", ["prob_true_fifth_1"])["prob_true_fifth_1"].dropna()
    missed = (1 - np.sort(chance.to_numpy())[::-1]).cumsum() / np.arange(1, len(chance) + 1)
    likely = int((missed <= 0.1).sum())
    assert abs(likely - int(re.search(r"lowest fifth: ([\d,]+) n", body)[1].replace(",", ""))) <= 20
    assert "of which 10 in 100 may be wrong" in body


@pytest.mark.parametrize(("times", "said"), [(3.0, "a little less sure"), (3.1, "much less sure")])
def test_how_much_less_sure_a_cold_spot_of_many_people_is(
    checked: dict[str, Any], times: float, said: str
) -> None:
    made = deepcopy(checked)
    made["without_cold_spots"]["by_cohort"]["rare_over_nominal"]["largest"] = times
    assert said in " ".join(method_limits._by_cohort(made))


def test_scotlands_test_leans_by_cohort_as_is_said() -> None:
    line = method_limits.by_cohort_line("dz11")
    made = method_limits.read_null_check()["other_levels"]["dz11"]["without_cold_spots"]
    assert f"{made['by_cohort']['rare_over_nominal']['largest']:.1f} times" in line

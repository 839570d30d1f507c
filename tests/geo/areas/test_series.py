"""Figures over the years, against the raw files and against arithmetic by hand."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from geo import tables
from geo.areas.cache import area_table
from geo.areas.changes import change_between
from geo.areas.series import at_year, measures_over_time, periods_of, ranks_at, series_of
from geo.errors import BadInputError
from geo.registry import INDICATORS, indicator

TIMED = [entry for entry in INDICATORS if entry.periods]
PLACES = {
    "E06000009": ("890", "Blackpool"),
    "E08000035": ("383", "Leeds"),
    "E06000065": ("815", "North Yorkshire"),
    "E10000016": ("886", "Kent"),
    "E09000007": ("202", "Camden"),
    "E06000057": ("929", "Northumberland"),
    "E08000037": ("390", "Gateshead"),
    "E06000060": ("825", "Buckinghamshire"),
    "E12000001": ("980", "North East"),
    "E92000001": ("970", "England"),
}
"""Ten places: DfE number and name. Four have had another code since 2011."""
OLD_CODES = {
    "E06000065": ["E06000065", "E10000023"],
    "E06000057": ["E06000057", "E06000048"],
    "E08000037": ["E08000037", "E08000020"],
    "E06000060": ["E06000060", "E10000002"],
}


def level_of(code: str) -> str:
    return {"E12": "region", "E92": "nation"}.get(code[:3], "utla23")


@pytest.mark.parametrize("entry", TIMED, ids=lambda entry: entry.id)
def test_the_latest_year_is_what_the_joined_table_shows(entry) -> None:
    for level in entry.geographies:
        table = area_table(level)[entry.id]
        latest = at_year(entry.id, level)["value"].reindex(table.index)
        pd.testing.assert_series_equal(table.astype(float), latest, check_names=False)


@pytest.mark.parametrize("entry", TIMED, ids=lambda entry: entry.id)
def test_every_year_of_the_registry_has_figures_and_no_other(entry) -> None:
    for level in entry.geographies:
        known = series_of(entry.id, level)["value"].dropna()
        assert sorted(set(known.index.get_level_values("year"))) == list(entry.periods.years)


@pytest.mark.parametrize("code", PLACES)
def test_first_and_last_entry_by_19_are_those_of_the_file(raw: Path, code: str) -> None:
    """Read another way: the extract as CSV, by the DfE's number."""
    number, name = PLACES[code]
    with (raw / "dfe_lait/lait_he_related_extract.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["LA Number"] == f"{number}.0"]
    assert {row["LA and Regions"].strip() for row in rows} == {name}
    found = {(row["Short Desc"], row["Years"]): row["Values"] for row in rows}
    for theirs, ours, years in (
        ("HE_19_All", "he19_rate", {2016: "2015-16", 2024: "2023-24"}),
        ("HE_19_FSM", "he19_fsm_rate", {2016: "2015-16", 2024: "2023-24"}),
        ("HE_19_Non_FSM", "he19_nonfsm_rate", {2016: "2015-16", 2024: "2023-24"}),
        ("Level3Age19", "level3_19_rate", {2016: "2016", 2024: "2024"}),
        ("AVG_Attain8_Score", "attainment8", {2016: "2016", 2025: "2025"}),
    ):
        scale = 1 if ours == "attainment8" else 100
        for year, period in years.items():
            value = series_of(ours, level_of(code)).loc[(code, year), "value"]
            assert value * scale == pytest.approx(float(found[(theirs, period)]))


@pytest.mark.parametrize("code", PLACES)
@pytest.mark.parametrize(
    ("file", "title", "measure", "scale"),
    [
        ("gcses-in-english-and-maths", "GCSEs in English and Maths", "gcse19_rate", 100),
        (
            "further-education-and-skills-participation",
            "Further education and skills participation",
            "further_education_rate",
            1,
        ),
        ("apprenticeships", "Apprenticeship starts (England)", "apprenticeship_starts_rate", 1),
        (
            "persistent-absences-for-all-pupils",
            "Persistent absences for all pupils",
            "absence_rate",
            100,
        ),
        (
            "persistent-absences-for-pupils-eligible-for-free-school-meals",
            "Persistent absences for pupils eligible for free school meals",
            "absence_fsm_rate",
            100,
        ),
        (
            "children-in-relative-poverty",
            "Children in relative poverty before housing costs",
            "child_poverty_rate",
            100,
        ),
    ],
)
def test_first_and_last_of_each_local_series_are_those_of_the_file(
    raw: Path, code: str, file: str, title: str, measure: str, scale: int
) -> None:
    """Read another way: line by line, by code and the year in which a period begins."""
    with (raw / f"ons_els/{file}.csv").open(encoding="utf-8-sig") as lines:
        rows = [row for row in csv.DictReader(lines) if row["indicator"] == title]
    published = {(row["areacd"], int(row["period"][:4])): row["observation"] for row in rows}
    years = indicator(measure).periods.years
    series = series_of(measure, level_of(code))["value"]
    for year in (years[0], years[-1]):
        found = [
            published[(old, year - 1)]
            for old in OLD_CODES.get(code, [code])
            if (old, year - 1) in published
        ]
        ours = series.get((code, year))
        if not found:
            assert ours is None
            continue
        assert ours * scale == pytest.approx(float(found[0]))


@pytest.mark.parametrize(
    ("number", "measure", "first", "last"),
    [
        (1, "smc_conditions_of_childhood", "2000 to 2005", 2024),
        (2, "smc_labour_market", "2000 to 2005", 2024),
        (3, "smc_innovation_growth", "2000 to 2005", 2024),
        (4, "smc_promising_prospects", "2018 to 2020", 2024),
    ],
)
def test_first_and_last_of_the_commission_are_those_of_its_files(
    raw: Path, number: int, measure: str, first: str, last: int
) -> None:
    """Read another way: line by line, by the name of the area, ten of them over the Kingdom."""
    path = raw / f"smc/2025-01-01-ci{number}-full-dataset.csv"
    with path.open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    published = {(row["area_name"].strip(), row["time_period"]): row["value"] for row in rows}
    latest = next(one for _, one in published if one.endswith(f"to {last}"))
    names = tables.load("areas_smc205", ["area_name"])["area_name"]
    series = series_of(measure, "smc205")["value"]
    for code in names.index[::21]:
        for period in (first, latest):
            ours = series[(code, int(period[-4:]))]
            assert ours == pytest.approx(float(published[(names[code], period)]))
    assert len(names.index[::21]) == 10


@pytest.mark.parametrize(
    ("file", "year"),
    [
        ("UD_NEETNK_LA_dashboard_2022_final.csv", 2022),
        ("UD_NEETNK_LA_dashboard_final.csv", 2025),
    ],
)
def test_neet_is_that_of_the_file_of_its_year(raw: Path, file: str, year: int) -> None:
    with (raw / "dfe" / file).open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    for code in PLACES:
        codes = OLD_CODES.get(code, [code])
        row = next(
            row
            for row in rows
            if row["new_la_code"] in codes
            or (row["geographic_level"] == "Regional" and row["region_code"] == code)
            or (row["geographic_level"] == "National" and code == "E92000001")
        )
        ours = series_of("neet_rate", level_of(code)).loc[(code, year)]
        assert ours["value"] * 100 == pytest.approx(float(row["NEET_not_known_percent"]))
        assert ours["people"] == pytest.approx(float(row["Cohort_DJFavg"]))


def test_cohorts_are_those_of_the_file_and_its_placeholders_are_nowhere(raw: Path) -> None:
    path = raw / "dfe/LA_Dashboard_2022_without_Scilly_L2_L3_by_19.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8-sig") as lines:
        rows = [
            row
            for row in csv.DictReader(lines)
            if (row["gender"], row["sen"], row["la_code_9"]) == ("ALL", "ALL", "E06000009")
        ]
    assert {row["l3_by19_rate"] for row in rows if row["cohort_19_in"] == "2024"} == {"0"}
    counted = {row["cohort_19_in"]: row for row in rows if row["fsm"] == "ALL"}
    series = series_of("he19_rate", "utla23")
    for year in (2016, 2024):
        people = series.loc[("E06000009", year), "people"]
        assert people == int(counted[str(year)]["number_in_ss_cohort"])
    level3 = series_of("level3_19_rate", "utla23")["value"].dropna()
    assert level3.min() > 0.2


def test_no_placeholder_is_a_figure() -> None:
    """But in the two smallest authorities, where nobody of a handful of pupils is a real 0."""
    for entry in TIMED:
        if entry.id.startswith("smc_") or entry.id == "he19_gap":
            continue
        for level in entry.geographies:
            values = series_of(entry.id, level)["value"].dropna()
            nothing = values[values == 0]
            assert set(nothing.index.get_level_values("area_code")) <= {"E09000001", "E06000053"}
            assert not (values == 1).any()


def test_blackpool_is_second_lowest_and_has_fallen() -> None:
    """27.7% in 2023-24, 36.7% in 2015-16: as the file has them."""
    change = change_between("he19_rate", "utla23", 2016, 2024).loc["E06000009"]
    assert change["before"] == pytest.approx(0.367)
    assert change["after"] == pytest.approx(0.277)
    assert change["change"] == pytest.approx(-0.090)
    assert change["direction"] == "down"
    ranks = ranks_at("he19_rate", "utla23")
    assert (ranks.loc["E06000009", "rank"], ranks.loc["E06000009", "of"]) == (2, 148)


def test_the_interval_of_a_change_is_newcombes() -> None:
    """Against statsmodels, from counts: 606 of 1,652 and 359 of 1,297 are the rates to 0.05%."""
    change = change_between("he19_rate", "utla23", 2016, 2024).loc["E06000009"]
    low, high = confint_proportions_2indep(
        0.277 * 1297, 1297, 0.367 * 1652, 1652, method="newcomb", compare="diff"
    )
    assert change["low"] == pytest.approx(low, abs=1e-9)
    assert change["high"] == pytest.approx(high, abs=1e-9)


def test_a_change_is_clear_only_where_its_interval_leaves_out_nothing() -> None:
    change = change_between("he19_rate", "utla23", 2023, 2024)
    clear = change[change["direction"].isin(["up", "down"])]
    assert ((clear["low"] > 0) | (clear["high"] < 0)).all()
    vague = change[change["direction"] == "no clear change"]
    assert ((vague["low"] <= 0) & (vague["high"] >= 0)).all()
    assert len(clear)
    assert len(vague)
    assert change.loc[change["low"].isna(), "direction"].isna().all()


def test_the_gap_is_other_pupils_less_those_on_free_meals() -> None:
    gap = at_year("he19_gap", "nation", 2024).loc["E92000001"]
    fsm = at_year("he19_fsm_rate", "nation", 2024).loc["E92000001"]
    other = at_year("he19_nonfsm_rate", "nation", 2024).loc["E92000001"]
    assert gap["value"] == pytest.approx(other["value"] - fsm["value"])
    assert gap["low"] < gap["value"] < gap["high"]
    below = np.hypot(other["value"] - other["low"], fsm["high"] - fsm["value"])
    assert gap["low"] == pytest.approx(gap["value"] - below)


def test_a_series_goes_on_across_a_new_code() -> None:
    """North Yorkshire was a county until 2023, and is one authority on the same land."""
    assert series_of("absence_rate", "utla23").loc["E06000065"].index.min() == 2007
    assert series_of("neet_rate", "utla23").loc["E06000065"].index.tolist() == [2022, 2023, 2025]
    both = tables.load("authority_series").reset_index()
    assert not both.duplicated(["area_code", "measure", "year"]).any()


def test_where_it_cannot_be_said_the_error_says_what_can() -> None:
    with pytest.raises(BadInputError, match="one period alone"):
        series_of("tundra_rate", "utla23")
    with pytest.raises(BadInputError, match="does not exist at lsoa21"):
        series_of("he19_rate", "lsoa21")
    with pytest.raises(BadInputError, match="do not compare: points were given on another scale"):
        change_between("attainment8", "utla23", 2016, 2025)
    with pytest.raises(BadInputError, match="from an earlier year to a later one"):
        change_between("he19_rate", "utla23", 2024, 2024)
    with pytest.raises(BadInputError, match="no figure for 2015"):
        change_between("he19_rate", "utla23", 2015, 2024)


def test_ranks_begin_with_the_worst_whichever_end_that_is() -> None:
    lowest = at_year("he19_rate", "utla23")["value"].idxmin()
    assert ranks_at("he19_rate", "utla23").loc[lowest, "rank"] == 1
    most = at_year("neet_rate", "utla23")["value"].idxmax()
    assert ranks_at("neet_rate", "utla23").loc[most, "rank"] == 1


def test_a_rank_interval_holds_the_rank_and_counts_who_is_surely_beyond() -> None:
    values = at_year("he19_rate", "utla23")
    values = values[values["value"].notna()]
    ranks = ranks_at("he19_rate", "utla23")
    known = ranks[ranks["rank_low"].notna()]
    assert ((known["rank_low"] <= known["rank"]) & (known["rank"] <= known["rank_high"])).all()
    mine = values.loc["E06000009"]
    surely_lower = int((values["high"] < mine["low"]).sum())
    surely_higher = int((values["low"] > mine["high"]).sum())
    assert known.loc["E06000009", "rank_low"] == surely_lower + 1
    assert known.loc["E06000009", "rank_high"] == len(values) - surely_higher


def test_measures_over_time_are_those_with_periods() -> None:
    names = [entry.id for entry in measures_over_time("utla23")]
    assert "he19_rate" in names
    assert "tundra_rate" not in names
    assert measures_over_time("lsoa21") == ()
    assert periods_of(indicator("he19_rate")).years == tuple(range(2016, 2025))

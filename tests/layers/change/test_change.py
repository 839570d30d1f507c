"""A map of change and a map of a year: addresses, classes, words, tables."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

import numpy as np
import pandas as pd
import pytest

from geo.areas.cache import area_table
from geo.areas.changes import change_between, classes_of_change
from geo.areas.series import classes_at_year, series_of
from geo.errors import BadInputError
from geo.registry import INDICATORS, indicator
from layers.browser.card import card_of
from layers.browser.query import from_query
from layers.change.options import ChangeOptions, years_of
from layers.change.words import within
from layers.exports.map_table import build_map_table
from layers.exports.sentences import sentences_of
from layers.kind_options import with_options
from layers.kinds import find_kind, kind_of
from layers.measure.options import YearOptions
from layers.view import MapView
from layers.words.standing import ordinal, standing_words

BLACKPOOL = "E06000009"


def read(query: str) -> tuple[MapView, list[str]]:
    return from_query(dict(parse_qsl(query)))


def change(name: str = "he19_rate", *years: int, **more: object) -> MapView:
    view = MapView(mode="change", geography="utla23", indicator=name, **more)
    if years:
        view = with_options(view, ChangeOptions(years[0]), YearOptions(years[1]))
    return view


@pytest.mark.parametrize(
    "query",
    [
        "level=utla23&show=he19_rate&year=2016",
        "level=utla23&show=he19_rate&with=change",
        "level=utla23&show=he19_rate&years=wide",
        "level=utla23&show=he19_rate&year=2016&years=long",
        "level=utla23&show=attainment8&with=change&year=2019&from=2018",
        "level=lad24&show=child_poverty_rate&with=change&year=2024&from=2023",
        "level=smc205&show=smc_labour_market&with=change&year=2017&from=2011",
    ],
)
def test_an_address_of_years_comes_back_as_it_went(query: str) -> None:
    view, notes = read(query)
    assert notes == []
    assert view.to_query() == query


@pytest.mark.parametrize(
    ("query", "leads_to", "note"),
    [
        ("level=utla23&show=he19_rate&year=2031", "level=utla23&show=he19_rate", "no figures for"),
        ("level=utla23&show=he19_rate&year=20x6", "level=utla23&show=he19_rate", "is none"),
        ("level=utla23&show=tundra_rate&year=2016", "level=utla23", "no figures for"),
        (
            "level=utla23&show=attainment8&with=change&from=2016&year=2025",
            "level=utla23&show=attainment8&with=change&year=2025&from=2018",
            "do not compare; 2018 and 2025",
        ),
        (
            "level=utla23&show=he19_rate&with=change&from=2024&year=2016",
            "level=utla23&show=he19_rate&with=change&year=2024&from=2016",
            "do not compare; 2016 and 2024",
        ),
        (
            "level=utla23&show=tundra_rate&with=change",
            "level=utla23&show=he19_rate&with=change",
            "measure that has one year",
        ),
    ],
)
def test_what_cannot_be_shown_gives_way_and_is_told(query: str, leads_to: str, note: str) -> None:
    view, notes = read(query)
    assert view.to_query() == leads_to
    assert note in " ".join(notes)


def test_classes_of_a_change_are_those_of_its_interval() -> None:
    table = area_table("utla23")
    found = change_between("he19_rate", "utla23", 2016, 2024).reindex(table.index)
    classes = classes_of_change("utla23", "he19_rate", 2016, 2024)
    codes = pd.Series(classes.of_area, index=table.index)
    assert [row.label for row in classes.classes] == [
        "Fell by more than 6.0 points",
        "Fell by up to 6.0 points",
        "No clear change",
        "Rose by up to 6.0 points",
        "Rose by more than 6.0 points",
    ]
    assert set(found.index[codes <= 1]) == set(found.index[found["high"] < 0])
    assert set(found.index[codes.isin([3, 4])]) == set(found.index[found["low"] > 0])
    assert (found["change"][codes == 0] < -0.06).all()
    assert (found["change"][codes == 4] > 0.06).all()
    assert codes[BLACKPOOL] == 0
    assert [row.areas for row in classes.classes] == [int((codes == n).sum()) for n in range(5)]
    assert sum(row.areas for row in classes.missing.values()) == int((codes >= 250).sum())


def test_where_high_is_of_concern_the_first_class_is_a_rise() -> None:
    classes = classes_of_change("utla23", "neet_rate", 2022, 2025)
    assert classes.classes[0].label.startswith("Rose by more than")
    assert classes.classes[4].label.startswith("Fell by more than")


def test_a_change_that_nobody_can_test_says_so() -> None:
    """A quarter of authorities changed by 0.6 points or less: the size below which it hardly did."""
    classes = classes_of_change("utla23", "attainment8", 2018, 2025)
    sizes = change_between("attainment8", "utla23", 2018, 2025)["change"].abs().dropna()
    small = round(float(np.quantile(sizes, 0.25)), 1)
    assert classes.classes[2].label == f"Up to {small:.1f} points either way"
    assert "no change was tested" in classes.rule


def test_every_measure_with_years_has_a_map_of_change() -> None:
    for entry in INDICATORS:
        if entry.periods is None:
            continue
        for level in entry.geographies:
            if level == "nation":
                continue
            view = MapView(mode="change", geography=level, indicator=entry.id)
            classes = kind_of(view).classes(view)
            assert sum(row.areas for row in classes.classes) > 0, (entry.id, level)


def test_a_year_is_classed_by_the_limits_of_the_latest() -> None:
    latest = classes_at_year("utla23", "he19_rate", 2024)
    first = classes_at_year("utla23", "he19_rate", 2016)
    assert [round(limit, 6) for limit in first.breaks] == [round(one, 6) for one in latest.breaks]
    assert "so that years compare" in first.rule
    values = series_of("he19_rate", "utla23")["value"].xs(2016, level="year")
    lowest = values.index[values <= latest.breaks[0] + 1e-9]
    codes = pd.Series(first.of_area, index=area_table("utla23").index)
    assert set(codes.index[codes == 0]) == set(lowest)


def test_what_changed_is_said_with_both_years() -> None:
    text = sentences_of(change())[0].text
    assert "Between 2015-16 and 2023-24, entry to HE by 19 rose clearly in 106 of 145" in text
    assert "did not clearly change in 37 and fell clearly in 2" in text
    assert "In England it rose by 5.1 points, from 40.7% (2015-16) to 45.8% (2023-24)." in text
    claims = [sentence.text for sentence in sentences_of(change())]
    assert not any("GCSE leavers 2010 to 2014" in text for text in claims)


def test_the_card_says_what_an_area_did() -> None:
    card = card_of(change("neet_rate", select=BLACKPOOL))
    assert card is not None
    assert "Rose by 2.3 points, from 6.6% (2022) to 8.9% (2025)." in card["lines"]
    assert (
        "95% interval of the change: +1.0 points to +3.6 points. The change is clear."
        in (card["lines"])
    )


def test_the_card_of_a_year_is_of_that_year() -> None:
    view = MapView(geography="utla23", indicator="he19_rate", select=BLACKPOOL)
    card = card_of(with_options(view, YearOptions(2016)))
    assert card is not None
    assert (card["value"], card["measure"]) == ("36.7%", "Entry to HE by 19, aged 19 in 2015-16")
    assert card["beside"][0]["value"] == "36.7%"
    assert card["beside"][-1]["value"] == "40.7%"
    latest = card_of(view)
    assert latest is not None
    assert latest["value"] == "27.7%"


def test_a_card_draws_the_years_of_an_area_and_of_what_holds_it() -> None:
    card = card_of(MapView(geography="utla23", indicator="he19_rate", select=BLACKPOOL))
    assert card is not None
    line = card["series"]
    assert (line["years"][0], line["years"][-1]) == ("2015-16", "2023-24")
    assert [row["name"] for row in line["rows"]] == ["Blackpool", "North West", "England"]
    assert line["rows"][0]["values"][-1] == 0
    assert line["text"] == "Blackpool: 36.7% in 2015-16, 27.7% in 2023-24."
    # A neighbourhood's own rate is of years ago: the years are those of its authority.
    beside = card_of(MapView(select="E01011264"))["series"]  # type: ignore[index]
    assert [row["name"] for row in beside["rows"]] == [
        "Leeds", "Yorkshire and The Humber", "England",
    ]  # fmt: skip
    assert card_of(MapView(indicator="iod25_decile", select="E01011264"))["series"] == {}  # type: ignore[index]


def test_the_table_of_a_change_has_both_figures_and_the_interval() -> None:
    table = build_map_table(change(within="E12000002")).table
    row = table.loc[BLACKPOOL]
    assert row["value_before"] == pytest.approx(0.367)
    assert row["value_after"] == pytest.approx(0.277)
    assert row["change_low"] < row["change"] < row["change_high"] < 0
    assert (row["direction"], row["map_class"]) == ("down", "Fell by more than 6.0 points")


def test_the_table_of_a_year_has_the_figures_of_that_year() -> None:
    view = MapView(geography="utla23", indicator="he19_rate", within=BLACKPOOL)
    row = build_map_table(with_options(view, YearOptions(2016))).table.loc[BLACKPOOL]
    assert row["he19_rate"] == pytest.approx(0.367)
    assert row["he19_rate_period"] == "2015-16"


def test_a_table_can_have_every_year_a_column_each() -> None:
    view = MapView(geography="utla23", indicator="he19_rate", within="E12000002")
    made = build_map_table(with_options(view, YearOptions(years="wide")))
    years = [name for name in made.table if re.fullmatch(r"he19_rate_\d{4}", name)]
    assert years == [f"he19_rate_{year}" for year in range(2016, 2025)]
    row = made.table.loc[BLACKPOOL]
    assert (row["he19_rate_2016"], row["he19_rate_2024"]) == pytest.approx((0.367, 0.277))
    assert row["he19_rate_2024"] == row["he19_rate"]
    assert "map_class" in made.table


def test_a_table_can_have_every_year_a_row_each() -> None:
    view = MapView(geography="utla23", indicator="he19_rate", within="E12000002")
    made = build_map_table(with_options(view, YearOptions(years="long")))
    assert len(made.table) == 24 * 9
    rows = made.table.loc[BLACKPOOL]
    assert rows["year"].tolist() == list(range(2016, 2025))
    assert rows["year_period"].tolist()[-1] == "2023-24"
    assert rows["year_value"].tolist()[0] == pytest.approx(0.367)
    assert rows["year_people"].tolist()[-1] == 1297
    assert not made.outlined
    assert "map_class" not in made.table


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("level=utla23&show=he19_rate&years=both", "in a way that there is not"),
        ("level=utla23&show=iod25_score&years=wide", "years of a measure that has one"),
    ],
)
def test_years_of_a_table_that_cannot_be_are_told(query: str, note: str) -> None:
    view, notes = read(query)
    assert note in " ".join(notes)
    assert "years" not in view.to_query()


def test_a_view_of_another_kind_begins_with_a_measure_that_has_years() -> None:
    view = find_kind("change").begin(MapView(geography="utla23"))
    assert (view.indicator, years_of(view)) == ("he19_rate", (2016, 2024))
    away = kind_of(view).at_level(view, "lsoa21")
    assert (away.mode, away.geography) == ("one", "lsoa21")


def test_years_that_can_be_chosen_are_those_that_compare() -> None:
    view = change("attainment8", 2018, 2025)
    first, last = kind_of(view).year_choices(view)
    assert [year for year, _ in first.years] == [2018, 2019, 2023, 2024]
    assert [year for year, _ in last.years] == [2019, 2021, 2023, 2024, 2025]
    moved = kind_of(view).with_year(view, "year", 2021)
    assert years_of(moved) == (2020, 2021)


@pytest.mark.parametrize(
    ("name", "level", "code", "said"),
    [
        (
            "he19_rate",
            "utla23",
            BLACKPOOL,
            "1st to 4th lowest of 148 counties and unitary authorities (95% interval); "
            "down 9.0 points since 2015-16.",
        ),
        ("he19_rate", "nation", "E92000001", "Up 5.1 points since 2015-16."),
        ("he19_rate", "lad24", "E07000112", ""),
        ("tundra_rate", "utla23", BLACKPOOL, ""),
    ],
)
def test_where_a_place_stands(name: str, level: str, code: str, said: str) -> None:
    assert standing_words(indicator(name), level, code) == said


def test_ordinals() -> None:
    assert [ordinal(number) for number in (1, 2, 3, 4, 10, 11, 12, 13, 21, 22, 101, 111)] == [
        "1st", "2nd", "3rd", "4th", "10th", "11th", "12th", "13th", "21st", "22nd", "101st", "111th",
    ]  # fmt: skip


def test_labels_keep_their_names_within_a_sentence() -> None:
    assert within("Entry to HE by 19") == "entry to HE by 19"
    assert within("NEET or not known") == "NEET or not known"
    assert within("Attainment 8 at 16") == "Attainment 8 at 16"


def test_two_years_that_do_not_compare_are_refused_by_the_classes() -> None:
    with pytest.raises(BadInputError, match="do not compare"):
        classes_of_change("utla23", "attainment8", 2016, 2025)

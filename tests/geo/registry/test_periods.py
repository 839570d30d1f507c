"""Which years a measure has, how they are written, and which of them compare."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.errors import BadInputError
from geo.registry import INDICATORS, in_year, indicator
from geo.registry.periods import Apart, academic, calendar, spans


def test_periods_are_written_as_their_publishers_write_them() -> None:
    assert academic(2016, 2018).labels == ((2016, "2015-16"), (2017, "2016-17"), (2018, "2017-18"))
    assert academic(2000, 2001).labels == ((2000, "1999-00"), (2001, "2000-01"))
    assert calendar(2022, 2025, without=(2024,)).years == (2022, 2023, 2025)
    assert spans((2000, 2005), (2018, 2024)).labels == (
        (2005, "2000 to 2005"),
        (2024, "2018 to 2024"),
    )


def test_a_year_without_a_figure_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInputError, match=r"no figure for 2024. Choose one of 2022, 2023, 2025"):
        calendar(2022, 2025, without=(2024,)).label(2024)


def test_years_apart_compare_with_each_other_alone() -> None:
    periods = replace(calendar(2018, 2023), apart=(Apart((2020, 2021), "teachers assessed"),))
    assert periods.why_not(2020, 2021) == ""
    assert periods.why_not(2019, 2020) == "teachers assessed"
    assert periods.why_not(2021, 2022) == "teachers assessed"
    assert periods.why_not(2019, 2022) == ""
    assert periods.compared_with(2020) == (2021,)
    assert periods.compared_with(2023) == (2018, 2019, 2022)


def test_attainment_8_compares_within_a_way_of_grading() -> None:
    periods = indicator("attainment8").periods
    assert periods.compared_with(2025) == (2018, 2019, 2023, 2024)
    assert periods.compared_with(2016) == ()
    assert periods.compared_with(2021) == (2020,)


@pytest.mark.parametrize("entry", [e for e in INDICATORS if e.periods], ids=lambda e: e.id)
def test_the_period_of_a_measure_is_the_latest_of_its_periods(entry) -> None:
    periods = entry.periods
    assert list(periods.years) == sorted(set(periods.years))
    assert periods.text(periods.latest) == entry.period


def test_an_indicator_speaks_of_the_year_it_is_asked_for() -> None:
    assert in_year(indicator("neet_rate"), 2022).period == (
        "mean of December 2021 to February 2022"
    )
    with pytest.raises(BadInputError, match="one period alone"):
        in_year(indicator("tundra_rate"), 2022)

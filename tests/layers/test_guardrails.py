"""What no export may do: each rule is broken on purpose, and the export is refused with the reason."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo.areas.cache import area_table
from geo.areas.join import AreaTable, build_areas
from geo.errors import MisleadingError
from geo.registry.geographies import bundled, geography
from geo.registry.indicators import indicator
from layers.browser.state import read_packs
from layers.coldspots.options import with_cold
from layers.exports.files import write_view
from layers.guardrails import (
    check_legend,
    check_measure,
    check_table,
    check_view,
    check_words,
)
from layers.kind_options import with_options
from layers.reach.options import ReachOptions
from layers.reach.query import with_reach
from layers.style.legend import legend_of
from layers.view import MapView
from layers.words.reading import caveat_of, opening_of, reading_of

BLACKPOOL = "E06000009"


@pytest.mark.parametrize(
    ("view", "reason"),
    [
        (MapView(geography="lad24", indicator="iod25_decile"), "averaged over smaller areas"),
        (MapView(geography="region", indicator="iod25_he_entry_rank"), "a rank averaged"),
        (MapView(geography="lad24", indicator="he19_rate"), "a county's figure"),
        (MapView(geography="lsoa21", indicator="attainment8"), "a county's figure"),
        (MapView(geography="region", indicator="smc_labour_market"), "has no figure for"),
        (MapView(within=BLACKPOOL, hatch=False), "Hatching is off"),
    ],
)
@pytest.mark.parametrize("suffix", [".png", ".html", ".csv"])
def test_a_misleading_map_is_refused_in_every_format(
    view: MapView, reason: str, suffix: str, tmp_path: Path
) -> None:
    out = tmp_path / f"map{suffix}"
    with pytest.raises(MisleadingError, match=reason):
        write_view(view, out)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "view",
    [
        MapView(),
        MapView(geography="lad24", indicator="iod25_score"),
        MapView(geography="utla23", indicator="he19_rate", within="E12000002"),
        MapView(geography="smc205", indicator="smc_labour_market"),
        MapView(classes="natural", hatch=False, within=BLACKPOOL),
        MapView(mode="both", within=BLACKPOOL),
        MapView(mode="disagree"),
        with_cold(MapView()),
        with_reach(MapView(), within=BLACKPOOL),
        with_reach(MapView(), "sites", within="E12000002"),
    ],
)
def test_honest_maps_pass(view: MapView) -> None:
    check_view(view)
    check_words(view, [opening_of(view), *reading_of(view), caveat_of(view)])


@pytest.mark.parametrize("level", [entry.id for entry in bundled()])
def test_every_joined_table_passes(level: str) -> None:
    check_table(build_areas(level)[0])


def test_a_legend_without_the_missing_class_is_refused() -> None:
    view = MapView(within="E12000002")
    rows = legend_of(view, read_packs())["rows"]
    check_legend(view, rows)
    missing = next(row for row in rows if row["code"] >= 200 and row["areas"])
    with pytest.raises(MisleadingError, match="leaves areas out, missing ones too"):
        check_legend(view, [row for row in rows if row is not missing])
    fewer = [{**row, "areas": row["areas"] - 1} if row is rows[0] else row for row in rows]
    with pytest.raises(MisleadingError, match="Lowest fifth"):
        check_legend(view, fewer)


def test_a_legend_that_counts_too_many_areas_is_refused() -> None:
    """One more in a class; a class twice; a class of which the map draws none."""
    view = MapView(within="E12000002")
    rows = legend_of(view, read_packs())["rows"]
    more = [{**row, "areas": row["areas"] + 1} if row is rows[0] else row for row in rows]
    twice = [rows[0], *rows]
    unknown = [*rows, {"code": 99, "areas": 1}]
    empty = [*rows, {"code": 99, "areas": 0}]
    for wrong in (more, twice, unknown):
        with pytest.raises(MisleadingError, match="or counts too many is not written"):
            check_legend(view, wrong)
    check_legend(view, empty)


@pytest.mark.parametrize("level", ["lad24", "ward24", "msoa21", "lsoa21"])
def test_a_measure_of_counties_is_refused_below_them_with_that_reason(level: str) -> None:
    plural = geography(level).plural
    reason = f"for {plural} would show a county's figure as that of each part of it. It exists at:"
    with pytest.raises(MisleadingError, match=reason):
        check_measure(indicator("he19_rate"), level)


def test_only_measures_of_counties_are_refused_for_that_reason() -> None:
    with pytest.raises(MisleadingError, match="has no figure for regions") as refused:
        check_measure(indicator("smc_labour_market"), "region")
    assert "county" not in str(refused.value)
    with pytest.raises(MisleadingError, match="has no figure for local areas") as refused:
        check_measure(indicator("smc_labour_market"), "msoa21")
    assert "county" not in str(refused.value)
    with pytest.raises(MisleadingError, match="has no figure for combined") as refused:
        check_measure(indicator("he19_rate"), "cauth25")
    assert "county" not in str(refused.value)
    check_measure(indicator("he19_rate"), "utla23")


def changed(level: str, **columns: object) -> AreaTable:
    table = build_areas(level, within="W06000001" if level == "welsh" else None)[0].table
    return AreaTable(level, table.assign(**columns))


def test_averaged_deciles_and_ranks_are_refused() -> None:
    table = build_areas("lsoa21", within=BLACKPOOL)[0].table
    wrong = AreaTable("lsoa21", table.assign(iod25_decile=table["iod25_decile"] + 0.5))
    with pytest.raises(MisleadingError, match="iod25_decile .*never averaged"):
        check_table(wrong)
    with pytest.raises(MisleadingError, match="tundra_quintile"):
        check_table(changed("region", tundra_quintile=2.4))


def test_a_countys_figure_in_its_districts_is_refused() -> None:
    with pytest.raises(MisleadingError, match="a county's figure as that of each part"):
        check_table(changed("lad24", he19_rate=0.4))


def test_a_figure_of_another_nation_is_refused() -> None:
    table = area_table("lad24")
    welsh = table["nation"] == "Wales"
    filled = table["iod25_score"].mask(welsh, 20.0)
    with pytest.raises(MisleadingError, match=r"22 \(first: W06000001\) areas lie outside England"):
        check_table(AreaTable("lad24", table.assign(iod25_score=filled)))


def test_distance_is_never_called_reached() -> None:
    view = with_reach(MapView())
    with pytest.raises(MisleadingError, match="'reached' of distance"):
        check_words(view, ["1,234 young people are reached by the partnership."])
    with pytest.raises(MisleadingError, match="'engaged' of distance"):
        check_words(view, ["1,234 young people are engaged."])
    with pytest.raises(MisleadingError, match="people_reached calls distance"):
        check_table(AreaTable("region", pd.DataFrame({"people_reached": [1]}, index=["E12000001"])))
    title = "How Leeds reaches its young people"
    with pytest.raises(MisleadingError, match="reaches"):
        check_words(with_options(view, ReachOptions(km=5)), [title])


@pytest.mark.parametrize(
    "text",
    [
        "Leeds reached 1,234 young people.",
        "How Leeds reaches its young people",
        "A partnership REACHING the cold spots",
        "Leeds and Bradford reach 1,234 young people.",
        "Cold spots that no university can reach",
        "The colleges reach most of them.",
        "Whom we reach",
    ],
)
def test_no_form_of_reaching_is_said_of_distance(text: str) -> None:
    with pytest.raises(MisleadingError, match=r"(?i)says '.*reach.*' of distance"):
        check_words(with_reach(MapView()), [text])


@pytest.mark.parametrize(
    "text",
    [
        "The reach of Leeds within 5 km",
        "Barking Reach, by neighbourhood",
        "Overreaching and outreach are other words",
        "Nobody is engaged with nobody: the file does not say who was engaged.",
    ],
)
def test_reach_as_a_noun_and_words_that_hold_it_may_stand(text: str) -> None:
    check_words(with_reach(MapView()), [text])


@pytest.mark.parametrize(
    "name", ["people_reached", "Reached", "reaches_km", "young_reaching", "can_reach"]
)
def test_no_column_calls_distance_reached(name: str) -> None:
    table = pd.DataFrame({name: [1]}, index=["E12000001"])
    with pytest.raises(MisleadingError, match=f"column {name} calls distance reached"):
        check_table(AreaTable("region", table))
    check_table(AreaTable("region", table.rename(columns={name: "in_range_outreach"})))

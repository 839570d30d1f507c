"""The card of one zone of cold spots: its people, how sure it is, and what is near."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.areas import area_table
from geo.coldspots import TESTED, TestBasis, basis_of, find_all, grades_of
from geo.registry import geography, indicator, percent_text
from layers.browser import constituency_of_areas, entry_lines, entry_series, ucas_sentence
from layers.coldspots.options import ColdSpotOptions, cold_spot_query
from layers.coldspots.words import graded
from layers.coldspots.zone_words import WINNERS_CURSE, scan_words
from layers.kinds import kind_of
from layers.style import place_name, title_of
from layers.view import MapView, is_zone
from layers.words import Sentence

KM_M = 1_000


def zone_row(view: MapView) -> pd.Series:
    """Return the row of the zone that a view outlines."""
    row = find_all(cold_spot_query(view)).zones.loc[view.select]
    assert isinstance(row, pd.Series)
    return row


def heading_of(view: MapView) -> str:
    """Return the heading of a page: what is shown and where, or the zone that it outlines."""
    if is_zone(view.select):
        return f"{zone_row(view)['zone_name']}: a zone of cold spots"
    return f"{title_of(view)}{kind_of(view).between}{place_name(view)}"


def members_of(view: MapView) -> pd.DataFrame:
    """Return the areas of the zone that a view outlines: the level's table with the verdicts."""
    codes = str(zone_row(view)["area_codes"]).split()
    found = find_all(cold_spot_query(view)).areas.loc[codes]
    table = area_table(view.geography).loc[codes]
    return table.join(found[[name for name in found if name not in table]])


def zone_card(view: MapView) -> dict[str, Any]:
    """Make the card of the zone that a view outlines, in the terms of `layers.browser.card`."""
    row, tested = zone_row(view), basis_of(view.geography)
    entry = indicator(tested.rate)
    return {
        "code": view.select,
        "name": str(row["zone_name"]),
        "where": f"Zone of cold spots, {row['lad24_names']}",
        "measure": f"{entry.label}{_by_model(row)}, {entry.period}",
        "value": entry.text(_shown_rate(row, tested)),
        "lines": zone_lines(view),
        "own": own_lines(view),
        "series": _series(view),
        "beside": _beside(view, row),
        "alike": [],
        "basis": "",
        "inside": "",
    }


def zone_lines(view: MapView) -> list[str]:
    """Return what is known of the zone that a view outlines."""
    row, tested = zone_row(view), basis_of(view.geography)
    plural = geography(view.geography).plural
    lines = [
        _made_of(view, row),
        *_rate_lines(row, tested),
        f"{int(row['young_people']):,} people aged 13 to 17 lived here in mid-2020; "
        f"{int(row['young_people_now']):,} would be 13 to 17 in 2026, if nobody had moved.",
    ]
    if pd.notna(row["most_deprived_fifth"]):
        lines.append(
            f"{percent_text(row['most_deprived_fifth'])} of them in {plural} of {tested.index} "
            "deciles 1 and 2."
        )
    if "scan_p" in row:
        lines.append(scan_words(view.geography, row, view.select).text)
    away = row["nearest_provider_m"] / KM_M
    lines.append(
        f"Nearest place that teaches higher education: {row['nearest_provider']}, {away:.1f} km in "
        "a straight line from the middle of its people."
    )
    return [*lines, *_still_so(view), *students_words(row)]


def _still_so(view: MapView) -> list[str]:
    """Return how its authority stands now, as a zone rests on leavers of long ago; one line."""
    main = _main_area(view)
    return [f"Still so? {line}" for line in entry_lines(view.geography, main)] if main else []


def _series(view: MapView) -> dict[str, Any]:
    """Return the line of entry by 19 of its authority over the years; empty without one."""
    main = _main_area(view)
    return entry_series(view.geography, main) if main else {}


def own_lines(view: MapView) -> list[str]:
    """Return what files of the user's own say of now where most of its young people live."""
    if basis_of(view.geography).nation != "England":
        return []
    codes = str(zone_row(view)["area_codes"]).split()
    table = area_table("lsoa21")
    inside = table.index.isin(codes) | table["msoa21_code"].isin(codes).to_numpy()
    return [*filter(None, [ucas_sentence(constituency_of_areas(table.index[inside])).text])]


def _main_area(view: MapView) -> str:
    """Return an area of the district with most of its young people; empty outside England."""
    if basis_of(view.geography).nation != "England":
        return ""
    members = members_of(view)
    young = members.groupby("lad24_code")["young_people"].sum()
    return str(members.index[members["lad24_code"] == young.idxmax()][0])


def _by_model(row: pd.Series) -> str:
    return " by the spatial model" if "tundra_rate_modelled" in row else ""


def _shown_rate(row: pd.Series, tested: TestBasis) -> float:
    """Return the rate that is shown first: by the spatial model, else as measured."""
    return float(row.get("tundra_rate_modelled", row[tested.rate]))


def _rate_lines(row: pd.Series, tested: TestBasis) -> list[str]:
    """Return the intervals of a zone's rate: the model's where there is one, and the measured."""
    low, high = (percent_text(row[f"{tested.rate}_{end}"]) for end in ("low", "high"))
    on = f"on {int(row[tested.cohort]):,} {tested.who}"
    if "tundra_rate_modelled" not in row:
        return [f"95% interval {low} to {high}, {on}."]
    least, most = (percent_text(row[f"tundra_rate_modelled_{end}"]) for end in ("low", "high"))
    modelled, measured = (
        indicator(tested.rate).text(float(row[name]))
        for name in ("tundra_rate_modelled", tested.rate)
    )
    return [
        f"By the spatial model {modelled}, nine times in ten between {least} and {most}. Measured: "
        f"{measured} (95% interval {low} to {high}), {on}.",
        WINNERS_CURSE,
    ]


def students_words(zone: pd.Series) -> list[str]:
    """Return how many areas of a zone are full of students, whose rate is low for that."""
    count, whole = int(zone.get("student_areas", 0)), int(zone["areas"])
    if not count:
        return []
    if count == whole:
        who = "Its one data zone is" if whole == 1 else f"All {whole:,} of its data zones are"
        return [
            f"{who} marked as full of students: the low share may say no more than that many "
            "moved there to study."
        ]
    are = "is" if count == 1 else "are"
    return [
        f"{count:,} of its {whole:,} data zones {are} marked as full of students, where the share "
        "looks low because many moved there to study."
    ]


def _made_of(view: MapView, row: pd.Series) -> str:
    count, level = int(row["areas"]), geography(view.geography)
    text = f"{count:,} {level.plural if count > 1 else level.label}"
    if ColdSpotOptions.of(view).definition != TESTED:
        return f"{text} that touch."
    return f"{text}: {grades_of_zone(view.geography, members_of(view), view.select).text}."


def grades_of_zone(level: str, members: pd.DataFrame, code: str) -> Sentence:
    """Count the areas of a zone by how sure each cold spot is, without a full stop."""
    counts = grades_of(members, members, level).value_counts()
    each = {str(grade): int(count) for grade, count in counts.items()}
    how = "areas of the zone that are {grade}"
    return graded(level, code, each, how, f"coldspots_{level}")


def _beside(view: MapView, zone: pd.Series) -> list[dict[str, Any]]:
    """List the zone and what holds most of it, with the same measure."""
    tested = basis_of(view.geography)
    entry = indicator(tested.rate)
    members = members_of(view)
    rows = [(view.select, str(zone["zone_name"]), _shown_rate(zone, tested))]
    for level in ("lad24", "region"):
        code = str(members[f"{level}_code"].mode()[0])
        if code:
            table = area_table(level)
            rows.append((code, str(table["area_name"][code]), float(table[tested.rate][code])))
    nation = tested.nation_code
    rows.append((nation, tested.nation, float(area_table("nation")[tested.rate][nation])))
    most = float(area_table(view.geography)[tested.rate].max())
    return [
        {"code": code, "name": name, "value": entry.text(rate), "share": round(rate / most, 4)}
        for code, name, rate in rows
    ]

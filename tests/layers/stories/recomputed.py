"""Figures of stories, made again from the bundled tables by another road.

What traces of maps and profiles hold too is executed by `tests.layers.words.formulas`; the rest is
here. Nothing asks the code that made a value, and an unknown formula is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pyproj

from geo import tables
from layers.words.traces import Trace
from tests.layers.words import formulas
from tests.layers.words.formulas import PLURALS, level_of, of_year, roots_of

load = cache(tables.load)


def again(trace: Trace) -> object:
    """Execute the formula of a trace of a story."""
    if "," in trace.area_code or "km_" in trace.area_code:
        return of_patch(trace)
    for pattern, rule in RULES:
        if found := re.fullmatch(pattern, trace.formula):
            return rule(trace, *found.groups())
    return formulas.value_of(trace)


def level_at(code: str, measure: str) -> str:
    level = level_of(code)
    return "utla23" if level == "lad24" and measure.startswith("he19") else level


@cache
def of_tundra(level: str) -> pd.DataFrame:
    """Return `value` and `people` of every area of a level, from small areas of 2021 or 2011."""
    if level == "pcon24":
        parts = load("overlaps_pcon24").reset_index()
        rows = load("tundra_lsoa11").reindex(parts["area_code"]).reset_index(drop=True)
        parent, share = parts["pcon24_code"], parts["share"]
    else:
        areas = load("areas_msoa21")
        rows = load("tundra_msoa21").reindex(areas.index)
        parent = pd.Series("E92000001", areas.index)
        if level != "nation":
            parent = areas[f"{level}_code"]
        share = pd.Series(1.0, areas.index)
        rows = rows.reset_index(drop=True)
        parent, share = parent.reset_index(drop=True), share.reset_index(drop=True)
    rate, cohort = rows["rate"].astype(float), rows["cohort"].astype(float) * share
    known = rate.notna() & parent.str.startswith("E")
    sums = cohort[known].groupby(parent[known]).sum()
    value = (rate * cohort)[known].groupby(parent[known]).sum() / sums
    return pd.DataFrame({"value": value, "people": sums.round()})


@cache
def rows_of(measure: str, level: str) -> pd.DataFrame:
    """Return `value`, `low` and `high` of every area of a level that has a figure."""
    if measure == "he19_gap":
        other, free = (rows_of(f"he19_{part}_rate", level) for part in ("nonfsm", "fsm"))
        return less(other, free)
    rows = of_tundra(level) if measure == "tundra_rate" else of_year(level, measure, 2024)
    rows = rows[rows["value"].notna()].copy()
    ends = [roots_of(*pair) if pair[1] == pair[1] else (np.nan, np.nan)
            for pair in rows[["value", "people"]].to_numpy()]  # fmt: skip
    return rows.assign(low=[one[0] for one in ends], high=[one[1] for one in ends])


def less(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Subtract figures, with intervals by square and add."""
    value = first["value"] - second["value"]
    below = np.sqrt((first["value"] - first["low"]) ** 2 + (second["high"] - second["value"]) ** 2)
    above = np.sqrt((first["high"] - first["value"]) ** 2 + (second["value"] - second["low"]) ** 2)
    made = pd.DataFrame({"value": value, "low": value - below, "high": value + above})
    return made[made["value"].notna()]


def value_at(measure: str, code: str, year: int = 2024) -> float:
    level = level_at(code, measure)
    if measure == "tundra_rate":
        return float(of_tundra(level)["value"][code])
    if measure == "he19_gap":
        return value_at("he19_nonfsm_rate", code, year) - value_at("he19_fsm_rate", code, year)
    return float(of_year(level, measure, year)["value"][code])


def apart(trace: Trace, one: str, other: str) -> float:
    return value_at(trace.field, one) - value_at(trace.field, other)


def gap_of_year(trace: Trace, after: str, before: str | None = None) -> float:
    if trace.field != "he19_gap":
        return formulas.figure_of(trace, after, before)
    first = value_at("he19_gap", trace.area_code, int(after))
    return first - (value_at("he19_gap", trace.area_code, int(before)) if before else 0)


def end_of_interval(trace: Trace, end: str, year: str) -> float:
    assert year == "2024"
    rows = rows_of(trace.field, level_at(trace.area_code, trace.field))
    return float(rows[end][trace.area_code])


def rank(trace: Trace, which: str, end: str, measure: str, plural: str, _: str | None) -> int:
    """Count places whose interval lies wholly beyond the place's own, from one end."""
    rows = rows_of(measure, PLURALS[plural])
    sign = 1 if end == "lowest" else -1
    value = sign * rows["value"]
    spread = pd.DataFrame({"low": rows["low"], "high": rows["high"]}) * sign
    low = spread.min(axis=1).where(rows["low"].notna(), -np.inf)
    high = spread.max(axis=1).where(rows["low"].notna(), np.inf)
    assert value.notna().all()
    own = trace.area_code
    if which == "first":
        return 1 + int((high < low[own]).sum())
    return len(rows) - int((low > high[own]).sum())


def many(trace: Trace, plural: str, measure: str, _: str | None) -> int:
    return len(rows_of(measure, PLURALS[plural]))


def own_wilson(trace: Trace) -> float:
    rows = rows_of("tundra_rate", level_of(trace.area_code))
    return float(rows["low" if trace.field.endswith("_low") else "high"][trace.area_code])


def pooled(trace: Trace, _: str) -> float:
    if trace.area_code.startswith("zone-"):
        return float(formulas.value_of(trace))
    return value_at("tundra_rate", trace.area_code)


@cache
def fitted(small: str) -> pd.Series:
    """Put each small area into the constituency where most of its people live."""
    name = "overlaps_lsoa21" if small == "lsoa21" else "overlaps_pcon24"
    rows = load(name).reset_index()
    rows = rows.sort_values(["share", "pcon24_code"], ascending=[False, True])
    return rows.drop_duplicates("area_code").set_index("area_code")["pcon24_code"]


def small_of(code: str) -> pd.Index:
    small = formulas.small_of(code) if code[:3] != "N05" else "soa01"
    held = fitted(small)
    known = held.index.intersection(load(f"areas_{small}").index)
    return known[held[known] == code]


def of_seat(other: Callable[[Trace, pd.Index], object]) -> Callable[..., object]:
    """Count in the small areas that fit a constituency, and as elsewhere in other places."""

    def rule(trace: Trace, *_: str) -> object:
        if level_of(trace.area_code) == "pcon24":
            return other(trace, small_of(trace.area_code))
        return formulas.value_of(trace)

    return rule


def cold(trace: Trace, here: pd.Index) -> int:
    marked = load(trace.dataset)["cold_spot"]
    return int(marked.reindex(here).fillna(False).astype(bool).sum())


def deciles(trace: Trace, here: pd.Index) -> float:
    table = {"iod25": "iod25_lsoa21", "simd2": "simd_dz11", "wimd2": "wimd25_lsoa21",
             "nimdm": "nimdm17_soa01"}[trace.field[:5]]  # fmt: skip
    rows = load(table)[trace.field].reindex(here).dropna()
    return float((rows == 1).mean())


def by_shares(trace: Trace) -> int:
    small = formulas.small_of(trace.area_code)
    rows = load("overlaps_lsoa21" if small == "lsoa21" else "overlaps_pcon24").reset_index()
    rows = rows[rows["pcon24_code"] == trace.area_code]
    young = formulas.young("young_people_now").reindex(rows["area_code"]).to_numpy()
    return round(float((young * rows["share"].to_numpy()).sum()))


def averaged(trace: Trace, measure: str, first: str, last: str) -> float:
    """Average over data zones by people of an age; of a constituency by parts of zones."""
    if level_of(trace.area_code) != "pcon24":
        return float(formulas.value_of(trace))
    rows = load("overlaps_pcon24").reset_index()
    rows = rows[rows["pcon24_code"] == trace.area_code]
    people = formulas.aged(int(first), int(last)).reindex(rows["area_code"]).to_numpy()
    weights = people * rows["share"].to_numpy()
    values = load("simd_dz11").reindex(rows["area_code"])
    values = values[measure].astype(float).to_numpy()
    known = ~np.isnan(values)
    return float((weights * values)[known].sum() / weights[known].sum())


def kind_of(trace: Trace) -> str:
    """Name the level of a place and what holds it; of an English constituency its region."""
    if trace.area_code[:3] != "E14":
        return str(formulas.value_of(trace))
    region = load("areas_pcon24").loc[trace.area_code, "region_code"]
    names = load("areas_region")["area_name"]
    return f"Parliamentary constituency (2024), {names[region]}"


POOLED = (
    "sum of tundra_rate x tundra_cohort over its neighbourhoods, by the sum of their tundra_cohort"
)


@cache
def patch_areas(code: str) -> pd.Index:
    """List the neighbourhoods of a patch of districts and circles, by district and by distance."""
    areas = load("areas_lsoa21")
    inside = pd.Series(False, areas.index)
    for part in code.split(","):
        circle = re.fullmatch(r"E([\d.]+)km_([\d.-]+)_([\d.-]+)", part)
        if circle:
            km, north, east = map(float, circle.groups())
            turn = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True).transform
            middle = turn(east, north)
            homes = load("centroids_lsoa21").reindex(areas.index)
            away = np.hypot(homes["easting_m"] - middle[0], homes["northing_m"] - middle[1])
            inside |= (away <= 1000 * km) & areas.index.str.startswith("E")
        elif "named_" not in part:
            inside |= areas["lad24_code"] == part
    return areas.index[inside]


def of_patch(trace: Trace) -> object:
    """Execute the formula of a figure of a patch, over the neighbourhoods inside it."""
    if less := re.fullmatch(r"figure of (\S+) less figure of (\S+)", trace.formula):
        pooled_there = replace(trace, area_code=less[1], formula=POOLED)
        return float(str(of_patch(pooled_there))) - value_at(trace.field, less[2])
    here, how = patch_areas(trace.area_code), trace.formula
    if how in ("its own, or its parts", "as it was given"):
        return patch_name(trace.area_code) if how[0] == "i" else trace.area_code
    if how == "count of its neighbourhoods":
        return len(here)
    if how == "neighbourhoods whose cold_spot is true":
        return cold(trace, here)
    if how == "share of its neighbourhoods whose iod25_decile is at most 1":
        return deciles(trace, here)
    if how == "sum of young_people_now over its neighbourhoods":
        return int(formulas.young("young_people_now").reindex(here).sum())
    rows = load("tundra_lsoa21").reindex(here).dropna(subset="rate")
    rate, cohort = (rows[name].astype(float).to_numpy() for name in ("rate", "cohort"))
    value = float(rate @ cohort / cohort.sum())
    if how == POOLED:
        return value
    assert how == "95% Wilson score interval of tundra_rate on tundra_source_cohort", how
    return roots_of(value, cohort.sum())[trace.field == "tundra_rate_high"]


def patch_name(code: str) -> str:
    """Name a patch of two parts: its own name, or its districts and circles in turn."""
    *parts, last = code.split(",")
    if "named_" in last:
        return last.partition("named_")[2].replace("_", " ")
    names = load("areas_lad24")["area_name"]
    return " and ".join(names[part] for part in (*parts, last))


CODES = r"[EWSN]\d{8}"
RULES: list[tuple[str, Callable[..., object]]] = [
    ("as they stand in the bundled table", lambda trace: ", ".join(
        load(trace.dataset)[trace.field][trace.area_code.split()])),
    (rf"figure of ({CODES}) less figure of ({CODES})", apart),
    (r"figure of (\d+)(?: less figure of (\d+))?", gap_of_year),
    ("label of its level, then the names of what holds it", kind_of),
    (r"(\d+) less (\d+)", lambda _, last, first: int(last) - int(first)),
    (r"(low|high) end of the 95% interval in (\d+)", end_of_interval),
    (rf"(first|last) rank in the 95% interval from the (lowest|highest) of (\w+) among "
     rf"({'|'.join(PLURALS)})(?: in (\d+))?", rank),
    (rf"count of ({'|'.join(PLURALS)}) with (he19_rate|tundra_rate)(?: in (\d+))?", many),
    ("95% Wilson score interval of tundra_rate on tundra_source_cohort", own_wilson),
    (r"sum of tundra_rate x tundra_cohort over its (.+), by the sum of their tundra_cohort", pooled),
    (r"[a-z ]+ whose cold_spot is true", of_seat(cold)),
    (r"count of its (neighbourhoods|data zones)", of_seat(lambda _, here: len(here))),
    (r"share of its ([a-z ]+) whose (\w+) is at most 1", of_seat(deciles)),
    (r"sum of young_people_now over its [a-z ]+, each by the share of its people that live there",
     by_shares),
    (r"average of (\w+) over its data zones, weighted by people aged (\d+) to (\d+)", averaged),
]  # fmt: skip

"""Formulas of traces, executed: each value made again from the bundled tables by another road.

Nothing here asks the code that made a value. Tables are read as they are bundled, and an unknown
formula is an error.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd
from scipy.stats import beta

from geo import tables
from geo.areas.cache import area_table
from geo.coldspots.classes import labels_of
from geo.coldspots.results import ColdSpotQuery, find_all
from geo.registry.datasets import DATASETS, dataset
from geo.registry.geographies import GEOGRAPHIES
from geo.registry.indicators import INDICATORS, indicator
from geo.settings import VERSION, data_dir
from layers.words.traces import Trace

Value = float | int | str
LEVEL = {"S01": "dz11", "S02": "iz11", "N10": "dea14", "N21": "sdz21",
         **dict.fromkeys(("E14", "W07", "S14", "N05"), "pcon24"),
         "E01": "lsoa21", "W01": "lsoa21", "E02": "msoa21", "W02": "msoa21", "E05": "ward24",
         "W05": "ward24", "E10": "utla23", "E12": "region", "E47": "cauth25",
         **dict.fromkeys(("E92", "W92", "S92", "N92"), "nation")}  # fmt: skip
PARENT = {"lsoa21": None, "msoa21": "msoa21_code", "ward24": "ward24_code", "lad24": "lad24_code",
          "utla23": "utla23_code", "region": "region_code", "cauth25": "cauth25_code",
          "nation": "nation_code", "iz11": "iz11_code", "pcon24": "pcon24_code",
          "dea14": "dea14_code"}  # fmt: skip
SMALL = {"E": "lsoa21", "W": "lsoa21", "S": "dz11", "N": "soa01", "9": "soa01"}
INDEX = {"iod25": "iod25_lsoa21", "idaci": "iod25_lsoa21", "simd2": "simd_dz11",
         "wimd2": "wimd25_lsoa21", "nimdm": "nimdm17_soa01"}  # fmt: skip
"""Bundled table of each index, by how its columns begin."""
PLURALS = {entry.plural: entry.id for entry in GEOGRAPHIES}
FIFTHS = ("Lowest", "Second lowest", "Middle", "Second highest", "Highest")
COLUMN = {"tundra_rate": "rate", "tundra_cohort": "cohort", "tundra_source_cohort": "source_cohort"}
OWN_CHANCE = 0.95
"""Least probability that the true rate of a cold spot lies below the country's."""
AGES = {"young_people": range(13, 18), "young_people_now": range(7, 12)}


class UnknownFormulaError(AssertionError):
    """A trace whose formula nobody can execute."""


@dataclass(frozen=True)
class Seen:
    """What a view or a profile asks about, besides the bundled tables."""

    providers: tuple[str, ...] = ()
    """UKPRNs; none for everybody who teaches."""
    without: str = ""
    km: float = 10.0
    within: str = ""
    name: str = ""
    """Of a partnership whose profile it is."""
    chosen: tuple[tuple[float, float], ...] = ()
    """New sites, easting and northing."""
    picked: tuple[tuple[float, float], ...] = ()
    """The same of candidates picked by hand."""
    own: tuple[tuple[float, float], ...] = ()
    """The same of a visitor's own teaching sites."""
    activity: tuple[tuple[str, int], ...] = ()
    """Neighbourhood and number of people in a visitor's activity file."""
    served: tuple[tuple[float, float, float], ...] = ()
    """Easting, northing and weight of a visitor's own people to serve."""

    @property
    def range_code(self) -> str:
        """Call the neighbourhoods in range by a code of their own."""
        return f"range-{','.join(self.providers)}-{self.km:g}-{self.within}"


SEEN = [Seen()]


def value_of(trace: Trace, seen: Seen | None = None) -> Value:
    """Execute the formula of a trace, by what a view or a profile was asked for.

    Raises
    ------
    UnknownFormulaError
        If no rule knows the formula.
    """
    seen = seen or Seen()
    if seen.name and not trace.area_code:
        everywhere = seen.within or "E92000001"
        code = everywhere if re.search(r"\b(of|over) all ", trace.formula) else seen.range_code
        trace = replace(trace, area_code=code)
    SEEN[0] = seen
    if other := re.fullmatch(
        r"(.+), by the definition ([a-z-]+)(?: of ([\d,.]+))?(?:, among (.+))?", trace.formula
    ):
        return by_definition(trace, *other.groups())
    if other := re.fullmatch(r"(.+), at a false discovery rate of ([\d.]+)", trace.formula):
        return at_rate(trace, other[1], float(other[2]))
    if trace.dataset.startswith("coldspots_dz11+") and (
        found := re.fullmatch(r"sum of (\w+) over its cold spots", trace.formula)
    ):
        return people_of_cold_zones(trace, found[1])
    for pattern, rule in RULES:
        if found := re.fullmatch(pattern, trace.formula):
            return rule(trace, *found.groups())
    raise UnknownFormulaError(f"no rule executes {trace.formula!r}: {trace}")


load = cache(tables.load)


def level_of(code: str) -> str:
    """Name the level of an area by the first letters of its code, of a zone by its first area."""
    bare = code.removeprefix("zone-")
    return "soa01" if bare[:2] == "95" else LEVEL.get(bare[:3], "lad24")


def small_of(code: str) -> str:
    """Name the level of the small areas that a place is counted in."""
    return SMALL[code.removeprefix("zone-")[0]] if code[:5] != "range" else "lsoa21"


@cache
def zone_members(code: str) -> pd.Index:
    zones = find_all(ColdSpotQuery(level_of(code))).zones
    return pd.Index(zones.loc[code, "area_codes"].split())


@cache
def inside(code: str, level: str) -> pd.Index:
    """List the areas of a level inside a place, a zone or a county, itself where it is of it."""
    areas = load(f"areas_{level}")
    if code.startswith("range-"):
        assert level == "lsoa21"
        _, providers, km, within = code.split("-")
        there = english(inside(within, level)) if within else english(areas.index)
        return there[providers_within(float(km), tuple(providers.split(",")))[there] > 0]
    if code.startswith("zone-"):
        members, own = zone_members(code), level_of(code)
        return members if own == level else areas.index[areas[PARENT[own]].isin(members)]
    own = level_of(code)
    if own == level:
        return areas.index[areas.index == code]
    return areas.index[areas[PARENT[own]] == code]


def english(codes: pd.Index) -> pd.Index:
    return codes[codes.str.startswith("E")]


@cache
def own_areas(code: str) -> pd.Index:
    """List the small areas of a place, those of its own nation."""
    codes = inside(code, small_of(code))
    return codes[codes.str[0] == ("W" if code[0] == "W" else codes.str[0])] if (
        code[0] == "W" or small_of(code) != "lsoa21") else english(codes)  # fmt: skip


@cache
def young(field: str) -> pd.Series:
    ages = [f"aged_{age}" for age in AGES[field]]
    return pd.concat([load(f"people_{level}")[ages].sum(axis=1) for level in ("lsoa21", "dz11")])


@cache
def rate_and_cohort(code: str) -> tuple[float, float]:
    """Return the rate of a place and the pupils that it rests on."""
    level = level_of(code)
    if level in ("lsoa21", "msoa21") and not code.startswith("zone-"):
        row = load(f"tundra_{level}").loc[code]
        return float(row["rate"]), float(row["source_cohort"])
    small = "lsoa21" if level in ("lsoa21", "ward24") or code[:5] == "range" else "msoa21"
    rows = load(f"tundra_{small}").reindex(inside(code, small))
    rows = rows[rows["rate"].notna()].astype({"rate": float, "cohort": float})
    cohort = rows["cohort"].sum()
    return float(np.dot(rows["rate"], rows["cohort"]) / cohort), float(cohort)


def pooled(trace: Trace, parts: str) -> float:
    check_parts(trace.area_code, parts)
    return rate_and_cohort(trace.area_code)[0]


def pupils(trace: Trace, parts: str) -> float:
    check_parts(trace.area_code, parts)
    return rate_and_cohort(trace.area_code)[1]


def check_parts(code: str, parts: str) -> None:
    level = level_of(code)
    small = level == "ward24" or code.startswith("range-")
    said = "areas" if code.startswith("zone-") else "neighbourhoods" if small else "local areas"
    assert parts == said, (code, parts)


def wilson(code: str) -> tuple[float, float]:
    """Solve |p - r| = z sqrt(p (1 - p) / n) for p."""
    rate, people = rate_and_cohort(code)
    z = 1.959963984540054
    roots = np.roots([1 + z * z / people, -2 * rate - z * z / people, rate * rate])
    low, high = sorted(roots.real)
    return float(low), float(high)


def interval(trace: Trace) -> float:
    return wilson(trace.area_code)[trace.field == "tundra_rate_high"]


def lies_apart(trace: Trace, end: str, side: str, codes: str) -> int:
    own, others = wilson(trace.area_code), [wilson(code) for code in codes.split()]
    assert (end, side) in (("low", "above"), ("high", "below"))
    if end == "low":
        return sum(low > own[1] for low, _ in others)
    return sum(high < own[0] for _, high in others)


def as_it_stands(trace: Trace) -> Value:
    """Look a figure up in the table that its dataset and level name."""
    code, field = trace.area_code, trace.field
    if trace.dataset.startswith("posterior_"):
        return float(load(trace.dataset).loc[code, field])
    if trace.dataset.startswith("areas_"):
        return name_of(trace.dataset.removeprefix("areas_"), code)
    if trace.dataset == "zones":
        if field == "lad24_names":
            return ", ".join(dict.fromkeys(districts_of(code)))
        return str(find_all(ColdSpotQuery(level_of(code))).zones.loc[code, field])
    if trace.dataset == "sites":
        return int(load("sites").loc[code, field])
    if field in COLUMN:
        return float(load(f"tundra_{level_of(code)}").loc[code, COLUMN[field]])
    if field.startswith(("ni_", "census21_")):
        table = "ni_area_explorer" if field.startswith("ni_") else "census21_pcon24"
        return float(load(table).loc[code, field])
    if field == "connectivity_score":
        # Above the neighbourhood: an average by the people that the index counts.
        index = load("iod25_lsoa21").loc[inside(code, "lsoa21")]
        people = index["implied_population"].fillna(load("people_lsoa21")["population"])
        return float(np.average(index[field].astype(float), weights=people.astype(float)))
    value = load(INDEX[field[:5]]).loc[code, field]
    return int(value) if field.endswith("_decile") else float(value)


def districts_of(zone: str) -> list[str]:
    areas = load(f"areas_{level_of(zone)}").loc[zone_members(zone), "lad24_code"]
    return sorted(name_of("lad24", code) for code in set(areas))


def name_of(level: str, code: str) -> str:
    row = load(f"areas_{level}").loc[code]
    return str(row["area_name"] if level == "lsoa21" else row["local_name"] or row["area_name"])


def kind_of(trace: Trace) -> str:
    level, code = trace.dataset.removeprefix("areas_"), trace.area_code
    row = load(trace.dataset).loc[code]
    label = next(entry.label for entry in GEOGRAPHIES if entry.id == level)
    names, seen = [label[0].upper() + label[1:]], {code, ""}
    # What nests in a constituency, or holds one, is no part of its name.
    uppers = ("msoa21", "iz11", "dea14", "lad24", "utla23", "region") if level != "pcon24" else ()
    for upper in uppers:
        held = row.get(f"{upper}_code", "")
        if upper != level and held not in seen:
            names.append(name_of(upper, held))
        seen.add(held)
    own = name_of(level, code)
    return ", ".join(dict.fromkeys([*names, *([row["nation"]] if code[0] != "E" else [])])) if (
        own != row["nation"]
    ) else names[0]  # fmt: skip


def latest(trace: Trace) -> float:
    rows = load("lait").reset_index()
    rows = rows[(rows["measure"] == trace.field) & rows["value"].notna()]
    here = rows[rows["area_code"] == trace.area_code].sort_values("period")
    assert here["period"].iloc[-1] == rows["period"].max(), trace
    return float(here["value"].iloc[-1])


def gap(trace: Trace) -> float:
    ends = [latest(Trace("", "lait", f"he19_{part}_rate", trace.area_code, 0, ""))
            for part in ("nonfsm", "fsm")]  # fmt: skip
    return round(100 * ends[0] - 100 * ends[1], 1)


@cache
def both_rates() -> pd.DataFrame:
    """Return participation and latest entry of the counties and unitary authorities."""
    lait = load("lait").reset_index()
    kept = lait["area_code"].isin(load("areas_utla23").index)
    lait = lait[kept & (lait["measure"] == "he19_rate") & lait["value"].notna()]
    lait = lait[lait["period"] == lait["period"].max()].set_index("area_code")["value"]
    upper = [code for code in load("areas_utla23").index if code[0] == "E" and code in lait.index]
    small = load("areas_msoa21")["utla23_code"]
    rates = load("tundra_msoa21").join(small).dropna(subset=["rate"])
    sums = (rates["rate"] * rates["cohort"]).groupby(rates["utla23_code"]).sum()
    there = sums / rates["cohort"].groupby(rates["utla23_code"]).sum()
    table = pd.DataFrame({"tundra_rate": there.reindex(upper), "he19_rate": lait.reindex(upper)})
    return table.astype(float).dropna()


@cache
def ends_of_both(measure: str) -> dict[str, tuple[float, float]]:
    """Return the 95% interval of each authority with both rates; all there is without pupils."""
    rates, codes = both_rates()[measure], both_rates().index
    if measure == "tundra_rate":
        upper = load("areas_msoa21")["utla23_code"]
        people = load("tundra_msoa21").dropna(subset=["rate"]).join(upper)
        people = people.groupby("utla23_code")["cohort"].sum().reindex(codes)
    else:
        pupils = load("cohorts19").reset_index()
        pupils["year"] = pupils["year"].astype(int)
        now = pupils[pupils["group"].eq("all") & pupils["year"].eq(pupils["year"].max())]
        people = now.set_index("area_code")["pupils"].reindex(codes)
    return {
        code: roots_of(rates[code], float(count)) if count == count else (-np.inf, np.inf)
        for code, count in people.items()
    }


def rank(trace: Trace, end: str) -> int:
    ends = ends_of_both(trace.field.removesuffix(": rank"))
    low, high = ends[trace.area_code]
    if end == "first":
        return 1 + sum(other < low for _, other in ends.values())
    return len(ends) - sum(other > high for other, _ in ends.values())


def among(codes: pd.Index, others: pd.Index) -> np.ndarray:
    """Say which codes are among others: `isin` turns texts into Python's, one by one."""
    return others.get_indexer(codes) >= 0


def status(trace: Trace, wanted: Callable[[pd.DataFrame], pd.Series]) -> int:
    """Count the areas of a place that fit, in the table of cold spots of a level."""
    level = trace.dataset.partition("+")[0].removeprefix("coldspots_")
    found = load(f"coldspots_{level}")
    here = inside(trace.area_code, level)
    here = here[among(here, found.index)]
    return int(wanted(found.loc[here]).sum())


def counted(wanted: Callable[[pd.DataFrame], pd.Series]) -> Callable[..., int]:
    return lambda trace: status(trace, wanted)


def people_of_cold_zones(trace: Trace, field: str) -> int:
    """Add up the young people of the cold data zones of a Scottish place."""
    here = inside(trace.area_code, "dz11")
    cold = load("coldspots_dz11")["cold_spot"].reindex(here).fillna(False).astype(bool)
    people = load("people_dz11").loc[here[cold.to_numpy()]]
    return int(people[[f"aged_{age}" for age in AGES[field]]].to_numpy().sum())


def full_of_students(trace: Trace) -> int:
    """Count cold data zones of a council with more than three times the usual share of students."""
    cold = load("coldspots_dz11")["cold_spot"].astype(bool)
    here = inside(trace.area_code, "dz11")
    return int((students()[here] & cold.reindex(here, fill_value=False)).sum())


def students() -> pd.Series:
    people = load("people_dz11")
    young = people[[f"aged_{age}" for age in range(17, 22)]].sum(axis=1) / people["population"]
    return young > 3 * young.median()


def students_of_zone(trace: Trace) -> int:
    return int(students()[zone_members(trace.area_code)].sum())


def not_assessed(trace: Trace, why: str) -> int:
    level = trace.dataset.removeprefix("coldspots_")
    here = inside(trace.area_code, level)
    here = here if level == "dz11" else english(here)
    rates = load(f"tundra_{level}")["rate"].reindex(here) if level != "dz11" else (
        load("simd_dz11")["simd20_university"].reindex(here).where(aged(17, 21)[here] > 0)
    )  # fmt: skip
    bare = load(f"coldspots_{level}").loc[here, "status"] == "not assessed"
    published = {
        "participation not published": False, "touches no area with a figure": True,
        "no share published, or nobody of that age": False,
    }[why]  # fmt: skip
    return int((bare & (rates.notna() == published)).sum())


def zones_there(trace: Trace) -> int:
    level = trace.dataset.removeprefix("coldspots_")
    zones = find_all(ColdSpotQuery(level)).zones["area_codes"].str.split()
    here = set(inside(trace.area_code, level))
    return sum(bool(here & set(members)) for members in zones)


def confident(trace: Trace, word: str) -> int:
    level = trace.dataset.partition("+")[0].removeprefix("coldspots_")
    return status(trace, lambda rows: is_graded(rows, word, level))


def is_graded(rows: pd.DataFrame, word: str, level: str) -> pd.Series:
    """Return which cold spots are of a grade: by its words, or by the chances that it names."""
    if not word.endswith(" likely to be low"):
        return rows["confidence"] == word
    chance = load(f"posterior_{level}")["prob_true_fifth_1"].reindex(rows.index)
    shown = ((chance * 100 + 0.5 + 1e-6) // 1).fillna(0)
    least, most = {"95% or more": (95, 101), "80% to 95%": (80, 95), "under 80%": (0, 80)}[
        word.removesuffix(" likely to be low")
    ]
    return rows["cold_spot"] & (shown >= least) & (shown < most)


def in_class(trace: Trace, plural: str, label: str) -> int:
    level = PLURALS[plural]
    here = inside(trace.area_code, level)
    if trace.field != "class":
        return int(in_own_class(level, trace.field, label)[here].sum())
    if label.startswith("Not covered"):
        return int((~here.str.startswith("E")).sum())
    rows = load(f"tundra_{level}").reindex(english(here))
    if label.startswith("Suppressed"):
        return int(rows["rate"].isna().sum())
    return int((rows["quintile"] == 1 + FIFTHS.index(label.removesuffix(" fifth"))).sum())


def in_own_class(level: str, measure: str, label: str) -> pd.Series:
    """Return which areas are in a class of their nation's measure, by the limits in its label."""
    values = own_values(level, measure).reindex(load(f"areas_{level}").index)
    if label == "Not published":
        return values.isna()
    limits = [float(one) for one in re.findall(r"[\d.]+", label)]
    shown = values if measure.endswith("_decile") else (values * 100 + 1e-9).round(1)
    return shown.between(limits[0], limits[-1])


@cache
def aged(first: int, last: int) -> pd.Series:
    return load("people_dz11")[[f"aged_{age}" for age in range(first, last + 1)]].sum(axis=1)


@cache
def own_values(level: str, measure: str) -> pd.Series:
    """Return a measure of Scotland, Wales or Northern Ireland for every area of a level."""
    if measure == "nimdm17_he_enrolled" and level == "pcon24":
        seats = [code for code in load("areas_pcon24").index if code[0] == "N"]
        return pd.Series({code: share_of_parts(code, measure) for code in seats})
    if measure == "nimdm17_he_enrolled":
        return 1 - load("nimdm17_soa01")["nimdm17_he_not_enrolled"].dropna().astype(float)
    if measure.startswith("ni_"):
        rows = load("ni_area_explorer")
        return rows.loc[rows["geography"] == level, measure].dropna().astype(float)
    if level in ("lsoa21", "dz11", "soa01"):
        return load(INDEX[measure[:5]])[measure].dropna().astype(float)
    held = load(f"areas_{level}").index
    there = [code for code in held if code[0] == "S"]
    made = {code: weighted_mean(code, measure, 17, 21) for code in there}
    return pd.Series(made)


def weighted_mean(code: str, measure: str, first: int, last: int) -> float:
    """Average a figure of data zones over a place by the people of some ages who live in it."""
    figures = load("simd_dz11")[measure].astype(float).dropna()
    people = aged(first, last).astype(float)
    if level_of(code) == "pcon24":
        shares = load("overlaps_pcon24").reset_index()
        shares = shares[shares["pcon24_code"] == code].set_index("area_code")["share"]
        people = people[shares.index] * shares
    here = figures.index.intersection(
        people.index if level_of(code) == "pcon24" else inside(code, "dz11")
    )
    return float(np.dot(figures[here], people[here]) / people[here].sum())


def averaged(trace: Trace, measure: str, _: str, first: str, last: str) -> float:
    return weighted_mean(trace.area_code, measure, int(first), int(last))


def shared_average(trace: Trace, measure: str) -> float:
    return share_of_parts(trace.area_code, measure)


def share_of_parts(code: str, measure: str) -> float:
    """Average over parts of super output areas, each counting for its people in the seat."""
    rows = load("overlaps_pcon24").reset_index()
    rows = rows[rows["pcon24_code"] == code]
    people = rows["area_code"].map(load("people_soa01")["population"]) * rows["share"]
    values = rows["area_code"].map(load("nimdm17_soa01")[measure])
    known = values.notna() & people.notna()
    return float((people * values)[known].sum() / people[known].sum())


def aged_there(trace: Trace, first: str, last: str) -> int:
    return int(aged(int(first), int(last))[inside(trace.area_code, "dz11")].sum())


def roots_of(rate: float, people: float) -> tuple[float, float]:
    """Solve |p - r| = z sqrt(p (1 - p) / n) for p."""
    z = 1.959963984540054
    roots = np.roots([1 + z * z / people, -2 * rate - z * z / people, rate * rate])
    low, high = sorted(roots.real)
    return float(low), float(high)


def own_interval(trace: Trace) -> float:
    code = trace.area_code
    people = float(aged(17, 21)[inside(code, "dz11")].sum())
    ends = roots_of(weighted_mean(code, "simd20_university", 17, 21), people)
    return ends[trace.field.endswith("_high")]


def own_rank(trace: Trace, measure: str, plural: str, nation: str) -> int:
    level = PLURALS[plural]
    values = own_values(level, measure)
    assert set(load(f"areas_{level}").loc[values.index, "nation"]) == {nation}
    return 1 + int((values < values[trace.area_code] - 1e-12).sum())


def have_own(trace: Trace, plural: str, measure: str) -> int:
    return len(own_values(PLURALS[plural], measure))


@cache
def zones_by_share() -> pd.DataFrame:
    share = load("simd_dz11")["simd20_university"].astype(float)
    rows = pd.DataFrame({"rate": share, "people": aged(17, 21).astype(float)}).dropna()
    return rows[rows["people"] > 0].sort_values("rate")


def end_of_fifth(_: Trace) -> float:
    rows = zones_by_share()
    return float(rows["rate"][rows["people"].cumsum() >= rows["people"].sum() / 5].iloc[0])


def own_chance(trace: Trace) -> float:
    """Draw a data zone's share to the mean of all, by Marshall's moments, and look below."""
    rows = zones_by_share()
    people, rates = rows["people"].to_numpy(), rows["rate"].to_numpy()
    mean = float(people @ rates / people.sum())
    spread = float(people @ (rates - mean) ** 2 / people.sum())
    weight = mean * (1 - mean) / (spread - mean * (1 - mean) / people.mean()) - 1
    own = rows.loc[trace.area_code]
    into = weight * mean + own["people"] * own["rate"]
    return float(beta.cdf(end_of_fifth(trace), into, weight + own["people"] - into))


def standing(trace: Trace, what: str, end: str, measure: str, plural: str, year: str) -> int:
    """Count the areas that are lower, or surely lower, or not surely higher."""
    rows = of_year(PLURALS[plural], measure, int(year))
    rows = rows[rows["value"].notna()]
    assert end == ("lowest" if indicator(measure).worse == "low" else "highest")
    own = rows.loc[trace.area_code]
    if what == "rank":
        worse = rows["value"] < own["value"] if end == "lowest" else rows["value"] > own["value"]
        return 1 + int(worse.sum())
    assert end == "lowest"
    # An area whose people nobody counts is surely on neither side.
    ends = [roots_of(*pair) if pair[1] == pair[1] else (-np.inf, np.inf)
            for pair in rows[["value", "people"]].to_numpy()]  # fmt: skip
    low, high = roots_of(own["value"], own["people"])
    if what.startswith("first"):
        return 1 + sum(other < low for _, other in ends)
    return len(rows) - sum(other > high for other, _ in ends)


def highest_of_lowest(_: Trace, plural: str) -> float:
    old = load(f"tundra_{PLURALS[plural][:-2]}11")
    return float(old.loc[old["quintile"] == 1, "rate"].max())


@cache
def prior(level: str) -> tuple[float, float]:
    """Fit a beta distribution to the rates of 2011 by Marshall's moments: mean, and people."""
    old = load(f"tundra_{level[:-2]}11").dropna(subset=["rate", "cohort"]).astype(float)
    people, rates = old["cohort"].to_numpy(), old["rate"].to_numpy()
    mean = float(people @ rates / people.sum())
    spread = float(people @ (rates - mean) ** 2 / people.sum())
    between = spread - mean * (1 - mean) / people.mean()
    return mean, mean * (1 - mean) / between - 1


def chances(level: str, codes: pd.Index) -> np.ndarray:
    rows = load(f"tundra_{level}").reindex(codes)
    rate, people = rows["rate"].astype(float), rows["source_cohort"].astype(float)
    mean, weight = prior(level)
    plural = next(entry.plural for entry in GEOGRAPHIES if entry.id == level)
    limit = highest_of_lowest(Trace("", "", "", "", 0, ""), plural)
    into = weight * mean + people * rate
    return beta.cdf(limit, into, weight + people - into)


def chance(trace: Trace, plural: str) -> float:
    level = PLURALS[plural]
    return float(chances(level, pd.Index([trace.area_code]))[0])


def unsure(trace: Trace, plural: str) -> int:
    level = PLURALS[plural]
    here = english(inside(trace.area_code, level))
    found = load(f"posterior_{level}")["prob_true_fifth_1"].reindex(here).astype(float)
    return int(((found >= 0.05) & (found <= 0.95)).sum())


def ranked(trace: Trace) -> float:
    """Round a rank outwards to two digits; none is beyond the last."""
    column = load(trace.dataset)[trace.field].astype(float)
    end = column[trace.area_code]
    step = 10 ** max(len(str(int(end))) - 2, 0)
    if trace.field == "rank_low":
        return int(end // step * step)
    return min(int(-(-end // step) * step), int(column.notna().sum()))


def deciles(trace: Trace, field: str, most: str) -> int:
    rows = load(INDEX[field[:5]]).loc[own_areas(trace.area_code), field]
    return int((rows <= int(most)).sum())


def have_decile(trace: Trace, field: str) -> int:
    rows = load(INDEX[field[:5]]).loc[own_areas(trace.area_code), field]
    return int(rows.notna().sum())


def decile_share(trace: Trace, field: str, most: str) -> float:
    return deciles(trace, field, most) / have_decile(trace, field)


def deprived_people(trace: Trace, field: str, decile: str) -> float:
    codes = zone_members(trace.area_code)
    worst = load(INDEX[decile[:5]]).loc[codes, decile] <= 2
    people = young(field).loc[codes]
    return float(people[worst.to_numpy()].sum() / people.sum())


def not_going_on(trace: Trace) -> float:
    here = own_areas(trace.area_code)
    rows = load("tundra_lsoa21").reindex(here)
    stayed = rows["cohort"].astype(float) * (1 - rows["rate"].astype(float))
    cold = load("coldspots_lsoa21")["cold_spot"].reindex(here, fill_value=False).astype(bool)
    return float(stayed[cold].sum() / stayed.sum())


def by_definition(
    trace: Trace, formula: str, method: str, weights: str | None, plural: str | None
) -> Value:
    """Execute a formula on the cold spots of another definition, of each area by its own rule."""
    named = re.match(r"(?:areas|posterior)_(\w+)", trace.dataset)
    level = PLURALS[plural] if plural else named[1] if named else "lsoa21"
    if level == "soa01":
        assert formula == "areas in 'Not assessed: suppressed'"
        here = inside(trace.area_code, level)
        return int(load("nimdm17_soa01")["nimdm17_he_not_enrolled"].reindex(here).isna().sum())
    given = tuple(map(float, weights.split(","))) if weights else ()
    settings = {"expected_wrong": given[0]} if method == "likely" else {"weights": given}
    areas = find_all(ColdSpotQuery(level, method, **(settings if given else {}))).areas
    here = areas.loc[english(inside(trace.area_code, level))]
    cold = here["cold_spot"].astype(bool)
    if found := re.fullmatch(r"sum of (\w+) over its cold spots", formula):
        return int(area_table(level).loc[here.index[cold], found[1]].sum())
    if found := re.fullmatch(r"areas in 'Not covered: (.+)'", formula):
        return not_covered(replace(trace, dataset=f"coldspots_{level}"), found[1])
    if found := re.fullmatch(r"areas in 'Not assessed: (.+)'", formula):
        assert found[1] == "participation not published"
        rates = load(f"tundra_{level}")["rate"].reindex(here.index)
        return int(((here["not_assessed_because"] != "") & rates.isna()).sum())
    if found := re.fullmatch(r"mean of 1 - (\w+) over its cold spots", formula):
        return float((1 - load(f"posterior_{level}").loc[here.index[cold], found[1]]).mean())
    if formula == "share of tundra_cohort x (1 - tundra_rate) that lies in cold spots":
        rows = load(f"tundra_{level}").reindex(here.index)
        stayed = rows["cohort"].astype(float) * (1 - rows["rate"].astype(float))
        return float(stayed[cold].sum() / stayed.sum())
    return int({
        "areas that are cold spots": cold,
        "areas with a verdict": here["not_assessed_because"] == "",
        "areas in 'Not assessed'": (here["not_assessed_because"] != "")
        & load(f"tundra_{level}")["rate"].reindex(here.index).notna(),
    }[formula].sum())  # fmt: skip


def at_rate(trace: Trace, formula: str, q: float) -> Value:
    """Execute a formula on the cold spots at another rate of false discoveries.

    Which areas they are follows from the bundled adjusted p values; how sure they are, and which
    touch, is looked up.
    """
    level = re.match(r"(?:areas|tundra)_(\w+?)(?:11)?(?:\+|$)", trace.dataset)[1]
    level = {"lsoa": "lsoa21", "msoa": "msoa21"}.get(level, level)
    if re.match("areas in '(Not covered: |Not assessed: )", formula):
        # Whom the test does not cover is the same at every rate.
        return value_of(replace(trace, formula=formula, dataset=f"coldspots_{level}"), SEEN[0])
    here = english(inside(trace.area_code, level))
    rows = load(f"coldspots_{level}").loc[here]
    there = find_all(ColdSpotQuery(level, q=q))
    window, low = rows["p_adjusted"] <= q, rows["chance_low"] >= OWN_CHANCE
    cold = window & low
    if found := re.fullmatch(r"sum of (\w+) over its cold spots", formula):
        return int(area_table(level).loc[here[cold], found[1]].sum())
    if found := re.fullmatch(r"cold spots that are (.+)", formula):
        return int(is_graded(there.areas.loc[here[cold]], found[1], level).sum())
    if formula == "share of tundra_cohort x (1 - tundra_rate) that lies in cold spots":
        rates = load(f"tundra_{level}").reindex(here)
        stayed = rates["cohort"].astype(float) * (1 - rates["rate"].astype(float))
        return float(stayed[cold].sum() / stayed.sum())
    if formula == "zones that they are part of":
        place = set(here)
        return sum(not place.isdisjoint(codes.split()) for codes in there.zones["area_codes"])
    verdict = rows["status"] != "not assessed"
    return int({
        "areas that are cold spots": cold,
        "areas with a verdict": verdict,
        "areas with cold surroundings alone": window & ~low,
        "areas that are low among high": there.areas.loc[here, "low_high"].astype(bool) & ~cold,
    }[formula].sum())  # fmt: skip


@cache
def at_home() -> pd.DataFrame:
    return pd.concat(
        [load(f"centroids_{level}")[["easting_m", "northing_m"]] for level in ("lsoa21", "dz11")]
    )


def sites_with(
    part: str, providers: tuple[str, ...] = (), own: tuple[tuple[float, float], ...] = ()
) -> pd.DataFrame:
    """Return the sites that have a place, of some providers or of one kind of courses if named.

    A visitor's own sites count as those of a provider called `own`.
    """
    sites = load("sites")
    everybody = not providers and not own
    kept = sites[sites["placed"] & (sites["ukprn"].isin(providers) | everybody)]
    kept = kept[kept[f"courses_{part}_time"] > 0] if part else kept
    if not own:
        return kept
    added = pd.DataFrame(list(own), columns=["easting_m", "northing_m"]).assign(ukprn="own")
    return pd.concat([kept, added], ignore_index=True)


def apart(codes: pd.Index, sites: pd.DataFrame) -> np.ndarray:
    """Measure some neighbourhoods against every site, in km."""
    homes, at = at_home().loc[codes].to_numpy(), sites[["easting_m", "northing_m"]].to_numpy(float)
    east, north = (homes[:, axis, None] - at[:, axis] for axis in (0, 1))
    return np.sqrt(east**2 + north**2) / 1000


def in_parts(codes: pd.Index) -> list[pd.Index]:
    """Cut codes into parts whose distances to all sites fit in little memory."""
    return [codes[at : at + 2000] for at in range(0, len(codes), 2000)]


@cache
def providers_within(
    limit: float, providers: tuple[str, ...] = (), own: tuple[tuple[float, float], ...] = ()
) -> pd.Series:
    """Count the providers that have a site within so many km of each small area."""
    sites = sites_with("", providers, own).sort_values("ukprn")
    first = np.flatnonzero(~sites["ukprn"].duplicated().to_numpy())
    codes = at_home().index
    parts = in_parts(codes)
    near = [np.logical_or.reduceat(apart(part, sites) <= limit, first, axis=1) for part in parts]
    return pd.Series(np.concatenate([flags.sum(axis=1) for flags in near]), codes)


def left() -> tuple[str, ...]:
    """Return the providers that a view asks about, but for the one that is left out."""
    return tuple(one for one in SEEN[0].providers if one != SEEN[0].without)


MANY = {"none": (0, 0), "one": (1, 1), "two": (2, 2), "three or more": (3, 10**6), "": (1, 10**6)}


def in_reach(code: str, which: str, limit: str, many: str) -> pd.Index:
    here = own_areas(code)
    if which == "cold spots":
        found = load(f"coldspots_{small_of(code)}")["cold_spot"]
        here = here[found.reindex(here, fill_value=False).to_numpy(bool)]
    if which == "likely lowest fifth":
        here = here.intersection(likeliest())
    if not limit:
        return here
    low, high = MANY[many]
    count = providers_within(float(limit), left(), own_left())[here]
    return here[count.between(low, high).to_numpy()]


@cache
def likeliest() -> pd.Index:
    """List the neighbourhoods of England likeliest in the lowest fifth, 10 in 100 of them wrong."""
    chance = load("posterior_lsoa21")["prob_true_fifth_1"].sort_values(ascending=False)
    wrong = (1 - chance).cumsum() / np.arange(1, len(chance) + 1)
    end = chance[wrong <= 0.1].iloc[-1]
    # Areas of one chance are in or out together.
    whole = wrong[chance == end].iloc[-1] <= 0.1
    return chance.index[chance >= end if whole else chance > end]


def mean_of_cold(trace: Trace, field: str) -> float:
    level = trace.dataset.removeprefix("posterior_")
    cold = load(f"coldspots_{level}")["cold_spot"]
    here = cold.index[cold].intersection(inside(trace.area_code, level))
    return float(load(trace.dataset).loc[here, field].mean())


def own_left() -> tuple[tuple[float, float], ...]:
    return () if SEEN[0].without == "own" else SEEN[0].own


def people_there(
    trace: Trace, field: str, which: str, limit: str | None, many: str | None, share: str | None
) -> float:
    code = trace.area_code
    there = young(field)[in_reach(code, which, limit or "", many or "")].sum()
    return float(there / young(field)[in_reach(code, which, "", "")].sum()) if share else int(there)


def areas_there(
    trace: Trace, which: str, out: str | None, limit: str | None, many: str | None
) -> int:
    many = "none" if out else many
    return len(in_reach(trace.area_code, which, limit or "", many or ""))


def of_one_alone(trace: Trace, field: str, which: str, limit: str, one: str) -> int:
    """Count people in range of one provider, and of no other that is asked about."""
    here, own = in_reach(trace.area_code, which, "", ""), SEEN[0].own
    mine = ((), own) if one == "own" else ((one,), ())
    near = providers_within(float(limit), *mine)[here] > 0
    others = tuple(other for other in SEEN[0].providers if other != one)
    rest = (others, () if one == "own" else own)
    alone = near & (providers_within(float(limit), *rest)[here] == 0) if any(rest) else near
    return int(young(field)[here[alone.to_numpy()]].sum())


def of_a_provider(trace: Trace, field: str, limit: str, alone: str | None) -> int:
    one, there = trace.area_code, SEEN[0].within or "E92000001"
    if alone:
        return of_one_alone(replace(trace, area_code=there), field, "neighbourhoods", limit, one)
    here = own_areas(there)
    return int(young(field)[here[(providers_within(float(limit), (one,))[here] > 0)]].sum())


def with_new_sites(
    trace: Trace, field: str, which: str, limit: str, ending: str, share: str | None
) -> float:
    """Count people near the sites there or near chosen ones, or near the chosen ones alone."""
    points, people = to_serve(trace.area_code, which, field)
    already = least_km(points, sites_with("", SEEN[0].providers)) <= float(limit)
    new = SEEN[0].picked if "picked" in ending else SEEN[0].chosen
    near = least_km(points, points_of(new)) <= float(limit)
    there = near & ~already if ending.endswith("of no other") else near | already
    if ending == "a site":
        there = already
    count = people[there].sum()
    return float(count / people.sum()) if share else float(count)


def to_serve(code: str, which: str, field: str) -> tuple[pd.DataFrame, np.ndarray]:
    """Return where those to be served live, and how many they are."""
    if which == "the list that was given":
        rows = np.array(SEEN[0].served)
        return pd.DataFrame(rows[:, :2], columns=["easting_m", "northing_m"]), rows[:, 2]
    which, beyond, rest = which.removeprefix("its ").partition(" and those beyond it")
    here = in_reach(code, which, "", "")
    if beyond:
        limit = float(re.findall(r"[\d.]+", rest)[0])
        here = here.append(people_beyond(code, limit))
    return at_home().loc[here], young(field)[here].to_numpy(float)


def people_beyond(code: str, limit: float) -> pd.Index:
    """List the small areas of all counted nations outside a place that a candidate is near."""
    homes = at_home().index.intersection(young("young_people_now").index)
    outside = homes.difference(own_areas(code))
    return outside[least_km(at_home().loc[outside], middles(code)) <= limit]


def middles(code: str) -> pd.DataFrame:
    """Return the middles of local areas of a place, of intermediate zones in Scotland."""
    if code[0] != "S":
        return load("centroids_msoa21")[["easting_m", "northing_m"]].loc[inside(code, "msoa21")]
    here = inside(code, "dz11")
    people = load("people_dz11").loc[here, "population"].astype(float)
    held = load("areas_dz11").loc[here, "iz11_code"]
    points = at_home().loc[here].mul(people, axis=0).groupby(held).sum()
    return points.div(people.groupby(held).sum(), axis=0)


def beyond_there(
    trace: Trace, field: str, _: str, nation: str, limit: str, near: str | None
) -> int:
    there = people_beyond(trace.area_code, float(limit))
    there = there[there.str[0] == nation[0]]
    if near:
        points = at_home().loc[there]
        reached = least_km(points, sites_with("", SEEN[0].providers)) <= float(limit)
        reached |= least_km(points, points_of(SEEN[0].chosen)) <= float(limit)
        there = there[reached]
    return int(young(field)[there].sum())


def points_of(pairs: tuple[tuple[float, float], ...]) -> pd.DataFrame:
    return pd.DataFrame(list(pairs), columns=["easting_m", "northing_m"])


def least_km(points: pd.DataFrame, sites: pd.DataFrame) -> np.ndarray:
    """Measure how far each point is from the nearest of some sites, point by point."""
    at = sites[["easting_m", "northing_m"]].to_numpy(float)
    homes = points.to_numpy(float)
    return np.array([np.hypot(*(at - home).T).min(initial=np.inf) / 1000 for home in homes])


def metres(trace: Trace, field: str, new: str, limit: str, which: str) -> float:
    """Sum the metres that people within the limit of a site or a candidate are from one."""
    points, people = to_serve(trace.area_code, which, field)
    there = sites_with("", SEEN[0].providers)
    new_sites = points_of(SEEN[0].picked if new == "picked" else SEEN[0].chosen)
    nearest = np.minimum(least_km(points, there), least_km(points, new_sites))
    kept = nearest <= float(limit)
    return float((people * nearest * 1000)[kept].sum())


def quotient(trace: Trace, over: str, under: str) -> float:
    """Divide what one formula gives by what another does."""
    parts = [value_of(replace(trace, formula=formula), SEEN[0]) for formula in (over, under)]
    top, bottom = (float(part) for part in parts)
    return top / bottom


def bound(trace: Trace, formula: str) -> Value:
    """Hold a bound against what was found: it is proven by a solver and cannot be summed up."""
    found = float(value_of(replace(trace, formula=formula), SEEN[0]))
    least = formula.startswith("count") or " x m " in formula
    assert float(trace.value) <= found if least else float(trace.value) >= found
    BOUNDS[formula] = float(trace.value)
    return trace.value


def bound_gap(trace: Trace, formula: str) -> float:
    """Measure the distance from the bound that was told just before to what was found."""
    found = float(value_of(replace(trace, formula=formula), SEEN[0]))
    return abs(BOUNDS[formula] - found) / max(BOUNDS[formula], found)


BOUNDS: dict[str, float] = {}


def in_activity(trace: Trace, which: str, out: str | None) -> int:
    here = in_reach(trace.area_code, which, "", "")
    named = here.isin([code for code, _ in SEEN[0].activity])
    return int((~named if out else named).sum())


def people_in_activity(trace: Trace) -> int:
    here = own_areas(trace.area_code)
    number = sum(number for code, number in SEEN[0].activity if code in here)
    return number if number >= 10 else 0


def candidates(trace: Trace, kind: str) -> int:
    if kind.startswith("centres"):
        return len(middles(trace.area_code))
    schools = load("schools")
    types = schools.loc[
        schools["lsoa21_code"].isin(own_areas(trace.area_code)), "establishment_type"
    ]
    if kind == "colleges":
        return int(types.str.fullmatch("Further education|Sixth form centres|.*16.*19.*").sum())
    outside = "[Ii]ndependent|[Ss]pecial|[Rr]eferral|alternative"
    return int((~types.str.contains(outside)).sum())


@cache
def scored(show: str, providers: tuple[str, ...], km: float) -> pd.Series:
    """Score neighbourhoods by the sites around them: two-step catchment, or potential."""
    sites = sites_with("", providers)
    codes = at_home().index
    third = km / 3 * (1 + 1e-12)

    def weights(part: pd.Index) -> np.ndarray:
        away = apart(part, sites)
        if show == "gravity":
            return np.where(away <= km, 1 / np.maximum(away, 0.5), 0)
        return np.select([away <= third, away <= 2 * third, away <= km], [1, 0.68, 0.22], 0)

    served = np.ones(len(sites))
    if show == "catchment":
        people = young("young_people_now").reindex(codes, fill_value=0)
        shared = sum(people[part].to_numpy() @ weights(part) for part in in_parts(codes))
        served = 1000 / np.where(shared > 0, shared, np.inf)
    return pd.Series(np.concatenate([weights(part) @ served for part in in_parts(codes)]), codes)


def scores_up_to(trace: Trace, show: str, most: str) -> int:
    here = own_areas(trace.area_code)
    found = scored(show, left(), SEEN[0].km)[here]
    return int(((found > 0) & (found.round(2) <= float(most))).sum())


def zone_out_of_reach(trace: Trace, limit: str) -> pd.Index:
    here = zone_members(trace.area_code)
    here = here[among(here, own_areas(SEEN[0].within or "E92000001"))]
    return here[providers_within(float(limit), left())[here].to_numpy() == 0]


def zone_left(trace: Trace, field: str, limit: str) -> int:
    return int(young(field)[zone_out_of_reach(trace, limit)].sum())


def zone_nearest(trace: Trace, limit: str) -> float:
    return float(apart(zone_out_of_reach(trace, limit), sites_with("", left())).min())


def given(trace: Trace) -> Value:
    """Return what was asked for as it was given."""
    name = SEEN[0].name
    assert name, trace
    known = (name, name[:1].upper() + name[1:], f"a site of {name}", f"the range of {name}")
    bare = [one.replace("the University", "University") for one in (*known, trace.figure)]
    assert bare[-1] in bare[:-1], trace
    return trace.value


def as_they_have(trace: Trace) -> int:
    providers = SEEN[0].providers
    return len(providers) if trace.field == "providers" else len(sites_with("", providers))


def provider_name(trace: Trace) -> str:
    return str(load("sites").query("ukprn == @trace.area_code")["provider_name"].iloc[0])


def sites_there(trace: Trace, nation: str) -> int:
    sites = load("sites")
    return int((sites["placed"] & (sites["nation"] == nation)).sum())


@cache
def values_at(level: str, measure: str) -> pd.Series:
    """Return a measure of every area of a level, as it is published or put together."""
    codes = load(f"areas_{level}").index
    if measure == "tundra_rate" and level in ("lsoa21", "msoa21"):
        return load(f"tundra_{level}")["rate"].astype(float).reindex(codes)
    if level == "pcon24":
        return of_its_nation(level, measure)["value"].reindex(codes)
    if measure == "tundra_rate":
        small = load("areas_msoa21")[f"{level}_code"]
        rows = load("tundra_msoa21").join(small).dropna(subset=["rate"])
        sums = (rows["rate"] * rows["cohort"]).groupby(rows[f"{level}_code"]).sum()
        return (sums / rows["cohort"].groupby(rows[f"{level}_code"]).sum()).reindex(codes)
    if measure.startswith("prob_"):
        return load(f"posterior_{level}")[measure].reindex(codes)
    if measure.startswith("smc_"):
        rows = load("smc_composites").reset_index()
        rows = rows[rows["measure"] == measure].dropna(subset=["value"]).sort_values("period")
        rows = rows.drop_duplicates("area_code", keep="last").set_index("area_code")
        return rows["value"].astype(float).reindex(codes)
    if indicator(measure).periods:
        return of_year(level, measure, indicator(measure).periods.latest)["value"]
    assert level == "lsoa21", (level, measure)
    if measure == "iod25_he_entry_rank":
        ranks = load("iod25_lsoa21")["iod25_he_non_entry"].rank(ascending=False, method="min")
        return ranks.reindex(codes)
    return load("iod25_lsoa21")[measure].astype(float).reindex(codes)


@cache
def of_year(level: str, measure: str, year: int) -> pd.DataFrame:
    """Return `value` and `people` of every area in a year, from the tables as they are bundled."""
    codes = load(f"areas_{level}").index
    group = {"he19_rate": "all", "he19_fsm_rate": "fsm", "he19_nonfsm_rate": "nonfsm",
             "level3_19_rate": "all"}.get(measure)  # fmt: skip
    rows = load("authority_series").reset_index()
    rows = rows[(rows["measure"] == measure) & (rows["year"] == str(year))]
    if group or measure == "attainment8":
        rows = load("lait").reset_index()
        label = f"{year - 1}-{year % 100}" if measure.startswith("he19") else str(year)
        rows = rows[(rows["measure"] == measure) & (rows["period"] == label)]
        rows = rows[rows["area_code"] != ""].assign(people=np.nan)
    made = rows.set_index("area_code")[["value", "people"]].reindex(codes).astype(float)
    if group:
        pupils = load("cohorts19").reset_index()
        pupils = pupils[(pupils["group"] == group) & (pupils["year"] == str(year))]
        made["people"] = pupils.set_index("area_code")["pupils"].reindex(codes).astype(float)
    return made


def shown_in(level: str, measure: str, year: int) -> pd.Series:
    entry = indicator(measure)
    scale = 100 if entry.kind == "rate" else 1
    return (of_year(level, measure, year)["value"] * scale + 1e-9).round(entry.decimals)


@cache
def moved(level: str, measure: str, before: int, after: int) -> pd.DataFrame:
    """Return the change of every area and its interval, by Newcombe's tenth method."""
    z = 1.959963984540054
    ends = []
    for year in (before, after):
        rows = of_year(level, measure, year)
        p, n = rows["value"], rows["people"]
        middle, half = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        ends.append((p, (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)))
    (p1, l1, u1), (p2, l2, u2) = ends
    change = p2 - p1
    low = change - np.sqrt((p2 - l2) ** 2 + (u1 - p1) ** 2)
    high = change + np.sqrt((u2 - p2) ** 2 + (p1 - l1) ** 2)
    return pd.DataFrame({"change": change, "low": low, "high": high})


def of_both_years(
    trace: Trace, plural: str, measure: str, before: str, after: str, did: str | None
) -> int:
    level, code = PLURALS[plural], trace.area_code
    found = moved(level, measure, int(before), int(after))
    here = found.index if code in ("", "E92000001") else inside(code, level)
    found = found.loc[here]
    tested = found["low"].notna()
    if not tested.any():
        sizes = moved(level, measure, int(before), int(after))["change"].abs()
        unit = 0.1 ** indicator(measure).decimals / (
            100 if indicator(measure).kind == "rate" else 1
        )
        small = max(np.floor(sizes.quantile(0.25) / unit + 0.5 + 1e-9) * unit, unit)
        up, down = found["change"] > small, found["change"] < -small
        known = found["change"].notna()
        kept = {"rose": up, "fell": down, "hardly changed": known & ~up & ~down, None: known}[did]
        return int(kept.sum())
    up, down = found["low"] > 0, found["high"] < 0
    kept = {"rose clearly": up, "fell clearly": down, None: tested,
            "did not clearly change": tested & ~up & ~down}[did]  # fmt: skip
    return int(kept.sum())


def figure_of(trace: Trace, after: str, before: str | None = None) -> float:
    level = level_of(trace.area_code)
    level = "utla23" if level == "lad24" and trace.field not in LAD_SERIES else level
    values = [of_year(level, trace.field, int(year))["value"][trace.area_code]
              for year in (after, before) if year]  # fmt: skip
    return float(values[0] - (values[1] if before else 0))


LAD_SERIES = ("gcse19_rate", "child_poverty_rate", "further_education_rate",
              "apprenticeship_starts_rate")  # fmt: skip


def class_between(
    trace: Trace, plural: str, label: str, measure: str, before: str, after: str
) -> int:
    """Count areas without a class of change: not covered, not published, or not tested."""
    level, code = PLURALS[plural], trace.area_code
    found = moved(level, measure, int(before), int(after))
    here = found.index if code in ("", "E92000001") else inside(code, level)
    abroad = pd.Series(~here.str.startswith("E"), here)
    none = found.loc[here, "change"].isna()
    wanted = {"Not covered": none & abroad, "Not published": none & ~abroad,
              "Not tested": ~none & found.loc[here, "low"].isna()}  # fmt: skip
    return int(wanted[label.partition(":")[0]].sum())


def shown_at(level: str, measure: str) -> pd.Series:
    """Return a measure in the unit and with the digits that are shown."""
    entry = indicator(measure)
    scale = 100 if entry.kind == "rate" else 1
    return (values_at(level, measure) * scale + 1e-9).round(entry.decimals)


@cache
def steps_of(level: str) -> np.ndarray:
    """Read the bytes of every unit's draws; shared, never changed."""
    steps = np.stack([np.frombuffer(one, np.uint8) for one in load(f"draws_{level}")["draws"]])
    steps.flags.writeable = False
    return steps


def drawn_at(level: str, draw: int) -> pd.Series:
    """Return the rates of one draw in per cent, of every area of a level."""
    steps = steps_of(level)
    unit = load(f"posterior_{level}")["unit"]
    rates = pd.Series(steps[unit.to_numpy(int), draw - 1] * 0.4, unit.index)
    return (rates + 1e-9).round(1).reindex(load(f"areas_{level}").index)


def zone_by_the_model(trace: Trace, which: str) -> float:
    """Add up a zone's pupils draw by draw, from the bytes themselves."""
    codes, level = zone_members(trace.area_code), level_of(trace.area_code)
    steps = steps_of(level)
    rows = load(f"posterior_{level}")["unit"][codes].to_numpy(int)
    cohort = load(f"tundra_{level}")["cohort"][codes].to_numpy(float)
    rates = sorted((cohort[:, None] * steps[rows] * 0.004).sum(axis=0) / cohort.sum())
    if which == "mean":
        return float(sum(rates) / len(rates))
    # Of 200 draws and a rate like them, 10 in 201 lie below the tenth draw.
    at = int(which.removesuffix("th percentile")) / 100 * (len(rates) + 1)
    before, after = rates[int(at) - 1], rates[int(at)]
    return float(before + at % 1 * (after - before))


def clusters_there(zone: str) -> pd.DataFrame:
    """Return the areas of a zone that are in a cluster of the scan."""
    members = zone_members(zone)
    found = load(f"scan_{level_of(zone)}")
    return found[found.index.isin(members)]


def chance_of_main_cluster(trace: Trace) -> float:
    held = clusters_there(trace.area_code)
    counts = held["scan_cluster"].value_counts()
    main = min(counts.index[counts == counts.max()])
    return float(held.loc[held["scan_cluster"] == main, "scan_p"].iloc[0])


def share_in_clusters(trace: Trace) -> float:
    held = clusters_there(trace.area_code)["scan_p"]
    return float((held <= 0.05).sum() / len(zone_members(trace.area_code)))


def in_label(level: str, measure: str, label: str, year: str = "", draw: str = "") -> pd.Series:
    """Return which areas are in a class by its label."""
    if draw:
        values = drawn_at(level, int(draw))
    elif year:
        values = shown_in(level, measure, int(year))
    else:
        values = shown_at(level, measure)
    codes = values.index
    if label.startswith("Not covered: "):
        return pd.Series(~codes.str.startswith("E"), codes) & values.isna()
    if label == "Not published":
        return values.isna() & codes.str.startswith("E")
    if label.startswith("Suppressed"):
        return values.isna() & codes.str.startswith("E")
    if label.endswith("fifth"):
        column = load(f"tundra_{level}")["quintile"].reindex(codes)
        return (column == 1 + FIFTHS.index(label.removesuffix(" fifth"))).fillna(False)
    numbers = [float(one.replace(",", "")) for one in re.findall(r"-?[\d,]*\.?\d+", label)]
    if "ecile" in label:
        return values.isin(numbers)
    return values.between(numbers[0], numbers[1] if len(numbers) > 1 else numbers[0])


def fits(level: str, clauses: str) -> pd.Series:
    """Return which areas fit every one of the clauses of a formula."""
    flags = pd.Series(True, load(f"areas_{level}").index)
    for clause in re.split(r" and (?=not in |in |tundra|iod)", clauses):
        if found := re.fullmatch(
            r"(not )?in class '(.+)' of (?:draw (\d+) of )?(\w+)(?: in (\d+))?", clause
        ):
            held = in_label(level, found[4], found[2], found[5] or "", found[3] or "")
            flags &= held ^ bool(found[1])
        elif found := re.fullmatch(r"(?:with )?tundra_rate in draw (\d+)", clause):
            flags &= drawn_at(level, int(found[1])).notna()
        elif found := re.fullmatch(r"(?:with )?(\w+) (up to|over) (\S+)", clause):
            scale = 100 if indicator(found[1]).kind == "rate" else 1
            values, most = shown_at(level, found[1]), float(found[3]) * scale + 1e-9
            flags &= values <= most if found[2] == "up to" else values > most
        elif found := re.fullmatch(r"(?:with )?(\w+)(?: in (\d+))?", clause):
            if found[2]:
                flags &= of_year(level, found[1], int(found[2]))["value"].notna()
            else:
                flags &= values_at(level, found[1]).notna()
        else:
            raise UnknownFormulaError(clause)
    return flags


def of_class(trace: Trace, sum_of: str | None, plural: str, clauses: str) -> int:
    level, code = PLURALS[plural], trace.area_code
    every = load(f"areas_{level}").index
    here = every if code in ("", "E92000001") else inside(code, level)
    kept = here[fits(level, clauses)[here].to_numpy(bool)]
    if not sum_of:
        return len(kept)
    if level == "lsoa21":
        return int(young(sum_of)[kept].sum())
    if level == "pcon24":
        return int(young_shared(sum_of)[kept].sum())
    held = load("areas_lsoa21")[PARENT.get(level, f"{level}_code")]
    return int(young(sum_of).reindex(held.index)[held.isin(kept)].sum())


@cache
def young_shared(field: str) -> pd.Series:
    """Share the young of small areas out to constituencies: whole people, the largest parts first."""
    parts = []
    for base, overlaps in (("lsoa21", "overlaps_lsoa21"), ("dz11", "overlaps_pcon24")):
        counts = load(f"people_{base}")[[f"aged_{age}" for age in AGES[field]]].sum(axis=1)
        rows = load(overlaps).reset_index()
        rows = rows[rows["area_code"].isin(counts.index)]
        people = rows["area_code"].map(counts) * rows["share"]
        exact = people.groupby(rows["pcon24_code"]).sum().round(6)
        whole = np.floor(exact)
        left = round(counts.sum() - whole.sum())
        first = (exact - whole).sort_values(ascending=False, kind="stable").index[:left]
        whole[first] += 1
        parts.append(whole)
    return pd.concat(parts).astype(int)


@cache
def of_its_nation(level: str, measure: str) -> pd.DataFrame:
    """Return a nation's measure and its young people by area, from the tables as they are bundled.

    Of Northern Ireland nobody counts the young people: each area counts as one.
    """
    if measure.startswith("nimdm17") and level == "pcon24":
        rows = load("overlaps_pcon24").reset_index()
        shares, people = load("nimdm17_soa01")[measure].dropna(), load("people_soa01")["population"]
        rows = rows[rows["area_code"].isin(shares.index)]
        weight = rows["area_code"].map(people) * rows["share"]
        product = weight * rows["area_code"].map(shares).astype(float)
        made = (
            product.groupby(rows["pcon24_code"]).sum() / weight.groupby(rows["pcon24_code"]).sum()
        )
        return pd.DataFrame({"value": made, "people": 1.0})
    if measure.startswith("nimdm17"):
        values = load("nimdm17_soa01")[measure].dropna().astype(float)
        return pd.DataFrame({"value": values, "people": 1.0})
    if measure == "ni_leavers_he":
        rows = load("ni_area_explorer")
        values = rows.loc[rows["geography"] == level, measure].dropna().astype(float)
        return pd.DataFrame({"value": values, "people": 1.0})
    if measure == "nimdm17_he_enrolled":
        return pd.DataFrame({"value": own_values(level, measure), "people": 1.0}).dropna()
    small, year = ("dz11", "dz11") if measure.startswith("simd") else ("lsoa21", "lsoa11")
    counted = load(f"people_{small}")[[f"aged_{age}" for age in AGES["young_people"]]].sum(axis=1)
    if measure == "tundra_rate":
        name, top = ("tundra_msoa21", "msoa21") if level == "lad24" else (f"tundra_{year}", year)
        figures, weight = load(name)["rate"].astype(float), load(name)["cohort"].astype(float)
    else:
        top, figures = small, load("simd_dz11")[measure].astype(float)
        ages = [f"aged_{age}" for age in range(17, 22)]
        weight = load("people_dz11")[ages].sum(axis=1).astype(float)

    def shared(base: str, overlaps: str) -> pd.DataFrame:
        if level == "lad24":
            return pd.DataFrame({"to": load(f"areas_{base}")["lad24_code"], "share": 1.0})
        rows = load(overlaps).reset_index().set_index("area_code")
        return rows.rename(columns={"pcon24_code": "to"})[["to", "share"]]

    def summed(values: pd.Series, parts: pd.DataFrame) -> pd.Series:
        parts = parts[among(parts.index, values.index) & (parts["to"] != "")]
        return (values[parts.index].to_numpy() * parts["share"]).groupby(parts["to"]).sum()

    parts = shared(top, "overlaps_pcon24")
    known = figures.index[figures.notna()]
    value = summed((figures * weight)[known], parts) / summed(weight[known], parts)
    older = "overlaps_pcon24" if small == "dz11" else "overlaps_lsoa21"
    return pd.DataFrame({"value": value, "people": summed(counted, shared(small, older))}).dropna()


def lowest_ends(level: str, measure: str) -> float:
    """Walk up from the lowest value as it is shown until a fifth of the people are passed."""
    rows = of_its_nation(level, measure)
    rows = rows.assign(value=rows["value"].round(3)).sort_values("value")
    passed = rows["people"].cumsum() / rows["people"].sum()
    return float(rows["value"][passed >= 0.2 - 1e-9].iloc[0])


def of_nation(trace: Trace, plural: str, nation: str, which: str, measure: str) -> int:
    level = PLURALS[plural]
    values = of_its_nation(level, measure)["value"].round(3)
    here = inside(trace.area_code, level).intersection(values.index)
    assert (load(f"areas_{level}").loc[values.index, "nation"] == nation).all()
    most = lowest_ends(level, measure) if which == "in the lowest fifth by" else 1.0
    return int((values[here] <= most + 1e-9).sum())


def in_nation(trace: Trace, plural: str, nation: str) -> int:
    there = load(f"areas_{PLURALS[plural]}").loc[inside(trace.area_code, PLURALS[plural])]
    return int((there["nation"] == nation).sum())


def worst_for_entry(trace: Trace) -> pd.Index:
    ranks = values_at("lsoa21", "iod25_he_entry_rank")
    worst = ranks.index[ranks <= ranks.notna().sum() / 10]
    return worst[among(worst, own_areas(trace.area_code))]


def worst_outside(trace: Trace) -> float:
    return float((load("iod25_lsoa21")["iod25_decile"][worst_for_entry(trace)] > 2).mean())


def not_covered(trace: Trace, nations: str) -> int:
    level = trace.dataset.removeprefix("coldspots_")
    areas = load(f"areas_{level}")
    every = areas.index
    here = every if trace.area_code == "E92000001" else inside(trace.area_code, level)
    return int(areas.loc[here, "nation"].isin(nations.split(", ")).sum())


def people_of_zone(trace: Trace, field: str) -> int:
    return int(young(field)[inside(trace.area_code, small_of(trace.area_code))].sum())


def part_of_zone(trace: Trace, what: str, code: str) -> int:
    code = SEEN[0].range_code if code == "the range" else code
    here = zone_members(trace.area_code).intersection(own_areas(code))
    return len(here) if what == "count" else int(young(what.removeprefix("sum of "))[here].sum())


def half_within(trace: Trace, part: str, field: str) -> float:
    """Walk outwards from the nearest people until half of them are counted."""
    codes = inside(trace.area_code, small_of(trace.area_code))
    sites = sites_with(part)
    nearest = pd.Series(
        np.concatenate([apart(some, sites).min(axis=1) for some in in_parts(codes)]), codes
    )
    order = nearest.sort_values(kind="stable").index
    summed = young(field)[order].cumsum()
    return float(nearest[order[int((summed < summed.iloc[-1] / 2).sum())]])


def from_middle(trace: Trace, code: str) -> float:
    codes = inside(code, small_of(code))
    people = load(f"people_{small_of(code)}").loc[codes, "population"].astype(float)
    middle = at_home().loc[codes].mul(people, axis=0).sum() / people.sum()
    site = load("sites").loc[trace.area_code, ["easting_m", "northing_m"]].astype(float)
    return float(np.hypot(*(site - middle)) / 1000)


def site_name(trace: Trace) -> str:
    row = load("sites").loc[trace.area_code]
    return ": ".join(dict.fromkeys([row["provider_name"], row["name"]]))


def authorities_of_zone(trace: Trace) -> int:
    level = level_of(trace.area_code)
    return load(f"areas_{level}").loc[zone_members(trace.area_code), "utla23_code"].nunique()


def digest(trace: Trace) -> str:
    content = (data_dir() / trace.field).read_bytes()
    return hashlib.sha256(content).hexdigest()[: len(trace.figure)]


FIXED = {
    "CONFIDENCE_LEVEL": "95%", "UNCERTAIN": "5% to 95%", "YOUNG_AGES":
    "13 to 17", "a fifth": "20%",
    "nimdm17_he_enrolled: who": "people aged 18 to 21", "least deprived decile": "10", "most deprived": "1",
    "most deprived decile": "1", "number of deciles": "10", "lowest rank": "1",
    "limit of what is in range": "10 km", "version": VERSION, "young_people: year": "mid-2020",
    "year in which they are of that age": str(2020 + 13 - 7), "he19_rate: age": "19",
    "year of the areas of the rates": "2011", "tundra_rate: age in higher education": "18 or 19",
    "simd20_university: ages": "17 to 21", "simd20_not_participating: ages": "16 to 19",
    "census21_level4: age": "16", "ni_census21_level4: age": "16", "census21_level4: level": "4",
    "ni_census21_level4: level": "4", "simd16_university: index": "2016",
    "sites: period": dataset("discover_uni_locations").period,
    "tundra_rate: measure and period": "Young participation (TUNDRA), GCSE leavers 2010 to 2014",
    "nimdm17_he_enrolled: measure and period": "Have enrolled in HE (NIMDM), NIMDM 2017",
    "simd20_university: measure and period": "Entry to university, one year, as in SIMD 2020",
    "ni_leavers_he: measure and period": "School leavers entering HE, school leavers of 2024/25",
}  # fmt: skip


def defined(trace: Trace) -> str:
    """Find what is part of a definition where it is defined."""
    field = trace.field
    if field in FIXED:
        return FIXED[field]
    name, _, what = field.partition(": ")
    if field == "nimdm17_he_enrolled: ages" and trace.figure in ("18 to 21", "aged 18 to 21"):
        return trace.figure
    if what in ("period", "label"):
        found = str(getattr(indicator(name), what))
        return trace.figure if trace.figure.lower() == found.lower() else found
    known: dict[str, set[str]] = {
        "class of the legend": {f"{fifth} fifth" for fifth in FIFTHS}
        | {"Suppressed: fewer than 30 pupils", "not assessed: participation not published",
           "not assessed: touches no area with a figure", "not assessed: suppressed", "Not covered: Wales",
           "Not covered: Northern Ireland, Scotland, Wales", "Not published",
           "not assessed: no share published, or nobody of that age",
           "Most deprived fifth (deciles 1, 2)", "Least deprived fifth (deciles 9, 10)",
           *(f"Deciles {one}, {one + 1}" for one in (3, 5, 7)), *labels_of("local-g", "lsoa21"), *labels_of("local-g", "dz11")},
        "CHANCE_LIMITS": {"95%", "80%"},
        "level of the map": {entry.label for entry in GEOGRAPHIES},
        "geography": {entry.label for entry in GEOGRAPHIES},
        "year of the method": {"1997"},
        "share of an interval of the spatial model": {"90%"},
        "expected share of wrong ones": {"10 in 100"},
        "interval of the model": {"90%"},
        "end of the scale": {f"{tenth}0%" for tenth in range(1, 11)} | {"0%", "5%", "25%"},
        "licence": {f"{line.rstrip('.')}." for entry in DATASETS
                    for line in entry.attribution_lines},
        "caveat": {entry.caveat for entry in INDICATORS},
    }  # fmt: skip
    if field == "source":
        publisher, _, titles = trace.figure.partition(": ")
        there = [entry for entry in DATASETS if entry.publisher.name == publisher]
        told = {
            text for entry in there for text in (entry.title, f"{entry.title} ({entry.period})")
        }
        left = titles.removesuffix(".")
        for text in sorted(told, key=len, reverse=True):
            left = left.replace(text, "")
        return trace.figure if told and not left.strip("; ") else "not so titled"
    if trace.figure in known.get(field, set()) or is_so_called(field, trace.figure):
        return trace.figure
    return "not so defined"


def is_so_called(field: str, figure: str) -> bool:
    """Test whether a map may say something of this kind."""
    number = r"-?[\d,]*\.?\d+"
    fifths = "|".join(fifth.lower() for fifth in FIFTHS)
    ends = rf"{number}( to {number})?( of {number})?( points|%)?"
    group = "|".join(re.escape(entry.label) for entry in INDICATORS)
    seen, names = SEEN[0], load("providers")["name"]
    # Which names take "the" is held by a literal list: tests/layers/reach/test_names_in_prose.py.
    called = {one: f"(the )?{re.escape(str(name))}" for one, name in names.items()}
    listed = [called[one] for one in seen.providers if one != seen.without]
    listed += ["your own sites"] if own_left() else []
    forms = {
        "class of the legend": rf"the ({fifths}) fifth|{ends}|up to {number}|(the (lowest|highest) "
        rf"class|the next that has any) \({ends}, ({group})\)|not covered: [\w, ]+|not assessed|not published|not tested: its pupils are not counted|suppressed: "
        r"fewer than 30 pupils|the most deprived fifth \(deciles 1, 2\)",
        "nation": "the United Kingdom",
        "label of the measure": f"(?i:{group})",
        "names of measures": rf"(?i:({group})(, ({group}))*( and \d+ other measures)?)",
        "period": r"\d{4}(-\d{2})?",
        "IMD deciles": "1 and 2",
        "limit of the map": rf"{seen.km:g} km in a straight line",
        "another limit": r"[\d.]+ km",
        "share asked for": r"\d+%",
        "whose reach": " and ".join(listed) or "everyone who teaches higher education",
        "partner left out": called.get(seen.without, "your own sites"),
        "young_people_now: ages at mid-2020, carried on": "13 to 17 in 2026",
    }
    field_form = forms.get(field)
    return field_form is not None and re.fullmatch(field_form, figure) is not None


def partly_inside(trace: Trace, plural: str) -> int:
    """Count the areas some but not all of whose neighbourhoods or zones lie in a place."""
    column, parts, wholes = f"{PLURALS[plural]}_code", set[str](), set[str]()
    for base in ("lsoa21", "dz11", "soa01"):
        small = load(f"areas_{base}")
        if column not in small:
            continue
        here = pd.Series(False, index=small.index)
        for name in small.columns:
            if name.endswith("_code") and name != column:
                here |= small[name] == trace.area_code
        share = here.groupby(small[column]).mean()
        parts |= set(share.index[share > 0])
        wholes |= set(share.index[share == 1])
    return len(parts - wholes - {""})


NATION = "England|Scotland|Wales|Northern Ireland"
BEYOND = r" beyond it within [\d.]+ km of one of its candidates"
SERVED = (rf"(its (?:neighbourhoods|data zones)(?: and those{BEYOND})?|its cold spots|its likely lowest fifth|"
          r"the list that was given)")  # fmt: skip
AREAS = "neighbourhoods|data zones|super output areas"
WHICH, SITES = (
    r"(?:its|all) (neighbourhoods|data zones|cold spots|likely lowest fifth)",
    r" within ([\d.]+) km of ",
)
RULES: list[tuple[str, Callable[..., Value]]] = [
    ("part of the definition", defined),
    ("cold spots whose simd20_many_students is true", full_of_students),
    ("areas of the zone whose simd20_many_students is true", students_of_zone),
    (r"average of (nimdm17_\w+) over the people of its super output areas", shared_average),
    ("1 less nimdm17_he_not_enrolled", lambda trace: float(
        own_values("soa01", "nimdm17_he_enrolled")[trace.area_code])),
    (r"average of (\w+) over its (data zones|areas), weighted by people aged (\d+) to (\d+)",
     averaged),
    (r"(?:sum of )?people aged (\d+) to (\d+)(?: over its areas)?", aged_there),
    ("95% Wilson score interval of simd20_university on simd20_cohort", own_interval),
    (rf"rank from the lowest of (\w+) among ({'|'.join(PLURALS)}) of ({NATION})", own_rank),
    (rf"count of ({'|'.join(PLURALS)}) that have a (\w+)", have_own),
    ("least simd20_university up to which data zones hold a fifth of the people aged 17 to 21 of "
     "those that have one", end_of_fifth),
    ("beta-binomial chance of a true share below the least simd20_university up to which data "
     "zones hold a fifth of the people aged 17 to 21 of those that have one", own_chance),
    (r"(rank|first rank in the 95% interval|last rank in the 95% interval) from the "
     rf"(lowest|highest) of (\w+) among ({'|'.join(PLURALS)}) in (\d+)", standing),
    (rf"count of ({'|'.join(PLURALS)}) of ({NATION}) (in the lowest fifth by|with) (\w+)", of_nation),
    (rf"count of ({'|'.join(PLURALS)}) of ({NATION})", in_nation),
    (rf"count of ({'|'.join(PLURALS)}) that lie only partly in it", partly_inside),
    (rf"value of (\w+) up to which a fifth of the (?:young people|areas) of ({'|'.join(PLURALS)}) "
     rf"of (?:{NATION}) lie", lambda _, name, plural: lowest_ends(PLURALS[plural], name)),
    ("as it stands in the bundled table", as_it_stands),
    ("value of the latest period in the bundled table", latest),
    ("he19_nonfsm_rate less he19_fsm_rate, in percentage points", gap),
    ("label of its level, then the names of what holds it", kind_of),
    ("chance by the spatial model, never as certain", as_it_stands),
    (r"(mean|5th percentile|95th percentile) of the joint draws of its areas, taken together by "
     "tundra_cohort", zone_by_the_model),
    ("chance of the cluster that holds most of its areas", chance_of_main_cluster),
    (r"share of its areas in clusters whose chance is 0\.05 or less", share_in_clusters),
    ("provider_name: name, or one of them where they are the same", site_name),
    ("first digits of the sha256 of provenance.json", digest),
    ("95% Wilson score interval of tundra_rate on tundra_source_cohort", interval),
    (r"sum of tundra_rate x tundra_cohort over its (.+), by the sum of their tundra_cohort", pooled),
    (r"sum of tundra_cohort over its (.+) with a rate", pupils),
    (r"count of tundra_rate_(low|high) (above|below) its tundra_rate_(?:low|high) over (.+)",
     lies_apart),
    (r"count of ((?:E\d{8} ?)+)", lambda _, codes: len(set(codes.split()))),
    ("authorities with both rates", lambda _: len(both_rates())),
    ("(first|last) rank in the 95% interval from the lowest among authorities with both rates",
     rank),
    ("areas of the zone", lambda trace: len(zone_members(trace.area_code))),
    (r"areas of the zone that are (.+)", confident),
    (r"cold spots that are (.+)", confident),
    (r"mean of (\w+) over its cold spots, never as certain", mean_of_cold),
    ("areas that are cold spots", counted(lambda rows: rows["status"] == "cold spot")),
    (r"[a-z ]+ whose cold_spot is true", counted(lambda rows: rows["cold_spot"])),
    ("areas that are low among high", counted(
        lambda rows: rows["low_high"] & (rows["status"] == "not marked"))),
    ("areas with a verdict", counted(lambda rows: rows["status"] != "not assessed")),
    ("areas without a verdict", counted(lambda rows: rows["status"] == "not assessed")),
    ("areas with cold surroundings alone", counted(
        lambda rows: rows["status"] == "cold surroundings")),
    ("areas that have a rank", counted(lambda rows: rows["rank_low"].notna())),
    (r"areas in 'Not assessed: (.+)'", not_assessed),
    ("zones that they are part of", zones_there),
    ("counties and unitary authorities of its areas", authorities_of_zone),
    (r"([a-z ]+) in class '(.+)'", in_class),
    (r"highest published rate of quintile 1 among (.+) of 2011", highest_of_lowest),
    (r"beta-binomial chance of a true rate below the highest published rate of quintile 1 among "
     r"(.+) of 2011", chance),
    (r"([a-z ]+) whose prob_true_fifth_1 lies between 0.05 and 0.95", unsure),
    ("middle 95% of ranks drawn, rounded outwards to two digits", ranked),
    (rf"(?:{AREAS}) whose (\w+) is at most (\d)", deciles),
    (rf"(?:{AREAS}) that have a (\w+)", have_decile),
    (rf"share of its (?:{AREAS}) whose (\w+) is at most (\d)", decile_share),
    (r"share of its neighbourhoods whose (iod25_decile) is (1)", decile_share),
    (r"share of (\w+) in areas of (iod25_decile|simd20_decile) 1 and 2", deprived_people),
    (r"share of tundra_cohort x \(1 - tundra_rate\) that lies in cold spots", not_going_on),
    (r"(share of tundra_cohort x \(1 - tundra_rate\) that lies in cold spots), among (.+)",
     lambda trace, formula, plural: by_definition(trace, formula, "local-g", None, plural)),
    (rf"sum of (\w+) over {WHICH}(?:{SITES}(?:a site|sites of (.+) of the providers))?"
     r"(, by the sum over all of them)?", people_there),
    (rf"count of {WHICH}(?:( not)?{SITES}(?:a site|sites of (.+) of the providers))?", areas_there),
    (rf"sum of (\w+) over {WHICH}{SITES}a site of (\d+|own) alone", of_one_alone),
    (r"sum of (\w+) over all (?:neighbourhoods|data zones) within ([\d.]+) km of its sites( alone)?",
     of_a_provider),
    (rf"sum of (\w+) over (neighbourhoods|data zones) of ({NATION}) beyond it within ([\d.]+) km of "
     r"one of its candidates( and within [\d.]+ km of a site or of a chosen one)?", beyond_there),
    (rf"sum of (\w+) over {SERVED}{SITES}(a site(?: or of a (?:chosen|picked) one)?|a chosen site and "
     r"of no other)(, by the sum over all of them)?", with_new_sites),
    (rf"sum of (\w+) over (its (?:neighbourhoods|data zones) and those{BEYOND})",
     lambda trace, field, which: int(to_serve(trace.area_code, which, field)[1].sum())),
    (r"sum of (\w+) over the list that was given", lambda trace, field: float(
        to_serve("", "the list that was given", field)[1].sum())),
    (r"sum of (\w+) x m to the nearest site or (chosen|picked) one within ([\d.]+) km over "
     rf"{SERVED}", metres),
    (r"bound of the solver on the (.+)", bound),
    (r"distance from the bound to the (.+), by the larger", bound_gap),
    (r"(sum of .+ one(?: within .+)?), by (sum of .+ one(?: within .+)?)", quotient),
    (r"count of its (neighbourhoods|data zones|cold spots|likely lowest fifth)( not)? in the activity file", in_activity),
    (r"sum of number in the activity file over its neighbourhoods, hidden if small or if it gives "
     r"a small one away", people_in_activity),
    ("count of the picked sites", lambda _: len(SEEN[0].picked)),
    (r"count of its (schools and colleges|colleges|centres of local areas|centres of intermediate "
     r"zones)", candidates),
    ("count of the chosen sites", lambda _: len(SEEN[0].chosen)),
    (r"its (?:neighbourhoods|data zones) with (catchment|gravity) up to (\S+)", scores_up_to),
    (r"count of its (?:neighbourhoods|data zones) with (catchment|gravity) up to (\S+)", scores_up_to),
    (r"sum of (\w+) over its cold spots not within ([\d.]+) km of a site", zone_left),
    (r"least km from its cold spots not within ([\d.]+) km of a site to one", zone_nearest),
    ("as it was given", given),
    ("as the partnership has them", as_they_have),
    ("provider_name of its sites", provider_name),
    ("count of its sites", lambda trace: len(sites_with("", (trace.area_code,)))),
    (r"sites placed in (.+)", sites_there),
    (r"areas in 'Not covered: (.+)'", not_covered),
    ("count of neighbourhoods in the worst tenth of England by iod25_he_entry_rank",
     lambda trace: len(worst_for_entry(trace))),
    ("share of neighbourhoods in the worst tenth of England by iod25_he_entry_rank whose "
     "iod25_decile is above 2", worst_outside),
    (rf"count of ({'|'.join(PLURALS)}) with (\w+) of (\d+) and (\d+)(?: that (.+))?",
     of_both_years),
    (rf"count of ({'|'.join(PLURALS)}) in class '(.+)' of (\w+) between (\d+) and (\d+)",
     class_between),
    (r"figure of (\d+)(?: less figure of (\d+))?", figure_of),
    (rf"(?:count of|sum of (\w+) over) ({'|'.join(PLURALS)}) ((?:not )?in class .+|with .+)",
     of_class),
    (r"sum of (\w+) over its areas", people_of_zone),
    (r"(count|sum of \w+) (?:of|over) its cold spots inside (the range|\w+)", part_of_zone),
    (r"least km to a site with (\w+)-time courses that half of (\w+) live within", half_within),
    (r"km in a straight line from the population-weighted middle of (\S+)", from_middle),
]  # fmt: skip

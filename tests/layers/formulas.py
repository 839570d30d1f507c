"""Formulas of traces, executed: each value made again from the bundled tables by another road.

Nothing here asks the code that made a value. Tables are read as they are bundled, and an unknown
formula is an error.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
from scipy.stats import beta

from geo import tables
from geo.coldspots.classes import LABELS
from geo.coldspots.results import Asked, find_all
from geo.registry.datasets import DATASETS, dataset
from geo.registry.geographies import GEOGRAPHIES
from geo.registry.indicators import indicator
from geo.settings import VERSION, data_dir
from layers.words.traces import Trace

Value = float | int | str
LEVEL = {"E01": "lsoa21", "W01": "lsoa21", "E02": "msoa21", "W02": "msoa21", "E05": "ward24",
         "W05": "ward24", "E10": "utla23", "E12": "region", "E47": "cauth25", "E92": "nation",
         "W92": "nation"}  # fmt: skip
PARENT = {"lsoa21": None, "msoa21": "msoa21_code", "ward24": "ward24_code", "lad24": "lad24_code",
          "utla23": "utla23_code", "region": "region_code", "cauth25": "cauth25_code",
          "nation": "nation_code"}  # fmt: skip
PLURALS = {entry.plural: entry.id for entry in GEOGRAPHIES}
FIFTHS = ("Lowest", "Second lowest", "Middle", "Second highest", "Highest")
COLUMN = {"tundra_rate": "rate", "tundra_cohort": "cohort", "tundra_source_cohort": "source_cohort"}
AGES = {"young_people": range(13, 18), "young_people_now": range(7, 12)}


class UnknownFormulaError(AssertionError):
    """A trace whose formula nobody can execute."""


def value_of(trace: Trace) -> Value:
    """Execute the formula of a trace.

    Raises
    ------
    UnknownFormulaError
        If no rule knows the formula.
    """
    for pattern, rule in RULES:
        if found := re.fullmatch(pattern, trace.formula):
            return rule(trace, *found.groups())
    raise UnknownFormulaError(f"no rule executes {trace.formula!r}: {trace}")


load = cache(tables.load)


def level_of(code: str) -> str:
    """Name the level of an area by the first letters of its code, of a zone by its first area."""
    return LEVEL.get(code.removeprefix("zone-")[:3], "lad24")


@cache
def zone_members(code: str) -> pd.Index:
    zones = find_all(Asked(level_of(code))).zones
    return pd.Index(zones.loc[code, "area_codes"].split())


@cache
def inside(code: str, level: str) -> pd.Index:
    """List the areas of a level inside a place, a zone or a county, itself where it is of it."""
    areas = load(f"areas_{level}")
    if code.startswith("zone-"):
        members, own = zone_members(code), level_of(code)
        return members if own == level else areas.index[areas[PARENT[own]].isin(members)]
    own = level_of(code)
    if own == level:
        return areas.index[areas.index == code]
    return areas.index[areas[PARENT[own]] == code]


def english(codes: pd.Index) -> pd.Index:
    return codes[codes.str.startswith("E")]


def own_areas(code: str) -> pd.Index:
    """List the English neighbourhoods of a place."""
    return english(inside(code, "lsoa21"))


@cache
def young(field: str) -> pd.Series:
    return load("people_lsoa21")[[f"aged_{age}" for age in AGES[field]]].sum(axis=1)


@cache
def rate_and_cohort(code: str) -> tuple[float, float]:
    """Return the rate of a place and the pupils that it rests on."""
    level = level_of(code)
    if level in ("lsoa21", "msoa21") and not code.startswith("zone-"):
        row = load(f"tundra_{level}").loc[code]
        return float(row["rate"]), float(row["source_cohort"])
    small = "lsoa21" if level in ("lsoa21", "ward24") else "msoa21"
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
    said = "areas" if code.startswith("zone-") else "neighbourhoods" if level == "ward24" else (
        "local areas"
    )  # fmt: skip
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
    if trace.dataset.startswith("areas_"):
        return name_of(trace.dataset.removeprefix("areas_"), code)
    if trace.dataset == "zones":
        if field == "lad24_names":
            return ", ".join(dict.fromkeys(districts_of(code)))
        return str(find_all(Asked(level_of(code))).zones.loc[code, field])
    if trace.dataset == "sites":
        return int(load("sites").loc[code, field])
    if field in COLUMN:
        return float(load(f"tundra_{level_of(code)}").loc[code, COLUMN[field]])
    return int(load("iod25_lsoa21").loc[code, field])


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
    for upper in ("msoa21", "lad24", "utla23", "region"):
        held = row[f"{upper}_code"]
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


def rank(trace: Trace) -> int:
    values = both_rates()[trace.field.removesuffix(": rank")]
    return 1 + int((values < values[trace.area_code]).sum())


def status(trace: Trace, wanted: Callable[[pd.DataFrame], pd.Series]) -> int:
    """Count the areas of a place that fit, in the table of cold spots of a level."""
    level = trace.dataset.partition("+")[0].removeprefix("coldspots_")
    found = load(f"coldspots_{level}")
    here = english(inside(trace.area_code, level))
    return int(wanted(found.loc[here]).sum())


def counted(wanted: Callable[[pd.DataFrame], pd.Series]) -> Callable[..., int]:
    return lambda trace: status(trace, wanted)


def not_assessed(trace: Trace, why: str) -> int:
    level = trace.dataset.removeprefix("coldspots_")
    here = english(inside(trace.area_code, level))
    rates = load(f"tundra_{level}")["rate"].reindex(here)
    bare = load(f"coldspots_{level}").loc[here, "status"] == "not assessed"
    published = {"participation not published": False, "touches no area with a figure": True}[why]
    return int((bare & (rates.notna() == published)).sum())


def zones_there(trace: Trace) -> int:
    level = trace.dataset.removeprefix("coldspots_")
    zones = find_all(Asked(level)).zones["area_codes"].str.split()
    here = set(inside(trace.area_code, level))
    return sum(bool(here & set(members)) for members in zones)


def confident(trace: Trace, word: str) -> int:
    return status(trace, lambda rows: rows["confidence"] == word)


def in_class(trace: Trace, plural: str, label: str) -> int:
    level = PLURALS[plural]
    here = inside(trace.area_code, level)
    if label.startswith("Not covered"):
        return int((~here.str.startswith("E")).sum())
    rows = load(f"tundra_{level}").reindex(english(here))
    if label.startswith("Suppressed"):
        return int(rows["rate"].isna().sum())
    return int((rows["quintile"] == 1 + FIFTHS.index(label.removesuffix(" fifth"))).sum())


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
    found = chances(level, english(inside(trace.area_code, level)))
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
    rows = load("iod25_lsoa21").loc[own_areas(trace.area_code), field]
    return int((rows <= int(most)).sum())


def have_decile(trace: Trace, field: str) -> int:
    return int(load("iod25_lsoa21").loc[own_areas(trace.area_code), field].notna().sum())


def decile_share(trace: Trace, field: str, most: str) -> float:
    return deciles(trace, field, most) / have_decile(trace, field)


def deprived_people(trace: Trace, field: str) -> float:
    codes = zone_members(trace.area_code)
    worst = load("iod25_lsoa21").loc[codes, "iod25_decile"] <= 2
    people = young(field).loc[codes]
    return float(people[worst.to_numpy()].sum() / people.sum())


def not_going_on(trace: Trace) -> float:
    here = own_areas(trace.area_code)
    rows = load("tundra_lsoa21").reindex(here)
    stayed = rows["cohort"].astype(float) * (1 - rows["rate"].astype(float))
    cold = load("coldspots_lsoa21")["cold_spot"].reindex(here, fill_value=False).astype(bool)
    return float(stayed[cold].sum() / stayed.sum())


@cache
def at_home() -> pd.DataFrame:
    return load("centroids_lsoa21")[["easting_m", "northing_m"]]


def sites_with(part: str) -> pd.DataFrame:
    """Return the sites that have a place, of one kind of courses if it is named."""
    sites = load("sites")
    kept = sites[sites["placed"]]
    return kept[kept[f"courses_{part}_time"] > 0] if part else kept


def apart(codes: pd.Index, sites: pd.DataFrame) -> np.ndarray:
    """Measure some neighbourhoods against every site, in km."""
    homes, at = at_home().loc[codes].to_numpy(), sites[["easting_m", "northing_m"]].to_numpy(float)
    east, north = (homes[:, axis, None] - at[:, axis] for axis in (0, 1))
    return np.sqrt(east**2 + north**2) / 1000


@cache
def providers_within(limit: float) -> pd.Series:
    """Count the providers that have a site within so many km of each English neighbourhood."""
    sites = sites_with("").sort_values("ukprn")
    first = np.flatnonzero(~sites["ukprn"].duplicated().to_numpy())
    codes = english(at_home().index)
    parts = [codes[at : at + 2000] for at in range(0, len(codes), 2000)]
    near = [np.logical_or.reduceat(apart(part, sites) <= limit, first, axis=1) for part in parts]
    return pd.Series(np.concatenate([flags.sum(axis=1) for flags in near]), codes)


MANY = {"none": (0, 0), "one": (1, 1), "two": (2, 2), "three or more": (3, 10**6), "": (1, 10**6)}


def in_reach(code: str, which: str, limit: str, many: str) -> pd.Index:
    here = own_areas(code)
    if which == "cold spots":
        here = here[load("coldspots_lsoa21").loc[here, "cold_spot"].to_numpy(bool)]
    if not limit:
        return here
    low, high = MANY[many]
    return here[providers_within(float(limit))[here].between(low, high).to_numpy()]


def people_there(
    trace: Trace, field: str, which: str, limit: str | None, many: str | None, share: str | None
) -> float:
    code = trace.area_code
    there = young(field)[in_reach(code, which, limit or "", many or "")].sum()
    return float(there / young(field)[in_reach(code, which, "", "")].sum()) if share else int(there)


def cold_out_of_reach(trace: Trace, limit: str) -> int:
    return len(in_reach(trace.area_code, "cold spots", limit, "none"))


def people_of_zone(trace: Trace, field: str) -> int:
    return int(young(field)[inside(trace.area_code, "lsoa21")].sum())


def part_of_zone(trace: Trace, what: str, code: str) -> int:
    here = zone_members(trace.area_code).intersection(own_areas(code))
    return len(here) if what == "count" else int(young(what.removeprefix("sum of "))[here].sum())


def half_within(trace: Trace, part: str, field: str) -> float:
    """Walk outwards from the nearest people until half of them are counted."""
    codes = inside(trace.area_code, "lsoa21")
    nearest = pd.Series(apart(codes, sites_with(part)).min(axis=1), codes)
    order = nearest.sort_values(kind="stable").index
    summed = young(field)[order].cumsum()
    return float(nearest[order[int((summed < summed.iloc[-1] / 2).sum())]])


def from_middle(trace: Trace, code: str) -> float:
    codes = inside(code, "lsoa21")
    people = load("people_lsoa21").loc[codes, "population"].astype(float)
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
    "CONFIDENCE_LEVEL": "95%", "RANKS_APART": "20", "UNCERTAIN": "5% to 95%", "YOUNG_AGES":
    "13 to 17", "a fifth": "20%", "least deprived decile": "10", "most deprived": "1",
    "most deprived decile": "1", "number of deciles": "10", "lowest rank": "1",
    "limit of what is in range": "10 km", "version": VERSION, "young_people: year": "mid-2020",
    "year in which they are of that age": str(2020 + 13 - 7), "he19_rate: age": "19",
    "year of the areas of the rates": "2011", "tundra_rate: age in higher education": "18 or 19",
    "sites: period": dataset("discover_uni_locations").period,
}  # fmt: skip


def defined(trace: Trace) -> str:
    """Find what is part of a definition where it is defined."""
    field = trace.field
    if field in FIXED:
        return FIXED[field]
    name, _, what = field.partition(": ")
    if what in ("period", "label"):
        return str(getattr(indicator(name), what))
    known: dict[str, set[str]] = {
        "class of the legend": {f"{fifth} fifth" for fifth in FIFTHS}
        | {"Suppressed: fewer than 30 pupils", "not assessed: participation not published",
           "not assessed: touches no area with a figure", "Not covered: Wales",
           "Not covered: Northern Ireland, Scotland, Wales", *LABELS["local-g"]},
        "level of the map": {entry.label for entry in GEOGRAPHIES},
        "end of the scale": {f"{tenth}0%" for tenth in range(1, 11)} | {"0%", "5%", "25%"},
        "licence": {f"{line.rstrip('.')}." for entry in DATASETS
                    for line in entry.attribution_lines},
        "caveat": {indicator("iod25_decile").caveat},
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
    return trace.figure if trace.figure in known.get(field, set()) else "not so defined"


WHICH, SITES = r"its (neighbourhoods|cold spots)", r" within ([\d.]+) km of "
RULES: list[tuple[str, Callable[..., Value]]] = [
    ("part of the definition", defined),
    ("as it stands in the bundled table", as_it_stands),
    ("value of the latest period in the bundled table", latest),
    ("he19_nonfsm_rate less he19_fsm_rate, in percentage points", gap),
    ("label of its level, then the names of what holds it", kind_of),
    ("provider_name: name, or one of them where they are the same", site_name),
    ("first digits of the sha256 of provenance.json", digest),
    ("95% Wilson score interval of tundra_rate on tundra_source_cohort", interval),
    (r"sum of tundra_rate x tundra_cohort over its (.+), by the sum of their tundra_cohort", pooled),
    (r"sum of tundra_cohort over its (.+) with a rate", pupils),
    (r"count of tundra_rate_(low|high) (above|below) its tundra_rate_(?:low|high) over (.+)",
     lies_apart),
    (r"count of ((?:E\d{8} ?)+)", lambda _, codes: len(set(codes.split()))),
    ("authorities with both rates", lambda _: len(both_rates())),
    ("rank from the lowest among authorities with both rates", rank),
    ("areas of the zone", lambda trace: len(zone_members(trace.area_code))),
    (r"areas of the zone that are (\w+)", confident),
    (r"cold spots that are (\w+)", confident),
    ("areas that are cold spots", counted(lambda rows: rows["status"] == "cold spot")),
    ("count of its cold spots", counted(lambda rows: rows["cold_spot"])),
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
    (r"([a-z ]+) whose prob_lowest_fifth lies between 0.05 and 0.95", unsure),
    ("middle 95% of ranks drawn, rounded outwards to two digits", ranked),
    (r"neighbourhoods whose (\w+) is at most (\d)", deciles),
    (r"neighbourhoods that have a (\w+)", have_decile),
    (r"share of its neighbourhoods whose (\w+) is at most (\d)", decile_share),
    (r"share of its neighbourhoods whose (iod25_decile) is (1)", decile_share),
    (r"share of (\w+) in areas of iod25_decile 1 and 2", deprived_people),
    (r"share of tundra_cohort x \(1 - tundra_rate\) that lies in cold spots", not_going_on),
    (rf"sum of (\w+) over {WHICH}(?:{SITES}(?:a site|sites of (.+) of the providers))?"
     r"(, by the sum over all of them)?", people_there),
    (r"count of its cold spots not within ([\d.]+) km of a site", cold_out_of_reach),
    (r"sum of (\w+) over its areas", people_of_zone),
    (r"(count|sum of \w+) (?:of|over) its cold spots inside (\w+)", part_of_zone),
    (r"least km to a site with (\w+)-time courses that half of (\w+) live within", half_within),
    (r"km in a straight line from the population-weighted middle of (\S+)", from_middle),
]  # fmt: skip

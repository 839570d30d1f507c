"""A list of postcodes, each row with the areas, figures, zone and providers of where it is.

What is added describes the area and nobody who lives in it. The list itself is read, given its
columns and handed back: nothing of it is kept, and no other machine is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import KDTree

from geo.areas import area_table
from geo.coldspots import LIKELY, TESTED, ColdSpotQuery, find_all
from geo.enrich.measures import CODES, USUAL, Addition, former_codes, measure, measures, values_of
from geo.enrich.rules import MOST_RULES, Rule, parse_rule
from geo.errors import BadInputError
from geo.places import find
from geo.reach import M_PER_KM, taught
from geo.settings import TUNDRA_WHO
from geo.stops import look
from geo.uploads import (
    NO_POSTCODE,
    Rows,
    column_with_postcodes,
    content_of,
    fill_postcodes,
    pick,
    read_rows,
    recognise,
)

MOST_ROWS = 250_000
MOST_BYTES = 100_000_000
MOST_PROVIDERS = 2
PROBLEM = "problem"
NO_CELL = "no postcode"
_OURS = " (added)"
"""What the heading of an added column ends with where the list has one of that name."""
_NEAR = 24
"""Sites looked at for each place before all are: some providers have many in one town."""

Progress = Callable[[float], object]


@dataclass(frozen=True)
class EnrichOptions:
    """What a list is to get."""

    measures: tuple[str, ...] = USUAL
    """Ids of `geo.enrich.measures`."""
    rules: tuple[str, ...] = ()
    """As `geo.enrich.rules` reads them."""
    zones: bool = True
    """Whether to say which zone of cold spots a place is in."""
    providers: int = MOST_PROVIDERS
    """Nearest providers to name, 0 to 2."""
    sheet: str = ""
    """Of a workbook; that with the known headings unless given."""
    column: str = ""
    """Heading of the column with postcodes or addresses; looked for unless given."""


@dataclass(frozen=True, eq=False)
class Enriched:
    """A list with what was added."""

    table: pd.DataFrame
    """The list's own columns first, in their order and as they were; then `problem` and what was
    added. Indexed by `line`, the row's number in the list's own file."""
    added: tuple[Addition, ...]
    """What was added, in the order of its columns."""
    headings: tuple[str, ...]
    """Heading of each in the table."""
    rules: tuple[Rule, ...]
    bad: pd.DataFrame
    """Rows with a problem, indexed by `line`: `value` and `problem`."""
    notices: list[str] = field(default_factory=list)
    column: str = ""
    """The column that postcodes were read from."""
    sheet: str = ""


def enrich(
    source: bytes | Path,
    options: EnrichOptions | None = None,
    *,
    most: int = MOST_ROWS,
    most_bytes: int = MOST_BYTES,
    progress: Progress = lambda _: None,
) -> Enriched:
    r"""Return a list of postcodes with the areas and figures of each row beside it.

    Parameters
    ----------
    source
        A CSV, XLSX or ODS file, or its bytes, with a column of postcodes, or of addresses that have
        a postcode in them.
    options
        What to add; the usual measures unless given.
    most, most_bytes
        Rows and bytes that it may have.
    progress
        Called with the share that is done, 0 to 1.

    Raises
    ------
    BadInputError
        If the file cannot be read, has no such column, or a measure or rule is none.

    Notes
    -----
    A postcode is a point: what is added is of the areas that hold it. A neighbourhood of 2021 that
    was made of several of 2011 has the codes of all of them, as nothing here says in which of them
    a postcode lay. Distances are straight lines to the nearest site with full-time courses.

    Examples
    --------
    >>> made = enrich(b"name,postcode\nHub,FY1 1AA\nShop,FY1", EnrichOptions(("imd_decile",)))
    >>> made.table["lsoa21_code"].tolist(), made.bad["problem"].tolist()
    (['E01012737', ''], ['not a postcode: write it like S1 2HH'])
    """
    asked = options or EnrichOptions()
    # Rules are understood before a long list is read.
    rules = _rules_of(asked)
    rows = read_rows(content_of(source, most_bytes), most=most, sheet=asked.sheet)
    progress(0.15)
    return enrich_rows(rows, asked, progress=progress, rules=rules)


def enrich_rows(
    rows: Rows,
    options: EnrichOptions,
    *,
    progress: Progress = lambda _: None,
    rules: list[Rule] | None = None,
) -> Enriched:
    """Return a list that was read with what `enrich` puts beside each row.

    Parameters
    ----------
    rows
        As `geo.uploads.read_rows` gives them.
    options
        What to add; its `sheet` is the one that was read.
    progress
        Called with the share that is done.
    rules
        The rules of `options`, where they are understood already.

    Raises
    ------
    BadInputError
        As `enrich` does.
    """
    asked = options
    chosen = [measure(name) for name in dict.fromkeys(asked.measures)]
    rules = _rules_of(asked) if rules is None else rules
    cells, column, notices = _postcodes_of(rows, asked.column)
    numbers, codes = pd.factorize(cells["postcode"])
    look()
    places = _places(codes)
    progress(0.6)
    problem = _problems(rows, cells, places["problem"].take(numbers).to_numpy())
    added: dict[str, pd.Series] = {name: places[name] for name in _AREAS}
    for number, name in enumerate(dict.fromkeys((*asked.measures, *_measures_in(rules)))):
        added[name] = values_of(name, places)
        progress(0.6 + 0.2 * (number + 1) / (len(chosen) + len(rules) + 1))
    if asked.zones:
        added |= _zones(places)
    look()
    added |= _nearest(places, asked.providers)
    progress(0.9)
    of_places = pd.DataFrame(added)
    shown = [*_areas_shown(places), *chosen, *_other_additions(asked)]
    columns = [(one, of_places[one.id]) for one in shown]
    columns += [(_of_rule(rule), rule.apply(of_places)) for rule in rules]
    shown = [one for one, _ in columns]
    made = _assembled(rows, problem, columns, numbers)
    bad = pd.DataFrame({"value": _values(cells), "problem": problem})[problem != ""]
    if len(bad):
        notices.append(f"{len(bad):,} of {len(cells):,} rows have a problem and no figures.")
    progress(1.0)
    headings = tuple(made.columns[len(rows.table.columns) + 1 :])
    return Enriched(
        made, tuple(shown), headings, tuple(rules), bad, [*rows.notices, *notices], column,
        rows.sheet,
    )  # fmt: skip


def column_of_places(rows: Rows, heading: str = "") -> str:
    """Return the column of a list that postcodes are read from.

    Raises
    ------
    BadInputError
        If there is none.
    """
    return _postcodes_of(rows, heading)[1]


_AREAS = (
    "nation",
    "lsoa21_code",
    "lsoa11_code",
    "msoa21_code",
    "msoa11_code",
    "dz11_code",
    "iz11_code",
    "sdz21_code",
    "soa01_code",
    "dea14_code",
    "ward24_code",
    "lad24_code",
    "lad24_name",
)
_AREA_WORDS = {
    "nation": "nation",
    "lsoa21_code": "code of the neighbourhood (LSOA) of 2021, England and Wales",
    "lsoa11_code": "code of the neighbourhood (LSOA) of 2011 that it was made of; several with + "
    "between where it was made of several",
    "msoa21_code": "code of the local area (MSOA) of 2021, England and Wales",
    "msoa11_code": "code of the local area (MSOA) of 2011 that it was made of; several with + "
    "between",
    "dz11_code": "code of the data zone of 2011, Scotland",
    "iz11_code": "code of the intermediate zone of 2011, Scotland",
    "sdz21_code": "code of the super data zone of 2021, Northern Ireland",
    "soa01_code": "code of the super output area of 2001, Northern Ireland",
    "dea14_code": "code of the district electoral area of 2014, Northern Ireland",
    "ward24_code": "code of the ward of 2024, England and Wales: best fit of its neighbourhood",
    "lad24_code": "code of the local authority district of 2024",
    "lad24_name": "name of the local authority district of 2024",
}
_ALWAYS = ("nation", "ward24_code", "lad24_code", "lad24_name")
_LABELS = {"nation": "Nation", "lad24_name": "Local authority"}


def _rules_of(asked: EnrichOptions) -> list[Rule]:
    """Understand the rules, and refuse options that cannot be met."""
    for name in asked.measures:
        measure(name)
    if not 0 <= asked.providers <= MOST_PROVIDERS:
        raise BadInputError(
            f"{asked.providers} nearest providers cannot be named. Give 0 to {MOST_PROVIDERS}."
        )
    if len(asked.rules) > MOST_RULES:
        raise BadInputError(f"{len(asked.rules)} rules are too many: {MOST_RULES} is the most.")
    columns = _columns_of(asked)
    rules = [parse_rule(text, columns) for text in dict.fromkeys(asked.rules)]
    names = [rule.name.casefold() for rule in rules]
    twice = [name for at, name in enumerate(names) if name in names[:at]]
    if twice:
        raise BadInputError(f"Two rules are called {twice[0]!r}. Give each its own name.")
    return rules


def _columns_of(asked: EnrichOptions) -> list[str]:
    """Name what rules can look at: what is added, and every measure that could be."""
    others = [one.id for one in _other_additions(asked)]
    return [*_AREAS, *others, *(one.id for one in measures())]


def _measures_in(rules: list[Rule]) -> list[str]:
    known = {one.id for one in measures()}
    return [name for rule in rules for name in rule.columns if name in known]


def _postcodes_of(rows: Rows, heading: str) -> tuple[pd.DataFrame, str, list[str]]:
    """Return `postcode` and `address` of each row, the column they are from, and what was done."""
    headings = list(rows.table.columns)
    roles: dict[str, str] = {}
    if heading:
        if heading not in headings:
            raise BadInputError(f"The list has no column {heading[:60]!r}. It has {headings[:20]}.")
        found = column_with_postcodes(rows.table[[heading]])
        roles = {heading: found[0] if found else "postcode"}
        roles |= {one: "" for one in headings if one != heading}
    elif "postcode" not in recognise(rows.table.columns, ("postcode",)):
        found = column_with_postcodes(rows.table)
        if found:
            roles[found[1]] = found[0]
    own = recognise(rows.table.columns, ("postcode", "address"), roles)
    if not own:
        raise BadInputError(
            f"No column has postcodes, among {headings[:12]}. Call one postcode, or give its "
            "heading."
        )
    column = own.get("postcode") or own["address"]
    cells, notices = fill_postcodes(pick(rows.table, ("postcode", "address"), roles))
    return cells, column, [f"Postcodes are those of the column {column!r}.", *notices]


def _places(codes: pd.Index | npt.NDArray[np.object_]) -> pd.DataFrame:
    """Find different postcodes, with the codes of all areas that hold each."""
    texts = [str(code) for code in codes]
    found = find(texts, super_output_areas=True)
    small = {
        f"{level}_code": found["code"].where(found["geography"] == level, "")
        for level in ("dz11", "sdz21")
    }
    # What is of one level alone is known by the small area.
    for level, upper in (("dz11", "iz11_code"), ("sdz21", "dea14_code")):
        held = area_table(level)[upper]
        small[upper] = small[f"{level}_code"].map(held).fillna("").astype("str")
    for level in ("lsoa", "msoa"):
        former = former_codes(level)
        small[f"{level}11_code"] = found[f"{level}21_code"].map(former).fillna("").astype("str")
    made = found.assign(**small)
    none = pd.Index(texts) == ""
    made.loc[none, "problem"] = NO_CELL
    # What is known in part is not told: a row has all of its areas, or says why it has none.
    wrong = (made["problem"] != "").to_numpy()
    areas = [name for name in made if str(name).endswith(("_code", "_name")) or name == "nation"]
    made.loc[wrong, areas] = ""
    made.loc[wrong, ["easting_m", "northing_m"]] = np.nan
    return made


def _problems(rows: Rows, cells: pd.DataFrame, found: npt.NDArray[np.object_]) -> pd.Series:
    problem = pd.Series(found, index=cells.index, dtype="str")
    bare = (problem == NO_CELL) & (cells["address"] != "")
    problem = problem.mask(bare, NO_POSTCODE)
    if rows.faults:
        broken = pd.Series(rows.faults, dtype="str").reindex(cells.index)
        problem = problem.where(broken.isna() | (problem != ""), "the row " + broken)
    return problem


def _values(cells: pd.DataFrame) -> pd.Series:
    return cells["postcode"].where(cells["postcode"] != "", cells["address"])


def _areas_shown(places: pd.DataFrame) -> list[Addition]:
    """Describe the columns of areas, those left out that no row of the list has."""
    return [
        Addition(name, _LABELS.get(name, name), _AREA_WORDS[name], about_figures=False)
        for name in _AREAS
        if name in _ALWAYS or (places[name] != "").any()
    ]


_COLD = f"England, likely lowest fifth, {TUNDRA_WHO}; Scotland, tested, SIMD 2020v2"


def _other_additions(asked: EnrichOptions) -> list[Addition]:
    """Describe the columns of zones and providers."""
    added: list[Addition] = []
    if asked.zones:
        datasets = ("tundra_lsoa11", "simd20_indicators")
        added += [
            Addition("cold_spot", "Cold spot", "yes where the small area is a cold spot, no where "
                     "it is none; empty where none are looked for", _COLD, datasets=datasets),
            Addition("zone_id", "Zone, id", "the zone of touching cold spots that it lies in",
                     datasets=datasets),
            Addition("zone_name", "Zone, name", "name of that zone", datasets=datasets),
        ]  # fmt: skip
    for number in range(1, asked.providers + 1):
        order = "nearest" if number == 1 else "second nearest"
        added += [
            Addition(f"provider_{number}", f"Provider, {order}", f"{order} provider with "
                     "full-time courses"),
            Addition(f"provider_{number}_km", f"Distance to it ({number})", "straight distance "
                     f"in kilometres to the nearest site of the {order} provider"),
        ]  # fmt: skip
    return added


def _of_rule(rule: Rule) -> Addition:
    return Addition(
        rule.name,
        rule.name,
        f"yes, no or not known: {rule.text}",
    )


def _zones(places: pd.DataFrame) -> dict[str, pd.Series]:
    index = places.index
    made = {
        name: pd.Series("", index=index, dtype="object")
        for name in ("cold_spot", "zone_id", "zone_name")
    }
    for level, definition in (("lsoa21", LIKELY), ("dz11", TESTED)):
        code = places[CODES[level]]
        if not (code != "").any():
            continue
        found = find_all(ColdSpotQuery(level, definition))
        at = found.areas.index.get_indexer(pd.Index(code))
        there = at >= 0
        cold = found.areas["cold_spot"].to_numpy(dtype=bool)[at[there]]
        zone = found.areas["zone_id"].to_numpy(dtype=object)[at[there]]
        names = pd.Series(zone).map(found.zones["zone_name"]).fillna("").to_numpy(dtype=object)
        made["cold_spot"][there] = np.where(cold, "yes", "no")
        made["zone_id"][there], made["zone_name"][there] = zone, names
    return {name: values.astype("str") for name, values in made.items()}


@lru_cache(maxsize=1)
def _sites() -> tuple[KDTree, npt.NDArray[np.int64], npt.NDArray[np.object_]]:
    """Return a tree of sites, the number of the provider of each, and the providers' names."""
    sites = taught(part_time=False).sort_index()
    number, _ = pd.factorize(sites["provider"])
    names = sites.groupby(number)["provider_name"].first().to_numpy(dtype=object)
    tree = KDTree(sites[["easting_m", "northing_m"]].to_numpy())
    return tree, number.astype(np.int64), names


def _nearest(places: pd.DataFrame, count: int) -> dict[str, pd.Series]:
    """Name the nearest providers of each place, and how far their nearest site is."""
    if not count:
        return {}
    tree, owner, names = _sites()
    points = places[["easting_m", "northing_m"]].to_numpy(dtype="float64")
    known = np.flatnonzero(np.isfinite(points).all(axis=1))
    name = np.full((len(places), count), "", dtype=object)
    km = np.full((len(places), count), np.nan)
    near = min(_NEAR, tree.n)
    while len(known):
        away, site = tree.query(points[known], k=[*range(1, near + 1)])
        whose = owner[site]
        first = np.zeros(len(known), np.int64)
        done = np.ones(len(known), dtype=bool)
        for at in range(count):
            name[known, at] = names[whose[np.arange(len(known)), first]]
            km[known, at] = away[np.arange(len(known)), first] / M_PER_KM
            other = np.ones_like(whose, dtype=bool)
            if at + 1 < count:
                other = whose != whose[:, :1]
                done &= other.any(axis=1)
                first = np.argmax(other, axis=1)
        known = known[~done] if near < tree.n else known[:0]
        near = tree.n
    made: dict[str, pd.Series] = {}
    for at in range(count):
        made[f"provider_{at + 1}"] = pd.Series(name[:, at], index=places.index, dtype="str")
        made[f"provider_{at + 1}_km"] = pd.Series(km[:, at].round(2), index=places.index)
    return made


def _assembled(
    rows: Rows,
    problem: pd.Series,
    added: list[tuple[Addition, pd.Series]],
    numbers: npt.NDArray[np.int64],
) -> pd.DataFrame:
    """Put the list and what is added to it together."""
    own = rows.table
    taken = {str(name).casefold() for name in own.columns}
    columns: dict[str, pd.Series] = {str(name): own[name] for name in own}

    def put(heading: str, values: pd.Series) -> None:
        while heading.casefold() in taken:
            heading += _OURS
        taken.add(heading.casefold())
        columns[heading] = values

    put(PROBLEM, problem)
    fine = (problem == "").to_numpy()
    for addition, of_places in added:
        values = of_places.take(numbers).set_axis(own.index)
        if not fine.all():
            is_text = pd.api.types.is_string_dtype(values)
            values = values.where(fine, "") if is_text else values.where(fine)
        put(addition.heading, values)
    return pd.DataFrame(columns, index=own.index)

"""A partner's own records as a small file to hand over: suppressed counts by school and area."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo import tables
from geo.errors import BadInputError
from geo.files import write_json
from geo.outreach.bounds import bounds
from geo.outreach.records import INTENSITIES, MOST_NAME, NOT_NAMED, Records, clean_name
from geo.registry import PARENTS, SMALLEST, held_by
from geo.settings import SMALL_COUNT
from geo.uploads import WHOLE, Whole, check_shape, content_of, hide, levels_of, tree

KIND, FORMAT = "coldspots outreach summary", 1
PEOPLE, ROWS = "young people", "rows"
"""What a summary counts: the numbers of its file, or its rows where it has none."""
AREA_LEVELS = tuple(one for one in held_by(SMALLEST) if one in ("lad24", "utla23", "region"))
"""Levels of the areas of a summary, the smallest first."""
ABOUT = (
    "This file is one partner's summary of its outreach, to be put together with those of others. "
    "It holds no row of a person, no name, no date and no address.",
    f"Counts are of young people, each counted every time they took part, or of rows where the "
    f"partner's own file says no numbers. A count from 1 to {SMALL_COUNT - 1} is not shown, and "
    "neither is any other that would give it away: both stand as null, and nothing says which is "
    "which.",
    "It does say at which schools the partner has worked, also where the number is not shown: "
    "that somebody worked at a school is no count of people.",
    f"Types and intensities stand only where the school's count is shown and {SMALL_COUNT} or more "
    "took part in that way; the number of activities only where the school's count is shown and "
    f"it is {SMALL_COUNT} or more.",
    "Two summaries of one partner's changing file, kept side by side, could give a small count "
    "away: hand over one, and ask for the old one to be deleted.",
)
"""What a file says of itself."""
_MOST_BYTES = 5_000_000
_MOST_TYPES = 20
_MOST_TYPE = 60
_KEYS = {"kind", "format", "partner", "about", "least_shown", "counts", "schools", "areas", "total"}
_SCHOOL_KEYS = {"urn", "name", "count", "activities", "types", "intensities"}
_AREA_KEYS = {"code", "name", "level", "count"}
_MOST_COUNT = 10_000_000
Count = int | None


@dataclass(frozen=True, eq=False)
class Summary:
    """What one partner shows of its records."""

    partner: str
    counts: str
    """What is counted: `PEOPLE` or `ROWS`."""
    schools: pd.DataFrame
    """By `urn`, those where the partner has worked: `count` and `activities` (Int64, missing where
    they are not shown), `types` and `intensities` (tuples of text)."""
    areas: pd.Series
    """Count by code of the areas that hold them, `WHOLE` for all; missing where it is not shown."""

    @property
    def total(self) -> Count:
        """Return the count of all, or None where it is not shown."""
        return _count(self.areas[WHOLE])

    def to_json(self, root: Path | None = None) -> dict[str, Any]:
        """Return what the file holds."""
        names, _ = _register(root)
        schools = [
            {
                "urn": str(urn),
                "name": str(names[str(urn)]),
                "count": _count(row["count"]),
                "activities": _count(row["activities"]),
                "types": list(row["types"]),
                "intensities": list(row["intensities"]),
            }
            for urn, row in self.schools.iterrows()
        ]
        level, name = _areas_above(root)
        areas = [
            {
                "code": code,
                "name": name[str(code)],
                "level": level[str(code)],
                "count": _count(count),
            }
            for code, count in self.areas.drop(WHOLE).items()
        ]
        return {
            "kind": KIND,
            "format": FORMAT,
            "about": list(ABOUT),
            "partner": self.partner,
            "least_shown": SMALL_COUNT,
            "counts": self.counts,
            "total": self.total,
            "schools": schools,
            "areas": areas,
        }

    def save(self, path: Path, root: Path | None = None) -> None:
        """Write it as a small JSON file, whole or not at all."""
        write_json(path, self.to_json(root))


def _count(value: Any) -> Count:
    return None if pd.isna(value) else int(value)


@lru_cache(maxsize=4)
def _areas_above(root: Path | None) -> tuple[dict[str, str], dict[str, str]]:
    """Return the level and the name of each area that may hold a school."""
    level: dict[str, str] = {}
    name: dict[str, str] = {}
    for one in AREA_LEVELS[::-1]:
        names = tables.load(f"areas_{one}", ["area_name"], root)["area_name"]
        level |= dict.fromkeys(map(str, names.index), one)
        name |= {str(code): str(said) for code, said in names.items()}
    return level, name


@lru_cache(maxsize=4)
def _register(root: Path | None) -> tuple[dict[str, str], pd.DataFrame]:
    """Return the name of every school listed, and the codes of the areas that hold it."""
    schools = tables.load("schools", ["name", "lsoa21_code"], root)
    base = tables.load(f"areas_{SMALLEST}", [PARENTS[one] for one in AREA_LEVELS], root)
    above = base.reindex(schools["lsoa21_code"]).set_axis(schools.index).fillna("")
    return {str(urn): str(name) for urn, name in schools["name"].items()}, above


def above_schools(urns: pd.Index, root: Path | None = None) -> pd.DataFrame:
    """Return the codes of the areas that hold each school, the smallest level first."""
    return _register(root)[1].reindex(urns).fillna("")


def summarise(records: Records, partner: str = "", root: Path | None = None) -> Summary:
    r"""Count a partner's records by school and area, and hide what must not be shown.

    Parameters
    ----------
    records
        From `read_records`.
    partner
        Whose records they are: a file of several is cut to this one. The only one of the file
        unless given.
    root
        The data folder; the bundled one unless given.

    Raises
    ------
    BadInputError
        If the file has no row of the partner, or several partners and none is given.

    Examples
    --------
    >>> from geo.outreach.records import read_records
    >>> made = summarise(read_records(b"urn,pupils\n119871,30\n100001,4"), "Us")
    >>> made.schools["count"].tolist(), made.total
    ([<NA>, <NA>], 34)
    """
    table = records.table
    named = records.partners
    partner = clean_name(partner)
    if partner and named != [NOT_NAMED]:
        table = table[table["partner"].str.casefold() == partner.casefold()]
    if table.empty or (not partner and len(named) > 1):
        raise BadInputError(
            f"The file has rows of {len(named):,} partners (first: {named[0]})"
            + (f" and none of {partner}" if partner else "")
            + ". Name one of them with --partner."
        )
    return _summary(table, partner or named[0], root)


def _summary(table: pd.DataFrame, partner: str, root: Path | None) -> Summary:
    counted = PEOPLE if table["number"].notna().all() else ROWS
    weight = table["number"] if counted == PEOPLE else pd.Series(1.0, index=table.index)
    rows = table.assign(weight=weight.astype("int64"))
    by_school = rows.groupby("urn")
    count = by_school["weight"].sum().sort_index()
    made = tree(
        np.asarray(count, np.int64), levels_of(count.index, above_schools(count.index, root))
    )
    counts = pd.array(made.count, dtype="Int64")
    counts[hide(made.parent, made.count)] = pd.NA
    nodes = pd.Series(counts, index=pd.Index(made.codes, dtype="object"))
    schools = pd.DataFrame({"count": nodes.reindex(count.index)}, index=count.index)
    told = schools["count"].notna()
    activities = by_school.size().astype("Int64").reindex(count.index)
    schools["activities"] = activities.where(told & (activities >= SMALL_COUNT))
    for column in ("type", "intensity"):
        people = rows[rows[column] != ""].groupby(["urn", column])["weight"].sum()
        ways = people[people >= SMALL_COUNT].reset_index()
        held: dict[str, list[str]] = {}
        for urn, way in zip(ways["urn"], ways[column], strict=True):
            held.setdefault(str(urn), []).append(str(way))
        plural = "types" if column == "type" else "intensities"
        schools[plural] = [
            tuple(held.get(str(urn), [])[:_MOST_TYPES]) if told[urn] else ()
            for urn in schools.index
        ]
    areas = nodes[~nodes.index.isin(count.index)]
    return Summary(partner, counted, schools, areas.sort_index())


def summaries_of(records: Records, root: Path | None = None) -> list[Summary]:
    """Summarise the records of each partner of a file, as each would on its own."""
    return [
        _summary(some, str(partner), root)
        for partner, some in records.table.groupby("partner", sort=False)
    ]


def summary_tree(summary: Summary, root: Path | None = None) -> tuple[Whole, pd.Series]:
    """Return what holds each count of a summary: positions, -1 for all, and the counts by code."""
    urns = summary.schools.index
    made = tree(np.ones(len(urns), np.int64), levels_of(urns, above_schools(urns, root)))
    codes = pd.Index(made.codes, dtype="object")
    both = pd.concat([summary.areas, summary.schools["count"]])
    return made.parent, both.reindex(codes)


def load_summary(source: bytes | Path, root: Path | None = None) -> Summary:
    """Read a partner's summary, which a stranger may have written.

    Raises
    ------
    BadInputError
        If it is none, is too large, holds what no summary holds, or does not add up.
    """
    content = content_of(source, _MOST_BYTES)
    check_shape(content, "The summary")
    try:
        held = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _broken("it is not JSON") from error
    if not isinstance(held, dict) or held.get("kind") != KIND:
        raise _broken(f'it has no "kind": "{KIND}"')
    _check_keys(held, _KEYS, "it")
    if held.get("format") != FORMAT or held.get("least_shown") != SMALL_COUNT:
        raise _broken(f"it is of another form, or made with another least count than {SMALL_COUNT}")
    partner, counts = held.get("partner"), held.get("counts")
    if not isinstance(partner, str) or not clean_name(partner) or len(partner) > MOST_NAME:
        raise _broken(f"partner must be a name of at most {MOST_NAME} letters")
    if counts not in (PEOPLE, ROWS):
        raise _broken(f"counts must be {PEOPLE!r} or {ROWS!r}")
    schools = _schools(held.get("schools"), root)
    areas = _area_counts(held.get("areas"), held.get("total"))
    summary = Summary(clean_name(partner), str(counts), schools, areas)
    _check_sums(summary, root)
    return summary


def _broken(why: str) -> BadInputError:
    return BadInputError(
        f"This is not a summary that can be used: {why}. Ask the partner for one that "
        "`coldspots summarise` has written."
    )


def _check_keys(entry: Any, keys: set[str], what: str) -> None:
    if not isinstance(entry, dict):
        raise _broken(f"{what} is not an object")
    other = sorted(map(str, set(entry) - keys))
    if other:
        # What is not known is not passed over: it may be what must not be handed over.
        raise _broken(f"{what} holds {other[0][:40]!r}, which no summary has")


def _read_count(value: Any, what: str) -> Count:
    if value is None:
        return None
    if type(value) is not int or not SMALL_COUNT <= value < _MOST_COUNT:
        raise _broken(f"{what} is not null or a whole number of {SMALL_COUNT} or more")
    return value


def _schools(rows: Any, root: Path | None) -> pd.DataFrame:
    known, _ = _register(root)
    if not isinstance(rows, list) or not 1 <= len(rows) <= len(known):
        raise _broken("schools must be a list of those worked with")
    made = []
    for number, row in enumerate(rows, start=1):
        what = f"school {number:,}"
        _check_keys(row, _SCHOOL_KEYS, what)
        urn = row.get("urn")
        if not isinstance(urn, str) or urn not in known:
            raise _broken(f"{what} has no URN of a school or college listed")
        count = _read_count(row.get("count"), f"the count of {what}")
        activities = _read_count(row.get("activities"), f"the activities of {what}")
        types = _texts(row.get("types", []), what)
        intensities = _texts(row.get("intensities", []), what)
        if set(intensities) - set(INTENSITIES):
            raise _broken(f"an intensity of {what} is none of {', '.join(INTENSITIES)}")
        if count is None and (activities is not None or types or intensities):
            raise _broken(f"{what} tells more than its count allows")
        made.append((urn, count, activities, types, intensities))
    index = pd.Index([row[0] for row in made], name="urn", dtype="str")
    if index.has_duplicates:
        raise _broken(f"school {index[index.duplicated()][0]} stands twice")
    columns = ["count", "activities", "types", "intensities"]
    table = pd.DataFrame([row[1:] for row in made], index=index, columns=columns)
    return table.astype({"count": "Int64", "activities": "Int64"}).sort_index()


def _texts(values: Any, what: str) -> tuple[str, ...]:
    fine = isinstance(values, list) and len(values) <= _MOST_TYPES
    if not fine or not all(isinstance(one, str) and len(one) <= _MOST_TYPE for one in values):
        raise _broken(f"types and intensities of {what} must be a few short texts")
    return tuple(dict.fromkeys(filter(None, map(clean_name, values))))


def _area_counts(rows: Any, total: Any) -> pd.Series:
    if not isinstance(rows, list):
        raise _broken("areas must be a list")
    counts: dict[str, Count] = {WHOLE: _read_count(total, "the total")}
    for number, row in enumerate(rows, start=1):
        what = f"area {number:,}"
        _check_keys(row, _AREA_KEYS, what)
        code = row.get("code")
        if not isinstance(code, str) or not code or code in counts:
            raise _broken(f"{what} has no code of its own")
        counts[code] = _read_count(row.get("count"), f"the count of {what}")
    index = pd.Index(list(counts), dtype="object")
    return pd.Series(pd.array(list(counts.values()), dtype="Int64"), index=index).sort_index()


def _check_sums(summary: Summary, root: Path | None) -> None:
    """Refuse counts of other areas than hold the schools, or that do not add up."""
    parent, counts = summary_tree(summary, root)
    if set(counts.index) != {*summary.areas.index, *summary.schools.index}:
        raise _broken("its areas are not those that hold its schools")
    low, high = bounds(parent, counts.array)
    known = np.asarray(counts.notna(), bool)
    if not _add_up(low, high, known):
        raise _broken("its counts do not add up")


def _add_up(
    low: npt.NDArray[np.float64], high: npt.NDArray[np.float64], known: npt.NDArray[np.bool_]
) -> bool:
    """Test whether every count that is not shown leaves room for one, as small counts must."""
    return bool((high[known] == low[known]).all() and (high >= low).all())

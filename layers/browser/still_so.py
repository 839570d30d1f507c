"""Is it still so: entry by 19 now, beside figures of those who left school in 2010 to 2014."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from geo.areas import area_table, at_year, name_of, own_measures, rank_ends
from geo.registry import ENGLAND, PARENTS, PATCH, indicator
from layers.words import (
    Sentence,
    line_of,
    named,
    ordinal,
    place_in_prose,
    say,
    standing_sentence,
    standing_words,
    traces,
    where_of,
)

_ENTRY = "he19_rate"
LEAST_YEARS = 3
"""Years with a figure that a chart needs; two points say less than a sentence."""


@dataclass(frozen=True)
class Ranks:
    """Where two measures put an authority whose 95% rank intervals do not touch, 1 the lowest."""

    participation: tuple[int, int]
    """First and last rank by `tundra_rate`."""
    entry: tuple[int, int]
    """First and last rank by `he19_rate`."""
    among: int
    """Authorities that have both."""

    @property
    def lower(self) -> str:
        """Return by which of the two the authority stands lower."""
        return "entry by 19" if self.entry < self.participation else "young participation"


def latest_entry_of(level: str, code: str) -> tuple[str, float, Ranks | None] | None:
    """Find the latest entry by 19 that stands beside a local figure of participation.

    Returns
    -------
    own, rate, ranks
        Code of the county or authority (of the region or nation itself, at those levels) that the
        rate is of; the rate; how the two measures rank that authority, if its rank intervals are
        apart, and not for areas below a district, of which ranks of authorities say nothing. None
        where nothing is published.
    """
    upper = area_table("utla23")
    own = code if level in indicator("he19_rate").geographies else _county(level, code)
    if level in ("region", "nation"):
        rate = area_table(level)["he19_rate"].get(code)
        return None if rate is None or pd.isna(rate) else (code, float(rate), None)
    if own not in upper.index or pd.isna(upper["he19_rate"][own]):
        return None
    ranks = ranks_apart(own) if level in ("lad24", "utla23") else None
    return own, float(upper["he19_rate"][own]), ranks


def ranks_apart(code: str) -> Ranks | None:
    """Rank a county or unitary authority by both measures; None unless its intervals are apart."""
    found = _rank_ends_of_both()
    own = found.reindex([code]).astype("float64").to_numpy()[0]
    if np.isnan(own).any():
        return None
    ends = own.astype(np.int64).tolist()
    if ends[0] <= ends[3] and ends[2] <= ends[1]:
        return None
    return Ranks((ends[0], ends[1]), (ends[2], ends[3]), len(found))


@cache
def _rank_ends_of_both() -> pd.DataFrame:
    """Return the ends of both rank intervals of the authorities that have both measures."""
    table, entry = area_table("utla23"), at_year("he19_rate", "utla23")
    both = table.index[table["tundra_rate"].notna()].intersection(
        entry.index[entry["value"].notna()]
    )
    own = table.loc[both, ["tundra_rate_low", "tundra_rate_high"]].astype("float64")
    ends = rank_ends(own.set_axis(["low", "high"], axis=1), worst_is_low=True)
    of_entry = rank_ends(entry.loc[both], worst_is_low=True).add_suffix("_of_entry")
    return ends.join(of_entry)


def entry_lines(level: str, code: str) -> list[str]:
    """Return the latest entry by 19 of an area's county, with its rank and its direction.

    It stands beside local figures of participation, which are of leavers of 2010 to 2014.
    """
    found = latest_entry_of(level, code)
    if found is None:
        return []
    own, rate, ranks = found
    latest = indicator("he19_rate")
    name = "" if own == code else f" {where_of(name_of('utla23', own))}"
    upper = level if own == code else "utla23"
    text = f"Entry to HE by 19{name}, {latest.period}: {latest.text(rate)}. "
    text += standing_words(latest, upper, own)
    if ranks is not None:
        text += (
            f" Among {ranks.among} authorities, 1 being the lowest, {name_of('utla23', own)} is "
            f"{_between(ranks.participation)} by young participation and {_between(ranks.entry)} "
            f"by entry by 19 (95% intervals): lower by {ranks.lower}."
        )
    return [text]


def _between(ends: tuple[int, int]) -> str:
    return " to ".join(dict.fromkeys(map(ordinal, ends)))


def _county(level: str, code: str) -> str:
    if level == PATCH.id:
        return ""
    row = area_table(level).loc[code]
    return str(row["utla23_code"]) if "utla23_code" in row else ""


def entry_places(level: str, code: str) -> list[tuple[str, str, str]]:
    """Return level, code and name of what has entry by 19 for a place: its authority first.

    The region and England follow; nothing where nothing is published.
    """
    found = latest_entry_of(level, code)
    if found is None:
        return []
    own = found[0]
    at = "utla23" if own in area_table("utla23").index else level
    pairs = [(at, own)]
    if at == "utla23":
        pairs.append(("region", str(area_table(at)["region_code"][own])))
    pairs.append(("nation", ENGLAND))
    return [(upper, held, name_of(upper, held)) for upper, held in dict.fromkeys(pairs)]


def entry_series(level: str, code: str) -> dict[str, Any]:
    """Return the small line of entry by 19 of a place's authority, its region and England.

    Returns
    -------
    line
        As `layers.words.line_of` gives it, with `title`, what the line is of; empty where the
        authority has fewer than `LEAST_YEARS` years with a figure.
    """
    places = entry_places(level, code)
    if not places:
        return {}
    line = line_of(indicator(_ENTRY), places[0][0], places, least=LEAST_YEARS)
    names = [place_in_prose(name) for _, _, name in places]
    listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return line | {"title": f"Still so? Entry by 19: {listed}"} if line else {}


def constituency_of(level: str, code: str) -> str:
    """Return the constituency in which most young people of a small area live; empty for others."""
    if level == "pcon24":
        return code
    if level not in ("lsoa21", "msoa21", "ward24"):
        return ""
    table = area_table("lsoa21")
    inside = table.index == code if level == "lsoa21" else table[PARENTS[level]] == code
    return constituency_of_areas(table.index[inside])


def constituency_of_areas(codes: pd.Index) -> str:
    """Return the constituency in which most young people of some neighbourhoods live."""
    table = area_table("lsoa21").loc[codes]
    young = table["young_people"].astype("float64").groupby(table["pcon24_code"].to_numpy()).sum()
    return str(young.idxmax()) if len(young) else ""


def ucas_sentence(constituency: str) -> Sentence:
    """Return UCAS's entry rate of a constituency, where the user has handed over the file.

    Parameters
    ----------
    constituency
        Its code; nothing is said of none.
    """
    entry = next(
        (one for one in own_measures("pcon24") if constituency[:1] == one.nations[0][0]), None
    )
    rate = None if entry is None else area_table("pcon24")[entry.id].get(constituency)
    if entry is None or rate is None or pd.isna(rate):
        return Sentence("")
    said = say(
        "Entry at {age} by UCAS in {name}, {period}: {rate}.",
        age=traces.defined("18", f"{entry.id}: age", "ucas_entry_rates"),
        name=named("pcon24", constituency),
        period=traces.period_of_indicator(entry.id),
        rate=traces.Trace(
            entry.text(float(rate)), "ucas_entry_rates", entry.id, constituency, float(rate),
            "value of the latest period in the user's own file",
        ),
    )  # fmt: skip
    stands = standing_sentence(entry, "pcon24", constituency)
    text = f"{said.text} {stands.text} From a copy of your own, not to be passed on."
    return Sentence(" ".join(text.split()), (*said.traces, *stands.traces))

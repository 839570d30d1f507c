"""Sentences of one zone of tested cold spots: what it is made of, and who lives there."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from geo.areas import area_table
from geo.coldspots import LEVELS, ColdSpotQuery, basis_of, find_all
from geo.errors import UnknownAreaError
from geo.reach import MOST_DEPRIVED
from geo.registry import geography, percent_text
from geo.scan import SCAN_P
from layers.words import Sentence, Trace, say, traces

_SCAN = "An independent scan (Kulldorff {year})"
_MOSTLY = 0.5
"""Share of a zone's areas in found windows from which on the scan finds it, and no part alone."""
WINNERS_CURSE = (
    "Zones are picked out because their measured rates are low, and luck has a hand in that: as a "
    "rule a zone's true rate is higher than the one measured. The model allows for it."
)
"""Why the rate of a zone by the model is shown before the one that was measured."""


def zone_of(code: str) -> tuple[str, pd.Series]:
    """Return the level of a zone of tested cold spots, and its row.

    Raises
    ------
    UnknownAreaError
        If there is no such zone.
    """
    for level in LEVELS:
        zones = find_all(ColdSpotQuery(level)).zones
        if code in zones.index:
            row = zones.loc[code]
            assert isinstance(row, pd.Series)
            return level, row
    raise UnknownAreaError(
        f"{code!r} is no zone of tested cold spots. `coldspots find --zones F` lists them all."
    )


def sentences_of_zone(
    level: str, row: pd.Series, code: str, people: str = "young_people"
) -> Iterator[Sentence]:
    """Return what a zone is made of, and who lives there.

    Parameters
    ----------
    people
        Whom it counts: `young_people`, or `young_people_now` beside figures of reach.
    """
    source, count, young = f"coldspots_{level}", int(row["areas"]), int(row[people])
    counted_in = f"{source}+{basis_of(level).people_table}"
    made = "one {plural} that was" if count == 1 else "{areas} touching {plural} that were each"
    areas = {} if count == 1 else {
        "areas": traces.counted(count, source, "areas", code, "areas of the zone")
    }  # fmt: skip
    yield say(
        f"It is a zone of {made} tested as cold; {traces.lived(people, young)}.",
        plural=traces.singular(level) if count == 1 else geography(level).plural,
        **areas,
        **traces.living(young, people, counted_in, code, f"sum of {people} over its areas"),
    )  # fmt: skip
    yield from _full_of_students(level, row, code)
    deciles, share = basis_of(level).deciles, _deprived(level, row, people)
    if share is not None:
        live = "lived" if people == "young_people" else "live"
        yield say(
            f"{{share}} of them {live} in the most deprived fifth of {{areas}} ({{year}}).",
            areas="neighbourhoods" if level != "dz11" else geography(level).plural,
            share=Trace(
                traces.share_text(share),
                traces.datasets_of(deciles),
                "most_deprived_fifth",
                code,
                share,
                f"share of {people} in areas of {deciles} 1 and 2",
            ),
            year=traces.period_of_indicator(deciles),
        )
    if "scan_p" in row:
        yield scan_words(level, row, code)


def scan_words(level: str, row: pd.Series, code: str) -> Sentence:
    """Return whether the spatial scan, an independent way, finds a zone too."""
    source, share = f"scan_{level}", float(row["scan_share"])
    parts = {"year": traces.defined("1997", "year of the method")}
    if pd.isna(row["scan_p"]):
        return say(f"{_SCAN} does not find it: no window there stands out.", **parts)
    parts["p"] = Trace(
        f"{row['scan_p']:.3f}", source, "scan_p", code, float(row["scan_p"]),
        "chance of the cluster that holds most of its areas",
    )  # fmt: skip
    if row["scan_p"] > SCAN_P:
        return say(f"{_SCAN} does not find it: p = {{p}}.", **parts)
    if share == 1:
        return say(f"{_SCAN} finds it too: p = {{p}}.", **parts)
    parts["held"] = Trace(
        percent_text(share), source, "scan_share", code, share,
        "share of its areas in clusters whose chance is 0.05 or less",
    )  # fmt: skip
    found = "finds it too" if share >= _MOSTLY else "finds a part of it"
    return say(
        f"{_SCAN} {found}: p = {{p}}; {{held}} of its {geography(level).plural} lie in windows "
        "that it finds.",
        **parts,
    )


def shown_rates(zones: pd.DataFrame, level: str) -> pd.Series:
    """Return the rates of zones that are shown first: by the spatial model, else as measured."""
    modelled = "tundra_rate_modelled"
    return zones[modelled if modelled in zones else basis_of(level).rate]


def _full_of_students(level: str, row: pd.Series, code: str) -> Iterator[Sentence]:
    """Yield how many areas of a zone are full of students; nothing where none is."""
    count, column = int(row.get("student_areas", 0) or 0), basis_of(level).students
    if not count:
        return
    marked = traces.counted(
        count, f"areas_{level}", column, code, f"areas of the zone whose {column} is true"
    )
    yield say(
        f"{{marked}} of them {traces.either(count, 'is', 'are')} full of students: the share looks "
        "low there because many moved in to study.",
        marked=marked,
    )


def _deprived(level: str, row: pd.Series, people: str) -> float | None:
    """Return the share of a zone's people in the most deprived fifth; None for local areas."""
    if pd.isna(row["most_deprived_fifth"]):
        return None
    deciles = basis_of(level).deciles
    members = area_table(level).loc[str(row["area_codes"]).split(), [people, deciles]]
    worst = members.loc[(members[deciles] <= MOST_DEPRIVED).to_numpy(), people]
    whole = int(members[people].sum())
    return float(worst.sum()) / whole if whole else None

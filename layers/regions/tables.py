"""Maps side by side, and the regions of one, as tables of traced texts and of figures."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo.regionalisation import RATE, Assessment
from geo.registry import ENGLAND
from layers.exports import write_csv
from layers.profiles import ProfileRow, ProfileTable, figure_cell
from layers.words import Sentence, Trace, say, share_text

PEOPLE = "people_lsoa21"
MODELLED = "draws_msoa21"
ZONES = "coldspots_lsoa21+people_lsoa21"
LIKELY = "posterior_lsoa21+people_lsoa21"
SITES = "sites+people_lsoa21"
NONE = "–"
PEOPLE_HEADINGS = (
    "Region",
    "Districts",
    "Young people",
    "Go on",
    "90% interval",
    "Likely lowest fifth",
    "Tested cold spots",
)
LEARNING_HEADINGS = (
    "Region",
    "Providers",
    "Sites",
    "Schools and colleges",
    "Nearest site outside",
    "Nearest three outside",
)


def trace(text: str, dataset: str, field: str, made: Assessment, value: Any, how: str) -> Trace:
    """Trace a figure of a map."""
    plain = "" if value is None else value
    return Trace(text, dataset, field, ENGLAND, plain, f"{made.map.name}: {how}")


def count(value: float, dataset: str, field: str, made: Assessment, how: str) -> Trace:
    """Trace a whole number of a map."""
    return trace(f"{round(value):,}", dataset, field, made, round(value), how)


def share(value: float, dataset: str, field: str, made: Assessment, how: str) -> Trace:
    """Trace a share of a map, in whole percents."""
    return trace(share_text(value), dataset, field, made, float(value), how)


def rate(value: float, made: Assessment, how: str) -> Trace:
    """Trace a rate of a region, to a tenth of a percent as its interval is narrow."""
    return trace(f"{value:.1%}", MODELLED, RATE, made, float(value), how)


def name_of_region(made: Assessment, name: str) -> Trace:
    """Trace the name of a region."""
    return trace(name, "", "name of the region", made, name, "as the map has it")


def part(value: float, whole: float) -> float:
    """Return a part of a whole, 0 of nothing."""
    return value / whole if whole else 0.0


def _people(made: Assessment, key: str, dataset: str, how: str) -> Sentence:
    value, whole = made.summary[key], made.young_people
    return say(
        "{count} ({share})",
        count=count(value, dataset, key, made, how),
        share=share(part(value, whole), dataset, key, made, f"{how}, over all of the map"),
    )


def _of(made: Assessment, key: str, whole: str, dataset: str, how: str) -> Sentence:
    figures = made.summary
    return say(
        "{count} of {whole}",
        count=count(figures[key], dataset, key, made, how),
        whole=count(figures[whole], dataset, whole, made, "count of all"),
    )


def _whole(made: Assessment, key: str, dataset: str, how: str) -> Sentence:
    return figure_cell(count(made.summary[key], dataset, key, made, how))


def _rates(made: Assessment) -> Sentence:
    figures = made.summary
    if figures["lowest_rate"] is None:
        return Sentence(NONE)
    ends = [
        rate(figures[f"{end}_rate"], made, f"{end} mean of a region's draws")
        for end in ("lowest", "highest")
    ]
    return say("{low} to {high}", low=ends[0], high=ends[1])


def _extreme(made: Assessment, key: str, end: str) -> Sentence:
    balance = made.balance if key == "young_people" else made.likely_balance
    name = balance.largest if end == "largest" else balance.smallest
    value = balance.most if end == "largest" else balance.fewest
    dataset = PEOPLE if key == "young_people" else LIKELY
    return say(
        "{name}, {count}",
        name=name_of_region(made, name),
        count=count(value, dataset, key, made, f"{end} sum of a region"),
    )


def _ratio(made: Assessment, key: str) -> Sentence:
    value = made.summary[f"{key}_ratio"]
    if value is None:
        return Sentence("the smallest has none")
    dataset = PEOPLE if key == "young_people" else LIKELY
    text = f"{value:,.1f}"
    how = "largest sum of a region over the smallest"
    return say("{ratio} times", ratio=trace(text, dataset, f"{key}_ratio", made, value, how))


def _variation(made: Assessment, key: str) -> Sentence:
    value = made.summary[f"{key}_variation"]
    if value is None:
        return Sentence(NONE)
    dataset = PEOPLE if key == "young_people" else LIKELY
    how = "standard deviation of the regions over their mean"
    return figure_cell(trace(f"{value:.2f}", dataset, f"{key}_variation", made, value, how))


def _without(made: Assessment) -> Sentence:
    return figure_cell(
        count(len(made.without_provider), "sites", "sites", made, "count of regions without one")
    )


def comparison_rows(found: Sequence[Assessment]) -> list[tuple[str, list[Sentence]]]:
    """Return the figures of maps side by side: a label, and a cell for each map."""
    likely, zone = "in the likely lowest fifth", "that lie in more than one region"
    rows = {
        "Regions": lambda one: _whole(one, "regions", "", "count of regions"),
        "Young people in them": lambda one: _whole(one, "young_people", PEOPLE, "sum"),
        "Young people in no region": lambda one: _whole(
            one, "left_out_people", PEOPLE, "sum over neighbourhoods in no region"
        ),
        "Share that goes on, lowest to highest region": _rates,
        "Young people in the likely lowest fifth": lambda one: _people(
            one, "likely_people", LIKELY, f"sum over neighbourhoods {likely}"
        ),
        "Zones of cold spots cut": lambda one: _of(
            one, "zones_cut", "zones", ZONES, f"count of zones {zone}"
        ),
        "Young people of cut zones on the smaller side": lambda one: _whole(
            one, "zone_people_apart", ZONES, "sum outside the region with most of the zone"
        ),
        "Districts cut": lambda one: _whole(
            one, "districts_cut", "areas_lad24", f"count of districts {zone}"
        ),
        "Young people whose nearest site is outside their region": lambda one: _people(
            one, "nearest_elsewhere", SITES, "sum where the nearest site is outside the region"
        ),
        "Young people whose nearest three providers are all outside it": lambda one: _people(
            one, "all_near_elsewhere", SITES, "sum where those of three providers are outside"
        ),
        "Institutions that teach in several regions": lambda one: _of(
            one, "institutions_in_several", "institutions", "sites", "count of institutions"
        ),
        "Reach of institutions outside their own region": lambda one: (
            Sentence(NONE)
            if one.summary["reach_outside"] is None
            else figure_cell(
                share(
                    one.summary["reach_outside"], SITES, "reach_outside", one,
                    "sum over institutions of young people in reach outside, over all in reach",
                )
            )
        ),
        "Largest region": lambda one: _extreme(one, "young_people", "largest"),
        "Smallest region": lambda one: _extreme(one, "young_people", "smallest"),
        "Largest to smallest": lambda one: _ratio(one, "young_people"),
        "Unevenness of young people": lambda one: _variation(one, "young_people"),
        "Unevenness of those in the likely lowest fifth": lambda one: _variation(
            one, "likely_people"
        ),
        "Regions without a teaching site": _without,
    }  # fmt: skip
    return [(label, [make(one) for one in found]) for label, make in rows.items()]


def comparison_table(found: Sequence[Assessment]) -> ProfileTable:
    """Return the maps side by side as a table of a paper."""
    rows = [ProfileRow((Sentence(label), *cells)) for label, cells in comparison_rows(found)]
    headings = ("Figure", *(one.map.name for one in found))
    return ProfileTable("", headings, tuple(rows), note=VARIATION, is_even=True)


VARIATION = Sentence(
    "Unevenness is the coefficient of variation: the standard deviation of the regions over their "
    "mean; nought where all are alike."
)


def region_tables(made: Assessment) -> tuple[ProfileTable, ProfileTable]:
    """Return the regions of a map as two tables: their people, and where these can learn.

    Regions carry the numbers of the map's picture.
    """
    people, learning = [], []
    for number, (name, row) in enumerate(made.regions.iterrows(), 1):
        cells = _region_cells(made, number, str(name), row)
        people.append(ProfileRow(cells[: len(PEOPLE_HEADINGS)]))
        learning.append(ProfileRow((cells[0], *cells[len(PEOPLE_HEADINGS) :])))
    note = Sentence(
        "Young people whose nearest teaching site, and all of whose nearest three providers, are "
        "outside the region."
    )
    return (
        ProfileTable("Young people", PEOPLE_HEADINGS, tuple(people)),
        ProfileTable("Places to learn", LEARNING_HEADINGS, tuple(learning), note=note),
    )


def _region_cells(made: Assessment, number: int, name: str, row: pd.Series) -> tuple[Sentence, ...]:
    def whole(key: str, dataset: str) -> Sentence:
        return figure_cell(count(float(row[key]), dataset, key, made, f"{name}, sum or count"))

    mean = interval = Sentence(NONE)
    if not np.isnan(row[RATE]):
        mean = figure_cell(rate(row[RATE], made, f"{name}, mean of the draws"))
        ends = {
            end: rate(row[f"{RATE}_{end}"], made, f"{name}, end of the 90% interval of the draws")
            for end in ("low", "high")
        }
        interval = say("{low} to {high}", **ends)
    return (
        say(
            "{number} {name}",
            number=trace(str(number), "", "number", made, number, "number on the map"),
            name=name_of_region(made, name),
        ),
        whole("districts", "areas_lad24"),
        whole("young_people", PEOPLE),
        mean,
        interval,
        whole("likely_people", LIKELY),
        whole("tested_people", ZONES),
        whole("providers", "sites"),
        whole("sites", "sites"),
        whole("schools", "schools"),
        whole("nearest_elsewhere", SITES),
        whole("all_near_elsewhere", SITES),
    )


def figures_table(found: Sequence[Assessment]) -> pd.DataFrame:
    """Return every region of some maps, as a file has them.

    Returns
    -------
    figures
        By `map` (its id): `map_name`, `region`, and the columns of `Assessment.regions`; people
        are whole numbers, rates shares from 0 to 1.
    """
    parts = []
    for one in found:
        table = one.regions.reset_index()
        people = [name for name in table.columns if "people" in name or "elsewhere" in name]
        table[people] = table[people].round().astype("int64")
        table.insert(0, "map_name", one.map.name)
        parts.append(table.set_axis(pd.Index([one.map.id] * len(table), name="map")))
    return pd.concat(parts)


def figures_csv(found: Sequence[Assessment]) -> bytes:
    """Write `figures_table` as CSV."""
    return _csv_of(figures_table(found))


def _csv_of(table: pd.DataFrame) -> bytes:
    with tempfile.TemporaryDirectory(prefix="coldspots-") as name:
        path = Path(name) / "table.csv"
        write_csv(table, path)
        return path.read_bytes()


def map_csv(rows: pd.DataFrame) -> bytes:
    """Write a map's own table (`geo.regionalisation.map_rows`) as CSV."""
    return _csv_of(rows)

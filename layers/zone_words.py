"""Sentences of one zone of tested cold spots: what it is made of, and who lives there."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from geo.errors import UnknownAreaError
from geo.findings import Asked, find_all
from geo.geographies import geography
from geo.nodes import LEVELS
from geo.rounding import percent_text
from layers import traces
from layers.traces import AGED, MID_2020, Sentence, Trace, say


def zone_of(code: str) -> tuple[str, pd.Series]:
    """Return the level of a zone of tested cold spots, and its row.

    Raises
    ------
    UnknownAreaError
        If there is no such zone.
    """
    for level in LEVELS:
        zones = find_all(Asked(level)).zones
        if code in zones.index:
            row = zones.loc[code]
            assert isinstance(row, pd.Series)
            return level, row
    raise UnknownAreaError(
        f"{code!r} is no zone of tested cold spots. `coldspots find --zones F` lists them all."
    )


def zone_words(level: str, row: pd.Series, code: str) -> Iterator[Sentence]:
    """Say what a zone is made of, and who lives there."""
    source = f"coldspots_{level}"
    young = "sum over its areas"
    yield say(
        "It is a zone of {areas} touching {plural} that were each tested as cold; {young} people "
        "aged {ages} lived there in {year}.",
        areas=traces.counted(int(row["areas"]), source, "areas", code, "areas of the zone"),
        plural=geography(level).plural,
        young=traces.counted(int(row["young_people"]), "people", "young_people", code, young),
        ages=AGED,
        year=MID_2020,
    )
    share = row["most_deprived_fifth"]
    if pd.notna(share):
        yield say(
            "{share} of them lived in the most deprived fifth of neighbourhoods ({year}).",
            share=Trace(
                percent_text(share),
                traces.datasets_of("iod25_decile"),
                "most_deprived_fifth",
                code,
                float(share),
                "share of young_people in areas of iod25_decile 1 and 2",
            ),
            year=traces.period_of_indicator("iod25_score"),
        )

"""The tested cold spots beside the places likeliest to be low: two lists for two questions."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.areas import area_table, inside_of
from geo.coldspots import LIKELY, TESTED, basis_of, find_all
from geo.posterior import POSTERIOR_LEVELS
from geo.registry import geography
from layers.coldspots.options import ColdSpotOptions, cold_spot_query
from layers.coldspots.zone_tables import LEFT, RIGHT, TextTable
from layers.style import place_name
from layers.view import MapView
from layers.words import place_in_prose

QUESTIONS = (
    "**Tested cold spots** answer *where is low participation clustered beyond chance?* They are "
    "few and well established, but miss low places among higher ones. The **likely lowest "
    "fifth** answers *which places are truly low?* It uses every rate and its neighbours, states "
    "its expected share of errors in advance, and finds more of the low places. Use it to plan, "
    "and the tested cold spots to show that low participation clusters here."
)


def two_lists(view: MapView) -> TextTable | None:
    """Count the areas of a place on either list, on both and on one alone.

    Returns
    -------
    table
        None where a level has one of the lists alone, or another definition is shown.
    """
    definition = ColdSpotOptions.of(view).definition
    if definition not in (TESTED, LIKELY) or view.geography not in POSTERIOR_LEVELS:
        return None
    asked = cold_spot_query(view)
    tested, listed = (
        find_all(replace(asked, definition=name)).areas["cold_spot"].astype(bool)
        for name in (TESTED, LIKELY)
    )
    table = area_table(view.geography)
    here = pd.Series(inside_of(view.geography, view.within), index=table.index)[tested.index]
    young = table.loc[tested.index, "young_people"].astype("int64")
    rows = [
        [label, f"{int(chosen.sum()):,}", f"{int(young[chosen].sum()):,}"]
        for label, chosen in (
            ("On both lists", tested & listed & here),
            ("Tested cold spots alone", tested & ~listed & here),
            ("Likely lowest fifth alone", listed & ~tested & here),
        )
    ]
    plural = geography(view.geography).plural
    headings = {"": LEFT, plural.capitalize(): RIGHT, "Aged 13 to 17 in mid-2020": RIGHT}
    title = f"Two questions, two lists: {place_in_prose(place_name(view))}"
    share = f"{asked.expected_wrong * 100:g} in 100"
    nation = basis_of(view.geography).nation
    words = (
        f"{QUESTIONS} The likely lowest fifth is made for all {nation}, and {share} of it may be "
        "expected to be wrong."
    )
    return TextTable(title, headings, rows, words)

"""The nearest providers in a profile, full-time and part-time, or those of a partnership."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.areas import area_table
from geo.arrays import Floats
from geo.reach import (
    DEMAND,
    M_PER_KM,
    Reach,
    by_provider,
    distances,
    half_within,
    nearest_sites,
)
from layers.profiles.model import Part, ProfileRow, ProfileTable, figure_cell
from layers.profiles.reach import SHOWN
from layers.profiles.subject import PARTNERSHIP, Subject
from layers.profiles.whose import Whose
from layers.words import AS_IT_STANDS, Sentence, Trace, say, traces

NEAREST = 4
_NAMED = "provider_name of its sites"
_WIDE = "It is too wide for one list of nearest places."
_UNKNOWN = "Not listed: where people live is known here for England, Wales and Scotland alone."


def providers(place: Subject, whose: Whose) -> Part:
    """List the nearest places with full-time and with part-time courses, or a partnership's own."""
    if place.level == PARTNERSHIP:
        return Part("providers", "Its providers", (), (_own_providers(place, whose.reach),))
    title = "Nearest places that teach degrees"
    said = _halves(place)
    none = not place.is_counted
    middle = None if none else place.middle()
    if middle is None:
        return Part("providers", title, (*said, Sentence(_UNKNOWN if none else _WIDE)))
    tables = []
    for part_time in (False, True):
        found = nearest_sites(middle, NEAREST, part_time=part_time)
        kind = "part-time" if part_time else "full-time"
        rows = tuple(_site(place, str(code), row, part_time) for code, row in found.iterrows())
        headings = ("Provider and site", "Courses", "km")
        tables.append(ProfileTable(f"With {kind} courses", headings, rows))
    straight = "Kilometres are straight lines from the middle of its people, one site a provider."
    return Part("providers", title, (*said, Sentence(straight)), tuple(tables))


def _site(place: Subject, code: str, row: pd.Series, part_time: bool) -> ProfileRow:
    provider, name = str(row["provider_name"]), str(row["name"])
    text = provider if name == provider else f"{provider}: {name}"
    field = "courses_part_time" if part_time else "courses_full_time"
    km = float(row["distance_m"]) / M_PER_KM
    how = f"km in a straight line from the population-weighted middle of {place.code}"
    named = "provider_name: name, or one of them where they are the same"
    return ProfileRow(
        (
            figure_cell(Trace(text, "sites", "provider_name, name", code, text, named)),
            figure_cell(traces.counted(int(row["courses"]), "sites", field, code, AS_IT_STANDS)),
            figure_cell(Trace(f"{km:.1f}", "sites", "easting_m, northing_m", code, km, how)),
        )
    )


def _halves(place: Subject) -> list[Sentence]:
    """Return the distance within which half of a place's young people live, as a sentence."""
    level = place.basis.small
    if not place.is_counted:
        return []
    people = area_table(level)[DEMAND].reindex(place.codes)
    weights: Floats = np.asarray(people.astype("float64").fillna(0), dtype=np.float64)
    if len(place.codes) < 2 or not weights.sum():
        return []
    found = {}
    for part_time in (False, True):
        away: Floats = (
            distances(part_time=part_time, level=level).reindex(place.codes).to_numpy("float64")
        )
        km = half_within(away, weights) / M_PER_KM
        key = "part" if part_time else "full"
        how = f"least km to a site with {key}-time courses that half of {DEMAND} live within"
        found[key] = Trace(
            f"{km:.1f} km", f"sites+people_{level}", "nearest_km", place.code, km, how
        )
    return [
        say(
            "Half of its young people live within {full} of a site with full-time courses, and "
            "within {part} of one with part-time courses.",
            **found,
        )
    ]


def _own_providers(place: Subject, reach: Reach) -> ProfileTable:
    counted = by_provider(reach).sort_values("people_in_range", ascending=False, kind="stable")
    far = f"{reach.costs.limit:g} {reach.costs.unit}"
    near = f"sum of {DEMAND} over all {place.small} within {far}"
    rows = []
    for code, row in counted.head(SHOWN).iterrows():
        name, source = str(row["name"]), f"people_{place.basis.small}+sites"
        rows.append(
            ProfileRow(
                (
                    figure_cell(Trace(name, "sites", "provider_name", str(code), name, _NAMED)),
                    *(
                        figure_cell(traces.counted(int(row[field]), source, field, str(code), how))
                        for field, how in (
                            ("sites", "count of its sites"),
                            ("people_in_range", f"{near} of its sites"),
                            ("adds", f"{near} of its sites alone"),
                        )
                    ),
                )
            )
        )
    note = Sentence("Whom it alone has in range would be out of range without it.")
    headings = ("Provider", "Sites", "Young people in range", "of it alone")
    return ProfileTable("Whom each has in range", headings, tuple(rows), note=note)

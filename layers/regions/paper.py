"""Maps side by side as a paper: what each holds, what it cuts and how even it is."""

from __future__ import annotations

from collections.abc import Sequence

from geo.errors import BadInputError
from geo.regionalisation import Assessment
from geo.registry import ENGLAND
from layers.papers import Block, Paper, Section, checked_name, front_of, with_sources
from layers.profiles import LegendRow, MapPart, ProfileRow, ProfileTable, figure_cell, made_line
from layers.regions.picture import ACROSS, CLASSES
from layers.regions.tables import (
    NONE,
    SITES,
    ZONES,
    comparison_table,
    count,
    name_of_region,
    region_tables,
    share,
    trace,
)
from layers.regions.words import LIMITS, NO_BEST, lines_of, zone_name
from layers.view import MapView
from layers.words import Sentence, and_list, say

FORM = "regions"
_MOST_ZONES, _MOST_INSTITUTIONS = 10, 10
_OWN = "Prepared by"


def regions_paper(found: Sequence[Assessment], by: str = "") -> Paper:
    """Compose a paper on maps side by side.

    Parameters
    ----------
    found
        One to four maps, measured.
    by
        Whose paper it is, as it is to stand in it.

    Raises
    ------
    BadInputError
        If there is no map, or the name is too long.
    """
    if not found:
        raise BadInputError("A paper on regions needs a map. Name one, such as region.")
    by = checked_name(by)
    names = and_list([one.map.name for one in found])
    name = Sentence(names, (trace(names, "", "names of the maps", found[0], names, "as given"),))
    table = Block("", tables=(comparison_table(found),))
    drawn = Block("", (NO_BEST,), has_map=True)
    # Two rows of maps take a page of their own, and would leave the first one empty.
    both = (drawn, table) if len(found) <= ACROSS else (table, drawn)
    sections = [
        Section("compared", "The maps side by side", (Block("", (_opening(found),)), *both)),
        *(_section(number, one) for number, one in enumerate(found, 1)),
        Section("limits", "What we cannot know", (Block("", (), LIMITS),)),
    ]  # fmt: skip
    first = Paper(
        form=FORM,
        code=ENGLAND,
        title=Sentence("Regional maps for access partnerships in England, compared"),
        name=name,
        kind=Sentence("England"),
        by=by,
        front=front_of(("Prepared for", "Date", _OWN, "Contact"), _OWN, by),
        map=map_part(found),
        sections=tuple(sections),
        made=made_line(),
        has_wide_map=len(found) > 1,
    )
    return with_sources(first, "Sources", "England")


def _opening(found: Sequence[Assessment]) -> Sentence:
    if len(found) == 1:
        return Sentence("One map is measured here, of the same England as every other.")
    return Sentence("The maps divide the same England and are drawn on one scale.")


def map_part(found: Sequence[Assessment]) -> MapPart:
    """Return the maps as the map of a paper: what is drawn, in words and as a key."""
    names = and_list([one.map.name for one in found])
    described = [
        say(
            "{name}: borders cut {cut} of {whole} zones.",
            name=one.map.name,
            cut=count(len(one.zones), ZONES, "zones", one, "count of zones in several regions"),
            whole=count(one.zone_count, ZONES, "zones", one, "count of zones"),
        )
        for one in found
    ]
    text = " ".join(["Maps of England with borders of regions and zones of cold spots."]
                    + [one.text for one in described])  # fmt: skip
    traces = tuple(held for one in described for held in one.traces)
    outside = any(len(one.left_out) for one in found)
    rows = tuple(
        LegendRow(look, Sentence(label), _counted(found, key))
        for key, (label, look) in CLASSES.items()
        if key != "outside" or outside
    )
    view = MapView(geography="region")
    title = Sentence(f"Maps: {names}")
    return MapPart(view, title, Sentence(text, traces), " / ".join(_short(found)), rows)


def _short(found: Sequence[Assessment]) -> list[str]:
    return [one.map.name for one in found]


def _counted(found: Sequence[Assessment], key: str) -> Sentence:
    """Return what there is of one thing on each map, in the order of the maps."""
    values = {
        "whole": [one.zone_count - len(one.zones) for one in found],
        "cut": [len(one.zones) for one in found],
        "border": [len(one.regions) for one in found],
        "outside": [len(one.left_out) for one in found],
    }[key]
    parts = [
        count(value, ZONES, key, one, "count on the map")
        for one, value in zip(found, values, strict=True)
    ]
    return Sentence(" / ".join(one.figure for one in parts), tuple(parts))


def _section(number: int, made: Assessment) -> Section:
    source = Sentence(made.map.source) if not made.map.source else say(
        "{source}", source=trace(made.map.source, "", "source", made, made.map.source, "as given")
    )  # fmt: skip
    notes = [
        say("{note}", note=trace(one, "", "notice", made, one, "found when it was read"))
        for one in made.map.notices
    ]
    blocks = [Block("", (source, *notes), tuple(lines_of(made)))]
    blocks.append(Block("Its regions", tables=region_tables(made)))
    if len(made.zones):
        blocks.append(Block("Zones of cold spots that a border cuts", tables=(zones_table(made),)))
    if table := institutions_table(made):
        title = "Institutions whose reach borders cut most"
        blocks.append(Block(title, tables=(table,)))
    return Section(f"map-{number}", made.map.name, tuple(blocks))


def zones_table(made: Assessment) -> ProfileTable:
    """Return the zones that a border cuts, those with most people on the smaller side first."""
    rows = []
    for code, row in made.zones.head(_MOST_ZONES).iterrows():
        name = zone_name(row["name"], str(code))
        rows.append(
            ProfileRow(
                (
                    say(
                        "{name} ({regions})",
                        name=trace(name, ZONES, "zone_name", made, name, "name of the zone"),
                        regions=name_of_region(made, str(row["regions"])),
                    ),
                    figure_cell(count(row["young_people"], ZONES, "zone", made, f"{code}, sum")),
                    figure_cell(
                        count(row["apart"], ZONES, "apart", made, f"{code}, sum on smaller side")
                    ),
                )
            )
        )
    more = len(made.zones) - len(rows)
    note = None
    if more:
        note = say(
            "{more} more have fewer people on the smaller side.",
            more=count(more, ZONES, "zones", made, "count of zones not listed"),
        )
    headings = ("Zone, and the regions that it lies in", "Young people", "On the smaller side")
    return ProfileTable("", headings, tuple(rows), note=note)


def institutions_table(made: Assessment) -> ProfileTable | None:
    """Return the institutions whose reach lies outside their own region most; None for none."""
    table = made.catchments
    table = table[table["outside"] > 0].sort_values(
        ["share", "outside"], ascending=False, kind="stable"
    )
    if table.empty:
        return None
    rows = []
    for ukprn, row in table.head(_MOST_INSTITUTIONS).iterrows():
        name = str(row["name"])
        rows.append(
            ProfileRow(
                (
                    figure_cell(trace(name, "sites", "provider_name", made, name, str(ukprn))),
                    figure_cell(name_of_region(made, str(row["region"]))),
                    figure_cell(count(row["young_people"], SITES, "reach", made, f"{ukprn}, sum")),
                    figure_cell(count(row["outside"], SITES, "outside", made, f"{ukprn}, sum"))
                    if row["outside"]
                    else Sentence(NONE),
                    figure_cell(share(row["share"], SITES, "share", made, f"{ukprn}, of reach")),
                )
            )
        )
    headings = ("Institution", "Its region", "In reach", "Outside", "Share")
    return ProfileTable("", headings, tuple(rows), words=2)

"""Tables of what is taught where, for a page: providers, and what closes if something closes."""

from __future__ import annotations

from geo.errors import NoAnswerError
from geo.provision import find_openings
from geo.reach import by_provider, changed_districts, compare_reach
from geo.registry import NATION_CODES, NATIONS
from layers.coldspots import LEFT, RIGHT, TextTable, plain
from layers.provision.options import TaughtOptions
from layers.provision.state import before_of, found_of
from layers.reach import counted_nation
from layers.view import MapView
from layers.words import LIST_WORDS

LISTED = 20
DISTRICTS = 8
OPENINGS = 3
"""Sites that are looked for."""


def provider_table(view: MapView) -> TextTable:
    """List the providers in range of young people of a place, those with most alone first."""
    found = found_of(view)
    counted = by_provider(found)
    counted = counted[counted["people_in_range"] > 0].sort_values(
        ["adds", "people_in_range"], ascending=False, kind="stable"
    )
    more = max(len(counted) - LISTED, 0)
    counted = counted.head(LISTED)
    courses = found.sites.groupby("provider")["courses"].sum().round(1).to_dict()
    # Halves arise where a subject is chosen: whole numbers are written as such.
    decimals = int(any(courses[code] % 1 for code in counted.index))
    rows = [
        [
            plain(str(row["name"])),
            f"{courses[code]:,.{decimals}f}",
            f"{int(row['people_in_range']):,}",
            f"{int(row['adds']):,}",
        ]
        for code, row in counted.iterrows()
    ]
    headings = {"Provider": LEFT, "Courses": RIGHT, "In range of": RIGHT, "Only one of": RIGHT}
    words = "Young people of the place. A course of two subjects counts half in each."
    return TextTable(
        "Providers in range",
        headings,
        rows,
        f"{words} {more:,} more providers are in range." if more > 0 else words,
    )


def change_table(view: MapView) -> TextTable:
    """Count who has a provider in range before and after something closes."""
    found = found_of(view)
    counted = compare_reach(before_of(view), found)
    labels = {"all": "All young people"}
    if counted.loc["listed", "people"]:
        where = LIST_WORDS[found.ground.definition].where
        labels["listed"] = where[0].upper() + where[1:]
    labels["two"] = "Near two providers or more"
    labels |= {f"tenth_{number}": f"Tenth {number} of deprivation" for number in range(1, 11)}
    rows = [
        [
            label,
            *(f"{int(counted[column][who]):,}" for column in ("before", "after", "lost")),
        ]
        for who, label in labels.items()
    ]
    headings = {"Young people": LEFT, "In range now": RIGHT, "Then": RIGHT, "Lose": RIGHT}
    return TextTable("What closes", headings, rows, "Tenth 1 is the most deprived.")


def losing_table(view: MapView) -> TextTable:
    """List the districts where most young people lose their only provider in range."""
    counted = changed_districts(before_of(view), found_of(view))
    losing = counted[counted["lost"] > 0].sort_values("lost", ascending=False, kind="stable")
    rows = [
        [plain(str(row["lad24_name"])), f"{int(row['lost']):,}"]
        for _, row in losing.head(DISTRICTS).iterrows()
    ]
    more = len(losing) - len(rows)
    words = f"{more:,} more districts lose some." if more > 0 else ""
    return TextTable("", {"District": LEFT, "Lose their only one": RIGHT}, rows, words)


def opening_table(view: MapView) -> TextTable:
    """List the teaching sites from which new courses would bring most young people into range.

    What is taken away on the map is not there, and its sites are not looked at.
    """
    asked = TaughtOptions.of(view)
    nation = counted_nation(view.within)
    whole = next(code for letter, code in NATION_CODES.items() if NATIONS[letter] == nation)
    try:
        found = find_openings(
            asked.selection, asked.km, OPENINGS, within=view.within or whole, removed=asked.closed
        )
    except NoAnswerError as error:
        return TextTable("", {}, [], str(error))
    rows = [
        [plain(str(site["name"])), plain(str(site["provider_name"])), f"{site['young_people']:,}"]
        for _, site in found.sites.iterrows()
    ]
    proof = (
        "No three teaching sites bring in more, together."
        if found.solution.status == "optimal"
        else f"Not proven: others may bring in up to {found.solution.gap:.1%} more."
    )
    headings = {"Site": LEFT, "Provider": LEFT, "Young people more": RIGHT}
    words = f"{proof} Whether the provider could teach it there was not looked at."
    return TextTable("", headings, rows, words if rows else "Nobody more would come into range.")

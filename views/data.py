"""The data page: what is shown, where it comes from, and what it cannot tell."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geo import tables
from geo.areas import join_report
from geo.fetch import cache as fetched
from geo.files import read_json
from geo.places import AS_PUBLISHED, NEAR_M
from geo.registry import DATASETS, INDICATORS, PUBLISHED_RATES, THEMES, Indicator, geography
from geo.registry.datasets.sources import source
from geo.settings import NOT_ONE_PERSON, VERSION, data_dir
from geo.tables import NAME
from geo.tables import table as schema_of
from layers.coldspots import LEFT, RIGHT
from layers.view import MapView
from views.panels.tables import draw_table

_TABLES = {
    "people": "Young people",
    "tundra": "Young participation (TUNDRA)",
    "iod25": "Indices of Deprivation 2025",
}
"""What the bundled tables that are joined to areas hold, by the first part of their names."""


def _map_of(entry: Indicator) -> str:
    """Return the address of the map that shows an indicator."""
    return f"./?{MapView(geography=entry.geographies[0], indicator=entry.id).to_query()}"


def _indicators() -> None:
    st.header("What is measured")
    headings = ("Measure", "Of whom, when", "Levels", "What it cannot tell")
    for theme in THEMES:
        st.subheader(theme)
        rows = [
            [
                f"[{entry.label}]({_map_of(entry)}). {entry.meaning}",
                entry.period,
                ", ".join(geography(level).plural for level in entry.geographies),
                entry.caveat,
            ]
            for entry in INDICATORS
            if entry.theme == theme
        ]
        draw_table(dict.fromkeys(headings, LEFT), rows)


def _sources() -> None:
    st.header("Where it comes from")
    bundle = read_json(data_dir() / NAME)
    recorded, asked = bundle["datasets"], fetched.record(fetched.cache_dir())
    headings = {
        "Dataset": LEFT,
        "Publisher": LEFT,
        "Period": LEFT,
        "Rows": RIGHT,
        "Licence": LEFT,
        "Our copy": LEFT,
        "sha256 of our copy": LEFT,
        "Last refreshed": LEFT,
        "Note": LEFT,
    }
    rows = [
        [
            f"[{entry.title}]({entry.page})" if entry.page else entry.title,
            entry.publisher.name,
            entry.period,
            f"{entry.rows:,}",
            entry.publisher.licence or "not stated",
            f"{recorded[entry.id]['copy_status']}: {recorded[entry.id]['obtained_from']}",
            f"`{recorded[entry.id]['sha256_of_copy'][:16]}`",
            _refreshed(recorded[entry.id], asked.get(source(entry.id).id)),
            entry.caveat,
        ]
        for entry in DATASETS
    ]
    draw_table(headings, rows)
    st.caption(
        "The hash is that of the copy the bundle was built from, not of the publisher's file. "
        f"The bundle was made by version {bundle['build_version']}; `coldspots fetch` asks the "
        "publishers again, `coldspots build` then makes it anew."
    )


def _refreshed(recorded: dict[str, Any], asked: dict[str, Any] | None) -> str:
    """Return the date of the copy in use, and how the last try to refresh it ended."""
    day = recorded.get("fetched_on") or recorded.get("handed_over_on")
    used = f"Copy of {day} in use." if day else f"Copy bundled with {VERSION} in use."
    newer = fetched.words(asked) if asked and (asked.get("on") != day or "failed" in asked) else ""
    return f"{used} {newer}".strip()


def _joined(table: str) -> str:
    """Name what was joined to the areas: a bundled table, in words."""
    kind, _, level = table.rpartition("_")
    if kind in _TABLES:
        return f"{_TABLES[kind]}, {geography(level).plural}"
    about = schema_of(table).about
    return about[0].upper() + about[1:]


def _joins() -> None:
    st.header("What became of each source in the join")
    counts = {
        "Areas": "boundaries",
        "Matched": "matched",
        "Without a row": "only_in_boundaries",
        "Rows without an area": "only_in_table",
        "Copied": "copied",
        "Inherited": "inherited",
        "Merged": "merged",
        "Partial": "partial",
        "Mixed": "mixed",
        "Suppressed": "suppressed",
    }
    rows = [
        [
            geography(level).plural,
            f"[{_joined(line.table)}](#where-it-comes-from)",
            *(f"{getattr(line, field):,}" for field in counts.values()),
        ]
        for level in PUBLISHED_RATES
        for line in join_report(level).lines
    ]
    draw_table({"Level": LEFT, "Table": LEFT, **dict.fromkeys(counts, RIGHT)}, rows)
    st.caption(
        "TUNDRA is on areas of 2011. A copied area did not change; an inherited one is part of an "
        "older area and has its rate; a merged one has the mean of several, weighted by pupils; "
        "partial means that one of them is suppressed; mixed, that borders moved irregularly."
    )


def _repairs() -> None:
    st.header("Teaching sites that were mended or left out")
    sites = tables.load("sites")
    odd = sites[sites["position"] != AS_PUBLISHED].sort_values(["position", "provider_name"])
    shown = odd[["provider_name", "name", "nation", "position"]].set_axis(
        ["Provider", "Site", "Nation stated", "What was done"], axis=1
    )
    st.table(shown.reset_index(drop=True))
    st.caption(
        "A site in doubt is neither drawn nor counted, and nobody's nearest, until it is decided. "
        f"What speaks for the place of any other site is looked for up to {NEAR_M / 1_000:g} km."
    )
    placed = sites[sites["placed"]]
    counts = placed.groupby("place_basis").size().sort_values(ascending=False)
    rows = [[str(basis), f"{count:,}"] for basis, count in counts.items()]
    draw_table({"What speaks for the place of a site": LEFT, "Sites": RIGHT}, rows)


def _lines() -> None:
    st.header("Licence lines")
    lines = dict.fromkeys(line for entry in DATASETS for line in entry.attribution_lines)
    st.markdown("\n".join(f"- {line}" for line in lines))


def page() -> None:
    """Draw the page."""
    st.title("Data and sources")
    st.markdown(
        f"Every figure in this app, its period, its publisher and its limits. {NOT_ONE_PERSON}"
    )
    _indicators()
    _sources()
    _joins()
    _repairs()
    _lines()


page()

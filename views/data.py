"""The data page: what is shown, where it comes from, and what it cannot tell."""

from __future__ import annotations

import streamlit as st

from geo import tables
from geo.areas import JoinReport, build_areas
from geo.build.provenance import NAME
from geo.datasets import DATASETS
from geo.files import read_json
from geo.indicators import INDICATORS, THEMES
from geo.providers import AS_PUBLISHED
from geo.settings import NOT_ONE_PERSON, data_dir


@st.cache_data(show_spinner="Reading the join report")
def _report(level: str) -> JoinReport:
    return build_areas(level)[1]


def _indicators() -> None:
    st.header("What is measured")
    for theme in THEMES:
        st.subheader(theme)
        rows = [
            f"| **{entry.label}**. {entry.meaning} | {entry.period} | {' '.join(entry.geographies)} | {entry.caveat} |"
            for entry in INDICATORS
            if entry.theme == theme
        ]
        st.markdown("\n".join(["| Measure | Of whom, when | Levels | What it cannot tell |",
                               "|---|---|---|---|", *rows]))


def _sources() -> None:
    st.header("Where it comes from")
    hashes = read_json(data_dir() / NAME)["datasets"]
    rows = []
    for entry in DATASETS:
        title = f"[{entry.title}]({entry.page})" if entry.page else entry.title
        rows.append(
            f"| {title} | {entry.publisher.name} | {entry.period} | {entry.rows:,} | "
            f"{entry.publisher.licence} | {entry.copy_status}: {entry.obtained_from} | "
            f"`{hashes[entry.id]['sha256_of_copy'][:16]}` | {entry.caveat} |"
        )
    st.markdown(
        "\n".join(
            [
                "| Dataset | Publisher | Period | Rows | Licence | Our copy | sha256 of our copy | Note |",
                "|---|---|---|---:|---|---|---|---|",
                *rows,
            ]
        )
    )
    st.caption("The hash is that of the copy the bundle was built from, not of the publisher's file.")


def _joins() -> None:
    st.header("What became of each source in the join")
    rows = []
    for level in ("lsoa21", "msoa21"):
        for line in _report(level).lines:
            rows.append(
                f"| {level} | {line.table} | {line.boundaries:,} | {line.matched:,} | "
                f"{line.only_in_boundaries:,} | {line.only_in_table:,} | {line.copied:,} | "
                f"{line.inherited:,} | {line.merged:,} | {line.partial:,} | {line.mixed:,} | "
                f"{line.suppressed:,} |"
            )
    st.markdown(
        "\n".join(
            [
                "| Level | Table | Areas | Matched | Without a row | Rows without an area | Copied | "
                "Inherited | Merged | Partial | Mixed | Suppressed |",
                "|---|---|" + "---:|" * 10,
                *rows,
            ]
        )
    )
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


def _lines() -> None:
    st.header("Licence lines")
    lines = dict.fromkeys(line for entry in DATASETS for line in entry.attribution_lines)
    st.markdown("\n".join(f"- {line}" for line in lines))


def page() -> None:
    """Draw the page."""
    st.title("Data and sources")
    st.markdown(f"Every figure in this app, its period, its publisher and its limits. {NOT_ONE_PERSON}")
    _indicators()
    _sources()
    _joins()
    _repairs()
    _lines()


page()

"""The map of the page of schools: a click on a school chooses it."""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import streamlit as st

from geo.outreach import STATUS_WORDS, Overview
from layers.outreach import NOBODY_TAKES, school_map

_HEIGHT_PX = 520
_COLD = "#2f74b5"
_INK = "#14202e"
_GROUND, _BORDER = "#8a94a2", "#6b7684"
_OWN = {
    **dict(zip(STATUS_WORDS.values(), ("#c2361f", "#e69f00", "#009e73"), strict=True)),
    NOBODY_TAKES: "#c2361f",
}
# After Okabe and Ito (2008), for colour-blind readers; without red and the blue of cold spots.
_PARTNERS = ("#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#8c564b", "#f0e442", "#7f7f7f", "#17becf")
_CHART = "school_chart"
SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")


def draw_map(found: Overview) -> None:
    """Draw the schools over cold spots and districts; keep the URN of one that is clicked."""
    made = school_map(found)
    colours = [
        _OWN.get(name, _PARTNERS[at % len(_PARTNERS)]) for at, name in enumerate(made.classes)
    ]
    shapes = [SHAPES[at // len(_PARTNERS) % len(SHAPES)] for at in range(len(made.classes))]
    picked = alt.selection_point(name="school", fields=["urn"], empty=False)
    tips = [
        alt.Tooltip("name:N", title="School or college"),
        alt.Tooltip("shown_as:N", title="Shown as"),
        alt.Tooltip("near:Q", title="Young people in cold spots near", format=","),
        alt.Tooltip("who:N", title="Partners"),
    ]
    flat: Any = {"type": "identity", "reflectY": True}
    outline = (
        alt.Chart(alt.InlineData(values=made.districts))
        .mark_geoshape(fill=_GROUND, fillOpacity=0.14, stroke=_BORDER, strokeWidth=1)
        .encode(tooltip=alt.Tooltip("properties.name:N", title="District"))
    )
    cold = alt.Chart(alt.InlineData(values=made.cold)).mark_geoshape(
        fill=_COLD, fillOpacity=0.4, aria=False
    )
    order = made.schools.sort_values("near", ascending=False).reset_index()
    points = (
        alt.Chart(order)
        .mark_point(filled=True, opacity=0.95)
        .encode(
            longitude="easting_m:Q",
            latitude="northing_m:Q",
            color=alt.Color(
                "shown_as:N",
                title=None,
                scale=alt.Scale(domain=made.classes, range=colours),
                legend=alt.Legend(
                    orient="top",
                    columns=2,
                    labelLimit=160,
                    symbolType="circle",
                    symbolStrokeWidth=0,
                ),
            ),
            shape=alt.Shape(
                "shown_as:N", scale=alt.Scale(domain=made.classes, range=shapes), legend=None
            ),
            size=alt.Size(
                "near:Q",
                title="Young people in cold spots near",
                scale=alt.Scale(range=[40, 420]),
                legend=alt.Legend(
                    orient="bottom",
                    values=_marks(order["near"].max()),
                    titleLimit=320,
                    symbolFillColor=_GROUND,
                    symbolStrokeWidth=0,
                ),
            ),
            stroke=alt.condition(picked, alt.value(_INK), alt.value("white")),
            strokeWidth=alt.condition(picked, alt.value(3), alt.value(1)),
            tooltip=tips,
        )
        .add_params(picked)
    )
    named = alt.Chart(made.towns).encode(
        longitude="easting_m:Q", latitude="northing_m:Q", text="name:N"
    )
    # Dark letters with a light rim are read on a page of either scheme.
    letters: Any = {"fontWeight": "bold", "fontSize": 12, "dy": -12}
    rim = named.mark_text(**letters, stroke="white", strokeWidth=3, strokeOpacity=0.85, aria=False)
    towns = named.mark_text(**letters, color=_INK)
    chart = alt.layer(outline, cold, points, rim, towns).project(**flat)
    described = (
        f"Map of {len(order):,} schools and colleges in {found.place.name}, over the cold spots; "
        "the table below says the same in words."
    )
    drawn = chart.properties(height=_HEIGHT_PX, description=described)
    urns = set(map(str, order["urn"]))
    st.altair_chart(drawn, width="stretch", key=_CHART, on_select=partial(_chosen, urns))


def _marks(most: float) -> list[int]:
    """Return round numbers for the key of sizes."""
    most = max(int(most), 1)
    step = 10 ** (len(str(most)) - 1)
    top = most // step * step
    return sorted({max(top // 4, 1), max(top // 2, 1), top})


def _chosen(urns: set[str]) -> None:
    """Choose the school that was clicked; a click beside all schools chooses none."""
    held = st.session_state[_CHART]["selection"].get("school") or [{}]
    urn = str(held[0].get("urn", ""))
    st.session_state.agree_urn = urn if urn in urns else None

"""Two curves of reach as charts, by tenth of deprivation and by the limit; tables say the same."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from geo.reach import SHARE, by_decile, curve
from layers.reach import ReachOptions, reach_of
from layers.view import MapView

HEIGHT_PX = 300
_INK, _COLD = "#1d5f8a", "#b3371f"


def draw_equity(view: MapView) -> None:
    """Draw the share of young people in range in each tenth of deprivation."""
    counted = by_decile(reach_of(view)).reset_index()
    if counted.empty:
        return
    bars = (
        alt.Chart(counted[["iod25_decile", SHARE]])
        .mark_bar(color=_INK)
        .encode(
            x=alt.X("iod25_decile:O", title="IMD decile (1 is most deprived)", axis=_level()),
            y=_share(SHARE),
            tooltip=[
                alt.Tooltip("iod25_decile:O", title="Decile"),
                alt.Tooltip(SHARE, title="In range", format=".0%"),
            ],
        )
    )
    _draw(bars, "Share of young people in range in each tenth of deprivation")


def draw_limits(view: MapView) -> None:
    """Draw how the share in range grows with the limit, of all and of those in cold spots."""
    counted = curve(reach_of(view)).reset_index()
    named = {SHARE: "All young people", f"cold_{SHARE}": "In cold spots"}
    long = counted.melt("limit", list(named), "who", "share").dropna()
    if long.empty:
        return
    long["who"] = long["who"].map(named)
    base = alt.Chart(long).encode(
        x=alt.X("limit:Q", title="Limit, km"),
        y=_share("share"),
        color=alt.Color(
            "who:N",
            title=None,
            scale=alt.Scale(domain=list(named.values()), range=[_INK, _COLD]),
            legend=alt.Legend(orient="top"),
        ),
        strokeDash=alt.StrokeDash("who:N", legend=None),
        tooltip=[
            alt.Tooltip("who:N", title="Who"),
            alt.Tooltip("limit:Q", title="Limit, km"),
            alt.Tooltip("share:Q", title="In range", format=".0%"),
        ],
    )
    limit = pd.DataFrame({"limit": [ReachOptions.of(view).km]})
    chosen = alt.Chart(limit).mark_rule(strokeDash=[4, 4])
    lines = base.mark_line(point=True) + chosen.encode(x="limit:Q")
    _draw(lines, "Share of young people in range by the limit, of all and of those in cold spots")


def _share(name: str) -> alt.Y:
    scale = alt.Scale(domain=[0, 1])
    return alt.Y(f"{name}:Q", title="In range", axis=alt.Axis(format="%"), scale=scale)


def _level() -> alt.Axis:
    return alt.Axis(labelAngle=0)


def _draw(chart: alt.Chart | alt.LayerChart, what: str) -> None:
    drawn = chart.properties(height=HEIGHT_PX, description=what)
    st.altair_chart(drawn, width="stretch")

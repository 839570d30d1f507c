"""The whole of a kind: distance to the coast, over a made-up table of districts."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from geo.areas import AreaTable, area_table, build_areas, classify
from geo.packs import binary as pack
from geo.registry import Words, indicator
from layers.browser import runtime_packs
from layers.kinds import MapKind
from layers.style.paint import paint_column
from layers.style.palette import measure_colours
from layers.words.class_sentences import areas_of, sentences_by_class
from layers.words.traces import say

KM = replace(
    indicator("tundra_rate"), id="coast_km", label="Distance to the coast", kind="score",
    classing="quantiles", geographies=("lad24",), suffix=" km", decimals=0, worse="high",
)  # fmt: skip


@cache
def table():
    districts = area_table("lad24")
    made_up = pd.Series(np.arange(len(districts)) % 100.0, index=districts.index)
    return districts.assign(coast_km=made_up.where(districts["nation"] == "England"))


class Coast(MapKind):
    id, label = "coast", "Distance to the coast"
    columns = {"coast_km": Words("Distance to the coast", "Made up for a test.", "km")}  # noqa: RUF012

    def levels(self):
        return ("lad24",)

    def classes(self, view):
        return classify(table(), KM)

    def paint(self, view, packs):
        content = pack.pack_column(table()["coast_km"], self.classes(view), KM)
        return paint_column(runtime_packs.keep("lad24.coast", content), KM)

    def colours(self, view, count):
        return measure_colours(KM, count)

    def title(self, view):
        return KM.label

    def period(self, view):
        return "made up in 2026"

    def opening(self, view):
        return "How far it is to the coast, by district."

    def sentences(self, view, place):
        text = "In {place}, {far} are furthest from the coast."
        first = lambda view, rows, place: [say(text, place=place, far=areas_of(view, rows[0]))]  # noqa: E731
        return sentences_by_class(view, place, first)

    def caveat(self, view):
        return "It is made up."

    def measures(self, view):
        return ("tundra_rate",)

    def verdict(self, view):
        return [f"{table()['coast_km'][view.select]:.0f} km from the coast."]

    def table(self, view):
        areas = build_areas("lad24", within=view.within or None)[0]
        return AreaTable("lad24", areas.table.join(table()["coast_km"]))


KINDS = (Coast(),)

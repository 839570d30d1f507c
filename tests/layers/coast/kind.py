"""The whole of a kind: distance to the coast, over a made-up table of districts, in km or miles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from geo.areas import AreaTable, area_table, build_areas, classify
from geo.packs import binary as pack
from geo.registry import Words, indicator
from layers.browser import runtime_packs
from layers.kind_options import KindOptions
from layers.kinds import MapKind
from layers.style.paint import paint_column
from layers.style.palette import measure_colours
from layers.words.class_sentences import areas_of, sentences_by_class
from layers.words.traces import say

UNITS = {"km": 1.0, "miles": 0.621371}
FAR = replace(
    indicator("tundra_rate"), label="Distance to the coast", kind="score",
    classing="quantiles", geographies=("lad24",), decimals=0, worse="high",
)  # fmt: skip


@dataclass(frozen=True)
class CoastOptions(KindOptions):
    unit: str = "km"

    def pairs(self):
        return {"unit": self.unit if self.unit != CoastOptions.unit else ""}

    @classmethod
    def read(cls, query, notes, level):
        if (unit := query.get("unit", cls.unit)) in UNITS:
            return cls(unit)
        notes.append("The address asks for a unit that there is not; km are shown.")
        return cls()


@cache
def table():
    districts = area_table("lad24")
    made_up = pd.Series(np.arange(len(districts)) % 100.0, index=districts.index)
    km = made_up.where(districts["nation"] == "England")
    return districts.assign(**{f"coast_{unit}": km * each for unit, each in UNITS.items()})


def indicator_of(view):
    unit = CoastOptions.of(view).unit
    return replace(FAR, id=f"coast_{unit}", suffix=f" {unit}")


class Coast(MapKind):
    id, label = "coast", "Distance to the coast"
    options = (CoastOptions,)
    columns = {  # noqa: RUF012
        f"coast_{unit}": Words("Distance to the coast", "Made up for a test.", unit)
        for unit in UNITS
    }

    def levels(self):
        return ("lad24",)

    def classes(self, view):
        return classify(table(), indicator_of(view))

    def paint(self, view, packs):
        entry = indicator_of(view)
        content = pack.pack_column(table()[entry.id], self.classes(view), entry)
        return paint_column(runtime_packs.keep(f"lad24.{entry.id}", content), entry)

    def colours(self, view, count):
        return measure_colours(FAR, count)

    def title(self, view):
        unit = CoastOptions.of(view).unit
        return FAR.label if unit == CoastOptions.unit else f"{FAR.label} in {unit}"

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
        entry = indicator_of(view)
        return [f"{table()[entry.id][view.select]:.0f}{entry.suffix} from the coast."]

    def table(self, view):
        areas = build_areas("lad24", within=view.within or None)[0]
        return AreaTable("lad24", areas.table.join(table()[indicator_of(view).id]))


KINDS = (Coast(),)

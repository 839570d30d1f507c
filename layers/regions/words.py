"""What the figures say of one map, in sentences; none says which map is best."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from geo.coldspots import ZONE
from geo.reach import LIMIT_KM
from geo.regionalisation import RATE, Assessment
from layers.regions.tables import (
    LIKELY,
    MODELLED,
    PEOPLE,
    SITES,
    ZONES,
    count,
    name_of_region,
    part,
    rate,
    share,
    trace,
)
from layers.words import AGED, NOW, Sentence, Trace, defined, either, place_in_prose, say

_ZONES_NAMED = 3
_DISTRICTS_NAMED = 6
NO_BEST = Sentence(
    "No map is best by these figures alone: who works together already, what it costs and what "
    "people call their region are not in them."
)
LIMITS = (
    Sentence(
        "Travel to learn is not known: the figures say where the nearest sites lie, in a straight "
        "line, not where young people go to learn or could afford to go."
    ),
    Sentence(
        "Towns are not tested for being cut, as outlines of built-up areas are not among the files."
    ),
    Sentence(
        "A region's institutions are those with a teaching site in it that Discover Uni lists; "
        "whether they would join a partnership is not in the data."
    ),
    Sentence(
        "Regional access partnerships are to come in England, so the maps are of England alone. "
        "Sites in Wales and Scotland count where the nearest site is looked for, as outside every "
        "region."
    ),
)


def lines_of(made: Assessment) -> list[Sentence]:
    """Return the sentences of a map: its people, who goes on, what it cuts, and how even it is."""
    return [
        _people(made),
        *_rates(made),
        _likely(made),
        _zones(made),
        *_districts(made),
        _journeys(made),
        _institutions(made),
        _balance(made),
        *_without(made),
    ]


def _in_prose(made: Assessment, name: str) -> Trace:
    held = name_of_region(made, name)
    return replace(held, figure=place_in_prose(held.figure))


def _people(made: Assessment) -> Sentence:
    regions = count(len(made.regions), "", "regions", made, "count of regions")
    said = (
        "{count} "
        + either(len(made.regions), "region holds", "regions hold")
        + " {young} young people (aged {ages} in {year}, if nobody had moved)"
    )
    parts: dict[str, Trace | str] = {
        "count": regions,
        "young": count(made.young_people, PEOPLE, "young_people_now", made, "sum"),
        "ages": AGED,
        "year": NOW,
    }
    if not len(made.left_out):
        return say(f"{said}; nothing of England is left out.", **parts)
    parts |= {
        "left": count(made.left_out_people, PEOPLE, "young_people_now", made, "sum in no region"),
        "where": count(
            len(made.left_out), "areas_lad24", "district", made, "count of districts in no region"
        ),
        "share": share(
            part(made.left_out_people, made.left_out_people + made.young_people),
            PEOPLE, "young_people_now", made, "sum in no region, over England",
        ),
    }  # fmt: skip
    what = either(len(made.left_out), "district", "districts")
    if made.cut_districts:
        what += either(len(made.left_out), " or part of one", " or parts of them")
    return say(
        f"{said}. {{left}} more, {{share}} of England's, live in {{where}} {what} in no region.",
        **parts,
    )


def _rates(made: Assessment) -> list[Sentence]:
    rates = made.regions[RATE].dropna()
    if rates.empty:
        return []
    low, high = str(rates.idxmin()), str(rates.idxmax())

    def figures(which: str, name: str) -> dict[str, Trace | str]:
        row: Any = made.regions.loc[name]
        ends = [f"{row[f'{RATE}_{end}']:.1%}" for end in ("low", "high")]
        interval = f"{ends[0]} to {ends[1]}"
        return {
            which: rate(row[RATE], made, f"{name}, mean of the draws"),
            f"{which}_name": _in_prose(made, name),
            f"{which}_ends": trace(
                interval, MODELLED, RATE, made, interval, f"{name}, 90% interval of the draws"
            ),
        }

    if len(rates) == 1:
        return [
            say(
                "By the spatial model, {low} go on to higher education ({level} interval "
                "{low_ends}).",
                level=defined("90%", "level of the interval"),
                **figures("low", low),
            )
        ]
    return [
        say(
            "By the spatial model, the share that goes on to higher education runs from {low} in "
            "{low_name} ({level} interval {low_ends}) to {high} in {high_name} ({high_ends}).",
            level=defined("90%", "level of the interval"),
            **figures("low", low),
            **figures("high", high),
        )
    ]


def _likely(made: Assessment) -> Sentence:
    found, total = made.likely_balance, float(made.regions["likely_people"].sum())
    how = "sum over the likely lowest fifth"
    whole = count(total, LIKELY, "young_people_now", made, how)
    if len(made.regions) == 1 or not total:
        return say("{whole} young people live in the likely lowest fifth.", whole=whole)
    return say(
        "{whole} young people live in the likely lowest fifth: from {fewest} in {smallest} to "
        "{most} in {largest}.",
        whole=whole,
        fewest=count(found.fewest, LIKELY, "likely_people", made, f"least {how} of a region"),
        smallest=_in_prose(made, found.smallest),
        most=count(found.most, LIKELY, "likely_people", made, f"largest {how} of a region"),
        largest=_in_prose(made, found.largest),
    )


def _zones(made: Assessment) -> Sentence:
    cut, every = len(made.zones), made.zone_count
    whole = count(every, ZONES, "zones", made, "count of zones")
    if not cut:
        return say("No border cuts any of the {whole} zones of tested cold spots.", whole=whole)
    apart = float(made.zones["apart"].sum())
    parts: dict[str, Trace | str] = {
        "cut": count(cut, ZONES, "zones", made, "count of zones in more than one region"),
        "whole": whole,
        "apart": count(apart, ZONES, "apart", made, "sum outside the region with most of it"),
    }
    named = []
    for at, (code, row) in enumerate(made.zones.head(_ZONES_NAMED).iterrows()):
        name = zone_name(row["name"], str(code))
        parts[f"name{at}"] = trace(name, ZONES, "zone_name", made, name, "name of the zone")
        parts[f"people{at}"] = count(
            row["apart"], ZONES, "apart", made, f"{code}, sum outside the region with most of it"
        )
        named.append(f"{{name{at}}} ({{people{at}}})")
    listed = "; ".join(named)
    ends = f": {listed}." if cut <= _ZONES_NAMED else f". Those with most people there: {listed}."
    said = (
        "Borders cut {cut} of {whole} zones of tested cold spots, and {apart} young people of them "
        "live on the smaller side"
    )
    return say(f"{said}{ends}", **parts)


def zone_name(name: object, code: str) -> str:
    """Return the name of a zone, or what its id says of it where it has none."""
    return code.removeprefix(ZONE) if pd.isna(name) else str(name)  # type: ignore[call-overload]


def _districts(made: Assessment) -> list[Sentence]:
    cut = len(made.cut_districts)
    if not cut:
        return []
    how = "count of districts in more than one region, or in one in part"
    return [
        say(
            "A border cuts {cut} " + either(cut, "district", "districts") + ".",
            cut=count(cut, "areas_lad24", "district", made, how),
        )
    ]


def _journeys(made: Assessment) -> Sentence:
    nearest = float(made.regions["nearest_elsewhere"].sum())
    every = float(made.regions["all_near_elsewhere"].sum())
    return say(
        "For {nearest} of the young people ({share}) the nearest teaching site lies outside their "
        "own region; for {every} the nearest three providers all do.",
        nearest=count(nearest, SITES, "nearest_elsewhere", made, "sum"),
        share=share(part(nearest, made.young_people), SITES, "nearest_elsewhere", made, "over all"),
        every=count(every, SITES, "all_near_elsewhere", made, "sum"),
    )


def _institutions(made: Assessment) -> Sentence:
    figures = made.summary
    several = count(
        figures["institutions_in_several"], "sites", "provider", made,
        "count of institutions with sites in more than one region",
    )  # fmt: skip
    whole = count(
        figures["institutions"], "sites", "provider", made, "count of institutions with a region"
    )
    if figures["reach_outside"] is None:
        return say("{whole} institutions have a region of their own.", whole=whole)
    mostly = figures["institutions_mostly_outside"]
    many = "{several}" if figures["institutions_in_several"] else "None"
    return say(
        f"{many} of {{whole}} "
        + either(figures["institutions"], "institution ", "institutions ")
        + either(figures["institutions_in_several"], "teaches", "teach")
        + " in more than one region. Of the young people "
        "within {km} of an institution's sites in its own region, added up over institutions, "
        "{outside} live outside that region; for {mostly} "
        + either(mostly, "institution", "institutions")
        + " it is more than half.",
        several=several,
        whole=whole,
        km=defined(f"{LIMIT_KM:g} km", "limit of what is in range"),
        outside=share(figures["reach_outside"], SITES, "reach_outside", made, "over all in reach"),
        mostly=count(mostly, SITES, "share", made, "count of institutions above a half"),
    )


def _balance(made: Assessment) -> Sentence:
    if len(made.regions) == 1:
        return Sentence("With one region there is nothing to balance.")
    found, figures = made.balance, made.summary
    parts: dict[str, Trace | str] = {
        "largest": _in_prose(made, found.largest),
        "most": count(found.most, PEOPLE, "young_people_now", made, "largest sum of a region"),
        "smallest": _in_prose(made, found.smallest),
        "fewest": count(found.fewest, PEOPLE, "young_people_now", made, "least sum of a region"),
    }
    said = "The largest region, {largest}, has {most} young people and the smallest, {smallest}, "
    said += "{fewest}"
    if figures["young_people_ratio"] is not None:
        parts["ratio"] = trace(
            f"{found.ratio:,.1f}", PEOPLE, "young_people_ratio", made, found.ratio,
            "largest over smallest",
        )  # fmt: skip
        said += ": {ratio} to one"
    said += ". The coefficient of variation is {even} for young people"
    parts["even"] = trace(
        f"{found.variation:.2f}", PEOPLE, "young_people_variation", made, found.variation,
        "standard deviation over mean",
    )  # fmt: skip
    if figures["likely_people_variation"] is not None:
        value = figures["likely_people_variation"]
        parts["likely"] = trace(
            f"{value:.2f}", LIKELY, "likely_people_variation", made, value,
            "standard deviation over mean",
        )  # fmt: skip
        said += " and {likely} for those in the likely lowest fifth"
    return say(f"{said}.", **parts)


def _without(made: Assessment) -> list[Sentence]:
    names = made.without_provider
    if not names:
        return [Sentence("Every region has a teaching site.")]
    parts: dict[str, Trace | str] = {
        f"name{at}": _in_prose(made, name) for at, name in enumerate(names[:_DISTRICTS_NAMED])
    }
    listed = ", ".join(f"{{{key}}}" for key in parts)
    parts["count"] = count(len(names), "sites", "sites", made, "count of regions without a site")
    more = "" if len(names) <= _DISTRICTS_NAMED else " and others"
    return [
        say(
            "{count} "
            + either(len(names), "region has", "regions have")
            + f" no teaching site: {listed}{more}.",
            **parts,
        )
    ]

"""Reach in words: what a map of it says, how one neighbourhood stands, what it cannot tell."""

from __future__ import annotations

import numpy as np

from geo.areas import COUNTED, NOT_COVERED, Row, counts_inside, listed
from geo.coldspots import UNTESTED
from geo.reach import (
    DEMAND,
    IN_RANGE_OF,
    LEVEL,
    PER,
    SCORES,
    Reach,
    are_left_out,
    limit_words,
    worked,
)
from geo.registry import ENGLAND, NATION_CODES, NATIONS, geography
from geo.settings import NOT_ONE_PERSON, SMALL_COUNT
from geo.travel import KM
from layers.kind_options import change_options
from layers.reach.minutes import limit_text, measured
from layers.reach.options import OWN_SITES, ReachOptions
from layers.reach.state import (
    OWN_NAME,
    lowered_article,
    people_of,
    provider_names,
    reach_classes_of,
    reach_of,
    whose,
)
from layers.reach.travel import connected, minutes_words
from layers.style import place_name
from layers.view import MapView
from layers.words import (
    LIST_WORDS,
    ListWords,
    Sentence,
    Trace,
    counted,
    defined,
    either,
    fitting,
    lowered,
    say,
    share_text,
    singular,
    where_of,
    which_list,
)

WHO = defined("13 to 17 in 2026", "young_people_now: ages at mid-2020, carried on")
DISTANCE = (
    "In range is distance, in a straight line from the middle of where a neighbourhood's people "
    "live: it does not mean that anyone has been worked with, nor say how people get there."
)


def bases(view: MapView) -> str:
    """Name the bundled tables behind a figure of reach, `+` between."""
    level = view.geography
    tested = f"+{list_of(view).file}_{level}" if reach_of(view).tests_cold_spots else ""
    return f"sites+centroids_{level}+people_{level}{tested}"


def list_of(view: MapView) -> ListWords:
    """Return how the list of cold spots of a view is named."""
    return LIST_WORDS[reach_of(view).ground.definition]


def plural_of(view: MapView) -> str:
    """Name the small areas that a view counts people in."""
    return geography(view.geography).plural


def reach_title(view: MapView) -> str:
    """Return what a map of reach is called."""
    asked = ReachOptions.of(view)
    if asked.show == "engaged":
        several = len(asked.providers) != 1 or " and " in whose(view)
        return f"Where {whose(view)} {'have' if several and asked.providers else 'has'} worked"
    return f"Within {limit_text(measured(view))} of {whose(view)}"


def reach_headline(view: MapView) -> str:
    """Return the headline of a map of who is in range: how many young people are not.

    Empty for other maps of reach, where an area is chosen, and where nobody is on the list.
    """
    reach, asked = reach_of(view), ReachOptions.of(view)
    everyone = people_of(reach, reach.ground.cold)
    if asked.show != "gaps" or view.select or not everyone:
        return ""
    out = everyone - people_of(reach, reach.ground.cold & reach.in_range)
    limit = limit_text(measured(view))
    named, site = whose(view), "any teaching site"
    if asked.providers or named == OWN_NAME:
        site = f"the nearest {'of' if named == OWN_NAME else 'site of'} {named}"
    who = list_of(view).where
    where = where_of(place_name(view))
    start, near = f"{where[0].upper()}{where[1:]},", site.replace("any teaching", "any")
    if not out:
        site, near = site.replace("any", "a"), near.replace("any", "a")
        return fitting(
            f"{start} every young person {who} lives within {limit} of {site}",
            f"{start} all young people {who} live within {limit} of {site}",
            f"{start} all young people {who} live within {limit} of {near}",
        )
    if out == 1:
        return f"{start} one young person {who} lives more than {limit} from {site}"
    return fitting(
        f"{start} {out:,} young people {who} live more than {limit} from {site}",
        f"{start} {out:,} young people {who} live over {limit} from {near}",
    )


def reach_opening(view: MapView) -> str:
    """Return in one sentence what a map of reach shows, of whom and when."""
    one = singular(view.geography)
    parted = f", {list_of(view).where} and elsewhere" if reach_of(view).tests_cold_spots else ""
    said = {
        "gaps": f"Who is in range of a teaching site, and who of none{parted}",
        "tiers": f"How many different providers each {one} is in range of",
        "catchment": "How many sites there are for the young people who could share them",
        "gravity": f"How many sites there are in range, each divided by {_gravity_unit(view)}",
        "engaged": f"Where the activity file says that there was work{parted}",
    }
    part = ", counting only sites with part-time courses" if view.part_time else ""
    return f"{said[ReachOptions.of(view).show]}, by {one}{part}."


def distance_words(view: MapView) -> str:
    """Return what being in range means where a view looks."""
    costs = reach_of(view).costs
    if costs.unit != KM:
        return minutes_words(view, costs)
    if view.geography == LEVEL:
        return DISTANCE
    return (
        f"{reach_of(view).measured_from} In range is distance, in a straight line from there: it "
        "does not mean that anyone has been worked with, nor say how people get there."
    )


def _gravity_unit(view: MapView) -> str:
    return "its distance in km" if reach_of(view).costs.unit == KM else "the minutes to it"


def reach_caveat(view: MapView) -> str:
    """Return what a map of reach cannot tell."""
    return (
        f"{distance_words(view)} Young people are those aged 7 to 11 at mid-2020, who are 13 to "
        "17 in 2026 if nobody had moved. Sites are those of Discover Uni, October 2025. "
        f"{NOT_ONE_PERSON}"
    )


def describe_reach(view: MapView, place: Trace) -> list[Sentence]:
    """Read a map of reach aloud, the cold spots first; each figure with its trace."""
    reach = reach_of(view)
    limit = defined(limit_words(reach), "limit of the map")
    who = defined(whose(view), "whose reach")
    everyone = np.ones(len(reach.kept), np.bool_)
    cold = reach.ground.cold
    people, there = people_of(reach, everyone), people_of(reach, reach.in_range)
    said = []
    if not people:
        return [say("Nobody lives in {place}.", place=place)]
    if ReachOptions.of(view).show in ("tiers", *SCORES):
        said.append(_classed(view, place, who))
    if people_of(reach, cold):
        said += [_cold(view, reach, place, limit, who), which_list(reach.ground.definition)]
    elif not reach.tests_cold_spots:
        said.append(Sentence(UNTESTED))
    said.append(
        say(
            f"Of all {{people}} young {_people_word(people)} in {{place}}, aged {{aged}} if nobody "
            f"had moved, {{there}} ({{share}}) {either(there, 'lives', 'live')} within {{limit}} "
            "of {who}.",
            people=_people(view, people, f"its {plural_of(view)}"),
            place=place,
            aged=WHO,
            there=_people(view, there, f"its {plural_of(view)} {_near(view)}"),
            share=_share(view, there, people, f"its {plural_of(view)}"),
            limit=limit,
            who=who,
        )
    )
    said += _beyond(view, reach, limit, who)
    if ReachOptions.of(view).without:
        said.append(_without(view, there))
    if reach.engaged is not None:
        said.append(_engaged(view, reach))
    what = "distance" if reach.costs.unit == KM else "a journey time"
    said.append(say(f"In range is {what}: it does not mean that anyone has been worked with."))
    return [*said, *connected(view)]


def _beyond(view: MapView, reach: Reach, limit: Trace, who: Trace) -> list[Sentence]:
    """Count whom the sites have in range in other nations; nothing for a place within one."""
    there = {nation: people for nation, people in reach.in_range_beyond.items() if people}
    if not there:
        return []
    parts = {
        f"count{at}": counted(
            people,
            f"sites+centroids_{COUNTED[nation]}+people_{COUNTED[nation]}",
            DEMAND,
            nation_code(nation),
            f"sum of {DEMAND} over its {geography(COUNTED[nation]).plural} {_near(view)}",
        )
        for at, (nation, people) in enumerate(there.items())
    }
    told = [f"{{count{at}}} in {nation}" for at, nation in enumerate(there)]
    text = f"Beyond the border {listed(told)} live within {{limit}} of {{who}}; they are not in "
    return [say(f"{text}those figures.", limit=limit, who=who, **parts)]


def _classed(view: MapView, place: Trace, who: Trace) -> Sentence:
    """Return what a map of providers or of scores shows: its darkest classes."""
    rows = counts_inside(reach_classes_of(view), view.geography, view.within)
    none, areas = rows[0]["areas"], sum(row["areas"] for row in rows if row["code"] < NOT_COVERED)
    parts: dict[str, Trace | str] = {
        "none": _areas(view, none, f"its {plural_of(view)} not {_near(view)}"),
        "areas": _areas(view, areas, f"its {plural_of(view)}"),
        "place": place,
    }
    if areas == 1:
        return _classed_one(view, rows, place, who)
    opened = f"{{none}} of the {{areas}} {plural_of(view)} in {{place}}"
    if ReachOptions.of(view).show == "tiers":
        most = rows[len(IN_RANGE_OF) - 1]["areas"]
        return say(
            f"{opened} {_be(none)} out of range of "
            f"{{who}}; {{most}} {_be(most)} in range of 3 or more providers.",
            **parts,
            who=who,
            most=_areas(
                view,
                most,
                f"its {plural_of(view)} within {_far(view)} of sites of three or more of the "
                "providers",
            ),
        )
    text = f"{opened} {_have(none)} no site in range"
    low = rows[1]
    if not low["label"].startswith("Up to"):
        return say(f"{text}.", **parts)
    unit, show = f"sites, each divided by {_gravity_unit(view)}", ReachOptions.of(view).show
    if show == "catchment":
        unit = f"for {PER:,} young people"
    return say(
        f"{text} and {{few}} {_have(low['areas'])} {{ends}} {unit}.",
        **parts,
        few=_areas(
            view, low["areas"], f"its {plural_of(view)} with {show} {lowered(low['label'])}"
        ),
        ends=defined(low["label"].lower(), "class of the legend"),
    )


def _classed_one(view: MapView, rows: list[Row], place: Trace, who: Trace) -> Sentence:
    """Return the sentence on the class of the one neighbourhood of a place."""
    one, none = f"The one {singular(view.geography)} in {{place}}", rows[0]["areas"]
    if ReachOptions.of(view).show != "tiers":
        how = "no site in range" if none else "a site in range"
        return say(f"{one} has {how}.", place=place)
    if none:
        return say(f"{one} is out of range of {{who}}.", place=place, who=who)
    many = rows[len(IN_RANGE_OF) - 1]["areas"]
    how = "three or more providers" if many else "fewer than three providers"
    return say(f"{one} is in range of {how}.", place=place)


def _be(count: int) -> str:
    return either(count, "is", "are")


def _have(count: int) -> str:
    return either(count, "has", "have")


def _people_word(count: int) -> str:
    return either(count, "person", "people")


def _cold(view: MapView, reach: Reach, place: Trace, limit: Trace, who: Trace) -> Sentence:
    cold, kept = reach.ground.cold, reach.kept
    everyone, there = people_of(reach, cold), people_of(reach, cold & reach.in_range)
    gone, spots = int((kept & reach.cold_not_in_range).sum()), int((kept & cold).sum())
    named = list_of(view)
    text = f"The one {named.one} in {{place}} is {'' if gone else 'not'}".rstrip()
    areas: dict[str, Trace] = {}
    if spots != 1:
        text = f"{{left}} of the {{areas}} {named.many} in {{place}} {_be(gone)}"
        areas = {
            "left": _areas(view, gone, f"its {named.formula} not {_near(view)}"),
            "areas": _areas(view, spots, f"its {named.formula}"),
        }
    return say(
        f"{text} out of range of {{who}}; of the {{people}} young "
        f"{_people_word(everyone)} {named.where}, {{there}} ({{share}}) "
        f"{either(there, 'lives', 'live')} within {{limit}} of a site.",
        **areas,
        place=place,
        who=who,
        people=_people(view, everyone, f"its {named.formula}"),
        there=_people(view, there, f"its {named.formula} {_near(view)}"),
        share=_share(view, there, everyone, f"its {named.formula}"),
        limit=limit,
    )


def _without(view: MapView, there: int) -> Sentence:
    whole = reach_of(change_options(view, ReachOptions, without=""))
    before = people_of(whole, whole.in_range)
    cold = people_of(whole, whole.in_range & whole.ground.cold)
    now = reach_of(view)
    cold_now = people_of(now, now.in_range & now.ground.cold)
    partner = ReachOptions.of(view).without
    name = partner_name(partner)
    alone = f"{_near(view)} of {partner} alone"
    return say(
        f"Without {{partner}}, {{fewer}} fewer {_be(before - there)} in range, {{cold}} of them "
        f"{list_of(view).where}.",
        partner=defined(name, "partner left out"),
        fewer=_people(view, before - there, f"its {plural_of(view)} {alone}"),
        cold=_people(view, cold - cold_now, f"its {list_of(view).formula} {alone}"),
    )


def _engaged(view: MapView, reach: Reach) -> Sentence:
    assert reach.engaged is not None
    kept, cold = reach.kept, reach.ground.cold
    number = worked(reach, kept).people
    named = int((kept & reach.engaged).sum())
    left = int(are_left_out(reach, "cold_not_engaged").sum())
    inside = int((kept & cold & reach.engaged).sum())
    few = f"fewer than {SMALL_COUNT}, not shown or not known"
    kind = either(named, singular(view.geography), plural_of(view))
    told = f"{number:,}" if number is not None else few
    listed_as = list_of(view)
    return say(
        f"The activity file names {{areas}} {kind} "
        f"here, {{cold}} of them {listed_as.where}; {{left}} "
        f"{either(left, f'{listed_as.one} is', f'{listed_as.many} are')} not in it. People in it: "
        "{number}.",
        areas=_areas(view, named, f"its {plural_of(view)} in the activity file"),
        cold=_areas(view, inside, f"its {listed_as.formula} in the activity file"),
        left=_areas(view, left, f"its {listed_as.formula} not in the activity file"),
        number=Trace(
            told,
            "activity file",
            "number",
            view.within or ENGLAND,
            number or 0,
            f"sum of number in the activity file over its {plural_of(view)}, hidden if small or if "
            "it gives a small one away",
        ),
    )


def partner_name(code: str) -> str:
    """Name the partner that is left out."""
    return "your own sites" if code == OWN_SITES else lowered_article(provider_names((code,))[0])


def _far(view: MapView) -> str:
    return limit_text(measured(view))


def _near(view: MapView) -> str:
    """Return in the words of a formula which areas are in range."""
    return f"within {_far(view)} of a site"


def _people(view: MapView, value: int, which: str) -> Trace:
    how = f"sum of {DEMAND} over {which}"
    return counted(value, bases(view), DEMAND, view.within or ENGLAND, how)


def _areas(view: MapView, value: int, which: str) -> Trace:
    return counted(value, bases(view), "area_code", view.within or ENGLAND, f"count of {which}")


def _share(view: MapView, part: int, whole: int, which: str) -> Trace:
    share = part / whole
    how = f"sum of {DEMAND} over {which} {_near(view)}, by the sum over all of them"
    return Trace(share_text(share), bases(view), DEMAND, view.within or ENGLAND, share, how)


def nation_code(nation: str) -> str:
    """Return the code of a nation."""
    return next(NATION_CODES[letter] for letter, name in NATIONS.items() if name == nation)

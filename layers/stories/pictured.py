"""The two charts and the map of a story: which they are, what they say, and their pictures."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from geo.areas import holders, levels_of, name_of
from geo.registry import NATION_CODES, NATIONS, geography, indicator
from layers.charts import ChartView, chart_of, draw, find_chart
from layers.pictures import draw_png
from layers.profiles import Subject, view_of
from layers.stories.facts import StoryFacts
from layers.stories.figures import label_of
from layers.stories.model import SHORT_ALT, Story, StoryChart, StoryMap
from layers.view import MapView
from layers.words import (
    Sentence,
    Trace,
    and_list,
    defined,
    describe_view,
    joined,
    place_in_prose,
    say,
    where_of,
)

CHARTS = 2
_MARKED = 4
"""Districts of a patch that a chart marks, at most."""
WIDTH_PX = 720
_DEPRIVED = {
    "England": "iod25_most_deprived_share",
    "Scotland": "simd20_most_deprived_share",
}


def charts_of(facts: StoryFacts) -> tuple[StoryChart, ...]:
    """Choose the charts: the place among its like and over the years, or what comes next."""
    found = list[StoryChart]()
    for view in dict.fromkeys(_candidates(facts)):
        there = view.level in indicator(view.measure).geographies
        if len(found) < CHARTS and there and not find_chart(view.chart).why_not(view):
            found.append(StoryChart(view, _caption(facts, view), _alt(facts, view)))
    return tuple(found)


def nation_code(nation: str) -> str:
    """Return the code of a nation by its name."""
    return next(NATION_CODES[letter] for letter, name in NATIONS.items() if name == nation)


def _candidates(facts: StoryFacts) -> Iterator[ChartView]:
    nation = nation_code(facts.nation)
    if facts.subject.is_zone:
        # The zone has no figure among areas: the authority that holds most of it stands for it.
        code = facts.subject.most_in("lad24")
        english = facts.nation == "England"
        measure = "tundra_rate" if english else "simd20_university"
        yield ChartView("ranked", "lad24", measure, nation, (code,))
        yield ChartView("years", "lad24", "child_poverty_rate", "", (code,))
        yield ChartView("ranked", "lad24", "child_poverty_rate", nation, (code,))
        return
    code, level = facts.subject.code, facts.subject.level
    if level == "nation":
        yield from _of_nation(facts, code)
        return
    main, county = facts.main, facts.county
    if facts.subject.is_patch:
        yield from _of_patch(facts, nation)
        return
    if main is not None:
        yield ChartView("ranked", main.level, main.measure, nation, (code,))
        yield ChartView("years", main.level, main.measure, "", (code,))
    if county is not None:
        yield ChartView("years", "utla23", "he19_rate", "", (county.place.code,))
    for kind in ("years", "ranked"):
        yield ChartView(kind, level, "child_poverty_rate", nation if kind == "ranked" else "",
                        (code,))  # fmt: skip
    for measure in ("census21_level4", _DEPRIVED.get(facts.nation, "")):
        if measure:
            yield ChartView("ranked", level, measure, nation, (code,))
    if facts.nation == "Scotland":
        yield ChartView("ranked", level, "simd20_not_participating", nation, (code,))
    held = dict(holders(level, code)).get("lad24", "")
    if held:
        yield ChartView("years", "lad24", "child_poverty_rate", "", (held,))
    yield ChartView("ranked", facts.subject.basis.small, facts.subject.basis.drawn, code)
    yield ChartView("ranked", "lad24", "child_poverty_rate", nation)


def _of_patch(facts: StoryFacts, nation: str) -> Iterator[ChartView]:
    """Yield charts of a patch: its districts among all, and the years of its main authority."""
    subject = facts.subject
    young = subject.areas.groupby("lad24_code")["young_people_now"].sum()
    most = young.sort_values(ascending=False, kind="stable").index[:_MARKED]
    yield ChartView("ranked", "lad24", "tundra_rate", nation, tuple(map(str, most)))
    if facts.county is not None:
        yield ChartView("years", "utla23", "he19_rate", "", (facts.county.place.code,))
    yield ChartView("years", "lad24", "child_poverty_rate", "", (str(most[0]),))
    yield ChartView("ranked", subject.basis.small, subject.basis.drawn, subject.code)


def _of_nation(facts: StoryFacts, code: str) -> Iterator[ChartView]:
    if facts.nation == "England":
        yield ChartView("ranked", "region", "he19_rate", code)
        yield ChartView("years", "nation", "he19_rate", "", (code,))
        return
    if facts.nation != "Wales":
        measure = "simd20_university" if facts.nation == "Scotland" else "ni_leavers_he"
        yield ChartView("ranked", "lad24", measure, code)
    yield ChartView("years", "nation", "child_poverty_rate", "", (code,))
    yield ChartView("ranked", "lad24", "child_poverty_rate", code)


def _subject(view: ChartView) -> Trace:
    code = view.marked[0] if view.marked else view.within
    level = view.level if view.marked else levels_of(code)[0]
    name = name_of(level, code)
    return Trace(
        place_in_prose(name), f"areas_{level}", "area_name", code, name,
        "as it stands in the bundled table",
    )  # fmt: skip


def _marked(view: ChartView) -> Trace:
    names = [name_of(view.level, code) for code in view.marked]
    return Trace(
        and_list([place_in_prose(name) for name in names]), f"areas_{view.level}", "area_name",
        " ".join(view.marked), ", ".join(names), "as they stand in the bundled table",
    )  # fmt: skip


def _label(measure: str) -> Trace:
    return defined(label_of(measure), f"{measure}: label")


def _caption(facts: StoryFacts, view: ChartView) -> Sentence:
    """Return what a chart shows; its figures are in its table, which the trace holds."""
    label, subject = _label(view.measure), _subject(view)
    if view.chart == "years":
        upper = "its region and nation" if facts.nation == "England" else "its nation"
        beside = "" if view.level == "nation" else f", beside {upper}"
        return say(f"{{label}}: {{place}} over the years{beside}.", label=label, place=subject)
    plural = geography(view.level).plural
    if facts.subject.is_zone:
        return say(f"{{label}}: {{place}}, which holds most of the zone, among {plural}.",
                   label=label, place=subject)  # fmt: skip
    if facts.subject.is_patch and len(view.marked) > 1:
        return say(f"{{label}}: {{places}} among {plural}.", label=label, places=_marked(view))
    if not view.marked:
        return say(f"{{label}}: the {plural} of {{place}}.", label=label, place=subject)
    return say(f"{{label}}: {{place}} among {plural}.", label=label, place=subject)


def _alt(facts: StoryFacts, view: ChartView) -> Sentence:
    """Describe a chart in a sentence, with the figure of the place where the story has it."""
    caption = _caption(facts, view)
    kind = "Line chart" if view.chart == "years" else "Bar chart with the place marked"
    if len(view.marked) != 1:
        kind = "Bar chart with the places marked" if view.marked else "Bar chart"
    text = f"{kind}. {caption.text}"
    return Sentence(text, caption.traces)


def chart_picture(chart: StoryChart, width_px: int = WIDTH_PX) -> bytes:
    """Draw a chart as a PNG."""
    return draw(chart_of(chart.view), ".png", width_px)


def map_of(facts: StoryFacts) -> StoryMap:
    """Return the map of a story: who goes on inside the place, or its deprivation."""
    subject = facts.subject
    view = replace(_map_view(subject), sites=())
    level = geography(view.geography).label.partition(" (")[0]
    label = _label(view.indicator)
    if subject.is_zone:
        title = say("Zones of cold spots around {place}", place=subject.name)
        told = say("Map of zones of cold spots around {place}.", place=subject.name)
        short = _short(told, Sentence("Map of a zone of cold spots."))
    else:
        inside = replace(subject.name, figure=where_of(str(subject.name.value)))
        title = say(f"{{label}} {{inside}}, by {level}", label=label, inside=inside)
        short = _short(
            say(f"Map: {{label}} {{inside}}, by {level}.", label=label, inside=inside),
            say(f"Map: {{label}}, by {level}.", label=label),
        )
    said = describe_view(view)
    opening = say(f"Map. {title.text}.", **{})
    long = joined([Sentence(opening.text, title.traces), *said[:3]])
    return StoryMap(view, title, short, long)


def _short(first: Sentence, second: Sentence) -> Sentence:
    return first if len(first.text) <= SHORT_ALT else second


def _map_view(subject: Subject) -> MapView:
    if not subject.is_zone:
        return view_of(subject)
    return MapView(
        geography=subject.level, mode="cold", within=subject.most_in("lad24"), select=subject.code
    )  # fmt: skip


def map_picture(drawn: StoryMap, width_px: int = WIDTH_PX) -> bytes:
    """Draw the map as a PNG."""
    return draw_png(
        drawn.view, drawn.title.text, width_px=width_px, height_px=round(width_px * 0.72)
    )


@dataclass(frozen=True)
class Pictures:
    """PNGs of a story, and what its charts say in full."""

    map: bytes
    charts: tuple[bytes, ...]
    told: tuple[str, ...]
    """Of each chart, what it shows in words."""


@lru_cache(maxsize=4)
def pictures_of(story: Story) -> Pictures:
    """Draw the map and the charts of a story."""
    return _pictured(story, partial(map_picture, story.map))


def pictures_beside(story: Story) -> Pictures:
    """Draw the map in a second process and the charts in this one, as `made_beside` does."""
    with made_beside(partial(map_picture, story.map)) as draw_map:
        return _pictured(story, draw_map)


def _pictured(story: Story, draw_map: Callable[[], bytes]) -> Pictures:
    charts = [chart_of(one.view) for one in story.charts]
    pictures = tuple(chart_picture(one) for one in story.charts)
    return Pictures(draw_map(), pictures, tuple(one.words.long for one in charts))


def chart_tables(story: Story) -> list[dict[str, Any]]:
    """Return the table behind each chart, as JSON holds it: what is not known is null."""
    made = []
    for one in story.charts:
        rows = chart_of(one.view).table.reset_index().to_dict("records")
        kept = [
            {str(key): None if value != value else value for key, value in row.items()}
            for row in rows
        ]
        made.append({"view": one.view.to_query(), "caption": one.caption.text, "rows": kept})
    return made


@contextmanager
def made_beside(make: Callable[[], bytes]) -> Iterator[Callable[[], bytes]]:
    """Make something in a forked process; give what waits for it.

    It is made here, when it is waited for, on one core, on systems but Linux, and where the other
    process failed, so that an error is raised where it can be seen. Not for a server: a fork has
    none of its threads.

    Parameters
    ----------
    make
        Makes it, and prints nothing.

    Examples
    --------
    >>> with made_beside(lambda: b"map") as picture:
    ...     chart = b"chart"
    ...     print(picture(), chart)
    b'map' b'chart'
    """
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        yield make
        return
    come, go = os.pipe()
    with warnings.catch_warnings():
        # Python 3.12 warns of threads: those of Arrow are begun anew after a fork.
        warnings.simplefilter("ignore", DeprecationWarning)
        number = os.fork()
    if number == 0:
        # Where nobody reads any more, it is to hear of it.
        os.close(come)
        _make_and_end(make, go)
    os.close(go)
    ended: list[bytes] = []

    def result() -> bytes:
        with os.fdopen(os.dup(come), "rb") as reader:
            content = reader.read()
        ended.append(content)
        return content if os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]) == 0 else make()

    try:
        yield result
    finally:
        os.close(come)
        if not ended:
            os.waitpid(number, 0)


def _make_and_end(make: Callable[[], bytes], go: int) -> None:
    code = 1
    try:
        # A thread of the other process may hold what guards its streams.
        sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        with os.fdopen(go, "wb") as writer:
            writer.write(make())
        code = 0
    finally:
        os._exit(code)

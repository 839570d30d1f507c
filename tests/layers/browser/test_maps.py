from __future__ import annotations

import base64
import json
import re
import zlib
from functools import cache

import pandas as pd
import pytest
import shapely

from geo.boundaries import outlines
from geo.packs import load_points
from geo.packs.binary import SITE_KINDS
from geo.registry.geographies import GEOGRAPHIES, NATION_CODES
from geo.registry.indicators import indicators_at
from layers.browser.compose import build_map
from layers.browser.query import from_query
from layers.browser.state import read_packs, state_of
from layers.browser.static_files import MAP, READER, embedded
from layers.exports.html import files_of, page_of
from layers.style.palette import PALETTES, class_colours
from layers.view import MapView

PACKS = read_packs()
VIEWS = [
    MapView(geography=level.id, indicator=entry.id)
    for level in GEOGRAPHIES
    if level.on_map
    for entry in indicators_at(level.id)
]


def decoded(command: str) -> dict:
    return json.loads(zlib.decompress(base64.b64decode(command)))


@cache
def state(view: MapView) -> dict:
    """Return the state of a view on a light page; shared by the tests, never changed."""
    return state_of(view, PACKS, dark=False)


@cache
def nearest_nation() -> pd.Series:
    """Return the nation nearest to each point."""
    # Outlines are generalised: a quay or a pier may lie a little beyond the coast.
    points, outlined = load_points(), outlines.load("lad24").geometry
    parts, district = shapely.get_parts(outlined.to_numpy(), return_index=True)
    near = shapely.STRtree(parts).nearest(shapely.points(points[["easting_m", "northing_m"]]))
    return pd.Series(outlined.index[district[near]].str[0].map(NATION_CODES), points.index)


def script_of(view: MapView) -> str:
    from streamlit_folium import _get_map_string

    drawn, _ = build_map(view, PACKS, dark=False)
    drawn.get_root().render()
    return _get_map_string(drawn)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.geography}.{view.indicator}")
def test_a_state_names_files_that_exist_and_a_colour_for_every_class(view: MapView) -> None:
    from geo.packs import binary as pack

    made = state(view)
    for name in (made["level"]["file"], made["level"]["arcs"], *made["paint"]["columns"]):
        assert (pack.folder() / name).is_file()
    codes = {row["code"] for row in made["legend"]["rows"]}
    assert codes <= set(made["style"]["classes"])
    fills = [made["style"]["classes"][code]["fill"] for code in sorted(codes) if code < 250]
    assert len(set(fills)) == len(fills)
    assert made["legend"]["title"]
    assert made["legend"]["period"]


def test_the_script_is_the_same_for_every_view() -> None:
    assert len({script_of(view) for view in VIEWS[:6]}) == 1


@pytest.mark.fault(0, 3)
@pytest.mark.parametrize("dark", [False, True])
def test_what_a_rerun_sends_is_small_and_nothing_that_a_page_would_run(dark: bool) -> None:
    for view in VIEWS:
        _, command = build_map(view, PACKS, dark=dark)
        assert len(command.command) < 10_000
        assert re.fullmatch(r"[A-Za-z0-9+/=]+", command.command)


def test_a_legend_counts_every_area_once() -> None:
    for view in VIEWS:
        total = sum(row["areas"] for row in state(view)["legend"]["rows"])
        assert total == PACKS["levels"][view.geography]["areas"]


@pytest.mark.fault(34)
def test_missing_classes_do_not_rely_on_colour_or_on_the_scale() -> None:
    for dark in (False, True):
        style = state_of(MapView(), PACKS, dark=dark)["style"]["classes"]
        scale = {look["fill"] for code, look in style.items() if code < 250}
        missing = {code: look for code, look in style.items() if code >= 250}
        assert not scale & {look["fill"] for look in missing.values()}
        patterns = {look.get("pattern") for look in missing.values()}
        assert patterns == {"stripes", "dots", None}


@pytest.mark.parametrize(
    ("query", "nations"),
    [
        ({}, ["E92000001"]),
        ({"show": "wimd25_decile"}, ["W92000004"]),
        ({"level": "lad24", "with": "nations"}, [*NATION_CODES.values()]),
    ],
)
@pytest.mark.parametrize("part_time", [False, True])
def test_where_no_place_is_chosen_the_legend_counts_the_sites_of_the_nations_with_figures(
    query: dict[str, str], nations: list[str], part_time: bool
) -> None:
    shown = {"sites": "university,college,other,school"} | query
    view, notes = from_query(shown | ({"parttime": "yes"} if part_time else {}))
    assert notes == []
    points, there = load_points(), nearest_nation().isin(nations).to_numpy()
    here = points[there & (points["part_time"] | (not part_time))]["kind"].value_counts()
    legend = state_of(view, PACKS, dark=False)["legend"]
    names = {"E92000001": "England", "W92000004": "Wales"}
    assert legend["place"] == names.get("".join(nations), "the United Kingdom")
    for row, kind in zip(legend["sites"], SITE_KINDS, strict=False):
        assert row["count"] == here.get(kind, 0), kind


@pytest.mark.parametrize(
    ("place", "level"),
    [
        ("E07000138", "lsoa21"),
        ("S12000049", "dz11"),
        ("W06000015", "lsoa21"),
        ("N09000003", "dea14"),
    ],
)
@pytest.mark.parametrize("part_time", [False, True])
def test_the_legend_of_a_place_counts_the_sites_that_stand_in_it(
    place: str, level: str, part_time: bool
) -> None:
    outline = outlines.load("lad24").geometry[place]
    points = load_points()
    there = shapely.contains_xy(outline, points["easting_m"], points["northing_m"])
    here = points[there & (points["part_time"] | (not part_time))]
    query = {"level": level, "in": place, "sites": "university,college,other,school"}
    view, notes = from_query(query | ({"parttime": "yes"} if part_time else {}))
    assert (view.within, view.part_time, notes) == (place, part_time, [])
    rows = state_of(view, PACKS, dark=False)["legend"]["sites"]
    assert [row["count"] for row in rows] == [
        int((here["kind"] == kind).sum()) for kind in SITE_KINDS
    ]
    assert part_time or sum(row["count"] for row in rows) > 0


def test_palettes_darken_towards_concern() -> None:
    def lightness(colour: str) -> float:
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    for palette in PALETTES.values():
        steps = [lightness(colour) for colour in palette]
        assert steps == sorted(steps)
        assert len(palette) == 5


def test_fewer_classes_take_the_ends_of_the_palette() -> None:
    for theme, palette in PALETTES.items():
        assert class_colours(theme, 1) == (palette[2],)
        assert class_colours(theme, 3) == (palette[0], palette[2], palette[4])


@pytest.mark.fault(33)
def test_a_page_alone_names_no_other_file() -> None:
    page = page_of(MapView(geography="region"), PACKS)
    assert not re.findall(r'(?:src|href)\s*=\s*["\'](?!data:)', page)
    own = re.sub(r'"data:text/(?:css|javascript),[^"]*"|[A-Za-z0-9+/=]{200,}', "", page)
    assert not re.findall(r"https?://|url\((?!data:)", own)
    assert len(page) < 5_000_000


PIECE = re.compile(
    r'<script type="application/gzip;base64" data-pack="([^"]+)"\s+(data-last)?>'
    r"([A-Za-z0-9+/=]+)</script>\s*<script>coldspots.take\(\);</script>"
)


def test_a_page_holds_its_packs_piece_by_piece_before_the_map() -> None:
    from geo.packs import binary as pack

    view = MapView(sites=())
    page = page_of(view, PACKS)
    assert len(page.encode()) < 5_000_000
    pieces = list(PIECE.finditer(page))
    names = list(dict.fromkeys(piece[1] for piece in pieces))
    assert names == files_of({**state_of(view, PACKS, dark=False), "near": None})
    for name in names:
        own = [piece for piece in pieces if piece[1] == name]
        assert [piece[2] for piece in own] == [None] * (len(own) - 1) + ["data-last"]
        content = b"".join(base64.b64decode(piece[3]) for piece in own)
        assert content == (pack.folder() / name).read_bytes()
    assert pieces[-1].end() < page.index(embedded(*MAP))
    assert page.index(embedded(READER)) < pieces[0].start()


def test_the_credit_names_the_publishers_and_the_licences() -> None:
    credit = state_of(MapView(), PACKS, dark=False)["credit"]
    for words in (
        "Office for Students",
        "Office for National Statistics",
        "Open Government Licence v3.0",
        "Contains OS data © Crown copyright and database right 2024",
        "Names: OS, GeoNames. Stations: davwheat (ODbL)",
    ):
        assert words in credit

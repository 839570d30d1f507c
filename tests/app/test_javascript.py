"""The map's own scripts in a browser: packs decode to what was packed."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.areas.classes import NOT_PUBLISHED, Classes
from geo.boundaries import outlines as boundaries
from geo.boundaries import topology
from geo.packs import binary as pack
from geo.packs.arcs import pack_arcs
from geo.packs.codec import decode_integers, unfold
from geo.registry.geographies import GEOGRAPHIES
from geo.registry.indicators import indicator, indicators_at
from layers.browser.static_files import joined
from tests.browsing import hand_over

pytestmark = pytest.mark.browser

# A text as a publisher's name may be: anything that can be written, on one line.
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=12)
EASTINGS = st.integers(100_000, 650_000)
NORTHINGS = st.integers(10_000, 650_000)
number = itertools.count()


def opened(scripts: object, content: bytes, script: str) -> object:
    """Let the page open a pack as the map does; return what `script` makes of it."""
    name = f"pack-{next(number)}"
    hand_over(scripts, {name: content})
    call = f"async (name) => ({script})(await coldspots.open('', name, () => {{}}))"
    return scripts.evaluate(call, name)


def signed(part: bytes) -> list[int]:
    return np.cumsum(unfold(decode_integers(part))).tolist()


@given(st.lists(st.tuples(EASTINGS, NORTHINGS, NAMES, st.integers(0, 300)), min_size=1))
@example([(400_000, 300_000, "\ufeffmark", 127), (100_000, 650_000, "", 128)])
@settings(max_examples=15)
def test_places_decode(scripts: object, rows: list[tuple[int, int, str, int]]) -> None:
    """Whole numbers of one and two bytes, differences up and down, folded signs, any name."""
    columns = ["easting_m", "northing_m", "name", "from_zoom"]
    kinds = [pack.NAME_KINDS[at % len(pack.NAME_KINDS)] for at in range(len(rows))]
    places = pd.DataFrame(rows, columns=columns).assign(to_zoom=np.arange(len(rows)), kind=kinds)
    found = opened(
        scripts,
        pack.pack_places(places),
        "(read) => ({ ...read, x: [...read.x], y: [...read.y], from: [...read.from], "
        "to: [...read.to], kind: [...read.kind] })",
    )
    cells = pack.to_cells(places[["easting_m", "northing_m"]].to_numpy(dtype="float64"))
    assert found["places"] == len(rows)
    assert found["x"] == cells[:, 0].tolist()
    assert found["y"] == cells[:, 1].tolist()
    assert found["from"] == places["from_zoom"].tolist()
    assert found["to"] == places["to_zoom"].tolist()
    assert [pack.NAME_KINDS[kind] for kind in found["kind"]] == kinds
    assert found["names"] == places["name"].tolist()


@given(st.lists(st.tuples(EASTINGS, NORTHINGS, NAMES, st.booleans(), st.integers(0, 3))))
@settings(max_examples=10)
def test_sites_decode(scripts: object, rows: list[tuple[int, int, str, bool, int]]) -> None:
    kinds = ["university", "college", "other", "school"]
    columns = ["easting_m", "northing_m", "name", "part_time", "kind"]
    sites = pd.DataFrame([*rows, (400_000, 300_000, "last", True, 0)], columns=columns)
    sites["kind"] = [kinds[kind] for kind in sites["kind"]]
    sites["provider_name"] = sites["name"][::-1].to_numpy()
    found = opened(
        scripts,
        pack.pack_sites(sites, kinds),
        "(read) => ({ ...read, x: [...read.x], y: [...read.y], kind: [...read.kind], "
        "partTime: [...read.partTime] })",
    )
    cells = pack.to_cells(sites[["easting_m", "northing_m"]].to_numpy(dtype="float64"))
    assert list(zip(found["x"], found["y"], strict=True)) == [tuple(cell) for cell in cells]
    assert [found["kinds"][kind] for kind in found["kind"]] == sites["kind"].tolist()
    assert found["partTime"] == sites["part_time"].astype(int).tolist()
    assert found["names"] == sites["name"].tolist()
    assert found["providers"] == sites["provider_name"].tolist()


CORNERS = [(x, y) for y in range(300_000, 300_120, 30) for x in range(400_000, 400_120, 30)]


@st.composite
def labelled_squares(draw: st.DrawFn) -> list[int]:
    """A grid of four by four squares, each given to one of five areas: with holes and islands."""
    return draw(st.lists(st.integers(0, 4), min_size=16, max_size=16))


def united(labels: list[int]) -> np.ndarray:
    """Areas of a labelled grid, its squares of 30 m somewhere in England."""
    squares = [shapely.box(x, y, x + 30, y + 30) for x, y in CORNERS]
    return boundaries.dissolve(
        np.array(squares, dtype=object), pd.Series([f"E{label}" for label in labels])
    )[1]


@given(labelled_squares(), st.lists(NAMES, min_size=5, max_size=5))
@settings(max_examples=15)
def test_arcs_and_levels_decode(scripts: object, labels: list[int], names: list[str]) -> None:
    outlines = united(labels)
    codes = sorted({f"E{label}" for label in labels})
    areas = pd.DataFrame(
        {"area_name": names[: len(codes)], "local_name": codes, "context": names[-len(codes) :]},
        index=pd.Index(codes, name="area_code"),
    )
    arcs = pack_arcs(topology.build(outlines))
    name = f"pack-{next(number)}"
    level = pack.pack_level("region", areas, np.arange(len(codes)), f"{name}-arcs")
    hand_over(scripts, {f"{name}-arcs": arcs, name: level})
    middles = shapely.points([[x + 15, y + 15] for x, y in CORNERS])
    cells = pack.to_cells(shapely.get_coordinates(middles)).tolist()
    found = scripts.evaluate(
        """async ([name, cells]) => {
          const arcs = coldspots.open("", name + "-arcs", () => {});
          const level = await coldspots.open("", name, () => {}, arcs);
          const at = ([x, y]) => coldspots.areaAt(level, coldspots.toLatLng(x, y, level.arcs.cell));
          return {
            cell: level.arcs.cell, count: level.count, boxes: [...level.boxes],
            codes: level.codes, names: level.names, localNames: level.localNames,
            contexts: [...level.context].map((place) => level.contexts[place]),
            inside: cells.map(at).map((area) => level.codes[area]),
          };
        }""",
        [name, cells],
    )
    assert found["cell"] == 2
    assert found["count"] == len(codes)
    assert found["codes"] == found["localNames"] == codes
    assert found["names"] == areas["area_name"].tolist()
    assert found["contexts"] == areas["context"].tolist()
    assert found["inside"] == [f"E{label}" for label in labels]
    # A box holds the corners of its area, to the cell: computed from the outlines themselves.
    for number_of, outline in enumerate(outlines):
        corners = pack.to_cells(shapely.get_coordinates(outline))
        box = [*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist()]
        assert found["boxes"][number_of * 4 : number_of * 4 + 4] == box


SHOWN = sorted({entry.id for level in GEOGRAPHIES for entry in indicators_at(level.id)})


@pytest.mark.parametrize("name", SHOWN)
def test_values_read_as_the_page_writes_them(scripts: object, name: str) -> None:
    """Values are written by the browser as `Indicator.text` writes them, and missing is missing."""
    entry = indicator(name)
    draw = np.random.default_rng(1)
    top = {"rate": 1, "decile": 10, "rank": 33_755, "score": 95}[entry.kind]
    low = -60 if name.startswith("smc") else 0
    values = pd.Series([low, top, None, *draw.uniform(low, top, 300)], dtype="float64")
    of_area = np.where(values.isna(), NOT_PUBLISHED, np.arange(303) % 5).astype(np.uint8)
    found = opened(
        scripts,
        pack.pack_column(values, Classes("", (), (), {}, of_area), entry),
        "(read) => ({ classes: [...read.classes], "
        "texts: [...read.values].map((_, area) => coldspots.valueText(read, area)) })",
    )
    assert found["classes"] == of_area.tolist()
    texts = [None if np.isnan(value) else entry.text(value) for value in values]
    assert found["texts"] == texts


def test_a_wide_column_decodes(scripts: object) -> None:
    """A span of more than two bytes is stored in four."""
    values = pd.Series([-400.0, 0.0, None, 99_600.0])
    entry = dataclasses.replace(indicator("iod25_score"), decimals=1, prefix="", suffix="")
    content = pack.pack_column(
        values, Classes("", (), (), {}, np.array([0, 1, 255, 4], np.uint8)), entry
    )
    assert pack.read_pack(content)[0]["bytes"] == 4
    texts = opened(
        scripts, content, "(read) => [0, 1, 2, 3].map((area) => coldspots.valueText(read, area))"
    )
    assert texts == ["-400.0", "0.0", None, "99,600.0"]


def test_what_is_no_pack_is_refused_and_asked_for_again(scripts: object) -> None:
    answer = scripts.evaluate(
        """async () => {
          const said = [];
          for (const text of ["bm90IGEgcGFjaw==", "H4sIAAAAAAAA"]) {
            coldspots.inline = { ...coldspots.inline, spoilt: text };
            await coldspots.open("", "spoilt", () => {}).catch(() => said.push("refused"));
          }
          return said;
        }"""
    )
    assert answer == ["refused", "refused"]
    places = pd.DataFrame({"easting_m": [4e5], "northing_m": [3e5], "name": ["Here"]})
    content = pack.pack_places(places.assign(from_zoom=1, to_zoom=9, kind="town"))
    hand_over(scripts, {"spoilt": content})
    again = "async () => (await coldspots.open('', 'spoilt', () => {})).names"
    assert scripts.evaluate(again) == ["Here"]


def test_a_map_that_was_left_keeps_off_the_next_address(scripts: object) -> None:
    """A frame goes on for a moment after its page is gone: what is around it is another's then."""
    script = joined("js").decode()
    written = scripts.evaluate(
        """async (script) => {
          const frame = document.body.appendChild(document.createElement("iframe"));
          const inside = frame.contentWindow, written = [];
          const pageWith = (shown) => ({
            document: shown,
            location: { search: "?level=lad24", pathname: "/", hash: "" },
            history: { state: null, replaceState: (state, title, address) => written.push(address) },
          });
          const map = { getCenter: () => ({ lat: 53, lng: -2 }), getZoom: () => 9 };
          // What waits for a quarter of a second of quiet is done at once.
          inside.setTimeout = (run) => run();
          inside.parent = pageWith("this page");
          const loaded = inside.document.createElement("script");
          loaded.textContent = script;
          inside.document.head.append(loaded);
          for (const shown of ["this page", "the next page"]) {
            inside.parent = pageWith(shown);
            inside.coldspots.keepAddress({ map });
          }
          frame.remove();
          return written;
        }""",
        script,
    )
    assert written == ["/?level=lad24&at=53.0000,-2.0000,9"]

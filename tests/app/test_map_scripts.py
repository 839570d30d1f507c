"""What the map's scripts work out, on tables and grids that can be checked by eye."""

from __future__ import annotations

import base64
import json

import pytest

from geo.packs.codec import encode_integers
from layers.browser.static_files import joined

pytestmark = pytest.mark.browser

MISSING, NOT_KNOWN = 253, 65_535


def figures(scripts: object, script: str, given: object = None) -> object:
    """Return what a script makes of what is given, its numbers without the dust of 32 bits."""
    held = json.loads(scripts.evaluate(f"(given) => JSON.stringify(({script})(given))", given))
    return rounded(held)


def rounded(held: object) -> object:
    if isinstance(held, list):
        return [rounded(one) for one in held]
    if isinstance(held, dict):
        return {key: rounded(one) for key, one in held.items()}
    return round(held, 3) if isinstance(held, float) else held


# ---- the plot ----

PLOT = """
(given) => {
  const list = (values) => ({ values, none: 65535, least: 0, decimals: 0, suffix: "%" });
  const level = { count: given.up.length, codes: given.up.map((_, area) => "E" + area) };
  const columns = [{ ...list(given.up) }, { ...list(given.across), least: 10, suffix: "" }];
  const done = [];
  const view = {
    state: { paint: { kind: "both", labels: ["Participation", "Deprivation"] } },
    what: { level, columns, mask: given.mask || null },
    choose: (code) => done.push(code), pick: (areas) => done.push(areas && [...areas]),
    unpoint: () => done.push("none"), pointAt: (area) => done.push(area),
  };
  const plot = new coldspots.Scatter(view, document.createElement("div"));
  plot._place(view.what);
  plot.draw = () => {};
  return (SCRIPT)(plot, view, done);
}
"""


def plotted(scripts: object, script: str, **given: object) -> object:
    held = {"up": [0, 50, 100], "across": [0, 200, 100], **given}
    return figures(scripts, PLOT.replace("SCRIPT", script), held)


def test_participation_goes_up_and_deprivation_to_the_right(scripts: object) -> None:
    """The plot is 34 to 264 wide and 178 down to 8 tall: 230 by 170 pixels."""
    at = plotted(scripts, "(plot) => [[...plot.x], [...plot.y], plot._count]")
    assert at == [[34, 264, 149], [178, 93, 8], 3]


def test_a_dot_needs_both_figures_and_lies_in_the_place(scripts: object) -> None:
    at = plotted(
        scripts,
        "(plot) => [[...plot.x], [...plot.y], plot._count]",
        up=[0, 50, 100, NOT_KNOWN, 20],
        across=[0, 200, NOT_KNOWN, 100, 100],
        mask=[1, 1, 1, 1, 0],
    )
    assert at == [[34, 264, None, None, None], [178, 93, None, None, None], 2]


def test_the_axes_are_written_where_their_figures_run(scripts: object) -> None:
    written = plotted(
        scripts,
        """(plot, view) => {
          const written = [];
          const nothing = () => {};
          const pen = {
            beginPath: nothing, moveTo: nothing, lineTo: nothing, stroke: nothing, save: nothing,
            restore: nothing, rotate: nothing, translate: nothing,
            fillText: (text, x, y) => written.push([text, x, y]),
          };
          plot._paintAxes(pen, view.state);
          return written;
        }""",
    )
    assert written == [
        ["100%", 30, 17],
        ["0%", 30, 178],
        ["210", 264, 191],
        ["10", 34, 191],
        ["Deprivation →", 153, 204],
        ["Participation →", 0, 0],
    ]


def test_the_dot_within_seven_pixels_that_is_nearest_is_meant(scripts: object) -> None:
    """Dots at (34, 178), (264, 93) and (149, 8)."""
    at = plotted(
        scripts,
        "(plot) => [[34, 171.1], [34, 171], [149, 14], [200, 100]].map((at) => plot.at(...at))",
    )
    assert at == [0, -1, 2, -1]
    # Now 1 at 144.4 and 2 at 149, both at the top.
    near = plotted(
        scripts,
        "(plot) => [137, 138, 145, 146, 147, 150].map((x) => plot.at(x, 8))",
        up=[0, 100, 100],
        across=[200, 96, 100],
    )
    assert near == [-1, 1, 1, 1, 2, 2]


def test_a_drag_picks_the_dots_in_its_box_and_a_click_chooses_one(scripts: object) -> None:
    done = plotted(
        scripts,
        """(plot, view, done) => {
          plot._point = (event) => event;
          const up = (box, at) => { plot._box = box; plot._from = at; plot._up(at); };
          up({ left: 34, top: 93, width: 230, height: 85 }, { x: 264, y: 178 });
          up({ left: 34.5, top: 8, width: 229, height: 100 }, { x: 264, y: 178 });
          up({ left: 148, top: 7, width: 2, height: 3.9 }, { x: 149, y: 8 });
          up({ left: 148, top: 7, width: 2, height: 4 }, { x: 149, y: 8 });
          up(null, { x: 200, y: 100 });
          return done;
        }""",
    )
    assert done == [[1, 1, 0], [0, 0, 1], "E2", [0, 0, 1]]


def test_on_a_dark_panel_every_dot_has_a_light_edge(scripts: object) -> None:
    """The darkest of nine classes is as dark as the panel."""
    sizes = """(plot, view) => {
      const sizes = [], dot = CanvasRenderingContext2D.prototype.fillRect;
      CanvasRenderingContext2D.prototype.fillRect = (x, y, width) => sizes.push(width);
      view.what.codes = [0, 0, 0];
      const { state } = view;
      Object.assign(state, { theme: "THEME", style: { classes: [{ fill: "#2d3a52" }] } });
      plot._paintDots(view.what, state, null);
      CanvasRenderingContext2D.prototype.fillRect = dot;
      return sizes;
    }"""
    assert plotted(scripts, sizes.replace("THEME", "light")) == [4, 4, 4]
    assert plotted(scripts, sizes.replace("THEME", "dark")) == [5.6, 5.6, 5.6, 4, 4, 4]


# ---- room on the map ----


def box(left: int, top: int, right: int, bottom: int) -> dict[str, int]:
    return {"left": left, "top": top, "right": right, "bottom": bottom}


@pytest.mark.parametrize(
    ("size", "boxes", "room"),
    [
        ((1000, 700), [], (0, 0, 1000, 700)),
        # A legend on the left under the bar, and a card's column on the right.
        (
            (1000, 700),
            [(10, 10, 990, 44), (10, 54, 310, 400), (690, 0, 1000, 700)],
            (310, 44, 690, 700),
        ),
        # On a phone the folded legend lies at the top and the card at the bottom.
        ((344, 540), [(6, 6, 338, 80), (10, 94, 298, 134), (6, 270, 338, 506)], (0, 134, 344, 270)),
        # What would leave no room is let be.
        ((344, 300), [(6, 6, 338, 80), (6, 100, 338, 290)], (0, 80, 344, 300)),
    ],
)
def test_what_is_looked_at_has_the_largest_part_that_no_panel_covers(
    scripts: object, size: tuple, boxes: list, room: tuple
) -> None:
    given = {"size": {"x": size[0], "y": size[1]}, "boxes": [box(*one) for one in boxes]}
    found = figures(scripts, "({ size, boxes }) => coldspots.freeRoom(size, boxes)", given)
    assert found == box(*room)


OVER = """
(name) => {
  const home = document.createElement("div");
  home.innerHTML = '<div class="cs-side"><div class="cs-card"><p></p></div>'
    + '<div class="cs-scatter"><canvas></canvas></div></div><div class="cs-legend"><b></b></div>'
    + '<div class="leaflet-pane"><i></i></div>';
  const done = [];
  const view = {
    what: { level: {} }, sites: { at: () => -1 }, spots: { at: () => -1 },
    unpoint: () => done.push("none"), pointAt: () => done.push("area"), areaAt: () => 0,
  };
  const { requestAnimationFrame } = window;
  window.requestAnimationFrame = (run) => run();
  new coldspots.Pointer(view).point({ originalEvent: { target: home.querySelector(name) } });
  window.requestAnimationFrame = requestAnimationFrame;
  return done;
}
"""


@pytest.mark.parametrize(
    ("over", "done"),
    [("i", ["area"]), ("p", ["none"]), ("b", ["none"]), ("canvas", [])],
)
def test_what_lies_under_a_panel_is_not_pointed_at(scripts: object, over: str, done: list) -> None:
    """Over the map, a card, the legend, and the plot, which names its own dots."""
    assert figures(scripts, OVER, over) == done


def test_an_area_whose_card_is_open_has_no_label_at_the_pointer(scripts: object) -> None:
    """Keys and the plot, which give no point, name it all the same."""
    said = """() => {
      const done = [];
      const level = {
        codes: ["A", "B"], localNames: [], names: ["a", "b"], contexts: [], context: [],
        boxes: new Int32Array(8), arcs: { cell: 1 },
      };
      const column = { values: [5, 5], least: 0, decimals: 0, prefix: "", suffix: "%" };
      const view = {
        what: { level, columns: [column], codes: [0, 0] },
        state: { paint: { kind: "one", labels: [] }, legend: { rows: [] } }, over: null, chosenArea: 1,
        draw: () => {}, pointed: { clearLayers: () => {} }, scatter: { draw: () => {} },
        map: { latLngToContainerPoint: () => "middle" }, doubts: { ready: () => {}, lines: () => [] },
        label: { show: (at, { name }) => done.push(name), hide: () => done.push("hidden") },
      };
      const pointer = new coldspots.Pointer(view);
      for (const [area, at] of [[0, "here"], [1, "here"], [1]]) pointer.name(area, at);
      return done;
    }"""
    assert figures(scripts, said) == ["a", "hidden", "b"]


@pytest.mark.parametrize(
    ("panel", "at"),
    [
        # A column on the right: the label goes to its left; a sheet at the bottom: above it.
        ((500, 50, 800, 400), [292, 100]),
        ((0, 300, 800, 600), [450, 250]),
        ((0, 500, 800, 600), [450, 100]),
    ],
)
def test_a_label_stays_clear_of_panels(scripts: object, panel: tuple, at: list) -> None:
    """A label of 200 by 42 pixels wants to stand at (450, 100), or at (450, 290) over the sheet."""
    made = """([left, top, right, bottom]) => {
      const rect = (x, y, width, height) => ({ left: x, top: y, width, height });
      const one = { getBoundingClientRect: () => rect(left, top, right - left, bottom - top) };
      const home = { getBoundingClientRect: () => rect(0, 0, 800, 600) };
      const label = { side: { children: [one] }, map: { getContainer: () => home } };
      const wanted = { left: 450, top: top === 300 ? 290 : 100 };
      const found = coldspots.Label.prototype._beside.call(label, wanted, { width: 200, height: 42 });
      return [found.left, found.top];
    }"""
    assert figures(scripts, made, list(panel)) == at


# ---- outlines ----

OUTLINE = """
() => {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 100, height: 60 });
  const path = new Path2D(), pen = canvas.getContext("2d");
  // Two halves, parted by an estuary 3 pixels wide, and a third beyond a sound of 20 pixels.
  path.rect(10, 10, 20, 40);
  path.rect(33, 10, 20, 40);
  path.rect(73, 10, 20, 40);
  coldspots.drawOutline(pen, path, 2, { ink: "#000000", halo: "#ffffff" });
  const at = (x, y) => {
    const [shade, , , alpha] = pen.getImageData(x, y, 1, 1).data;
    return alpha < 100 ? "clear" : shade < 100 ? "ink" : "halo";
  };
  return { land: at(20, 30), west: at(6, 30), estuary: at(31, 30), sound: [at(57, 30), at(63, 30), at(69, 30)] };
}
"""


def test_an_outline_leaves_a_narrow_estuary_free(scripts: object) -> None:
    assert figures(scripts, OUTLINE) == {
        "land": "clear",
        "west": "ink",
        "estuary": "clear",
        "sound": ["ink", "clear", "ink"],
    }


# ---- circles of zones ----


def test_a_circle_of_four_times_as_many_young_people_is_twice_as_wide(scripts: object) -> None:
    people = [1_000, 4_000, 9_000, 250, 100, 0]
    radii = figures(scripts, "(people) => people.map(coldspots.spotRadius)", people)
    assert radii == [5.2, 10.4, 15.6, 2.6, 2, 2]


SPOTS = """
({ zoom, mask }) => {
  const layer = new coldspots.SpotLayer();
  const zones = {
    count: 3, arcs: { cell: 1 }, ofArea: [1, 2, 0, 3], young: [4000, 1000, 1000], code: [0, 0, 1],
    boxes: new Int32Array([0, 0, 20, 40, 10, 20, 12, 24, 100, 0, 120, 10]),
  };
  layer._what = { zones, mask };
  layer.map = { getZoom: () => zoom };
  layer._frame = () => ({ k: 1, ox: 0, oy: 0 });
  const edge = coldspots.OVERLAY_MARGIN_PX;
  const at = ([x, y]) => layer.at(layer.map, L.point(x - edge, y - edge));
  return {
    circles: layer.circles().map(({ zone, x, y, radius }) => [zone, x, y, radius]),
    at: [[11, 22], [11, 28.1], [11, 28.3], [10, 31.3], [10, 31.5], [110, 5]].map(at),
  };
}
"""


def test_a_circle_stands_in_the_middle_of_its_zone_and_the_smallest_is_hit(scripts: object) -> None:
    found = figures(scripts, SPOTS, {"zoom": 7.75, "mask": None})
    assert found["circles"] == [[0, 10, 20, 10.4], [1, 11, 22, 5.2], [2, 110, 5, 5.2]]
    assert found["at"] == [1, 1, 0, 0, -1, 2]


def test_circles_give_way_to_areas_at_zoom_8_and_stay_in_the_place(scripts: object) -> None:
    assert figures(scripts, SPOTS, {"zoom": 8, "mask": None})["circles"] == []
    kept = figures(scripts, SPOTS, {"zoom": 5, "mask": [0, 1, 1, 0]})
    assert [zone for zone, *_ in kept["circles"]] == [1]


# ---- keys ----

# Nine areas in rows of three, A to I, each 10 by 10; north is the lesser of a box.
GRID = """
const boxes = new Int32Array(36);
for (let n = 0; n < 9; n++) {
  const [x, y] = [(n % 3) * 10, Math.floor(n / 3) * 10];
  boxes.set([x, y, x + 10, y + 10], n * 4);
}
const level = { count: 9, boxes, codes: [..."ABCDEFGHI"], arcs: { cell: 1 } };
"""


@pytest.mark.parametrize(
    ("key", "reached"),
    [("ArrowUp", "EB"), ("ArrowDown", "EH"), ("ArrowLeft", "ED"), ("ArrowRight", "EF")],
)
def test_shift_with_an_arrow_goes_to_the_area_on_that_side(
    scripts: object, key: str, reached: str
) -> None:
    pressed = f"""(key) => {{
      {GRID}
      const node = document.createElement("div");
      const chosen = ["E"];
      const view = {{
        what: {{ level, mask: null }}, picked: null, chosenArea: 4, pointAt() {{}},
        choose(code) {{ chosen.push(code); this.chosenArea = level.codes.indexOf(code); }},
        map: {{
          getContainer: () => node, getCenter: () => L.latLng(0, 0), panTo() {{}},
          getBounds: () => L.latLngBounds([-80, -170], [80, 170]),
        }},
      }};
      coldspots.listen(view);
      const press = (more) => node.dispatchEvent(new KeyboardEvent("keydown", {{ key, ...more }}));
      press({{}});
      press({{ shiftKey: true, ctrlKey: true }});
      press({{ shiftKey: true, metaKey: true }});
      press({{ shiftKey: true, altKey: true }});
      const before = chosen.join("");
      press({{ shiftKey: true }});
      press({{ shiftKey: true }});
      return [before, chosen.join("")];
    }}"""
    # An arrow without Shift moves the map alone; the second step finds the rim.
    assert figures(scripts, pressed, key) == ["E", reached]


def test_the_next_area_is_nearest_with_distance_aside_counted_twice(scripts: object) -> None:
    """From the middle of a board; north and west are less. Shown: which may be chosen at all."""
    nearest = f"""(given) => {{
      {GRID}
      const middles = given.map(([x, y]) => [x - 1, y - 1, x + 1, y + 1]).flat();
      const board = {{ count: given.length, boxes: new Int32Array(middles) }};
      return [
        coldspots.nextArea(board, 0, [0, -1], null),
        coldspots.nextArea(board, 0, [0, -1], [1, 0, 1, 1, 1]),
        coldspots.nextArea(board, 0, [0, -1], [1, 0, 0, 1, 1]),
        coldspots.nextArea(board, 0, [0, -1], [1, 0, 0, 1, 0]),
        coldspots.nextArea(board, 0, [0, 1], null),
        coldspots.nextArea(level, 4, [1, 0], null),
      ];
    }}"""
    # 1: 10 away, 3 aside: 16. 2: 17 away: 17. 3: 5 away but 10 aside: not on that side.
    # 4: 5 away and 9 aside: 23.
    board = [[0, 0], [3, -10], [0, -17], [10, -5], [9, -5]]
    assert figures(scripts, nearest, board) == [1, 2, 4, -1, -1, 5]


# ---- finding in a page alone ----

LOCAL = """
({ text, codes, names, localNames, sites }) => {
  const level = {
    geography: "lad24", codes, names, localNames, contexts: ["Here"], context: codes.map(() => 0),
  };
  const points = {
    cell_m: 1, x: sites.map(() => 0), y: sites.map(() => 0), names: sites,
    providers: sites.map(() => ""),
  };
  const { results, sentence } = coldspots.findLocally({ what: { level, points } }, text);
  return { names: results.map((one) => one.name), sentence };
}
"""


def locally(scripts: object, text: str, **given: list[str]) -> dict:
    names = given["names"]
    filled = {
        "text": text,
        "codes": [f"E{at}" for at in range(len(names))],
        "localNames": [""] * len(names),
        "sites": [],
        **given,
    }
    return figures(scripts, LOCAL, filled)


def test_a_code_comes_before_names_that_hold_it(scripts: object) -> None:
    names = ["E01 and more", "E01", "Elsewhere"]
    assert locally(scripts, "e01", names=names, codes=["A", "B", "E01"])["names"] == [
        "Elsewhere", "E01", "E01 and more",
    ]  # fmt: skip


def test_names_are_ranked_by_how_they_fit_then_areas_first_then_the_shorter(
    scripts: object,
) -> None:
    """The name itself; its beginning; a word's beginning; within a word; over a blank."""
    names = ["Xley Hill", "West Leyton", "Leyland", "Ley", "Leyton", "Rale Yard"]
    assert locally(scripts, "Ley", names=names, sites=["Ley", "Leys"])["names"] == [
        "Ley", "Ley", "Leyton", "Leyland", "Leys", "West Leyton", "Xley Hill", "Rale Yard",
    ]  # fmt: skip


def test_a_page_alone_lists_eight_places_at_most(scripts: object) -> None:
    names = [f"Ash {number}" for number in range(9)]
    assert locally(scripts, "ash", names=names)["names"] == names[:8]
    assert locally(scripts, "ash", names=names[:8])["names"] == names[:8]


def test_two_letters_over_a_blank_are_not_enough(scripts: object) -> None:
    assert locally(scripts, "ay", names=["Rala Yard"])["names"] == []
    assert locally(scripts, "aya", names=["Rala Yard"])["names"] == ["Rala Yard"]
    said = locally(scripts, "<b>", names=["Rala Yard"], localNames=["Sea"])["sentence"]
    assert said.startswith("Nothing on this map is called “<b>”. Type the name or code")
    assert locally(scripts, " ! ", names=["A"])["sentence"].startswith("Type the name or code")


# ---- classes ----


def column(values: list[int], classes: list[int], least: int = 0) -> dict:
    return {"values": values, "classes": classes, "none": NOT_KNOWN, "least": least}


CODES = """
({ paint, columns }) => {
  const typed = columns.map((one) => ({ ...one, classes: new Uint8Array(one.classes) }));
  return [...coldspots.codesOf(paint, typed)];
}
"""


@pytest.mark.parametrize(
    ("worse", "expected"),
    [("low", [0, 0, 1, 1, 2, 254, 255]), ("high", [2, 2, 1, 1, 0, 254, 255])],
)
def test_the_class_below_a_limit_holds_it(scripts: object, worse: str, expected: list[int]) -> None:
    """Limits 20 and 40; a column whose least value is 5 stores what is above it."""
    values = [5 - 5, 20 - 5, 21 - 5, 40 - 5, 41 - 5, NOT_KNOWN, NOT_KNOWN]
    paint = {"kind": "one", "limits": [[20, 40]], "worse": [worse]}
    given = {"paint": paint, "columns": [column(values, [0, 0, 0, 0, 0, 254, 1], least=5)]}
    assert figures(scripts, CODES, given) == expected
    given["paint"] = {**paint, "limits": [[]]}
    assert figures(scripts, CODES, given) == [0, 0, 0, 0, 0, 254, 1]


def test_nine_classes_are_three_of_participation_by_three_of_deprivation(scripts: object) -> None:
    """Low participation and high deprivation are both class 0 of theirs."""
    paint = {"kind": "both", "limits": [[20, 40], [10, 30]], "worse": ["low", "high"]}
    up = column([10, 10, 10, 30, 50, 50, NOT_KNOWN, 10], [0, 0, 0, 0, 0, 0, MISSING, 0])
    across = column([40, 20, 5, 20, 40, 5, 5, NOT_KNOWN], [0, 0, 0, 0, 0, 0, 0, 254])
    given = {"paint": paint, "columns": [up, across]}
    assert figures(scripts, CODES, given) == [0, 1, 2, 4, 6, 8, MISSING, 255]


def test_measures_disagree_where_one_alone_is_in_its_worst_class(scripts: object) -> None:
    """0: low participation only. 1: deprived only. 2: both. 3: neither."""
    low = column([0] * 7, [0, 1, 0, 4, MISSING, 0, 4])
    deprived = column([0] * 7, [1, 0, 0, 4, 0, 255, 1])
    given = {"paint": {"kind": "disagree"}, "columns": [low, column([0] * 7, [0] * 7), deprived]}
    assert figures(scripts, CODES, given) == [0, 1, 2, 3, MISSING, 255, 3]


def test_a_mask_is_runs_of_areas_outside_and_inside_in_turn(scripts: object) -> None:
    def mask(*runs: int) -> str:
        return base64.b64encode(bytes(encode_integers(list(runs)))).decode()

    made = "([text, count]) => [...coldspots.maskOf(text, count)]"
    assert figures(scripts, made, [mask(2, 3, 1), 6]) == [0, 0, 1, 1, 1, 0]
    assert figures(scripts, made, [mask(0, 1, 2, 1), 4]) == [1, 0, 0, 1]
    for run in (127, 128, 300):
        assert figures(scripts, made, [mask(1, run, 1), run + 2]) == [0, *[1] * run, 0]
    assert figures(scripts, "() => coldspots.maskOf('', 4)") is None


def test_what_is_picked_is_shown_inside_the_place_alone(scripts: object) -> None:
    shown = """([mask, picked]) => {
      const view = { what: { mask }, picked: picked && new Uint8Array(picked) };
      const found = coldspots.shownOf(view);
      return found && [...found];
    }"""
    assert figures(scripts, shown, [[1, 1, 0, 0], [1, 0, 1, 0]]) == [1, 0, 0, 0]
    assert figures(scripts, shown, [None, [1, 0, 1, 0]]) == [1, 0, 1, 0]
    assert figures(scripts, shown, [[1, 1, 0, 0], None]) == [1, 1, 0, 0]
    assert figures(scripts, shown, [None, None]) is None


# ---- words of a pointer and of a page ----


def test_how_sure_a_rate_is_is_said_with_interval_rank_and_chance(scripts: object) -> None:
    said = """() => {
      const sure = {
        low: [21, 0], high: [34, 0], rankLow: [1, 0], rankHigh: [1900, 0], values: [384, 65535],
        none: 65535, least: 0, decimals: 1, prefix: "", suffix: "%",
      };
      return [0, 1].map((area) => [
        coldspots.sureText(sure, area), coldspots.intervalText(sure, area),
        coldspots.rankText(sure, area),
      ]);
    }"""
    known = "95% interval 21% to 34%\nRank 1 to 1,900, 1 being the lowest\n"
    assert figures(scripts, said) == [
        [
            f"{known}Chance of the lowest fifth of true rates, by the model: 38.4%",
            "21% to 34%",
            "1 to 1,900",
        ],
        ["", None, None],
    ]


POINTING = """
(given) => {
  const done = [];
  const note = (kind) => (...more) => done.push([kind, ...more.slice(0, 1)]);
  const view = {
    what: given.loading ? null : {
      level: { codes: ["A", "B"], geography: given.geography }, zones: { codes: ["zone-A"] },
    },
    sites: { at: () => given.site }, spots: { at: () => given.zone }, areaAt: () => given.area,
    chosenArea: given.chosen, alone: given.alone,
    map: { setZoomAround: note("zoom"), getZoom: () => 7 },
    choose: note("area"), chooseZone: note("zone"), inside: note("inside"),
  };
  const pointer = new coldspots.Pointer(view);
  Object.assign(pointer, { nameSite: note("site"), point: () => {} });
  const event = { latlng: "here", containerPoint: "there" };
  if (given.twice) pointer.open(event);
  else pointer.click(event);
  return done;
}
"""
NOTHING = {"site": -1, "zone": -1, "area": -1, "chosen": -1, "geography": "lad24", "alone": False}


@pytest.mark.parametrize(
    ("there", "done"),
    [
        ({"site": 0, "zone": 0, "area": 1}, [["site", 0]]),
        ({"zone": 0, "area": 1}, [["zone", "zone-A"]]),
        ({"area": 1}, [["area", "B"]]),
        ({"area": 0}, [["area", "A"]]),
        ({"area": 1, "chosen": 1}, []),
        ({}, []),
        ({"area": 1, "loading": True}, []),
    ],
)
def test_a_click_means_the_site_else_the_zone_else_the_area(
    scripts: object, there: dict, done: list
) -> None:
    assert figures(scripts, POINTING, {**NOTHING, **there}) == done


@pytest.mark.parametrize(
    ("there", "done"),
    [
        ({"area": 0}, [["inside", "A"]]),
        ({"area": 1}, [["inside", "B"]]),
        ({}, [["zoom", "here"]]),
        ({"area": 1, "alone": True}, [["zoom", "here"]]),
        ({"area": 1, "geography": "lsoa21"}, [["zoom", "here"]]),
        ({"area": 1, "loading": True}, [["zoom", "here"]]),
    ],
)
def test_two_clicks_look_inside_an_area_that_holds_others(
    scripts: object, there: dict, done: list
) -> None:
    assert figures(scripts, POINTING, {**NOTHING, **there, "twice": True}) == done


# ---- the address ----

WRITTEN = """
async ({ search, at, view, times }) => {
  const script = SCRIPT;
  const frame = document.body.appendChild(document.createElement("iframe"));
  const inside = frame.contentWindow, written = [];
  inside.parent = {
    document: "page",
    location: { search, pathname: "/p", hash: "#h" },
    history: { state: null, replaceState: (state, title, address) => written.push(address) },
  };
  inside.document.head.append(Object.assign(inside.document.createElement("script"), { textContent: script }));
  const [lat, lng, zoom] = at;
  const map = { getCenter: () => ({ lat, lng }), getZoom: () => zoom };
  const held = { map, ...view };
  for (let n = 0; n < times; n++) inside.coldspots.keepAddress(held);
  await new Promise((done) => setTimeout(done, 350));
  frame.remove();
  return written;
}
"""


@pytest.mark.parametrize(
    ("search", "at", "written"),
    [
        (
            "?in=E1&at=50,0,9&show=x",
            [53.12346, -2, 16],
            ["/p?in=E1&show=x&at=53.1235,-2.0000,16#h"],
        ),
        ("", [53, -2.00004, 7.254], ["/p?at=53.0000,-2.0000,7.25#h"]),
        ("?level=lad24&at=53.0000,-2.0000,9", [53, -2, 9], []),
    ],
)
def test_the_address_keeps_the_rest_and_holds_where_the_map_is_once(
    scripts: object, search: str, at: list[float], written: list[str]
) -> None:
    script = WRITTEN.replace("SCRIPT", json.dumps(joined("js").decode()))
    given = {"search": search, "at": at, "view": {}, "times": 3}
    assert scripts.evaluate(script, given) == written
    assert scripts.evaluate(script, {**given, "view": {"untouched": True}}) == []


# ---- names over the map ----

LABELS = """
({ zoom, places, near = false, roads = false, main = [] }) => {
  const layer = new coldspots.LabelLayer();
  const column = (at) => places.map((place) => place[at]);
  layer._what = { places: {
    places: places.length, cell_m: 1, names: column(0), x: column(1), y: column(2),
    from: column(3), to: column(4), kind: places.map(() => 1),
  }, near: near && { from: 11 }, roads: roads && { from: 7 }, main };
  const one = (name, from, kind) => ({ pack: { ...layer._what.places, names: [name], x: [100], y: [from === 11 ? 200 : 250], from: [from], to: [99], kind: [kind], places: 1 } });
  layer._got = { near: one("Near", 11, 3), numbers: one("M6", 8, 6) };
  layer.map = { getZoom: () => zoom };
  layer._frame = () => ({ k: 1, ox: 0, oy: 0 });
  // Each letter is 10 px wide.
  const pen = { measureText: (text) => ({ width: 10 * text.length }) };
  return layer._choose(pen, { x: 400, y: 300 }).map(({ name }) => name).join(" ");
}
"""


@pytest.mark.parametrize(
    ("zoom", "names"), [(4.99, ""), (5, "A"), (7.99, "A"), (8, "B"), (11, "B")]
)
def test_a_name_shows_from_its_first_zoom_up_to_its_last(
    scripts: object, zoom: float, names: str
) -> None:
    places = [["A", 100, 100, 5, 8], ["B", 300, 200, 8, 12]]
    assert figures(scripts, LABELS, {"zoom": zoom, "places": places}) == names


@pytest.mark.parametrize(
    ("zoom", "x", "y", "both"),
    [
        (6.75, 137, 100, True), (6.75, 136, 100, False), (6.75, 100, 121, True),
        (6.75, 100, 120, False), (7, 138, 100, False), (7, 139, 100, True),
        (12, 141, 100, False), (12, 142, 100, True),
    ],
)  # fmt: skip
def test_the_first_of_two_names_that_would_touch_is_written(
    scripts: object, zoom: float, x: int, y: int, both: bool
) -> None:
    """Both are 30 px wide; the air round them is 7 px from afar, then 9, and 12 close by."""
    places = [["One", 100, 100, 0, 20], ["Two", x, y, 0, 20]]
    found = figures(scripts, LABELS, {"zoom": zoom, "places": places})
    assert found == ("One Two" if both else "One")


@pytest.mark.parametrize(
    ("x", "y", "seen"),
    [
        (18, 100, False), (19, 100, True), (381, 100, True), (382, 100, False),
        (100, 11, False), (100, 12, True), (100, 288, True), (100, 289, False),
    ],
)  # fmt: skip
def test_a_name_that_would_be_cut_off_is_left_out(
    scripts: object, x: int, y: int, seen: bool
) -> None:
    """A name of 30 px stands 4 px off the sides, and its middle 12 px off top and foot."""
    given = {"zoom": 9, "places": [["One", x, y, 0, 20]]}
    assert figures(scripts, LABELS, given) == ("One" if seen else "")


@pytest.mark.parametrize(
    ("zoom", "names"), [(6.9, "One"), (7.9, "One"), (8, "One M6"), (11, "One Near M6")]
)
def test_numbers_of_motorways_come_after_names(scripts: object, zoom: float, names: str) -> None:
    given = {"zoom": zoom, "near": True, "roads": True, "places": [["One", 100, 100, 0, 20]]}
    assert figures(scripts, LABELS, given) == names


@pytest.mark.parametrize(("zoom", "names"), [(10.99, "One"), (11, "One Near")])
def test_names_of_villages_come_from_zoom_eleven(scripts: object, zoom: float, names: str) -> None:
    given = {"zoom": zoom, "near": True, "places": [["One", 100, 100, 0, 20]]}
    assert figures(scripts, LABELS, given) == names


def test_the_main_name_of_a_place_comes_first_and_once_at_every_zoom(scripts: object) -> None:
    """It is written at a zoom from which its own pack would not name it, before one it touches."""
    places = [["Other", 100, 100, 0, 20], ["Main", 110, 100, 9, 20]]
    given = {"zoom": 6, "places": places, "main": [["Main", 110, 100]]}
    assert figures(scripts, LABELS, given) == "Main"
    assert figures(scripts, LABELS, {**given, "zoom": 10}) == "Main"


# ---- pixels of a tile ----

PIXELS = """
(steps) => {
  const pixels = new coldspots.Pixels(4);
  for (const [what, row, changes, ...more] of steps) {
    const marks = changes.map((at) => (at.some((value) => value) ? 1 : 0));
    const flat = changes.flat();
    if (what === "lay" || what === "weave") pixels[what](more[0], row, flat, marks, 0);
    else pixels[what](row, flat, marks, 0);
  }
  const image = pixels.image();
  return image && [0, 1].map((row) => [0, 1, 2, 3].map((x) => [...image.data.slice((row * 4 + x) * 4, (row * 4 + x) * 4 + 4)]));
}
"""
NONE, CLEAR = [0, 0, 0, 0], [0, 0, 0, 0]
RED = [200, 0, 0, 255]


def test_colour_runs_from_change_to_change_of_a_row(scripts: object) -> None:
    """Red from the second pixel, half of blue alone at the last; the next row is untouched."""
    changes = [NONE, [200, 0, 0, 1], NONE, [-200, 0, 50, -0.5]]
    assert figures(scripts, PIXELS, [["put", 0, changes]]) == [
        [CLEAR, RED, RED, [0, 0, 100, 128]],
        [CLEAR] * 4,
    ]
    assert figures(scripts, PIXELS, []) is None


@pytest.mark.parametrize(("cover", "painted"), [(1 / 512, True), (1 / 513, False)])
def test_a_share_under_a_512th_is_not_painted(scripts: object, cover: float, painted: bool) -> None:
    changes = [[200 * cover, 0, 0, cover], NONE, NONE, NONE]
    found = figures(scripts, PIXELS, [["put", 1, changes]])
    assert (found[1][0][0] == 200) is painted


def test_land_shows_under_areas_as_far_as_they_leave_it_bare(scripts: object) -> None:
    """Areas cover the first pixel whole, the second by half, the third not at all."""
    areas = ["put", 0, [[200, 0, 0, 1], [-100, 0, 0, -0.5], [-100, 0, 0, -0.5], NONE]]
    land = ["under", 0, [[0, 100, 0, 1], NONE, NONE, [0, -100, 0, -1]]]
    first, second, third, fourth = figures(scripts, PIXELS, [areas, land])[0]
    assert first == RED
    assert second[0] in (100, 101)
    assert second[1] in (49, 50)
    assert (third, fourth) == ([0, 100, 0, 255], CLEAR)


def test_a_pattern_is_laid_over_what_it_covers_and_repeats(scripts: object) -> None:
    """A tile of two pixels, the second one opaque blue; it covers the last three of the row."""
    tile = {"width": 2, "height": 1, "data": [0, 0, 0, 0, 0, 0, 250, 255]}
    steps = [["put", 1, [[200, 0, 0, 1], NONE, NONE, NONE]]]
    steps += [["lay", 1, [NONE, [1, 0, 0, 0], NONE, NONE], tile]]
    blue = [0, 0, 250, 255]
    assert figures(scripts, PIXELS, steps)[1] == [RED, blue, RED, blue]
    steps[1][2] = [[0.5, 0, 0, 0], NONE, NONE, [-0.5, 0, 0, 0]]
    assert figures(scripts, PIXELS, steps)[1] == [RED, [100, 0, 125, 255], RED, RED]


def test_a_colour_is_woven_into_its_pattern_alone(scripts: object) -> None:
    """Red areas on the left half are patterned in red and green; those on the right are not."""
    tile = {"width": 2, "height": 1, "data": [200, 0, 0, 255, 0, 90, 0, 255]}
    steps = [["put", 0, [[200, 0, 0, 1], NONE, NONE, NONE]]]
    pattern = [{"fill": [200, 0, 0], "tile": tile}]
    steps += [["weave", 0, [[1, 0, 0, 0], NONE, [-1, 0, 0, 0], NONE], pattern]]
    assert figures(scripts, PIXELS, steps)[0] == [RED, [0, 90, 0, 255], RED, RED]


def test_each_row_of_a_pattern_lies_on_its_own_row_of_the_tile(scripts: object) -> None:
    """Two rows: the first inks its first pixel, the second its second."""
    ink, gap = [0, 0, 250, 255], [0, 0, 0, 0]
    tile = {"width": 2, "height": 2, "data": [*ink, *gap, *gap, *ink]}
    red, whole = [[200, 0, 0, 1], NONE, NONE, NONE], [[1, 0, 0, 0], NONE, NONE, NONE]
    steps = [["put", 0, red], ["put", 1, red], ["lay", 0, whole, tile], ["lay", 1, whole, tile]]
    assert figures(scripts, PIXELS, steps) == [[ink, RED, ink, RED], [RED, ink, RED, ink]]


def test_each_of_two_patterns_has_its_own_shares(scripts: object) -> None:
    """The second pattern alone covers the left half; the first covers the right."""
    one = {"fill": [200, 0, 0], "tile": {"width": 1, "height": 1, "data": [0, 90, 0, 255]}}
    two = {"fill": [200, 0, 0], "tile": {"width": 1, "height": 1, "data": [0, 0, 60, 255]}}
    shares = [[0, 1, 0, 0], NONE, [1, -1, 0, 0], NONE]
    steps = [["put", 0, [[200, 0, 0, 1], NONE, NONE, NONE]], ["weave", 0, shares, [one, two]]]
    blue, green = [0, 0, 60, 255], [0, 90, 0, 255]
    assert figures(scripts, PIXELS, steps)[0] == [blue, blue, green, green]


def test_a_pattern_begins_where_it_covers_and_never_counts_for_more_than_all(
    scripts: object,
) -> None:
    """The first pixel of the tile is opaque; it covers from the second on, one and a half times."""
    tile = {"width": 2, "height": 1, "data": [0, 0, 200, 255, 0, 0, 0, 0]}
    steps = [["put", 0, [[200, 0, 0, 1], NONE, NONE, NONE]]]
    steps += [["lay", 0, [NONE, [1.5, 0, 0, 0], NONE, NONE], tile]]
    blue = [0, 0, 200, 255]
    assert figures(scripts, PIXELS, steps)[0] == [RED, RED, blue, RED]

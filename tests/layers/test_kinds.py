"""A kind of map is one package: a made-up one appears everywhere, and nobody asks which one it is."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import pandas as pd
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from geo.registry import ANSWER_WORDS
from geo.settings import project_dir
from layers.browser.query import from_query
from layers.browser.state import read_packs, state_of
from layers.exports.files import read_link
from layers.exports.newsroom import make_pack
from layers.kinds import find_kind, kind_names, kinds_at, register, unregister
from layers.pictures.looks import fills_of
from layers.view import MapView, one_measure
from tests.commands import run

LINK = "level=lad24&with=coast&in=E12000002&area=E06000009"


@pytest.fixture(autouse=True)
def coast() -> Iterator[None]:
    register("tests.layers.coast", ("coast",))
    yield
    unregister(("coast",))


def view_of(link: str = LINK):
    view, notes = from_query(dict(parse_qsl(link)))
    assert notes == []
    return view


def test_a_made_up_kind_has_eighty_lines() -> None:
    source = Path(__file__).with_name("coast") / "kind.py"
    code = [line for line in source.read_text("utf-8").splitlines() if line.strip()]
    assert len(code) <= 84  # the docstring, the imports and an option of its own included


def test_it_stands_in_the_menu_and_in_the_address() -> None:
    assert [kind.label for kind in kinds_at("lad24")][-1] == "Distance to the coast"
    assert "coast" not in [kind.id for kind in kinds_at("lsoa21")]
    assert view_of().to_query() == LINK
    page = AppTest.from_file(str(project_dir() / "app.py"), default_timeout=120)
    page.query_params["level"] = "lad24"
    page.run()
    [menu] = [box for box in page.selectbox if box.label == "Show"]
    assert "Distance to the coast" in menu.options
    menu.select("coast").run()
    assert not page.exception
    assert page.query_params["with"] in ("coast", ["coast"])
    assert page.title[0].value.startswith("Distance to the coast")


def test_it_draws_its_colours_legend_and_card() -> None:
    view = view_of()
    state = state_of(view, read_packs(), dark=False)
    assert state["key"] == "lad24.coast"
    assert state["legend"]["title"] == "Distance to the coast"
    drawn = [row for row in state["legend"]["rows"] if row["areas"]]
    assert sum(row["areas"] for row in drawn) == 35  # districts of the North West
    assert state["card"]["lines"][0].endswith(" km from the coast.")
    assert state["looks"] == {"map": "Map", "table": "Table"}
    for style in ("light", "print", "safe"):
        assert {0, 1, 253} <= set(fills_of(view, 5, style))


def test_it_is_written_as_a_pack_with_its_table_picture_and_page() -> None:
    view = view_of()
    files = make_pack(view).files
    rows = pd.read_csv(io.BytesIO(files["data.csv"]), index_col=0, comment="#")
    kilometres = find_kind("coast").table(view).table["coast_km"]
    assert rows["coast_km"].to_dict() == kilometres.to_dict()
    assert len(rows) == 35
    assert rows["map_class"].notna().all()
    colours = Image.open(io.BytesIO(files["map.png"])).convert("RGB").getcolors(10**7)
    first = tuple(bytes.fromhex(find_kind("coast").colours(view, 5)[0][1:]))
    assert {colour: count for count, colour in colours}[first] > 100
    assert b"Distance to the coast" in files["map.html"]
    assert any(b"Made up for a test." in content for content in files.values())


def test_the_terminal_writes_it(tmp_path: Path) -> None:
    code, _, error = run("export", "--link", LINK, "--out", str(tmp_path / "m.svg"))
    assert code == 0, error
    assert "Distance to the coast" in (tmp_path / "m.svg").read_text("utf-8")


MILES = "level=lad24&with=coast&unit=miles&in=E12000002&area=E06000009"


def test_its_option_is_in_the_address_and_in_all_that_is_made_of_it(tmp_path: Path) -> None:
    view = view_of(MILES)
    assert view.to_query() == MILES
    assert view != view_of()
    assert read_link("unit=miles")[1] == []
    card = state_of(view, read_packs(), dark=False)["card"]["lines"][0]
    assert card.endswith(" miles from the coast.")
    for name in ("m.csv", "m.svg"):
        code, said, error = run("export", "--link", f"?{MILES}", "--out", str(tmp_path / name))
        assert code == 0, error
        assert MILES in said
    assert "Distance to the coast in miles" in (tmp_path / "m.svg").read_text("utf-8")
    rows = pd.read_csv(tmp_path / "m.csv", index_col=0, comment="#")
    kilometres = find_kind("coast").table(view_of()).table["coast_km"]
    # A mile is 1.609344 km by law.
    miles = kilometres.to_numpy() / 1.609344
    assert rows["coast_miles"].to_numpy() == pytest.approx(miles, rel=1e-5)
    assert "coast_km" not in rows


def test_an_option_that_cannot_be_used_is_said_and_the_usual_one_shown() -> None:
    view, notes = from_query(dict(parse_qsl(LINK)) | {"unit": "<script>"})
    assert view == view_of()
    assert notes == ["The address asks for a unit that there is not; km are shown."]


def test_an_option_is_kept_while_one_looks_at_another_kind_and_written_by_none() -> None:
    elsewhere = one_measure(view_of(MILES))
    assert elsewhere.to_query() == "level=lad24&in=E12000002&area=E06000009"
    assert replace(elsewhere, mode="coast").to_query() == MILES
    assert from_query({"unit": "miles"}) == (MapView(), [])


def every_option() -> list[type]:
    return sorted(
        {options for name in kind_names() for options in find_kind(name).options},
        key=lambda options: options.__name__,
    )


def test_each_option_writes_keys_that_no_other_writes() -> None:
    keys = [key for options in every_option() for key in options().pairs()]
    first = MapView()
    own = find_kind(first.mode).pairs(first)
    keys += [key for key in first.pairs() if key not in own]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", kind_names())
def test_options_that_say_nothing_are_those_of_a_first_view(name: str) -> None:
    kind = find_kind(name)
    for options in kind.options:
        notes: list[str] = []
        assert options.read({}, notes, kind.levels()[0]) == options()
        assert notes == []
        assert not any(options().pairs().values())


FILES = sorted(
    path
    for folder in ("layers", "views", "cli", "serving")
    for path in (project_dir() / folder).rglob("*.py")
    if path.name not in ("kind.py", "kinds.py")
)


def asks(source: str) -> list[str]:
    """Return what compares, looks up or matches the kind of a view."""
    found = []
    for node in ast.walk(ast.parse(source)):
        looked_up = isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".get")
        if isinstance(node, ast.Compare | ast.Subscript | ast.Match) or looked_up:
            text = ast.unparse(node)
            # A view leaves out of its address what the first view has too.
            if re.search(r"\.mode\b(?!\()", text) and "first.mode" not in text:
                found.append(text)
    return found


def test_nobody_asks_which_kind_a_view_is_of() -> None:
    asked = {str(path): asks(path.read_text("utf-8")) for path in FILES}
    assert {path: texts for path, texts in asked.items() if texts} == {}


@pytest.mark.parametrize(
    "source",
    [
        'if view.mode == "cold": pass',
        'x = view.mode in ("reach", "sites")',
        "x = {}[view.mode]",
        'x = {}.get(view.mode, "")',
        'match view.mode:\n    case "cold": pass',
    ],
)
def test_the_lint_finds_each_way_to_ask(source: str) -> None:
    assert asks(source)


def test_what_a_kind_said_of_its_columns_goes_with_it() -> None:
    find_kind("coast")
    assert ANSWER_WORDS["coast_km"].label == "Distance to the coast"
    before = dict(ANSWER_WORDS)
    unregister(("coast",))
    assert dict(ANSWER_WORDS) == {
        name: said for name, said in before.items() if name[:6] != "coast_"
    }

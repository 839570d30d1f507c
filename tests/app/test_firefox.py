"""The map page in Debian's Firefox: a second engine paints, points, finds and restyles the same."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from tests.bidi import Firefox, firefox
from tests.browsing import FIREFOX, FRAME, READ, expected_colours, free_port

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(FIREFOX is None, reason="no firefox here: apt-get install firefox-esr"),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Firefox with a window of 1440 by 900."""
    home = tmp_path_factory.mktemp("firefox")
    with firefox(str(FIREFOX), home, free_port()) as browser:
        browser.size(1440, 900)
        yield browser


@pytest.fixture
def visitor(opened: Firefox) -> Iterator[Firefox]:
    """The same window; what a page does wrong during a test fails it."""
    opened.errors.clear()
    opened.outside.clear()
    yield opened
    opened.run("() => 0")
    assert opened.errors == []
    assert opened.outside == []


def painted(visitor: Firefox, key: str) -> tuple[str, int]:
    """Wait until a measure is painted whole; return the map's frame and the number of areas."""
    frame = visitor.frame("st_folium")
    count = visitor.wait(
        """(key) => {
          const { shown, painted } = document.querySelector("#map_div").dataset;
          return shown === key && !map_div.coldspots.areas.stats().busy && Number(painted);
        }""",
        key,
        frame=frame,
    )
    return frame, int(count)


def check_colours(
    visitor: Firefox, frame: str, spots: pd.DataFrame, table: pd.DataFrame, name: str
) -> None:
    colours = expected_colours(table, name)
    coloured = spots[spots[name].notna()]
    chosen = coloured.groupby(colours[coloured.index]).head(3)
    assert len(chosen) >= 9
    for code, row in chosen.iterrows():
        found = visitor.run(READ, [row["lat"], row["lon"]], frame=frame)
        assert found["colour"] == colours[code], (code, row["area_name"])


def test_every_neighbourhood_is_painted_in_its_colour(
    visitor: Firefox, address: str, spots: pd.DataFrame, table: pd.DataFrame
) -> None:
    visitor.open(f"{address}/?hatch=no")
    frame, areas = painted(visitor, "lsoa21.tundra_rate")
    assert areas == 35_672
    check_colours(visitor, frame, spots, table, "tundra_rate")


def test_pointing_at_an_area_names_it(visitor: Firefox, address: str, spots: pd.DataFrame) -> None:
    visitor.open(f"{address}/?sites=none")
    frame, _ = painted(visitor, "lsoa21.tundra_rate")
    left, top = visitor.run(
        "(frame) => { const box = document.querySelector(frame).getBoundingClientRect();"
        " return [box.x, box.y]; }",
        FRAME,
    )
    row = spots.iloc[7]
    at = visitor.run(READ, [row["lat"], row["lon"]], frame=frame)
    visitor.move(left + at["x"], top + at["y"])
    text = visitor.wait(
        """(name) => {
          const text = document.querySelector(".cs-tip").innerText;
          return text.includes(name) && text;
        }""",
        row["area_name"],
        frame=frame,
    )
    assert row["local_name"] in text


def test_a_postcode_lands_on_its_neighbourhood(visitor: Firefox, address: str) -> None:
    visitor.open(f"{address}/?level=lsoa21")
    frame, _ = painted(visitor, "lsoa21.tundra_rate")
    left, top = visitor.run(
        "(frame) => { const box = document.querySelector(frame).getBoundingClientRect();"
        " return [box.x, box.y]; }",
        FRAME,
    )
    x, y = visitor.middle(".cs-find-input", frame=frame)
    visitor.click(left + x, top + y)
    visitor.type("fy1 1aa\n")
    code = visitor.wait(
        """() => {
          const [outline] = map_div.coldspots.outlines._what?.outlines || [];
          if (map_div.getZoom() < 12 || !outline) return null;
          return outline.level.codes[outline.area];
        }""",
        frame=frame,
    )
    assert code == "E01012737"
    visitor.wait("() => location.search.includes('area=E01012737')")


def test_another_question_restyles_the_same_map(
    visitor: Firefox, address: str, spots: pd.DataFrame, table: pd.DataFrame
) -> None:
    visitor.open(f"{address}/?level=lsoa21")
    frame, _ = painted(visitor, "lsoa21.tundra_rate")
    visitor.run("() => { window.sameFrame = true; }", frame=frame)
    where = visitor.still(
        """() => {
          const labels = [...document.querySelectorAll('[data-testid="stSidebar"] label')];
          const label = labels.find((label) => label.innerText.trim() === "Deprivation");
          const app = document.querySelector('[data-testid="stApp"]');
          if (!label || app.dataset.testScriptState !== "notRunning") return null;
          const box = label.getBoundingClientRect();
          const point = [box.x + box.width / 2, box.y + box.height / 2];
          return label.contains(document.elementFromPoint(...point)) && point;
        }"""
    )
    visitor.click(*where)
    same, areas = painted(visitor, "lsoa21.iod25_decile")
    assert areas == 35_672
    assert same == frame
    assert visitor.run("() => window.sameFrame", frame=frame) is True
    check_colours(visitor, frame, spots, table, "iod25_decile")


def test_what_a_page_does_wrong_is_seen(opened: Firefox) -> None:
    """The other tests mean something only if an error and a request to elsewhere are noticed."""
    opened.open("about:blank")
    opened.run("() => { setTimeout(() => { throw new Error('seen'); }); }")
    opened.run("() => fetch('http://elsewhere.example/').catch(() => null)")
    assert any("seen" in text for text in opened.errors)
    assert opened.outside == ["http://elsewhere.example/"]
    opened.errors.clear()
    opened.outside.clear()

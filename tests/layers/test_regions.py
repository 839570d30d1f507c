"""Small maps of one measure, region by region: which, their figures by another road, the picture."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from geo import tables
from geo.areas import area_table
from geo.errors import BadInputError
from layers.browser import after, from_query, read_packs
from layers.browser.state import mask_of
from layers.kind_options import with_options
from layers.measure import REGIONS, SmallMapOptions, by_region, regions_of
from layers.measure.options import YearOptions
from layers.measure.regions import figure_words, regions_side_by_side
from layers.pictures import draw_static, small_maps
from layers.pictures.multiples import many_subtitle, many_title
from layers.view import MapView

SVG = "{http://www.w3.org/2000/svg}"
ENTRY = MapView(geography="utla23", indicator="he19_rate")
NINE = sorted(tables.load("areas_region").index)


def wilson(share: float, people: float) -> tuple[float, float]:
    """Return the 95% interval of Wilson, written out."""
    z = 1.959963984540054
    middle = (share + z**2 / (2 * people)) / (1 + z**2 / people)
    half = (share * (1 - share) / people + z**2 / (4 * people**2)) ** 0.5 * z / (1 + z**2 / people)
    return middle - half, middle + half


def texts(path: Path) -> list[str]:
    root = ET.parse(path).getroot()
    return ["".join(one.itertext()).strip() for one in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("view", "codes"),
    [
        (ENTRY, NINE),
        (replace(ENTRY, within="E92000001"), NINE),
        (MapView(geography="lad24", indicator="iod25_score"), NINE),
        # One region, one nation, and regions themselves are nothing to put side by side.
        (replace(ENTRY, within="E12000001"), []),
        (MapView(geography="iz11", indicator="simd20_university"), []),
        (MapView(geography="region", indicator="he19_rate"), []),
    ],
)
def test_regions_are_those_with_areas_and_figures(view: MapView, codes: list[str]) -> None:
    assert regions_of(view) == codes


def test_areas_that_no_region_holds_are_shown_by_nation() -> None:
    view = MapView(geography="smc205", indicator="smc_labour_market")
    assert sorted(regions_of(view)) == ["E92000001", "N92000002", "S92000003", "W92000004"]
    assert many_title(by_region(view)) == "Labour market outcomes, nation by nation"


@pytest.mark.parametrize("year", [0, 2016])
def test_each_region_has_its_figure_with_its_interval(year: int) -> None:
    view = with_options(ENTRY, YearOptions(year))
    values = tables.load("lait").reset_index()
    values = values[(values["measure"] == "he19_rate") & values["value"].notna()]
    pupils = tables.load("cohorts19").reset_index()
    pupils = pupils[pupils["group"] == "all"].set_index(["area_code", "year"])["pupils"]
    # A school year is named by the year in which it ends.
    ends = values["period"].str[-2:].astype("int64") + 2000
    shown = year or int(ends.max())
    values = values[ends == shown].set_index("area_code")["value"]
    for code in NINE:
        share = float(values[code])
        share = share / 100 if share > 1 else share
        low, high = wilson(share, float(pupils[code, str(shown)]))
        said = f"{share:.1%} (95% interval {100 * low:.1f} to {high:.1%})"
        assert figure_words(view, code) == said


def test_a_measure_without_a_figure_of_the_region_says_so() -> None:
    view = MapView(geography="lsoa21", indicator="iod25_decile")
    assert figure_words(view, NINE[0]) == "No figure of its own"


def test_a_choice_among_regions_leads_to_its_map_and_no_other_does() -> None:
    view = by_region(ENTRY)
    one = after(view, {"kind": "measure", "measure": "he19_rate", "within": NINE[2]})[0]
    assert one.to_query() == f"level=utla23&show=he19_rate&in={NINE[2]}"
    other = after(view, {"kind": "measure", "measure": "he19_rate", "within": "E06000009"})[0]
    assert other.within == ""


@pytest.mark.parametrize("query", [{"in": NINE[0]}, {"level": "region"}])
def test_an_address_of_regions_where_there_are_none_gets_measures_and_a_note(
    query: dict[str, str],
) -> None:
    asked = {"level": "utla23", "show": "he19_rate", "as": "many", "maps": "regions", **query}
    view, notes = from_query(asked)
    assert "small maps of regions, and there are not several here" in notes[0]
    assert not any("mask" in item for _, item in small_maps(view))
    with pytest.raises(BadInputError, match="cannot be shown region by region"):
        by_region(replace(view, look="map"))
    assert "small maps of what there are none" in from_query({**asked, "maps": "x"})[1][0]


def test_what_is_painted_in_the_browser_is_the_region_alone() -> None:
    made = regions_side_by_side(by_region(ENTRY), read_packs())
    assert [item["id"] for item in made] == NINE
    assert len({item["file"] for item in made}) == 1
    assert [item["mask"] for item in made] == [mask_of(replace(ENTRY, within=one)) for one in NINE]
    assert len({item["mask"] for item in made}) == 9


def test_the_picture_has_every_region_its_figure_and_one_key(tmp_path: Path) -> None:
    view = by_region(ENTRY)
    assert view.to_query() == "level=utla23&show=he19_rate&maps=regions&as=many"
    draw_static(view, tmp_path / "map.svg")
    said = texts(tmp_path / "map.svg")
    names = area_table("region")["area_name"]
    assert [said.count(name) for name in names] == [1] * 9
    for code in NINE:
        assert figure_words(view, code).split(" ")[0] in said
    held = area_table("utla23")["he19_rate"]
    # The key counts the areas of all maps together: each class, and those without a figure.
    at = said.index("counties and unitary authorities")
    counts = [int(one) for one in said[at:] if one.isdigit()][:6]
    assert sum(counts[:5]) == int(held.notna().sum())
    assert "Each map has its own scale" in many_subtitle(view)
    assert many_title(view) == (
        "Entry to higher education is lowest in the South West and the North East"
    )
    assert SmallMapOptions.of(view).of_what == REGIONS


def test_maps_of_years_show_the_same_ground_at_one_scale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import layers.pictures.multiples as multiples

    frames = []
    real = multiples.draw_areas

    def kept(axes: object, frame: object, *rest: object) -> None:
        frames.append(frame)
        real(axes, frame, *rest)

    monkeypatch.setattr(multiples, "draw_areas", kept)
    view, _ = from_query({"level": "utla23", "show": "he19_rate", "with": "change", "as": "many"})
    draw_static(view, tmp_path / "a4.png", width_px=794, height_px=1123, scale=0.5)
    first, last = frames
    assert (first.width, first.height, first.ground) == (last.width, last.height, last.ground)

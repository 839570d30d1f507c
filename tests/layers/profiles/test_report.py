"""Profiles, opened by readers we did not write."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import numpy as np
import pypdf
import pytest

from geo import tables
from geo.errors import BadInputError, UnknownAreaError
from geo.reach.measure import find_reach
from geo.reach.partnerships import provider_sites
from layers.profiles.compose import (
    Whose,
    content_of,
    profile_of,
    profile_of_partnership,
    write_profile,
)
from layers.profiles.html import page_of
from layers.profiles.map import _drawn_of
from layers.profiles.model import Profile
from layers.profiles.subject import Subject, codes_in
from tests.tags import Tags

BLACKPOOL = "E06000009"
HOSTILE = "<img src=x onerror=a()> #evil[x] $a$ {{ 7919*7907 }} Ynys Môn ŵ"


@pytest.fixture(scope="module")
def blackpool() -> tuple[Subject, Profile]:
    return profile_of(BLACKPOOL)


@pytest.fixture(scope="module")
def folder(blackpool: tuple[Subject, Profile], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("profile")
    write_profile(*blackpool, made / "one.pdf")
    return made


def test_a_pdf_is_tagged_has_its_typefaces_and_two_pages(folder: Path) -> None:
    reader = pypdf.PdfReader(folder / "one.pdf")
    root = reader.trailer["/Root"]
    assert len(reader.pages) == 2
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in root
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "GCSE leavers 2010 to 2014" in text
    assert "Open Government Licence" in text
    fonts = [font.get_object() for page in reader.pages
             for font in page["/Resources"]["/Font"].values()]  # fmt: skip
    assert fonts
    for font in fonts:
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(described)


@pytest.mark.parametrize("code", [BLACKPOOL, "E07000170", "E01012673", "zone-E01012673",
                                  "W06000001", "E12000002"])  # fmt: skip
def test_every_figure_is_traced(code: str) -> None:
    _, made = profile_of(code)
    left = [(where, said.text, said.untraced()) for where, said in made.sentences()]
    assert [one for one in left if one[2]] == []


def test_the_file_of_traces_holds_what_is_shown(folder: Path) -> None:
    held = json.loads((folder / "one.trace.json").read_text(encoding="utf-8"))
    assert held["code"] == BLACKPOOL
    rates = [trace for row in held["shown"] for trace in row["traces"]
             if trace["field"] == "tundra_rate" and trace["area_code"] == BLACKPOOL]  # fmt: skip
    assert {trace["figure"] for trace in rates} == {"38.4%"}


def test_deprived_neighbourhoods_recount_from_the_bundle(
    blackpool: tuple[Subject, Profile],
) -> None:
    areas, iod = tables.load("areas_lsoa21"), tables.load("iod25_lsoa21")
    here = iod.loc[areas.index[areas["lad24_code"] == BLACKPOOL]]
    table = next(part for part in blackpool[1].parts if part.id == "deprivation").tables[0]
    income = next(row for row in table.rows if row.cells[0].text == "Income")
    worst = int((here["iod25_income_decile"] <= 2).sum())
    assert income.cells[1].text == f"{worst} of {len(here)}"


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        (BLACKPOOL, (BLACKPOOL, "E12000002", "E92000001")),
        ("E07000170", ("E10000024", "E12000004", "E92000001")),
        ("zone-E01012673", (BLACKPOOL, "E12000002", "E92000001")),
    ],
)
def test_the_chart_of_entry_is_that_of_the_published_figures(
    code: str, codes: tuple[str, ...]
) -> None:
    place, made = profile_of(code)
    part = next(part for part in made.parts if part.id == "attainment")
    [chart] = part.charts
    rows = tables.load("lait").reset_index()
    rows = rows[rows["measure"] == "he19_rate"].pivot_table("value", "period", "area_code")
    held = rows[list(codes)].astype("float64")
    whole = held.to_numpy()
    for line, one in zip(chart.lines, codes, strict=True):
        by_hand = (held[one] - whole.min()) / (whole.max() - whole.min())
        assert line.values == pytest.approx(by_hand.tolist(), abs=1e-4)
        assert line.name.text.endswith(f" {held[one].iloc[-1]:.1%}")
        assert f" {held[one].iloc[0]:.1%} to {held[one].iloc[-1]:.1%}" in chart.described.text
    page = page_of(made, b"")
    drawn = re.findall(r'<polyline class="l0" points="([^"]+)"', page)
    points = [tuple(map(float, pair.split(","))) for pair in drawn[0].split()]
    assert [x for x, _ in points] == pytest.approx(np.linspace(0, 100, len(held)), abs=0.01)
    assert [1 - y / 30 for _, y in points] == pytest.approx(chart.lines[0].values, abs=1e-3)
    assert f'aria-label="{chart.described.text}"' in page
    assert f"<span>{held.index[0]}</span><span>{held.index[-1]}</span>" in page
    text = " ".join(
        " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(
            content_of(place, made, ".pdf"))).pages).split()
    )  # fmt: skip
    assert chart.lines[0].name.text in text


@pytest.mark.parametrize("code", ["W06000001", "S12000033"])
def test_no_chart_of_entry_stands_beyond_england(code: str) -> None:
    _, made = profile_of(code)
    assert [chart for part in made.parts for chart in part.charts] == []


def test_a_district_has_no_figures_of_its_county() -> None:
    _, made = profile_of("E07000170")
    part = next(part for part in made.parts if part.id == "attainment")
    assert part.tables == ()
    assert "this place has no figures of its own" in part.said[0].text
    assert "in Nottinghamshire, aged 19 in 2023-24: 40.7%, the whole of" in made.lead[0].text


@pytest.mark.fault(0, 1, 3)
@pytest.mark.slow
def test_a_hostile_name_is_text_in_both_formats(tmp_path: Path) -> None:
    reach = find_reach(provider_sites(["10007141"]), 5)
    place, made = profile_of_partnership(HOSTILE, reach)
    whose = Whose(reach, HOSTILE)
    page = Tags()
    page.feed(content_of(place, made, ".html", whose).decode())
    assert HOSTILE in page.text
    assert [attrs["src"][:5] for tag, attrs in page.seen if tag == "img"] == ["data:"]
    assert not any(name.startswith("on") for _, attrs in page.seen for name in attrs)
    assert "62615533" not in page.text
    (tmp_path / "a.pdf").write_bytes(content_of(place, made, ".pdf", whose))
    text = pypdf.PdfReader(tmp_path / "a.pdf").pages[0].extract_text()
    assert "#evil[x] $a$" in text
    assert "Ynys Môn ŵ" in " ".join(text.split())


def test_a_suffix_of_no_format_is_refused(
    blackpool: tuple[Subject, Profile], tmp_path: Path
) -> None:
    with pytest.raises(BadInputError, match="profile cannot be"):
        write_profile(*blackpool, tmp_path / "one.doc")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", ["zone-E01012673", BLACKPOOL])
def test_the_legend_counts_what_the_map_colours(code: str) -> None:
    place, made = profile_of(code)
    seen = _drawn_of(place)
    assert set(seen.drawn.index) == set(place.codes)
    counts = [int(row.count.text.replace(",", "")) for row in made.map.legend[:5]]
    assert counts == [int((seen.drawn.codes == number).sum()) for number in range(5)]


def test_what_a_place_has_no_figures_of_has_no_heading() -> None:
    place, made = profile_of("W06000001")
    assert all(part.said or part.tables for part in made.parts)
    assert "participation" not in [part.id for part in made.parts]
    assert not any(row.count.text == "0" for row in made.map.legend)
    text = pypdf.PdfReader(io.BytesIO(content_of(place, made, ".pdf"))).pages[0].extract_text()
    page = content_of(place, made, ".html").decode()
    assert "Young participation\n" not in text
    assert "Not compared" in text
    assert 'id="participation"' not in page


@pytest.mark.parametrize(
    ("code", "nation"), [("E99999999", "England"), ("E0600001", "England"), ("W06000099", "Wales")]
)
def test_neighbourhoods_of_an_unknown_area_are_refused_with_what_to_do(
    code: str, nation: str
) -> None:
    with pytest.raises(UnknownAreaError, match=f"No area lies within '{code}'. Give the code of"):
        codes_in(code, nation)


def test_neighbourhoods_are_those_of_the_area_and_none_where_there_are_none() -> None:
    assert len(codes_in(BLACKPOOL, "England")) == 94
    assert len(codes_in("W06000001", "Wales")) == 41
    zones, outputs = tables.load("areas_dz11"), tables.load("areas_soa01")
    assert len(codes_in("S12000033", "Scotland")) == (zones["lad24_code"] == "S12000033").sum()
    here = (outputs["lad24_code"] == "N09000001").sum()
    assert len(codes_in("N09000001", "Northern Ireland")) == here
    # Super output areas do not nest in electoral areas.
    assert len(codes_in("N10000302", "Northern Ireland")) == 0


@pytest.mark.parametrize("code", ["E06000010", "E06000058", "E06000066", "E07000146"])
def test_zones_of_long_names_leave_two_pages(code: str, tmp_path: Path) -> None:
    """Rates stand in two lines beside them; in one, the names took six, and a third page began."""
    write_profile(*profile_of(code), tmp_path / "one.pdf")
    pages = pypdf.PdfReader(tmp_path / "one.pdf").pages
    assert len(pages) == 2
    first = pages[0].extract_text()
    assert "By the model\n(90% interval)" in first
    assert "Similar places" in first

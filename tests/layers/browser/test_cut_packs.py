"""A page of one place holds that place, and little else."""

from __future__ import annotations

import base64
import re
from typing import Any

import numpy as np
import pytest

from geo.areas.cache import area_table, inside_of
from geo.packs.arcs import read_arcs
from geo.packs.binary import read_pack
from geo.packs.codec import decode_integers, unfold
from geo.packs.cut import read_groups, together
from layers.browser.cut_packs import cut_to_place
from layers.browser.runtime_packs import content_of
from layers.browser.state import read_packs, state_of
from layers.exports.files import read_link
from layers.exports.html import files_of, page_of
from layers.view import MapView

PACKS = read_packs()
ASHFIELD, LONDON = "E07000170", "E12000007"
MOST_BYTES = 600_000


def cut_of(link: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, bytes]]:
    view, _ = read_link(link)
    state = state_of(view, PACKS, dark=False)
    return state, *cut_to_place(state, view)


@pytest.mark.parametrize(
    "link",
    [
        f"?in={ASHFIELD}",
        f"?with=cold&in={ASHFIELD}",
        f"?with=both&level=msoa21&in={ASHFIELD}",
        "?in=E06000052",  # Cornwall
        "?in=E06000054",  # Wiltshire
        "?in=E08000025",  # Birmingham
        "?in=E06000065",  # North Yorkshire
        "?with=cold&in=E06000065",
    ],
)
def test_a_page_of_a_local_authority_is_small(link: str) -> None:
    view, notes = read_link(link)
    page = page_of(view, PACKS)
    assert notes == []
    assert len(page.encode()) < MOST_BYTES
    assert page == page_of(view, PACKS)


def test_a_page_of_england_is_whole() -> None:
    state = state_of(MapView(), PACKS, dark=False)
    # But for the names of its villages and stations.
    assert state["near"]["from"] == 11
    assert cut_to_place(state, MapView()) == ({**state, "near": None}, {})


def test_a_page_of_a_place_has_the_names_around_it_and_no_others() -> None:
    whole, state, packs = cut_of(f"?in={ASHFIELD}")
    before, after = (
        read_pack(content)[1]["names"].decode().split("\n")
        for content in (content_of(whole["near"]["file"]), packs[state["near"]["file"]])
    )
    assert {"Annesley Woodhouse", "Stanton Hill"} <= set(after)  # within it
    assert "Sutton in Ashfield" not in after  # a town: in the pack of towns
    assert "Robin Hood's Bay" in before
    assert "Robin Hood's Bay" not in after
    assert 100 < len(after) < len(before) / 20


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("?in=E06000009", "Blackpool"),
        ("?in=E06000010", "Hull"),
        ("?level=iz11&show=simd20_university&in=S12000049", "Glasgow"),
        ("?level=lad24&in=E12000002", "Liverpool"),
    ],
)
def test_the_main_settlement_of_a_place_is_written_first(link: str, name: str) -> None:
    state = state_of(read_link(link)[0], PACKS, dark=False)
    ((written, x, y),) = state["main"]
    header, parts = read_pack(content_of(state["places"]))
    names = parts["names"].decode().split("\n")
    at = names.index(name)
    cells = [np.cumsum(unfold(decode_integers(parts[axis])))[at] for axis in "xy"]
    assert (written, x, y) == (name, *cells)
    assert header["kind"] == "places"


def test_a_whole_nation_has_no_main_settlement() -> None:
    for link in ("", "?in=W92000004", "?level=lad24&in=E92000001"):
        assert state_of(read_link(link)[0], PACKS, dark=False)["main"] == []


@pytest.mark.parametrize(
    "link", [f"?in={ASHFIELD}", f"?level=ward24&show=iod25_score&in={ASHFIELD}"]
)
def test_inside_the_place_every_name_figure_and_class_is_that_of_england(link: str) -> None:
    whole, state, packs = cut_of(link)
    level = read_link(link)[0].geography
    inside = inside_of(level, ASHFIELD)
    for run in ("codes", "names", "local_names"):
        before = read_pack(content_of(whole["level"]["file"]))[1][run].decode().split("\n")
        after = read_pack(packs[state["level"]["file"]])[1][run].decode().split("\n")
        assert [a for a, here in zip(after, inside, strict=True) if here] == [
            b for b, here in zip(before, inside, strict=True) if here
        ]
        assert {a for a, here in zip(after, inside, strict=True) if not here} == {""}
    before, after = (
        read_pack(content)[1]
        for content in (
            content_of(whole["paint"]["columns"][0]),
            packs[state["paint"]["columns"][0]],
        )
    )
    for run, kind in (("values", "<u2"), ("classes", "u1")):
        figures, kept = (np.frombuffer(parts[run], kind) for parts in (before, after))
        assert (kept[inside] == figures[inside]).all()
        assert set(kept[~inside].tolist()) == {np.iinfo(kind).max}


@pytest.mark.parametrize(
    ("level", "place", "areas"),
    [
        ("lsoa21", ASHFIELD, 77),
        ("lad24", LONDON, 33),
        ("msoa21", LONDON, 1_002),
        ("msoa21", "E12000001", 342),
        ("lad24", "E47000001", 10),
    ],
)
def test_inside_the_place_every_border_is_that_of_england(
    level: str, place: str, areas: int
) -> None:
    """And no other line has a side in the place, which would be painted in its colour."""
    whole, state, packs = cut_of(f"?level={level}&in={place}")
    inside = inside_of(level, place)
    assert inside.sum() == areas
    groups = read_groups(content_of(whole["level"]["file"]))
    members = (groups >= 0) & inside[groups]

    def borders(content: bytes) -> set[tuple[int, int, bytes]]:
        arcs = read_arcs(content)
        ends = np.cumsum(arcs.counts)
        runs = zip(ends, arcs.counts, arcs.left, arcs.right, strict=True)
        return {
            (left, right, arcs.cells[end - count : end].tobytes())
            for end, count, left, right in runs
            if members[left] or (right >= 0 and members[right])
        }

    held = borders(content_of(whole["level"]["arcs"]))
    assert len(held) > 200
    assert borders(packs[state["level"]["arcs"]]) == held


def test_no_place_of_any_level_stands_for_what_lies_around_it() -> None:
    state = state_of(MapView(), PACKS, dark=False)
    drawn = [read_groups(content_of(state[name]["file"])) for name in ("land", "frame")]
    groups = read_groups(content_of(state["level"]["file"]))
    table = area_table("lsoa21")
    places = [
        (column, code)
        for column in ("region_code", "cauth25_code", "utla23_code", "lad24_code")
        for code in table[column].unique()
        if code
    ]
    # Every region, combined authority and county, and each eighth district.
    places = [at for at in places if at[0] != "lad24_code"] + places[-318::8]
    assert len(places) > 200
    for column, code in places:
        kept = (groups >= 0) & (table[column] == code).to_numpy()[groups]
        standing = together(drawn, kept)
        assert not kept[standing[standing >= 0]].any(), code


def test_the_legend_counts_the_sites_of_the_place_and_the_page_holds_those_around_it() -> None:
    whole, state, packs = cut_of("?in=E08000035")
    kinds = decode_integers(read_pack(packs[state["sites"]["file"]])[1]["kinds"]).tolist()
    rows = {row["kind"]: row["count"] for row in state["legend"]["sites"]}
    assert state["legend"] == whole["legend"]
    assert all(0 < rows[kind] < kinds.count(kind) for kind in rows)


def test_zones_that_reach_beyond_the_place_stay_whole() -> None:
    whole, state, packs = cut_of(f"?with=cold&in={ASHFIELD}")
    before = read_groups(content_of(whole["zones"]["file"]))
    after = read_groups(packs[state["zones"]["file"]])
    groups = read_groups(content_of(whole["level"]["file"]))
    inside = (groups >= 0) & inside_of("lsoa21", ASHFIELD)[groups]
    touched = set(before[inside].tolist()) - {-1}
    assert touched
    for zone in touched:
        assert (before == zone).tolist() == (after == zone).tolist()
    assert any((after == zone)[~inside].any() for zone in touched)


def test_a_page_names_only_packs_that_it_holds() -> None:
    _, state, packs = cut_of(f"?in={ASHFIELD}")
    page = page_of(read_link(f"?in={ASHFIELD}")[0], PACKS)
    held = dict(re.findall(r'data-pack="([^"]+)"\s+data-last>([A-Za-z0-9+/=]+)<', page))
    assert list(held) == files_of(state)
    assert set(held) == set(packs)
    assert all(base64.b64decode(held[name]) == packs[name] for name in held)
    assert not set(re.findall(r"[\w.-]+\.bin\.gz", page)) - set(packs)

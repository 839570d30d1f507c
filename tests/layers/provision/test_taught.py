"""The map of what is taught where: its address, classes, words, card, table and exports."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path
from urllib.parse import parse_qsl

import pandas as pd
import pytest

from geo.areas import area_table
from geo.provision import (
    LIMIT_KM,
    Selection,
    compare_provision,
    find_openings,
    find_overview,
    find_provision,
)
from layers.browser.query import from_query
from layers.browser.state import read_packs, state_of
from layers.exports.newsroom import make_pack
from layers.guardrails import check_view
from layers.kind_options import change_options
from layers.kinds import find_kind, kind_of
from layers.provision import (
    TaughtOptions,
    change_table,
    found_of,
    heat_page,
    losing_table,
    opening_table,
    provider_table,
)
from layers.provision.heat import share_words
from layers.provision.options import FURTHEST_KM
from layers.provision.words import selection_words
from layers.view import MapView
from layers.words import caveat_of, reading_of
from tests.commands import run

EAST = "E12000006"
LINK = f"with=taught&subject=CAH07-01&in={EAST}&area=E01026581"


def read(query: str) -> tuple[MapView, list[str]]:
    return from_query(dict(parse_qsl(query)))


def view_of(query: str = LINK) -> MapView:
    view, notes = read(query)
    assert notes == []
    return view


@pytest.mark.parametrize(
    "query",
    [
        LINK,
        "with=taught",
        "with=taught&subject=CAH16&study=part-time&range=45&in=S92000003",
        "with=taught&subject=CAH16&maxpoints=112&minpoints=96&in=E06000001",
        "with=taught&subject=CAH05&in=W92000004",
        f"with=taught&subject=CAH07-01&closed=10007789%3ACAH07-01&in={EAST}",
    ],
)
def test_an_address_comes_back_as_it_went_and_its_map_may_leave(query: str) -> None:
    view = view_of(query)
    assert view.to_query() == query
    check_view(view)


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("subject=<script>", "a subject that there is not"),
        ("study=evenings", "a mode of study that there is not"),
        ("maxpoints=241", "no number from 1 to 240"),
        ("minpoints=٣", "no number from 1 to 240"),
        (f"range={FURTHEST_KM + 1}", "no distance up to 100 km"),
        ("range=nan", "no distance up to 100 km"),
        ("closed=10000000", "cannot be taken away"),
        ("subject=CAH05-01&study=part-time&maxpoints=1", "No course that fits"),
        ("in=N92000002", "In Northern Ireland"),
    ],
)
def test_what_cannot_be_used_is_said_and_never_repeated(query: str, note: str) -> None:
    view, notes = read(f"with=taught&{query}")
    assert any(note in one for one in notes)
    assert "<script>" not in " ".join(notes)
    assert view.to_query().startswith("with=taught")


def test_the_last_provider_cannot_be_taken_away() -> None:
    query = "with=taught&subject=CAH19-02&minpoints=144"
    sites = find_provision(Selection("CAH19-02", min_points=144)).providers.index
    view, notes = read(f"{query}&closed={','.join(sites)}")
    assert notes == ["The address takes away something that cannot be taken away; it stays."]
    assert len(TaughtOptions.of(view).closed) == len(sites) - 1


@pytest.mark.parametrize(
    ("place", "query"),
    [(EAST, "subject=CAH07-01"), ("S92000003", "subject=CAH16&maxpoints=112"),
     ("W92000004", "subject=CAH02-04&study=part-time&range=45")],
)  # fmt: skip
def test_classes_and_people_are_those_of_the_terminal(place: str, query: str) -> None:
    view = view_of(f"with=taught&{query}&in={place}")
    asked = TaughtOptions.of(view)
    found = find_provision(asked.selection, asked.km, within=place)
    rows = [row for row in kind_of(view).rows(view, kind_of(view).classes(view)) if row["code"] < 3]
    counted = found.counts()
    assert [row["areas"] for row in rows] == counted["areas"].tolist()
    assert [row["young_people"] for row in rows] == counted["young_people"].tolist()
    table = kind_of(view).table(view).table
    other = found.table().reindex(table.index)
    for name in ("providers_within", "nearest_provider_ukprn", "nearest_km", "courses_within"):
        assert (table[name] == other[name]).all(), name


def test_sentences_and_headline_say_what_is_counted() -> None:
    view = view_of(f"with=taught&subject=CAH07-01&in={EAST}")
    counted = find_provision(Selection("CAH07-01"), within=EAST).counts()["young_people"]
    said = " ".join(reading_of(view))
    none, everybody = counted["none"], counted.sum()
    assert f"Of the {everybody:,} young people in the East of England" in said
    assert f"{none:,} ({none / everybody:.0%}) have no provider of courses in physics" in said
    assert f"{counted['one']:,} have only one." in said
    assert "a course that is listed is not a place offered" in said
    assert kind_of(view).headline(view) == (
        f"In the East of England, {none:,} young people live over 30 km from courses in "
        "physics and astronomy"
    )
    assert "October 2025" in caveat_of(view)
    whole = " ".join(reading_of(view_of("with=taught&in=E07000145")))
    assert whole.startswith("Each of the ")
    assert "has a provider of courses within 30 km" in whole
    lincoln = find_provision(Selection(), within="E07000138").counts()["young_people"]
    assert lincoln["none"] == lincoln["one"] == 0
    good = " ".join(reading_of(view_of("with=taught&in=E07000138")))
    assert "has a provider of courses within 30 km in a straight line; none has only one." in good
    assert re.search(r"Each of the [\d,]+ in the likely lowest fifth has one in range\.", good)
    nobody = " ".join(
        reading_of(view_of("with=taught&subject=CAH02-04&study=part-time&in=E07000145"))
    )
    assert nobody.startswith("None of the ")
    assert "only one" not in nobody
    assert kind_of(view).headline(view_of()) == ""


def test_the_card_says_who_is_nearest_and_how_far() -> None:
    card = state_of(view_of(), read_packs(), dark=False)["card"]["lines"]
    row = find_provision(Selection("CAH07-01"), within=EAST).table().loc["E01026581"]
    assert card[0] == "No provider within 30 km."
    assert f"{row['nearest_provider']}), {row['nearest_km']:.1f} km." in card[1]
    near = state_of(view_of(f"with=taught&subject=CAH07-01&range=45&in={EAST}&area=E01026581"),
                    read_packs(), dark=False)["card"]["lines"]  # fmt: skip
    assert near[0] == "1 provider within 45 km: the University of East Anglia."


def test_what_closes_without_anybody_losing_says_so() -> None:
    # Lincoln has two universities that both teach business; St Hild College is in no range.
    said = " ".join(reading_of(view_of("with=taught&closed=10007151&in=E07000138")))
    assert "nobody loses the last one in range, and the nearest is further for" in said
    far = " ".join(reading_of(view_of("with=taught&closed=10007788&in=E07000138")))
    assert "nobody loses the last one in range, and nobody's nearest is further." in far


@pytest.mark.parametrize(("query", "dotted"), [("", False), ("subject=CAH17&", True)])
def test_courses_are_whole_numbers_unless_a_half_is_among_them(query: str, dotted: bool) -> None:
    view = view_of(f"with=taught&{query}in=E07000138")
    shown = [row[1] for row in provider_table(view).rows]
    sites = found_of(view).sites
    counted = sites.groupby("provider")["courses"].sum().round(1)
    assert {float(text.replace(",", "")) for text in shown} <= set(counted)
    assert all(("." in text) is dotted for text in shown)


def test_what_closes_is_said_and_tabled() -> None:
    view = view_of(f"with=taught&subject=CAH07-01&closed=10007789%3ACAH07-01&in={EAST}")
    before = find_provision(Selection("CAH07-01"), within=EAST)
    after = find_provision(Selection("CAH07-01"), within=EAST, removed=["10007789"])
    counted = compare_provision(before, after)
    lost, moved = (int(counted[name]["all"]) for name in ("lost", "moved"))
    said = " ".join(reading_of(view))
    assert f"Without what is taken away, {lost:,} more have none in range" in said
    assert f"{moved:,}, by {counted['km_further']['all']:.1f} km on average" in said
    rows = {row[0]: row[1:] for row in change_table(view).rows}
    assert rows["All young people"][-1] == f"{lost:,}"
    assert rows["Tenth 3 of deprivation"][-1] == f"{int(counted['lost']['tenth_3']):,}"
    assert losing_table(view).rows[0][0] == "South Norfolk"
    back = change_options(view, TaughtOptions, closed=())
    assert back == view_of(f"with=taught&subject=CAH07-01&in={EAST}")


def test_providers_are_listed_with_whom_they_have_alone() -> None:
    view = view_of(f"with=taught&subject=CAH07-01&in={EAST}")
    found = find_provision(Selection("CAH07-01"), within=EAST)
    rows = {row[0]: row[1:] for row in provider_table(view).rows}
    alone = (found.providers_within == 1) & (found.nearest_provider == "10007789")
    people = found.homes["young_people"]
    assert rows["University of East Anglia"][2] == f"{people[alone.to_numpy()].sum():,.0f}"


def test_openings_are_those_of_the_terminal() -> None:
    view = view_of(f"with=taught&subject=CAH07-01&in={EAST}")
    found = find_openings(Selection("CAH07-01"), 30, 3, within=EAST)
    made = opening_table(view)
    assert [row[2] for row in made.rows] == [f"{one:,}" for one in found.sites["young_people"]]
    assert made.rows[0][1] == found.sites["provider_name"].iloc[0]
    assert made.words.startswith("No three teaching sites bring in more")
    everywhere = opening_table(view_of("with=taught&subject=CAH17&range=90&in=E12000007"))
    assert everywhere.rows == []
    assert everywhere.words == "Nobody more would come into range."
    assert "Every teaching site teaches it" in opening_table(view_of("with=taught")).words


def test_it_leaves_as_every_map_does(tmp_path: Path) -> None:
    files = make_pack(view_of("with=taught&subject=CAH07-01&in=E07000145&area=E01026581")).files
    rows = pd.read_csv(io.BytesIO(files["data.csv"]), index_col=0, comment="#")
    assert len(rows) == (area_table("lsoa21")["lad24_code"] == "E07000145").sum()
    assert rows.loc["E01026581", "nearest_provider"] == "University of East Anglia"
    assert {"map.png", "map.svg", "map.html", "sentences.txt"} <= set(files)
    out = tmp_path / "map.svg"
    assert (
        run("export", "--link", f"with=taught&subject=CAH07-01&in={EAST}", "--out", str(out))[0]
        == 0
    )
    drawn = " ".join(out.read_text("utf-8").split())
    assert "young people live over 30 km" in drawn
    plain = re.sub(r"<[^>]*>", " ", drawn)
    assert "A course listed is not a place offered" in " ".join(plain.split())


def test_another_subject_is_painted_within_six_tenths_of_a_second() -> None:
    packs = read_packs()
    state_of(view_of("with=taught&subject=CAH09-01"), packs, dark=False)
    took = []
    for code in ("CAH10-01", "CAH11-01", "CAH17-01"):
        view = view_of(f"with=taught&subject={code}")
        begin = time.perf_counter()
        state_of(view, packs, dark=False)
        took.append(time.perf_counter() - begin)
    assert min(took) < 0.6


def test_shares_and_selections_in_words() -> None:
    assert [share_words(one) for one in (0, 0.0099, 0.01, 0.99, 0.9901, 1)] == [
        *("0%", "<1%", "1%", "99%", ">99%", "100%"),
    ]
    assert selection_words(Selection(), capital=True) == "Courses"
    assert selection_words(Selection("CAH16", min_points=96, max_points=112)) == (
        "courses in law, median entrant from 96 points and up to 112 points"
    )
    page = heat_page(find_overview((LIMIT_KM,), selection=Selection(mode="part-time")),
                     selection=Selection(mode="part-time"))  # fmt: skip
    assert "no part-time course within 30 km" in page
    assert find_kind("taught").label == "Taught where"

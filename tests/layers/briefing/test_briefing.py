"""The briefing of a patch: sections, figures counted another way, what is hidden, files read back."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import numpy as np
import pandas as pd
import pypdf
import pytest

from geo import tables
from geo.errors import BadInputError
from geo.outreach import Overlap, merge, read_records, summaries_of
from geo.posterior import FIFTHS, WRONG, likely
from geo.reach import ReachQuery
from layers.briefing import (
    BRIEFING,
    BRIEFING_FORMS,
    change_asked,
    in_form,
)
from layers.briefing.compose import briefing_of
from layers.papers import Block, Paper, content_of, trace_json
from layers.profiles import PAPERS, ProfileTable, Whose, from_query, whose_of
from tests.commands import quick, run
from tests.layers.words import formulas
from tests.tags import Tags

LINCOLN, WEST_LINDSEY = "E07000138", "E07000142"
PATCH, BLACKPOOL = f"{LINCOLN},{WEST_LINDSEY}", "E06000009"
UKPRN = "10007151"
ROWS = """urn,partner,pupils
130762,Lincoln,30
120754,Lincoln,4
120655,Lincoln,25
120754,Bishop,44
120655,Bishop,3
120754,Third,33
100001,Third,22
"""
"""Three partners at 120754; 100001 lies elsewhere."""
SMALL = {"Lincoln": 59, "Bishop": 47}
"""Sums that would give a hidden count away."""
HUB = "481500,390000,Gainsborough hub"


def place_schools() -> pd.DataFrame:
    """Return the schools of the patch by their own neighbourhoods' districts."""
    district = tables.load("areas_lsoa21", ["lad24_code"])["lad24_code"]
    schools = tables.load("schools")
    return schools[schools["lsoa21_code"].map(district).isin([LINCOLN, WEST_LINDSEY])]


@pytest.fixture(scope="module")
def whose() -> Whose:
    return whose_of(ReachQuery((UKPRN,)))


@pytest.fixture(scope="module")
def overlap() -> Overlap:
    return merge(summaries_of(read_records(ROWS.encode())))


@pytest.fixture(scope="module")
def paper(whose: Whose, overlap: Overlap) -> Paper:
    asked, notes = change_asked(PATCH, (UKPRN,), 10, {"hub": HUB})
    assert notes == []
    return briefing_of(PATCH, whose, "Our <b>partnership</b>", overlap, asked)


@pytest.fixture(scope="module")
def plain() -> Paper:
    return briefing_of(BLACKPOOL)


def blocks_of(paper: Paper, section: str) -> tuple[Block, ...]:
    return next(one for one in paper.sections if one.id == section).blocks


def said_in(paper: Paper, section: str) -> list[str]:
    return [one.text for block in blocks_of(paper, section) for one in (*block.said, *block.points)]


def tables_in(paper: Paper, section: str) -> list[ProfileTable]:
    return [table for block in blocks_of(paper, section) for table in block.tables]


def cells_of(table: ProfileTable) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.fixture(scope="module")
def homes() -> pd.DataFrame:
    """Return the patch's neighbourhoods: district, young people, likely or not, km to Lincoln."""
    people = formulas.young("young_people_now")
    at = tables.load("centroids_lsoa21")[["easting_m", "northing_m"]]
    held = tables.load("areas_lsoa21", ["lad24_code"])
    made = held[held["lad24_code"].isin([LINCOLN, WEST_LINDSEY])].join(at)
    made["young_people_now"] = people.reindex(made.index)
    fifth = likely(tables.load("posterior_lsoa21")[FIFTHS[0]], WRONG)
    made["listed"] = pd.Series(fifth).reindex(made.index).fillna(False).astype(bool)
    sites = tables.load("sites")
    own = sites[sites["ukprn"].astype(str) == UKPRN]
    made["km"] = km_between(made, own).min(axis=1)
    return made


def km_between(one: pd.DataFrame, other: pd.DataFrame) -> np.ndarray:
    ends = [frame[["easting_m", "northing_m"]].to_numpy(float) for frame in (one, other)]
    apart = ends[0][:, None, :] - ends[1][None, :, :]
    return np.hypot(apart[..., 0], apart[..., 1]) / 1000


def test_its_sections_stand_in_order(paper: Paper, plain: Paper) -> None:
    assert tuple(BRIEFING_FORMS) == PAPERS
    titles = [one.title for one in paper.sections]
    assert titles == [
        "Summary", "Who we are", "Where the need is",
        "Who is within range, who is worked with and who is not", "Schools and colleges",
        "Next sites", "What if", "What we cannot know", "Sources",
    ]  # fmt: skip
    assert [one.title for one in plain.sections] == [one for one in titles if one != "What if"]
    need = [block.title for block in blocks_of(paper, "need")]
    assert {"Who goes on", "Cold spots", "Deprivation"} <= set(need)


def test_no_figure_is_without_a_trace(paper: Paper, plain: Paper) -> None:
    for made in (paper, plain):
        assert [said.text for _, said in made.sentences() if said.untraced()] == []


def test_districts_are_counted_again(paper: Paper, homes: pd.DataFrame) -> None:
    rows = cells_of(tables_in(paper, "who")[-1])
    again = []
    for code, name in ((WEST_LINDSEY, "West Lindsey"), (LINCOLN, "Lincoln")):
        own = homes[homes["lad24_code"] == code]
        young = own["young_people_now"]
        near = young[own["km"] <= 10].sum()
        counts = (len(own), young.sum(), near, young[own["listed"]].sum())
        again.append([name, *(f"{int(one):,}" for one in counts)])
    assert rows == again
    assert rows[1] == ["Lincoln", "60", "5,218", "5,218", "1,433"]


def test_institutions_stand_with_their_sites_near(paper: Paper) -> None:
    named, sites = tables_in(paper, "who")[:2]
    assert cells_of(named) == [["University of Lincoln", UKPRN, "1", "1", "218"]]
    assert cells_of(sites) == [["University of Lincoln: Lincoln Campus", "218", "0.4"]]


def test_gaps_and_duplication_are_counted_again(paper: Paper) -> None:
    urns = set(place_schools().index.astype(str))
    rows = pd.read_csv(io.StringIO(ROWS), dtype={"urn": str})
    by_school = rows.groupby("urn")["partner"].nunique()
    here = by_school[by_school.index.isin(urns)]
    said = said_in(paper, "work")
    line = (
        f"Of {len(urns)} schools and colleges that stand in it nobody works with "
        f"{len(urns) - len(here)}, and 3 or more partners work with {int((here >= 3).sum())}, by "
        "the records of Lincoln, Bishop and Third."
    )
    assert line in said
    assert "They also work with 1 school outside it." in said


def test_schools_with_most_young_people_of_cold_spots_near_stand_first(
    paper: Paper, homes: pd.DataFrame
) -> None:
    (table,) = tables_in(paper, "schools")
    rows = [dict(zip(table.headings, cells, strict=True)) for cells in cells_of(table)]
    assert len(rows) == min(25, len(place_schools()))
    near = [int(one["Near"].replace(",", "")) for one in rows]
    assert near == sorted(near, reverse=True)
    school = place_schools().loc[["120655"]]
    row = next(one for one in rows if one["School or college"].startswith(school["name"].iloc[0]))
    cold = homes[homes["listed"]]
    within = (km_between(cold, school) <= 3).ravel()
    assert row["Near"] == f"{int(cold['young_people_now'][within].sum()):,}"
    own = tables.load("sites")
    own = own[own["ukprn"].astype(str) == UKPRN]
    assert row["km"] == f"{km_between(school, own).min():.1f}"
    assert row["Partners"] == "Lincoln, Bishop"
    assert row["Roll"] == f"{school['pupils'].iloc[0]:,.0f}"


def test_the_next_site_is_the_best_of_all_by_trying_each(paper: Paper, homes: pd.DataFrame) -> None:
    out = homes[homes["listed"] & (homes["km"] > 10)]
    schools = place_schools()
    left_out = "Special|Independent|Alternative"
    candidates = schools[~schools["kind"].str.contains(left_out)]
    assert said_in(paper, "next")[0].startswith(f"1 of {len(candidates)} schools and colleges")
    gains = (km_between(out, candidates) <= 10).T @ out["young_people_now"].to_numpy()
    (table,) = tables_in(paper, "next")
    first = cells_of(table)[0]
    every = homes.loc[homes["listed"], "young_people_now"].sum()
    already = every - out["young_people_now"].sum()
    assert first[1:] == ["1", f"{int(gains.max()):,}", f"{int(already + gains.max()):,}", "yes"]
    assert first[2] == "1,201"
    said = said_in(paper, "next")
    assert "Proven best for these candidates, these young people and this limit." in said
    assert "No further site would add anyone." in said


def test_where_all_are_in_range_no_site_is_named(plain: Paper) -> None:
    assert said_in(plain, "next") == [
        "No new site would add anyone: all 1,050 of its young people in the likely lowest fifth "
        "live within 10 km of a site already."
    ]
    assert tables_in(plain, "next") == []


def test_without_files_it_says_so_in_a_sentence(plain: Paper) -> None:
    said = " ".join(said_in(plain, "work"))
    assert "no activity file was given" in said
    assert "no records of work at schools were given" in said
    assert "Partners" not in tables_in(plain, "schools")[0].headings


def test_small_counts_and_what_gives_them_away_are_not_shown(paper: Paper) -> None:
    held = {row[0]: row for row in cells_of(tables_in(paper, "work")[-1])}
    assert held["Third"] == ["Third", "1", "0", "33"]
    content = json.dumps(trace_json(paper, b""))
    shown = [trace for _, said in paper.sentences() for trace in said.traces]
    for who, whole in SMALL.items():
        assert " to " in held[who][3]
        assert whole not in [one.value for one in shown if one.field == "number"]
        assert f'"{whole}"' not in content


def test_beside_an_activity_file_counts_at_schools_are_left_out(
    overlap: Overlap, tmp_path: Path
) -> None:
    path = tmp_path / "activity.csv"
    path.write_text("area_code,number\nE01026129,40\n")
    both = briefing_of(LINCOLN, whose_of(ReachQuery((UKPRN,), activity=path)), overlap=overlap)
    table = tables_in(both, "work")[-1]
    assert table.headings == ("Partner", "Schools", "Of it alone")
    said = " ".join(said_in(both, "work"))
    assert "How many young people took part at schools is left out" in said
    assert "Engaged, by rows of the activity file: 1 neighbourhood" in said


def test_a_change_stands_as_it_was_asked(paper: Paper, homes: pd.DataFrame) -> None:
    hub = pd.DataFrame({"easting_m": [481_500.0], "northing_m": [390_000.0]})
    to_hub = km_between(homes, hub).ravel()
    young = homes["young_people_now"]
    after = int(young[(homes["km"] <= 10) | (to_hub <= 10)].sum())
    said = said_in(paper, "what-if")
    assert said[0] == "Suppose Gainsborough hub were added."
    assert said[1].startswith(f"{after:,} of {int(young.sum()):,} young people")


def test_what_goes_and_comes_is_said_in_one_sentence() -> None:
    asked, _ = change_asked(BLACKPOOL, (), 10, {"drop": "10007151", "hub": HUB})
    made = briefing_of(BLACKPOOL, change=asked)
    first = said_in(made, "what-if")[0]
    assert first == (
        "Suppose all sites of the University of Lincoln were taken away and Gainsborough hub added."
    )


def test_an_address_keeps_a_change_of_a_briefing_alone() -> None:
    query = {"in": PATCH, "providers": UKPRN, "as": BRIEFING, "hub": HUB, "drop": ""}
    asked, notes = from_query(query)
    assert (notes, asked.pairs()) == ([], {key: value for key, value in query.items() if value})
    asked, _ = from_query({**query, "as": "council"})
    assert "hub" not in asked.pairs()
    asked, _ = from_query({**query, "hub": "x" * 5000})
    assert len(asked.hub) == 600
    assert change_asked(PATCH, (), 10, asked.pairs())[0] is None


@pytest.mark.parametrize(
    ("code", "why"),
    [("S12000049", "that of England"), ("E12000002", "too wide"), ("E01012673", "No school")],
)
def test_where_no_schools_are_listed_it_says_why(code: str, why: str) -> None:
    made = briefing_of(code)
    assert why in said_in(made, "schools")[0]
    assert [said.text for _, said in made.sentences() if said.untraced()] == []


def test_the_other_forms_are_composed_of_a_patch_too() -> None:
    made = in_form("access-plan", PATCH)
    assert made.title.text.endswith("Lincoln and West Lindsey")
    with pytest.raises(BadInputError, match="Choose council, access-plan or briefing"):
        in_form("letter", PATCH)


def test_it_reads_back_as_word_page_and_tagged_pdf(paper: Paper) -> None:
    written = docx.Document(io.BytesIO(content_of(paper, ".docx")))
    heads = [one.text for one in written.paragraphs if one.style.name == "Heading 1"]
    assert heads == [f"{at}. {one.title}" for at, one in enumerate(paper.sections, 1)]
    page = content_of(paper, ".html").decode()
    seen = Tags()
    seen.feed(page)
    assert "Our &lt;b&gt;partnership&lt;/b&gt;" in page
    assert [tag for tag, _ in seen.seen].count("h1") == 1
    reader = pypdf.PdfReader(io.BytesIO(content_of(paper, ".pdf")), strict=True)
    root = reader.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == paper.title.text
    text = "".join(one.extract_text() for one in reader.pages)
    assert "What we cannot know" in text


def test_the_terminal_writes_it_with_records(tmp_path: Path) -> None:
    records = tmp_path / "records.csv"
    records.write_text(ROWS)
    out = tmp_path / "briefing.html"
    said = quick("paper", PATCH, "--form", BRIEFING, "--provider", UKPRN, "--activities",
                 str(records), "--out", str(out))  # fmt: skip
    assert "Briefing: young people and higher education in Lincoln and West Lindsey" in said
    assert "by the records of Lincoln, Bishop and Third" in out.read_text()
    held = json.loads((tmp_path / "briefing.trace.json").read_text())
    assert held["form"] == BRIEFING
    code, _, error = run("paper", PATCH, "--activities", str(records))
    assert code != 0
    assert "Give --form briefing" in error

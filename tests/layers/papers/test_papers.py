"""Papers: what stands in them and what is left blank, figures made again, files read back."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import docx
import numpy as np
import pandas as pd
import pypdf
import pytest

from geo import tables
from geo.errors import BadInputError, UnknownAreaError
from layers.papers import ACCESS, COUNCIL, FORMATS, Paper, logo_of, paper_of, write_paper
from layers.papers.compose import FORMS, checked_name
from layers.papers.model import TO_FILL
from layers.profiles import PAPERS
from layers.words import Trace
from layers.words.traces import DEFINED
from tests.layers.papers.logos import DRAWN
from tests.layers.stories import recomputed
from tests.layers.words import formulas
from tests.tags import Tags

BLACKPOOL, BURNLEY, ZONE = "E06000009", "E07000117", "zone-E01015933"
OWN = "Blackpool Council"
PLACES = [
    (BLACKPOOL, COUNCIL), (BLACKPOOL, ACCESS), (BURNLEY, COUNCIL), (ZONE, ACCESS),
    ("E01012673", COUNCIL), ("E12000002", COUNCIL), ("S12000049", COUNCIL),
    ("W06000015", COUNCIL), ("N09000003", COUNCIL),
]  # fmt: skip


@cache
def written(code: str, form: str = COUNCIL) -> Paper:
    return paper_of(code, form, by=OWN if code == BLACKPOOL else "")


@cache
def near(code: str) -> pd.DataFrame:
    """Measure again how far a place's neighbourhoods are from each school, in km."""
    codes = formulas.inside(code, "lsoa21")
    homes = tables.load("centroids_lsoa21").loc[codes, ["easting_m", "northing_m"]]
    schools = tables.load("schools")[["easting_m", "northing_m"]]
    apart = homes.to_numpy()[:, None, :] - schools.to_numpy()[None, :, :]
    km = np.hypot(apart[..., 0], apart[..., 1]) / 1000
    return pd.DataFrame(km, codes, schools.index)


def again(trace: Trace, code: str) -> object:
    """Execute the formula of a trace of a paper."""
    within = r"(?: within ([\d.]+) km(?: of its neighbourhoods)?)"
    if trace.dataset == "schools" and trace.formula.startswith("as it stands"):
        return tables.load("schools").fillna({"town": ""})[trace.field][trace.area_code]
    if re.fullmatch(rf"count of schools and colleges{within}", trace.formula):
        return int((near(code).min() <= 3).sum())
    if trace.formula == "least km from where the people of its neighbourhoods live":
        return round(float(near(code)[trace.area_code].min()), 2)
    if re.fullmatch(rf"sum of \w+ over the neighbourhoods of the place{within}", trace.formula):
        young = formulas.young("young_people_now").reindex(near(code).index)
        return int(young[near(code)[trace.area_code] <= 3].sum())
    if found := re.fullmatch(r"(sum of \w+ over its .+) not( within [\d.]+ km of a site)",
                             trace.formula):  # fmt: skip
        whole, part = (
            int(recomputed.again(Trace("", trace.dataset, trace.field, code, 0, text)))
            for text in (found[1], found[1] + found[2])
        )
        return whole - part
    if re.match("zone-|E01|E02|E05", trace.area_code):
        return formulas.value_of(trace)
    return recomputed.again(trace)


@pytest.mark.slow
@pytest.mark.parametrize(("code", "form"), PLACES)
def test_every_figure_is_made_again(code: str, form: str) -> None:
    paper, wrong = written(code, form), []
    held = [said for where, said in paper.sentences() if where not in ("map", "legend", "front")]
    for trace in dict.fromkeys(one for said in held for one in said.traces):
        if trace.formula == DEFINED:
            continue
        found = again(trace, code)
        same = found == trace.value
        if isinstance(trace.value, float | int) and not isinstance(found, str):
            same = found == pytest.approx(trace.value, rel=1e-6, abs=1e-9)
        if not same:
            wrong.append(f"{trace.formula}: {trace.value!r}, not {found!r}; {trace}")
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize(("code", "form"), PLACES)
def test_no_figure_is_without_a_trace(code: str, form: str) -> None:
    bare = [(where, said.text, said.untraced()) for where, said in written(code, form).sentences()]
    assert [one for one in bare if one[2]] == []


def test_a_council_paper_has_its_sections_in_order() -> None:
    assert (*FORMS, "briefing") == PAPERS
    titles = [one.title for one in written(BLACKPOOL).sections]
    assert titles == [
        "Summary", "The need", "Schools and colleges", "Who is within range", "Options considered",
        "Recommendations", "Financial implications", "Legal implications",
        "Equality implications", "What the data cannot tell", "Background papers",
    ]  # fmt: skip


def test_an_access_plan_goes_by_the_risks() -> None:
    titles = [one.title for one in written(BLACKPOOL, ACCESS).sections]
    assert titles[1:5] == [
        "Risk: knowledge and skills",
        "Risk: information and guidance, perception of higher education",
        "Risk: limited choice of course type and delivery mode",
        "Risk: cost pressures",
    ]


@pytest.mark.parametrize(("code", "form"), [(BLACKPOOL, COUNCIL), (BLACKPOOL, ACCESS)])
def test_nothing_is_recommended_and_what_is_for_the_author_is_blank(code: str, form: str) -> None:
    paper = written(code, form)
    blank = {one.id: sum(block.blanks for block in one.blocks) for one in paper.sections}
    own = ("recommendations", "financial", "legal", "equality")
    if form == ACCESS:
        own = ("recommendations", "strategy", "evaluation")
    assert all(blank[name] > 0 for name in own)
    for section in paper.sections:
        if section.id in own:
            said = [said.text for block in section.blocks for said in block.said]
            assert said in ([], ["That the committee:"])
            assert not any(block.points or block.tables for block in section.blocks)
    text = " ".join(said.text for where, said in paper.sentences())
    assert not re.search(r"\b(recommend|should|must|ought|best option|we propose)", text)


def test_options_are_counted_and_none_is_preferred() -> None:
    options = next(one for one in written(BLACKPOOL).sections if one.id == "options")
    said = [one.text for block in options.blocks for one in block.points]
    assert said == [
        "Going on as now: 8,385 of its 8,385 young people live within 10 km of a place that "
        "teaches undergraduate courses.",
        "Working with schools and colleges: 24 schools and colleges stand within 3 km of where "
        "its people live.",
        "Working in some neighbourhoods alone: 9 of its neighbourhoods are in the likely lowest "
        "fifth, where 1,050 of its young people live.",
        "Somewhere to learn that is nearer: none of its young people lives farther than 10 km "
        "from a place that teaches undergraduate courses.",
    ]
    assert "None is preferred" in options.blocks[0].said[0].text


@pytest.mark.parametrize(
    ("code", "form", "why"),
    [
        ("S12000049", ACCESS, "a provider in England, and S12000049 lies in Scotland"),
        (BLACKPOOL, "letter", "Choose council or access-plan"),
        ("smc205-001", COUNCIL, "no participation rates are published"),
    ],
)
def test_what_has_no_paper_is_refused(code: str, form: str, why: str) -> None:
    with pytest.raises(BadInputError, match=why):
        paper_of(code, form)


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(UnknownAreaError, match="E99999999"):
        paper_of("E99999999")


def test_schools_are_england_s_and_of_no_wide_place() -> None:
    for code, why in (("S12000049", "that of England"), ("E12000002", "too wide for one list")):
        schools = next(one for one in written(code).sections if one.id == "schools")
        assert why in schools.blocks[0].said[0].text
        assert not schools.blocks[0].tables


@pytest.mark.parametrize(
    ("given", "kept"),
    [("  A\tcouncil\n", "A council"), ("", ""), ("x" * 80, "x" * 80), ("a\u202eb", "a b")],
)
def test_a_name_stands_on_one_line(given: str, kept: str) -> None:
    assert checked_name(given) == kept


def test_a_name_that_is_too_long_is_refused() -> None:
    with pytest.raises(BadInputError, match="81 letters; 80 is the most"):
        checked_name("x" * 81)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("paper")
    for suffix in FORMATS:
        write_paper(written(BLACKPOOL), made / f"{suffix}.{suffix}", logo_of(DRAWN, "own.svg"))
    return made


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_a_word_paper_reads_back(folder: Path) -> None:
    paper = written(BLACKPOOL)
    made = docx.Document(str(folder / "docx.docx"))
    assert made.core_properties.title == paper.title.text
    assert made.core_properties.language == "en-GB"
    heads = [one.text for one in made.paragraphs if one.style.name == "Heading 1"]
    assert heads == [f"{at}. {one.title}" for at, one in enumerate(paper.sections, 1)]
    alts = [shape._inline.docPr.get("descr") for shape in made.inline_shapes]
    assert alts == [f"Logo of {OWN}", paper.map.described.text]
    held = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    text = squeezed(" ".join([one.text for one in made.paragraphs] + held))
    for where, said in paper.sentences():
        if said.text not in (paper.map.described.text, paper.map.title.text):
            assert squeezed(said.text) in text, (where, said.text)
    for table in made.tables:
        head = table.rows[0]._tr.trPr.xpath("w:tblHeader")
        assert len(head) == 1
    blanks = [one.text for one in made.paragraphs if re.fullmatch(r"\d+\. \[.+\]", one.text)]
    assert blanks == [f"{at}. {TO_FILL}" for lines in (2, 5, 1, 1, 1) for at in range(1, lines + 1)]
    levels = [int(one.style.name[-1]) for one in made.paragraphs
              if one.style.name.startswith("Heading")]  # fmt: skip
    assert all(after <= before + 1 for before, after in pairwise(levels))


def parts_of(node: pypdf.generic.DictionaryObject) -> list[pypdf.generic.DictionaryObject]:
    kids = node.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    held = [kid.get_object() for kid in kids]
    held = [kid for kid in held if isinstance(kid, dict)]
    return [node, *(one for kid in held for one in parts_of(kid))]


def test_a_pdf_is_tagged_and_reads_back(folder: Path) -> None:
    paper = written(BLACKPOOL)
    reader = pypdf.PdfReader(folder / "pdf.pdf", strict=True)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == paper.title.text
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    parts = parts_of(root["/StructTreeRoot"])
    kinds = [str(one.get("/S", "")) for one in parts]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(paper.sections)
    tables_of = [t for one in paper.sections for block in one.blocks for t in block.tables]
    assert kinds.count("/Table") == len(tables_of)
    assert kinds.count("/TH") == sum(len(one.headings) for one in tables_of)
    alts = [str(one["/Alt"]) for one in parts if "/Alt" in one]
    assert alts == [f"Logo of {OWN}", paper.map.described.text]
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    for section in paper.sections:
        assert squeezed(section.title) in text
    for said in paper.sections[0].blocks[0].points:
        assert squeezed(said.text)[:30] in text
    assert text.count(squeezed(TO_FILL)) == 3 + 10


def test_a_page_stands_alone(folder: Path) -> None:
    page, paper = Tags(), written(BLACKPOOL)
    page.feed((folder / "html.html").read_text(encoding="utf-8"))
    pictures = [attrs for tag, attrs in page.seen if tag == "img"]
    assert [one["alt"] for one in pictures] == [f"Logo of {OWN}", paper.map.described.text]
    assert all(one["src"].startswith("data:image/png;base64,") for one in pictures)
    tags = [tag for tag, _ in page.seen]
    assert tags.count("h1") == 1
    assert not {"script", "link", "iframe"} & set(tags)
    text = squeezed(page.text)
    for where, said in paper.sentences():
        assert squeezed(said.text) in text or said in (paper.map.described, paper.name), where


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_paper_gives_the_same_bytes_and_its_traces(
    folder: Path, suffix: str, tmp_path: Path
) -> None:
    paths = write_paper(
        written(BLACKPOOL), tmp_path / f"{suffix}.{suffix}", logo_of(DRAWN, "own.svg")
    )
    assert paths[0].read_bytes() == (folder / f"{suffix}.{suffix}").read_bytes()
    held = json.loads(paths[1].read_text())
    assert (held["code"], held["form"]) == (BLACKPOOL, COUNCIL)
    assert len(held["shown"]) == len(list(written(BLACKPOOL).sentences()))


def test_without_a_logo_there_is_none(tmp_path: Path) -> None:
    paths = write_paper(written(BURNLEY), tmp_path / "one.docx")
    made = docx.Document(io.BytesIO(paths[0].read_bytes()))
    assert len(made.inline_shapes) == 1
    fronts = [one.text for one in made.paragraphs if one.text.startswith("Report of")]
    assert fronts == [f"Report of: {TO_FILL}"]


def test_hostile_text_is_written_letter_by_letter(tmp_path: Path) -> None:
    name = "<img src=x onerror=a()> #evil[x] $a$ {{ 7919*7907 }}"
    paper = paper_of(BURNLEY, by=name)
    for suffix in FORMATS:
        write_paper(paper, tmp_path / f"one.{suffix}")
    page = (tmp_path / "one.html").read_text()
    assert "&lt;img src=x onerror=a()&gt; #evil[x] $a$ {{ 7919*7907 }}" in page
    assert "<img src=x" not in page
    text = "".join(one.extract_text() for one in pypdf.PdfReader(tmp_path / "one.pdf").pages)
    assert squeezed(name) in squeezed(text)
    assert any(name in one.text for one in docx.Document(str(tmp_path / "one.docx")).paragraphs)

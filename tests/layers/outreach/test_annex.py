"""The annex of a share-out: every figure traced, and read back from its files."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest

from geo.errors import BadInputError
from geo.outreach import (
    NOBODY,
    Overview,
    ShareOutOptions,
    find_overview,
    merge,
    parse_partner,
    read_records,
    schools_in,
    summaries_of,
)
from layers.outreach import annex_of, list_files, loads_table, partners_table, schools_table
from layers.outreach.files import file_stem
from layers.papers import Paper, content_of, write_paper
from tests.geo.outreach.test_overview import BLACKPOOL, ROWS, TAKERS


@pytest.fixture(scope="module")
def found() -> Overview:
    overlap = merge(summaries_of(read_records(ROWS.encode())))
    asked = ShareOutOptions(agreed={"130739": NOBODY})
    return find_overview(
        schools_in(BLACKPOOL), overlap, [parse_partner(one) for one in TAKERS], asked
    )


@pytest.fixture(scope="module")
def paper(found: Overview) -> Paper:
    return annex_of(found, "Coast <b>partnership</b>")


def test_every_figure_of_the_annex_has_its_trace(paper: Paper) -> None:
    for where, said in paper.sentences():
        assert not said.untraced(), (where, said.text)


def test_the_tables_hold_each_school_once_with_why(found: Overview, paper: Paper) -> None:
    assert found.shared is not None
    seen = {}
    for section in paper.sections:
        for table in section.blocks[0].tables if section.id.startswith(("partner", "nob")) else ():
            for row in table.rows:
                cells = dict(zip(table.headings, (one.text for one in row.cells), strict=True))
                seen[cells["URN"]] = (section.title, cells)
    assert sorted(seen) == sorted(found.place.table.index)
    for urn, (title, cells) in seen.items():
        row, own = found.place.table.loc[urn], found.shared.table.loc[urn]
        assert cells["School"] == row["name"]
        assert cells["Why"].lower() == own["because"].lower()
        roll = row["pupils"]
        assert cells["Roll"] == ("–" if roll != roll else f"{roll:,.0f}")
        assert title.endswith("nobody takes" if own["partner"] == NOBODY else own["partner"])


def test_the_annex_reads_back_as_word_page_and_pdf(paper: Paper, tmp_path: Path) -> None:
    written = docx.Document(io.BytesIO(content_of(paper, ".docx")))
    cells = {cell.text for table in written.tables for row in table.rows for cell in row.cells}
    assert {"140143", "Park Community Academy", "Works there already"} <= cells
    page = content_of(paper, ".html").decode()
    assert "Discover Uni" in page
    assert "Get Information about Schools" in page
    assert "Coast &lt;b&gt;partnership&lt;/b&gt;" in page
    assert "<img" not in page
    files = write_paper(paper, tmp_path / "annex.pdf")
    assert files[0].read_bytes().startswith(b"%PDF")
    assert json.loads(files[1].read_text())["form"] == "share-out"


def test_without_a_share_out_there_is_no_annex(found: Overview) -> None:
    with pytest.raises(BadInputError, match="needs partners"):
        annex_of(Overview(found.place, found.overlap))


def test_tables_of_the_page_say_what_the_sums_say(found: Overview) -> None:
    assert found.shared is not None
    assert "Partners" not in schools_table(found, ["130739"]).headings
    rows = {row[0]: row for row in partners_table(found).rows}
    assert rows["North"] == ["North", "2", "1", "35"]
    assert rows["South"] == ["South", "1", "0", "15"]
    made = schools_table(found, ["140143", "130739"])
    first, last = ([*row] for row in made.rows)
    assert first[7:9] == ["North, South, College", "41 to 74"]
    assert last[7:] == ["nobody", "–", NOBODY, "agreed that nobody takes it"]
    loads = loads_table(found.shared).rows
    assert [row[1] for row in loads] == [
        f"{len(found.shared.urns_of(who)):,}" for who in ("Lancaster", "North")
    ]


def test_files_of_partners_have_names_of_their_own(found: Overview, tmp_path: Path) -> None:
    assert file_stem("../../St. Mary's") == "st-mary-s"
    assert file_stem("…") == "partner"
    names = [path.name for path in list_files(found, tmp_path)]
    assert names == [
        f"{one}{suffix}" for one in ("lancaster", "north", "nobody") for suffix in (".csv", ".xlsx")
    ]

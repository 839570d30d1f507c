"""The table for chart tools: every kind of map, headings, keys, and figures against raw tables."""

from __future__ import annotations

import csv
import io
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo.areas import AreaTable
from geo.errors import BadInputError
from geo.registry.geographies import GEOGRAPHIES, ONS_FIELDS
from geo.registry.indicators import indicator
from geo.settings import data_dir
from layers.exports.chart_table import (
    ChartTable,
    _Columns,
    _places,
    _shown,
    _unit,
    as_csv,
    build_chart_table,
    fields_of,
)
from layers.exports.dictionary import words_of
from layers.exports.files import read_link, write_charts
from layers.kinds import ChartColumn
from tests.commands import run

LINKS = (
    "in=E06000018",
    "level=lad24&in=E12000007",
    "level=utla23&show=he19_rate&in=E12000007",
    "level=utla23&show=he19_rate&in=E12000007&years=long",
    "level=lad24&show=child_poverty_rate&in=E12000007",
    "show=iod25_decile&in=E06000018",
    "show=tundra_gap_modelled&in=E06000018",
    "with=both&in=E06000018",
    "with=disagree&level=lad24&in=E12000007",
    "with=cold&in=E06000018",
    "with=cold&by=gap&in=E06000018",
    "with=cold&by=likely&in=E06000018",
    "with=cold&in=S12000036",
    "with=reach&in=E06000018&reach=catchment",
    "with=sites&in=E12000002&add=2",
    "with=change&level=utla23&in=E12000007",
    "with=nations&level=lad24",
    "with=draws&in=E06000018",
    "level=smc205&show=smc_labour_market",
)


def made_of(link: str) -> ChartTable:
    return build_chart_table(read_link(link)[0])


def rows_of(made: ChartTable) -> list[dict[str, str]]:
    """Read the file as any reader of RFC 4180 does."""
    return list(csv.DictReader(io.StringIO(as_csv(made).decode("utf-8"), newline=""), strict=True))


@pytest.mark.parametrize("link", LINKS)
def test_each_kind_of_map_has_a_table_without_an_empty_column(link: str) -> None:
    made = made_of(link)
    rows = rows_of(made)
    headings = list(rows[0])
    assert headings[0] in ("Place", "Site")
    assert len(rows) == len(made.table)
    assert [name for name in headings if not any(row[name] for row in rows)] == []
    assert len({row[headings[0]] for row in rows}) == len(rows), "two places of one name"
    assert len({row[made.key] for row in rows}) == len(rows)
    words = [
        name for name in headings if not re.fullmatch(r"[A-Z0-9]+(CD|NM)|area_code|site", name)
    ]
    assert not any("_" in name for name in words), "a heading that is no words"
    assert not any(cell.startswith(("=", "+", "@", "'")) for row in rows for cell in row.values())
    assert [one["name"] for one in fields_of(made)] == headings


@pytest.mark.parametrize("link", LINKS)
def test_each_rate_goes_with_its_interval_or_the_reason_for_none(link: str) -> None:
    """By the headings alone: beside each percentage of a measure stand two ends or a reason."""
    headings = list(made_of(link).table)
    sure = ("Chance", "Rate expected", "Lower end", "Upper end")
    rates = [name for name in headings if name.endswith((", %", ", percentage points"))]
    for name in rates:
        if name.startswith(sure):
            continue
        after = headings[headings.index(name) + 1 :]
        assert after[0].startswith(("Lower end of 9", "Why no interval")), name
        assert after[0].startswith("Why") or after[1].startswith("Upper end of 9"), name


def test_rates_are_per_cent_with_the_decimals_of_their_measure() -> None:
    """Nottingham's figures from the raw table, rounded by decimals, the interval by its formula."""
    raw = pd.read_parquet(data_dir() / "tables/tundra_lsoa21.parquet")
    rows = {row["LSOA21CD"]: row for row in rows_of(made_of("in=E06000018"))}
    assert len(rows) == 179
    checked = 0
    for code, row in rows.items():
        rate, people = raw["rate"].get(code), raw["source_cohort"].get(code)
        if rate is None or np.isnan(rate):
            assert row["Young participation (TUNDRA), %"] == ""
            continue
        tenths = Decimal(repr(round(float(rate) * 100, 9))).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert row["Young participation (TUNDRA), %"] == str(tenths)
        z = 1.959963984540054
        middle = (rate + z * z / (2 * people)) / (1 + z * z / people)
        half = (
            z / (1 + z * z / people) * np.sqrt(rate * (1 - rate) / people + (z / 2 / people) ** 2)
        )
        for end, value in (("Lower", middle - half), ("Upper", middle + half)):
            assert float(row[f"{end} end of 95% interval, %"]) == pytest.approx(
                value * 100, abs=0.06
            )
        checked += 1
    assert checked > 150


def test_a_measure_with_years_says_the_year_that_is_shown() -> None:
    raw = pd.read_parquet(data_dir() / "tables/lait.parquet").reset_index()
    raw = raw[(raw["measure"] == "he19_rate") & (raw["period"] == "2018-19")]
    raw = raw.set_index("area_code")["value"]
    rows = rows_of(made_of("level=utla23&show=he19_rate&in=E12000007&year=2019"))
    known = [row for row in rows if row["Entry to HE by 19, 2018-19, %"]]
    assert len(known) > 30
    for row in known:
        found = float(row["Entry to HE by 19, 2018-19, %"])
        assert found == pytest.approx(raw[row["CTYUA23CD"]] * 100, abs=0.051)
        assert float(row["Lower end of 95% interval, %"]) < found


def test_a_change_is_the_difference_of_its_two_years() -> None:
    rows = rows_of(made_of("with=change&level=utla23&in=E12000007"))
    known = [row for row in rows if row["Change, percentage points"]]
    assert len(known) > 25
    for row in known:
        before, after = (
            float(row[f"Entry to HE by 19, {year}, %"]) for year in ("2015-16", "2023-24")
        )
        assert float(row["Change, percentage points"]) == pytest.approx(after - before, abs=0.11)


def test_sites_lie_where_the_schools_of_the_register_lie() -> None:
    from pyproj import Transformer

    schools = pd.read_parquet(data_dir() / "tables/schools.parquet")
    turn = Transformer.from_crs(4326, 27700, always_xy=True)
    rows = rows_of(made_of("with=sites&in=E12000002&add=2"))
    assert len(rows) == 2
    for row in rows:
        east, north = turn.transform(float(row["Longitude"]), float(row["Latitude"]))
        there = schools[schools.index.astype(str) == row["site"]].iloc[0]
        assert abs(east - there["easting_m"]) < 1
        assert abs(north - there["northing_m"]) < 1


def test_each_level_of_a_statistical_office_has_the_names_of_its_columns() -> None:
    levels = {entry.id for entry in GEOGRAPHIES if entry.on_map} - {"smc205"}
    assert set(ONS_FIELDS) == levels
    for level, stem in ONS_FIELDS.items():
        year = level[-2:]
        assert stem.endswith(year if year.isdigit() else "24"), level


@pytest.mark.parametrize(
    ("measure", "unit", "value", "shown"),
    [
        ("tundra_rate", ", %", 0.3805, 38.1),
        ("tundra_gap_modelled", ", percentage points", -0.0104, -1.0),
        ("further_education_rate", ", per 100,000", 1234.5, 1235),
        ("iod25_decile", "", 3.0, 3),
        ("iod25_income_decile", ", decile", 3.0, 3),
        ("iod25_he_entry_rank", "", 17.0, 17),
        ("simd20_transit_gp_minutes", ", minutes", 12.25, 12.3),
        ("prob_true_fifth_1", ", %", 0.645, 65),
    ],
)
def test_units_stand_in_headings_and_figures_are_as_pages_write_them(
    measure: str, unit: str, value: float, shown: float
) -> None:
    entry = indicator(measure)
    column, words = ChartColumn(measure, like=entry), words_of(measure)
    assert _unit(column, words) == unit
    assert _shown(pd.Series([value]), column, words).tolist() == [shown]
    assert entry.text(value).replace(",", "").find(f"{abs(shown):g}") >= 0


def test_cells_that_would_run_are_made_inert_and_numbers_are_not() -> None:
    table = pd.DataFrame(
        {"Place": ["=1+1", "Leeds, north", 'A "b"'], "Rate, %": [-1.5, 2.0, np.nan]}
    )
    assert as_csv(ChartTable(table, {})) == (
        b'Place,"Rate, %"\r\n\'=1+1,-1.5\r\n"Leeds, north",2.0\r\n"A ""b""",\r\n'
    )


def test_a_column_that_is_empty_in_every_row_is_left_out() -> None:
    columns = _Columns()
    columns.add("None", pd.Series([np.nan, np.nan]), "nothing")
    columns.add("Blank", pd.Series(["", ""]), "nothing")
    columns.add("One", pd.Series([np.nan, 1.0]), "one")
    assert list(columns.made) == ["One"]
    assert columns.about == {"One": "One."}


def test_a_name_that_is_no_csv_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"End the name in \.csv"):
        write_charts(read_link("in=E06000018")[0], tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_the_terminal_writes_it_and_says_what_does_not_go_together(tmp_path: Path) -> None:
    out, link = tmp_path / "charts.csv", "in=E06000018"
    code, said, wrong = run("export", "--link", link, "--out", str(out), "--for-charts")
    assert code == 0, wrong
    assert f"{out}: {link}" in said
    assert out.read_bytes() == as_csv(made_of(link))
    other = tmp_path / "charts.html"
    code, _, wrong = run("export", "--link", link, "--out", str(other), "--for-charts")
    assert code != 0
    assert "End the name in .csv" in " ".join(wrong.split())
    code, _, wrong = run("export", "--link", link, "--out", str(out), "--for-charts", "--desk")
    assert code != 0
    assert "--for-charts" in wrong


NAMED = pd.DataFrame(
    {
        "area_name": ["Leeds 001", "Leeds 002", "Leeds 003", "York 001", "York 002", "York 002"],
        "local_name": ["Otley", "", None, "Otley", "", ""],
        "lad24_name": ["Leeds", "Leeds", "Leeds", "York", "York", "York"],
    },
    index=pd.Index([f"E0200000{n}" for n in range(1, 7)], name="area_code"),
)


def test_areas_go_by_their_local_names_and_two_of_one_name_by_their_authority_or_code() -> None:
    assert _places(AreaTable("msoa21", NAMED)).tolist() == [
        "Otley, Leeds", "Leeds 002", "Leeds 003", "Otley, York",
        "York 002, York (E02000005)", "York 002, York (E02000006)",
    ]  # fmt: skip
    # A neighbourhood goes by its number, and so by its code where two share one.
    assert _places(AreaTable("lsoa21", NAMED.drop(columns="lad24_name"))).tolist() == [
        "Leeds 001", "Leeds 002", "Leeds 003", "York 001",
        "York 002 (E02000005)", "York 002 (E02000006)",
    ]  # fmt: skip

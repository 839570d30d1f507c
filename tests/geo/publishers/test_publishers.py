from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geo.errors import BadInputError, GeoError, SourceUnavailableError, UnknownAreaError
from geo.publishers import hesa, ofs, smc
from geo.publishers.dfe import authorities as dfe_authorities
from geo.publishers.dfe import tool as dfe
from geo.publishers.ons import local as ons_local
from geo.publishers.ons import lookups as ons_lookups
from tests.geo.examples import EXAMPLES, Example, Rows, write

BY_NAME = {example.name: example for example in EXAMPLES}
Declare = Callable[..., None]


def lay(raw: Path, declare: Declare, example: Example, rows: Rows | None = None) -> None:
    """Write an example and let the registry expect as many rows as the whole example has."""
    for name, content in example.beside:
        write(raw, name, content)
        declare(name, rows=len(content) - 1)
    write(raw, example.name, rows or example.rows, example.sheet, example.encoding)
    declare(example.name, rows=len(example.rows) - 1)


def refused(raw: Path, example: Example, kind: type[GeoError] = BadInputError) -> str:
    with pytest.raises(kind) as caught:
        example.read(raw)
    message = str(caught.value)
    assert "\n" not in message
    assert example.name in message
    return message


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_good_file_is_read(tmp_path: Path, declare: Declare, example: Example) -> None:
    lay(tmp_path, declare, example)
    assert len(example.read(tmp_path)) >= 2


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_renamed_column_is_refused(tmp_path: Path, declare: Declare, example: Example) -> None:
    rows = copy.deepcopy(example.rows)
    rows[0][example.key] = "Something else"
    lay(tmp_path, declare, example, rows)
    assert "Something else" in refused(tmp_path, example) or "column" in refused(tmp_path, example)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_header_further_down_is_refused(
    tmp_path: Path, declare: Declare, example: Example
) -> None:
    title: Rows = [["A title", *[""] * (len(example.rows[0]) - 1)]]
    lay(tmp_path, declare, example, title + copy.deepcopy(example.rows))
    refused(tmp_path, example)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_missing_row_is_refused(tmp_path: Path, declare: Declare, example: Example) -> None:
    lay(tmp_path, declare, example, copy.deepcopy(example.rows[:-1]))
    whole = len(example.rows) - 1
    assert f"{whole - 1:,} rows of data, expected {whole:,}" in refused(tmp_path, example)


@pytest.mark.fault(20)
@pytest.mark.parametrize(
    "example", [one for one in EXAMPLES if not one.odd], ids=lambda example: example.name
)
def test_a_repeated_key_is_refused(tmp_path: Path, declare: Declare, example: Example) -> None:
    rows = copy.deepcopy(example.rows)
    rows[-1] = list(rows[1])
    lay(tmp_path, declare, example, rows)
    assert "more than once" in refused(tmp_path, example, GeoError)


CODED = [
    one
    for one in EXAMPLES
    if str(one.rows[1][one.key])[:3] in ("E01", "E02", "E05", "E06", "E07", "W01")
]


@pytest.mark.fault(19, 21)
@pytest.mark.parametrize("example", CODED, ids=lambda example: example.name)
def test_a_code_of_another_form_is_refused(
    tmp_path: Path, declare: Declare, example: Example
) -> None:
    rows = copy.deepcopy(example.rows)
    rows[-1][example.key] = "S01006506"
    lay(tmp_path, declare, example, rows)
    assert "(first: S01006506)" in refused(tmp_path, example, UnknownAreaError)


NUMBERED = [one for one in EXAMPLES if one.number is not None]


@pytest.mark.fault(34)
@pytest.mark.parametrize("example", NUMBERED, ids=lambda example: example.name)
@pytest.mark.parametrize("mark", ["q", "Infinity", "1,234", "1e"])
def test_an_unknown_mark_is_refused_with_its_row(
    tmp_path: Path, declare: Declare, example: Example, mark: str
) -> None:
    rows = copy.deepcopy(example.rows)
    assert example.number is not None
    rows[-1][example.number] = mark
    lay(tmp_path, declare, example, rows)
    message = refused(tmp_path, example)
    assert f"row {len(rows)}" in message
    assert repr(mark) in message


@pytest.mark.parametrize("example", NUMBERED, ids=lambda example: example.name)
@pytest.mark.parametrize("value", ["-99999999", "99999999"])
def test_a_value_out_of_range_is_refused(
    tmp_path: Path, declare: Declare, example: Example, value: str
) -> None:
    rows = copy.deepcopy(example.rows)
    assert example.number is not None
    rows[-1][example.number] = value
    lay(tmp_path, declare, example, rows)
    assert "is outside" in refused(tmp_path, example)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_absent_file_says_which_and_whence(tmp_path: Path, example: Example) -> None:
    with pytest.raises(SourceUnavailableError, match="is not under"):
        example.read(tmp_path)


@pytest.mark.fault(25)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_web_page_instead_of_the_file_is_refused(
    tmp_path: Path, declare: Declare, example: Example
) -> None:
    lay(tmp_path, declare, example)
    from geo.registry.datasets import dataset

    path = tmp_path / dataset(example.name).file
    path.write_text("<!DOCTYPE html><html><body>Page not found</body></html>\n")
    refused(tmp_path, example)


@pytest.mark.fault(34)
def test_tundra_cells_that_are_suppressed_are_missing(tmp_path: Path, declare: Declare) -> None:
    lay(tmp_path, declare, BY_NAME["tundra_lsoa11"])
    table = ofs.read_tundra(tmp_path, "tundra_lsoa11")
    assert table.loc["E01000001"].isna().all()
    assert table.loc["E01000005"].to_dict() == {"cohort": 85, "rate": 0.412, "quintile": 3}


@pytest.mark.fault(34)
def test_tundra_suppressed_in_one_column_only_is_refused(tmp_path: Path, declare: Declare) -> None:
    rows = copy.deepcopy(BY_NAME["tundra_lsoa11"].rows)
    rows[2][3] = "."
    lay(tmp_path, declare, BY_NAME["tundra_lsoa11"], rows)
    assert "E01000005" in refused(tmp_path, BY_NAME["tundra_lsoa11"])


def test_the_withdrawn_issue_of_the_indices_is_refused(tmp_path: Path, declare: Declare) -> None:
    rows = copy.deepcopy(BY_NAME["iod25_file1"].rows)
    rows[2][2:4] = ["E07000177", "Cherwell"]
    lay(tmp_path, declare, BY_NAME["iod25_file1"], rows)
    assert "first issue" in refused(tmp_path, BY_NAME["iod25_file1"])


def test_an_unknown_change_code_is_refused(tmp_path: Path, declare: Declare) -> None:
    rows = copy.deepcopy(BY_NAME["lookup_lsoa11_lsoa21"].rows)
    rows[1][2] = "Z"
    lay(tmp_path, declare, BY_NAME["lookup_lsoa11_lsoa21"], rows)
    assert "'Z'" in refused(tmp_path, BY_NAME["lookup_lsoa11_lsoa21"])


def test_the_bridge_mends_a_line_break_and_renews_codes(tmp_path: Path, declare: Declare) -> None:
    lay(tmp_path, declare, BY_NAME["dfe_la_bridge"])
    codes = dfe.read_bridge(tmp_path, {"E08000035", "E06000058", "E06000065"})
    assert codes["839"] == "E06000058"
    assert codes["815"] == "E06000065"  # the county became one authority on the same land
    assert "836" not in codes  # Poole was joined with others: its series is nobody's
    assert codes["943"] == "E06000064"  # not in the bridge, known by name


def tool(*rows: list[object]) -> Rows:
    header = ["Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region"]
    return [header, *rows]


def test_the_interactive_tool_is_read(tmp_path: Path, declare: Declare) -> None:
    named = {**dfe._UNBRIDGED, **dfe.REGIONS}
    rows = tool(
        *(
            [measure, None, "2016", name, "-", float(number), "NA"]
            for measure in dfe.MEASURES
            for number, (_, name) in named.items()
        ),
        ["HE_19_All", "Estimated ...", "2023-24", "Leeds", "41.5", 383.0, "Yorkshire"],
        ["AVG_Attain8_Score", "Average ...", "2025", "Leeds", "45.1", 383.0, "Yorkshire"],
        ["HE_19_All", None, "2022-23", "Poole (Pre LG)", "46.9", 836.0, "South West"],
        ["RTA", "Something else", "2016", "Leeds", "c", 383.0, "Yorkshire"],
    )
    write(tmp_path, "lait", rows)
    declare("lait", rows=len(rows) - 1)
    lay(tmp_path, declare, BY_NAME["dfe_la_bridge"])
    series = dfe.read_interactive_tool(tmp_path, {"E08000035", "E06000058", "E06000065"})
    known = series[series["value"].notna()].set_index(["la_name", "measure"])
    assert known.loc[("Leeds", "he19_rate"), "value"] == pytest.approx(0.415)
    assert known.loc[("Leeds", "attainment8"), "value"] == pytest.approx(45.1)
    assert known.loc[("Leeds", "he19_rate"), "area_code"] == "E08000035"
    assert known.loc[("Poole (Pre LG)", "he19_rate"), "area_code"] == ""


def test_a_number_that_means_another_authority_is_refused(tmp_path: Path, declare: Declare) -> None:
    named = {**dfe._UNBRIDGED, **dfe.REGIONS, "940": ("E06000061", "Atlantis")}
    rows = tool(
        *(
            [measure, None, "2016", name, "-", float(number), "NA"]
            for measure in dfe.MEASURES
            for number, (_, name) in named.items()
        )
    )
    write(tmp_path, "lait", rows)
    declare("lait", rows=len(rows) - 1)
    lay(tmp_path, declare, BY_NAME["dfe_la_bridge"])
    with pytest.raises(BadInputError, match="number 940 is .*Atlantis"):
        dfe.read_interactive_tool(tmp_path, {"E08000035"})


def test_a_provider_is_one_row_however_many_publish_its_courses(
    tmp_path: Path, declare: Declare
) -> None:
    rows: Rows = [
        ["PUBUKPRN", "UKPRN", "LEGAL_NAME", "FIRST_TRADING_NAME", "PROVADDRESS", "COUNTRY"],
        ["10000001", "10000009", "Taught College", "", "1 Street, Leeds, LS1 1AA", "XF"],
        ["10000009", "10000009", "Taught College", "", "1 Street, Leeds, LS1 1AA", "XF"],
    ]
    write(tmp_path, "discover_uni_institutions", rows)
    declare("discover_uni_institutions", rows=2)
    institutions = hesa.read_institutions(tmp_path)
    assert institutions.loc["10000009", "published_by_others"] == 1
    assert institutions.loc["10000009", "nation"] == "England"


def test_courses_are_counted_by_place_and_mode(tmp_path: Path, declare: Declare) -> None:
    rows: Rows = [
        ["PUBUKPRN", "UKPRN", "KISCOURSEID", "KISMODE", "LOCID"],
        ["10000163", "10000163", "A", "01", "AE"],
        ["10000163", "10000163", "B", "01", "AE"],
        ["10000163", "10000163", "C", "02", "AE"],
        ["10000163", "10000163", "D", "02", ""],
    ]
    write(tmp_path, "discover_uni_courses", rows)
    declare("discover_uni_courses", rows=4)
    counts = hesa.read_course_counts(tmp_path)
    assert counts.loc[("10000163", "AE")].to_dict() == {
        "courses_full_time": 2,
        "courses_part_time": 1,
    }


def test_mission_groups_are_written_as_people_write_them(tmp_path: Path, declare: Declare) -> None:
    lay(tmp_path, declare, BY_NAME["learning_providers"])
    listed = BY_NAME["learning_providers"].read(tmp_path)
    assert isinstance(listed, pd.DataFrame)
    assert listed.loc["10007774", "groups"] == "Oxbridge;Russell Group"
    assert not listed.loc["10008640", "hesa_listed"]


def test_composites_of_another_unit_are_refused(tmp_path: Path, declare: Declare) -> None:
    example = BY_NAME["smc_ci1"]
    rows = copy.deepcopy(example.rows)
    rows[1][6] = "percent"
    lay(tmp_path, declare, example, rows)
    with pytest.raises(BadInputError, match="another measure or unit"):
        smc.read_composites(tmp_path)


def test_ended_combined_authorities_are_left_out(tmp_path: Path, declare: Declare) -> None:
    from geo.registry.datasets import dataset

    path = tmp_path / dataset("explore_local_metadata").file
    path.parent.mkdir(parents=True)
    path.write_text(
        '{"E47000006": {"areanm": "Tees Valley", "level": ["cauth"], "children": ["E06000001"]},'
        ' "E47000010": {"areanm": "North East", "end": 2023, "level": ["cauth"], "children": []}}'
    )
    declare("explore_local_metadata", rows=2)
    members = ons_lookups.read_combined_authorities(tmp_path)
    assert members.to_dict("records") == [
        {
            "cauth25_code": "E47000006",
            "cauth25_name": "Tees Valley",
            "member_code": "E06000001",
        }
    ]


def test_a_period_ends_a_year_after_it_begins(tmp_path: Path, declare: Declare) -> None:
    lay(tmp_path, declare, BY_NAME["els_child_poverty"])
    series = ons_local.read_local_statistics(tmp_path, "els_child_poverty").set_index("area_code")
    assert series["year"].to_dict() == {"K02000001": 2022, "W06000015": 2025, "N09000003": 2025}
    assert series.loc["K02000001", "value"] == pytest.approx(0.184)
    assert pd.isna(series.loc["W06000015", "value"])


@pytest.mark.parametrize("period", ["2021-04-01/P3Y", "2021", "2024-06-15"])
def test_a_period_of_another_form_is_refused(tmp_path: Path, declare: Declare, period: str) -> None:
    rows = copy.deepcopy(BY_NAME["els_child_poverty"].rows)
    rows[2][2] = period
    lay(tmp_path, declare, BY_NAME["els_child_poverty"], rows)
    assert "not a period of a year" in refused(tmp_path, BY_NAME["els_child_poverty"])


def test_an_indicator_of_another_name_is_refused(tmp_path: Path, declare: Declare) -> None:
    rows = copy.deepcopy(BY_NAME["els_child_poverty"].rows)
    for row in rows[1:]:
        row[1] = "Something else"
    lay(tmp_path, declare, BY_NAME["els_child_poverty"], rows)
    assert "no indicator is called" in refused(tmp_path, BY_NAME["els_child_poverty"])


def test_neet_of_a_county_goes_to_the_authority_on_its_land(
    tmp_path: Path, declare: Declare
) -> None:
    lay(tmp_path, declare, BY_NAME["dfe_neet_2022"])
    series = dfe_authorities.read_neet_year(tmp_path, "dfe_neet_2022").set_index("area_code")
    assert series.index.tolist() == ["E92000001", "E12000004", "E06000009", "E06000065"]
    assert series.loc["E06000009"].to_dict() == {"year": 2022, "value": 0.066, "people": 3265.7}
    assert pd.isna(series.loc["E06000065", "value"])


def test_neet_of_another_year_is_refused(tmp_path: Path, declare: Declare) -> None:
    rows = copy.deepcopy(BY_NAME["dfe_neet_2022"].rows)
    rows[-1][0] = "2023"
    lay(tmp_path, declare, BY_NAME["dfe_neet_2022"], rows)
    assert "not of 2022" in refused(tmp_path, BY_NAME["dfe_neet_2022"])


def test_cohorts_are_those_of_all_sexes_and_needs(tmp_path: Path, declare: Declare) -> None:
    lay(tmp_path, declare, BY_NAME["dfe_attainment19"])
    cohorts = dfe_authorities.read_cohorts(tmp_path)
    assert cohorts.to_numpy().tolist() == [
        ["E92000001", 2024, "all", 575047],
        ["E06000009", 2024, "all", 1297],
        ["E06000009", 2024, "fsm", 447],
        ["E09000007", 2024, "all", 400],
    ]


@pytest.mark.parametrize(("column", "text"), [(5, "Ever 6"), (2, "Atlantis")])
def test_a_group_or_region_of_another_name_is_refused(
    tmp_path: Path, declare: Declare, column: int, text: str
) -> None:
    rows = copy.deepcopy(BY_NAME["dfe_attainment19"].rows)
    rows[-1][column] = text
    lay(tmp_path, declare, BY_NAME["dfe_attainment19"], rows)
    assert text in refused(tmp_path, BY_NAME["dfe_attainment19"])

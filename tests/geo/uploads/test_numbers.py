"""Numbers of people's own files: which sign is decimal, and what could be two numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.errors import BadInputError
from geo.reach.activity import read_activity
from geo.siting.demand import read_demand
from geo.travel.tables import read_costs
from geo.uploads.decimals import COULD_BE_TWO, could_be_two, numbers
from geo.uploads.sites import bad_to_csv, read_sites

# A cell, what it is where commas part cells, and what it is where semicolons or tabs do: `-` for no
# number, `2` for what could be two.
CELLS = """
    12          12        12
    -3          -3        -3
    12.5        12.5      12.5
    0.125       0.125     0.125
    12,5        2         12.5
    12,0        2         12
    0,125       2         0.125
    ,5          2         0.5
    1,234       1234      1.234
    -1,234      -1234     -1.234
    1,23        2         1.23
    1234,5      2         1234.5
    12,34,567   -         -
    1,234,567   1234567   -
    1,234.5     1234.5    -
    1.234       1.234     2
    12.345      12.345    2
    1234.567    1234.567  1234.567
    1.234,5     -         1234.5
    1.234.567   -         1234567
    1.2.3       -         -
    1e3         1000      1000
    five        -         -
"""


@pytest.mark.fault(45)
@pytest.mark.parametrize("line", CELLS.strip().splitlines())
def test_which_sign_is_decimal_depends_on_what_parts_the_cells(line: str) -> None:
    text, *expected = line.split()
    for mark, one in zip([",", ";"], expected, strict=True):
        cell = pd.Series([text], dtype="str")
        value = numbers(cell, mark).iloc[0]
        two = bool(could_be_two(cell, mark).iloc[0])
        said = "2" if two else "-" if pd.isna(value) else f"{value:.10g}"
        assert said == one
        assert pd.isna(value) or not two
        assert mark == "," or numbers(cell, "\t").equals(numbers(cell, ";"))


def test_degrees_are_too_small_for_thousands() -> None:
    cells = pd.Series(["53.807", "-3.036", "53,807", "-3,03"], dtype="str")
    assert numbers(cells, ";", degrees=True).tolist() == [53.807, -3.036, 53.807, -3.03]
    assert numbers(cells, degrees=True).isna().tolist() == [False, False, True, True]
    assert not could_be_two(cells, ";", degrees=True).any()


@pytest.mark.fault(45)
def test_a_number_of_people_that_could_be_two_is_listed_with_its_line() -> None:
    text = "area_code;number\n{0};12,0\n{0};12,5\n{0};1.234\n{0};1.234,0\n".format("E01012673")
    good, bad, _ = read_activity(text.encode())
    assert good["number"].tolist() == [12, 1234]
    assert bad.index.tolist() == [3, 4]
    assert bad["reason"].tolist()[1] == COULD_BE_TWO
    text = 'area_code,number\n{0},"1,234"\n{0},"12,5"\n'.format("E01012673")
    good, bad, _ = read_activity(text.encode())
    assert (good["number"].tolist(), bad["reason"].tolist()) == ([1234], [COULD_BE_TWO])


@pytest.mark.fault(45)
def test_courses_and_places_of_a_site_are_read_alike() -> None:
    text = (
        "name;latitude;longitude;courses\n"
        "one;53,8175;-3,0503;2,5\ntwo;53.817;-3.050;2\nthree;53,8175;-3,0503;1.234\n"
    )
    sites, bad, _ = read_sites(text.encode())
    assert sites["courses"].tolist() == [2.5, 2]
    assert bad["reason"].tolist() == [COULD_BE_TWO]
    text = "name;easting;northing\none;330862,5;436128\ntwo;330.862;436.128\n"
    sites, bad, _ = read_sites(text.encode())
    assert sites["easting_m"].tolist() == [330862.5]
    assert bad["reason"].tolist() == [COULD_BE_TWO]


@pytest.mark.fault(45)
@pytest.mark.parametrize(("mark", "courses"), [(";", 2.345), ("\t", 2.345), (",", 2345)])
def test_rows_to_mend_are_parted_as_in_the_file_itself(mark: str, courses: float) -> None:
    """Parted by commas, 2,345 would be a thousand times as many."""
    rows = [["name", "postcode", "courses"], ["Hub", "FY1 1AA", "1"], ["Spa", "FY1", '"2,345"']]
    text = "\n".join(mark.join(row) for row in rows)
    mended = bad_to_csv(read_sites(text.encode())[1]).replace(b"FY1", b"FY1 1AA")
    assert read_sites(mended)[0]["courses"].tolist() == [courses]


@pytest.mark.fault(45)
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("area_code;weight\nE01012673;12,5\nE01012673;1.234\n", 3),
        ('area_code,weight\nE01012673,"1,234"\nE01012673,"12,5"\n', 3),
        ("weight;easting;northing\n1;330.862;436.128\n", 2),
    ],
)
def test_demand_that_could_be_two_numbers_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(BadInputError, match=rf"line {line}: .* is {COULD_BE_TWO}"):
        read_demand(text.encode())


@pytest.mark.fault(45)
def test_demand_and_costs_with_decimal_commas() -> None:
    found = read_demand(b"area_code;weight\nE01012673;12,5\nE01012673;12\n")
    assert found["weight"].tolist() == [12.5, 12]
    found = read_demand(b"weight;easting;northing\n1,5;330862,5;436128\n")
    assert found[["weight", "easting_m"]].to_numpy().tolist() == [[1.5, 330862.5]]
    found = read_demand(b"weight;latitude;longitude\n1;53,8175;-3,0503\n")
    assert found["easting_m"].between(330_000, 332_000).all()
    head = "area_code;site;cost\nE01012737;hub;"
    assert read_costs(f"{head}12,5\n".encode(), "min").table["cost"].tolist() == [12.5]
    with pytest.raises(BadInputError, match=f"line 2: '1.234' is {COULD_BE_TWO}"):
        read_costs(f"{head}1.234\n".encode(), "min")
    with pytest.raises(BadInputError, match="line 2: 'far' is no cost"):
        read_costs(f"{head}far\n".encode(), "min")

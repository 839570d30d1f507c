"""Lists with the figures of their areas: each figure again from the tables, own columns as they were."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.areas.cache import area_table
from geo.enrich import USUAL, Enriched, EnrichOptions, enrich, measures
from geo.enrich.measures import former_codes, measure
from geo.errors import BadInputError
from geo.places import find
from tests.geo.uploads.test_workbooks import saved

CODES = ["FY1 1AA", "S1 2HH", "CF10 3AT", "G1 1XQ", "BT1 5GS", "LN6 7TS"]
"""Of Blackpool, Sheffield, Cardiff, Glasgow, Belfast and Lincoln."""
LIST = b"""ref,phone,Home address,note
001,07700 900123,"1 The Promenade, Blackpool, fy1 1aa",=1+1
002,+44 7700 900124,Town Hall no postcode,
003,0114 4960000,S12HH,"a, b"
004,x,,
005,x,FY1,
"""


def column(made: Enriched, name: str) -> pd.Series:
    heading = next(one for one in made.table if one == name or str(one).startswith(f"{name} ("))
    return made.table[heading]


def test_own_columns_come_first_as_they_were_and_bad_rows_are_told_by_line() -> None:
    made = enrich(LIST)
    own = ["ref", "phone", "Home address", "note"]
    assert list(made.table.columns[:5]) == [*own, "problem"]
    assert made.table["ref"].tolist() == ["001", "002", "003", "004", "005"]
    assert made.table["phone"].tolist()[:2] == ["07700 900123", "+44 7700 900124"]
    assert made.table["note"].tolist()[0] == "=1+1"
    assert made.column == "Home address"
    assert made.bad["problem"].to_dict() == {
        3: "an address without a postcode: add its postcode",
        5: "no postcode",
        6: "an address without a postcode: add its postcode",
    }
    assert made.table.index.tolist() == [2, 3, 4, 5, 6]
    wrong = made.table.loc[[3, 5, 6]].drop(columns=[*own, "problem"])
    assert (wrong.isna() | (wrong == "")).all(axis=None)
    assert column(made, "lsoa21_code").tolist() == ["E01012737", "", "E01033264", "", ""]


@pytest.fixture(scope="module")
def made() -> Enriched:
    options = EnrichOptions(
        (*USUAL, "imd_index", "imd_fifth", "simd20_university", "ni_leavers_he"),
        ("TUNDRA Q1 or Q2, or IMD 1 and 2", "far: provider_1_km > 3"),
    )
    text = "postcode\n" + "\n".join(CODES) + "\nJE4 5XB\n"
    return enrich(text.encode(), options)


def test_figures_are_those_of_the_tables(made: Enriched) -> None:
    places = find(CODES)
    tundra = tables.load("tundra_lsoa21")
    for at, place in enumerate(places.itertuples()):
        rate = tundra["rate"].get(place.code, np.nan)
        quintile = tundra["quintile"].get(place.code, pd.NA)
        assert column(made, "tundra_rate").iloc[at] == pytest.approx(rate, nan_ok=True)
        found = column(made, "tundra_quintile").iloc[at]
        assert pd.isna(found) if pd.isna(quintile) else found == quintile
    iod, wimd = tables.load("iod25_lsoa21"), tables.load("wimd25_lsoa21")
    simd, nimdm = tables.load("simd_dz11"), tables.load("nimdm17_soa01")
    wanted = [
        iod["iod25_decile"][places["code"][0]],
        iod["iod25_decile"][places["code"][1]],
        wimd["wimd25_decile"][places["code"][2]],
        simd["simd20_decile"][places["code"][3]],
        nimdm["nimdm17_decile"][column(made, "soa01_code").iloc[4]],
        iod["iod25_decile"][places["code"][5]],
    ]
    assert column(made, "imd_decile").tolist()[:6] == wanted
    assert column(made, "imd_fifth").tolist()[:6] == [(int(one) + 1) // 2 for one in wanted]
    names = ["Indices of Deprivation 2025"] * 2 + ["WIMD 2025", "SIMD 2020v2", "NIMDM 2017"]
    assert column(made, "imd_index").tolist()[:5] == names


def test_entry_by_19_is_that_of_the_authority(made: Enriched) -> None:
    heading = next(one for one in made.table if one.startswith("he19_rate"))
    assert heading == "he19_rate (share, county or unitary authority, aged 19 in 2023-24)"

    table = area_table("utla23")["he19_rate"]
    county = find(CODES)["utla23_code"]
    # Lincoln is a district: its figure is Lincolnshire's.
    assert county.iloc[5] == "E10000019"
    for at in (0, 1, 5):
        assert made.table[heading].iloc[at] == pytest.approx(table[county.iloc[at]])
    assert made.table[heading].iloc[2:5].isna().all()


def test_codes_of_both_vintages_and_of_each_nation(made: Enriched) -> None:
    pairs = tables.load("change_lsoa")
    for at, code in enumerate(find(CODES)["lsoa21_code"]):
        old = sorted(pairs.loc[pairs["to_code"] == code, "from_code"])
        assert column(made, "lsoa11_code").iloc[at] == "+".join(old)
    table = made.table.iloc[:6]
    assert table["nation"].tolist() == [
        "England", "England", "Wales", "Scotland", "Northern Ireland", "England",
    ]  # fmt: skip
    assert table["dz11_code"].str[:3].tolist() == ["", "", "", "S01", "", ""]
    assert table["iz11_code"].str[:3].tolist() == ["", "", "", "S02", "", ""]
    assert table["sdz21_code"].str[:1].tolist() == ["", "", "", "", "N", ""]
    assert table["dea14_code"].str[:3].tolist() == ["", "", "", "", "N10", ""]
    assert (table["lad24_name"] != "").all()


def test_an_area_of_several_old_ones_names_them_all() -> None:
    pairs = tables.load("change_lsoa")
    counts = pairs.groupby("to_code")["from_code"].nunique()
    merged = counts.index[counts > 1][0]
    old = sorted(pairs.loc[pairs["to_code"] == merged, "from_code"])
    assert former_codes("lsoa")[merged] == "+".join(old)
    assert len(former_codes("lsoa")) == pairs["to_code"].nunique()


def test_providers_are_the_two_nearest_counted_one_by_one(made: Enriched) -> None:
    sites = tables.load("sites")
    sites = sites[(sites["courses_full_time"] > 0) & sites["easting_m"].notna()]
    places = find(CODES)
    for at in (0, 1, 2, 3, 5):
        x, y = places["easting_m"].iloc[at], places["northing_m"].iloc[at]
        away = np.hypot(sites["easting_m"] - x, sites["northing_m"] - y) / 1000
        nearest = away.groupby(sites["ukprn"]).min().sort_values()
        for number in (1, 2):
            found = column(made, f"provider_{number}_km").iloc[at]
            assert found == pytest.approx(nearest.iloc[number - 1], abs=0.006)
    # The directory has no coordinates of Northern Ireland that may be used here.
    assert column(made, "provider_1").iloc[4] == ""


def test_zone_and_rule_are_those_of_the_place(made: Enriched) -> None:
    first = made.table.iloc[0]
    # FY1 1AA is in the lowest fifth and the most deprived tenth: central Blackpool.
    assert column(made, "cold_spot").iloc[0] in ("yes", "no")
    from geo.coldspots import LIKELY, ColdSpotQuery, find_all

    found = find_all(ColdSpotQuery("lsoa21", LIKELY))
    assert first["zone_id"] == found.areas["zone_id"]["E01012737"]
    name = found.zones["zone_name"].get(first["zone_id"], "")
    assert first["zone_name"] == name
    low = column(made, "TUNDRA Q1 or Q2, or IMD 1 and 2")
    quintile, decile = column(made, "tundra_quintile"), column(made, "imd_decile")
    for at in range(6):
        fifth, tenth = quintile.iloc[at], decile.iloc[at]
        is_low = (pd.notna(fifth) and fifth <= 2) or tenth <= 2
        wanted = "yes" if is_low else "no" if pd.notna(fifth) else "not known"
        assert low.iloc[at] == wanted
    assert low.iloc[6] == ""
    far = made.table["provider_1_km"].iloc[:6] > 3
    assert made.table["far"].tolist()[:4] == ["yes" if one else "no" for one in far[:4]]


def test_a_rule_may_look_at_a_measure_that_is_not_shown() -> None:
    made = enrich(b"postcode\nFY1 1AA", EnrichOptions((), ("a: imd_decile = 1",), zones=False,
                  providers=0))  # fmt: skip
    assert list(made.table.columns[-1:]) == ["a"]
    assert made.table["a"].tolist() == ["yes"]
    assert not [one for one in made.table if one.startswith("imd")]


def test_a_column_of_the_lists_own_is_never_lost() -> None:
    made = enrich(b"postcode,nation,Problem\nFY1 1AA,mine,own")
    assert made.table["nation"].tolist() == ["mine"]
    assert made.table["Problem"].tolist() == ["own"]
    assert made.table["nation (added)"].tolist() == ["England"]
    assert made.table["problem (added)"].tolist() == [""]


def test_the_column_is_found_by_what_is_in_it_or_chosen() -> None:
    text = b'Ref,Where,Other\n1,"2 High St, FY1 1AA",S1 2HH\n2,S1 2HH,\n'
    assert enrich(text).column == "Where"
    made = enrich(text, EnrichOptions(column="Other"))
    assert made.column == "Other"
    assert made.table["lsoa21_code"].tolist() == ["E01033264", ""]
    with pytest.raises(BadInputError, match="no column 'Else'"):
        enrich(text, EnrichOptions(column="Else"))
    with pytest.raises(BadInputError, match="No column has postcodes, among"):
        enrich(b"a,b\n1,2\n")


def test_the_sheet_with_the_list_is_found_or_chosen() -> None:
    book = saved([["Read me"], ["Made by us"]], {"List": [["postcode"], ["FY1 1AA"]]})
    made = enrich(book)
    assert made.sheet == "List"
    assert made.table["lsoa21_code"].tolist() == ["E01012737"]
    with pytest.raises(BadInputError, match="no sheet 'Lists'"):
        enrich(book, EnrichOptions(sheet="Lists"))


def test_limits_on_both_sides() -> None:
    two = b"postcode\nFY1 1AA\nS1 2HH\n"
    assert len(enrich(two, most=2).table) == 2
    with pytest.raises(BadInputError, match="more than 1 rows"):
        enrich(two, most=1)
    for wrong in (EnrichOptions(("none",)), EnrichOptions(providers=3),
                  EnrichOptions(rules=("imd_decile = 1",) * 21)):  # fmt: skip
        with pytest.raises(BadInputError):
            enrich(two, wrong)
    assert measure("imd_fifth").label
    assert [one.id for one in measures()][:4] == list(USUAL)

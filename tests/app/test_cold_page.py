"""The page of cold spots in a real browser: journey 4, zones, definitions, weights, addresses."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from geo.areas.cache import area_table
from geo.coldspots.results import ColdSpotQuery, bundled, find_all
from layers.style.palette import COLD
from tests.browsing import READ, Visit, address_holds, address_lacks

pytestmark = pytest.mark.browser

LEEDS, YORKSHIRE = "E08000035", "E12000003"


# The colour that most of an area has, away from its borders; nothing where it is too small.
MOST_OF = f"""
(code) => {{
  const read = {READ};
  const {{ level }} = map_div.coldspots.what;
  const area = level.codes.indexOf(code), box = coldspots.areaBounds(level, area), seen = {{}};
  for (let i = 1; i < 20; i++) for (let j = 1; j < 20; j++) {{
    const at = L.latLng(box.getSouth() + ((box.getNorth() - box.getSouth()) * i) / 20,
      box.getWest() + ((box.getEast() - box.getWest()) * j) / 20);
    if (coldspots.areaAt(level, at) !== area) continue;
    const {{ colour }} = read([at.lat, at.lng]);
    seen[colour] = (seen[colour] || 0) + 1;
  }}
  const [most] = Object.entries(seen).sort(([, a], [, b]) => b - a);
  return most && most[1] > 40 ? most[0] : "";
}}
"""


def zones() -> pd.DataFrame:
    return find_all(ColdSpotQuery("lsoa21")).zones


def opened(visit: Visit, address: str, query: str = "", key: str = "lsoa21.cold.local-g") -> None:
    visit.turn(f"{address}/cold-spots{query}")
    visit.painted(key)


def test_from_the_nation_to_a_zone_and_whom_to_ring(visit: Visit, address: str) -> None:
    opened(visit, address)
    first = zones().iloc[0]
    visit.inside.get_by_text(f"{len(zones())} zones in England").wait_for()
    circles = visit.frame.evaluate("() => map_div.coldspots.spots.circles().length")
    assert circles == len(zones())
    visit.inside.get_by_role("button", name=first["zone_name"]).click()
    visit.inside.locator('.cs-card[data-full="true"]').wait_for()
    visit.tab.get_by_role("heading", name=f"{first['zone_name']}: a zone of cold spots").wait_for()
    text = visit.inside.locator(".cs-card").inner_text()
    assert f"{first['tundra_rate']:.1%}" in text
    assert f"{first['young_people']:,} people aged 13 to 17" in text
    address_holds(visit, f"area={first.name}", "with=cold", "sites=none", "at=")
    visit.tab.get_by_role("heading", name="Schools to contact").wait_for()
    visit.at_rest()
    urns = visit.tab.locator("table").last.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert len(urns) > 3
    assert all(re.fullmatch(r"\d{6}", urn) for urn in urns)
    visit.inside.get_by_role("button", name="Close").click()
    visit.inside.get_by_text(f"{len(zones())} zones in England").wait_for()
    address_lacks(visit, "area=")


def test_the_address_of_a_zone_opens_its_page_elsewhere(
    browser: object, visit: Visit, address: str
) -> None:
    zone = zones().iloc[3]
    query = f"?with=cold&area={zone.name}&sites=none"
    opened(visit, address, query)
    visit.tab.get_by_role("heading", name=f"{zone['zone_name']}: a zone").wait_for()
    # An address of the map page with cold spots leads to theirs.
    visit.turn(f"{address}/{query}")
    visit.painted("lsoa21.cold.local-g")
    visit.tab.wait_for_url(re.compile("/cold-spots"))
    visit.tab.get_by_role("heading", name=f"{zone['zone_name']}: a zone").wait_for()


def test_areas_have_the_colours_of_their_verdicts(visit: Visit, address: str) -> None:
    opened(visit, address, f"?with=cold&in={LEEDS}&sites=none")
    table = area_table("lsoa21")
    here = bundled("lsoa21")[
        (table["lad24_code"] == LEEDS)[table["nation"] == "England"].to_numpy()
    ]
    shown = (table.loc[here.index, "prob_true_fifth_1"].astype("float64") * 100 + 0.5).floordiv(1)
    wanted = {
        "95% or more": (COLD["local-g"][0], here["cold_spot"] & (shown >= 95)),
        "80% to 95%": (COLD["local-g"][1], here["cold_spot"] & shown.between(80, 94)),
        "under 80%": (COLD["local-g"][2], here["cold_spot"] & (shown < 80)),
        "not marked": (COLD["local-g"][5], ~here["cold_spot"] & here["z"].notna()),
    }
    read = 0
    for word, (colour, chosen) in wanted.items():
        part = here[chosen]
        part = part[~part["cold_surroundings"] & ~part["low_high"]]
        largest = table.loc[part.index, "area_km2"].nlargest(5).index
        for code in largest:
            found = visit.frame.evaluate(MOST_OF, code)
            if found:
                assert found == colour, (code, word)
                read += 1
    assert read >= 12


def test_pointing_says_how_sure_and_which_zone(visit: Visit, address: str) -> None:
    zone = zones().iloc[3]
    opened(visit, address, f"?with=cold&area={zone.name}&sites=none")
    code = zone["area_codes"].split()[0]
    visit.frame.evaluate(
        "(code) => map_div.coldspots.pointAt(map_div.coldspots.what.level.codes.indexOf(code))",
        code,
    )
    text = visit.inside.locator(".cs-tip").inner_text()
    row = area_table("lsoa21").loc[code]
    low, high = round(row["tundra_rate_low"] * 100), round(row["tundra_rate_high"] * 100)
    assert f"95% interval {low}% to {high}%" in text
    assert "1 being the lowest" in text
    assert f"Zone: {zone['zone_name']}" in text
    assert "Cold spot, " in text


LISTED = "() => map_div.coldspots.what.codes.filter((code) => code === 0).length"


def test_other_definitions_by_choice_and_side_by_side(visit: Visit, address: str) -> None:
    opened(visit, address)
    visit.tab.get_by_text("Lowest fifth", exact=True).click()
    visit.painted("lsoa21.cold.threshold")
    visit.tab.get_by_text("many are there by chance").first.wait_for()
    address_holds(visit, "by=threshold")
    visit.inside.get_by_role("button", name="Definitions").click()
    visit.inside.locator('.cs-many[data-painted="6"]').wait_for()
    visit.inside.get_by_role("button", name="Participation below expectation").click()
    visit.painted("lsoa21.cold.gap")
    address_holds(visit, "by=gap")
    visit.at_rest()
    assert visit.tab.get_by_role("radio", name="Below expectation").is_checked()
    # The list to plan with, cut at fewer wrong ones.
    visit.tab.get_by_text("Likely lowest fifth", exact=True).click()
    visit.painted("lsoa21.cold.likely")
    count = visit.frame.evaluate(LISTED)
    visit.tab.get_by_role("combobox", name="Wrong ones to expect in the list").click()
    visit.tab.get_by_role("option", name="5 in 100", exact=True).click()
    address_holds(visit, "by=likely", "wrong=0.05")
    visit.frame.wait_for_function(f"(before) => ({LISTED})() < before", arg=count)
    assert visit.frame.evaluate(LISTED) == int(
        find_all(ColdSpotQuery("lsoa21", "likely", expected_wrong=0.05)).areas["cold_spot"].sum()
    )


def test_weights_are_moved_and_kept_in_the_address(visit: Visit, address: str) -> None:
    opened(visit, address, "?with=cold&by=weightings&sites=none", "lsoa21.cold.weightings")
    before = visit.frame.evaluate("() => Array.from(map_div.coldspots.what.codes)")
    slider = visit.tab.get_by_role("slider", name="Young participation")
    slider.focus()
    for _ in range(3):
        slider.press("ArrowRight")
    address_holds(visit, "weights=4,1,1,1")
    asked = ColdSpotQuery("lsoa21", "weightings", weights=(4.0, 1.0, 1.0, 1.0))
    share = find_all(asked).areas["cold_share"]
    wanted = int((share >= 0.95).sum())
    visit.frame.wait_for_function(
        "(wanted) => map_div.coldspots.what.codes.filter((code) => code === 0).length === wanted",
        arg=wanted,
    )
    assert visit.frame.evaluate("() => Array.from(map_div.coldspots.what.codes)") != before


def test_the_place_is_kept_between_the_pages(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?in={LEEDS}")
    visit.painted("lsoa21.tundra_rate")
    visit.tab.get_by_role("link", name="Cold spots").click()
    visit.painted("lsoa21.cold.local-g")
    visit.tab.get_by_role("heading", name="Tested cold spots, Leeds").wait_for()
    address_holds(visit, f"in={LEEDS}", "with=cold")
    visit.tab.get_by_role("link", name="Map", exact=True).click()
    visit.painted("lsoa21.tundra_rate")
    visit.tab.get_by_role("heading", name="Young participation (TUNDRA), Leeds").wait_for()


def test_recipes_stand_beside_the_map(visit: Visit, address: str) -> None:
    opened(visit, address)
    visit.inside.get_by_text("What other recipes find").click()
    cells = visit.inside.locator(".cs-recipes td").all_inner_texts()
    found = bundled("lsoa21")
    assert cells[0] == f"{found['cold_spot'].sum():,}"
    assert cells[2] == f"{found['other_level'].sum():,}"
    assert cells[3] == f"{(found['other_level'] & found['cold_spot']).sum():,}"


def test_the_table_names_zones_and_goes_to_them(visit: Visit, address: str) -> None:
    opened(visit, address, f"?with=cold&in={LEEDS}&as=table&sites=none")
    visit.inside.get_by_role("button", name="Class", exact=True).click()
    row = visit.inside.locator(".cs-table tbody tr").first
    assert "Cold spot, 95% or more likely to be low" in row.inner_text()
    zone = row.locator("td button").inner_text()
    row.locator("td button").click()
    visit.inside.locator('.cs-card[data-full="true"]').wait_for()
    assert zone in visit.inside.locator(".cs-card h2").inner_text()
    address_holds(visit, "area=")


def test_stricter_tests_are_run_when_asked_for(visit: Visit, address: str) -> None:
    opened(visit, address, "?with=cold&level=msoa21&q=0.01&sites=none", "msoa21.cold.local-g")
    wanted = int(find_all(ColdSpotQuery("msoa21", q=0.01)).areas["cold_spot"].sum())
    drawn = visit.frame.evaluate(
        "() => map_div.coldspots.what.codes.filter((code) => code < 3).length"
    )
    assert drawn == wanted

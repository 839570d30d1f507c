"""Under the map of a subject: zones, limits, every subject, hinges, adults and getting on."""

from __future__ import annotations

import io
import re
from urllib.parse import parse_qsl

import numpy as np
import pytest
from PIL import Image

from geo.provision import (
    LIMITS_KM,
    Selection,
    earnings_by_region,
    find_overview,
    find_provision,
    heat_table,
    hinges,
    load_homes,
    matching,
    teaching_sites,
    zones_beyond,
)
from layers.kind_options import change_options
from layers.provision import (
    TaughtOptions,
    adult_table,
    adult_words,
    all_subjects,
    change_table,
    continuation_table,
    earning_table,
    heat_part,
    heat_picture,
    hinge_table,
    irish_picture,
    irish_table,
    limit_part,
    providers_near,
    zone_table,
    zones_of,
)
from layers.provision.heat import STEPS, colours_of, share_words
from layers.provision.sections import ZONES, limit_shares
from layers.provision.words import NOT_PLACES
from layers.style import class_colours
from layers.words import reading_of
from tests.layers.provision.test_taught import EAST, view_of

PHYSICS = f"with=taught&subject=CAH07-01&in={EAST}"


def test_zones_are_those_of_the_terminal_and_hold_everybody_without() -> None:
    view = view_of(PHYSICS)
    zones = zones_beyond(find_provision(Selection("CAH07-01"), within=EAST))
    made = zone_table(view)
    assert [row[1] for row in made.rows] == [f"{one:,}" for one in zones["young_people"][:ZONES]]
    none = find_provision(Selection("CAH07-01"), within=EAST).counts()["young_people"]["none"]
    assert zones_of(view)["young_people"].sum() == none
    people = load_homes()["population"]
    for _, zone in zones_of(view).iterrows():
        codes = zone["area_codes"].split()
        assert zone["most_in"] in codes
        assert people[zone["most_in"]] == people[codes].max()
    everybody = zone_table(view_of("with=taught&subject=CAH17&in=E12000007"))
    assert everybody.rows == []
    assert everybody.words == "Everybody here has a provider within 30 km."


def test_the_rest_of_many_zones_is_counted() -> None:
    view = view_of("with=taught&subject=CAH07-01")
    zones, made = zones_of(view), zone_table(view)
    assert len(zones) > ZONES == len(made.rows)
    rest = zones["young_people"].iloc[ZONES:].sum()
    assert f"{len(zones) - ZONES} smaller zones have {rest:,} more young people" in made.words


@pytest.mark.parametrize("place", [EAST, "S92000003"])
def test_the_answer_moves_with_the_limit_as_asked_one_by_one(place: str) -> None:
    view = view_of(f"with=taught&subject=CAH07-01&in={place}&range=20")
    counted = limit_shares(view)
    assert counted.index.tolist() == [15, 20, 30, 45, 60, 90]
    for limit in counted.index:
        people = find_provision(Selection("CAH07-01"), limit, within=place).counts()["young_people"]
        assert counted.loc[limit, "young_people"] == people["none"]
        assert counted.loc[limit, "share"] == pytest.approx(people["none"] / people.sum())
    drawn = limit_part(view)
    for _, row in counted.iterrows():
        assert f"{int(row['young_people']):,}" in drawn
        assert f"width:{row['share']:.2%}" in drawn


def test_a_limit_holds_who_lives_on_it() -> None:
    view = view_of(PHYSICS)
    found = find_provision(Selection("CAH07-01"), within=EAST)
    at = float(np.sort(found.costs.nearest_cost)[100])
    people = found.homes["young_people"].fillna(0).to_numpy()
    for limit in (at, np.nextafter(at, 0) * (1 - 1e-9)):
        own = limit_shares(change_options(view, TaughtOptions, km=float(limit)))
        near = found.costs.nearest_cost <= limit * (1 + 1e-12)
        assert own.loc[limit, "young_people"] == people[~near].sum()
    assert (found.costs.nearest_cost <= at).sum() > (found.costs.nearest_cost < at).sum()


def test_every_subject_on_the_page_is_the_table_of_the_terminal() -> None:
    made = all_subjects(Selection("CAH07-01"))
    overview = find_overview()
    for limit in LIMITS_KM:
        table = heat_table(overview, limit)
        assert made.heat[limit].equals(table)
        assert made.hinges[limit].equals(hinges(overview, limit))
    part = heat_part(made.heat[30.0], "Title", "CAH07-01")
    rows = re.findall(r"<tr( class=\"chosen\")?><th scope=\"row\">(.*?)</th>(.*?)</tr>", part)
    assert len(rows) == 35
    assert [name for chosen, name, _ in rows if chosen] == ["Physics and astronomy"]
    for (_, _, cells), (_, own) in zip(rows, made.heat[30.0].iterrows(), strict=True):
        said = re.findall(r"background:(#\w+);color:(#\w+)\">([^<]*)<", cells)
        for (fill, ink, text), share in zip(said, own.drop("label"), strict=True):
            assert (fill, ink) == colours_of(share)
            assert text == share_words(share).replace("<", "&lt;").replace(">", "&gt;")


def test_colours_change_at_the_limits_of_the_key() -> None:
    for step in STEPS:
        assert colours_of(step) != colours_of(np.nextafter(step, 0))


def test_the_picture_says_that_a_course_is_not_a_place() -> None:
    table = all_subjects(Selection()).heat[30.0]
    picture = Image.open(io.BytesIO(heat_picture(table, 30.0, Selection(), "CAH07-01")))
    assert picture.size[0] == 2240
    assert NOT_PLACES in picture.info["Description"]
    assert "HESA" in picture.info["Copyright"]


def test_a_link_of_a_hinge_opens_the_map_on_which_they_lose_their_only_one() -> None:
    made = hinge_table(view_of(PHYSICS), 30.0)
    listed = all_subjects(Selection()).hinges[30.0]
    assert [row[2] for row in made.rows] == [f"{one:,}" for one in listed["young_people"]]
    assert len(made.rows) == 20
    for row in made.rows[:3]:
        query = re.search(r"\(\./taught-where\?(.*)\)", row[0]).group(1)
        view = view_of(query)
        assert dict(parse_qsl(query))["in"] == view.within
        lost = int(change_table(view).rows[0][3].replace(",", ""))
        assert f"{lost:,}" == row[2]


def test_adults_and_young_people_are_each_told() -> None:
    view = view_of(PHYSICS)
    said = " ".join(adult_words(view))
    found = find_provision(Selection("CAH07-01", "part-time"), within=EAST)
    people = found.counts()["young_people"]
    assert f"Young people: {people['none']:,} of {people.sum():,} aged 13 to 17" in said
    rows = adult_table(view).rows
    assert f"of the {rows[0][1]} neighbourhoods here" in said
    assert f"{rows[0][2]} ({rows[0][3]}) have no provider of part-time courses in physics" in said
    assert "How many of these people are adults is not among the files" in said
    whole = sum(int(row[1].replace(",", "")) for row in rows)
    assert whole == (found.homes["nation"] == "England").sum()
    scottish = view_of("with=taught&subject=CAH07-01&in=S92000003")
    assert adult_table(scottish).rows == []
    assert "England's neighbourhoods alone" in adult_words(scottish)[0]
    assert adult_words(scottish)[-1].startswith("Young people: ")


def test_a_place_without_a_neighbourhood_of_few_skills_says_so() -> None:
    said = adult_words(view_of("with=taught&subject=CAH07-01&in=E07000209"))
    assert said[0].startswith("None of the neighbourhoods here is in England's tenth")


def test_earnings_are_shown_as_published_with_what_they_cannot_tell() -> None:
    view = view_of(PHYSICS)
    made = earning_table(view, "full-time", "first degree")
    own = earnings_by_region("CAH07-01")
    assert [row[2] for row in made.rows] == [f"£{one:,.0f}" for one in own["earnings_median"]]
    assert "not where they studied" in made.words
    few = earning_table(view_of("with=taught&subject=CAH19-02"), "part-time", "first degree")
    assert few.rows == []
    assert few.words.startswith("No earnings of part-time graduates")


def test_providers_that_are_listed_are_in_range_and_in_the_order_of_names() -> None:
    view = view_of(PHYSICS)
    made = continuation_table(view)
    names = [row[0].casefold() for row in made.rows]
    assert names == sorted(names)
    assert "this is no ranking" in made.words
    found = find_provision(Selection("CAH07-01"), within=EAST)
    near = {
        code
        for code, own in found.sites.groupby("provider")
        if min(
            np.hypot(home.easting_m - site.easting_m, home.northing_m - site.northing_m)
            for site in own.itertuples()
            for home in found.homes.itertuples()
        )
        <= 30_000
    }
    assert set(providers_near(view)) == near
    assert {row[0] for row in made.rows} <= {found.providers[code] for code in near}
    nobody = continuation_table(view_of(f"with=taught&in={EAST}"))
    assert nobody.words == "Who stays is published by subject. Ask for one."


def test_a_nation_without_a_course_says_so_under_the_map_and_under_the_table() -> None:
    wales = " ".join(
        reading_of(view_of("with=taught&subject=CAH07-01&study=part-time&in=W92000004"))
    )
    assert "No such course is listed at a site in Wales." in wales
    there = " ".join(reading_of(view_of("with=taught&subject=CAH07-01&in=W92000004")))
    assert "No such course" not in there
    (said,) = all_subjects(Selection()).lacking_words
    assert said == (
        "No course in general, applied and forensic sciences is listed at a site in Northern "
        "Ireland."
    )


def test_northern_ireland_is_drawn_and_counted_by_all_its_people() -> None:
    view = view_of("with=taught&subject=CAH02-04&in=E12000006")
    made = irish_table(view)
    homes, sites = load_homes(), teaching_sites(matching(Selection("CAH02-04")))
    homes = homes[homes["nation"] == "Northern Ireland"]
    near = [
        len(
            {
                site.provider
                for site in sites.itertuples()
                if np.hypot(site.easting_m - home.easting_m, site.northing_m - home.northing_m)
                <= 30_000
            }
        )
        for home in homes.itertuples()
    ]
    tier = np.minimum(near, 2)
    assert [row[1] for row in made.rows] == [f"{(tier == one).sum():,}" for one in range(3)]
    assert [row[2] for row in made.rows] == [
        f"{homes.loc[tier == one, 'population'].sum():,.0f}" for one in range(3)
    ]
    picture = Image.open(io.BytesIO(irish_picture(view)))
    assert f"In range of none: {made.rows[0][2]} people" in picture.info["Description"]
    assert "NISRA" in picture.info["Copyright"]
    drawn = picture.convert("RGB").getcolors(1 << 24)
    purple = {colour for _, colour in sorted(drawn, reverse=True)[:4]}
    assert tuple(bytes.fromhex(class_colours("Getting there", 3)[0][1:])) in purple
    lacking = irish_table(view_of("with=taught&subject=CAH07-04&in=E12000006"))
    assert lacking.words.startswith("No such course is listed at a site in Northern Ireland.")

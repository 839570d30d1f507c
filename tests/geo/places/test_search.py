from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from geo import tables
from geo.errors import IntegrityError
from geo.places import postcodes
from geo.places.search import (
    NORTHERN_IRELAND,
    TOO_LONG,
    WHAT_TO_TYPE,
    Finder,
    Result,
    SearchAnswer,
    finder,
)
from geo.places.search_index import NameIndex, Texts
from geo.places.search_places import load_places
from geo.places.search_postcodes import mended, readings
from geo.places.search_text import LONGEST, cleaned, plain_words, shortened, telling
from geo.publishers.ons.people import postcode_package, read_postcodes
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS

TO_DEGREES = Transformer.from_crs(ANALYSIS_CRS, DISPLAY_CRS, always_xy=True)


def first(text: str) -> Result:
    return finder().find(text).results[0]


# ---- a small index, by eye ----

SMALL = NameIndex.build(
    pd.DataFrame(
        [
            (0, "Ash", 9),
            (1, "Ashford", 800),
            (2, "Ash", 10),
            (3, "Nash Hill", 70),
            (4, "Mount Ash and Hill", 60),
            (5, "Blackpool", 100),
        ],
        columns=["place", "name", "weight"],
    ),
    ["Surrey", "Kent", "Kent", "Wiltshire", "Kent", "Lancashire"],
)


def test_texts_lie_in_one_piece_and_are_what_they_were() -> None:
    names = ["ash", "", "mount ash and hill", "w"]
    texts = Texts.of(names)
    assert list(texts) == names
    assert [texts[at] for at in range(4)] == names
    assert texts.content == b"ashmount ash and hillw"
    for at in (-1, 4):
        with pytest.raises(IndexError):
            texts[at]
    assert list(Texts.of([])) == []


def small(tier: str, text: str) -> list[int]:
    return sorted(SMALL.place[getattr(SMALL, tier)(plain_words(text))].tolist())


@pytest.mark.parametrize(
    ("tier", "text", "places"),
    [
        ("exact", "ash", [0, 2]),
        ("exact", "as", []),
        ("beginning", "ash", [0, 1, 2]),
        ("beginning", "ash f", []),
        ("with_words", "hill mou", [4]),
        ("with_words", "ash", [0, 1, 2, 4]),
        ("with_words", "of", []),
        ("in_context", "ash kent", [1, 2, 4]),
        ("in_context", "kent", []),
        ("holding", "ash", [0, 1, 2, 3, 4]),
        ("holding", "nashh", [3]),
        ("holding", "ah", []),
        ("like", "blackpol", [5]),
        ("like", "balckpool", [5]),
        ("like", "blackpoo", [5]),
        ("like", "blekpul", []),
        ("like", "asf", []),
        ("like", "nasj", [3]),
        ("like", "blakpoul", [5]),
        ("like", "ashfard", [1]),
        ("like", "oshfard", []),
        ("like", "", []),
    ],
)
def test_each_way_to_find_a_name(tier: str, text: str, places: list[int]) -> None:
    assert small(tier, text) == places


def test_a_text_is_made_plain_and_harmless() -> None:
    assert plain_words("The Ynys Môn & St. Mary’s-Quay, the") == "ynys mon and st marys quay"
    assert plain_words("the") == "the"
    assert plain_words("日本 🦆 <>") == ""
    assert cleaned("a\x00b\u200b\u202e c\r\nd\ud800") == "a b c d"


# ---- words and places of the bundle ----


@pytest.mark.parametrize(
    ("text", "kind", "code", "name"),
    [
        ("Leeds", "area", "E08000035", "Leeds"),
        ("  lEEDS ", "area", "E08000035", "Leeds"),
        ("e01012737", "area", "E01012737", "Blackpool 010E"),
        ("E06000009", "area", "E06000009", "Blackpool"),
        ("smc205-096", "area", "smc205-096", "Leeds"),
        ("central blackpool", "area", "E02002642", "Central Blackpool"),
        ("blackpool 010e", "area", "E01012737", "Blackpool 010E"),
        ("ainsdale", "area", "E05000932", "Ainsdale"),
        ("kent", "area", "E10000016", "Kent"),
        ("west yorkshire", "area", "E47000003", "West Yorkshire"),
        ("north west", "area", "E12000002", "North West"),
        ("bristol", "area", "E06000023", "Bristol, City of"),
        ("hull", "area", "E06000010", "Kingston upon Hull, City of"),
        ("stockton on tees", "area", "E06000004", "Stockton-on-Tees"),
        ("newcastleupontyne", "area", "E08000021", "Newcastle upon Tyne"),
        ("black pool", "area", "E06000009", "Blackpool"),
        ("abbey, reading", "school", "E01016414", "The Abbey School Reading"),
        ("university of manchester", "provider", "E01034115", "University of Manchester"),
        ("manchester university", "provider", "E01034115", "University of Manchester"),
        ("oxford road halls", "area", "", ""),
        ("10007798", "provider", "E01034115", "University of Manchester"),
        ("100003", "school", "E01032739", "City of London School"),
        ("highfield leadership", "school", "E01012699", "Highfield Leadership Academy"),
        ("blackpool sixth form", "school", "E01012723", "The Blackpool Sixth Form College"),
        ("itchen college", "school", "E01017256", "Itchen College"),
        ("FY11AA", "postcode", "E01012737", "FY1 1AA"),
        ("fy1 1aa", "postcode", "E01012737", "FY1 1AA"),
        (" Fy1-1aA ", "postcode", "E01012737", "FY1 1AA"),
        ("cf10 1aa", "postcode", "W01002019", "CF10 1AA"),
        ("eh1 1yz", "postcode", "S01008675", "EH1 1YZ"),
        ("FY1", "postcode", "E01012737", "FY1"),
    ],
)
def test_what_is_typed_finds_its_place_first(text: str, kind: str, code: str, name: str) -> None:
    answer = finder().find(text)
    if not name:
        assert answer.results == ()
        return
    hit = answer.results[0]
    assert (hit.kind, hit.code, hit.name) == (kind, code, name)
    assert answer.sentence == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("blackpol", "Blackpool"),
        ("mancester univ", "University of Manchester"),
        ("univercity of leads", "University of Leeds"),
        ("birmigham", "Birmingham"),
        ("newcaslte", "Newcastle upon Tyne"),
        ("FYI 1AA", "FY1 1AA"),
        ("fy1 iaa", "FY1 1AA"),
    ],
)
def test_a_misspelling_is_guessed_and_said(text: str, name: str) -> None:
    answer = finder().find(text)
    assert answer.results[0].name == name
    assert answer.sentence == f"No place is called “{text}”. Did you mean {name}?"


@pytest.mark.parametrize(
    "text",
    [
        "xyzzy qwrt",
        "<img src=x onerror=window.PWN=1>",
        "{{7*7}}",
        "'; drop table places; --",
        "%s %n ${x} ../../etc/passwd",
        "gir 0aa",
        "0" * 80,
        "e99999999",
    ],
)
def test_nonsense_gets_a_kind_sentence(text: str) -> None:
    answer = finder().find(text)
    assert answer.results == ()
    assert answer.sentence.startswith("No place is called “")
    assert answer.sentence.endswith(WHAT_TO_TYPE)


@pytest.mark.parametrize("text", ["", " ", "\x00\u200b", "🦆", "日本", "?!", "[(\\", "\ud800"])
def test_a_text_without_words_is_told_what_one_may_type(text: str) -> None:
    assert finder().find(text) == SearchAnswer((), WHAT_TO_TYPE)


def test_a_text_that_is_too_long_is_refused_at_once() -> None:
    assert finder().find("leeds " * 14) == SearchAnswer((), TOO_LONG)
    assert finder().find("x" * 10_000_000) == SearchAnswer((), TOO_LONG)
    assert len("leeds " * 13) <= LONGEST
    assert finder().find("leeds " * 13).results[0].name == "Leeds"


def test_eighty_signs_are_looked_for_and_eight_words_count() -> None:
    eighty = "leeds " * 13 + "le"
    assert len(eighty) == LONGEST
    assert finder().find(eighty) != SearchAnswer((), TOO_LONG)
    assert finder().find(eighty + "e") == SearchAnswer((), TOO_LONG)
    assert telling("a b c d e f g h i") == list("abcdefgh")
    assert shortened("x" * 40) == "x" * 40
    assert shortened("x" * 41) == "x" * 39 + "…"


def test_of_a_postcode_that_is_none_its_district_is_offered_last() -> None:
    # No postcode begins FY1 0: others of FY1 are offered.
    answer = finder().find("FY1 0ZZ")
    assert answer.results
    assert {hit.name.split()[0] for hit in answer.results} == {"FY1"}


def test_a_result_says_what_it_is_and_where() -> None:
    wheres = {
        "e01012737": "Neighbourhood in Central Blackpool, Blackpool",
        "e02002642": "Local area in Blackpool (Blackpool 010)",
        "e05000932": "Ward in Sefton",
        "e08000035": "Local authority district, Yorkshire and The Humber",
        "w06000001": "Local authority district, Wales",
        "e10000016": "County, South East",
        "e12000002": "Region of England",
        "10007798": "University in Manchester",
        "100003": "Independent school in London, EC4V 3AL",
        # It has a new number since 2018-19, and with it neither town nor postcode of that year.
        "151443": "School in Blackpool",
        "131772": "Alternative provision in Blackpool",
        "fy1 1aa": "Postcode in Central Blackpool, Blackpool",
        "fy1": "Postcode district around Central Blackpool, Blackpool",
        "allerdale": "Former district, now part of Cumberland",
    }
    assert {text: first(text).where for text in wheres} == wheres


def test_names_that_repeat_are_told_apart() -> None:
    abbeys = finder().find("abbey", limit=50).results
    assert sum(hit.name == "Abbey" for hit in abbeys) > 10
    places = load_places()
    areas = places[places["kind"] == "area"]
    told = areas["name"] + areas["label"] + areas["around"]
    assert not told.duplicated().any()


def test_a_district_that_is_a_county_too_appears_once() -> None:
    hits = finder().find("blackpool", limit=50).results
    assert [hit.geography for hit in hits if hit.code == "E06000009"] == ["lad24"]
    places = load_places()
    counties = places[places["geography"] == "utla23"]
    assert len(counties) == 21
    assert counties["code"].str.startswith("E10").all()


def test_larger_places_come_first_among_equals() -> None:
    people = tables.load("people_lsoa21")["population"]
    district = tables.load("areas_lsoa21")["lad24_code"]
    counted = people.groupby(district).sum()
    hits = finder().find("new", limit=50).results
    found = [hit.code for hit in hits if hit.geography == "lad24" and hit.code in counted]
    assert len(found) > 5
    assert counted[found].is_monotonic_decreasing


def test_a_code_of_another_year_is_brought_up_to_date() -> None:
    assert first("E08000039").code == "E08000019"
    assert first("E07000026").code == "E06000063"
    assert first("E07000026").name == "Allerdale"


def test_the_beginning_of_a_code_lists_codes() -> None:
    hits = finder().find("E0101273").results
    assert [hit.code for hit in hits] == [
        code for code in tables.load("areas_lsoa21").index if code.startswith("E0101273")
    ][:8]


@pytest.mark.parametrize(("text", "listed"), [("E010", 0), ("E0101", 8), ("1000", 0), ("10007", 0)])
def test_five_signs_of_an_official_code_begin_a_list(text: str, listed: int) -> None:
    hits = [hit for hit in finder().find(text).results if hit.key.startswith(text)]
    assert len(hits) == listed


def test_a_code_comes_before_postcodes_and_names_that_hold_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A school's number is its code: beside it stand a postcode and eight names that fit as well."""
    found = finder()
    hits = found.find("leeds", limit=8).results
    postcode = found.find("fy1 1aa").results[0]
    monkeypatch.setattr(Finder, "_by_name", lambda self, asked, limit: list(hits))
    monkeypatch.setattr(Finder, "_part_postcodes", lambda self, meant, limit: [postcode])
    listed = found.find("100003").results
    assert [hit.key for hit in listed] == ["100003", "FY1 1AA", *[hit.key for hit in hits][:6]]


@pytest.mark.parametrize("text", ["abbey", "fy1 1", "E0101273", "st", "blackpol", "fy1 1zz"])
def test_eight_places_are_listed_at_most_unless_more_are_wanted(text: str) -> None:
    counts = {limit: len(finder().find(text, limit).results) for limit in (1, 3, 8, 50, 60)}
    assert len(finder().find(text).results) == counts[8] <= 8
    assert (counts[1], counts[3]) == (1, min(3, counts[8]))
    assert counts[50] == counts[60] <= 50
    if text == "abbey":
        assert (counts[8], counts[50]) == (8, 50)


# ---- postcodes ----


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fy1", [("FY1", "")]),
        ("FY1 1", [("FY1", "1")]),
        ("fy11", [("FY11", ""), ("FY1", "1")]),
        ("fy11aa", [("FY1", "1AA")]),
        ("b1 1a", [("B1", "1A")]),
        ("w1a1aa", [("W1A", "1AA")]),
        ("e1 10a", []),
        ("leeds", []),
        ("1", []),
        ("", []),
    ],
)
def test_the_ways_to_read_a_postcode(text: str, expected: list[tuple[str, str]]) -> None:
    assert readings(text) == expected


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # A letter where a digit belongs: at the end of the first part, or first in the second.
        ("FYO 1AA", "FY0 1AA"),
        ("FYI 1AA", "FY1 1AA"),
        ("FYL 1AA", "FY1 1AA"),
        ("FYZ 1AA", "FY2 1AA"),
        ("FYS 1AA", "FY5 1AA"),
        ("FYB 1AA", "FY8 1AA"),
        ("SO14 OAA", "SO14 0AA"),
        ("FY1 IAA", "FY1 1AA"),
        ("FY1 LAA", "FY1 1AA"),
        ("FY1 ZAA", "FY1 2AA"),
        ("FY1 SAA", "FY1 5AA"),
        ("FY1 BAA", "FY1 8AA"),
        # A digit where a letter belongs: the last two signs.
        ("FY1 10A", "FY1 1OA"),
        ("FY1 1A1", "FY1 1AI"),
        ("FY1 15A", "FY1 1SA"),
        # A letter may stand at the end of the first part.
        ("EC1B 1AA", "EC1B 1AA"),
    ],
)
def test_letters_and_digits_that_look_alike(text: str, meant: str) -> None:
    assert mended(text) == tuple(meant.split())


@pytest.mark.parametrize("text", ["leeds city", "FY1 1A", "FYQ 1AA", "1AA", ""])
def test_what_no_mending_makes_a_postcode(text: str) -> None:
    assert mended(text) is None


def test_the_beginning_of_a_postcode_lists_postcodes_in_order() -> None:
    folder, _ = postcode_package()
    known = read_postcodes(folder, "F")["postcode"]
    expected = sorted(code for code in known if code.startswith("FY11") and len(code) == 6)
    for text in ("FY1 1", "fy11"):
        hits = finder().find(text, limit=50).results
        assert [hit.key.replace(" ", "") for hit in hits] == expected[:50]
    assert all(hit.lat is not None for hit in hits)


def test_postcodes_without_a_place_are_not_listed() -> None:
    folder, _ = postcode_package()
    known = read_postcodes(folder, "B").set_index("postcode")["easting_m"].sort_index()
    begun = known[known.index.str.fullmatch("BA139..")]
    assert (len(begun), begun.notna().sum()) == (46, 35)
    hits = finder().find("BA13 9", limit=50).results
    assert [hit.key.replace(" ", "") for hit in hits] == begun.index[begun.notna()].tolist()
    # Nowhere in Jersey has a place, and a guess leads nowhere either.
    for text in ("JE2", "JE2 3", "JE23", "JEZ 3QQ"):
        answer = finder().find(text, limit=50)
        assert answer.results == (), text
        assert answer.sentence.endswith(WHAT_TO_TYPE)


def test_a_postcode_district_stands_in_its_middle() -> None:
    folder, _ = postcode_package()
    listed = read_postcodes(folder, "M")
    there = listed[listed["postcode"].str[:-3] == "M13"].dropna()
    middle = there[["easting_m", "northing_m"]].median()
    hit = first("m13")
    assert (hit.key, hit.kind) == ("M13", "postcode")
    assert _metres_apart(hit, *middle) < 300


def test_a_short_district_lists_the_longer_ones_too() -> None:
    names = [hit.name for hit in finder().find("M1", limit=50).results]
    assert names[0] == "M1"
    assert {"M11", "M12", "M19"} <= set(names)


@pytest.mark.parametrize(
    ("text", "beginning", "guess"),
    [
        ("FY1 1ZZ", "FY1 1ZZ is not in the directory of November 2025", "FY1 1"),
        ("ZZ9 9ZZ", "ZZ9 9ZZ is not in the directory of November 2025", ""),
        ("JE2 3QQ", "JE2 3QQ is listed without a place", ""),
    ],
)
def test_a_postcode_that_leads_nowhere_is_said_kindly(
    text: str, beginning: str, guess: str
) -> None:
    answer = finder().find(text)
    assert answer.sentence.startswith(beginning)
    assert bool(answer.results) == bool(guess)
    assert all(hit.name.startswith(guess) for hit in answer.results)


def test_northern_ireland_is_looked_up_singly_and_gives_no_point() -> None:
    hit = first("bt1 5gs")
    assert (hit.geography, hit.code) == ("sdz21", "N21000251")
    assert hit.where == "Postcode in Belfast (N21000251)"
    assert (hit.lat, hit.lng) == (None, None)
    for text in ("bt1", "bt1 5", "BT15G", "bt99"):
        assert finder().find(text) == SearchAnswer((), NORTHERN_IRELAND)
    assert finder().find("bt1 5zz").results == ()


def test_another_edition_of_the_package_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "geo.places.search_postcodes.read_postcodes",
        lambda folder, letter: read_postcodes(folder, letter).iloc[:-1].copy(),
    )
    fresh = type(finder().postcodes)({}, {"dz11": 0, "sdz21": 0})
    with pytest.raises(IntegrityError, match="of another"):
        fresh.find("ZE1", "0AA")


def _metres_apart(hit: Result, easting: float, northing: float) -> float:
    """Measure on the sphere, where the search works on the plane."""
    lng, lat = TO_DEGREES.transform(easting, northing)
    return float(Geod(ellps="WGS84").inv(hit.lng, hit.lat, lng, lat)[2])


def test_random_postcodes_find_themselves_first() -> None:
    """The neighbourhood agrees with the other, slower way through `geo.places.postcodes`."""
    folder, _ = postcode_package()
    listed = pd.concat([read_postcodes(folder, letter) for letter in "CFZ"])
    sample = listed[listed["easting_m"].notna()].sample(300, random_state=7)
    expected = postcodes.find(sample["postcode"].tolist())
    assert set(expected["nation"]) == {"England", "Wales", "Scotland"}
    for row in expected.itertuples():
        (hit,) = finder().find(row.postcode.replace(" ", "").lower()).results
        assert hit.key == row.postcode
        assert _metres_apart(hit, row.easting_m, row.northing_m) < 0.5
        if row.problem == "":
            assert (hit.geography, hit.code) == (row.geography, row.code)
        else:
            assert (hit.geography, row.nation) == ("lad24", "Scotland")


def test_a_postcode_on_a_quay_goes_to_its_district() -> None:
    stored = tables.load("postcodes").query("letter == 'B'")["lsoa21"].to_numpy()
    folder, _ = postcode_package()
    outside = read_postcodes(folder, "B")[stored == postcodes.NO_AREA]
    assert "BN41EG" in outside["postcode"].tolist()
    hit = first("BN4 1EG")
    assert (hit.geography, hit.where) == ("lad24", "Postcode in Brighton and Hove")


# ---- everything finds itself ----


def test_every_district_finds_itself_first() -> None:
    districts = tables.load("areas_lad24")["area_name"]
    assert len(districts) == 361
    lost = [name for code, name in districts.items() if first(name).code != code]
    assert lost == []


def test_every_upper_area_finds_itself() -> None:
    for level in ("utla23", "cauth25", "region", "smc205"):
        for code, name in tables.load(f"areas_{level}")["area_name"].items():
            assert code in [hit.code for hit in finder().find(name).results], (level, name)


@pytest.mark.parametrize("level", ["lsoa21", "msoa21", "ward24", "smc205"])
def test_random_codes_find_themselves_first(level: str) -> None:
    for code in tables.load(f"areas_{level}").sample(100, random_state=3).index:
        hit = first(code.lower())
        assert (hit.code, hit.geography) == (code, level)


def test_random_local_names_are_in_the_list() -> None:
    named = tables.load("areas_msoa21")
    named = named[named["local_name"] != ""].sample(300, random_state=5)
    for code, row in named.iterrows():
        codes = [hit.code for hit in finder().find(row["local_name"], limit=20).results]
        assert code in codes, row["local_name"]


def test_every_provider_is_in_the_list_by_name_and_first_by_number() -> None:
    providers = tables.load("providers")
    for ukprn, row in providers.iterrows():
        assert first(ukprn).key == ukprn
        for name in (row["name"], row["legal_name"]):
            found = finder().find(name[:LONGEST], limit=20).results
            assert ukprn in [hit.key for hit in found], name


def test_random_schools_and_sites_are_in_the_list() -> None:
    schools = tables.load("schools")
    for urn, row in schools.sample(150, random_state=6).iterrows():
        found = finder().find(f"{row['name']} {row['town']}"[:LONGEST], limit=50).results
        assert urn in [hit.key for hit in found], row["name"]
    places = load_places()
    assert sorted(places.loc[places["kind"] == "school", "key"]) == schools.index.tolist()


def test_a_provider_stands_at_its_main_site() -> None:
    sites = tables.load("sites")
    own = sites[(sites["ukprn"] == "10007798") & sites["placed"]]
    courses = own["courses_full_time"].astype(int) + own["courses_part_time"]
    site = own.loc[courses.idxmax()]
    hit = first("10007798")
    assert hit.code == site["lsoa21_code"]
    assert _metres_apart(hit, site["easting_m"], site["northing_m"]) < 0.5


# ---- any text at all ----


@given(st.text(max_size=120), st.integers(-3, 60))
def test_any_text_gets_an_answer(text: str, limit: int) -> None:
    answer = finder().find(text, limit)
    assert isinstance(answer, SearchAnswer)
    assert len(answer.results) <= max(1, min(limit, 50))
    assert answer.results or answer.sentence
    assert len({(hit.kind, hit.key) for hit in answer.results}) == len(answer.results)
    for hit in answer.results:
        assert hit.name
        assert hit.where
        assert (hit.lat is None) == (hit.lng is None)
        assert hit.lat is None or np.isfinite([hit.lat, hit.lng]).all()


@given(st.from_regex(r"[a-z]{1,2}[0-9][a-z0-9]? ?[0-9]?[a-z]{0,2}", fullmatch=True))
def test_anything_like_a_postcode_gets_an_answer(text: str) -> None:
    answer = finder().find(text)
    assert answer.results or answer.sentence


def test_one_index_serves_the_whole_process() -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: id(finder()), range(16)))
        names = set(pool.map(lambda _: first("ze1 0aa").name, range(16)))
    assert len(made) == 1
    assert names == {"ZE1 0AA"}
    assert isinstance(finder(), Finder)


@pytest.mark.parametrize(
    ("text", "name", "where"),
    [
        ("whitby", "Whitby", "Town in North Yorkshire"),
        ("oswestry", "Oswestry", "Town in Shropshire"),
        ("grimsby", "Grimsby", "Town in North East Lincolnshire"),
        ("portrush", "Portrush", "Town in Causeway Coast and Glens"),
        ("ripon", "Ripon", "City in North Yorkshire"),
        ("robin hoods bay", "Robin Hood's Bay", "Village in North Yorkshire"),
        ("stornoway", "Stornoway", "Town in Na h-Eileanan Siar"),
        ("steornabhagh", "Stornoway", "Town in Na h-Eileanan Siar"),
    ],
)
def test_a_town_is_found_by_its_name(text: str, name: str, where: str) -> None:
    first = finder().find(text).results[0]
    assert (first.name, first.where) == (name, where)
    assert first.kind in ("town", "village")
    assert first.lat is not None
    # What it leads to beside its point is the local area that its middle is in.
    assert first.geography in ("msoa21", "iz11", "sdz21")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("blackpool", "E06000009"),
        ("newcastle", "E08000021"),
        ("glasgow", "S12000049"),
        ("stockton", "E06000004"),
        ("southend", "E06000033"),
        ("richmond", "E09000027"),
        ("pontypridd", "W07000106"),
        ("redcar", "E14001440"),
    ],
)
def test_a_district_or_seat_comes_before_towns_of_its_name(text: str, code: str) -> None:
    assert finder().find(text).results[0].key == code


def test_a_village_never_hides_what_a_misspelling_means() -> None:
    """Slead Syke holds "leads", and Blackpole begins like Blackpool."""
    for text, meant in (("leads", "Leeds"), ("blackpol", "Blackpool")):
        answer = finder().find(text)
        assert answer.results[0].name == meant
        assert answer.sentence == f"No place is called “{text}”. Did you mean {meant}?"
    # A village that is typed nearly whole is found all the same.
    assert finder().find("swallowcliff").results[0].name == "Swallowcliffe"


def test_every_provider_is_a_place_and_its_other_sites_are_too() -> None:
    places, providers = load_places(), tables.load("providers")
    listed = places[places["kind"] == "provider"]
    assert sorted(listed["key"]) == sorted(providers.index)
    # By the name that its own site does not repeat.
    sites = tables.load("sites")
    taught_at = places[places["kind"] == "site"]
    assert set(taught_at["key"]) <= set(sites.index)
    assert taught_at["key"].is_unique
    assert len(taught_at) < len(sites)
    assert (taught_at["label"] == "Teaching site of").all()

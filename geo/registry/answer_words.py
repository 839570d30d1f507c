"""What columns say that an answer adds: cold spots, zones, reach, contacts and new sites."""

from __future__ import annotations

from collections.abc import Mapping

from geo.registry.column_words import PEOPLE_FILES, TUNDRA_FILES, Words
from geo.registry.columns import FINDING, RECIPES, Column
from geo.settings import RESULTS_YEAR, SCHOOLS_OPEN_ON, TUNDRA_WHO

_TESTED = (*TUNDRA_FILES, "boundaries_lsoa21", "iod25_indicators")
_SCHOOLS, _RESULTS = ("dfe_gias",), ("dfe_ks4", "dfe_ks5")
_TEACHING = ("discover_uni_locations", "discover_uni_courses", "discover_uni_institutions")
_NOT_TESTED = "not assessed; not_assessed_because says why"
_FLAG = "yes or no"

_MARKS = {
    "cold_spot": "Cold spot",
    "cold_surroundings": "Cold surroundings",
    "z": "Local G*",
    "p": "p",
    "p_adjusted": "p, adjusted",
    "chance_low": "Chance below England",
    "moran": "Local Moran",
    "low_low": "Low among low",
    "low_high": "Low among high",
    "status": "Verdict",
    "confidence": "Other ways that agree",
    "rank_low": "Rank, least",
    "rank_high": "Rank, most",
}
_MARK_UNITS = {"z": "standard deviations", "moran": "standardised product", "rank_low": "rank"}
_MARK_UNITS |= {"rank_high": "rank", "p": "chance, 0 to 1", "p_adjusted": "chance, 0 to 1"}
_MARK_UNITS |= {"chance_low": "chance, 0 to 1"}
_MARK_ENDS = {"z": "low is of concern", "p": "small = less like chance"}
_MARK_ENDS |= {"p_adjusted": "small = less like chance", "chance_low": "high is of concern"}
_MARK_ENDS |= {"rank_low": "1 = lowest rate", "rank_high": "1 = lowest rate"}
_STRICT = (
    "The test is strict and cohorts are small: a place not marked may be cold too. It says nothing "
    "about why, or about one person or school."
)


def _mark(name: str, column: Column) -> Words:
    unit = _FLAG if column.kind == "flag" else _MARK_UNITS.get(name, "text")
    return Words(
        _MARKS.get(name, name.replace("_", " ").capitalize() + " (another recipe)"),
        column.about,
        unit,
        _MARK_ENDS.get(name, "none"),
        _NOT_TESTED if column.kind != "flag" else "never empty",
        TUNDRA_WHO,
        _TESTED,
        _STRICT if name in ("cold_spot", "status", *RECIPES) else "",
    )


def _found(label: str, about: str, unit: str = _FLAG, direction: str = "none") -> Words:
    missing = "never empty" if unit == _FLAG else _NOT_TESTED
    return Words(label, about, unit, direction, missing, TUNDRA_WHO, _TESTED)


_FOUND = {
    **{name: _mark(name, column) for name, column in FINDING.items()},
    "not_assessed_because": Words(
        "Not assessed because", "why an area has no verdict", missing="it was assessed"
    ),
    "zone_id": Words(
        "Zone", "zone of touching cold spots that holds it", "code", missing="it is in none"
    ),
    "predicted_rate": _found(
        "Rate expected",
        "participation that deprivation and rurality predict, over all of England",
        "share, 0 to 1",
    ),
    "gap": _found(
        "Gap", "rate less the rate expected", "difference of shares", "low is of concern"
    ),
    "gap_cold": _found("Gap, cold", "whether it is in the fifth of pupils with the lowest gaps"),
    "gap_in_region": _found(
        "Gap within region",
        "rate less the rate expected among areas of its region",
        "difference of shares",
        "low is of concern",
    ),
    "gap_in_region_cold": _found("Gap within region, cold", "the same of gaps within regions"),
    "cold_share": _found(
        "Share of weightings",
        "share of plausible weightings of the measures under which it is cold",
        "share, 0 to 1",
        "high is of concern",
    ),
}

_ZONES = {
    "zone_name": Words("Zone, name", "local names of the zone, and its authority", missing="none"),
    "areas": Words("Areas", "areas that the zone is put together from", "areas"),
    "area_codes": Words("Areas, codes", "their codes, parted by blanks", "code"),
    "lad24_names": Words("Local authorities", "authorities that the zone lies in", period="2024"),
    "scan_p": Words(
        "Scan, chance",
        "chance of so likely a cluster of low rates anywhere where no rates are shared, of the "
        "scan's cluster that holds most of the zone's areas",
        "chance, 0 to 1",
        "low is of concern",
        "no cluster of the scan holds any of it, or the level is not scanned",
        TUNDRA_WHO,
        _TESTED,
        "The scan is Kulldorff's, held against made-up nations whose places differ as much.",
    ),
    "scan_share": Words(
        "Scan, share found",
        "share of the zone's areas in clusters whose chance is 0.05 or less",
        "share, 0 to 1",
        "high is of concern",
        "the level is not scanned",
        TUNDRA_WHO,
        _TESTED,
    ),
    "most_deprived_fifth": Words(
        "In the most deprived fifth",
        "share of its young people in neighbourhoods of IMD deciles 1 and 2",
        "share, 0 to 1",
        "high is of concern",
        "zones of local areas, whose deciles are not published",
        "Indices of Deprivation 2025",
        ("iod25_file7",),
    ),
    "nearest_provider": Words(
        "Nearest provider", "provider with the nearest teaching site", datasets=_TEACHING
    ),
    "nearest_provider_m": Words(
        "Nearest provider, distance",
        "straight line from the middle of its people",
        "metres",
        datasets=_TEACHING,
        caveat="Distance is not engagement.",
    ),
    "easting_m": Words("Easting", "of the point, British grid (EPSG:27700)", "metres"),
    "northing_m": Words("Northing", "of the point, British grid (EPSG:27700)", "metres"),
    "areas_left": Words("Areas left", "its cold spots that are not in range", "areas"),
    "people_left": Words(
        "People left",
        "people aged 7 to 11 at mid-2020 in those",
        "people",
        period="mid-2020",
        datasets=PEOPLE_FILES,
    ),
}

_DISTANCE = "In range goes by distance or time; nobody was met for that."


def _reach(label: str, about: str, unit: str = _FLAG, direction: str = "none") -> Words:
    missing = "never empty" if unit == _FLAG else "no site is near enough to be measured"
    return Words(label, about, unit, direction, missing, datasets=_TEACHING, caveat=_DISTANCE)


_REACH = {
    "nearest_site": _reach("Nearest site", "name of the nearest site of those asked for", "text"),
    "nearest_km": _reach(
        "Nearest site, distance", "to the nearest site, within the limit or not", "km", "high = far"
    ),
    "nearest_cost": _reach(
        "Nearest site, cost", "to the nearest site, in the unit asked for", "minutes", "high = far"
    ),
    "sites_within": _reach("Sites in range", "sites within the limit", "sites"),
    "providers_within": _reach("Providers in range", "providers within the limit", "providers"),
    "courses_within": _reach(
        "Courses in range",
        "courses listed at sites within the limit; one of several subjects counts in parts, one "
        "at several sites at each",
        "courses",
    ),
    "nearest_provider_ukprn": _reach("Nearest provider, UKPRN", "its number", "code"),
    "tier": _reach("Tier", "different providers in range: 0, 1, 2 or 3+", "text"),
    "e2sfca": _reach(
        "Catchment score",
        "supply for each young person (enhanced two-step floating catchment area)",
        "supply for each person",
        "low is of concern",
    ),
    "gravity": _reach(
        "Gravity score", "supply over cost, summed over sites", "supply over cost", "low is far"
    ),
    "map_class": Words(
        "Class on the map", "class in which the map draws the area, as its legend says it"
    ),
    "no_interval": Words(
        "Rates without an interval",
        "which rates of the table have no interval, and why; the same in each row",
    ),
    "in_range": _reach("In range", "whether a site is within the limit"),
    "cold_not_in_range": _reach(
        "Cold, not in range", "a cold spot, of the list that was asked for, that no site is near"
    ),
    "engaged": Words(
        "Engaged",
        "whether a row of the activity file supplied is of this area",
        _FLAG,
        caveat="Only as whole as the activity file; a row says nothing about one person.",
    ),
    "cold_not_engaged": Words(
        "Cold, not engaged",
        "a cold spot, of the list that was asked for, without a row in the activity file",
        _FLAG,
    ),
}


def _school(label: str, about: str, unit: str = "text", missing: str = "never empty") -> Words:
    return Words(label, about, unit, "none", missing, SCHOOLS_OPEN_ON, _SCHOOLS)


def _result(label: str, about: str) -> Words:
    year = RESULTS_YEAR
    missing = "not published, or the school has a new number since"
    label, about = f"{label}, {year}", f"{about}, {year}"
    return Words(label, about, "points", "none", missing, year, _RESULTS)


_CONTACTS = {
    "urn": _school("URN", "number of the school or college in the national register", "code"),
    "name": _school("Name", "name of the school, college or site"),
    "kind": _school(
        "Kind", "kind, made of the type of establishment, or as given", missing="not given"
    ),
    "establishment_type": _school("Type", "type of establishment, as published"),
    "phase": _school("Phase", "phase of education, as published"),
    "town": _school(
        "Town", "town of the school (of 2018-19, else its authority) or site", missing="not given"
    ),
    "postcode": _school(
        "Postcode",
        "of the school or college in the tables of 2018-19",
        missing="not in those tables, or moved since",
    ),
    "distance_m": _school("Distance", "straight line from where the people live", "metres"),
    "distance_km": _school("Distance", "straight line from where the people live", "km"),
    "school_pupils": _school(
        "School's pupils", "pupils on roll", "people", "counted elsewhere, as in colleges"
    ),
    "school_fsm_share": _school(
        "School's pupils with free meals",
        "share of pupils eligible for free school meals",
        "share, 0 to 1",
        "not published, fewer than ten pupils, or none or all of them",
    ),
    "school_attainment8_2018_19": _result("School's Attainment 8", "average Attainment 8 points"),
    "school_a_level_points_2018_19": _result(
        "School's A level points", "points for each A level entry"
    ),
    "secondary": _school(
        "Secondary", "secondary by phase or type, or in the key stage 4 table of 2018-19", _FLAG
    ),
    "post_16": _school(
        "Post-16", "16 to 19 by phase or type, or in the 16 to 18 table of 2018-19", _FLAG
    ),
    "open_on": _school("Open on", "day of the list of schools and colleges"),
    "link": _school("Page", "public page of the school or college", "address"),
    "cold_young_people_now": Words(
        "Young people in cold spots",
        "people aged 7 to 11 at mid-2020 who live near, in cold spots of the list that the file "
        "names",
        "people",
        period="mid-2020",
        datasets=PEOPLE_FILES,
        caveat="Aged 13 to 17 in 2026, if nobody had moved.",
    ),
}

_OWN = "the partners' own records, as far as they may be shown"


def _worked(
    label: str, about: str, unit: str = "text", missing: str = "nobody works there"
) -> Words:
    return Words(label, f"{about}; {_OWN}", unit, "none", missing)


_OUTREACH = {
    "nearest_cold": _school("Nearest cold spot", "nearest neighbourhood of a cold spot, by name"),
    "nearest_cold_km": _school(
        "Nearest cold spot, km", "straight line to where its people live", "km"
    ),
    "zones_near": _school(
        "Zones near", "zones of cold spots within the limit, nearest first", missing="none is near"
    ),
    "nearest_provider": Words(
        "Nearest provider", "provider of the nearest teaching site", datasets=_TEACHING
    ),
    "nearest_provider_km": Words(
        "Nearest provider, km", "straight line to that site", "km", datasets=_TEACHING
    ),
    "worked": _worked("Who works there", "nobody, one or two partners, or three or more"),
    "partner_count": _worked("Partners", "partners that work there", "count"),
    "partners": _worked("Partners, named", "partners that work there"),
    "worked_people": _worked(
        "Young people worked with",
        "young people, each counted every time they took part: a number, or what it can be",
    ),
    "worked_by_partner": _worked("Young people by partner", "the same of each partner"),
    "activities": _worked("Activities by partner", "rows of each partner's file"),
    "activity_types": _worked(
        "Types of activity", "types in which ten or more took part", missing="none is shown"
    ),
    "intensities": _worked(
        "Intensity",
        "one-off, sustained or residential, where ten or more took part",
        missing="none is shown",
    ),
    "share_out_partner": Words("Shared out to", "partner that takes the school, or nobody"),
    "share_out_km": Words(
        "Partner's distance", "straight line from the partner's nearest site", "km",
        missing="nobody takes it",
    ),
    "share_out_because": Words("Shared out because", "why this partner takes it, or nobody"),
}  # fmt: skip

_NEW_SITES = {
    "order": Words("Order", "order in which the sites are best added", "count"),
    "site": Words("Site", "URN, area code or line of the candidate", "code"),
    "gain": Words(
        "Gain",
        "what it adds to those before it: people in range, or for the median person-metres saved",
        "people, or person-metres",
        missing="not told of sites chosen all at once",
    ),
    "covered": Words("In range so far", "people in range with it and those before it", "people"),
}

ANSWER_WORDS: dict[str, Words] = {
    **_FOUND,
    **_ZONES,
    **_REACH,
    **_CONTACTS,
    **_OUTREACH,
    **_NEW_SITES,
}
"""What every column that an answer adds says."""


def describe_columns(words: Mapping[str, Words]) -> None:
    """Add what columns say that another kind of map writes, for the dictionary of its files.

    Parameters
    ----------
    words
        By the name of the column; one that is known already keeps what it says.
    """
    ANSWER_WORDS.update({name: words[name] for name in words if name not in ANSWER_WORDS})


def forget_columns(words: Mapping[str, Words]) -> None:
    """Remove from `ANSWER_WORDS` what `describe_columns` added of these words, and nothing else."""
    for name, said in words.items():
        if ANSWER_WORDS.get(name) is said:
            del ANSWER_WORDS[name]

"""What the columns of joined areas say, those that are no indicator of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.registry.columns import AREA, NIMDM, OWN_AREA, SIMD, WIMD, Column, index_columns
from geo.settings import TUNDRA_LEFT_OUT, TUNDRA_WHO

TUNDRA_FILES = ("tundra_lsoa11", "tundra_msoa11", "lookup_lsoa11_lsoa21", "lookup_msoa11_msoa21")
PEOPLE_FILES = ("population20_lsoa11", "lookup_lsoa11_lsoa21")
_SUPPRESSED = "suppressed (fewer than 30 pupils), or no figure of England"
_NONE = "there is none"


@dataclass(frozen=True)
class Words:
    """What a column says."""

    label: str
    about: str
    unit: str = "text"
    direction: str = "none"
    """Which end is of concern, or what the first number stands for."""
    missing: str = "never empty"
    """What an empty cell means."""
    period: str = ""
    datasets: tuple[str, ...] = ()
    """Ids of the publisher files behind it."""
    caveat: str = ""


def _of_area(name: str, column: Column) -> Words:
    labels = {"msoa21": "MSOA", "ward24": "Ward", "lad24": "Local authority", "region": "Region"}
    labels |= {"utla23": "County or unitary authority", "cauth25": "Combined authority"}
    labels |= {"nation": "Nation", "iz11": "Intermediate zone", "pcon24": "Constituency"}
    labels |= {"dea14": "Electoral area", "lsip23": "Skills improvement plan area"}
    level = name.removesuffix("_code")
    label = f"{labels[level]}, code" if level != name else name.replace("_", " ").capitalize()
    unit = "square kilometres" if name == "area_km2" else "code" if level != name else "text"
    year = f"20{level[-2:]}" if level[-2:].isdigit() else ""
    source = {"local_name": "msoa_names", "rural_urban": "rural_urban_lsoa21"}
    source |= {"iz11_code": "lookup_dz11_iz11", "pcon24_code": "overlaps_pcon24"}
    source |= {"dea14_code": "lookup_sdz21_dea14", "lsip23_code": "lookup_lad23_lsip23"}
    source |= {"welsh_name": "boundaries_lad24"}
    return Words(
        label,
        column.about,
        unit,
        missing="never empty" if name in ("area_name", "nation", "area_km2") else _NONE,
        period=year,
        datasets=(source.get(name, "boundaries_lsoa21"),),
    )


_AREAS = {
    "area_code": Words(
        "Code", "official code (GSS) of the area", "code", datasets=("boundaries_lsoa21",)
    ),
    **{name: _of_area(name, column) for name, column in AREA.items()},
    **{name: _of_area(name, column) for own in OWN_AREA.values() for name, column in own.items()},
    "geography": Words("Geography", "kind of area, with its year"),
    "lad24_name": Words(
        "Local authority, name",
        "name of the district that holds it",
        missing=_NONE,
        period="2024",
        datasets=("boundaries_lad24",),
    ),
    "region_name": Words(
        "Region, name",
        "name of the region that holds it",
        missing="outside England, or there is none",
        datasets=("boundaries_region",),
    ),
}


def _people(about: str, caveat: str = "") -> Words:
    return Words(
        about.split(",")[0].capitalize(),
        about,
        "people",
        missing="outside England and Wales",
        period="mid-2020",
        datasets=PEOPLE_FILES,
        caveat=caveat,
    )


_PEOPLE_COLUMNS = {
    "population": _people("people of all ages"),
    "young_people": _people("people aged 13 to 17, at mid-2020"),
    "young_people_now": _people(
        "people aged 7 to 11, at mid-2020",
        "Aged 13 to 17 in 2026, if nobody had moved.",
    ),
}


def _rate(label: str, about: str, unit: str = "share, 0 to 1", direction: str = "") -> Words:
    return Words(
        label,
        about,
        unit,
        direction or "low is of concern",
        _SUPPRESSED,
        TUNDRA_WHO,
        TUNDRA_FILES,
        TUNDRA_LEFT_OUT,
    )


_RATES = {
    "tundra_cohort": _rate(
        "TUNDRA cohort",
        "pupils of five year groups; parts of a split area share its cohort, so that sums are kept",
        "pupils",
        "none",
    ),
    "tundra_source_cohort": _rate(
        "TUNDRA cohort measured",
        "pupils that the rate was measured on; intervals go by these",
        "pupils",
        "none",
    ),
    "tundra_quintile": _rate("TUNDRA quintile", "fifth of participation", "fifth, 1 to 5"),
    "tundra_basis": _rate(
        "TUNDRA basis",
        "how the figure came to the area of 2021: direct, inherited, merged, partial or mixed",
        "text",
        "none",
    ),
    "tundra_source": _rate(
        "TUNDRA source areas", "codes of 2011 that the figure comes from, + between", "code", "none"
    ),
    "tundra_rate_low": _rate(
        "Young participation, lower end", "lower end of the 95% interval (Wilson)"
    ),
    "tundra_rate_high": _rate(
        "Young participation, upper end", "upper end of the 95% interval (Wilson)"
    ),
    "tundra_rate_shrunk": _rate(
        "Young participation, steadied",
        "rate drawn towards that of all areas, the more so the smaller the cohort "
        "(empirical Bayes); for showing, never for testing",
    ),
    "prob_lowest_fifth": _rate(
        "Chance of the published lowest fifth",
        "chance that the true rate is below the highest published rate of the lowest fifth "
        "(28.7% of neighbourhoods, 31.1% of local areas); a fifth of true rates would end "
        "higher",
        direction="high is of concern",
    ),
    "tundra_rate_modelled": _rate(
        "Young participation, modelled",
        "true rate by the spatial model (BYM2): luck in small cohorts and the rates of touching "
        "areas allowed for; posterior mean; of wards and larger areas the sum of joint draws of "
        "their small areas, by pupils",
    ),
    "tundra_rate_modelled_low": _rate(
        "Young participation, modelled, lower end", "lower end of the model's 90% interval"
    ),
    "tundra_rate_modelled_high": _rate(
        "Young participation, modelled, upper end", "upper end of the model's 90% interval"
    ),
    **{
        f"prob_true_fifth_{fifth}": _rate(
            f"Chance of true fifth {fifth}",
            f"chance, by the spatial model, of being in fifth {fifth} of pupils by true rates, 1 "
            "being the lowest",
            "chance, 0 to 1",
            "none",
        )
        for fifth in range(2, 6)
    },
    "tundra_gap_modelled_low": _rate(
        "Against expectation, lower end", "lower end of the model's 90% interval", "share"
    ),
    "tundra_gap_modelled_high": _rate(
        "Against expectation, upper end", "upper end of the model's 90% interval", "share"
    ),
    "prob_below_expected": _rate(
        "Chance of being below expectation",
        "chance, by the spatial model, that the true rate is below what deprivation without its "
        "education domain, and rurality, lead one to expect",
        "chance, 0 to 1",
        "high is of concern",
    ),
    "rank_modelled_low": _rate(
        "Rank, modelled, least",
        "1 = lowest true rate; least of the model's 90% interval",
        "rank",
        "1 = lowest rate",
    ),
    "rank_modelled_high": _rate(
        "Rank, modelled, most",
        "1 = lowest true rate; most of the model's 90% interval",
        "rank",
        "1 = lowest rate",
    ),
}

_DOMAINS = {
    "iod25": "Index of Multiple Deprivation",
    "iod25_income": "Income deprivation",
    "iod25_employment": "Employment deprivation",
    "iod25_education": "Education, skills and training deprivation",
    "iod25_health": "Health deprivation and disability",
    "iod25_crime": "Crime",
    "iod25_barriers": "Barriers to housing and services",
    "iod25_environment": "Living environment deprivation",
    "iod25_children": "Children's education (sub-domain)",
    "iod25_adult_skills": "Adult skills (sub-domain)",
    "idaci25": "Income deprivation affecting children (IDACI)",
    "idaopi25": "Income deprivation affecting older people (IDAOPI)",
    "connectivity": "Connectivity",
}
_UNITS = {"score": "score", "rank": "rank", "decile": "tenth, 1 to 10"}
_ENDS = {
    "score": "high = more deprived",
    "rank": "1 = most deprived",
    "decile": "1 = most deprived",
}
_ORDER = "An index ranks areas; it does not say how much more deprived one is."


def _index(name: str, column: Column) -> Words:
    stem, _, form = name.rpartition("_")
    source = "iod25_file3" if name.startswith("ida") else "iod25_file7"
    return Words(
        f"{_DOMAINS[stem]}, {form}",
        column.about,
        _UNITS[form],
        _ENDS[form],
        "outside England",
        "Indices of Deprivation 2025",
        (source,),
        _ORDER,
    )


def _domain(name: str) -> str:
    return name.split("_")[1].capitalize()


def _iod(label: str, about: str, unit: str, direction: str, file: str, caveat: str) -> Words:
    period = "Indices of Deprivation 2025"
    missing = "outside England, or not published"
    return Words(label, about, unit, direction, missing, period, (file,), caveat)


_DEPRIVATION = {
    **{
        name: _index(name, column)
        for name, column in index_columns().items()
        if name.rpartition("_")[0] in _DOMAINS
    },
    "iod25_he_non_entry": _iod(
        "Non-entry to higher education (IoD)",
        "share of young people NOT entering higher education, as the index counts them",
        "share, 0 to 1",
        "high is of concern",
        "iod25_indicators",
        "The publisher's files do not define who is counted: never print it as a share of young "
        "people, and never beside TUNDRA on one scale.",
    ),
    "iod25_average_rank": _iod(
        "Average rank of neighbourhoods",
        "average rank of the authority's neighbourhoods, turned round by the publisher",
        "average rank",
        "high = MORE deprived",
        "iod25_lad24",
        _ORDER,
    ),
}


def _ranks(
    columns: Mapping[str, Column], index: str, nation: str, period: str, source: str
) -> dict[str, Words]:
    """Describe the ranks of an index of one nation, the whole one's first."""
    names = [name for name in columns if name.endswith("_rank")]
    whole = min(names, key=len)
    return {
        name: Words(
            f"{index} rank" if name == whole else f"{_domain(name)} rank ({index})",
            columns[name].about,
            "rank",
            "1 = most deprived",
            f"outside {nation}",
            period,
            (source,),
            _ORDER,
        )
        for name in names
    }


_SCOTLAND = _ranks(SIMD, "SIMD", "Scotland", "SIMD 2020v2", "simd20_ranks")
_NORTHERN_IRELAND = _ranks(NIMDM, "NIMDM", "Northern Ireland", "NIMDM 2017", "nimdm17")
_WALES = _ranks(WIMD, "WIMD", "Wales", "WIMD 2025", "wimd25")

_UNIVERSITY_FILES = ("simd20_indicators", "population20_dz11")
_UNIVERSITY_CAVEAT = (
    "Approximate: residents of mid-2020 stand for a cohort, though the published share is of "
    "another count of them."
)


def _university(label: str, about: str, unit: str = "share, 0 to 1", direction: str = "") -> Words:
    return Words(
        label,
        about,
        unit,
        direction or "low is of concern",
        "suppressed, nobody of that age, or outside Scotland",
        "SIMD 2020; people of mid-2020",
        _UNIVERSITY_FILES,
        _UNIVERSITY_CAVEAT,
    )


_UNIVERSITY = {
    "simd20_cohort": _university(
        "People aged 17 to 21", "residents aged 17 to 21, at mid-2020", "people", "none"
    ),
    "simd20_university_low": _university(
        "Entry to university, lower end", "lower end of the 95% interval (Wilson)"
    ),
    "simd20_university_high": _university(
        "Entry to university, upper end", "upper end of the 95% interval (Wilson)"
    ),
    "simd20_prob_lowest_fifth": _university(
        "Chance of the lowest fifth",
        "chance that the true share is below the one at which the lowest fifth of people aged 17 "
        "to 21 ends, a limit made here",
        direction="high is of concern",
    ),
    "simd20_many_students": Words(
        "Many students",
        "whether those aged 17 to 21 are more than three times as large a part of residents as in "
        "the middle data zone: halls and student quarters, some barracks",
        "yes or no",
        missing="outside Scotland",
        period="mid-2020",
        datasets=("population20_dz11",),
        caveat="The share entering university looks low there, because many moved there to study.",
    ),
}

_PERIODS = {
    f"{name}_period": Words(
        f"{label}, period",
        "which year group or results the figure is of",
        missing="no figure",
        datasets=("lait",),
    )
    for name, label in {
        "attainment8": "Attainment 8",
        "he19_fsm_rate": "Entry by 19, free meals",
        "he19_nonfsm_rate": "Entry by 19, no free meals",
        "he19_rate": "Entry by 19",
        "level3_19_rate": "Level 3 at 19",
    }.items()
}

AREA_WORDS: dict[str, Words] = {
    **_AREAS,
    **_PEOPLE_COLUMNS,
    **_RATES,
    **_DEPRIVATION,
    **_SCOTLAND,
    **_NORTHERN_IRELAND,
    **_WALES,
    **_UNIVERSITY,
    **_PERIODS,
}
"""What every column of joined areas says, but indicators (`geo.registry.indicators`)."""

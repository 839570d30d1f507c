"""What a text speaks of: the measure that its words mean, its years, and what is not ours."""

from __future__ import annotations

import re

from geo.registry import Periods

FRESHEST = {
    "England": ("he19_rate", "tundra_rate"),
    "Scotland": ("simd20_university",),
    "Wales": (),
    "Northern Ireland": ("ni_leavers_he", "nimdm17_he_enrolled"),
}
"""Measures that "went on to university" may mean in each nation, the freshest first."""

ENTRY = "entry"
"""Higher education without a word on which measure of it."""

_FREE = (
    r"free (?:school )?meals|\bFSM\b|disadvantaged|poorer (?:pupils|children|classmates)|poorest"
)
_OTHERS = (
    r"not (?:on|eligible for|receiving|claiming) free (?:school )?meals|non-FSM|"
    r"not eligible|other pupils|\bof others\b|\bof the others\b|for others\b|better-off|"
    r"\btheir (?:peers|classmates)\b|rest of their|all other pupils"
)
_WORDS = (
    ("absence", r"persistent(?:ly)? absen\w+"),
    ("gap", r"\bgap\b|attainment gap|disadvantage gap"),
    ("nonfree", _OTHERS),
    ("free", _FREE),
    ("attainment8", r"Attainment 8"),
    ("level3_19_rate", r"\blevel 3\b|two A[ -]levels"),
    ("gcse19_rate", r"English and maths"),
    ("neet", r"\bNEETs?\b|not in (?:education|work)|neither (?:in )?(?:education|work|learning)"),
    ("child_poverty_rate", r"child poverty|low-income famil\w+|children (?:\w+ ){0,3}poverty"),
    ("deprived tenth", r"most deprived (?:tenth|10%|10 per cent|decile)"),
    ("deprived fifth", r"most deprived (?:fifth|20%|20 per cent|quintile)"),
    (
        "degree",
        r"degree-level|level 4|have (?:got )?a degree|with a degree|higher qualification|"
        r"\bgraduates?\b|hold degrees",
    ),
    (
        "tundra_rate",
        r"TUNDRA|young participation|18 or 19|at 18 and 19|GCSEs from 2010|older measure",
    ),
    ("nimdm17_he_enrolled", r"NIMDM|aged 18 to 21|18 to 21"),
    ("ni_leavers_he", r"school[- ]leavers"),
    ("he19_rate", r"by (?:the age of |age )?(?:19|nineteen)\b|aged 19"),
    (
        ENTRY,
        r"higher education|universit(?:y|ies)|\bHE\b|go(?:ing|es)? on\b|went on\b|gone on\b|"
        r"participation|progress(?:ed|ion)|entry rate|participat\w+|\bentry\b|undergraduate",
    ),
)
_PATTERNS = tuple((name, re.compile(words, re.I)) for name, words in _WORDS)

FOREIGN = re.compile(
    r"unemploy\w+|house prices?|\bwages?\b|\bearnings?\b|\bsalar\w+|life expectancy|\bGDP\b|"
    r"turnout|Russell Group|Oxbridge|\bOxford\b|\bCambridge\b(?= (?:places|offers|applic))|"
    r"drop(?:ped)?[- ]out|\bapplications?\b|\bapplied\b|\bapplicants?\b|\boffers?\b|Ofsted|"
    r"tuition fees?|\bcrime\b|\bturnover\b|\bbudgets?\b|\bfunding\b|\brents?\b|exclusions?|"
    r"suspen(?:ded|sions?)|\bvot(?:ed?|ers)\b|\bCovid\b|\bNHS\b|first[- ]class degrees?|"
    r"continuation|vacanc(?:y|ies)\b|completed? their degree|mature students|\bpostgraduates?\b",
    re.I,
)
"""Subjects of which there are no figures here."""
CAUSES = re.compile(
    r"\b(?:because(?: of)?|due to|thanks to|owing to|as a result of|caused by|driven by|"
    r"blamed on|(?:is|are|was|were) to blame|the reason (?:is|for)|led to|explained by)\b",
    re.I,
)
FORECAST = re.compile(
    r"\bwill (?:be|rise|fall|reach|have|go|increase|drop)|\bexpected to\b|\bforecasts?\b|"
    r"\bpredict\w*|\bprojected\b|\btargets?\b|\baims? (?:to|for)\b|\bpledged?\b|"
    r"\bby 20(?:2[6-9]|[3-9]\d)\b",
    re.I,
)
PERSON = re.compile(
    r"\b[A-Z][a-z]+ [A-Z][a-z]+, (?:who is |aged )?\d{1,2}\b(?!\s?(?:%|per cent|points)|[.,]\d)"
)
YEAR = re.compile(r"\b(?:19|20)\d\d(?:[-–/](?:20)?\d\d)?\b(?!\s?(?:young|people|pupils|children))")
_COUNTED = (
    r"%|per cent|percent|points?|(?:in|out of) (?:every )?(?:\d|two\b|three\b|four\b|five\b|ten\b)|"
    r"or\b|[.,]\d|,\d{3}|[a-z]*\s?(?:young|people|pupils|neighbourhoods|council|author|area|"
    r"lowest|highest)"
)
AGE = re.compile(
    r"\b(?:aged?|ages|age of|by|at|over|under|of|who were)\s(?:\d{1,2}|nineteen)\b"
    rf"(?:\s(?:to|and|or|-)\s\d{{1,2}}\b(?!\s?(?:{_COUNTED})))?(?!\d|\s?(?:{_COUNTED}))|"
    r"\b\d{1,2}(?:-| to |–)\d{1,2}[- ]year[- ]olds?\b|\b\d{1,2}[- ]year[- ]olds?\b|"
    r"(?<![.\d])\b\d{1,2} (?:to|or|and) \d{1,2}(?= (?:who|in\b|were)|[,)]|\.(?!\d)|$)|"
    r"\b(?:[Ll]evel|[Kk]ey [Ss]tage|Attainment) \d\b"
)


def topics_of(text: str) -> list[str]:
    """Return the subjects that a text names, the most telling first.

    Examples
    --------
    >>> topics_of("The gap between pupils on free school meals and others in entry by 19")
    ['gap', 'free', 'he19_rate', 'entry']
    """
    found = [name for name, pattern in _PATTERNS if pattern.search(text)]
    if "nonfree" in found and not re.search(_FREE, re.sub(_OTHERS, " ", text, flags=re.I), re.I):
        found = [one for one in found if one != "free"]
    return found


def measures_of(topics: list[str], nation: str) -> tuple[str, ...]:
    """Return the measures that subjects may mean in a nation, the likeliest first; () for none."""
    england = nation == "England"
    for topic in topics:
        if topic == "absence":
            return ("absence_fsm_rate",) if "free" in topics else ("absence_rate",)
        if topic == "gap":
            return ("he19_gap",)
        if topic == "nonfree":
            return ("he19_nonfsm_rate",)
        if topic == "free":
            return ("he19_fsm_rate",)
        if topic == "neet":
            return ("simd20_not_participating",) if nation == "Scotland" else ("neet_rate",)
        if topic == "degree":
            ireland = nation == "Northern Ireland"
            return ("ni_census21_level4",) if ireland else ("census21_level4",)
        if topic.startswith("deprived"):
            own = {"England": "iod25_most_deprived_share", "Scotland": "simd20_most_deprived_share"}
            part = "deprived tenth" if england else "deprived fifth"
            return (own[nation],) if topic == part and nation in own else ()
        if topic != ENTRY:
            return (topic,)
    return FRESHEST.get(nation, ())


def year_of(text: str, periods: Periods | None) -> int | None:
    """Return the year in which a period ends that a text names; None where there is none such.

    Examples
    --------
    >>> from geo.registry import indicator
    >>> periods = indicator("he19_rate").periods
    >>> year_of("2015-16", periods), year_of("2015/16", periods), year_of("2016", periods)
    (2016, 2016, 2016)
    """
    if periods is None:
        return None
    parts = re.split(r"[-–/]", text)
    year = int(parts[0][:2] + parts[-1][-2:]) if len(parts) > 1 else int(text)
    return year if year in periods.years else None

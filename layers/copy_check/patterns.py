"""Patterns of claims, on text whose places, years and ages are masked by signs."""

from __future__ import annotations

import re

from layers.copy_check.amounts import NUMBER, ORDINALS, PERCENT, POINTS

PLACE, YEARS, HIDDEN = "§", "¥", "¤"
"""Signs that stand for each letter of a place, a year, and of what is no figure of its own."""


def any_of(*words: str) -> str:
    """Return a pattern that matches any of some patterns, the first before the next."""
    return "|".join(words)


def named(pattern: re.Pattern[str], name: str) -> str:
    """Return a pattern of amounts as a group of a name, without groups of its own names."""
    bare = re.sub(r"\?P<\w+>", "?:", pattern.pattern)
    return f"(?P<{name}>{bare})"


_IN = r"(?:in (?:the )?§+ )?"
_THAN = r"(?:[\w¤]+ ){1,6}than"
_LIKELY = r"likely (?:[\w¤'’]+ ){0,6}than"
_LOWER = any_of(
    "below", "beneath", f"lower {_IN}than", f"(?:a )?lower {_THAN}", f"less {_LIKELY}",
    f"less {_IN}than", f"fewer {_IN}than", "behind", f"worse {_IN}than", "under", "short of",
    r"(?:lags?|lagged|trails?|trailed)(?: behind)?", "narrower than", "smaller than",
    "(?:adrift|shy) of", r"underperform(?:s|ed)?", "down on", "inferior to",
)  # fmt: skip
_HIGHER = any_of(
    "above", f"higher {_IN}than", f"(?:a )?higher {_THAN}", f"more {_LIKELY}", f"more {_IN}than",
    "greater than", f"better {_IN}than", "ahead of", "outperform(?:s|ed)?", "exceed(?:s|ed)?",
    "beats?", "wider than", "larger than", "bigger than", "tops", "leads",
    "clear of", "in front of", r"surpass(?:es|ed)?", r"outstrip(?:s|ped)?", "in excess of",
    r"outpaces?d?", "superior to",
)  # fmt: skip
_SAME = any_of(
    "(?:about |much |roughly |almost |around )?the same as", "in line with", "similar to",
    "on a par with", "level with", "matche[sd]", "equal to", "close to",
)  # fmt: skip
_ADVERBS = any_of(
    "well", "far", "slightly", "just", "significantly", "clearly", "much", "considerably",
    "a little", "a lot", "also", "still", "markedly", "marginally",
    "comfortably", "narrowly", "sharply",
)  # fmt: skip
_AVERAGE = "(?:average|rate|figure|level|mean)"
TARGET = (
    r"(?:(?:(?:that|those|pupils|people|young people|the rates?|the figures?|the share|"
    r"the average|average) "
    r"(?:of|in|for|across)|in|for|across) )?(?:the |its |their )?"
    rf"(?P<target>§+(?:'s|’s)?(?: (?:{_AVERAGE}|as a whole|overall))?|"
    rf"(?:national|regional|English|Scottish|Northern Irish)[\s-]{_AVERAGE}|"
    r"own region|region(?:al average)?|country(?: as a whole)?|nation(?: as a whole)?|"
    r"average(?! of \d))(?![\w-])"
)
COMPARISON = re.compile(
    rf"(?:{named(POINTS, 'size')}\s)?(?:(?:{_ADVERBS})\s)*"
    rf"\b(?:(?P<lower>{_LOWER})|(?P<higher>{_HIGHER})|(?P<same>{_SAME}))\s{TARGET}",
    re.I,
)

_RISE = any_of(
    "rose", "risen", "rises?", "rising", r"increas\w+", "(?:grew|grown|grows?)(?! up)",
    "growth",
    r"climb\w*", "soar(?:s|ed)?", "rocket(?:s|ed)?", "jump(?:s|ed)?", "leapt",
    r"gain(?:s|ed)?", r"improv\w+", r"widen\w*", r"surg(?:es|ed|ing)", "shot up",
    "(?:crept|edged|inched|shoots) up", "(?:raced|pulled|forged|moved|surged) ahead",
)  # fmt: skip
_FALL = any_of(
    "fell", "fallen", "falls?", "falling", "drop(?:s|ped|ping)?", r"declin\w*", r"decreas\w*",
    r"slump\w*", r"slip\w*", "plung(?:es|ed)", "slid", "dipped", "tumbled", "sank", "plummeted",
    "narrow(?:s|ed|ing)", "shrank", "shrunk", r"worsen\w*", r"dwindl(?:es|ed|ing)",
    "(?:crept|edged|inched) down", r"nosediv(?:es|ed)", "(?:fallen|slid|slipped|dropped) back",
)  # fmt: skip
_ONES = any_of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_BESIDE = rf"(?= (?:by|from|since|§|¥|\d|{_ONES}))"
UP = any_of(_RISE, f"(?:(?:is|are|was|gone|went|goes) )?up{_BESIDE}")
DOWN = any_of(_FALL, f"(?:(?:is|are|was|gone|went|goes) )?down{_BESIDE}")
MOVED = re.compile(f"{UP}|{DOWN}", re.I)
_MOVE = rf"\b(?:(?P<up>{UP})|(?P<down>{DOWN}))\b"
CHANGE = re.compile(
    rf"{_MOVE}(?:\s(?:by\s)?(?:{named(PERCENT, 'percent')}|{named(POINTS, 'points')}))?(?!\sto\b)",
    re.I,
)
MOVED_TO = re.compile(rf"{_MOVE}(?=\s(?:from|to)\b)", re.I)
STAYED = re.compile(
    any_of(
        "(?:has |have )?not (?:clearly |much )?changed",
        r"(?:was|is|has been|been|remained|stayed) (?:broadly |largely )?"
        r"(?:unchanged|flat|steady|the same(?! as))",
        "little changed", "(?:has )?(?:barely|hardly) (?:changed|moved)",
    ),
    re.I,
)  # fmt: skip
_NOUN_UP = "rise|increase|growth|improvement|gain"
_NOUN_DOWN = "fall|drop|decline|decrease|slump"
NOUN_CHANGE = re.compile(
    rf"{named(POINTS, 'size')}\s(?:(?P<up>{_NOUN_UP})|(?P<down>{_NOUN_DOWN}))\b|"
    rf"(?:(?P<up_of>{_NOUN_UP})|(?P<down_of>{_NOUN_DOWN})) of {named(POINTS, 'size_of')}",
    re.I,
)

PARTS = {
    "tenth": 0.1, "decile": 0.1, "10%": 0.1, "10 per cent": 0.1, "fifth": 0.2, "quintile": 0.2,
    "20%": 0.2, "20 per cent": 0.2, "quarter": 0.25, "quartile": 0.25, "25%": 0.25,
    "third": 1 / 3, "half": 0.5,
}  # fmt: skip
"""Shares of all places that a rank may speak of."""
_EXTREME = (
    "(?P<extreme>lowest|highest|worst|best|bottom|top|smallest|largest|widest|narrowest|poorest|"
    "fewest)"
)
_ORDINAL = rf"(?P<order>\d+(?:st|nd|rd|th)|{'|'.join(ORDINALS)}|joint)"
_PART = "|".join(map(re.escape, sorted(PARTS, key=len, reverse=True)))
AMONG = re.compile(
    r"(?P<several>(?:is |are |was |were )?(?:one of|among|amongst|in|within) )?(?:the )?"
    rf"(?:(?P<first>{NUMBER}) )?(?:[\w ]{{0,40}}? with (?:the |some of the ))?{_EXTREME}"
    rf"(?: (?P<part>{_PART})(?!\w)| (?P<second>{NUMBER})\b(?!\s?%| per cent))?",
    re.I,
)
RANK = re.compile(rf"(?:(?:the )?{_ORDINAL}[\s-])?{_EXTREME}\b(?!-)", re.I)
OF = re.compile(
    r"[^.;§%]{0,40}?\b(?:of|out of|among)\s(?:the\s|all\s|its\s|England's\s|§+(?:'s|’s)\s)?"
    rf"(?P<of>{NUMBER})\b",
    re.I,
)
PLACED = re.compile(
    rf"(?P<order>\d+(?:st|nd|rd|th)|{'|'.join(ORDINALS)})"
    r"(?P<end> (?:lowest|highest|worst|best)| from (?:the )?(?:bottom|top))?"
    rf"\s(?:out )?of (?:the |all )?(?P<of>{NUMBER})\b",
    re.I,
)
BETWEEN = re.compile(
    r"(?:between )?(?P<first>\d+(?:st|nd|rd|th)) (?:and|or|to) (?P<last>\d+(?:st|nd|rd|th)) "
    rf"(?P<end>lowest|highest)(?: of (?:the |all )?(?P<of>{NUMBER})\b)?",
    re.I,
)
INTERVAL = re.compile(
    r"95(?:%|\sper cent) (?:confidence )?interval:? (?:of |from |between )?"
    r"(?P<low>\d+(?:\.\d+)?)(?:\s?%| points)? (?:to|and) "
    r"(?P<high>\d+(?:\.\d+)?)(?:\s?%| points)?",
    re.I,
)
GAP = re.compile(
    rf"{named(POINTS, 'behind')}\s(?=(?:behind|lower than|less likely)\s(?:[\w¤]+ ){{0,5}}?"
    r"(?:than )?(?:the |all |their )?(?:others?\b|other pupils|better-off|peers|classmates))|"
    rf"{named(POINTS, 'before')}[\s-](?:\w+ ){{0,2}}gap\b|"
    rf"gap\b[^.;%]{{0,90}}?\b{named(POINTS, 'after')}",
    re.I,
)

OF_ANOTHER = re.compile(
    r"\sof (?:the )?§+(?:'s|’s)(?: (?:rate|figure|share|proportion))?(?=\s?[,.;(]|\s\d|\s?$)"
)
"""What makes a fraction one of another place's figure: "half of Harrow's 69%"."""
LOOSE = re.compile(
    rf"(?P<number>(?<![\w§¥¤£]){NUMBER}(?!(?:st|nd|rd|th)?[\w¤])"
    r"(?:\s?%|\sper cent|\s(?:percentage )?points?)?)|(?P<word>\b(?:"
    + any_of(
        "lowest", "highest", "worst", "best", "poorest", "twice", "doubl(?:e|es|ed|ing)",
        r"halv\w+", "trebled?", "tripled?", "lower", "higher", "fewer", "more", "less", "above",
        "below", "behind", "ahead", "rose", "risen", "rising", "fell", "fallen", "dropped",
        "declined", "increased", "decreased", "grew", "climbed", "faster", "slower", "record",
        "majority", "minority", "outstrip(?:s|ped)?", "overtaken?", "overtook", "unlike",
        "no (?:other )?(?:region|council|authority|area|place)",
        "every one", "all but",
    )
    + r")\b)",
    re.I,
)  # fmt: skip
"""Words and numbers that claim something, whoever did not read them."""
BARE_ONE = re.compile(r"one|two|three|four", re.I)
"""Small numbers that mostly count nothing of ours: "the two councils"."""
COMMON = re.compile(
    r"\bmore (?:about|information|than once)\b|\bat (?:best|worst)\b|\bno more\b|\bbelow:|"
    r"\bbest known\b",
    re.I,
)
TERMS = re.compile(
    any_of(
        r"\b(?:higher|further) education\b", r"\bhigher qualifications?\b",
        r"\b(?:most|least) deprived(?: (?:tenth|fifth|decile|quintile|\d\d%))?",
        r"\blow-income\b", r"\bhigher apprenticeships?\b",
        r"\bGCSEs?\b", r"\b(?:two )?A[ -]levels?\b", r"\b18 or 19\b", r"\bpage \d+\b",
        r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|"
        r"November|December)\b",
    ),
    re.I,
)  # fmt: skip
"""Terms whose words are no comparisons and no figures."""

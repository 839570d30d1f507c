"""Sentences whose every figure is held by a trace: where it comes from and how it was made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any, TypeVar

from geo.areas import Row, lowest_fifth_of, name_of
from geo.registry import ENGLAND, PATCH, geography, indicator, percent_text
from geo.settings import CONFIDENCE_LEVEL, TUNDRA_WHO

AS_IT_STANDS = "as it stands in the bundled table"
DEFINED = "part of the definition"


@dataclass(frozen=True)
class Trace:
    """Where one figure, or a name that holds figures, comes from."""

    figure: str
    """As it stands in the text."""
    dataset: str
    """Ids of the registry of datasets, `+` between; a bundled table for names and places."""
    field: str
    """Column of the joined table, or what is counted."""
    area_code: str
    """Area, zone or site that it is of; empty for a constant."""
    value: float | int | str
    """Before it was rounded for the text."""
    formula: str
    """How the value comes of the field, in words."""


@dataclass(frozen=True)
class Sentence:
    """Words, and the trace of each figure in them."""

    text: str
    traces: tuple[Trace, ...] = ()

    def untraced(self) -> list[str]:
        """List the figures of the text that no trace holds.

        Examples
        --------
        >>> Sentence("Of 12 areas, 3 are cold.", (Trace("12", "", "areas", "", 12, ""),)).untraced()
        ['3']
        """
        left = self.text
        # The longest first, so that a figure inside a name is not taken out of it.
        for trace in sorted(self.traces, key=lambda trace: -len(trace.figure)):
            left = left.replace(trace.figure, " ")
        return re.findall(r"\d[\d.,]*%?", left)


def say(template: str, **parts: Trace | str) -> Sentence:
    """Fill a template with traces and plain words.

    Parameters
    ----------
    template
        Words with `{names}`; a value is put in as it is, and never read as a template.
    parts
        A trace puts in its figure and is kept; plain words hold no figure.

    Examples
    --------
    >>> say("{count} areas", count=Trace("3", "", "areas", "", 3, "")).text
    '3 areas'
    >>> say("None in {place}.", place=named("region", "E12000002")).text
    'None in the North West.'
    """
    shown, kept = {}, []
    for key, part in parts.items():
        if isinstance(part, str):
            shown[key] = part
            continue
        if part.field == "area_name":
            part = replace(part, figure=_bare_name(part.figure))
            if re.search(rf"\b({_BEFORE_NAMES}) \{{{key}\}}", template):
                shown[key] = place_in_prose(part.figure)
            if _ISLAND.fullmatch(part.figure):
                template = re.sub(rf"\b([Ii])n \{{{key}\}}", partial(_on, key), template)
        shown.setdefault(key, part.figure)
        kept.append(part)
    return Sentence(template.format_map(shown), tuple(dict.fromkeys(kept)))


def _on(key: str, found: re.Match[str]) -> str:
    return f"{'O' if found[1] == 'I' else 'o'}n {{{key}}}"


_ISLAND = re.compile(r"Isle of \w+")
_BEFORE_NAMES = (
    "[Aa]cross|[Aa]s|[Bb]eside|[Ff]or|[Ff]rom|[Ii]n|[Ii]nside|[Ll]ike|[Oo]f|[Oo]ver|[Tt]han|to"
)
_WITH_ARTICLE = re.compile(
    r"(North|South) (East|West)|(East|West) Midlands|(East|West) of England|United Kingdom|"
    r"Liverpool City Region|New Forest|Scottish Borders|East Riding of Yorkshire|"
    r"Isle of \w+|(Isles|City|Cities|Vale|Forest) of .+|(Orkney|Shetland) Islands"
)


def place_in_prose(name: str) -> str:
    """Return the name of an area as it stands after a preposition.

    Examples
    --------
    >>> place_in_prose("North West"), place_in_prose("Isle of Wight"), place_in_prose("Leeds")
    ('the North West', 'the Isle of Wight', 'Leeds')
    >>> place_in_prose("Bristol, City of")
    'Bristol'
    """
    bare = _bare_name(name)
    return f"the {bare}" if _WITH_ARTICLE.fullmatch(bare) else bare


def where_of(name: str) -> str:
    """Return a place with its preposition, as it stands within a sentence.

    Examples
    --------
    >>> where_of("North East"), where_of("Isle of Wight"), where_of("Isle of Wight East")
    ('in the North East', 'on the Isle of Wight', 'in Isle of Wight East')
    """
    return f"{'on' if _ISLAND.fullmatch(name) else 'in'} {place_in_prose(name)}"


def and_list(parts: Sequence[str]) -> str:
    """Join parts as English does.

    Examples
    --------
    >>> and_list(["Knowsley"]), and_list(["Hull", "Luton", "Poole"])
    ('Knowsley', 'Hull, Luton and Poole')
    """
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _bare_name(name: str) -> str:
    return re.sub(r", (City|County) of$", "", name)


def joined(sentences: Iterable[Sentence], between: str = " ") -> Sentence:
    """Join sentences into one, with the traces of all."""
    listed = list(sentences)
    traces = dict.fromkeys(trace for sentence in listed for trace in sentence.traces)
    return Sentence(between.join(sentence.text for sentence in listed), tuple(traces))


def to_json(sentences: Iterable[Sentence]) -> list[dict[str, Any]]:
    """Return sentences with their traces, ready to be written as JSON."""
    return [asdict(sentence) for sentence in sentences]


def datasets_of(*names: str) -> str:
    """Name the datasets of indicators, `+` between."""
    return "+".join(dict.fromkeys(one for name in names for one in indicator(name).datasets))


def named(level: str, code: str) -> Trace:
    """Trace the name of an area."""
    name = name_of(level, code)
    if level == PATCH.id:
        return Trace(name, "", "name of the patch", code, name, "its own, or its parts")
    return Trace(name, f"areas_{level}", "area_name", code, name, AS_IT_STANDS)


def counted(value: int, dataset: str, field: str, code: str, formula: str) -> Trace:
    """Trace a count."""
    return Trace(f"{value:,}", dataset, field, code, value, formula)


def defined(figure: str, field: str, dataset: str = "") -> Trace:
    """Trace figures that are part of what a number means: ages, years, levels of confidence."""
    return Trace(figure, dataset, field, "", figure, DEFINED)


def lowest_fifth_ends(level: str) -> Trace:
    """Trace the rate at which the published lowest fifth ends among areas of a level."""
    limit = lowest_fifth_of(level)
    how = f"highest published rate of quintile 1 among {geography(level).plural} of 2011"
    text = percent_text(limit, 1)
    return Trace(text, datasets_of("tundra_rate"), "tundra_rate", ENGLAND, limit, how)


def share_text(share: float) -> str:
    """Write a share in whole percents; all and none are said of all and none alone.

    Examples
    --------
    >>> [share_text(share) for share in (0, 0.0004, 0.384, 0.9996, 1)]
    ['0%', 'under 1%', '38%', 'over 99%', '100%']
    """
    if 0 < share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 <= share < 1 else percent_text(share)


def period_of_indicator(name: str) -> Trace:
    """Trace of whom and when an indicator speaks."""
    return defined(indicator(name).period, f"{name}: period", datasets_of(name))


Part = TypeVar("Part")


def parts_in(text: str, parts: Mapping[str, Part]) -> dict[str, Part]:
    """Keep the parts of a sentence that its text names.

    Examples
    --------
    >>> parts_in("{none} have none in range.", {"none": 3, "one": 4})
    {'none': 3}
    """
    return {name: part for name, part in parts.items() if f"{{{name}}}" in text}


def either(count: int, one: str, many: str) -> str:
    """Choose the words for one of something, or for none or several.

    Examples
    --------
    >>> [either(count, "is", "are") for count in (0, 1, 2)]
    ['are', 'is', 'are']
    """
    return one if count == 1 else many


def singular(level: str) -> str:
    """Name one area of a level, without its vintage.

    Examples
    --------
    >>> singular("lsoa21"), singular("lad24")
    ('neighbourhood', 'local authority district')
    """
    return geography(level).label.partition(" (")[0]


def living(value: int, field: str, dataset: str, code: str, how: str) -> dict[str, Trace | str]:
    """Return of whom a count of young people is, and of when: the parts of `lived`.

    Parameters
    ----------
    value
        People.
    field
        `young_people`, at mid-2020, or `young_people_now`, those of that age in 2026.
    dataset, code, how
        Of the trace.
    """
    return {
        "young": counted(value, dataset, field, code, how),
        "people": either(value, "person", "people"),
        "ages": AGED,
        "year": MID_2020 if field == "young_people" else NOW,
    }


def lived(field: str, value: int) -> str:
    """Return the words around the parts of `living`."""
    if field == "young_people":
        return "{young} {people} aged {ages} lived there in {year}"
    live = either(value, "lives", "live")
    return f"{{young}} {{people}} aged {{ages}} in {{year}}, if nobody had moved, {live} there"


def lowered(text: str) -> str:
    """Begin a text with a small letter, to stand within a sentence; an abbreviation stays.

    Examples
    --------
    >>> lowered("Entry by 19"), lowered("WIMD decile")
    ('entry by 19', 'WIMD decile')
    """
    return text if text[1:2].isupper() else text[0].lower() + text[1:]


def missing_words(head: str, rows: list[Row], count: Callable[[Row], Trace]) -> list[Sentence]:
    """Return how many areas are without a class, and why; nothing where there are none."""
    if not rows:
        return []
    parts: dict[str, Trace] = {}
    for at, row in enumerate(rows):
        label = lowered(row["label"])
        parts[f"count{at}"] = count(row)
        parts[f"label{at}"] = defined(label, "class of the legend")
    listed = "; ".join(f"{{count{at}}} {{label{at}}}" for at in range(len(rows)))
    return [say(f"{head}: {listed}.", **parts)]


LEAVERS = defined(TUNDRA_WHO, "tundra_rate: period", datasets_of("tundra_rate"))
AGES = defined("18 or 19", "tundra_rate: age in higher education", datasets_of("tundra_rate"))
INTERVAL = defined(percent_text(CONFIDENCE_LEVEL), "CONFIDENCE_LEVEL")
AGED = defined("13 to 17", "YOUNG_AGES")
MID_2020 = defined("mid-2020", "young_people: year")
NOW = defined("2026", "year in which they are of that age")


def chance_text(value: float) -> str:
    """Return a chance in whole percents, but never as certain."""
    if value < 0.01:
        return "under 1%"
    return "over 99%" if value > 0.99 else percent_text(value)

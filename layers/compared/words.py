"""Chosen places compared in sentences, each figure with its trace."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import change_text
from geo.compare import HIGHER, LOWER, NOT_CLEAR, Chosen, Comparison, label_of
from geo.registry import Indicator, geography, indicator, percent_text
from geo.settings import CONFIDENCE_LEVEL
from layers.words import (
    INTERVAL,
    Sentence,
    Trace,
    chance_text,
    datasets_of,
    defined,
    league_words,
    lowered,
    named,
    ordinal,
    place_in_prose,
    say,
)

_NOUNS = {"he19_gap": "gap", "attainment8": "score"}
_HOW = "figure of {first} less figure of {second}"
_END = "{end} end of the 95% interval of the difference of {first} and {second}"


def noun_of(entry: Indicator) -> str:
    """Return what a figure of a measure is called within a sentence."""
    return _NOUNS.get(entry.id, "rate" if entry.kind == "rate" else "score")


def pair_sentence(found: Comparison, entry: Indicator, first: str, second: str) -> Sentence:
    """Return how two places differ by a measure, and how sure that is.

    Parameters
    ----------
    found
        The comparison.
    entry
        One of its measures.
    first, second
        Codes of a pair, in the order of its places.
    """
    row = found.differences.loc[[(entry.id, first, second)]].iloc[0]
    if row["verdict"] not in (LOWER, HIGHER, NOT_CLEAR):
        return Sentence("")
    held: dict[str, Trace | str] = {
        "a": _named(found, first),
        "b": _named(found, second),
        "one": figure_trace(found, entry, first),
        "other": figure_trace(found, entry, second),
        "level": INTERVAL,
    }
    if row["verdict"] == NOT_CLEAR and (row["low"] > 0 or row["high"] < 0):
        held["a"] = _opening(found, first)
        held |= _apart(entry, row, first, second)
        held["p"] = _chance(entry, row, first, second)
        return say(
            "{a} and {b} cannot be told apart once all pairs are allowed for (adjusted p {p}): "
            "{one} against {other}, a difference of {size} (on its own: {level} interval {least} "
            "to {most}).",
            **held,
        )
    if row["verdict"] == NOT_CLEAR:
        held["a"] = _opening(found, first)
        held["least"] = _difference(entry, row, "low", first, second, _END)
        held["most"] = _difference(entry, row, "high", first, second, _END)
        return say(
            "{a} and {b} cannot be told apart: {one} against {other}. The {level} interval of the "
            "difference runs from {least} lower to {most} higher.",
            **held,
        )
    held |= _apart(entry, row, first, second)
    return say(
        f"The {noun_of(entry)} is {row['verdict']} in {{a}} than in {{b}}: {{one}} against "
        "{other}, a difference of {size} ({level} interval {least} to {most}).",
        **held,
    )


def _apart(entry: Indicator, row: pd.Series, first: str, second: str) -> dict[str, Trace]:
    """Return the size of a difference, and the ends of its interval, the smaller first."""
    ends = ("low", "high") if row["difference"] > 0 else ("high", "low")
    least = _difference(entry, row, ends[0], first, second, _END)
    return {
        "size": _difference(entry, row, "difference", first, second, _HOW),
        "least": replace(least, figure=_bare(entry, float(row[ends[0]]))),
        "most": _difference(entry, row, ends[1], first, second, _END),
    }


def _chance(entry: Indicator, row: pd.Series, first: str, second: str) -> Trace:
    """Return the adjusted p of a pair, which is above 0.05."""
    p = float(row["p_adjusted"])
    how = "p of the pair, adjusted by Holm's method over the tested pairs of the measure"
    # Rounded up, so that no p above the limit is shown as one that is not.
    text = f"{np.ceil(p * 1000 - 1e-6) / 1000:.3f}"
    return Trace(text, datasets_of(entry.id), entry.id, f"{first} {second}", p, how)


def untested_sentence(found: Comparison, entry: Indicator) -> Sentence:
    """Return the figures that stand side by side untested, and why; empty where all are tested."""
    own = found.figures.loc[entry.id]
    bare = own[(own["why_none"] == "") & (own["why_no_interval"] != "")]
    if bare.empty or len(own[own["why_none"] == ""]) < 2:
        return Sentence("")
    figures = [figure_trace(found, entry, str(code)) for code in bare.index]
    names = [_named(found, str(code)) for code in bare.index]
    listed = ", ".join(
        f"{name.figure} {figure.figure}" for name, figure in zip(names, figures, strict=True)
    )
    text = f"Not tested: {bare['why_no_interval'].iloc[0]}. As published: {listed}."
    return Sentence(text, (*names, *figures))


def lacking_sentence(found: Comparison, entry: Indicator) -> Sentence:
    """Return which places have no figure of a measure, and why; empty where all have one."""
    own = found.figures.loc[entry.id]
    lacking = own[own["why_none"] != ""]
    if lacking.empty:
        return Sentence("")
    names = [_named(found, str(code)) for code in lacking.index]
    reasons = [defined(str(why), "reason") for why in lacking["why_none"]]
    listed = "; ".join(
        f"{name.figure} ({why.figure})" for name, why in zip(names, reasons, strict=True)
    )
    return Sentence(f"Cannot be compared by this measure: {listed}.", (*names, *reasons))


def _opening(found: Comparison, code: str) -> Trace:
    """Return a place's name as it begins a sentence."""
    trace = _named(found, code)
    return replace(trace, figure=f"{trace.figure[0].upper()}{trace.figure[1:]}")


def plain_name(found: Comparison, place: Chosen) -> str:
    """Return a place's name as a heading has it, told apart from those of the others."""
    return re.sub(r", (City|County) of$", "", label_of(place, found.places))


def _named(found: Comparison, code: str) -> Trace:
    """Return a place's name as it stands within a sentence."""
    place = place_of(found, code)
    name = place_in_prose(plain_name(found, place))
    return replace(named(place.level, code), figure=name)


def place_of(found: Comparison, code: str) -> Chosen:
    """Return one of the places that are compared."""
    return next(place for place in found.places if place.code == code)


def figure_trace(found: Comparison, entry: Indicator, code: str) -> Trace:
    """Return the latest figure of a place, traced."""
    value = float(found.figures.loc[[(entry.id, code)]].iloc[0]["value"])
    how = f"figure of {entry.period}"
    return Trace(entry.text(value), datasets_of(entry.id), entry.id, code, value, how)


def _difference(
    entry: Indicator, row: pd.Series, field: str, first: str, second: str, how: str
) -> Trace:
    value = float(row[field])
    formula = how.format(end=field, first=first, second=second)
    text = change_text(entry, value)
    return Trace(text, datasets_of(entry.id), entry.id, f"{first} {second}", value, formula)


def model_sentence(found: Comparison, first: str, second: str) -> Sentence:
    """Return how probable it is, by the spatial model, that one place is lower; may be empty."""
    key = ("tundra_rate", first, second)
    if key not in found.differences.index:
        return Sentence("")
    chance = found.differences.loc[[key]].iloc[0]["prob_lower"]
    if pd.isna(chance):
        return Sentence("")
    names = [_named(found, code) for code in (first, second)]
    chance, codes = float(chance), (first, second)
    if chance < 0.5:
        chance, codes, names = 1 - chance, (second, first), names[::-1]
    how = "share of joint draws in which the first has the lower rate of its areas by pupils"
    return say(
        "By the spatial model, the probability that {a} is truly lower than {b} is {chance}.",
        a=names[0],
        b=names[1],
        chance=Trace(
            chance_text(chance), "draws_lsoa21", "prob_lower", " ".join(codes), chance, how
        ),
    )


def nested_sentence(found: Comparison) -> Sentence:
    """Return what must be told of pairs that share ground; empty where none does."""
    nested = found.differences[found.differences["nested"].astype("bool")].index
    pairs = [*dict.fromkeys((str(one), str(other)) for _, one, other in nested)]
    if not pairs:
        return Sentence("")
    names = {code: _named(found, code) for pair in pairs for code in pair}
    listed = "; ".join(f"{names[one].figure} and {names[other].figure}" for one, other in pairs)
    return Sentence(
        f"Where places overlap they share people, and the interval of their difference is too "
        f"wide rather than too narrow: {listed}.",
        tuple(names.values()),
    )


def league_sentence(found: Comparison, entry: Indicator, code: str) -> Sentence:
    """Return between which places of its level a place stands; empty where nobody can say."""
    row = found.figures.loc[[(entry.id, code)]].iloc[0]
    if pd.isna(row["rank_low"]) or row["of"] < 2:
        return Sentence("")
    low, high, count = (int(row[name]) for name in ("rank_low", "rank_high", "of"))
    level, source = str(row["level"]), datasets_of(entry.id)
    text = league_words(entry, level, low, high, count)
    end = "lowest" if entry.worse == "low" else "highest"
    how = f"{{}} rank in the 95% interval from the {end} of {entry.id} among "
    how += f"{geography(level).plural}"
    held = [
        Trace(ordinal(low), source, entry.id, code, low, how.format("first")),
        Trace(ordinal(high), source, entry.id, code, high, how.format("last")),
        Trace(f"{count:,}", source, entry.id, "", count, f"count with {entry.id} at {level}"),
        INTERVAL,
    ]
    said = say("{a}: {league}.", a=_opening(found, code), league=text)
    kept = tuple(one for one in held if one.figure in text)
    return Sentence(said.text, (*said.traces, *kept))


def change_words(entry: Indicator, row: pd.Series) -> str:
    """Return what changed since the first year that compares; empty where no year does.

    Parameters
    ----------
    entry
        The measure.
    row
        One of `geo.compare.Comparison.figures`.
    """
    if pd.isna(row["since"]) or entry.periods is None:
        return ""
    since = entry.periods.label(int(row["since"]))
    size = change_text(entry, row["change"])
    moved = "unchanged" if size == change_text(entry, 0) else f"{_sign(row['change'])}{size}"
    if pd.isna(row["change_low"]):
        return f"{moved} since {since}; not tested"
    ends = " to ".join(f"{_sign(row[end])}{_bare(entry, row[end])}" for end in _ENDS)
    clear = "" if row["direction"] in ("up", "down") else "; no clear change"
    return f"{moved} since {since} ({ends}){clear}"


_ENDS = ("change_low", "change_high")


def _sign(value: float) -> str:
    return "+" if value > 0 else "−" if value < 0 else ""


def _bare(entry: Indicator, value: float) -> str:
    return change_text(entry, value).removesuffix(" points").removesuffix(entry.suffix)


def nations_sentence(found: Comparison) -> Sentence:
    """Return why places of several nations share few measures; empty where all are of one."""
    nations = [*dict.fromkeys(place.nation for place in found.places)]
    if len(nations) < 2:
        return Sentence("")
    parts, held = [], []
    for nation in nations:
        if nation not in _OWN:
            parts.append(f"{nation} publishes no such figure of its areas")
            continue
        entry = indicator(_OWN[nation])
        who = defined(entry.period, f"{entry.id}: period", datasets_of(entry.id))
        parts.append(f"{nation} by {lowered_label(entry)} ({who.figure})")
        held.append(who)
    text = (
        "Each nation measures who goes on in its own way, of other people and other years: "
        f"{'; '.join(parts)}. Those figures are never set against each other. Only measures that "
        "are made in one way for both nations are compared."
    )
    return Sentence(text, tuple(held))


_OWN = {
    "England": "tundra_rate",
    "Scotland": "simd20_university",
    "Northern Ireland": "ni_leavers_he",
}


def lowered_label(entry: Indicator) -> str:
    """Begin a measure's label as it stands within a sentence."""
    names = ("Attainment 8", "English", "NEET")
    return entry.label if entry.label.startswith(names) else lowered(entry.label)


PAIRS_NOTE = (
    "Verdicts allow for the number of pairs (Holm's method, for each measure): the chance that any "
    "two that are truly alike are called different is {most} at most. Intervals are those of each "
    "pair on its own."
)
"""What a reader of several tested pairs must know."""


def main_measure(found: Comparison, name: str = "") -> Indicator:
    """Return the measure to begin with: the one named, else the freshest that was tested.

    Parameters
    ----------
    found
        A comparison by one measure at least.
    name
        Id of a measure; left aside where the comparison has no such one.
    """
    named = [entry for entry in found.measures if entry.id == name]
    best = [entry for entry in found.measures if found.is_tested(entry)]
    recent = [entry for entry in best if entry.id == "he19_rate"]
    return [*named, *recent, *best, *found.measures][0]


def said_of(found: Comparison, entry: Indicator) -> list[Sentence]:
    """Return what is said of one measure: every tested pair, then the league of every place."""
    pairs = [*dict.fromkeys((first, second) for _, first, second in found.differences.index)]
    said = [pair_sentence(found, entry, *pair) for pair in pairs]
    if entry.id == "tundra_rate":
        said += [model_sentence(found, *pair) for pair in pairs]
    said += [league_sentence(found, entry, place.code) for place in found.places]
    return [one for one in said if one.text] + limits_of(found, entry)


def limits_of(found: Comparison, entry: Indicator) -> list[Sentence]:
    """Return what cannot be said of a measure: figures without a test, and places without any."""
    said = [untested_sentence(found, entry), lacking_sentence(found, entry)]
    return [one for one in said if one.text]


def notes_of(found: Comparison) -> list[Sentence]:
    """Return what holds for the whole comparison."""
    pairs = [*dict.fromkeys((first, second) for _, first, second in found.differences.index)]
    notes = [nations_sentence(found), nested_sentence(found)]
    if len(pairs) > 1 and found.differences["low"].notna().any():
        most = defined(percent_text(1 - CONFIDENCE_LEVEL), "1 - CONFIDENCE_LEVEL")
        notes.append(say(PAIRS_NOTE, most=most))
    return [one for one in notes if one.text]


def scale_of(values: npt.NDArray[np.float64], england: float | None) -> tuple[float, float]:
    """Return the ends of a scale that holds all figures, on round steps.

    Examples
    --------
    >>> scale_of(np.array([0.27, 0.43, np.nan]), 0.47)
    (0.25, 0.5)
    """
    held = values.astype("float64").ravel()
    held = held[~np.isnan(held)]
    if england is not None:
        held = np.append(held, england)
    span = max(float(held.max() - held.min()), 1e-9)
    step = 10.0 ** np.floor(np.log10(span))
    step = step / 2 if span / step < 2 else step
    low, high = np.floor(held.min() / step), np.ceil(held.max() / step)
    high = high if high > low else low + 1
    return round(float(low * step), 9), round(float(high * step), 9)

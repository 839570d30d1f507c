"""Figures of a story as traces, and the clauses that most sentences share."""

from __future__ import annotations

from dataclasses import replace

from geo.areas import change_text
from geo.compare import HIGHER, LOWER, NOT_CLEAR, Beside, Finding
from geo.registry import geography, indicator, percent_text
from layers.words import (
    ALIKE,
    Sentence,
    Trace,
    datasets_of,
    defined,
    figure_formula,
    number_word,
    ordinal,
    other_of,
    say,
)

Parts = dict[str, Trace | str]


def rate_of(finding: Finding) -> Trace:
    """Return the figure of a place."""
    return _figure(finding.measure, finding.level, finding.place.code, finding.figure.value)


def rate_beside(finding: Finding, beside: Beside) -> Trace:
    """Return the figure of what holds a place."""
    return _figure(finding.measure, beside.level, beside.code, beside.value)


def _figure(measure: str, level: str, code: str, value: float) -> Trace:
    how = figure_formula(measure, level, code)
    return Trace(indicator(measure).text(value), datasets_of(measure), measure, code, value, how)


def before_of(finding: Finding) -> Trace:
    """Return the figure of the first year that compares."""
    change, entry = finding.change, indicator(finding.measure)
    assert change is not None
    code, how = finding.place.code, f"figure of {change.since}"
    return Trace(
        entry.text(change.before), datasets_of(entry.id), entry.id, code, change.before, how
    )  # fmt: skip


def ends_of(finding: Finding) -> dict[str, Trace]:
    """Return the two ends of the 95% interval of a figure, as `low` and `high`."""
    made = {}
    for end in ("low", "high"):
        value, entry = float(getattr(finding.figure, end)), indicator(finding.measure)
        if finding.measure == "tundra_rate":
            how = "95% Wilson score interval of tundra_rate on tundra_source_cohort"
            field = f"tundra_rate_{end}"
        else:
            assert entry.periods is not None
            how = f"{end} end of the 95% interval in {entry.periods.latest}"
            field = entry.id
        text = entry.text(value)
        made[end] = Trace(text, datasets_of(entry.id), field, finding.place.code, value, how)
    return made


def year_of(measure: str) -> Trace:
    """Return the latest year or period of a measure as running text has it: "2023-24"."""
    periods = indicator(measure).periods
    text = indicator(measure).period if periods is None else periods.label(periods.latest)
    return defined(text, f"{measure}: period", datasets_of(measure))


def first_year_of(finding: Finding) -> Trace:
    """Return the first year that compares."""
    change, periods = finding.change, indicator(finding.measure).periods
    assert change is not None
    assert periods is not None
    return defined(
        periods.label(change.since), f"{finding.measure}: period", datasets_of(finding.measure)
    )  # fmt: skip


def size_of_change(finding: Finding, beside: Beside | None = None) -> Trace:
    """Return by how much a figure changed, without a sign: of the place, or of what holds it."""
    change = finding.change if beside is None else beside.change
    code = finding.place.code if beside is None else beside.code
    assert change is not None
    entry, how = (
        indicator(finding.measure),
        f"figure of {change.until} less figure of {change.since}",
    )
    text = _points(change_text(entry, change.size.value))
    return Trace(text, datasets_of(entry.id), entry.id, code, change.size.value, how)


def _points(text: str) -> str:
    return text if text != "1.0 points" else "one point"


def distance(finding: Finding, beside: Beside) -> Trace:
    """Return how far a figure is from that of what holds it, without a sign."""
    entry = indicator(finding.measure)
    how = f"figure of {finding.place.code} less figure of {beside.code}"
    text = _points(change_text(entry, beside.difference.value))
    codes = f"{finding.place.code} {beside.code}"
    return Trace(text, datasets_of(entry.id), entry.id, codes, beside.difference.value, how)


def against(finding: Finding) -> Sentence:
    """Return how a figure stands against its nation and region; empty where nothing is tested.

    "That is 18.1 points below England (45.8%) and 16.0 points below the North West (43.7%)."
    """
    clauses, parts = list[str](), Parts()
    for key, beside in (("nation", finding.nation), ("region", finding.region)):
        if beside is None or beside.verdict not in (LOWER, HIGHER, NOT_CLEAR):
            continue
        parts[key], parts[f"{key}_rate"] = other_of(beside), rate_beside(finding, beside)
        if beside.verdict == NOT_CLEAR:
            clauses.append(f"{alike_words(beside)} {{{key}}} ({{{key}_rate}})")
            continue
        side = "below" if beside.verdict == LOWER else "above"
        parts[f"{key}_size"] = distance(finding, beside)
        clauses.append(f"{{{key}_size}} {side} {{{key}}} ({{{key}_rate}})")
    if not clauses:
        return Sentence("")
    if len(clauses) == 2:
        # "about the same as England and the North West", not "about the same as" twice.
        begun = clauses[0].partition("{nation}")[0]
        clauses[1] = clauses[1].removeprefix(begun) if "{" not in begun else clauses[1]
    was = "was" if finding.measure == "tundra_rate" else "is"
    return say(f"That {was} {' and '.join(clauses)}.", **parts)


def alike_words(beside: Beside) -> str:
    """Return how a place stands to one that the test does not tell it apart from.

    What lies far apart is not called the same only because few people were counted.
    """
    near = abs(beside.difference.value) <= ALIKE
    return "about the same as" if near else "not clearly different from"


def league(finding: Finding) -> Sentence:
    """Return between which ranks a place stands; empty where half of its level or more could."""
    rank = finding.rank
    if rank is None or 2 * (rank.last - rank.first + 1) > rank.of:
        return Sentence("")
    entry, plural = indicator(finding.measure), geography(rank.level).plural
    from_top = rank.first + rank.last > rank.of + 1
    end = "highest" if from_top else "lowest"
    first, last = rank.first, rank.last
    if from_top:
        first, last = rank.of - rank.last + 1, rank.of - rank.first + 1
    year = f" in {entry.periods.latest}" if entry.periods is not None else ""
    how = f"{{}} rank in the 95% interval from the {end} of {entry.id} among {plural}{year}"
    code, source = finding.place.code, datasets_of(entry.id)
    parts: dict[str, Trace] = {
        "first": Trace(ordinal(first), source, entry.id, code, first, how.format("first")),
        "last": Trace(ordinal(last), source, entry.id, code, last, how.format("last")),
        "of": Trace(
            number_word(rank.of), source, entry.id, "", rank.of,
            f"count of {plural} with {entry.id}{year}",
        ),
    }  # fmt: skip
    verb = "was" if finding.measure == "tundra_rate" else "is"
    if last == 1:
        return say(f"It {verb} the {end} of {{of}} {plural}.", of=parts["of"])
    if first == 1:
        group = replace(parts["last"], figure=number_word(last))
        return say(
            f"It {verb} among the {{group}} {end} of {{of}} {plural}.", group=group, of=parts["of"]
        )
    if first == last:
        return say(f"It {verb} the {{last}} {end} of {{of}} {plural}.", last=parts["last"],
                   of=parts["of"])  # fmt: skip
    if last == first + 1:
        return say(f"It {verb} {{first}} or {{last}} {end} of {{of}} {plural}.", **parts)
    ranks = "ranked" if verb == "was" else "ranks"
    return say(f"It {ranks} between {{first}} and {{last}} {end} of {{of}} {plural}.", **parts)


def change_of(finding: Finding) -> Sentence:
    """Return how a rate has changed, beside its nation; empty where no earlier year compares."""
    change, nation = finding.change, finding.nation
    if change is None or change.verdict not in (LOWER, HIGHER, NOT_CLEAR):
        return Sentence("")
    parts: Parts = {"since": first_year_of(finding), "before": before_of(finding)}
    theirs = nation.change if nation is not None else None
    if nation is not None and theirs is not None:
        parts |= {"nation": other_of(nation), "theirs": size_of_change(finding, nation)}
    told = theirs is not None and theirs.verdict in (LOWER, HIGHER)
    moved = "fallen" if theirs is not None and theirs.verdict == LOWER else "risen"
    if change.verdict == NOT_CLEAR:
        if told:
            return say(
                "The rate has not clearly changed since {since}, while {nation}'s has "
                f"{moved} by {{theirs}}.",
                **{key: parts[key] for key in ("since", "nation", "theirs")},
            )
        return say("The rate has not clearly changed since {since}.", since=parts["since"])
    own = "fallen" if change.verdict == LOWER else "risen"
    parts["size"] = size_of_change(finding)
    text = f"The rate has {own} by {{size}} since {{since}}, when it was {{before}}"
    if not told or nation is None:
        bare = {key: parts[key] for key in ("size", "since", "before")}
        return say(f"{text}.", **bare)
    if own != moved:
        return say(f"{text}, while {{nation}}'s has {moved} by {{theirs}}.", **parts)
    apart = 0.0 if theirs is None else change.size.value - theirs.size.value
    beside = _beside(nation, own, abs(apart))
    return say(f"{text}, {beside} {{nation}}'s {{theirs}}.", **parts)


_AS_FAST = 0.01
"""Difference of two changes up to which they are about as fast, where no test tells them apart."""


def _beside(nation: Beside, own: str, apart: float) -> str:
    """Return whether a place changed faster than its nation did, both having gone one way."""
    more = HIGHER if own == "risen" else LOWER
    if nation.change_verdict == NOT_CLEAR:
        near = apart <= _AS_FAST
        return "about as fast as" if near else "not clearly faster or slower than"
    return "faster than" if nation.change_verdict == more else "more slowly than"


def no_interval(finding: Finding) -> str:
    """Return why a figure has no interval, in plain words."""
    if indicator(finding.measure).kind == "rate":
        return "the number of people is not published"
    return finding.why_no_interval


def share(value: float, field: str, code: str, how: str, source: str) -> Trace:
    """Return a share in whole percents."""
    return Trace(percent_text(value), source, field, code, value, how)


def bare(trace: Trace) -> Trace:
    """Return a distance without its unit, beside another that has it."""
    return replace(trace, figure=trace.figure.removesuffix(" points"))


_LABELS = {
    "he19_rate": "Entry to higher education by 19",
    "he19_fsm_rate": "Entry by 19 of pupils on free school meals",
    "he19_nonfsm_rate": "Entry by 19 of other pupils",
    "he19_gap": "Gap between the two",
    "tundra_rate": "Young people in higher education at 18 or 19",
    "simd20_university": "Entry to university in a year",
    "nimdm17_decile": "Tenths of Northern Ireland's measure of deprivation",
    "simd20_not_participating": "People aged 16 to 19 in neither education nor work",
    "ni_leavers_he": "School leavers entering higher education",
    "nimdm17_he_enrolled": "People aged 18 to 21 who had enrolled in higher education",
    "census21_level4": "Adults with a degree-level qualification",
    "iod25_most_deprived_share": "Neighbourhoods in the most deprived tenth of England",
    "simd20_most_deprived_share": "Data zones in the most deprived fifth of Scotland",
    "wimd25_decile": "Tenths of the Welsh index of deprivation",
}


def label_of(measure: str) -> str:
    """Return the name of a measure in plain words.

    Examples
    --------
    >>> label_of("he19_rate"), label_of("child_poverty_rate")
    ('Entry to higher education by 19', 'Children in low-income families')
    """
    return _LABELS.get(measure) or indicator(measure).label

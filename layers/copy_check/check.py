"""Check a text: split it, recognise its claims, bind each, and hold it against the data."""

from __future__ import annotations

import re
from dataclasses import replace

from geo.areas import holders
from geo.compare import Chosen, find_place
from geo.errors import BadInputError, GeoError
from geo.registry import UNITED_KINGDOM, Indicator, geography, in_year, indicator
from layers.copy_check.binding import (
    Context,
    Sentence,
    code_of,
    first_year,
    place_for,
    scope_of,
    target_of,
    topics_for,
    upper_of,
    with_subject,
    year_for,
)
from layers.copy_check.held import (
    difference_between,
    figure_at,
    place_of,
    rank_at,
    source_of,
)
from layers.copy_check.model import Checked, CopyCheck, Verdict
from layers.copy_check.names import Mention, mentions_of
from layers.copy_check.recognise import Found, mask, recognise
from layers.copy_check.sentences import sentences_of
from layers.copy_check.topics import ENTRY, FORECAST, FOREIGN, measures_of
from layers.copy_check.verdicts import (
    Answer,
    change_verdict,
    comparison_verdict,
    count_verdict,
    figure_verdict,
    interval_verdict,
    rank_verdict,
)
from layers.stories import facts_of_place
from layers.words import place_in_prose, where_of

LONGEST_COPY = 50_000
"""Characters of a text."""
_NEGATED = re.compile(
    r"\b(?:not(?! only)|no longer|never|neither|nor|isn['’]t|hasn['’]t|nowhere)\b[^,;§%]{0,25}$",
    re.I,
)
_OF_SOME = re.compile(
    r"\b(?:every one of|each of|some of|constituents|boroughs|wards|schools? in|girls|boys)\b", re.I
)
_WORSE = re.compile(r"worse|better|behind|ahead|improv|worsen|trail|lag", re.I)
_WORST = {"worst": "lowest", "best": "highest", "poorest": "lowest"}
_NO_KINGDOM = "The nations measure differently: there is no figure of the United Kingdom."
_NOT_UNDERSTOOD = "Not understood: check it by hand."


def check_copy(text: str, within: str = "") -> CopyCheck:
    """Hold every claim of a text about a place against the data.

    Parameters
    ----------
    text
        Plain text; neither kept nor logged.
    within
        Code of the place that a sentence is about which names none, nor does one before it.

    Raises
    ------
    BadInputError
        If the text is too long.
    UnknownAreaError
        If there is no such place.

    Examples
    --------
    >>> made = check_copy("In Blackpool, 28% go on by 19, the second lowest rate in England.")
    >>> [(one.text, str(one.verdict)) for one in made.claims]
    [('28%', 'right'), ('the second lowest', 'beyond the interval')]
    """
    if len(text) > LONGEST_COPY:
        raise BadInputError(
            f"The text has {len(text):,} characters. Give {LONGEST_COPY:,} at most: check it in "
            "parts."
        )
    context = Context(place=find_place(within).code if within else "")
    mentions = mentions_of(text, within)
    masked = mask(text, mentions)
    claims: list[Checked] = []
    for span in sentences_of(text):
        here = tuple(one for one in mentions if span[0] <= one.start < span[1])
        found = tuple(recognise(text, masked, span))
        sentence = Sentence(text, masked, span, here, found, context)
        claims += _checked(sentence)
        context = with_subject(sentence)
    return CopyCheck(text, tuple(sorted(claims, key=lambda one: one.start)))


def _checked(sentence: Sentence) -> list[Checked]:
    """Check the claims of a sentence: figures first, which say what measure the rest is of."""
    made, settled = [], ""
    order = sorted(sentence.found, key=lambda one: one.kind != "figure")
    for found in order:
        one = _check(sentence, found, settled)
        made.append(one)
        if found.kind == "figure" and one.verdict in (Verdict.RIGHT, Verdict.ROUNDED):
            settled = settled or one.measure
    return made


def _plain(sentence: Sentence, found: Found, verdict: Verdict, why: str) -> Checked:
    return Checked(found.start, found.end, sentence.text[found.start : found.end], verdict, why)


def _check(sentence: Sentence, found: Found, settled: str) -> Checked:
    early = _without_data(sentence, found)
    if early is not None:
        return _plain(sentence, found, *early)
    subject = _subject(sentence)
    where = place_for(sentence, found)
    if isinstance(where, Mention) and not where.code:
        inside = place_of(where.inside)
        more = f" It lies {where_of(inside.name)}." if inside is not None else ""
        return _plain(sentence, found, Verdict.NOT_OURS,
                      f"{where.name} is a town without figures of its own.{more}")  # fmt: skip
    code = code_of(where, subject)
    if code == UNITED_KINGDOM:
        return _plain(sentence, found, Verdict.NOT_OURS,
                      _NO_KINGDOM)  # fmt: skip
    if not code:
        return _plain(sentence, found, Verdict.NOT_CHECKED,
                      "Of which place? Name it in the text, or give its code.")  # fmt: skip
    place = place_of(code)
    if place is None:
        return _plain(sentence, found, Verdict.NOT_OURS, f"There are no figures of {code}.")
    return _against_data(sentence, found, place, settled)


def _subject(sentence: Sentence) -> Chosen | None:
    mention = sentence.subject
    code = mention.code if mention is not None and mention.is_known else sentence.context.place
    return place_of(code) if code else None


def _without_data(sentence: Sentence, found: Found) -> Answer | None:
    """Return what is said of a claim that no figure can settle; None where one may."""
    if found.kind == "cause":
        return Verdict.NOT_OURS, "A cause: the figures say what is so, not why."
    if found.kind == "person":
        return Verdict.NOT_OURS, "A person: there are figures of places alone."
    clause = sentence.text[slice(*sentence.clause_of(found))]
    if FOREIGN.search(clause):
        return Verdict.NOT_OURS, "There is no figure of this subject here."
    if FORECAST.search(clause):
        return Verdict.NOT_OURS, "A forecast or a target: the figures are of the past."
    if found.kind == "unread":
        return Verdict.NOT_CHECKED, _NOT_UNDERSTOOD
    if sentence.words.rstrip("\"'”’").endswith("?"):
        return Verdict.NOT_CHECKED, "A question: it claims nothing that can be held to."
    if _OF_SOME.search(clause):
        return Verdict.NOT_CHECKED, "Said of some of its people or parts: check it by hand."
    if "respectively" in sentence.words.lower():
        return Verdict.NOT_CHECKED, "“Respectively” is not read: check which figure is whose."
    before = sentence.masked[sentence.clause_of(found)[0] : found.start]
    if _NEGATED.search(before) and found.side != "flat":
        return Verdict.NOT_CHECKED, "The sentence denies it, which is not read: check it by hand."
    return None


def _against_data(sentence: Sentence, found: Found, place: Chosen, settled: str) -> Checked:
    if found.kind == "count":
        return _place_claim(sentence, found, place, None, _count(found, place))
    topics = topics_for(sentence, found)
    names = measures_of(topics or [ENTRY], place.nation)
    if settled and found.kind != "gap" and _fits(settled, names, topics):
        names = (settled, *(one for one in names if one != settled))
    first: Checked | None = None
    for name in names:
        entry = indicator(name)
        answer = _answer(sentence, found, place, entry)
        if answer is None:
            continue
        made = _place_claim(sentence, found, place, entry, answer)
        if made.verdict in (Verdict.RIGHT, Verdict.ROUNDED):
            return made
        first = first or made
        if found.kind != "figure":
            break
    if first is not None:
        return first
    return _place_claim(sentence, found, place, None, _none_published(place, names))


def _fits(settled: str, names: tuple[str, ...], topics: list[str]) -> bool:
    return settled in names or not topics


def _none_published(place: Chosen, names: tuple[str, ...]) -> Answer:
    where = place_in_prose(place.name)
    if not names:
        return Verdict.NOT_OURS, f"No figure of entry to higher education is published for {where}."
    entry = indicator(names[0])
    text = f"{entry.label} is not published for {where}."
    if place.nation in entry.nations:
        for level, code in holders(place.level, place.code):
            upper = place_of(code)
            held = None if upper is None else figure_at(upper, entry)
            if upper is not None and held is not None and level in ("utla23", "region"):
                text += f" {upper.name}, which holds it: {entry.text(held.value)}."
                break
    return Verdict.NOT_OURS, text


def _place_claim(
    sentence: Sentence, found: Found, place: Chosen, entry: Indicator | None, answer: Answer
) -> Checked:
    period, source = "", ""
    if entry is not None:
        year = (
            year_for(sentence, found, entry)
            if found.kind in ("figure", "gap", "interval")
            else None
        )
        period = in_year(entry, year).period if isinstance(year, int) else entry.period
        source = source_of(entry.id)
    return Checked(
        found.start, found.end, sentence.text[found.start : found.end], *answer, place.code,
        "" if entry is None else entry.id, period, source,
    )  # fmt: skip


def _answer(sentence: Sentence, found: Found, place: Chosen, entry: Indicator) -> Answer | None:
    """Return the verdict on a claim by one measure; None where the place has no figure."""
    if figure_at(place, entry) is None:
        return None
    if found.kind in ("figure", "gap", "interval"):
        return _figure(sentence, found, place, entry)
    if found.kind == "comparison":
        return _comparison(sentence, found, place, entry)
    if found.kind == "rank":
        return _rank(sentence, found, place, entry)
    return _change(found, place, entry)


def _no_year(entry: Indicator, written: str) -> Answer:
    if entry.periods is None:
        return Verdict.NOT_OURS, f"{entry.label} is published for one period alone: {entry.period}."
    first, last = entry.periods.labels[0][1], entry.periods.labels[-1][1]
    return (
        Verdict.NOT_OURS,
        f"{entry.label} has no figure for {written}: it runs from {first} to {last}.",
    )


def _figure(sentence: Sentence, found: Found, place: Chosen, entry: Indicator) -> Answer:
    assert found.amount is not None
    year = year_for(sentence, found, entry)
    if isinstance(year, str):
        return _no_year(entry, year)
    held = figure_at(place, entry, year)
    if held is None:
        return Verdict.NOT_OURS, f"{entry.label} is not published for {place.name} in {year}."
    if found.kind == "interval":
        assert found.before is not None
        return interval_verdict(found.amount, found.before, held, entry, place.name)
    verdict, text = figure_verdict(found.amount, held, entry, place.name)
    if verdict is Verdict.WRONG:
        text += _meant(found, place, entry, year)
    return verdict, text


def _meant(found: Found, place: Chosen, entry: Indicator, year: int | None) -> str:
    """Return of which other year a wrong figure is, if of one."""
    assert found.amount is not None
    if entry.periods is None or found.amount.is_rounded:
        return ""
    for other in reversed(entry.periods.years):
        held = figure_at(place, entry, other)
        if other != (year or entry.periods.latest) and held is not None:
            verdict, _ = figure_verdict(found.amount, held, entry, "")
            if verdict is Verdict.RIGHT:
                return f" The text's figure is that of {entry.periods.label(other)}."
    return ""


def _comparison(sentence: Sentence, found: Found, place: Chosen, entry: Indicator) -> Answer:
    code = target_of(sentence, found, place)
    if code == UNITED_KINGDOM:
        return (
            Verdict.NOT_OURS,
            _NO_KINGDOM,
        )
    other = place_of(code) if code else None
    if other is None:
        return Verdict.NOT_OURS, "There is no figure of what it is compared with."
    if other.code == place.code:
        return Verdict.NOT_CHECKED, "Compared with itself: check which place is meant."
    if other.nation not in entry.nations:
        return Verdict.NOT_OURS, f"{other.nation} and {place.nation} measure this differently."
    first, second = figure_at(place, entry), figure_at(other, entry)
    if first is None or second is None:
        return Verdict.NOT_OURS, f"{entry.label} is not published for {other.name}."
    words = sentence.text[found.start : found.end]
    return comparison_verdict(
        found, first, second, difference_between(first, second), entry, (place.name, other.name),
        flips=entry.worse == "high" and _WORSE.search(words) is not None,
    )  # fmt: skip


_LEVEL_WORDS = (
    ("pcon24", r"constituenc\w+|\bseats?\b"),
    ("region", r"\bregions?\b"),
    ("cauth25", r"combined authorit\w+"),
)


def _rank(sentence: Sentence, found: Found, place: Chosen, entry: Indicator) -> Answer:
    level = place.level_of(entry)
    clause = sentence.text[found.end : sentence.clause_of(found)[1]]
    for wanted, words in _LEVEL_WORDS:
        if (
            re.search(words, clause, re.I)
            and not re.search(r"(?:the|its|this) region", clause)
            and wanted != level
        ):
            plural = geography(wanted).plural
            return (
                Verdict.NOT_CHECKED,
                f"{place.name} is not one of the {plural}: check what is ranked.",
            )
    mention = scope_of(sentence, found)
    scope = mention.code if mention is not None else ""
    if not scope:
        inside = re.search(r"\b(?:in|of) (?:the|its|this) region\b|regionally", clause, re.I)
        scope = upper_of(place, "region" if inside else "nation")
    if scope in ("", place.code):
        return Verdict.NOT_CHECKED, f"Ranks inside {place.name} are not read: check it by hand."
    if found.side in _WORST:
        low = (found.side == "best") == (entry.worse == "high")
        found = replace(found, side="lowest" if low else "highest")
    rank = rank_at(place, entry, scope)
    held = place_of(scope)
    if rank is None or held is None:
        return Verdict.NOT_OURS, f"{place.name} is not ranked in that place by {entry.label}."
    return rank_verdict(found, rank, geography(level).plural, place_in_prose(held.name))


def _change(found: Found, place: Chosen, entry: Indicator) -> Answer:
    periods = entry.periods
    if periods is None:
        return _no_year(entry, "")
    since = first_year(found, entry)
    if since is None or isinstance(since, str):
        return _no_year(entry, since or "an earlier year")
    until = periods.latest
    if len(found.years) > 1:
        last = first_year(Found("change", 0, 0, years=found.years[1:]), entry)
        if not isinstance(last, int):
            return _no_year(entry, found.years[1])
        since, until = min(since, last), max(since, last)
    if since >= until:
        return Verdict.NOT_CHECKED, "Since when? Check it by hand."
    why = periods.why_not(since, until)
    if why:
        return (
            Verdict.NOT_OURS,
            f"{periods.label(since)} and {periods.label(until)} do not compare: {why}.",
        )
    before, after = figure_at(place, entry, since), figure_at(place, entry, until)
    if before is None or after is None:
        return Verdict.NOT_OURS, f"{entry.label} of {place.name} is not published for both years."
    size = difference_between(after, before)
    return change_verdict(found, before, size, entry, place.name, periods.label(since))


def _count(found: Found, place: Chosen) -> Answer:
    assert found.amount is not None
    try:
        facts = facts_of_place(place.code)
    except GeoError:
        return Verdict.NOT_OURS, f"There is no such count of {place.name} here."
    what, small = found.what, facts.small
    count: int | None = None
    if what in ("young people", "teenagers"):
        count, what = facts.young_people, "young people aged 13 to 17"
    elif small is not None and what.endswith("cold spots"):
        count, what = small.cold, "tested cold spots"
    elif small is not None and geography(small.level).plural == what:
        count = small.whole
    if count is None:
        return Verdict.NOT_OURS, f"There is no such count of {place.name} here."
    return count_verdict(found.amount, count, place.name, what)

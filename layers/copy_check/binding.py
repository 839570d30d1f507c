"""Bind each claim of a sentence to the place, the measure and the year that it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from geo.areas import holders
from geo.compare import Chosen
from geo.registry import Indicator, geography
from layers.copy_check.held import nation_code_of
from layers.copy_check.names import Mention
from layers.copy_check.recognise import Found
from layers.copy_check.sentences import Span, clauses_of
from layers.copy_check.topics import topics_of, year_of

NATION_WORDS = re.compile(r"nation(?:al|ally|wide)?\b|country|English\b|Scottish\b|average\b", re.I)
REGION_WORDS = re.compile(r"\bregion(?:al|ally)?\b", re.I)


_BEFORE_FIGURE = (
    r"(§+)(?:'s|’s)?(?:\s[a-z]+){0,4}\s?\(\s?$",
    r"^\W*(?:the\s)?(§+):\s?$",
    r"(§+)(?:'s|’s)\s(?:(?!and\b|but\b)[\w¤-]+\s){0,6}$",
    r"(?:average|rate|figure|share)\s(?:in|for|of|across)\s(?:the\s)?(§+)\s(?:\w+\s){0,5}$",
    r"(§+)(?:'s|’s)?\s(?:average|rate|figure|share|level|mean)\s"
    r"(?:of|is|was|stands at|stood at)?\s?\(?$",
)
"""Ways in which a place stands right before its figure: "England (45.8%)", "England's 45.8%"."""
_WIDE_BEFORE = re.compile(
    r"\b(national|regional|English|Scottish|region's|nation's|country's)\s"
    r"(?:average|rate|figure|share|level|mean)?\s?"
    r"(?:of|is|was|stands at|stood at)?\s?\(?$",
    re.I,
)
_WIDE_AFTER = re.compile(
    r"\s?(?:of [\w ]{2,30}?\s)?(nationally|nationwide|across the country|regionally|"
    r"(?:in|across|throughout) the (?:region|nation|country)(?: as a whole)?)",
    re.I,
)


_TO_ANOTHER = re.compile(r"\b(?:than|that|those|twice|double|half)\b|\btimes\b", re.I)
"""Words after a figure by which a place that follows is another: "39%, twice that of Devon"."""
_LEADING = re.compile(
    r"\W*(?:(?:and|while|whereas|whilst|but|although|though|for|in|across|the|as|with|compared|to|"
    r"against|versus|up|down|from|that|of|pupils|meanwhile,?|overall,?|rate|average)\s)*",
    re.I,
)
"""What may stand before a nation or region that begins a clause."""


@dataclass(frozen=True)
class Context:
    """What the sentences before leave to a sentence that names no place or measure."""

    place: str = ""
    """Code of a place, or empty."""
    topics: tuple[str, ...] = ()
    town: Mention | None = None
    """A town without figures, where the sentence before was about one."""


@dataclass(frozen=True)
class Sentence:
    """One sentence with what was found in it."""

    text: str
    """The whole text."""
    masked: str
    span: Span
    mentions: tuple[Mention, ...]
    """Places named in the sentence."""
    found: tuple[Found, ...]
    context: Context

    @property
    def words(self) -> str:
        """Return its own words."""
        return self.text[slice(*self.span)]

    @property
    def targets(self) -> tuple[Mention, ...]:
        """Return the places that others are compared with, or ranked in."""
        made = []
        for one in self.mentions:
            for found in self.found:
                if found.target and found.target[0] <= one.start < found.target[1]:
                    made.append(one)
                if found.kind == "rank" and scope_of(self, found) is one:
                    made.append(one)
            if re.search(r"\bthan (?:in )?(?:the )?$", self.masked[: one.start], re.I):
                made.append(one)
        return tuple(made)

    @property
    def own(self) -> tuple[Mention, ...]:
        """Return the places that its claims may be about.

        A nation or region that stands deep in a clause only says where something is measured, if
        there is another place: "in the most deprived tenth of England".
        """
        targets = self.targets
        left = [one for one in self.mentions if one not in targets]
        if not self.context.place and all(is_wide(one) for one in left):
            return tuple(left)
        return tuple(one for one in left if not is_wide(one) or self._leads(one))

    def _leads(self, one: Mention) -> bool:
        """Test whether a place stands at the beginning of its clause, or is named as an owner."""
        clause = next(
            span for span in clauses_of(self.masked, self.span) if span[0] <= one.start < span[1]
        )
        return _LEADING.fullmatch(self.masked[clause[0] : one.start]) is not None

    @property
    def subject(self) -> Mention | None:
        """Return the place that it is about; None where it names none of its own."""
        own = list(self.own)
        if self.context.place:
            # "..., while England's rose" is beside the subject of the sentence before.
            first = clauses_of(self.masked, self.span)[0]
            own = [one for one in own if one.start < first[1]]
        return own[0] if own else None

    def clause_of(self, found: Found) -> Span:
        """Return the clause in which a claim stands."""
        spans = clauses_of(self.masked, self.span)
        return next(one for one in spans if one[0] <= found.start < one[1])


def scope_of(sentence: Sentence, found: Found) -> Mention | None:
    """Return the place within which a rank is claimed, where the sentence names it."""
    end = sentence.clause_of(found)[1]
    after = re.match(
        r"[^§.;]{0,70}?\b(?:in|of|across|within|for|throughout)\s(?:the\s|all of\s)?(§+)",
        sentence.masked[found.end : end],
    )
    before = re.search(r"(§+)(?:'s|’s)\s(?:\w+\s)?$", sentence.masked[: found.start])
    for match, base in ((after, found.end), (before, 0)):
        if match is None:
            continue
        one = next(
            (held for held in sentence.mentions if held.start == base + match.start(1)), None
        )
        if one is not None and is_wide(one):
            return one
    return None


def is_wide(one: Mention) -> bool:
    """Test whether a place is a nation, a region or a combined authority."""
    return one.is_known and (
        geography("nation").is_code(one.code)
        or geography("region").is_code(one.code)
        or geography("cauth25").is_code(one.code)
    )


def place_for(sentence: Sentence, found: Found) -> Mention | str:
    """Return the place that a claim is about: named, or the code of one that went before.

    Returns
    -------
    place
        A mention, or a code; the code is empty where nothing says which place.
    """
    masked, begin = sentence.masked, sentence.span[0]
    clause = sentence.clause_of(found)
    at = {one.start: one for one in sentence.mentions}
    targets = sentence.targets
    if found.kind == "comparison":
        inside = [one for one in sentence.mentions if found.start <= one.start < found.end
                  and one not in targets]  # fmt: skip
        if inside:
            return inside[0]
    if found.kind in ("figure", "interval", "count", "gap"):
        named = _named_beside(sentence, found, clause, at)
        if named is not None:
            return named
    own = sentence.own
    before = [one for one in own if clause[0] <= one.start and one.end <= found.start]
    if before:
        return before[-1]
    inside_clause = [one for one in own if clause[0] <= one.start < clause[1]]
    if inside_clause and found.kind != "figure":
        return inside_clause[0]
    if inside_clause and not re.search(r"[%§]", masked[found.end : inside_clause[0].start]):
        return inside_clause[0]
    earlier = [one for one in own if begin <= one.start < found.start]
    if earlier:
        return earlier[0]
    if own and not sentence.context.place:
        return own[0]
    if sentence.context.town is not None:
        return sentence.context.town
    if sentence.context.place:
        return sentence.context.place
    return own[0] if own else ""


def _named_beside(
    sentence: Sentence, found: Found, clause: Span, at: dict[int, Mention]
) -> Mention | str | None:
    """Return the place that stands right before or after a figure as its own."""
    masked, base = sentence.masked, sentence.span[0]
    ahead = masked[base : found.start]
    near = next((one for one in (re.search(how, ahead) for how in _BEFORE_FIGURE) if one), None)
    if near:
        return at.get(base + near.start(1))
    against = re.search(r"\b(?:against|compared with|compared to|versus)\s$", ahead)
    wide = [one for one in sentence.found if one.kind == "comparison" and one.end <= found.start
            and one.target is not None]  # fmt: skip
    if against and wide:
        # "Leeds trails England: 40% against 45%".
        assert wide[-1].target is not None
        return _target_beside(sentence, wide[-1].target, at)
    words = _WIDE_BEFORE.search(ahead)
    after = masked[found.end : clause[1]]
    later = _WIDE_AFTER.match(after)
    for match in (words, later):
        if match:
            return "region" if REGION_WORDS.search(match[1]) else "nation"
    following = re.match(r"[^§%]{0,80}?\b(?:in|for|across|of|from)\s(?:the\s)?(§+)", after)
    if following:
        one = at.get(found.end + following.start(1))
        between = _TO_ANOTHER.search(following[0]) is not None or any(
            other is not found and found.end <= other.start < found.end + following.start(1)
            and (other.kind in ("figure", "comparison", "rank", "gap", "change")
                 or (other.kind == "unread" and masked[other.start].isdigit()))
            for other in sentence.found
        )  # fmt: skip
        if one is not None and one not in sentence.targets and not between:
            return one
    return None


def _target_beside(
    sentence: Sentence, target: Span, at: dict[int, Mention]
) -> Mention | str | None:
    """Return what a comparison before a second figure is with."""
    for start, one in at.items():
        if target[0] <= start < target[1]:
            return one
    return "region" if REGION_WORDS.search(sentence.text[slice(*target)]) else "nation"


def code_of(place: Mention | str, subject: Chosen | None) -> str:
    """Return the code of a place, the region and the nation of the subject among them."""
    if isinstance(place, Mention):
        return place.code
    if place not in ("region", "nation"):
        return place
    if subject is None:
        return ""
    return upper_of(subject, place)


def upper_of(place: Chosen, level: str) -> str:
    """Return the code of the region or nation that holds a place; empty where there is none."""
    if place.level == level:
        return place.code
    if level == "nation":
        return nation_code_of(place)
    return dict(holders(place.level, place.code)).get(level, "")


def target_of(sentence: Sentence, found: Found, place: Chosen) -> str:
    """Return the code of what a place is compared with; empty where nobody can say."""
    assert found.target is not None
    named = [one for one in sentence.mentions if found.target[0] <= one.start < found.target[1]]
    if named:
        return named[0].code
    words = sentence.text[slice(*found.target)]
    if REGION_WORDS.search(words):
        return upper_of(place, "region")
    return upper_of(place, "nation")


def topics_for(sentence: Sentence, found: Found) -> list[str]:
    """Return the subjects of a claim: of its clause, its sentence, or the sentence before."""
    clause = topics_of(sentence.text[slice(*sentence.clause_of(found))])
    if "free" in clause and "nonfree" in clause:
        clause = _nearest(sentence, found, clause)
    whole = topics_of(sentence.words)
    if not clause:
        before = sentence.text[sentence.span[0] : found.start]
        clause = topics_of(before) or whole
    if clause == ["entry"] and sentence.masked[sentence.clause_of(found)[0]] == ":":
        clause = whole
    told = [one for one in clause if one != "entry"]
    if not told and "he19_rate" in whole:
        told = ["he19_rate"]
    gaps = any(one.kind == "gap" for one in sentence.found if one.start < found.start)
    if found.kind == "gap" or (found.kind == "interval" and gaps):
        return ["gap"]
    if found.kind == "figure":
        # A share is never the gap itself.
        told = [one for one in told if one != "gap"]
    if told:
        return told
    return clause or list(sentence.context.topics)


def _nearest(sentence: Sentence, found: Found, topics: list[str]) -> list[str]:
    """Return the topics of a clause with the group of pupils that stands nearest to a figure."""
    clause = sentence.clause_of(found)
    after = topics_of(sentence.text[found.end : min(clause[1], found.end + 60)])
    other = "nonfree" if "nonfree" in after and "free" not in after else "free"
    drop = "free" if other == "nonfree" else "nonfree"
    return [one for one in topics if one != drop]


def year_for(sentence: Sentence, found: Found, entry: Indicator) -> int | str | None:
    """Return the year of a figure: None for the latest, or the text of one that has no figure."""
    masked, text = sentence.masked, sentence.text
    clause = sentence.clause_of(found)
    after = re.match(
        r"[^§%;]{0,70}?\b(?:in|for|during|of|by)\s(?:the year\s|summer\s)?(¥+)",
        masked[found.end : clause[1]],
    )
    before = re.search(
        r"^\W*(?:and\s|back\s|even\s|as recently as\s)?(?:in|for)\s(¥+),?\s[^%¥;]{0,80}$",
        masked[clause[0] : found.start],
        re.I,
    )
    since = re.search(r"since\s(¥+),?\swhen\s[^%;]{0,40}$", masked[sentence.span[0] : found.start])
    for match, base in ((since, sentence.span[0]), (after, found.end), (before, clause[0])):
        if match is None:
            continue
        if match is before and re.search(r"since\s¥+", match[0], re.I):
            continue
        written = text[base + match.start(1) : base + match.end(1)]
        if entry.periods is None:
            return None if written[:4] in entry.period or written[2:4] in entry.period else written
        year = year_of(written, entry.periods)
        if year is None:
            return written
        return None if year == entry.periods.latest else year
    if re.search(r"\bfrom\s(?:\w+\s)?$", masked[sentence.span[0] : found.start]):
        moves = [one for one in sentence.found if one.kind == "change"]
        if moves and entry.periods is not None:
            return first_year(moves[0], entry)
    return None


def first_year(found: Found, entry: Indicator) -> int | str | None:
    """Return since when something changed: as the text says, or the first year that compares."""
    periods = entry.periods
    if periods is None:
        return None
    if found.years:
        year = year_of(found.years[0], periods)
        return found.years[0] if year is None else year
    earlier = [one for one in periods.compared_with(periods.latest) if one < periods.latest]
    return earlier[0] if earlier else None


def with_subject(sentence: Sentence) -> Context:
    """Return what a sentence leaves to the next one."""
    subject = sentence.subject
    context = sentence.context
    if subject is not None and subject.is_known:
        context = replace(context, place=subject.code, town=None)
    elif subject is not None and not subject.code:
        context = replace(context, town=subject)
    topics = topics_of(sentence.words)
    if topics:
        context = replace(context, topics=tuple(topics))
    return context

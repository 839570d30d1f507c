"""Find the names of places in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from geo.areas import holders, levels_of, name_of
from geo.places import spoken_names
from geo.registry import UNITED_KINGDOM
from geo.tables import load

_LEVELS = ("nation", "region", "lad24", "utla23", "cauth25", "pcon24")
"""Levels whose areas are known by name, in the order in which a shared name is meant."""
_TOWNS = ("city", "town")
_COMPASS = {
    f"{one}{sign}{other}": f"{one.title()} {other.title()}"
    for one in ("north", "south")
    for other in ("east", "west")
    for sign in (" ", "-")
} | {
    f"{side} {middle}": f"{side.title()} Midlands"
    for side in ("east", "west")
    for middle in ("midlands", "Midlands")
}
_KINGDOM = ("United Kingdom", "UK", "Britain", "Great Britain")
_NOT_A_PLACE = (
    "March", "Street", "Settle", "Sale", "Battle", "Deal", "Ware", "Hope", "Eye", "Wells",
)  # fmt: skip
"""Names of towns that are words too; they are places only after a preposition."""
_CONSTITUENCY = re.compile(r"\s*(?:parliamentary )?constituency|\s*MP\b", re.I)
_INSTITUTION = re.compile(
    r"\s+(?:University|College|Academy|School|Road|Street|Times|Gazette|Post)\b"
)
_BEFORE_INSTITUTION = re.compile(r"\b(?:University|College|Bank|Archbishop|Bishop) of $")


@dataclass(frozen=True)
class Mention:
    """A place that a text names."""

    start: int
    end: int
    code: str
    """Empty for a town without figures of its own."""
    name: str
    inside: str = ""
    """Code of the district that a town lies in."""

    @property
    def is_known(self) -> bool:
        """Test whether there are figures of it."""
        return bool(self.code) and self.code != UNITED_KINGDOM


@cache
def _codes() -> dict[str, dict[str, str]]:
    """Return the codes of each name by level."""
    found = dict[str, dict[str, str]]()
    people = load("settlements", ["name", "people_near"]).groupby("name")["people_near"].max()
    for level in _LEVELS:
        names = load(f"areas_{level}", ["area_name"])["area_name"]
        # A name that two places are called by means the larger: Newcastle upon Tyne.
        order = names.map(people).fillna(0).sort_values(ascending=False, kind="stable").index
        for spoken in (False, True):
            for code in order:
                for written in _written(str(names[code]), spoken=spoken):
                    found.setdefault(written, {}).setdefault(level, str(code))
    return found


def _written(name: str, *, spoken: bool) -> list[str]:
    """Return how a name is written: as it is, or as people say it."""
    made = spoken_names(name) if spoken else [name]
    signs = ((" and ", " & "), ("-", " "), (" The ", " the "))
    return [*made, *(one.replace(*pair) for one in made for pair in signs)]


@cache
def _towns() -> dict[str, str]:
    """Return the district that holds each town which shares its name with no area."""
    rows = load("settlements", ["name", "kind", "area_code", "people_near"])
    rows = rows[rows["kind"].isin(_TOWNS)].sort_values("people_near")
    known = _codes()
    pairs = zip(rows["name"], rows["area_code"], strict=True)
    return {str(name): str(code) for name, code in pairs if name not in known}


@cache
def _pattern() -> re.Pattern[str]:
    names = {*_codes(), *_towns(), *_KINGDOM} - {""}
    listed = "|".join(re.escape(one) for one in sorted(names, key=lambda one: (-len(one), one)))
    compass = "|".join(sorted(_COMPASS, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:({listed})|((?:the )(?i:{compass})))(?![\w]|-[A-Z])")


def mentions_of(text: str, within: str = "") -> tuple[Mention, ...]:
    """Return the places that a text names, in its order.

    Parameters
    ----------
    within
        Code of a place that is meant where its name is shared: of a county and a constituency.

    Examples
    --------
    >>> [(one.name, one.code) for one in mentions_of("Blackpool is below the north-west.")]
    [('Blackpool', 'E06000009'), ('North West', 'E12000002')]
    """
    return tuple(_mentions(text, within))


def _mentions(text: str, within: str) -> Iterator[Mention]:
    for match in _pattern().finditer(text):
        if _INSTITUTION.match(text, match.end()) or _BEFORE_INSTITUTION.search(
            text, max(0, match.start() - 20), match.start()
        ):
            continue
        written = match[1] or _COMPASS[match[2].removeprefix("the ").lower()]
        start = match.start() if match[1] else match.start() + len("the ")
        if written in _NOT_A_PLACE and not re.search(r"\b(?:in|at|of) $", text[: match.start()]):
            continue
        yield _mention(written, start, match.end(), text, within)


def _mention(written: str, start: int, end: int, text: str, within: str) -> Mention:
    if written in _KINGDOM:
        return Mention(start, end, UNITED_KINGDOM, "the United Kingdom")
    levels = _codes().get(written)
    if levels is None:
        return Mention(start, end, "", written, _district(_towns()[written]))
    level = next(one for one in _LEVELS if one in levels)
    if "pcon24" in levels and _CONSTITUENCY.match(text, end):
        level = "pcon24"
    if within in levels.values():
        level = next(one for one, code in levels.items() if code == within)
    code = levels[level]
    return Mention(start, end, code, name_of(level, code))


def _district(code: str) -> str:
    """Return the district that holds the small area of a town; empty where nobody knows."""
    levels = levels_of(code)
    return dict(holders(levels[0], code)).get("lad24", "") if levels else ""

"""What a map of new sites is asked: how many, among which, for whom, what makes a choice good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self, cast

from geo import tables
from geo.siting import CANDIDATES, DEMAND, GOALS, Goal
from geo.siting import offered as offered_schools
from layers.kind_options import KindOptions

MOST_ADDED = 20
"""Sites that a map of new sites adds at most."""
MOST_PICKED = 50
UPLOADED = "upload"
"""What an address calls a visitor's own list: it never holds the list itself."""


@dataclass(frozen=True)
class SitingOptions(KindOptions):
    """How many new sites, among which, for whom, and what makes a choice good."""

    add: int = 3
    goal: Goal = "coverage"
    candidates: str = "schools"
    """One of `geo.siting.problem.CANDIDATES`, or `UPLOADED`."""
    demand: str = "likely"
    """One of `geo.siting.problem.DEMAND`, or `UPLOADED`; the likely lowest fifth stands for tested
    cold spots where no model is fitted."""
    share: int = 80
    """Percent of people to have in range, for the goal `cover`."""
    deprived: int = 0
    """Least percent of the most deprived fifth to have in range, for `coverage`."""
    picked: tuple[str, ...] = ()
    """Candidates chosen by hand, to compare."""
    beyond: str = ""
    """`yes` or `no`: whether young people outside the place count who live near a candidate; empty
    for those of a whole nation alone."""

    def pairs(self) -> dict[str, str]:
        first = SitingOptions()
        return {
            "add": str(self.add) if self.add != first.add else "",
            "goal": self.goal if self.goal != first.goal else "",
            "candidates": self.candidates if self.candidates != first.candidates else "",
            "demand": self.demand if self.demand != first.demand else "",
            "share": str(self.share) if self.share != first.share else "",
            "deprived": str(self.deprived) if self.deprived else "",
            "picked": ",".join(self.picked),
            "beyond": self.beyond,
        }

    @classmethod
    def read(cls, query: Mapping[str, str], notes: list[str], level: str) -> Self:
        first = cls()
        add = _integer(query, "add", first.add, 1, MOST_ADDED, notes)
        share = _integer(query, "share", first.share, 1, 100, notes)
        deprived = _integer(query, "deprived", first.deprived, 0, 100, notes)
        goal = query.get("goal", first.goal)
        if goal not in GOALS:
            notes.append("The address asks for a goal that this page does not have.")
            goal = first.goal
        candidates = _listed(query, "candidates", first.candidates, CANDIDATES, notes)
        demand = _listed(query, "demand", first.demand, DEMAND, notes)
        picked = _picked(query.get("picked", ""), candidates, notes)
        beyond = query.get("beyond", "")
        if beyond not in ("", "yes", "no"):
            notes.append("The address says of people beyond the border neither yes nor no.")
            beyond = ""
        return cls(add, cast(Goal, goal), candidates, demand, share, deprived, picked, beyond)


def _listed(
    query: Mapping[str, str], key: str, first: str, offered: Mapping[str, object], notes: list[str]
) -> str:
    value = query.get(key, first)
    if value in offered:
        return value
    notes.append(
        "The address names an uploaded list, which it cannot hold."
        if value == UPLOADED
        else f"The address names {key} that this page does not have."
    )
    return first


def _picked(text: str, candidates: str, notes: list[str]) -> tuple[str, ...]:
    picked = tuple(dict.fromkeys(filter(None, text.split(","))))
    known = candidates_named(candidates)
    found = tuple(one for one in picked if one in known)[:MOST_PICKED]
    if len(found) < len(picked):
        notes.append("Some sites picked by hand are not among the candidates; they are left out.")
    return found


def candidates_named(name: str) -> frozenset[str]:
    """Return the ids of the bundled candidates of a name."""
    if name == "msoa":
        # In Scotland these are intermediate zones.
        levels = ("areas_msoa21", "areas_iz11")
        return frozenset(str(code) for level in levels for code in tables.load(level).index)
    return frozenset(map(str, offered_schools(tables.load("schools"), name).index))


def _integer(
    query: Mapping[str, str], key: str, first: int, least: int, most: int, notes: list[str]
) -> int:
    text = query.get(key, str(first))
    if text.isascii() and text.isdigit() and len(text) < 5 and least <= int(text) <= most:
        return int(text)
    notes.append(f"The address gives a number that is not {least} to {most}; {first} is used.")
    return first

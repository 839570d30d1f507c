"""What a map of what is taught where is asked: which courses, how far, and what is taken away."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from geo.errors import BadInputError
from geo.provision import LIMIT_KM, MODES, Selection, find_subject, load_courses, matching, remove
from layers.kind_options import KindOptions
from layers.reach import read_minutes

TAUGHT = "taught"
"""What an address calls the kind."""
FURTHEST_KM = 100.0
MOST_CLOSED = 20


@dataclass(frozen=True)
class TaughtOptions(KindOptions):
    """Which courses, how far, and what is taken away."""

    subject: str = ""
    """Code of a subject; empty for any."""
    mode: str = ""
    """One of `geo.provision.MODES`; empty for both."""
    max_points: int = 0
    """Greatest tariff points of the median entrant's band; 0 for no limit."""
    min_points: int = 0
    """Least tariff points of it; 0 for no limit."""
    km: float = LIMIT_KM
    minutes: float = 0.0
    """Limit in minutes, which counts instead of `km` where anything tells minutes; 0 for none."""
    travel: str = ""
    """Way to travel: a key of `geo.travel.BY_MODE`; empty for the first that the router knows."""
    closed: tuple[str, ...] = ()
    """What is taken away, as `geo.provision.remove` names it."""

    @property
    def selection(self) -> Selection:
        """Return which courses count."""
        return Selection(self.subject, self.mode, self.max_points or None, self.min_points or None)

    def pairs(self) -> dict[str, str]:
        return {
            "subject": self.subject,
            "study": self.mode,
            "maxpoints": f"{self.max_points}" if self.max_points else "",
            "minpoints": f"{self.min_points}" if self.min_points else "",
            "range": f"{self.km:g}" if self.km != LIMIT_KM else "",
            "rangeminutes": f"{self.minutes:g}" if self.minutes else "",
            "rangeby": self.travel if self.minutes else "",
            "closed": ",".join(self.closed),
        }

    @classmethod
    def read(cls, query: Mapping[str, str], notes: list[str], level: str) -> Self:
        subject = _subject(query.get("subject", ""), notes)
        mode = query.get("study", "")
        if mode not in ("", *MODES):
            notes.append("The address asks for a mode of study that there is not; both are shown.")
            mode = ""
        most, least = (_points(query.get(key, ""), notes) for key in ("maxpoints", "minpoints"))
        # Each kind has keys of its own, so that a view can hold the limits of several.
        asked = {"minutes": query.get("rangeminutes", ""), "travel": query.get("rangeby", "")}
        minutes, travel = read_minutes(asked, notes)
        made = cls(subject, mode, most, least, _km(query.get("range", ""), notes), minutes, travel)
        if not len(matching(made.selection)):
            notes.append("No course that fits what the address asks is listed; all are shown.")
            made = cls(subject, km=made.km, minutes=minutes, travel=travel)
        return replace(made, closed=_closed(query.get("closed", ""), made, notes))


def _subject(text: str, notes: list[str]) -> str:
    try:
        return find_subject(text)
    except BadInputError:
        notes.append("The address asks for a subject that there is not; any subject is shown.")
        return ""


def _points(text: str, notes: list[str]) -> int:
    if not text:
        return 0
    if text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= 240:
        return int(text)
    notes.append("The address gives tariff points that are no number from 1 to 240.")
    return 0


def _km(text: str, notes: list[str]) -> float:
    try:
        km = float(text or LIMIT_KM)
    except ValueError:
        km = math.nan
    if 0 < km <= FURTHEST_KM:
        return round(km, 2)
    notes.append(f"The address gives a limit that is no distance up to {FURTHEST_KM:g} km.")
    return LIMIT_KM


def _closed(text: str, asked: TaughtOptions, notes: list[str]) -> tuple[str, ...]:
    """Return what can be taken away, and leave something."""
    rows, kept = matching(asked.selection, load_courses()), list[str]()
    wanted = list(dict.fromkeys(filter(None, text.split(","))))
    for one in wanted[:MOST_CLOSED]:
        try:
            left = remove(rows, [one])
        except BadInputError:
            continue
        if len(left):
            rows = left
            kept.append(one)
    if len(kept) < len(wanted):
        notes.append("The address takes away something that cannot be taken away; it stays.")
    return tuple(kept)

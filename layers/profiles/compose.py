"""A profile of a place, a zone of cold spots or a partnership: composed, and written to files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from geo.errors import NoAnswerError
from geo.files import write_bytes, write_json
from geo.reach import Reach
from geo.reach import run as reach_run
from layers.profiles import cold_spots as report_places
from layers.profiles import providers as report_providers
from layers.profiles import rates as report_rates
from layers.profiles import reach as report_reach
from layers.profiles.html import page_of
from layers.profiles.map import draw_map, map_part
from layers.profiles.model import Fact, Profile, figure_cell
from layers.profiles.nations import own_facts
from layers.profiles.pdf import pdf_of
from layers.profiles.place_sentences import (
    SURE_PEOPLE,
    WILSON,
    modelled_of_zone,
    percent,
    rate_formula,
)
from layers.profiles.sources import (
    licence_lines,
    limits_of,
    made_line,
    made_with,
    refuse_other_suffixes,
    source_lines,
    trace_path,
)
from layers.profiles.subject import (
    PARTNERSHIP,
    Subject,
    find_subject,
    partnership_subject,
    reach_of_all,
)
from layers.profiles.whose import Whose, inputs_of, whose_of
from layers.words import INTERVAL, LEAVERS, Sentence, Trace, say

SUFFIXES = (".html", ".pdf")


def check_suffix(path: Path) -> None:
    """Refuse a file name that ends in no format of a profile."""
    refuse_other_suffixes(path, SUFFIXES, "a profile")


def profile_of(code: str, whose: Whose | None = None) -> tuple[Subject, Profile]:
    """Compose the profile of an area or of a zone.

    Parameters
    ----------
    code
        Of an area of any level, or of a zone of tested cold spots.
    whose
        Whose reach it speaks of; every place that teaches unless given.

    Raises
    ------
    UnknownAreaError
        If there is no such place.
    """
    place = find_subject(code)
    return place, compose(place, whose or Whose(reach_of_all()))


def profile_of_partnership(name: str, reach: Reach, where: str = "") -> tuple[Subject, Profile]:
    """Compose the profile of a partnership: of whom it has in range.

    Parameters
    ----------
    name
        What it is called.
    reach
        Of its sites.
    where
        Name of the place that the reach is cut to; empty for England.

    Raises
    ------
    NoAnswerError
        If nobody there is in range.
    """
    if not (reach.in_range & reach.kept).any():
        raise NoAnswerError(
            f"Nobody in {where or 'England'} lives within {reach.costs.limit:g} km of a site of "
            f"{name}. Choose a greater limit, or measure in all England.",
            km="",
        )
    place = partnership_subject(name, reach)
    return place, compose(place, Whose(reach, name or "the partnership", where))


def compose(place: Subject, whose: Whose) -> Profile:
    """Compose a profile, with the sources of what it shows."""
    whose = whose.in_nation(place.nation)
    every = (
        report_rates.participation(place),
        report_places.cold(place),
        report_places.deprivation(place),
        report_rates.attainment(place),
        report_reach.in_range(place, whose),
        report_providers.providers(place, whose),
        report_rates.similar(place),
    )
    # A heading with nothing under it says less than none.
    parts = tuple(part for part in every if part.said or part.tables)
    facts = (*_rate(place), *report_places.facts(place), *report_reach.fact(place, whose))
    name = Sentence(place.name.figure, (place.name,))
    lead, limits = report_rates.lead_of(place), limits_of(place)
    first = Profile(
        place.code, name, place.kind, lead, facts, map_part(place), parts, limits, (), (),
        made_line(),
    )  # fmt: skip
    held, drawn = first.traces(), first.map.view.geography
    return Profile(
        place.code, name, place.kind, lead, facts, first.map, parts, limits,
        source_lines(held, drawn, place.nation), licence_lines(held, drawn), first.made,
    )  # fmt: skip


def _rate(place: Subject) -> list[Fact]:
    row = place.row
    if place.nation != "England":
        none = place.level == PARTNERSHIP or place.is_patch
        return [] if none else own_facts(place.level, row, place.code)
    if pd.isna(row["tundra_rate"]):
        return []
    if place.is_zone:
        held = modelled_of_zone(row, place.code)
        text = (
            "of {who} were in higher education, by the spatial model (nine times in ten between "
            "{low} and {high})"
        )
        return [Fact(figure_cell(held["rate"]), say(text, who=LEAVERS, **_ends(held)))]
    on = int(row.get("tundra_source_cohort", row["tundra_cohort"]))
    places = 1 if on >= SURE_PEOPLE else 0
    how = rate_formula(place.code)
    rate = percent(row["tundra_rate"], "tundra_rate", place.code, how, places=1)
    low, high = (
        percent(row[f"tundra_rate_{end}"], f"tundra_rate_{end}", place.code, WILSON, places=places)
        for end in ("low", "high")
    )
    words = say(
        "of {who} were in higher education ({level} interval {low} to {high})",
        who=LEAVERS,
        level=INTERVAL,
        low=low,
        high=high,
    )
    return [Fact(figure_cell(rate), words)]


def _ends(held: dict[str, Trace]) -> dict[str, Trace]:
    return {end: held[end] for end in ("low", "high")}


def write_profile(
    place: Subject, profile: Profile, path: Path, whose: Whose | None = None, inputs: str = ""
) -> None:
    """Write a profile, and beside it the traces of its figures, each whole or not at all.

    The traces come last: a profile is whole where their hash is its own.

    Raises
    ------
    BadInputError
        If the suffix names no format.
    DiskError
        If a file cannot be written; what was there is unchanged.
    """
    check_suffix(path)
    content = content_of(place, profile, path.suffix.lower(), whose)
    write_bytes(path, content)
    write_json(trace_path(path), trace_json(profile, content, inputs))


def content_of(place: Subject, profile: Profile, suffix: str, whose: Whose | None = None) -> bytes:
    """Make the bytes of a profile as `.html` or `.pdf`; the same profile gives the same bytes."""
    reach = whose.reach if whose is not None and place.level == PARTNERSHIP else None
    if suffix == ".html":
        return page_of(profile, draw_map(place, reach)).encode("utf-8")
    return pdf_of(profile, draw_map(place, reach))


def trace_json(profile: Profile, content: bytes, inputs: str = "") -> dict[str, Any]:
    """Return what the file of traces holds: every text that is shown, with its figures' origins.

    Parameters
    ----------
    content
        The profile's own bytes, whose hash is kept.
    inputs
        Hash of what it was asked for (`layers.profiles.whose.inputs_of`).
    """
    return {
        **made_with(inputs),
        "code": profile.code,
        "name": profile.name.text,
        "sha256": hashlib.sha256(content).hexdigest(),
        "shown": [
            {"where": where, "text": said.text, "traces": [asdict(one) for one in said.traces]}
            for where, said in profile.sentences()
        ],
    }


_whose: Whose | None = None


@dataclass(frozen=True)
class ProfileMaker:
    """Makes profiles, which speak of somebody's reach."""

    whose: reach_run.ReachQuery = field(default_factory=reach_run.ReachQuery)
    noun: str = "profiles"

    def check_suffix(self, path: Path) -> None:
        """Refuse a file name that ends in no format of a profile."""
        check_suffix(path)

    def made_with(self) -> dict[str, Any]:
        """Return what a profile is made with."""
        return made_with(inputs_of(self.whose))

    def begin(self) -> None:
        """Measure the reach once for each process."""
        global _whose
        _whose = whose_of(self.whose)

    def prepare(self, code: str, path: Path) -> Callable[[], object]:
        """Compose a profile; return what writes it and its traces."""
        place, made = profile_of(code, _whose)
        inputs = inputs_of(self.whose)
        return lambda: write_profile(place, made, path, _whose, inputs)

    def whole(self, path: Path) -> bool:  # noqa: ARG002
        """Return that a profile is one file, whose traces say whether it is whole."""
        return True

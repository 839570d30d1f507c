"""Where a new one would open most: sites that do not teach a subject yet, beside those that do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from geo.errors import NoAnswerError
from geo.provision.range import LIMIT_KM, homes_in
from geo.provision.selection import Selection, load_courses, matching, remove, teaching_sites
from geo.siting import Siting, Solution, in_range, maximal_coverage
from geo.travel import Limited, StraightLine

SECONDS = 60.0


@dataclass(frozen=True, eq=False)
class Openings:
    """Where a subject would bring most young people into range."""

    sites: pd.DataFrame
    """By `site_id`, in the order of what each adds: `provider`, `provider_name`, `name`,
    `easting_m`, `northing_m` and `young_people`, whom it adds to those before it."""
    solution: Solution
    """As the solver tells it, with its bound."""


def find_openings(
    selection: Selection,
    limit_km: float = LIMIT_KM,
    add: int = 1,
    *,
    within: str | None = None,
    removed: Sequence[str] = (),
    travel: Limited | None = None,
    seconds: float = SECONDS,
    root: Path | None = None,
) -> Openings:
    """Find the teaching sites from which new courses would bring most young people into range.

    Sites that teach the selection already stay as they are; those that teach anything else are the
    candidates. Whether a provider could teach it there is not looked at.

    Parameters
    ----------
    selection
        Which courses are to be added.
    limit_km
        Greatest straight distance that is in range, itself included.
    add
        How many sites to add; fewer are named if more would add nobody.
    within
        Code of an area whose young people are to be served; Great Britain unless given.
    removed
        What is taken away first, as for `geo.provision.remove`. Sites that lose the selection are
        no candidates: to bring it back there would only undo what is asked about.
    travel
        What tells how far it is, with its limit, in place of a straight line up to `limit_km`.
    seconds
        How long to look for a proof.
    root
        The data folder; the bundled one unless given.

    Raises
    ------
    BadInputError
        If `add` is not from 1 to the number of candidates, or something is taken away that is not
        there.
    NoAnswerError
        If no young people are known there, or every site teaches it already.
    UnknownAreaError
        If no small area lies in the place.
    """
    courses = load_courses(root)
    rows = matching(selection, courses, root)
    there = teaching_sites(remove(rows, removed) if removed else rows, root)
    others = teaching_sites(courses, root).drop(index=teaching_sites(rows, root).index)
    if others.empty:
        raise NoAnswerError("Every teaching site teaches it already. Ask for one subject or mode.")
    homes = homes_in(within, root)
    homes = homes[homes["young_people"] > 0]
    if homes.empty:
        raise NoAnswerError(
            "No young people are known there by small area. Ask for a place in Great Britain."
        )
    limited = travel or Limited(StraightLine(), limit_km)
    costs, _ = in_range(homes, others, limited)
    kept = np.flatnonzero(np.bincount(costs.indices, minlength=len(others)))
    if not len(kept):
        raise NoAnswerError(
            f"No other teaching site is within {limited.limit:g} {limited.source.unit} of anybody "
            "there."
        )
    held = in_range(homes, there, limited)[0] if len(there) else None
    weight = homes["young_people"].to_numpy(dtype="float64")
    solution = maximal_coverage(Siting(costs[:, kept], weight, held), add, seconds=seconds)
    chosen = others.iloc[kept[list(solution.chosen)]]
    columns = ["provider", "provider_name", "name", "easting_m", "northing_m"]
    gains = np.round(np.array(solution.gains)).astype("int64")
    return Openings(chosen[columns].assign(young_people=gains), solution)

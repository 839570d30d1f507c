"""What a siting question was answered: the sites in order, in words, as JSON and as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.areas import AreaTable
from geo.errors import BadInputError, NoAnswerError
from geo.siting.lscp import set_cover
from geo.siting.mclp import gain_curve
from geo.siting.p_median import p_median
from geo.siting.problem import Case
from geo.siting.question import GOALS, SECONDS, Comparison, Solution, compare
from geo.travel import KM

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True)
class SiteTable(AreaTable):
    """Chosen sites, indexed by their order; a site is a point."""

    behind: tuple[str, ...] = ()

    rows = "chosen sites"

    @property
    def bases(self) -> tuple[str, ...]:
        """Name the bundled tables behind demand and candidates."""
        return self.behind

    def with_geometry(self, root: Path | None = None) -> gpd.GeoDataFrame:  # noqa: ARG002
        """Return the sites as points, in EPSG:27700."""
        import geopandas as gpd

        from geo.settings import ANALYSIS_CRS

        points = gpd.points_from_xy(self.table["easting_m"], self.table["northing_m"])
        return gpd.GeoDataFrame(self.table, geometry=points, crs=ANALYSIS_CRS)


@dataclass(frozen=True, eq=False)
class FoundSites:
    """An answer with the question it belongs to."""

    case: Case
    answer: Solution
    curve: tuple[Solution, ...]
    """Best 1, 2 ... sites, for most people in range; empty for other questions."""
    add: int
    """How many sites were asked for; the last of the curve has so many."""
    picked: Comparison | None

    def sites(self) -> SiteTable:
        """List the chosen sites in the order of what they add."""
        chosen = self.case.candidates.iloc[list(self.answer.chosen)].reset_index()
        gains = np.array(self.answer.gains, dtype="float64")
        table = chosen.assign(gain=gains)
        if self.answer.goal != "median":
            table["covered"] = self.answer.already + np.cumsum(gains)
        table.index = pd.RangeIndex(1, len(table) + 1, name="order")
        return SiteTable("lsoa21", table, tuple(dict.fromkeys(self.case.bases)))

    def summary(self) -> dict[str, Any]:
        """Return all of it as one JSON object."""
        answer, case = self.answer, self.case
        rows = self.sites().table.reset_index().astype(object)
        counts: dict[str, Any] = {
            "goal": answer.goal,
            # The old name, for one version.
            "method": answer.goal,
            "objective_is": self._objective(),
            **_proof(answer),
            "demand": case.who,
            "candidates": len(case.candidates),
            "limit": case.limit,
            "unit": case.unit,
            "costs": case.costs,
            "total": answer.total,
            "covered": answer.covered,
            "already_covered": answer.already,
            "out_of_range": answer.out_of_range,
            "beyond": {
                nation: {"people": people, "covered": near}
                for nation, (people, near) in case.beyond(answer.chosen).items()
            },
            "sites": rows.where(rows.notna(), None).to_dict("records"),
            "curve": [{"add": add, **_proof(step)} for add, step in self.steps()],
        }
        if self.picked is not None:
            counts["picked"] = {
                name: value if np.isfinite(value) else None
                for name, value in vars(self.picked).items()
            }
        return counts

    def _objective(self) -> str:
        if self.answer.goal == "median":
            return f"person-{'metres' if self.case.unit == KM else self.case.unit}"
        return "sites" if self.answer.goal == "cover" else "people in range"

    def steps(self) -> list[tuple[int, Solution]]:
        """List the best answer for each number of sites that was tried."""
        return list(enumerate(self.curve, self.add - len(self.curve) + 1))


def _proof(answer: Solution) -> dict[str, Any]:
    return {
        "objective": answer.objective,
        "bound": answer.bound,
        "gap": answer.gap,
        "status": answer.status,
    }


def find_sites(
    case: Case,
    add: int = 3,
    goal: str = "coverage",
    *,
    share: float = 80.0,
    deprived: float = 0.0,
    picked: Sequence[str] = (),
    seconds: float = SECONDS,
    progress: Callable[[float], None] | None = None,
) -> FoundSites:
    """Answer a siting question.

    Parameters
    ----------
    case
        Of `geo.siting.problem.build_case`.
    add
        How many sites, for `coverage` and `median`.
    goal
        One of `GOALS`.
    share
        Percent of all people to have in range, for `cover`.
    deprived
        Least percent of the people of the most deprived fifth to have in range, for `coverage`.
    picked
        Ids of candidates chosen by hand, to be set beside the answer.
    seconds
        How long to look for a proof.
    progress
        Hears the share of the numbers of sites that is done, for `coverage`.

    Raises
    ------
    BadInputError
        If the goal is none, an option does not belong to it, or there is no answer.
    """
    if goal not in GOALS:
        raise BadInputError(f"No goal is called {goal!r}. Choose one of {', '.join(GOALS)}.")
    if not 1 <= share <= 100:
        raise BadInputError(f"The share is {share:g}%. Give percent, from 1 to 100.")
    if not 0 <= deprived <= 100:
        raise BadInputError(
            f"The least share of the most deprived fifth is {deprived:g}%. Give percent, from 0 to "
            "100."
        )
    if not (np.isfinite(seconds) and seconds > 0):
        raise BadInputError(f"{seconds:g} seconds are no time to look in. Give more than 0.")
    if deprived and (goal != "coverage" or not case.homes["deprived"].any()):
        raise NoAnswerError(
            "A least share of the most deprived fifth belongs to the goal coverage and to demand "
            "in neighbourhoods, some of them among that fifth. Leave it out.",
            least_share=0.0,
        )
    if picked and goal == "cover":
        raise BadInputError("Picked sites are compared by coverage or median. Choose one of them.")
    places = case.position_of(list(picked))
    curve: list[Solution] = []
    if goal == "cover":
        answer = set_cover(case.asked, share / 100, seconds=seconds)
    elif goal == "median":
        answer = p_median(case.asked, add, seconds=seconds)
    else:
        group = case.homes["deprived"].to_numpy(dtype=bool) if deprived else None
        curve = gain_curve(
            case.asked,
            add,
            seconds=seconds,
            among=group,
            least_share=deprived / 100,
            progress=progress,
        )
        answer = curve[-1]
    beside = compare(case.asked, places, answer) if places else None
    return FoundSites(case, answer, tuple(curve), add, beside)

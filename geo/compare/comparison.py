"""A comparison of chosen places: all of it in one object, and as a table for files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.compare.chosen import Chosen, choose
from geo.compare.differences import differences_of
from geo.compare.figures import figures_of, measures_of
from geo.registry import Indicator, indicator


@dataclass(frozen=True, eq=False)
class Comparison:
    """Chosen places, what they are compared by, and what was found."""

    places: tuple[Chosen, ...]
    measures: tuple[Indicator, ...]
    figures: pd.DataFrame
    """As `geo.compare.figures_of` returns it."""
    differences: pd.DataFrame
    """As `geo.compare.differences_of` returns it."""

    def is_tested(self, entry: Indicator) -> bool:
        """Test whether any pair was tested by a measure."""
        rows = self.differences.index.get_level_values("measure") == entry.id
        return bool(self.differences["low"][rows].notna().any())

    def summary(self) -> dict[str, Any]:
        """Return the comparison as it is written to JSON: what is not known is null."""
        return {
            "kind": "coldspots comparison",
            "places": [
                {"code": one.code, "name": one.name, "level": one.level, "nation": one.nation}
                for one in self.places
            ],
            "measures": [
                {"id": one.id, "label": one.label, "period": one.period, "caveat": one.caveat}
                for one in self.measures
            ],
            "figures": _records(self.figures),
            "differences": _records(self.differences),
        }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(key): None if value != value else value for key, value in row.items()}
        for row in table.reset_index().to_dict("records")
    ]


def compare(
    codes: Sequence[str], chosen: str = "shared", measures: Sequence[str] = ()
) -> Comparison:
    """Compare two to eight places, by every measure that at least two of them have.

    Parameters
    ----------
    codes
        Of areas of any level and nation.
    chosen
        Set of measures, one of `geo.compare.SETS`.
    measures
        Ids of the measures instead.

    Raises
    ------
    BadInputError
        If there are too few or too many places, or no such set or measure.
    UnknownAreaError
        If a code is not that of an area.

    Examples
    --------
    >>> found = compare(["E06000009", "E06000010"], measures=["he19_rate"])
    >>> row = found.differences.iloc[0]
    >>> [f"{row[name]:.3f}" for name in ("difference", "low", "high")], row["verdict"]
    (['-0.070', '-0.100', '-0.039'], 'lower')
    """
    places = choose(codes)
    entries = tuple(map(indicator, measures)) if measures else measures_of(places, chosen)
    figures = figures_of(places, entries)
    return Comparison(places, entries, figures, differences_of(places, entries, figures))

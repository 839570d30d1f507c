"""Department for Education: establishments that were open on one day, from its register (GIAS).

Quirks of the copy: a URN may end in ".0"; 531 rows have no coordinates and 88 stand at 0,0, which
is in the sea; establishments overseas and of the Crown Dependencies are among them; a roll of 0
stands for one that is counted elsewhere (colleges, pupils registered at two schools), and the
shares of free school meals of 16 to 19 academies are 0 or 100, which is no count; neither the
statutory ages nor the sixth form are in it, and independent and special schools have no phase. The
codes of neighbourhoods are not read: their vintage is not said, and 334 are 999999999. The
publisher's own file holds the closed too, under other headings, in Windows-1252.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.publishers.reading import as_found, check_unique, read_csv, refuse, to_number
from geo.registry import Dataset, dataset
from geo.settings import SMALL_COUNT

_KEPT = {
    "urn": "URN",
    "la_name": "LA (name)",
    "establishment_name": "EstablishmentName",
    "establishment_type": "TypeOfEstablishment (name)",
    "education_phase": "PhaseOfEducation (name)",
    "number_of_pupils": "NumberOfPupils",
    "percentage_fsm": "PercentageFSM",
    "easting": "Easting",
    "northing": "Northing",
}
"""What each column is called in the copy, and in the publisher's own file."""
_OPEN = ("EstablishmentStatus (name)", ("Open", "Open, but proposed to close"))

PHASES = frozenset(
    {
        *("Nursery", "Primary", "Middle deemed primary", "Middle deemed secondary", "Secondary"),
        *("All-through", "16 plus", "Not applicable"),
    }
)
"""Phases of education as published."""


def read_establishments(raw: Path) -> pd.DataFrame:
    """Read the establishments that were open, of every type and phase.

    Returns
    -------
    establishments
        Indexed by `urn`: `name`, `authority`, `establishment_type` and `phase` as published;
        `pupils` (missing where not counted), `fsm_share` (above 0, below 1; missing for fewer than
        ten pupils, and for all or none of them), `easting_m` and `northing_m` in EPSG:27700
        (missing where there is no place).
    """
    source = as_found(raw, dataset("dfe_gias"))
    if source.file == source.own_file:
        text = read_csv(raw, source, list(_KEPT.values()), encoding="cp1252", only=_OPEN)
        text = text.set_axis(list(_KEPT), axis=1)
    else:
        text = read_csv(raw, source, list(_KEPT))
    urn = text["urn"].str.strip().str.removesuffix(".0")
    if not urn.str.fullmatch(r"\d{6}").all():
        raise refuse(source, "a URN is not six digits.")
    check_unique(text.assign(urn=urn), ["urn"], source)
    unknown = set(text["education_phase"]) - PHASES
    if unknown:
        raise refuse(source, f"unknown phase of education {min(unknown)!r}.")
    pupils = _number(text, "number_of_pupils", source, 20_000)
    if (pupils.dropna() % 1 != 0).any():
        raise refuse(source, "a number of pupils is not whole.")
    share = _number(text, "percentage_fsm", source, 100)
    # All or none are what stands for 16 to 19 where nobody was asked; elsewhere they tell of each.
    told = (pupils >= SMALL_COUNT) & (share > 0) & (share < 100)
    metres = pd.DataFrame(
        {
            "easting_m": _number(text, "easting", source, 700_000),
            "northing_m": _number(text, "northing", source, 1_300_000),
        }
    )
    # A coordinate without the other is no place, and neither is the origin of the grid.
    placed = metres.notna().all(axis=1) & (metres > 0).all(axis=1)
    return (
        pd.DataFrame(
            {
                "name": text["establishment_name"].str.strip(),
                "authority": text["la_name"].str.strip(),
                "establishment_type": text["establishment_type"].str.strip(),
                "phase": text["education_phase"],
                "pupils": pupils.where(pupils > 0),
                "fsm_share": (share / 100).where(told).round(4),
                **metres.where(placed),
            }
        )
        .set_axis(pd.Index(urn, name="urn"))
        .sort_index()
    )


def _number(text: pd.DataFrame, column: str, source: Dataset, high: float) -> pd.Series:
    return to_number(text, column, source, low=0, high=high, marks={"": "not given"})

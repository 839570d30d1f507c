"""Schools and colleges of today: which establishments young people of 11 to 19 go to."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.errors import BadInputError
from geo.places.providers import to_metres

_ACADEMY, _MAINTAINED, _INDEPENDENT = "Academy", "Maintained school", "Independent school"
_SPECIAL, _ALTERNATIVE, _TECHNICAL = (
    "Special school",
    "Alternative provision",
    "UTC or studio school",
)
_COLLEGE, _ACADEMY_16, _CENTRE = "College", "16 to 19 academy", "Sixth-form centre"
_SPECIAL_COLLEGE = "Special college"
_ABROAD, _WALES, _ONLINE = "overseas", "in Wales", "online"
_OTHER, _NURSERY = "neither school nor college", "nursery"

KINDS = {
    "Academy converter": _ACADEMY,
    "Academy sponsor led": _ACADEMY,
    "Free schools": _ACADEMY,
    "City technology college": _ACADEMY,
    "Community school": _MAINTAINED,
    "Foundation school": _MAINTAINED,
    "Voluntary aided school": _MAINTAINED,
    "Voluntary controlled school": _MAINTAINED,
    "Other independent school": _INDEPENDENT,
    "Academy special converter": _SPECIAL,
    "Academy special sponsor led": _SPECIAL,
    "Community special school": _SPECIAL,
    "Foundation special school": _SPECIAL,
    "Free schools special": _SPECIAL,
    "Non-maintained special school": _SPECIAL,
    "Other independent special school": _SPECIAL,
    "Academy alternative provision converter": _ALTERNATIVE,
    "Academy alternative provision sponsor led": _ALTERNATIVE,
    "Free schools alternative provision": _ALTERNATIVE,
    "Pupil referral unit": _ALTERNATIVE,
    "University technical college": _TECHNICAL,
    "Studio schools": _TECHNICAL,
    "Further education": _COLLEGE,
    "Academy 16-19 converter": _ACADEMY_16,
    "Academy 16 to 19 sponsor led": _ACADEMY_16,
    "Free schools 16 to 19": _ACADEMY_16,
    "Sixth form centres": _CENTRE,
    "Special post 16 institution": _SPECIAL_COLLEGE,
}
"""Kind of each type of establishment that may be listed."""
NEVER = {
    "British schools overseas": _ABROAD,
    "Offshore schools": _ABROAD,
    "Service children's education": _ABROAD,
    "Welsh establishment": _WALES,
    "Online provider": _ONLINE,
    "Higher education institutions": _OTHER,
    "Miscellaneous": _OTHER,
    "Secure units": _OTHER,
    "Academy secure 16 to 19": _OTHER,
    "Local authority nursery school": _NURSERY,
}
"""Why each other type is left out."""
AGES_UNKNOWN, PRIMARY, NO_PLACE = "independent, ages not told", "primary", "no place"
LISTED = ""

_SECONDARY = ("Secondary", "All-through", "Middle deemed secondary")
_POST_16 = (_COLLEGE, _ACADEMY_16, _CENTRE, _SPECIAL_COLLEGE, _TECHNICAL)
_NO_PHASE = (_SPECIAL, _ALTERNATIVE)
_INDEPENDENT_TYPES = ("Other independent school", "Other independent special school")
_PRIMARY_NAME = r"(?i)\b(?:primary|infants?|juniors?|nursery|early years)\b"


def why_left_out(establishments: pd.DataFrame, results: pd.DataFrame) -> pd.Series:
    """Return why each establishment is no place where young people of 11 to 19 of England learn.

    The register says no ages in the copy that is held. What tells them is, in this order: a place
    in the tables of 2018/19 (secondary or 16 to 18); the phase, where that is secondary,
    all-through, middle deemed secondary or 16 plus; the type, for colleges, 16 to 19 academies,
    UTCs and studio schools. Special schools and alternative provision of the state have no phase:
    they belong, but for those that are called primary, infant, junior, nursery or early years.
    Independent schools have none either, and many are preparatory: one that is not in the tables
    is left out. Schools of Wales have no phase and no tables; what else lies in
    their authorities is of Wales too.

    Parameters
    ----------
    establishments
        From `geo.publishers.dfe.gias.read_establishments`.
    results
        From `unite_results`.

    Returns
    -------
    reason
        By `urn`; empty for those that belong.

    Raises
    ------
    BadInputError
        If a type of establishment is not known.
    """
    types, phase = establishments["establishment_type"], establishments["phase"]
    unknown = set(types) - set(KINDS) - set(NEVER)
    if unknown:
        raise BadInputError(
            f"dfe_gias: {min(unknown)!r} is no known type of establishment. Add it to "
            "geo.places.schools, with its kind or why it is left out; nothing was changed."
        )
    kind = types.map(KINDS)
    told = types.index.isin(results.index) | phase.isin([*_SECONDARY, "16 plus"])
    told |= kind.isin(_POST_16) | types.eq("City technology college")
    independent = types.isin(_INDEPENDENT_TYPES)
    named_primary = establishments["name"].str.contains(_PRIMARY_NAME)
    told |= kind.isin(_NO_PHASE) & ~independent & ~named_primary
    reason = types.map(NEVER).fillna(LISTED)
    welsh = set(establishments.loc[reason == _WALES, "authority"])
    reason = reason.mask((reason == LISTED) & establishments["authority"].isin(welsh), _WALES)
    reason = reason.mask((reason == LISTED) & ~told & independent, AGES_UNKNOWN)
    reason = reason.mask((reason == LISTED) & ~told, PRIMARY)
    return reason.mask((reason == LISTED) & establishments["easting_m"].isna(), NO_PLACE)


def build_schools(establishments: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """Make the table `schools`, indexed by `urn`, without neighbourhoods.

    A school that has a new number since 2018/19, as one that became an academy, has no result,
    postcode or sixth form of that year: they are joined by URN alone.

    Parameters
    ----------
    establishments, results
        As in `why_left_out`.

    Raises
    ------
    BadInputError
        As in `why_left_out`.
    """
    kept = establishments[why_left_out(establishments, results) == LISTED]
    kind = kept["establishment_type"].map(KINDS)
    before = results.reindex(kept.index)
    # A postcode of 2018/19 far from where the school is now is that of a building it has left.
    off_by = np.hypot(
        before["easting_m"] - kept["easting_m"], before["northing_m"] - kept["northing_m"]
    )
    stayed = off_by <= SAME_PLACE_M
    town = before["town"].where(stayed).fillna("")
    secondary = kept["phase"].isin(_SECONDARY) | kind.isin((*_NO_PHASE, _TECHNICAL))
    return pd.DataFrame(
        {
            "name": kept["name"],
            "postcode": before["postcode"].where(stayed).fillna(""),
            "town": town.mask(town == "", kept["authority"]),
            "establishment_type": kept["establishment_type"],
            "kind": kind,
            "phase": kept["phase"],
            "secondary": secondary | before["secondary"].eq(True),
            "post_16": kept["phase"].eq("16 plus")
            | kind.isin(_POST_16)
            | before["post_16"].eq(True),
            "pupils": kept["pupils"],
            "fsm_share": kept["fsm_share"],
            "attainment8": before["attainment8"],
            "a_level_points": before["a_level_points"],
            "easting_m": kept["easting_m"],
            "northing_m": kept["northing_m"],
        }
    ).sort_index()


SAME_PLACE_M = 1_000.0
"""A school has not moved if its postcode of 2018/19 is this near to where it is now."""


def unite_results(secondary: pd.DataFrame, post_16: pd.DataFrame) -> pd.DataFrame:
    """Unite the two performance tables of 2018/19 by URN: `secondary` and `post_16` say which."""
    both = secondary.combine_first(post_16)
    both["secondary"] = both.index.isin(secondary.index)
    both["post_16"] = both.index.isin(post_16.index)
    metres = to_metres(both.pop("longitude"), both.pop("latitude"))
    return both.drop(columns="kind").join(metres).sort_index()

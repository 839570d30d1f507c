"""What a patch is made of: its parts, with and without one of them, and its districts."""

from __future__ import annotations

from dataclasses import dataclass

from geo.areas import (
    area_table,
    levels_of,
    name_of,
    patch_parts,
    patch_shares,
)
from geo.errors import BadInputError
from geo.registry import (
    LARGEST_KM,
    Circle,
    Part,
    Patch,
    clean_name,
    geography,
    read_patch,
)

_TINY = 0.005
"""Part of a district below which it is not listed."""


@dataclass(frozen=True)
class PartRow:
    """One part of a patch."""

    part: Part
    name: str
    kind: str
    """What it is, in words."""


def part_rows(code: str) -> list[PartRow]:
    """List the parts of a patch, or the one area that it is.

    Examples
    --------
    >>> [(row.name, row.kind) for row in part_rows("E07000138,E20km_53.2307_-0.5406")]
    [('Lincoln', 'local authority district'), ('the 20 km round Lincoln', 'circle')]
    """
    patch = read_patch(code)
    rows = []
    for part in patch.parts:
        alone = Patch(patch.nation, (part,)).code()
        if isinstance(part, str):
            level = levels_of(part)[0]
            kind = geography(level).label.partition(" (")[0]
            rows.append(PartRow(part, name_of(level, part), kind))
        else:
            kind = "circle" if isinstance(part, Circle) else "outline"
            rows.append(PartRow(part, patch_parts(alone)[0], kind))
    return rows


def without_part(code: str, part: Part) -> str:
    """Return the code of a patch without one of its parts; empty if nothing is left."""
    patch = read_patch(code)
    kept = tuple(one for one in patch.parts if one != part)
    return Patch(patch.nation, kept, patch.name).code() if kept else ""


def joined_patch(code: str, other: str) -> str:
    """Return the code of two patches or areas together; the first one's name stays.

    Raises
    ------
    BadInputError
        If they lie in different nations, or there are too many parts.

    Examples
    --------
    >>> joined_patch("E07000138", "E07000142")
    'E07000138,E07000142'
    """
    if not code:
        return other
    first, second = read_patch(code), read_patch(other)
    whole = ",".join((Patch(first.nation, first.parts, first.name).code(), other))
    read_patch(whole)
    parts = tuple(dict.fromkeys((*first.parts, *second.parts)))
    return Patch(first.nation, parts, first.name or second.name).code()


def renamed(code: str, name: str) -> str:
    """Return the code of a patch with a name of its own; an empty name takes it away."""
    patch = read_patch(code)
    return Patch(patch.nation, patch.parts, clean_name(name)).code()


def circle_round(nation: str, latitude: float, longitude: float, radius_km: float) -> str:
    """Return the code of a patch that is one circle.

    Raises
    ------
    BadInputError
        If the radius is none that a circle can have.
    """
    if not 0 < radius_km <= LARGEST_KM:
        raise BadInputError(
            f"A circle has a radius of {radius_km:g} km here. Give one of at most "
            f"{LARGEST_KM:g} km."
        )
    circle = Circle(round(latitude, 4), round(longitude, 4), round(radius_km, 1))
    return Patch(nation, (circle,)).code()


def district_rows(code: str) -> list[tuple[str, str, float, float, float | None]]:
    """List the districts that hold a part of a patch, those with most of its people first.

    Returns
    -------
    rows
        Code, name, share of the district's young people who live in the patch, share of the
        patch's young people who live there, and how many those are (aged 13 to 17 at mid-2020;
        None where nobody counts them, and the shares are of small areas).
    """
    shares = patch_shares(code)
    found = shares[(shares["level"] == "lad24") & (shares["share"] >= _TINY)]
    # Northern Ireland has small areas of two kinds, and its districts stand twice.
    found = found[~found.index.duplicated()]
    names = area_table("lad24")["area_name"]
    inside = found["share"] * found["young_people"]
    counted = bool(inside.notna().any())
    weight = inside if counted else found["share"]
    total = float(weight.sum())
    order = weight.sort_values(ascending=False, kind="stable").index
    return [
        (
            str(one),
            str(names[one]),
            float(found["share"][one]),
            float(weight[one]) / total if total else 0.0,
            float(inside[one]) if counted else None,
        )
        for one in order
    ]

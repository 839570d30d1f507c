"""Codes of patches: several places as one, written so that an address can carry them.

A patch is a union of parts: areas of any level by their codes, circles round a point, and outlines
drawn on a map. Its code lists them with commas between: `E07000138,E07000142` is two districts,
`E20km_53.2307_-0.5406` all that lies within 20 km of a point, `Enamed_Our_patch` a name of its own.
Each part begins with the letter of its nation, as official codes do.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geo.errors import BadInputError
from geo.registry.geographies import GEOGRAPHIES, NATIONS, PATCH

MOST_PARTS = 80
"""Parts of a patch, at most."""
MOST_POINTS = 60
"""Points of a drawn outline, at most."""
LONGEST_NAME = 60
"""Letters of a patch's own name, at most."""
_LONGEST = 4_000
"""Letters of a patch's code that are read, at most."""
LARGEST_KM = 100.0
"""Radius of a circle, at most."""
_PER_DEGREE = 10_000
"""Steps of a degree that a drawn outline is kept to: 11 m from north to south."""
_NAME_ENDS = "named"
_DRAWN = "drawn"
_IN_NAMES = frozenset("'-.")


@dataclass(frozen=True)
class Circle:
    """All that lies within a distance of a point, in a straight line."""

    latitude: float
    longitude: float
    radius_km: float


@dataclass(frozen=True)
class Outline:
    """All that lies within a line drawn on a map."""

    corners: tuple[tuple[float, float], ...]
    """Longitude and latitude of each corner, in turn; the last is joined to the first."""


Part = str | Circle | Outline
"""A code of an area, a circle or an outline."""


@dataclass(frozen=True)
class Patch:
    """Several places as one."""

    nation: str
    """Letter of the nation that it lies in."""
    parts: tuple[Part, ...]
    """What it is put together from, in the order of its code."""
    name: str = ""
    """What its owner calls it; empty if it has no name of its own."""

    @property
    def areas(self) -> tuple[str, ...]:
        """The codes of the areas among its parts."""
        return tuple(part for part in self.parts if isinstance(part, str))

    @property
    def shapes(self) -> tuple[Circle | Outline, ...]:
        """The circles and outlines among its parts."""
        return tuple(part for part in self.parts if not isinstance(part, str))

    def code(self) -> str:
        """Return the code that an address has for it: one area without a name is that area.

        Examples
        --------
        >>> Patch("E", ("E07000142", "E07000138")).code()
        'E07000138,E07000142'
        >>> Patch("E", ("E07000138",)).code()
        'E07000138'
        """
        written = sorted(dict.fromkeys(_written(self.nation, part) for part in self.parts))
        if self.name and not (len(written) == 1 and self.areas):
            written.append(f"{self.nation}{_NAME_ENDS}_{self.name.replace(' ', '_')}")
        return ",".join(written)


def is_patch(code: str) -> bool:
    """Test whether a code is written as that of a patch.

    Examples
    --------
    >>> is_patch("E07000138,E07000142"), is_patch("E20km_53.2307_-0.5406"), is_patch("E07000138")
    (True, True, False)
    """
    return PATCH.is_code(code)


def read_patch(code: str) -> Patch:
    """Read the code of a patch.

    Parameters
    ----------
    code
        Not to be trusted. Whether there are areas with the codes in it is not looked up here.

    Returns
    -------
    patch
        With each part once.

    Raises
    ------
    BadInputError
        If a part cannot be read, there are too many, or they lie in different nations.

    Examples
    --------
    >>> read_patch("E20km_53.2307_-0.5406,Enamed_Round_Lincoln")
    Patch(nation='E', parts=(Circle(latitude=53.2307, longitude=-0.5406, radius_km=20.0),),
      name='Round Lincoln')
    """
    texts = [text.strip() for text in code[: _LONGEST + 1].split(",") if text.strip()]
    if len(code) > _LONGEST or len(texts) > MOST_PARTS:
        raise BadInputError(
            f"The patch has more than {MOST_PARTS} parts. Give larger areas, or draw an outline."
        )
    nations = dict.fromkeys(text[:1] for text in texts)
    if len(nations) != 1 or not nations.keys() <= NATIONS.keys():
        named = " and ".join(NATIONS.get(letter, "elsewhere") for letter in nations) or "nowhere"
        raise BadInputError(
            f"The parts of the patch lie in {named}. Give places of one nation: participation is "
            "measured differently in each."
        )
    name, parts = "", dict[Part, None]()
    for text in texts:
        if text[1:].startswith(f"{_NAME_ENDS}_"):
            name = clean_name(text[len(_NAME_ENDS) + 2 :])
        else:
            parts[_read(text)] = None
    if not parts:
        raise BadInputError("The patch has no part. Give the code of an area, such as E07000138.")
    return Patch(next(iter(nations)), tuple(parts), name)


def clean_name(text: str) -> str:
    """Return a name with letters, digits, spaces and a few signs alone, as a patch's code has it.

    Examples
    --------
    >>> clean_name("Our_patch, <b>East</b>")
    'Our patch bEastb'
    """
    spaced = text.replace("_", " ").replace("&", " and ")
    kept = "".join(one for one in spaced if one in _IN_NAMES or one == " " or _spells(one))
    return " ".join(kept.split())[:LONGEST_NAME].rstrip()


def _spells(one: str) -> bool:
    return unicodedata.category(one)[0] in "LN"


def _read(text: str) -> Part:
    """Read one part; what follows its nation's letter says which kind it is."""
    circle = re.fullmatch(r"[A-Z](\d{1,3}(?:\.\d)?)km_(\d\d\.\d{1,6})_(-?\d\.\d{1,6})", text)
    if circle:
        radius_km, latitude, longitude = (float(one) for one in circle.groups())
        if 0 < radius_km <= LARGEST_KM:
            return Circle(round(latitude, 4), round(longitude, 4), radius_km)
        raise BadInputError(
            f"A circle of the patch has a radius of {radius_km:g} km. Give one of at most "
            f"{LARGEST_KM:g} km."
        )
    if text[1:].startswith(f"{_DRAWN}_"):
        return Outline(_corners_of(text[len(_DRAWN) + 2 :]))
    if any(entry.is_code(text) for entry in GEOGRAPHIES if entry.on_map):
        return text
    raise BadInputError(
        "A part of the patch is neither the code of an area nor a circle nor an outline. Write "
        "areas as E07000138, a circle as E20km_53.2307_-0.5406."
    )


def _written(nation: str, part: Part) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Circle):
        place = f"{part.latitude:.4f}_{part.longitude:.4f}"
        return f"{nation}{part.radius_km:g}km_{place}"
    steps = [round(value * _PER_DEGREE) for corner in part.corners for value in corner]
    moved = [*steps[:2], *(now - before for before, now in zip(steps, steps[2:], strict=False))]
    octets = bytes(octet for step in moved for octet in _octets(step))
    return f"{nation}{_DRAWN}_{base64.urlsafe_b64encode(octets).decode().rstrip('=')}"


def _octets(step: int) -> Iterator[int]:
    """Write a whole number in seven bits an octet, its sign in the last bit."""
    left = step << 1 if step >= 0 else (-step << 1) - 1
    while left > 0x7F:
        yield left & 0x7F | 0x80
        left >>= 7
    yield left


def _numbers(octets: bytes) -> Iterator[int]:
    value = shift = 0
    for octet in octets:
        value |= (octet & 0x7F) << shift
        shift += 7
        if octet < 0x80:
            yield value >> 1 if not value & 1 else -((value + 1) >> 1)
            value = shift = 0


def _corners_of(text: str) -> tuple[tuple[float, float], ...]:
    try:
        octets = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise BadInputError("An outline of the patch cannot be read. Draw it again.") from error
    moved = [*_numbers(octets)]
    if len(moved) % 2 or not 3 <= len(moved) // 2 <= MOST_POINTS:
        raise BadInputError(
            f"An outline of the patch has {len(moved) // 2} corners. Draw one of 3 to "
            f"{MOST_POINTS}."
        )
    across, up = 0, 0
    corners = []
    for right, north in zip(moved[::2], moved[1::2], strict=True):
        across, up = across + right, up + north
        corners.append((across / _PER_DEGREE, up / _PER_DEGREE))
    return tuple(corners)


def joined(nation: str, parts: Iterable[Part], name: str = "") -> str:
    """Return the code of a patch of some parts.

    Examples
    --------
    >>> joined("E", ["E07000142", Circle(53.2307, -0.5406, 5)], "Ours")
    'E07000142,E5km_53.2307_-0.5406,Enamed_Ours'
    """
    return Patch(nation, tuple(parts), clean_name(name)).code()

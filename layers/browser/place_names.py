"""Places of an address by name: the place that is meant, or those whose names come nearest.

Several places with commas between them are one patch.
"""

from __future__ import annotations

import re

from geo.areas import levels_of, of_2024
from geo.errors import GeoError, UnknownAreaError
from geo.registry import MOST_PARTS, PATCH, UNITED_KINGDOM, read_patch

SUGGESTED = 3
"""Places that are named where there is none of a name."""
_LONGEST = 80


def place_called(name: str) -> tuple[str, list[str]]:
    """Return the code of the place with a name, and the names of the places most like it.

    Parameters
    ----------
    name
        As somebody wrote it, in any case: not to be trusted, and never repeated.

    Returns
    -------
    code, nearest
        The code is empty where no place has that name; of several, the largest is meant. Of the
        nearest there are at most `SUGGESTED`, as `Blackpool (E06000009)`.

    Examples
    --------
    >>> place_called("blackpool")[0]
    'E06000009'
    >>> place_called("Blackpol")[1][0]
    'Blackpool (E06000009)'
    >>> place_called("Lincoln, West Lindsey")[0]
    'E07000138,E07000142'
    """
    if levels_of(own := _code_of_2024(name.strip())):
        return own, []
    code, nearest = _place_of(name)
    return (code, nearest) if code or not re.search("[,_]", name) else _patch_called(name)


def _patch_called(text: str) -> tuple[str, list[str]]:
    """Return the code of the patch of several places, and what comes near one that there is not."""
    codes = []
    for part in text.split(",")[:MOST_PARTS]:
        own = _code_of_2024(part.strip())
        code, nearest = (own, []) if _is_part(own) else _place_of(part)
        if not code:
            return "", nearest
        codes.append(code)
    try:
        whole = read_patch(",".join(codes)).code()
    except GeoError:
        return "", []
    return (whole if levels_of(whole) else ""), []


def _code_of_2024(text: str) -> str:
    """Return the code of 2024 of an authority that has another; any other text as it is."""
    try:
        return of_2024(text, None)
    except UnknownAreaError:
        return text


def _is_part(text: str) -> bool:
    return bool(levels_of(text)) or PATCH.is_code(text)


def _place_of(name: str) -> tuple[str, list[str]]:
    """Return the code of one place, and the names of the places most like it."""
    from geo.places import finder, spoken_names

    hits = [
        hit
        for hit in finder().find(name[:_LONGEST], 20).results
        if hit.kind == "area"
        and (levels_of(hit.key) or hit.key == UNITED_KINGDOM)
        and not hit.key.startswith("smc")
    ]
    wanted = " ".join(name.casefold().split())
    called = [
        hit.key
        for hit in hits
        if wanted in [name.casefold() for name in (hit.name, *spoken_names(hit.name))]
    ]
    return (called or [""])[0], [f"{hit.name} ({hit.key})" for hit in hits[:SUGGESTED]]

"""Places of an address by name: the place that is meant, or those whose names come nearest."""

from __future__ import annotations

from geo.areas import levels_of
from geo.registry import UNITED_KINGDOM

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
    """
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

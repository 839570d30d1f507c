"""Sites that somebody picks by hand, named by number or by name."""

from __future__ import annotations

import pandas as pd

from geo import tables
from geo.siting import offered
from layers.new_sites.options import MOST_PICKED, UPLOADED
from layers.uploads import Uploads

SHOWN = 4
"""Numbers told where a name is that of several sites."""


def read_picks(
    text: str, candidates: str, uploads: Uploads | None
) -> tuple[tuple[str, ...], list[str]]:
    """Find the candidates that a text names, one a line or between semicolons.

    Parameters
    ----------
    text
        Numbers (URN, MSOA code, or the line of an upload) or names, in any case.
    candidates
        One of `geo.siting.problem.CANDIDATES`, or `layers.new_sites.options.UPLOADED`.
    uploads
        A visitor's own files.

    Returns
    -------
    found, notes
        Ids, each once; and a sentence for each name that is none, or that of several.

    Examples
    --------
    >>> read_picks("100001; city of london school", "all-schools", None)[0]
    ('100001', '100003')
    """
    names = _names(candidates, uploads)
    folded = names.str.casefold().str.strip()
    found: list[str] = []
    notes = []
    for part in filter(None, map(str.strip, text.replace("\n", ";").split(";"))):
        if part in names.index:
            found.append(part)
            continue
        same = names.index[folded == part.casefold()]
        if len(same) == 1:
            found.append(str(same[0]))
        elif len(same):
            numbers = ", ".join(same[:SHOWN])
            notes.append(f"{len(same):,} candidates have that name: give one of {numbers}.")
        else:
            notes.append(f"No candidate is called {part[:60]!r}. Give its number or whole name.")
    return tuple(dict.fromkeys(found))[:MOST_PICKED], notes


def _names(candidates: str, uploads: Uploads | None) -> pd.Series:
    if candidates == UPLOADED:
        own = uploads.candidates if uploads is not None else None
        names = pd.Series([], dtype="str") if own is None else own["name"]
    elif candidates == "msoa":
        names = tables.load("areas_msoa21", ["local_name"])["local_name"]
    else:
        names = offered(tables.load("schools", ["name", "kind"]), candidates)["name"]
    return names.set_axis(names.index.astype("str")).astype("str")

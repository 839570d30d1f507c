"""Changes of a map: a district moved, two regions merged, a region renamed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from geo.areas import of_2024
from geo.errors import BadInputError, UnknownAreaError
from geo.regionalisation.model import (
    LEFT_OUT,
    LONGEST_REGION,
    Regionalisation,
    clean_region,
    english_areas,
)

MOVE, MERGE, RENAME = "move", "merge", "rename"
MOST_EDITS = 200
"""Changes of one map, at most."""


@dataclass(frozen=True)
class Edit:
    """One change of a map."""

    kind: str
    """`move`, `merge` or `rename`."""
    what: str
    """Code of the district that moves, or name of the region that changes."""
    to: str
    """Name of the region that it goes to or is called then; empty to leave a district out."""

    def text(self) -> str:
        """Write it as an address has it."""
        return f"{self.kind}~{self.what}~{self.to}"


def edits_text(edits: Iterable[Edit]) -> str:
    """Write changes as an address has them.

    Examples
    --------
    >>> edits_text([Edit("move", "E07000138", "Humber"), Edit("merge", "Humber", "York")])
    'move~E07000138~Humber;merge~Humber~York'
    """
    return ";".join(one.text() for one in edits)


def read_edits(text: str) -> tuple[Edit, ...]:
    """Read changes as an address has them.

    Raises
    ------
    BadInputError
        If one of them is none, or there are too many.

    Examples
    --------
    >>> read_edits("rename~London~Greater London")
    (Edit(kind='rename', what='London', to='Greater London'),)
    """
    found = []
    for number, part in enumerate(filter(None, text.split(";")), start=1):
        fields = part.split("~")
        if len(fields) != 3 or fields[0] not in (MOVE, MERGE, RENAME):
            raise BadInputError(
                f"Change {number} of the map cannot be read. Write move~E07000138~Region, "
                "merge~Region~Region or rename~Region~Name, with ; between."
            )
        found.append(Edit(fields[0], clean_region(fields[1]), clean_region(fields[2])))
    if len(found) > MOST_EDITS:
        raise BadInputError(
            f"The map has {len(found)} changes; {MOST_EDITS} is the most. Save it as a file, and "
            "go on from that."
        )
    return tuple(found)


def edit_map(
    base: Regionalisation, edits: Sequence[Edit], name: str = "", map_id: str = "drawn"
) -> Regionalisation:
    """Change a map, one change after the other.

    Parameters
    ----------
    base
        The map to begin with.
    edits
        What changes. A district goes whole, whichever regions its parts are in; one that goes to
        a name that no region has becomes a region.
    name
        What the new map is called; made from that of the base unless given.
    map_id
        Its `id`.

    Raises
    ------
    BadInputError, UnknownAreaError
        If a change cannot be made; the message says which, and what to do.

    Examples
    --------
    >>> from geo.regionalisation import official_map
    >>> north = Edit("merge", "North East", "North West")
    >>> len(edit_map(official_map("region"), [north]).regions)
    8
    """
    if len(edits) > MOST_EDITS:
        raise BadInputError(f"The map has {len(edits)} changes; {MOST_EDITS} is the most.")
    made = base
    for number, edit in enumerate(edits, start=1):
        made = _with_edit(made, edit, f"Change {number}")
    own = name or f"{base.name}, changed"
    source = f"{base.name}, with {len(edits)} {'change' if len(edits) == 1 else 'changes'}."
    return replace(made, id=map_id, name=own, source=source)


def _with_edit(base: Regionalisation, edit: Edit, which: str) -> Regionalisation:
    if len(edit.to) > LONGEST_REGION:
        raise BadInputError(
            f"{which}: the name of the region has {len(edit.to)} letters; {LONGEST_REGION} is the "
            "most."
        )
    if edit.kind == MOVE:
        return _with_move(base, edit, which)
    if edit.what not in base.regions:
        raise UnknownAreaError(
            f"{which}: no region is called {edit.what[:LONGEST_REGION]!r}. Choose one of "
            f"{', '.join(base.regions[:5])}{' and others' if len(base.regions) > 5 else ''}."
        )
    if not edit.to:
        raise BadInputError(f"{which}: give the name of the region that {edit.what} becomes.")
    if edit.kind == RENAME and edit.to in base.regions:
        raise BadInputError(
            f"{which}: there is a region called {edit.to!r} already. Choose another name, or merge "
            "the two."
        )
    if edit.kind == MERGE and (edit.to not in base.regions or edit.to == edit.what):
        raise BadInputError(
            f"{which}: {edit.what} can be merged with another region of the map alone, and "
            f"{edit.to!r} is none. Rename it, or choose a region."
        )
    order = [edit.to if one == edit.what else one for one in base.regions]
    region = base.region_of.replace({edit.what: edit.to})
    return replace(base, region_of=region, order=tuple(dict.fromkeys(order)))


def _with_move(base: Regionalisation, edit: Edit, which: str) -> Regionalisation:
    now = of_2024(edit.what, None)
    inside = english_areas()["lad24_code"].reindex(base.region_of.index) == now
    if not inside.any():
        raise UnknownAreaError(
            f"{which}: {edit.what[:20]!r} is no district of England. Give the code of one, such as "
            "E07000138."
        )
    region = base.region_of.mask(inside.to_numpy(), edit.to or LEFT_OUT)
    order = (*base.regions, *([edit.to] if edit.to else []))
    return replace(base, region_of=region, order=tuple(dict.fromkeys(order)))

"""What a view of reach or of new sites shows as a table to write, and whom to contact about it."""

from __future__ import annotations

from geo.errors import BadInputError
from geo.reach import CONTACT_KM, LEVEL, ContactTable, contacts_for_place, left_out, schools_for
from layers.reach.state import reach_of
from layers.reach.words import list_of
from layers.view import MapView


def contacts_of(view: MapView, column: str = "cold_not_in_range") -> ContactTable:
    """List the schools and colleges near the cold spots that a partnership is not near.

    Parameters
    ----------
    column
        `"cold_not_in_range"`, or with an activity file `"cold_not_engaged"`.

    Raises
    ------
    BadInputError
        If there is no such cold spot in the place of the view.
    """
    if view.geography != LEVEL:
        raise BadInputError(
            f"There is no list of schools to contact in {reach_of(view).ground.nation} among the "
            "files."
        )
    left = left_out(reach_of(view), column)
    if left.empty:
        raise BadInputError(
            f"No {list_of(view).one} here is left out, so there are no schools to contact about it."
        )
    ground, many = reach_of(view).ground, list_of(view).many
    rows = f"schools and colleges within {CONTACT_KM:g} km of the {many} that are left out"
    table = schools_for(left.index, ground=ground)
    return ContactTable(LEVEL, table, rows, definition=ground.definition)


def zone_contacts(code: str) -> ContactTable:
    """List the schools and colleges near a zone of tested cold spots, or an area."""
    return contacts_for_place(code).sheet

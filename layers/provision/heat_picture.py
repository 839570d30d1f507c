"""The heat table of every subject as a picture."""

from __future__ import annotations

import pandas as pd

from geo.provision import Selection
from layers.pictures import PX_PER_INCH, drawing, new_sheet, wrapped, written
from layers.provision.heat import HEAT_OF, colours_of, heat_title, key_of, share_words
from layers.provision.words import FROM_A_POINT, LIST_OF, NOT_PLACES, rights_of

_WIDTH_PX = 1120.0
_EDGE_PX, _LABEL_PX, _ROW_PX = 24.0, 300.0, 21.0
_TEXT_PX, _HEAD_PX, _SMALL_PX = 13.0, 11.5, 11.5
_DOTS = 2.0 * PX_PER_INCH
_INK, _SOFT = "#1b1b1b", "#4a4a4a"
SOURCES = ("discover_uni_courses", "population20_lsoa11", "population20_dz11", "nimdm17")


def heat_picture(
    table: pd.DataFrame, limit_km: float, selection: Selection | None = None, chosen: str = ""
) -> bytes:
    """Draw the heat table as PNG, with what it cannot tell and whose data it rests on.

    Parameters
    ----------
    table
        As `geo.provision.heat_table` returns it.
    limit_km
        The limit that it was counted at.
    selection
        Mode and points of the courses that were counted.
    chosen
        Code of the subject that is looked at, which is marked.
    """
    places = [str(name) for name in table.columns[1:]]
    room = _WIDTH_PX - 2 * _EDGE_PX
    cell = (room - _LABEL_PX) / len(places)
    heads = [wrapped(name, _HEAD_PX, cell - 4, bold=True) for name in places]
    title = heat_title(limit_km, selection)
    rights = rights_of(SOURCES)
    about = wrapped(f"{HEAT_OF} Courses listed in {LIST_OF}.", _TEXT_PX, room)
    foot = wrapped(f"{NOT_PLACES} {FROM_A_POINT} {rights}", _SMALL_PX, room)
    top = 44 + 17 * len(about) + 40
    head = 14.0 * max(map(len, heads)) + 8
    height = top + head + _ROW_PX * len(table) + 18 + 15 * len(foot) + 8
    with drawing():
        sheet = new_sheet(_WIDTH_PX, height, "#ffffff")
        sheet.text(_EDGE_PX, 36, title, 21, bold=True, colour=_INK)
        for number, line in enumerate(about):
            sheet.text(_EDGE_PX, 58 + 17 * number, line, _TEXT_PX, colour=_SOFT)
        left = _EDGE_PX
        for fill, ink, word in key_of():
            sheet.box(left, top - 30, 118, 19, fill)
            sheet.text(left + 59, top - 16, word, _HEAD_PX, colour=ink, align="center")
            left += 120
        for column, lines in enumerate(heads):
            across = _EDGE_PX + _LABEL_PX + cell * (column + 1) - 6
            for number, line in enumerate(reversed(lines)):
                sheet.text(across, top + head - 6 - 14 * number, line, _HEAD_PX, bold=True,
                           colour=_INK, align="right")  # fmt: skip
        for number, (code, row) in enumerate(table.iterrows()):
            down = top + head + _ROW_PX * number
            label = str(row["label"])
            sheet.text(_EDGE_PX, down + 15, label[:1].upper() + label[1:], _TEXT_PX,
                       bold=code == chosen, colour=_INK)  # fmt: skip
            for column, name in enumerate(places):
                share = float(row[name])
                fill, ink = colours_of(share)
                across = _EDGE_PX + _LABEL_PX + cell * column
                sheet.box(across + 1, down + 1, cell - 2, _ROW_PX - 2, fill,
                          _INK if code == chosen else "none")  # fmt: skip
                sheet.text(across + cell - 6, down + 15, share_words(share), _TEXT_PX,
                           colour=ink, align="right")  # fmt: skip
        down = top + head + _ROW_PX * len(table) + 22
        for number, line in enumerate(foot):
            sheet.text(_EDGE_PX, down + 15 * number, line, _SMALL_PX, colour=_SOFT)
        said = f"{title}: {len(table)} subjects by {len(places)} regions and nations. {NOT_PLACES}"
        return written(sheet, said, ".png", _DOTS, title, rights)

"""What Python and the map's scripts both know, written for the scripts: `make web` does it."""

from __future__ import annotations

from pathlib import Path

from geo.areas import NOT_COVERED, NOT_PUBLISHED
from geo.packs import binary, codec
from geo.places import LONGEST, RESULTS
from geo.settings import project_dir
from layers.style import KINDS, OUTSIDE

_SHARED = (
    ("MISSING", NOT_COVERED, "Codes of classes from here on say why an area is in no class."),
    ("UNKNOWN", NOT_PUBLISHED, "Code of an area whose figure is not published."),
    ("OUTSIDE", OUTSIDE, "Code of an area outside the place that is looked at."),
    ("MORE", codec.MORE, "What a byte of a short number holds where the number did not fit."),
    ("NO_VALUE", binary.NO_VALUE, "What two bytes of a column hold where there is no figure."),
    (
        "NO_VALUE_WIDE",
        binary.NO_VALUE_WIDE,
        "What four bytes of a column hold where there is no figure.",
    ),
    ("CHOSEN", KINDS.index("chosen"), "Number of the kind of site that is a new one."),
    ("PICKED", KINDS.index("picked"), "Number of the kind of site that was picked by hand."),
    (
        "STATION",
        binary.NAME_KINDS.index("station"),
        "Number of the kind of name that is a station's.",
    ),
    ("WATER", binary.NAME_KINDS.index("water"), "Number of the kind of name that is a water's."),
    (
        "MOTORWAY",
        binary.NAME_KINDS.index("motorway"),
        "Number of the kind of name that is a motorway's number.",
    ),
    ("LONGEST", LONGEST, "Letters of a text that may be looked for, at most."),
    ("RESULTS", RESULTS, "Places that the find box lists, at most."),
)


def constants_path() -> Path:
    """Return the module that is written."""
    return project_dir() / "web" / "src" / "constants.js"


def constants_module() -> str:
    """Write the constants as a module."""
    lines = ["// Written from Python by `make web`: change layers/browser/constants.py instead."]
    for name, value, meaning in _SHARED:
        lines += ["", f"// {meaning}", f"export const {name} = {value};"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    constants_path().write_text(constants_module(), encoding="utf-8")

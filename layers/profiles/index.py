"""An index of the profiles in a folder: a page with links, and a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.areas import levels_of, name_of
from geo.files import write_bytes
from geo.registry import geography
from geo.uploads import inert
from layers.browser.card import where_of
from layers.coldspots.zone_words import zone_of
from layers.profiles.html import environment
from layers.profiles.sources import made_line

ZONES = "zones"
"""What stands for a level where the places are zones of tested cold spots."""
INDEX = "index"
COLUMNS = ("area_code", "area_name", "where", "profile", "traces")


@dataclass(frozen=True)
class Entry:
    """One place of a batch."""

    code: str
    name: str
    level: str
    """Level of areas, or `ZONES`."""
    stem: str
    """Name of its files without a suffix."""

    @property
    def where(self) -> str:
        """Say what kind of place it is, and what holds it."""
        if self.level == ZONES:
            return str(zone_of(self.code)[1]["lad24_names"])
        return where_of(self.level, self.code)


def write_index(
    folder: Path, entries: list[Entry], level: str, within: str, suffix: str, traces: str
) -> None:
    """Write `index.html` and `index.csv` of the profiles in a folder, each whole or not at all.

    Parameters
    ----------
    folder
        Where the profiles are.
    entries
        The places that have one.
    level, within
        What was asked for.
    suffix, traces
        What the names of profiles and of their traces end in.
    """
    rows = [
        (entry.code, entry.name, entry.where, entry.stem + suffix, entry.stem + traces)
        for entry in entries
    ]
    write_bytes(folder / f"{INDEX}.csv", _table(rows))
    kind = "zones of cold spots" if level == ZONES else geography(level).plural
    page = environment().get_template("profiles.html").render(
        title=f"{len(rows):,} profiles: {kind}{_of(within)}",
        rows=sorted(rows, key=lambda row: (row[1].lower(), row[0])),
        kind=suffix.lstrip(".").upper(),
        made=made_line().text.split(". ")[0] + ".",
    )  # fmt: skip
    write_bytes(folder / f"{INDEX}.html", f"{page}\n".encode())


def _of(within: str) -> str:
    levels = levels_of(within) if within else ()
    return f" of {name_of(levels[0], within)}" if levels else ""


def _table(rows: Sequence[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    cells = [inert(pd.Series(column, dtype="str")) for column in zip(*rows, strict=True)]
    writer.writerows(zip(*cells, strict=True))
    return text.getvalue().encode("utf-8-sig")

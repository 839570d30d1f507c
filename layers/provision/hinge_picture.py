"""The subjects and regions that hang on one provider as a picture: a map and a numbered list."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo import tables
from geo.boundaries import outlines
from geo.provision import Selection, matching
from layers.pictures import (
    PX_PER_INCH,
    Frame,
    Sheet,
    drawing,
    fill,
    frame_in,
    new_sheet,
    paths_of,
    width_of,
    wrapped,
    written,
)
from layers.provision.heat import share_words
from layers.provision.words import FROM_A_POINT, LIST_OF, NOT_PLACES, rights_of, selection_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH_PX, _MAP_PX, _LEAST_PX = 1120.0, 400.0, 620.0
_EDGE_PX, _ROW_PX, _DISC_PX = 24.0, 38.0, 10.5
_DOTS = 2.0 * PX_PER_INCH
_INK, _SOFT, _LAND, _HELD, _ACCENT = "#1b1b1b", "#4a4a4a", "#e4e8ec", "#bfd3e6", "#1c4e80"
_SOURCES = ("discover_uni_courses", "population20_lsoa11", "population20_dz11")
_GREAT_BRITAIN = ("E92000001", "S92000003", "W92000004")


def site_of(provider: str, subject: str, near: shapely.Geometry) -> tuple[float, float]:
    """Return where a provider teaches a subject, nearest to a place: metres (EPSG:27700)."""
    rows = matching(Selection(subject=subject))
    sites = tables.load("sites", ["easting_m", "northing_m"])
    taught = rows.loc[rows["provider"] == provider, "site_id"].unique()
    points = sites.reindex(taught).dropna().to_numpy()
    nearest = int(shapely.distance(shapely.points(points), near).argmin())
    return float(points[nearest][0]), float(points[nearest][1])


def label_places(
    dots: npt.NDArray[np.float64], wide: npt.NDArray[np.float64], height: float
) -> npt.NDArray[np.float64]:
    """Return the middles of labels beside dots, none over a label or dot, as near as may be.

    Parameters
    ----------
    dots
        In pixels: shape (n, 2).
    wide
        Width of each label: shape (n,).
    height
        Of all of them.

    Examples
    --------
    >>> label_places(np.array([[0.0, 0.0], [4.0, 0.0]]), np.array([20.0, 20.0]), 20.0).tolist()
    [[0.0, -18.0], [22.0, 0.0]]
    """
    placed: list[tuple[float, float, float]] = []
    ways = [(0, -1), (1, 0), (0, 1), (-1, 0), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    for (x, y), width in zip(dots.tolist(), wide.tolist(), strict=True):
        tries = [
            (x + across * (8 + width / 2) * step, y + down * (8 + height / 2) * step)
            for step, (across, down) in product((1, 1.6, 2.4, 3.4, 4.6), ways)
        ]

        def clear(at: tuple[float, float], width: float = width) -> bool:
            apart = all(
                abs(at[0] - one[0]) >= (width + one[2]) / 2 or abs(at[1] - one[1]) >= height
                for one in placed
            )
            beside = (np.abs(dots[:, 0] - at[0]) >= width / 2 + 4) | (
                np.abs(dots[:, 1] - at[1]) >= height / 2 + 4
            )
            return apart and bool(beside.all())

        at = next(filter(clear, tries), tries[0])
        placed.append((*at, width))
    return np.array([one[:2] for one in placed])


def hinge_picture(listed: pd.DataFrame, limit_km: float, selection: Selection) -> bytes:
    """Draw what hangs on one provider as PNG: numbered on a map of Great Britain, and in a list.

    Parameters
    ----------
    listed
        As `geo.provision.hinges` returns it.
    limit_km
        The limit that it was counted at.
    selection
        Mode and points of the courses that were counted.
    """
    title = f"Who has one provider alone within {limit_km:g} km, by subject and region"
    room = _WIDTH_PX - 2 * _EDGE_PX
    rights = rights_of(_SOURCES)
    # Every subject is listed, whichever is looked at.
    courses = selection_words(replace(selection, subject=""), capital=True)
    about = (
        f"{courses}, listed in {LIST_OF}. The {len(listed)} "
        "subjects and regions with most young people who have this provider alone in range; in "
        "brackets their share of all young people there."
    )
    heads = wrapped(about, 13, room)
    foot = wrapped(f"{NOT_PLACES} {FROM_A_POINT} {rights}", 11, room)
    top = 46 + 17 * len(heads) + 10
    body = max(_LEAST_PX, _ROW_PX * len(listed))
    height = top + body + 20 + 14 * len(foot)
    shapes = _regions()
    held = shapes.index.isin(listed["place"])
    with drawing():
        sheet = new_sheet(_WIDTH_PX, height, "#ffffff")
        sheet.text(_EDGE_PX, 36, title, 21, bold=True, colour=_INK)
        for number, line in enumerate(heads):
            sheet.text(_EDGE_PX, 60 + 17 * number, line, 13, colour=_SOFT)
        ground = tuple(shapely.total_bounds(shapes.to_numpy()))
        frame = frame_in(_EDGE_PX, top, _MAP_PX, body, ground)
        axes = sheet.window(_EDGE_PX, top, _MAP_PX, body)
        axes.set_xlim(frame.ground[0], frame.ground[2])
        axes.set_ylim(frame.ground[1], frame.ground[3])
        cell = frame.m_per_px * PX_PER_INCH / _DOTS
        for group, path in paths_of(shapes.to_numpy(), held.astype(np.int64), cell).items():
            patch = fill(axes, path, _HELD if group else _LAND, 2, 0.6)
            patch.set_edgecolor("#ffffff")
        _mark(sheet, axes, frame, listed, shapes)
        left = _EDGE_PX + _MAP_PX + 28
        for number, (_, row) in enumerate(listed.iterrows()):
            down = top + _ROW_PX * number
            sheet.text(left, down + 16, f"{number + 1}", 13, bold=True, colour=_ACCENT)
            label = str(row["label"])
            said = f"{label[:1].upper()}{label[1:]}, {row['place']}"
            sheet.text(left + 28, down + 16, said, 13, bold=True, colour=_INK)
            sheet.text(left + 28, down + 31, str(row["provider_name"]), 11.5, colour=_SOFT)
            people = f"{row['young_people']:,} ({share_words(float(row['share']))})"
            sheet.text(_WIDTH_PX - _EDGE_PX, down + 16, people, 13, colour=_INK, align="right")
        for number, line in enumerate(foot):
            line_at = height - 12 - 14 * (len(foot) - 1 - number)
            sheet.text(_EDGE_PX, line_at, line, 11, colour=_SOFT)
        words = "; ".join(
            f"{number}: {row['label']}, {row['place']}, {row['provider_name']}, "
            f"{row['young_people']:,} young people"
            for number, (_, row) in enumerate(listed.iterrows(), 1)
        )
        return written(sheet, f"{title}. {about} {words}.", ".png", _DOTS, title, rights)


def _regions() -> pd.Series:
    """Return the regions of England, Scotland and Wales by name."""
    named = {
        level: tables.load(f"areas_{level}", ["area_name"])["area_name"]
        for level in ("region", "nation")
    }
    regions = outlines.load("region").geometry
    nations = outlines.load("nation").geometry.reindex(list(_GREAT_BRITAIN[1:]))
    english = regions[regions.index.str.startswith("E12")]
    welsh_and_scots = nations.rename(index=named["nation"])
    return pd.concat([english.rename(index=named["region"]), welsh_and_scots])


def _mark(sheet: Sheet, axes: Axes, frame: Frame, listed: pd.DataFrame, shapes: pd.Series) -> None:
    """Draw a dot at each provider, and the numbers of what hangs on it beside it."""
    at: dict[tuple[float, float], list[int]] = {}
    for number, (_, row) in enumerate(listed.iterrows(), 1):
        site = site_of(str(row["provider"]), str(row["subject"]), shapes[row["place"]])
        at.setdefault(site, []).append(number)
    dots = np.array([frame.to_px(*site) for site in at])
    texts = [", ".join(map(str, numbers)) for numbers in at.values()]
    wide = np.array([width_of(text, 12, bold=True) + 10 for text in texts])
    for (x, y), (across, down), text, width in zip(
        dots.tolist(), label_places(dots, wide, 2 * _DISC_PX).tolist(), texts, wide, strict=True
    ):
        ends = [_on_ground(frame, *one) for one in ((x, y), (across, down))]
        axes.plot(*zip(*ends, strict=True), color=_ACCENT, linewidth=0.8, zorder=4, clip_on=False)
        sheet.box(x - 3, y - 3, 6, 6, _ACCENT, "#ffffff")
        sheet.box(
            across - width / 2, down - _DISC_PX, float(width), 2 * _DISC_PX, "#ffffff", _ACCENT
        )
        sheet.text(across, down + 4.5, text, 12, bold=True, colour=_ACCENT, align="center")


def _on_ground(frame: Frame, x: float, y: float) -> tuple[float, float]:
    """Turn a place on the sheet into one on the ground; `Frame.to_px` the other way."""
    easting_m = frame.ground[0] + (x - frame.left) * frame.m_per_px
    return easting_m, frame.ground[3] - (y - frame.top) * frame.m_per_px

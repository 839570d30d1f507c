"""A view to a file: a page that stands alone, a picture, or a table, chosen by the suffix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from geo.errors import BadInputError, MisleadingError, UnknownAreaError
from geo.files import replacing
from geo.registry import ENGLAND, dataset, geography_of, indicator
from layers.browser import from_query, read_packs
from layers.exports import tables as export_data
from layers.exports.chart_table import (
    build_chart_table,
    check_chart_suffix,
    write_chart_csv,
)
from layers.exports.html import page_of
from layers.exports.map_table import build_map_table
from layers.guardrails import check_table, check_view, check_words
from layers.kinds import find_kind, kind_names, kind_of
from layers.pictures import Style
from layers.pictures import render as export_static
from layers.view import FIRST_SCREEN, MapView, clean
from layers.words import opening_of, reading_of

PAGE = ".html"
SUFFIXES = (PAGE, *export_static.SUFFIXES)
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def read_link(link: str) -> tuple[MapView, list[str]]:
    """Read a view from an address of the app, or from the query of one.

    Returns
    -------
    view, notes
        As `layers.browser.query.from_query` gives them.

    Raises
    ------
    BadInputError
        If it is an address without a map in it.
    MisleadingError
        If it asks for more than its kind of map can truthfully show.
    UnknownAreaError
        If it names a place that there is not, or one that holds no areas of its level: a file of
        all England would be taken for the place.

    Examples
    --------
    >>> read_link("http://localhost:8501/?level=region")[0].geography
    'region'
    >>> read_link("in=Blackpool")[0].within
    'E06000009'
    """
    address = urlsplit(link) if "://" in link else None
    query = address.query if address else link.rpartition("?")[2]
    asked = dict(parse_qsl(query, keep_blank_values=True))
    if not _names_map(asked) and (asked or (address and address.hostname not in _THIS_MACHINE)):
        raise BadInputError(
            f"{link!r} names no map. Give the address of a map, with what stands after its "
            "question mark, such as 'level=lad24&in=E12000007'."
        )
    if not asked:
        return FIRST_SCREEN, []
    view, notes = from_query(asked)
    if refused := kind_of(view).refusal(asked):
        # A page shows the rest and says so; a file would go on without what was said.
        raise MisleadingError(f"{refused} Nothing was written.")
    place = asked.get("in", "")
    # All nations, of which England is one, are what there is of it at the level of nations.
    itself = place == ENGLAND and view.geography == geography_of(ENGLAND)
    if place and not view.within and not view.kingdom and not itself:
        said = next(note for note in notes if "names a place" in note)
        what = said.replace("The address", f"in={place}", 1).replace("; all are shown", "")
        raise UnknownAreaError(f"{what} Nothing was written.")
    return view, notes


def for_oneself(view: MapView) -> str:
    """Return a warning where a map shows figures that no licence lets one pass on, else nothing."""
    shown = map(indicator, kind_of(view).measures(view))
    used = [dataset(name) for entry in shown for name in entry.datasets]
    closed = next((entry for entry in used if not entry.bundled), None)
    if closed is None:
        return ""
    return (
        f"{closed.title}: no licence to pass the figures on is stated, so keep pictures, pages and "
        "tables of them for yourself."
    )


def write_charts(view: MapView, path: Path) -> None:
    """Write the table of a view for chart and map tools, whole or not at all.

    Raises
    ------
    BadInputError
        If the suffix is not that of a CSV file.
    MisleadingError
        If the map or its table would mislead (`layers.guardrails`).
    DiskError
        If the file cannot be written; what was there is unchanged.
    """
    check_chart_suffix(path)
    write_chart_csv(build_chart_table(view), path)


def _names_map(query: Mapping[str, str]) -> bool:
    """Test whether a query has a key of a map's address: of any map, or of one kind."""
    if MapView().pairs().keys() & query.keys():
        return True
    return any(find_kind(name).pairs(MapView()).keys() & query.keys() for name in kind_names())


def write_view(
    view: MapView,
    path: Path,
    *,
    style: Style = "light",
    size: str = "640x450",
    shape: export_static.Shape = "map",
    link: str = "",
    dpi: float | None = None,
    title: str = "",
    subtitle: str = "",
    credit: str = "",
) -> None:
    """Write a view, whole or not at all; all but the path are those of a picture.

    Title, subtitle and credit stand on a page too.

    Raises
    ------
    BadInputError
        If the suffix names no format.
    MisleadingError
        If the map or its table would mislead (`layers.guardrails`).
    DiskError
        If the file cannot be written; what was there is unchanged.
    """
    export_data.check_suffix(path, also=SUFFIXES)
    if path.suffix.lower() in export_static.SUFFIXES:
        width, height = export_static.read_size(size)
        return export_static.draw_static(
            view,
            path,
            style=style,
            width_px=width,
            height_px=height,
            shape=shape,
            link=link,
            dpi=dpi,
            title=title,
            subtitle=subtitle,
            credit=credit,
        )
    check_view(view)
    if path.suffix.lower() != PAGE:
        areas = build_map_table(view)
        check_table(areas)
        return export_data.write_areas(areas, path)
    own = replace(
        view.own,
        title=clean(title) or view.own.title,
        subtitle=clean(subtitle) or view.own.subtitle,
        credit=clean(credit) or view.own.credit,
    )
    view = replace(view, own=own)
    check_words(view, [*own.texts(), opening_of(view), *reading_of(view)])
    page = page_of(view, read_packs())
    with replacing(path) as temporary:
        temporary.write_text(page, encoding="utf-8")

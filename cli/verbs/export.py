"""The verb `export`: the map of a link, as a page, a picture, a table or a newsroom pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from cli.output import echo, echo_note, progress_bar, spinner

if TYPE_CHECKING:
    from layers.exports import Manifest, Options, Pack
    from layers.pictures import Shape, Style
    from layers.view import MapView

PACK = ".zip"


def export(
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            help="File to write: .html, a picture (.png .svg .pdf), a table as `areas` does, or "
            ".zip for all of them with words, sources and a manifest; with --desk, a folder.",
        ),
    ],
    link: Annotated[
        str | None,
        typer.Option("--link", help="Address of a map, or what stands after its question mark."),
    ] = None,
    manifest: Annotated[
        Path | None,
        typer.Option("--manifest", help="Make a pack again: its manifest.json, or the pack."),
    ] = None,
    own: Annotated[
        list[str] | None,
        typer.Option(
            "--own",
            help="With --manifest: a file of your own that the pack rests on, as sites=F.csv; says "
            "whether it is the same.",
        ),
    ] = None,
    style: Annotated[
        str, typer.Option(help="Of a picture: light, print (greys) or safe (colour-blind).")
    ] = "light",
    size: Annotated[
        str, typer.Option(help="Of a picture: width and height in pixels, drawn at 2x in PNG.")
    ] = "640x450",
    dpi: Annotated[
        float | None,
        typer.Option(help="Of a PNG: dots to the inch; 300 for print."),
    ] = None,
    shape: Annotated[
        str, typer.Option(help="Of a picture: map, or hex for an equal hexagon for each area.")
    ] = "map",
    title: Annotated[
        str,
        typer.Option(help="Of a picture or page: your own headline, marked as yours."),
    ] = "",
    subtitle: Annotated[
        str,
        typer.Option(help="Of a picture or page: your own subtitle, marked as yours."),
    ] = "",
    credit: Annotated[
        str,
        typer.Option(help="Of a picture or page: your own credit line, before the sources."),
    ] = "",
    label: Annotated[
        list[str] | None,
        typer.Option(
            "--label",
            help="Of a picture or page: a text with a line to its place, as 'TEXT@LAT,LON', marked "
            "as yours; up to six times.",
        ),
    ] = None,
    for_charts: Annotated[
        bool,
        typer.Option(
            "--for-charts",
            help="Of a .csv: headings in words, per cent, what the map shows alone, and the keys "
            "of Datawrapper's and Flourish's maps.",
        ),
    ] = False,
    before: Annotated[
        int | None,
        typer.Option(
            "--before",
            help="Of a measure with years: the map of this year beside that of the link, under one "
            "key.",
        ),
    ] = None,
    between: Annotated[
        bool, typer.Option("--between", help="With --before: the years between them too.")
    ] = False,
    by_region: Annotated[
        bool,
        typer.Option(
            "--by-region",
            help="Of one measure: a small map of each region, with its figure, under one key.",
        ),
    ] = False,
    beside: Annotated[
        str | None,
        typer.Option(
            "--beside",
            help="Of reach: a second map under the same key, of another limit (20) or without an "
            "institution (its UKPRN).",
        ),
    ] = None,
    desk: Annotated[
        bool,
        typer.Option(
            "--desk",
            help="Six PNGs into the folder --out: square, portrait, wide, story, column, print.",
        ),
    ] = False,
) -> None:
    """Write the map of a link as a page, a picture, its table, or all of them in one pack."""
    from geo.tables import check_paths
    from layers.exports import (
        PAGE,
        SUFFIXES,
        Options,
        check_suffix,
        embed_snippet,
        files_of,
        for_oneself,
        read_link,
        remark_on,
        write_view,
    )

    if (link is None) == (manifest is None):
        raise typer.BadParameter("Give either --link or --manifest.")
    check_paths(files_of("--out", out), {"--manifest": manifest})
    if manifest is not None:
        return _remake(manifest, out, own or [])
    if own:
        raise typer.BadParameter("--own goes with --manifest.")
    if desk and for_charts:
        raise typer.BadParameter("Give either --desk or --for-charts.")
    if between and before is None:
        raise typer.BadParameter("--between goes with --before.")
    if sum((by_region, before is not None, beside is not None)) > 1:
        raise typer.BadParameter("Give one of --before, --by-region and --beside.")
    link = link or ""
    if label:
        link = _labelled(link, label)
    if before is not None:
        link = _beside(link, before, between=between)
    if by_region:
        link = _by_region(link)
    if beside is not None:
        link = _beside_reach(link, beside)
    if for_charts:
        return _write_charts(link, out)
    if desk:
        return _write_desk(link, out, style, (title, subtitle, credit))
    check_suffix(out, also=(PACK, *SUFFIXES))
    view, notes = read_link(link)
    if view.look == "many" and out.suffix.lower() not in (PACK, *SUFFIXES):
        notes.append("as=many: a table is of one map; here is the first of them.")
    for note in notes:
        echo(note, err=True)
    if out.suffix.lower() == PACK:
        pack = _write_pack(view, out, Options(style, size, shape))
        echo(f"{out}: {len(pack.files) + 1} files, {view.to_query()}")
        return None
    with spinner(f"Writing {out.name}"):
        where = link if "://" in link else ""
        # Names that there are not are refused where the picture is drawn.
        look, form = cast("Style", style), cast("Shape", shape)
        write_view(
            view,
            out,
            style=look,
            size=size,
            shape=form,
            link=where,
            dpi=dpi,
            title=title,
            subtitle=subtitle,
            credit=credit,
        )
    echo(f"{out}: {view.to_query()}")
    echo_note(remark_on(out, view.geography))
    own_alone = for_oneself(view)
    echo_note(own_alone)
    if out.suffix.lower() == PAGE and not own_alone:
        echo(f"To embed it, put {out.name} on your server and paste:", err=True)
        echo(embed_snippet(view, out.name), err=True)
    return None


def _beside(link: str, before: int, *, between: bool) -> str:
    """Return the address of the maps of two years, as one of the link's is."""
    from layers.change import before_after
    from layers.exports import read_link

    view, notes = read_link(link)
    for note in notes:
        echo(note, err=True)
    return _with_query(link, before_after(view, before, between=between).to_query())


def _labelled(link: str, labels: list[str]) -> str:
    """Return the address of a map with labels of the editor's."""
    from layers.exports import read_link
    from layers.view import with_labels

    return _with_query(link, with_labels(read_link(link)[0], labels).to_query())


def _by_region(link: str) -> str:
    """Return the address of the small maps of regions, of what the link shows."""
    from layers.exports import read_link
    from layers.measure import by_region

    view, notes = read_link(link)
    for note in notes:
        echo(note, err=True)
    return _with_query(link, by_region(view).to_query())


def _beside_reach(link: str, what: str) -> str:
    """Return the address of two maps of reach, of which the link's is one."""
    from layers.exports import read_link
    from layers.reach import beside

    view, notes = read_link(link)
    for note in notes:
        echo(note, err=True)
    return _with_query(link, beside(view, what).to_query())


def _with_query(link: str, query: str) -> str:
    return f"{link.partition('?')[0]}?{query}" if "://" in link else query


def _write_charts(link: str, out: Path) -> None:
    from layers.exports import check_chart_suffix, for_oneself, read_link, write_charts

    check_chart_suffix(out)
    view, notes = read_link(link)
    for note in notes:
        echo(note, err=True)
    with spinner(f"Writing {out.name}"):
        write_charts(view, out)
    echo(f"{out}: {view.to_query()}")
    echo_note(for_oneself(view))


def _write_desk(link: str, folder: Path, style: str, own: tuple[str, str, str]) -> None:
    from geo.errors import BadInputError
    from layers.exports import read_link, write_desk

    if folder.suffix or folder.is_file():
        raise BadInputError(f"{folder}: --desk writes six pictures. Give a folder with --out.")
    view, notes = read_link(link)
    for note in notes:
        echo(note, err=True)
    look, where = cast("Style", style), link if "://" in link else ""
    with progress_bar(f"Drawing {folder.name}") as progress:
        title, subtitle, credit = own
        paths = write_desk(
            view,
            folder,
            style=look,
            title=title,
            subtitle=subtitle,
            credit=credit,
            link=where,
            progress=progress,
        )
    for path in paths:
        echo(str(path))


def _write_pack(view: MapView, out: Path, options: Options) -> Pack:
    from layers.exports import write_pack

    with progress_bar(f"Packing {out.name}") as progress:
        return write_pack(view, out, options, lambda _, share: progress(share))


def _remake(path: Path, out: Path, own: list[str]) -> None:
    """Make a pack again from its manifest, and say what came out otherwise and why."""
    from geo.errors import BadInputError
    from layers.exports import (
        changed_datasets,
        check_members,
        read_link,
        read_manifest,
        same_uploads,
    )

    if out.suffix.lower() != PACK:
        raise BadInputError(f"{out.name}: a manifest makes a pack again. End the name in {PACK}.")
    manifest = read_manifest(path)
    check_members(path, manifest)
    pairs = [pair.partition("=") for pair in own]
    for line in same_uploads(manifest, {name: Path(file) for name, _, file in pairs}):
        echo(line)
    if manifest.uploads:
        raise BadInputError(
            f"{path.name}: this pack rests on files of its maker's own "
            f"({', '.join(manifest.uploads)}), which no manifest holds. Make it again on the page, "
            "with the same files."
        )
    view, notes = read_link(manifest.link)
    others = changed_datasets(manifest)
    for line in (*notes, *others):
        echo(line, err=True)
    pack = _write_pack(view, out, manifest.options)
    _compare(manifest, pack, out, others=bool(others))


def _compare(manifest: Manifest, pack: Pack, out: Path, *, others: bool) -> None:
    from geo.errors import IntegrityError
    from geo.settings import VERSION
    from layers.exports import changed_files, is_data

    changed = changed_files(manifest, pack.manifest)
    data = [name for name in changed if is_data(name)]
    same = len(manifest.files) - len([name for name in changed if name in manifest.files])
    echo(f"{out}: {same} of {len(manifest.files)} files are the same to the byte.")
    if not changed:
        return
    why = "the data changed, as said above" if others else f"made by version {manifest.version}"
    if data and not others and manifest.version == VERSION:
        raise IntegrityError(
            f"{', '.join(data)} came out otherwise, though datasets and version are those of the "
            f"manifest. {out.name} was written. Run `coldspots check`, and compare the two packs."
        )
    echo(f"Otherwise: {', '.join(changed)} ({why}; this is {VERSION}).", err=True)

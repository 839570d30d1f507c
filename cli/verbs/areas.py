"""The verbs `areas`, the joined table of a geography, and `patch`, several places as one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import options
from cli.options import Json, Root
from cli.output import echo, echo_note, new_table, print_json, print_table, spinner
from geo.errors import BadInputError
from geo.registry import bundled, geography

if TYPE_CHECKING:
    from geo.areas import JoinLine
    from geo.patch import Suggestion

LEVELS = ", ".join(entry.id for entry in bundled())


def areas(
    geography_name: Annotated[
        str, typer.Option("--geography", "-g", help=f"Level of areas: {LEVELS}.")
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="File to write: .csv .parquet .xlsx .geojson .gpkg."),
    ] = None,
    within: options.Within = None,
    as_json: Json = False,
    data: Root = None,
) -> None:
    """Write the joined table of a geography, and say what became of every source."""
    from geo.areas import build_areas
    from geo.tables import check_paths
    from layers.exports import check_suffix, files_of, remark_on, write_areas

    geography(geography_name)
    if out is None and not as_json:
        raise BadInputError("Nothing to do: give a file with --out, or --json for the report.")
    if out is not None:
        check_suffix(out)
    check_paths(files_of("--out", out), {}, data)
    with spinner(f"Joining and writing {geography_name}"):
        table, report = build_areas(geography_name, within=within, root=data)
        if out is not None:
            write_areas(table, out)
    if out is not None:
        echo_note(remark_on(out, geography_name))
    if as_json:
        print_json(
            {
                "geography": geography_name,
                "areas": len(table.table),
                "columns": list(table.table.columns),
                "out": str(out) if out else None,
                "join": [vars(line) for line in report.lines],
            }
        )
        return
    echo(f"{len(table.table):,} areas, {len(table.table.columns)} columns: {out}")
    for line in report.lines:
        echo(_describe(line))


def _describe(line: JoinLine) -> str:
    """Return what became of one source table in a join."""
    how = {
        "copied": line.copied,
        "inherited": line.inherited,
        "merged": line.merged,
        "partial": line.partial,
        "mixed": line.mixed,
        "suppressed": line.suppressed,
    }
    parts = [f"{count:,} {name}" for name, count in how.items() if count]
    ways = f" ({', '.join(parts)})" if parts else ""
    return (
        f"  {line.table}: {line.matched:,} of {line.boundaries:,} areas matched{ways}; "
        f"{line.only_in_table:,} rows without an area"
    )


def patch(
    places: Annotated[
        list[str] | None,
        typer.Argument(help="Codes or names of areas, or files of patches and polygons, .geojson."),
    ] = None,
    provider: Annotated[
        list[str] | None,
        typer.Option("--provider", help="UKPRN: adds the districts that it reaches; repeatable."),
    ] = None,
    max_km: Annotated[float, typer.Option(help="With --provider: within range up to this.")] = 10,
    circle: Annotated[
        list[str] | None,
        typer.Option("--circle", help="Latitude,longitude,km of a circle; repeatable."),
    ] = None,
    max_minutes: Annotated[
        float | None,
        typer.Option(
            "--max-minutes", help="With --provider and a --router: all within these minutes."
        ),
    ] = None,
    router: options.Router = "",
    router_url: options.RouterUrl = "",
    mode: options.Mode = "",
    router_key: options.RouterKey = "",
    router_timeout: options.RouterTimeout = 30,
    name: Annotated[str, typer.Option(help="What you call it.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to keep it in: .geojson.")
    ] = None,
    vintage: Annotated[
        str, typer.Option(help="Small areas to keep it as: lsoa21, lsoa11; dz11 in Scotland.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Put places together to one patch, and say what it holds."""
    from geo.areas import levels_of, name_of
    from geo.files import write_bytes
    from geo.patch import (
        carry_patch,
        load_patch,
        patch_by_minutes,
        patch_json,
        save_patch,
        suggest_for_providers,
    )
    from geo.reach import provider_sites
    from geo.travel import CostChoice, check_router
    from layers.patches import district_rows, joined_patch, part_rows, renamed

    if out is not None and out.suffix.lower() != ".geojson":
        raise BadInputError(f"{out.name}: a patch is kept as GeoJSON. End it in .geojson.")
    routed = None
    if router or router_url or max_minutes is not None:
        if not (provider and router and router_url and max_minutes is not None):
            raise BadInputError(
                "A patch by minutes needs all of --provider, --router, --router-url and "
                "--max-minutes."
            )
        asked = CostChoice(
            router=router,
            router_url=router_url,
            mode=mode,
            key=router_key,
            timeout_s=router_timeout,
        )
        routed = check_router(asked)
    files = [Path(one) for one in places or () if one.lower().endswith((".geojson", ".json"))]
    kept = [load_patch(path) for path in files]
    with spinner("Putting the patch together"):
        codes = [saved.code for saved in kept]
        codes += [_code_of(one) for one in places or () if Path(one) not in files]
        codes += [_circle_of(one) for one in circle or ()]
        found, drawn = None, ""
        if routed is not None:
            outlined = patch_by_minutes(routed, provider_sites(provider), max_minutes or 0)
            drawn = outlined.provenance
            codes.append(outlined.code)
        elif provider:
            found = suggest_for_providers(provider, max_km)
            codes.append(found.code)
        if not codes:
            raise BadInputError(
                "Nothing to put together: name a place such as E07000138, a file of polygons, a "
                "--provider or a --circle."
            )
        code = codes[0]
        for one in codes[1:]:
            code = joined_patch(code, one)
        code = renamed(code, name) if name else code
        alone = kept[0] if len(kept) == len(codes) == 1 else None
        drawn = drawn or (alone.drawn if alone else "")
        saved = replace(save_patch(code, alone.id if alone else ""), drawn=drawn)
        saved = carry_patch(saved, vintage or saved.vintage)
        if out is not None:
            write_bytes(out, patch_json(saved))
    rows = district_rows(code)
    if as_json:
        print_json(
            {
                "id": saved.id,
                "code": code,
                "name": name_of(levels_of(code)[0], code),
                "parts": [row.name for row in part_rows(code)],
                "vintage": saved.vintage,
                "areas": len(saved.shares),
                "young_people": round(saved.young_people),
                "uncertain": round(saved.uncertain),
                **({"drawn": drawn} if drawn else {}),
                "districts": {one[0]: round(one[2], 6) for one in rows},
                "out": str(out) if out else None,
            }
        )
        return
    echo(f"{name_of(levels_of(code)[0], code)}: {saved.young_people:,.0f} people aged 13 to 17")
    echo(f"  --within {code}")
    if found is not None:
        _describe_suggestion(found)
    if drawn:
        echo(f"  Outlined by: {drawn}")
    if saved.uncertain:
        echo(
            f"  {saved.uncertain:,.0f} of them live in areas that changed, of which a part alone "
            "is known to be inside."
        )
    table = new_table("", "District", "Of the district", "Of the patch")
    for _, district, share, part, _ in rows:
        table.add_row(district, f"{share:.1%}", f"{part:.1%}")
    print_table(table)


def _describe_suggestion(found: Suggestion) -> None:
    echo(
        f"  {found.share:.0%} of the young people within {found.limit_km:g} km of a site live in "
        "the districts suggested."
    )
    for site in found.left_out:
        echo(f"  Too far from the main site, and left out: {site}")


def _code_of(text: str) -> str:
    """Return the code of a place that is named by its code, its name, or several with commas."""
    from geo.areas import levels_of
    from geo.errors import UnknownAreaError
    from layers.browser import place_called

    if levels_of(text):
        return text
    code, nearest = place_called(text)
    if not code or not levels_of(code):
        meant = f" Did you mean {', '.join(nearest)}?" if nearest else ""
        raise UnknownAreaError(
            f"{text!r} is no place here.{meant} Give its code, such as E07000138."
        )
    return code


def _circle_of(text: str) -> str:
    """Return the code of a circle, in the nation that its middle lies in."""
    from geo.patch import in_own_nation
    from layers.patches import circle_round

    try:
        latitude, longitude, radius_km = (float(part) for part in text.split(","))
    except ValueError as error:
        raise BadInputError(
            f"--circle {text!r} is not latitude,longitude,km. Write it as 53.23,-0.54,20."
        ) from error
    best = in_own_nation(lambda letter: circle_round(letter, latitude, longitude, radius_km))
    if not best:
        raise BadInputError(
            f"Nobody lives within {radius_km:g} km of {latitude:g}, {longitude:g}. Latitude comes "
            "first: 53.23,-0.54,20."
        )
    return best

"""Verify the bundle: every hash, every count, every rule."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo import tables
from geo.areas import join_anew
from geo.arrays import Floats
from geo.boundaries import contiguity as graph
from geo.boundaries import outlines as boundaries
from geo.boundaries import vintages as lookups
from geo.coldspots import LEVELS, OWN_CHANCE, Q, adjusted, basis_of
from geo.errors import GeoError, IntegrityError, first_of
from geo.files import read_json
from geo.packs import binary as pack
from geo.registry import DATASETS, PARENTS, bundled, drawn_with, geography
from geo.settings import data_dir
from geo.tables import NAME, check_all, trusting
from geo.tables import tables as all_tables

LARGEST_MB = 60


def check_bundle(
    root: Path | None = None, only: Collection[str] | None = None
) -> Iterator[tuple[str, str]]:
    """Run the checks; yield the name of each and what is wrong, an empty string if nothing is.

    Parameters
    ----------
    root
        The data folder; the bundled one unless given.
    only
        Names of the checks to run; all of them unless given.

    Examples
    --------
    >>> list(check_bundle(only=["outlines region"]))
    [('outlines region', '')]
    """
    root = root or data_dir()
    for name, run in _checks(root):
        if only is not None and name not in only:
            continue
        try:
            # What is wrong in a file is looked for in it, not in its hash, which is a check itself.
            with trusting(root):
                run()
        except (GeoError, KeyError, ValueError, TypeError) as error:
            yield name, str(error)
        else:
            yield name, ""


def _checks(root: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "every file has its recorded hash", lambda: check_all(root)
    yield "every source is described", lambda: _sources(root)
    yield f"the bundle is under {LARGEST_MB} MB", lambda: _size(root)
    for name in all_tables():
        yield f"table {name}", lambda name=name: tables.check(name, tables.load(name, root=root))  # type: ignore[misc]
    for entry in bundled():
        yield f"outlines {entry.id}", lambda name=entry.id: _outlines(name, root)  # type: ignore[misc]
    yield "joined tables", lambda: _joined(root)
    yield "levels nest", lambda: _nesting(root)
    yield "contiguity", lambda: _contiguity(root)
    yield "cold spots", lambda: _cold_spots(root)
    yield "pupils and people are kept", lambda: _sums(root)
    yield "deprivation scores recompute", lambda: check_scores(root)
    yield "packs", lambda: _packs(root)


def _sources(root: Path) -> None:
    described = read_json(root / NAME)
    absent = [entry.id for entry in DATASETS if entry.id not in described["datasets"]]
    unnamed = [name for name, entry in described["files"].items() if not entry["sources"]]
    if absent or unnamed:
        raise IntegrityError(f"No provenance: {first_of(absent + unnamed)}. Run `coldspots build`.")


def _size(root: Path) -> None:
    # What a killed build left begins with a point, and goes with the next one.
    kept = [path for path in (*root.glob("[!.]*/[!.]*"), root / NAME) if path.is_file()]
    megabytes = sum(path.stat().st_size for path in kept) / 1e6
    if megabytes > LARGEST_MB:
        raise IntegrityError(f"The data folder has {megabytes:.1f} MB, limit {LARGEST_MB} MB.")


def _outlines(name: str, root: Path) -> None:
    layer = boundaries.load(name, root)
    areas = tables.load(f"areas_{name}", ["area_name"], root)
    if not layer.index.equals(areas.index):
        raise IntegrityError(f"The outlines of {name} are not those of its table of areas.")
    if layer.crs is None or layer.crs.to_epsg() != 27700:
        raise IntegrityError(f"The outlines of {name} are not in EPSG:27700.")
    outlines = layer.geometry.to_numpy()
    if not geography(name).coverage:
        return
    within = np.ones(len(layer), np.bool_)
    if geography(name).drawn_with == "lsoa21":
        within = layer.index.str[0].isin(["E", "W"])
    boundaries.check_coverage(outlines[within], name)
    if name == "lsoa21":
        united = shapely.get_parts(shapely.coverage_union_all(outlines))
        holes = int(shapely.get_num_interior_rings(united).sum())
        if holes:
            raise IntegrityError(f"There are {holes:,} gaps between neighbourhoods.")


def _joined(root: Path) -> None:
    """Check that each stored joined table is what its tables give when they are joined anew."""
    for level in tables.JOINED:
        stored = tables.load_joined(level, root)
        if stored is None:
            raise IntegrityError(
                f"The joined table of {level} is missing, or was made of other tables. Run "
                "`coldspots build`."
            )
        anew = join_anew(level, root)
        same = stored.table.equals(anew.table) and stored.table.dtypes.equals(anew.table.dtypes)
        if not same or stored.report != anew.report or stored.made_of != anew.made_of:
            raise IntegrityError(f"The joined table of {level} differs from a join made anew.")


def _nesting(root: Path) -> None:
    """Check that each level is exactly the union of the smallest areas that name it."""
    for base in dict.fromkeys(entry.drawn_with for entry in bundled()):
        areas = tables.load(f"areas_{base}", root=root)
        area = shapely.area(boundaries.load(base, root).geometry.to_numpy())
        for entry in drawn_with(base):
            if entry.id in PARENTS and entry.id != base:
                _check_nested(entry.id, areas[PARENTS[entry.id]], area, root)


def _check_nested(level: str, holder: pd.Series, area: Floats, root: Path) -> None:
    inside = (holder != "").to_numpy()
    codes, place = np.unique(holder.to_numpy(dtype="str")[inside], return_inverse=True)
    summed = np.bincount(place, area[inside])
    layer = boundaries.load(level, root).loc[codes]
    off = np.abs(shapely.area(layer.geometry.to_numpy()) - summed)
    if off.max() > 1:
        raise IntegrityError(
            f"{level}: {int((off > 1).sum()):,} areas differ from the sum of the small areas in "
            f"them (first: {layer.index[int(off.argmax())]})."
        )


_ISOLATES = {"lsoa21": 1, "msoa21": 1, "dz11": 10, "iz11": 6}
"""Areas of each level that touch no other: islands that are one area."""


def _contiguity(root: Path) -> None:
    for name, isolates in _ISOLATES.items():
        pairs = graph.load(name, root)
        count = len(tables.load(f"areas_{name}", ["area_name"], root))
        if (pairs[:, 0] >= pairs[:, 1]).any() or pairs.max() >= count:
            raise IntegrityError(f"contiguity of {name}: pairs are not in order.")
        found = len(graph.isolates(pairs, count))
        if found != isolates:
            raise IntegrityError(f"contiguity of {name}: {found} isolates, expected {isolates}.")


def _cold_spots(root: Path) -> None:
    """Check that what is stored of cold spots hangs together, at each level by itself."""
    for level in LEVELS:
        found = tables.load(f"coldspots_{level}", root=root)
        letters = set(found.index.str[0])
        if letters != {basis_of(level).nation_code[0]}:
            raise IntegrityError(f"Cold spots of {level} are of several nations: {letters}.")
        known = found["p"].notna()
        again = adjusted(found.loc[known, "p"].to_numpy())
        cold = found["cold_spot"]
        if level == "dz11" and not np.allclose(again, found.loc[known, "p_adjusted"], atol=1e-12):
            raise IntegrityError(f"Adjusted chances of {level} do not follow from its chances.")
        sure = (found["p_adjusted"] <= Q) & (found["chance_low"] >= OWN_CHANCE)
        if (cold != sure).any() or (cold & (found["confidence"] == "")).any():
            raise IntegrityError(f"Cold spots of {level} do not follow from their chances.")


def _sums(root: Path) -> None:
    for level in ("lsoa", "msoa"):
        old = tables.load(f"tundra_{level}11", ["cohort"], root)["cohort"].sum()
        new = tables.load(f"tundra_{level}21", ["cohort"], root)["cohort"].sum()
        if old != new:
            raise IntegrityError(f"TUNDRA at {level}: {old:,.0f} pupils became {new:,.0f}.")
    changes = tables.load("change_lsoa", root=root)
    if lookups.with_groups(changes)["to_code"].nunique() != 35_672:
        raise IntegrityError("The change lookup does not reach every neighbourhood.")


# Weights and the exponential transformation of the English Indices of Deprivation: technical
# report, Ministry of Housing, Communities and Local Government.
_WEIGHTS = {
    "income": 0.225,
    "employment": 0.225,
    "education": 0.135,
    "health": 0.135,
    "crime": 0.093,
    "barriers": 0.093,
    "environment": 0.093,
}


def recompute_scores(root: Path | None = None) -> np.ndarray:
    """Recompute the IMD score of every neighbourhood from the ranks of its seven domains.

    A domain's rank becomes a share R of neighbourhoods less deprived, and its score
    -23 ln(1 - R (1 - exp(-100 / 23))); the index is their weighted sum.

    Returns
    -------
    difference
        Recomputed score less published score, in code order.

    References
    ----------
    English Indices of Deprivation, technical report: exponential transformation of domain ranks.
    """
    weights = {f"iod25_{domain}_rank": weight for domain, weight in _WEIGHTS.items()}
    table = tables.load("iod25_lsoa21", [*weights, "iod25_score"], root)
    total = np.zeros(len(table))
    for column, weight in weights.items():
        share = (len(table) + 1 - table[column].to_numpy(dtype="float64")) / len(table)
        total += weight * -23 * np.log(1 - share * (1 - np.exp(-100 / 23)))
    return total - table["iod25_score"].to_numpy()


def check_scores(root: Path | None = None) -> None:
    """Refuse published scores that do not follow from the published ranks.

    Raises
    ------
    IntegrityError
        If more than a handful differ by over 0.001.
    """
    off = np.abs(recompute_scores(root))
    if (off > 0.001).sum() > 5:
        raise IntegrityError(
            f"{int((off > 0.001).sum()):,} IMD scores do not recompute from the domain ranks "
            f"(largest difference {off.max():.3f})."
        )


def _packs(root: Path) -> None:
    index = pack.index(root)
    for level, entry in index["levels"].items():
        header, parts = pack.read_pack(pack.content_of(entry["file"], root))
        codes = tables.load(f"areas_{level}", ["area_name"], root).index
        if parts["codes"].decode().split("\n") != codes.tolist():
            raise IntegrityError(f"The pack of {level} does not hold the areas of its table.")
        for name, column in index["columns"][level].items():
            head, body = pack.read_pack(pack.content_of(column["file"], root))
            counts = np.bincount(np.frombuffer(body["classes"], np.uint8), minlength=256)
            stated = {row["code"]: row["areas"] for row in column["legend"]["rows"]}
            if head["areas"] != header["areas"] or any(
                counts[code] != areas for code, areas in stated.items()
            ):
                raise IntegrityError(f"The pack of {name} at {level} differs from its legend.")
    for level, entry in index["uncertain"].items():
        head, body = pack.read_pack(pack.content_of(entry["file"], root))
        marked = body["classes"].count(1)
        if head["areas"] != index["levels"][level]["areas"] or marked != entry["areas"]:
            raise IntegrityError(f"The pack of chances at {level} marks {marked:,} areas.")

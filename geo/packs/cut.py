"""Browser packs cut down to a place: what is outside keeps its position, and loses its content.

Members of the arcs, and areas of a level, keep their numbers, so that masks, classes and levels
that are put together from them go on fitting each other; what is blank costs next to nothing once
it is zipped. Around the place stay the borders that a map is read by, drawn ever more simply.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geo.areas import NOT_PUBLISHED
from geo.arrays import Ints
from geo.packs.arcs import Arcs, assemble_arcs, read_arcs
from geo.packs.binary import NO_VALUE, NO_VALUE_WIDE, assemble, read_pack
from geo.packs.codec import (
    decode_integers,
    encode_integers,
    fold,
    unfold,
)
from geo.settings import PACK_CELL_M

Mask = npt.NDArray[np.bool_]

_PLACE_PX = 200
_COARSE_CELLS = 2500
"""A border near the place may stray a pixel of a picture so wide of the place; elsewhere, 5 km."""


def read_groups(content: bytes) -> Ints:
    """Read of a level which area each member of its arcs belongs to; -1 for none."""
    groups = unfold(decode_integers(read_pack(content, texts=False)[1]["groups"]))
    return np.cumsum(groups)


def cut_arcs(content: bytes, kept: Mask, land: list[Ints], frame: list[Ints]) -> bytes:
    """Keep the arcs of some members, and the borders of some levels, drawn more simply.

    Parameters
    ----------
    content
        A pack of arcs.
    kept
        For each member, whether its arcs stay as they are.
    land, frame
        Groups of levels (`read_groups`) whose borders stay: those of `land` everywhere, those of
        `frame` as near to what is kept as half its extent. So near they stray at most a
        two-hundredth of the extent from what they were, farther away 5 km.
    """
    arcs = read_arcs(content)
    near = _side(kept, arcs.left) | _side(kept, arcs.right)
    close, extent = _close(arcs, near)
    around, far = (together(levels, kept) for levels in ([*land, *frame], land))
    return _pack(
        [
            _own(arcs, near),
            _simple(_own(arcs, _borders(arcs, around) & close & ~near), around, extent / _PLACE_PX),
            _simple(_own(arcs, _borders(arcs, far) & ~close & ~near), far, _COARSE_CELLS),
        ]
    )


def _borders(arcs: Arcs, group: Ints) -> Mask:
    found: Mask = _group(group, arcs.left) != _group(group, arcs.right)
    return found


def _pack(pieces: list[Arcs]) -> bytes:
    """Put arcs into the order of their left members, and pack them."""
    counts, left, right = (
        np.concatenate([getattr(piece, run) for piece in pieces])
        for run in ("counts", "left", "right")
    )
    order = np.argsort(left, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    of_vertex = np.argsort(place[np.repeat(np.arange(len(counts)), counts)], kind="stable")
    cells = np.concatenate([piece.cells for piece in pieces])[of_vertex]
    members = pieces[0].members
    return assemble_arcs(Arcs(cells, counts[order], left[order], right[order], members))


def _own(arcs: Arcs, chosen: Mask) -> Arcs:
    cells = arcs.cells[np.repeat(chosen, arcs.counts)]
    counts, left, right = arcs.counts[chosen], arcs.left[chosen], arcs.right[chosen]
    return Arcs(cells, counts, left, right, arcs.members)


def together(levels: list[Ints], kept: Mask) -> Ints:
    """Return for each member the one that stands for all that some levels hold together with it.

    It is the first that is not kept: one that is kept has a colour, which would be painted as far
    as the simple borders go. -1 where all are kept, and without levels.
    """
    if not levels:
        return np.full(len(kept), -1)
    group = levels[0]
    for level in levels[1:]:
        group = _numbered(_paired(group, level))[1]
    least = group.min(initial=0)
    outside = np.flatnonzero(~kept)[::-1]
    first = np.full(group.max(initial=0) - least + 1, -1)
    first[group[outside] - least] = outside
    found: Ints = first[group - least]
    return found


def _paired(one: Ints, other: Ints) -> Ints:
    """Return a number for each pair of numbers from -1 up, in the order of the pairs."""
    return (one + 1) * (other.max(initial=-1) + 2) + other + 1


def _numbered(values: Ints) -> tuple[Ints, Ints]:
    """Return where each of some numbers stands first, in their order, and which one each is."""
    _, first, which = np.unique(values, return_index=True, return_inverse=True)
    return first, which


def _simple(arcs: Arcs, group: Ints, stray: float) -> Arcs:
    """Join arcs that part the same two areas, and leave out what strays little from a line.

    Islands that are smaller than that are left out. An area stands for all its members by the
    first of them.
    """
    lines = _lines(arcs)
    left, right = group[arcs.left], _group(group, arcs.right)
    turned = (right >= 0) & (right < left)
    lines[turned] = shapely.reverse(lines[turned])
    pairs = np.stack([np.where(turned, right, left), np.where(turned, left, right)])
    first, pair = _numbered(_paired(*pairs))
    sides = pairs[:, first]
    order = np.argsort(pair, kind="stable")
    bundles = shapely.multilinestrings(lines[order], indices=pair[order])
    joined, of_pair = shapely.get_parts(
        shapely.line_merge(bundles, directed=True), return_index=True
    )
    west, north, east, south = shapely.bounds(joined).T
    seen = ~shapely.is_closed(joined) | (np.maximum(east - west, south - north) > 2 * stray)
    simple, of_pair = shapely.simplify(joined[seen], stray), of_pair[seen]
    cells, line = shapely.get_coordinates(simple, return_index=True)
    counts = np.bincount(line, minlength=len(simple))
    left, right = sides[:, of_pair]
    return Arcs(cells.astype(np.int64), counts, left, right, arcs.members)


def _lines(arcs: Arcs) -> npt.NDArray[np.object_]:
    of_arc = np.repeat(np.arange(len(arcs.counts)), arcs.counts)
    lines: npt.NDArray[np.object_] = shapely.linestrings(
        arcs.cells.astype(np.float64), indices=of_arc
    )
    return lines


def _close(arcs: Arcs, near: Mask) -> tuple[Mask, float]:
    """Return which arcs come as near to some as half their extent, and tell that."""
    if not near.any():
        return np.zeros_like(near), 0.0
    starts = np.cumsum(arcs.counts) - arcs.counts
    least = np.minimum.reduceat(arcs.cells, starts)
    most = np.maximum.reduceat(arcs.cells, starts)
    west, east = least[near].min(axis=0), most[near].max(axis=0)
    extent = float((east - west).max())
    air = extent / 2
    return ((most >= west - air) & (least <= east + air)).all(axis=1), extent


def _side(kept: Mask, members: Ints) -> Mask:
    found: Mask = (members >= 0) & kept[members]
    return found


def _group(groups: Ints, members: Ints) -> Ints:
    return np.where(members < 0, -1, groups[members])


def cut_level(
    content: bytes, kept: Mask, arcs_file: str, *, borders: bool = False
) -> tuple[bytes, Mask]:
    """Keep the areas of a level that have members which are kept; others become nameless.

    Further runs of the level stay whole.

    Parameters
    ----------
    content
        A pack of a level.
    kept
        For each member of its arcs, whether it is kept.
    arcs_file
        The pack of the arcs as they were cut.
    borders
        Whether nameless areas keep their members, so that their borders are drawn.

    Returns
    -------
    content, areas
        The pack, and for each area whether it was kept.
    """
    header, parts = read_pack(content)
    whole = read_groups(content)
    groups = np.where(kept, whole, -1)
    areas = np.zeros(header["areas"], np.bool_)
    areas[groups[groups >= 0]] = True
    groups = whole if borders else groups
    texts = {name: _blank(parts[name], areas) for name in header["texts"]}
    context = np.where(areas, decode_integers(parts["context"]), 0)
    changed = {
        **texts,
        "context": encode_integers(context),
        "groups": encode_integers(fold(np.diff(groups, prepend=0))),
    }
    return assemble({**header, "arcs": arcs_file}, {**parts, **changed}), areas


def _blank(lines: bytes, areas: Mask) -> bytes:
    texts = zip(lines.split(b"\n"), areas, strict=True)
    return b"\n".join(text if kept else b"" for text, kept in texts)


def cut_column(content: bytes, areas: Mask) -> bytes:
    """Keep the figures of some areas; the others have none."""
    header, parts = read_pack(content)
    classes = np.where(areas, np.frombuffer(parts["classes"], np.uint8), NOT_PUBLISHED)
    kind, none = ("<u4", NO_VALUE_WIDE) if header["bytes"] == 4 else ("<u2", NO_VALUE)
    values = np.where(areas, np.frombuffer(parts["values"], kind), none)
    runs = {
        name: encode_integers(np.where(areas, decode_integers(parts[name]), 0))
        for name in header.get("extra", ())
    }
    changed = {
        "classes": classes.astype(np.uint8).tobytes(),
        "values": values.astype(kind).tobytes(),
        **runs,
    }
    return assemble(header, {**parts, **changed})


def box_around(content: bytes, kept: Mask, least_m: float) -> tuple[Ints, Ints]:
    """Return the box around the members that are kept, grown by an eighth of its extent, in cells.

    It grows by at least `least_m` metres of web mercator.
    """
    arcs = read_arcs(content)
    near = np.repeat(_side(kept, arcs.left) | _side(kept, arcs.right), arcs.counts)
    least, most = arcs.cells[near].min(axis=0), arcs.cells[near].max(axis=0)
    air = max(int((most - least).max()) // 8, round(least_m / PACK_CELL_M))
    return least - air, most + air


def cut_sites(content: bytes, box: tuple[Ints, Ints]) -> bytes:
    """Keep the sites in a box."""
    none = np.zeros(read_pack(content)[0]["sites"], np.bool_)
    return _cut_points(content, box, none)


def cut_places(content: bytes, box: tuple[Ints, Ints], zoom: float) -> bytes:
    """Keep the names of places in a box, and those that are written at a zoom or before."""
    first = decode_integers(read_pack(content)[1]["from_zoom"])
    return _cut_points(content, box, first <= zoom)


def cut_lines(content: bytes, box: tuple[Ints, Ints]) -> bytes:
    """Keep the lines that come near a box: their own boxes meet it."""
    header, parts = read_pack(content)
    counts = decode_integers(parts["counts"])
    run = [np.cumsum(unfold(decode_integers(parts[axis]))) for axis in "xy"]
    cells = np.stack(run, axis=1)
    owner, begin = np.repeat(np.arange(len(counts)), counts), np.cumsum(counts) - counts
    least, most = (end.reduceat(cells, begin) for end in (np.minimum, np.maximum))
    stays = np.asarray(((most >= box[0]) & (least <= box[1])).all(axis=1))
    kept = cells[stays[owner]]
    changed = {
        axis: encode_integers(fold(np.diff(kept[:, number], prepend=0)))
        for number, axis in enumerate("xy")
    }
    parts = {"counts": encode_integers(counts[stays]), **changed}
    return assemble({**header, "lines": int(stays.sum())}, parts)


def _cut_points(content: bytes, box: tuple[Ints, Ints], also: Mask) -> bytes:
    header, parts = read_pack(content)
    run = {axis: np.cumsum(unfold(decode_integers(parts[axis]))) for axis in "xy"}
    cells = np.stack([run["x"], run["y"]], axis=1)
    stays: Mask = ((cells >= box[0]) & (cells <= box[1])).all(axis=1) | also
    changed = {}
    for name, part in parts.items():
        if name in header["texts"]:
            texts = zip(part.split(b"\n"), stays, strict=True)
            changed[name] = b"\n".join(text for text, kept in texts if kept)
        elif name in run:
            changed[name] = encode_integers(fold(np.diff(run[name][stays], prepend=0)))
        else:
            changed[name] = encode_integers(decode_integers(part)[stays])
    return assemble({**header, header["kind"]: int(stays.sum())}, changed)

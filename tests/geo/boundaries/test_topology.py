from __future__ import annotations

import networkx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.boundaries import contiguity as graph
from geo.boundaries import topology


def grid(side: int, size: float = 100.0) -> np.ndarray:
    """Squares of a grid, row by row."""
    boxes = [
        shapely.box(x * size, y * size, (x + 1) * size, (y + 1) * size)
        for y in range(side)
        for x in range(side)
    ]
    return np.array(boxes, dtype=object)


def rebuilt(cut: topology.Topology, rings: topology.Rings) -> np.ndarray:
    """Make polygons of rings again, by the even-odd rule."""
    shapes = [shapely.Polygon() for _ in range(rings.areas)]
    for number, area in enumerate(rings.ring_areas):
        points: list[tuple[float, float]] = []
        for ref in rings.refs[rings.ring_starts[number] : rings.ring_starts[number + 1]]:
            arc = ref if ref >= 0 else ~ref
            part = cut.coordinates[cut.arc_starts[arc] : cut.arc_starts[arc + 1]]
            part = part if ref >= 0 else part[::-1]
            assert not points or points[-1] == tuple(part[0])
            points += [tuple(point) for point in part[bool(points) :]]
        assert points[0] == points[-1]
        shapes[area] = shapely.symmetric_difference(
            shapes[area], shapely.make_valid(shapely.Polygon(points))
        )
    return np.array(shapes, dtype=object)


def test_two_squares_share_one_arc() -> None:
    cut = topology.build(grid(2)[:2])
    # Each has an outer arc of its own, and the middle one is shared.
    assert len(cut.arc_starts) - 1 == 3
    shared = set(abs(cut.rings.refs + (cut.rings.refs < 0)))
    assert len(cut.rings.refs) == 4
    assert len(shared) == 3


def test_a_border_is_stored_once_in_a_grid() -> None:
    cut = topology.build(grid(3))
    # 12 inner edges; of the 12 outer ones, the two at each corner are one arc.
    assert len(cut.arc_starts) - 1 == 12 + 8


def test_rings_make_the_outlines_again() -> None:
    outlines = grid(3)
    cut = topology.build(outlines)
    assert shapely.equals(rebuilt(cut, cut.rings), outlines).all()


def test_islands_and_holes_are_kept() -> None:
    ring = shapely.difference(shapely.box(0, 0, 10, 10), shapely.box(4, 4, 6, 6))
    middle = shapely.box(4, 4, 6, 6)
    islands = shapely.MultiPolygon([shapely.box(20, 0, 21, 1), shapely.box(30, 0, 31, 1)])
    outlines = np.array([ring, middle, islands], dtype=object)
    cut = topology.build(outlines)
    assert shapely.equals(rebuilt(cut, cut.rings), outlines).all()
    # The hole and what fills it are the same arc, walked both ways.
    assert len(cut.arc_starts) - 1 == 4


def test_queen_contiguity_of_a_grid() -> None:
    pairs = graph.build(grid(3))
    assert len(pairs) == 20  # 12 edges and 8 corners
    neighbours = {tuple(pair) for pair in pairs.tolist()}
    assert {(0, 1), (0, 3), (0, 4)} <= neighbours
    assert (0, 2) not in neighbours


def test_isolates_and_components() -> None:
    outlines = np.append(grid(2), np.array([shapely.box(900, 900, 901, 901)], dtype=object))
    pairs = graph.build(outlines)
    assert graph.isolates(pairs, 5).tolist() == [4]
    assert graph.components(pairs, 5) == 2


def test_a_lone_area_has_no_pairs() -> None:
    assert graph.build(grid(1)).shape == (0, 2)


@settings(max_examples=25)
@given(st.sets(st.integers(0, 24), min_size=2))
def test_contiguity_is_that_of_libpysal(chosen: set[int]) -> None:
    libpysal = pytest.importorskip("libpysal")
    geopandas = pytest.importorskip("geopandas")
    outlines = grid(5)[sorted(chosen)]
    frame = geopandas.GeoDataFrame(geometry=outlines, crs="EPSG:27700")
    theirs = libpysal.graph.Graph.build_contiguity(frame, rook=False, strict=True)
    expected = {(min(a, b), max(a, b)) for a, b in theirs.adjacency.index if a != b}
    assert {tuple(pair) for pair in graph.build(outlines).tolist()} == expected


def test_an_island_is_linked_where_the_largest_part_is_nearest() -> None:
    # 0-1-2 in a row, 3-4 an island above 2, 5 alone to the left of 0.
    points = np.array([[0, 0], [1, 0], [2, 0], [2, 9], [3, 9], [-5, 0]], float)
    pairs = np.array([[0, 1], [1, 2], [3, 4]])
    assert graph.join_parts(pairs, points, links=1).tolist() == [
        [0, 1], [0, 5], [1, 2], [2, 3], [3, 4],
    ]  # fmt: skip
    two = graph.join_parts(pairs, points, links=2).tolist()
    # The second shortest from the island: 3 to 1 is the root of 82, so is 4 to 2; from 5: to 1.
    assert [1, 5] in two
    assert ([1, 3] in two) != ([2, 4] in two)
    assert len(two) == 7


def test_a_largest_part_smaller_than_the_links_is_linked_whole() -> None:
    points = np.array([[0, 0], [1, 0], [5, 0]], float)
    found = graph.join_parts(np.array([[0, 1]]), points, links=3)
    assert found.tolist() == [[0, 1], [0, 2], [1, 2]]


def test_a_connected_graph_stays_as_it_is() -> None:
    pairs = graph.build(grid(3))
    points = np.random.default_rng(1).random((9, 2))
    assert (graph.join_parts(pairs, points) == pairs).all()


@settings(max_examples=25)
@given(st.sets(st.integers(0, 35), min_size=2), st.integers(1, 4))
def test_links_leave_one_part_and_take_the_shortest(chosen: set[int], links: int) -> None:
    outlines = grid(6)[sorted(chosen)]
    points = shapely.get_coordinates(shapely.centroid(outlines))
    pairs = graph.build(outlines)
    joined = graph.join_parts(pairs, points, links)
    added = {tuple(pair) for pair in joined.tolist()} - {tuple(pair) for pair in pairs.tolist()}
    assert {tuple(pair) for pair in pairs.tolist()} <= {tuple(pair) for pair in joined.tolist()}
    assert graph.components(joined, len(outlines)) == 1
    parts = graph.components(pairs, len(outlines))
    assert len(added) <= links * (parts - 1)
    groups = [set(group) for group in networkx.connected_components(_graph_of(pairs, outlines))]
    largest = max(groups, key=len)
    if sum(len(group) == len(largest) for group in groups) > 1:
        return
    for group in groups:
        if group != largest:
            lengths = sorted(np.hypot(*(points[a] - points[b])) for a in group for b in largest)
            own = [pair for pair in added if (pair[0] in group) != (pair[1] in group)]
            found = sorted(np.hypot(*(points[a] - points[b])) for a, b in own)
            assert found == pytest.approx(lengths[:links])


def _graph_of(pairs: np.ndarray, outlines: np.ndarray) -> networkx.Graph:
    made = networkx.Graph(pairs.tolist())
    made.add_nodes_from(range(len(outlines)))
    return made

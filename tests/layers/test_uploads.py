"""A visitor's own files lie beside a view, not in it: what an address says is all that is kept."""

from __future__ import annotations

from dataclasses import fields, replace

import pandas as pd
import pytest

from layers.kind_options import with_options
from layers.reach.options import ReachOptions
from layers.reach.query import available_shows, with_reach
from layers.uploads import (
    PrivateView,
    Uploads,
    is_private,
    uploads_of,
    with_uploads,
    without_uploads,
)
from layers.view import MapView

SITES = pd.DataFrame({"name": ["Secret hub"], "postcode": ["LS1 4AP"]})
VIEW = with_reach(MapView(within="E08000035"), options=(ReachOptions(km=5.0),))


def test_a_view_has_no_room_for_files() -> None:
    assert "uploads" not in {entry.name for entry in fields(MapView)}
    with pytest.raises(TypeError, match="uploads"):
        MapView(uploads=Uploads(sites=SITES))  # type: ignore[call-arg]


def test_files_travel_with_a_view_that_changes_and_stay_behind_when_it_is_kept() -> None:
    own = Uploads(sites=SITES)
    seen = with_uploads(VIEW, own)
    moved = with_options(replace(seen, select="E01011264"), ReachOptions(km=2.0))
    assert uploads_of(moved) is own
    assert is_private(moved)
    kept = without_uploads(moved)
    assert type(kept) is MapView
    assert not is_private(kept)
    assert kept.to_query() == moved.to_query() == "with=reach&km=2&in=E08000035&area=E01011264"


def test_a_view_without_files_is_what_its_address_says() -> None:
    for nothing in (None, Uploads(), Uploads(digests={"sites": "0"})):
        assert with_uploads(VIEW, nothing) == VIEW
        assert not isinstance(with_uploads(VIEW, nothing), PrivateView)


def test_visitors_who_look_at_the_same_with_other_files_share_nothing() -> None:
    one, other = Uploads(sites=SITES), Uploads(sites=SITES)
    views = {with_uploads(VIEW, one), with_uploads(VIEW, other), VIEW}
    assert len(views) == 3
    assert with_uploads(VIEW, one) == with_uploads(VIEW, one)


def test_what_was_measured_goes_with_the_file_that_it_was_measured_with() -> None:
    own = Uploads(sites=SITES)
    for kept in (own.reaches, own.results, own.profiles):
        kept.held["asked"] = SITES
    other = replace(own, activity=SITES)
    assert other.sites is SITES
    assert not any((*other.reaches.held, *other.results.held, *other.profiles.held))


def test_a_view_that_is_printed_tells_nothing_of_the_files() -> None:
    assert "Secret" not in repr(with_uploads(VIEW, Uploads(sites=SITES)))


def test_where_there_was_work_is_offered_to_whoever_brought_an_activity_file() -> None:
    assert "engaged" not in available_shows(VIEW)
    assert "engaged" not in available_shows(with_uploads(VIEW, Uploads(sites=SITES)))
    assert "engaged" in available_shows(with_uploads(VIEW, Uploads(activity=SITES)))

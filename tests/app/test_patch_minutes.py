"""A patch by minutes on the page "Our patch": drawn by a real Valhalla, kept without it, undone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from shapely import points, union_all
from streamlit.testing.v1 import AppTest

from geo.errors import BadInputError
from geo.patch import load_patch, patch_json, save_patch
from geo.reach import load_ground, provider_sites
from geo.registry import Outline, read_patch
from geo.travel import MOST_SITES, fetch_isochrones
from layers.patches import (
    DrawnMinutes,
    PatchAsked,
    from_query,
    joined,
    outline_minutes,
    router_note,
    sites_offered,
    steps_from,
)
from layers.reach import ReachOptions
from layers.uploads import Uploads
from serving.hosting import hosting
from tests.app.test_patch_page import LINCOLN, asked, opened, said
from tests.real_routers import BRISTOL, Running, running
from views.partnership import patch_sections

COLLEGE = "10039956"
"""Six sites, of which one lies in the middle of Bristol."""
RING = ((-2.60, 51.45), (-2.58, 51.45), (-2.58, 51.46))


@pytest.fixture(scope="module")
def valhalla() -> Iterator[Running]:
    with running("valhalla", "walk", BRISTOL) as one:
        yield one


@pytest.fixture(autouse=True)
def no_router() -> Iterator[None]:
    hosting.cache_clear()
    yield
    hosting.cache_clear()


def has(monkeypatch: pytest.MonkeyPatch, kind: str, address: str, modes: str = "walk") -> None:
    settings = {"ROUTER": kind, "ROUTER_URL": address, "ROUTER_MODES": modes}
    for name, value in settings.items():
        monkeypatch.setenv(f"COLDSPOTS_{name}", value if kind else "")
    hosting.cache_clear()


def captions(app: AppTest) -> str:
    return " ".join(one.value for kind in (app.caption, app.markdown) for one in kind).replace(
        "\\", ""
    )


def test_a_patch_by_minutes_is_drawn_kept_and_undone(
    valhalla: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    has(monkeypatch, "valhalla", valhalla.address, "walk,drive")
    app = opened(providers=COLLEGE)
    before = asked(app, "in")
    sites = provider_sites([COLLEGE])
    assert app.multiselect(key="patch_sites").value == sites_offered([COLLEGE], Uploads())[1]
    app.multiselect(key="patch_sites").set_value(list(sites.index))
    app.number_input(key="patch_minutes").set_value(12)
    app.button(key="patch_by_minutes").click().run()
    # On foot, none of them lies on the router's map.
    assert "6 sites more than 300 m from any way of the router's map left out" in said(app)
    app.radio(key="patch_travel").set_value("drive")
    app.button(key="patch_by_minutes").click().run()
    assert not app.exception
    code, drawn = asked(app, "in"), asked(app, "drawn")
    # Who lives there, by the router's own outlines and the middles of neighbourhoods.
    found = fetch_isochrones(
        valhalla.router("drive"), sites[["easting_m", "northing_m"]].to_numpy(), 12
    )
    whole, ground = union_all(found.outlines), load_ground()
    inside = [whole.contains(one) for one in points(ground.origins.to_numpy())]
    assert set(save_patch(code).shares.index) == set(ground.origins.index[inside])
    today = datetime.now(UTC).date()
    assert drawn == f"valhalla,drive,12,{today},1,5,0"
    name = "12 minutes by car round the University of Law"
    assert app.title[0].value == f"Our patch: {name}"
    words = (
        "By minutes: within 12 minutes by car of 1 site, outlined by Valhalla on "
        f"{today.day} {today:%B %Y}; 5 sites off the router's map left out."
    )
    assert words in captions(app)
    assert app.button(key="part_0").label == "12 minutes by car"

    # The address is enough, on a server without a router.
    has(monkeypatch, "", "", "")
    again = opened(**{"in": code, "providers": COLLEGE, "drawn": drawn})
    assert again.title[0].value == f"Our patch: {name}"
    assert words in captions(again)
    assert "patch_back" not in [one.key for one in again.button]

    app.button(key="patch_back").click().run()
    assert asked(app, "in") == before
    assert "drawn" not in app.query_params
    assert "By minutes" not in captions(app)
    assert "patch_back" not in [one.key for one in app.button]


def test_without_a_router_it_says_so() -> None:
    app = opened(**{"in": LINCOLN})
    assert not app.exception
    assert "No router is set on this server, so no patch by minutes can be drawn." in captions(app)
    assert "patch_by_minutes" not in [one.key for one in app.button]


def test_a_router_that_draws_none_or_is_gone_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    has(monkeypatch, "osrm", "http://127.0.0.1:9")
    app = opened(**{"in": LINCOLN})
    assert (
        "OSRM draws no outlines. A patch by minutes needs Valhalla or OpenRouteService."
        in captions(app)
    )
    has(monkeypatch, "valhalla", "http://127.0.0.1:9")
    app = opened(**{"in": LINCOLN})
    assert app.button(key="patch_by_minutes").disabled
    app = opened(**{"in": LINCOLN, "providers": COLLEGE})
    app.button(key="patch_by_minutes").click().run()
    assert "Valhalla: where the sites are was not answered (nobody there takes the call)" in said(
        app
    )
    assert asked(app, "in") == LINCOLN


def test_what_a_table_cannot_do() -> None:
    held = Uploads(costs=object())  # type: ignore[arg-type]
    assert router_note(held).endswith("A table of minutes has no outline.")
    with pytest.raises(BadInputError, match="No router is set on this server"):
        outline_minutes(
            provider_sites([COLLEGE]), ReachOptions(minutes=5), Uploads(), lambda _: None
        )
    for wrong in (0, 121):
        with pytest.raises(BadInputError, match="at most 120 minutes"):
            outline_minutes(
                provider_sites([COLLEGE]), ReachOptions(minutes=wrong), Uploads(), lambda _: None
            )


def test_a_branch_campus_far_away_is_left_out_at_first() -> None:
    sites, usual = sites_offered([COLLEGE], Uploads())
    main = sites.loc[sites["courses"].idxmax()]
    away_km = ((sites["easting_m"] - main["easting_m"]) ** 2
               + (sites["northing_m"] - main["northing_m"]) ** 2) ** 0.5 / 1_000  # fmt: skip
    assert usual == [one for one in sites.index if away_km[one] <= 60]
    assert len(usual) < len(sites)
    assert sites_offered([], Uploads())[1] == []


def own_sites(*names: str) -> pd.DataFrame:
    row = {"provider": "own", "provider_name": "Your own sites", "source": "own", "courses": np.nan}
    row |= {"easting_m": 358_800.0, "northing_m": 172_950.0}
    ids = pd.Index([f"own-{number}" for number in range(1, len(names) + 1)], name="site_id")
    return pd.DataFrame([row | {"name": name} for name in names], ids)


def test_own_sites_come_first_and_no_more_than_a_router_is_asked_about() -> None:
    own = own_sites(*(f"Hub {number}" for number in range(39)))
    sites, usual = sites_offered([COLLEGE, "10007786"], Uploads(sites=own))
    assert len(sites) == 39 + len(provider_sites([COLLEGE, "10007786"]))
    assert len(usual) == MOST_SITES
    assert set(own.index) < set(usual)


def test_a_patch_round_a_site_of_ones_own_has_its_name(
    valhalla: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    has(monkeypatch, "valhalla", valhalla.address)
    heard: list[float] = []
    limit = ReachOptions(minutes=15, travel="walk")
    own = Uploads(sites=own_sites("Hub"))
    code, drawn = outline_minutes(own_sites("Hub"), limit, own, heard.append)
    assert read_patch(code).name == "15 minutes on foot round Hub"
    assert (drawn.sites, drawn.left_out, heard[-1]) == (1, 0, 1.0)
    both = pd.concat([own_sites("Hub"), provider_sites([COLLEGE])])
    code, drawn = outline_minutes(both, limit, own, heard.append)
    assert read_patch(code).name == "15 minutes on foot round 1 site"
    assert (drawn.sites, drawn.left_out) == (1, 6)


def made(**changes: object) -> DrawnMinutes:
    outlines = frozenset({Outline(RING)})
    given = {"day": date(2026, 11, 30), "sites": 2, "left_out": 0, "outlines": outlines}
    return DrawnMinutes("valhalla", "walk", 12.5, **(given | changes))  # type: ignore[arg-type]


@pytest.fixture
def code() -> str:
    from geo.registry import joined as join

    return join("E", [LINCOLN, Outline(RING)], "12.5 minutes on foot round Hub")


def test_an_address_says_who_drew_it(code: str) -> None:
    text = "valhalla,walk,12.5,2026-11-30,2,0,1"
    assert made().written(code) == text
    assert DrawnMinutes.read(text, code) == made()
    asked, notes = from_query({"in": code, "drawn": text})
    assert (asked, notes) == (PatchAsked(code, (), made()), [])
    assert asked.pairs() == {"in": code, "drawn": text}
    # Other pages know nothing of it.
    assert not any("drawn" in step.pairs for step in steps_from(asked))
    # Where the outline is gone, nothing is said of it; a name that is no longer true goes too.
    assert PatchAsked(LINCOLN, (), made()).pairs() == {"in": LINCOLN}
    assert read_patch(joined(asked, "E07000142").code).name == ""
    named = PatchAsked(code.replace("12.5_minutes", "Ours"), (), made())
    assert read_patch(joined(named, "E07000142").code).name.startswith("Ours")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "osrm,walk,12.5,2026-11-30,2,0,1",
        "valhalla,swim,12.5,2026-11-30,2,0,1",
        "valhalla,walk,0,2026-11-30,2,0,1",
        "valhalla,walk,120.5,2026-11-30,2,0,1",
        "valhalla,walk,nan,2026-11-30,2,0,1",
        "valhalla,walk,12.5,yesterday,2,0,1",
        "valhalla,walk,12.5,2026-11-30,-1,0,1",
        "valhalla,walk,12.5,2026-11-30,2,1001,1",
        "valhalla,walk,12.5,2026-11-30,2,0",
        "valhalla,walk,12.5,2026-11-30,2,0,0",
        "valhalla,walk,12.5,2026-11-30,2,0,2",
        "valhalla,walk,12.5,2026-11-30,2,0,-1",
        "valhalla,walk,12.5,2026-11-30,2,0,1,0",
    ],
)
def test_what_an_address_says_falsely_is_left_out(text: str, code: str) -> None:
    assert DrawnMinutes.read(text, code) is None


def test_the_file_says_who_drew_it(code: str, tmp_path: Path) -> None:
    content = patch_json(patch_sections._saved(PatchAsked(code, (), made())))
    kept = json.loads(content)["features"][0]["properties"]
    assert kept["drawn"] == made().words
    assert load_patch(content).drawn == made().words
    app = opened()
    box = next(one for one in app.file_uploader if one.key.startswith("patch_file"))
    box.set_value(("ours.geojson", content, "application/geo+json")).run()
    assert f"What the file says of it: {made().words}." in said(app)
    assert "drawn" not in json.loads(patch_json(save_patch(code)))["features"][0]["properties"]
    for false in (["x"], "x" * 301, "a\nb", 5):
        kept["drawn"] = false
        whole = json.loads(content)
        whole["features"][0]["properties"] = kept
        assert load_patch(json.dumps(whole).encode()).drawn == ""


def test_who_drew_it_is_still_known_after_a_look_at_another_page(code: str) -> None:
    app = opened(**{"in": code, "drawn": made().written(code)})
    assert "By minutes: within 12.5 minutes on foot" in captions(app)
    app.query_params.clear()
    app.query_params["in"] = code
    app.switch_page("views/explore.py").run()
    assert app.session_state.view.within == code
    app.query_params.clear()
    app.switch_page("views/partnership/patch.py").run()
    assert "By minutes: within 12.5 minutes on foot" in captions(app)

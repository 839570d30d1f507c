"""A router of a visitor's own: only at addresses that the server lists."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from serving.hosting import hosting


def panel() -> None:
    import streamlit as st

    from layers.view import MapView
    from views.panels import own_router

    st.session_state.setdefault("view", MapView())
    own_router.draw()


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv("COLDSPOTS_VISITOR_ROUTERS", "https://r.example, http://127.0.0.1:8002")
    hosting.cache_clear()
    yield AppTest.from_function(panel).run()
    hosting.cache_clear()


def test_a_listed_address_is_used_with_the_key_of_the_visitor(page: AppTest) -> None:
    assert page.selectbox(key="own_router_url").options == [
        "https://r.example",
        "http://127.0.0.1:8002",
    ]
    page.selectbox(key="own_router_kind").select("openrouteservice")
    page.text_input(key="own_router_path").input("ors")
    page.text_input(key="own_router_key").input("s3cret")
    page.button[0].click().run()
    assert not page.exception
    router = page.session_state.uploads.router
    assert router.choice.router_url == "https://r.example/ors"
    assert router.choice.key == "s3cret"
    assert "s3cret" not in repr(page.session_state.uploads)
    assert page.text[-1].value == "In use: OpenRouteService"


@pytest.mark.parametrize("path", ["@10.0.0.1/", ":9/x"])
def test_a_path_leads_to_no_other_address(page: AppTest, path: str) -> None:
    page.text_input(key="own_router_path").input(path)
    page.button[0].click().run()
    assert not page.exception
    # What stands after the slash is a path, whatever signs it has.
    router = page.session_state.uploads.router
    assert router.choice.router_url.startswith("https://r.example/")


def forged(address: str) -> None:
    """What the button does, where a browser has sent what the page does not offer."""
    import streamlit as st

    from layers.view import MapView
    from views.panels import own_router

    st.session_state.setdefault("view", MapView())
    st.session_state.own_router_kind = "osrm"
    st.session_state.own_router_url = address
    st.session_state.own_router_path = st.session_state.own_router_key = ""
    own_router._use_router()


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254",
        "https://r.example.evil.org",
        "https://r.example@10.0.0.1",
        "file:///",
    ],
)
def test_an_address_that_is_not_listed_is_refused(page: AppTest, address: str) -> None:
    sent = AppTest.from_function(forged, args=(address,)).run()
    assert not sent.exception
    assert sent.session_state.own_router_error == "This server does not allow that address."
    assert "uploads" not in sent.session_state
    listed = AppTest.from_function(forged, args=("http://127.0.0.1:8002",)).run()
    assert listed.session_state.uploads.router.choice.router_url == "http://127.0.0.1:8002"


def test_where_none_is_listed_there_is_no_box() -> None:
    hosting.cache_clear()
    page = AppTest.from_function(panel).run()
    assert not page.exception
    assert len(page.selectbox) == len(page.text_input) == 0

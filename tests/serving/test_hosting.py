"""Settings of a server, from a file and from the environment."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from geo.errors import BadInputError
from serving.hosting import Hosting, read, server_router, tiles_origin, variable


def test_nothing_is_set_on_ones_own_machine() -> None:
    assert read({}) == Hosting()
    assert not Hosting().logs_all()


def test_a_file_and_an_environment_which_counts_for_more(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(
        'operator = " Shire Council "\nhosts = ["Maps.Shire.example", "*.shire.example"]\n'
        'contact = "old@shire.example"\n'
    )
    made = read({"COLDSPOTS_CONFIG": str(file), "COLDSPOTS_CONTACT": "new@shire.example"})
    assert made == Hosting(
        operator="Shire Council",
        contact="new@shire.example",
        hosts=("maps.shire.example", "*.shire.example"),
    )
    assert made.logs_all()
    assert not Hosting(operator="Shire Council", log="errors").logs_all()
    assert read({"COLDSPOTS_HOSTS": "a.example, b.example"}).hosts == ("a.example", "b.example")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("operator = ", r"site.toml could not be read as TOML \(TOMLDecodeError\)"),
        ('owner = "me"', r"1 \(first: owner\) settings are none of this app's"),
        ("operator = 7", "operator: a setting is one line of text"),
        ('operator = "a\\nb"', "operator: a setting is one line of text"),
        (f'operator = "{"x" * 301}"', "of at most 300 characters"),
        ('hosts = ["https://maps.example/"]', r"1 \(first: https://maps.example/\) are no host na"),
        ("hosts = 8501", "hosts: give a list"),
        ("upload_mb = 0", "upload_mb: '0' is no whole number from 1 to 100,000. Write one"),
        ("upload_mb = 2.5", "upload_mb: '2.5' is no whole number"),
        ('upload_mb = "120 MB"', "upload_mb: '120 MB' is no whole number"),
        ("upload_files = -1", "upload_files: '-1' is no whole number"),
        ("upload_files = true", "upload_files: 'True' is no whole number"),
        ("upload_files = 100001", "upload_files: '100001' is no whole number"),
        ("upload_files = 1000000", "upload_files: '1000000' is no whole number"),
        ('router = "osrm"', "router, router_url: a router needs both"),
        ('router_url = "http://127.0.0.1:5000"', "router, router_url: a router needs both"),
        ('router = "magic"\nrouter_url = "http://127.0.0.1:5000"', "No router is called 'magic'"),
        ('router = "osrm"\nrouter_url = "file:///etc/passwd"', "is no router's address"),
        (
            'router = "osrm"\nrouter_url = "http://r"\nrouter_modes = ["fly"]',
            "No router is called 'osrm' with 'fly'",
        ),
        ("router_modes = 5", "router_modes: give a list"),
        ('visitor_routers = ["file:///x"]', r"1 \(first: file:///x\) are no addresses"),
        ('visitor_routers = ["https://me:pw@r.example"]', "are no addresses"),
        ('log = "most"', "log: 'most' is none of errors, all"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "site.toml"
    file.write_text(text)
    with pytest.raises(BadInputError, match=said):
        read({"COLDSPOTS_CONFIG": str(file)})


def test_what_a_visit_may_upload_is_a_number_of_the_file_or_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text("upload_mb = 60\nupload_files = 5\n")
    made = read({"COLDSPOTS_CONFIG": str(file), "COLDSPOTS_UPLOAD_FILES": " 7 "})
    assert (made.upload_mb, made.upload_files) == (60, 7)


def test_a_router_of_the_server() -> None:
    assert server_router(read({})) is None
    variables = {
        "COLDSPOTS_ROUTER": "valhalla",
        "COLDSPOTS_ROUTER_URL": "http://127.0.0.1:8002",
        "COLDSPOTS_ROUTER_KEY": "s3cret",
        "COLDSPOTS_ROUTER_MODES": "walk, cycle",
        "COLDSPOTS_VISITOR_ROUTERS": "https://API.example.org/v2, http://10.0.0.7:8002",
    }
    made = read(variables)
    assert "s3cret" not in repr(made)
    assert made.visitor_routers == ("https://api.example.org", "http://10.0.0.7:8002")
    found = server_router(made)
    assert found is not None
    assert (found.name, found.modes) == ("Valhalla", ("walk", "cycle"))
    assert (found.choice.router_url, found.choice.key) == ("http://127.0.0.1:8002", "s3cret")
    assert "s3cret" not in repr(found)


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(BadInputError, match="gone.toml could not be read"):
        read({"COLDSPOTS_CONFIG": "gone.toml"})


def test_no_setting_has_the_name_of_another_variable() -> None:
    taken = {"COLDSPOTS_CONFIG", "COLDSPOTS_DATA", "COLDSPOTS_CACHE", "COLDSPOTS_RAW"}
    assert not {variable(one.name) for one in fields(Hosting)} & taken


TILES = "https://tiles.example.org/{z}/{x}/{y}.png"


@pytest.mark.parametrize(
    "address",
    [
        TILES,
        "https://tiles.example.org:8443/map/{z}/{y}/{x}?key=a1-b_2",
        "http://localhost:9000/{z}/{x}/{y}.png",
        "http://127.0.0.1/{z}/{x}/{y}",
        "http://[::1]:9000/{z}/{x}/{y}",
    ],
)
def test_tiles_may_come_from_an_address_with_zoom_column_and_row(address: str) -> None:
    made = read({"COLDSPOTS_TILES": address, "COLDSPOTS_TILES_CREDIT": "© Somebody"})
    assert (made.tiles, made.tiles_credit) == (address, "© Somebody")
    assert tiles_origin(made.tiles) == address[: address.index("/", 8)]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://tiles.example.org/{z}/{x}/{y}.png", "is http"),
        ("ftp://tiles.example.org/{z}/{x}/{y}.png", "does not begin with https"),
        ("tiles.example.org/{z}/{x}/{y}.png", "does not begin with https"),
        ("https://tiles.example.org/{z}/{x}.png", "has not {y} in it"),
        ("https://tiles.example.org/tile.png", "has not {z}, {x}, {y} in it"),
        ("https://tiles.example.org/{z}/{x}/{y}/{y}.png", "has not {y} in it, once"),
        ("https://{z}.example.org/{x}/{y}.png", "has no plain host name"),
        ("https://{s}.example.org/{z}/{x}/{y}.png", "has no plain host name"),
        ("https://tiles.example.org/{z}/{x}/{y}{r}.png", "other braces"),
        ("https://me:secret@tiles.example.org/{z}/{x}/{y}.png", "holds a name or password"),
        ("https://tiles.example.org; script-src */{z}/{x}/{y}", "has no plain host name"),
        ("https:///{z}/{x}/{y}.png", "has no plain host name"),
        ("https://tiles.example.org:port/{z}/{x}/{y}.png", "is no address"),
        ("https://[/{z}/{x}/{y}.png", "is no address"),
        ("https://tiles.example.org/{z}/{x}/{y}.png#here", "has signs in it"),
        ("https://tiles.example.org/{z}/{x}/<y>{y}.png", "has signs in it"),
    ],
)
def test_tiles_that_no_browser_could_fetch_are_refused(address: str, said: str) -> None:
    with pytest.raises(BadInputError, match=re.escape(said)) as refused:
        read({"COLDSPOTS_TILES": address, "COLDSPOTS_TILES_CREDIT": "© Somebody"})
    assert "Write it as in https://tiles.example.org/{z}/{x}/{y}.png" in str(refused.value)


@pytest.mark.parametrize("alone", ["COLDSPOTS_TILES", "COLDSPOTS_TILES_CREDIT"])
def test_a_basemap_needs_its_credit(alone: str) -> None:
    with pytest.raises(BadInputError, match="a basemap needs both"):
        read({alone: TILES})
    assert read({alone: ""}) == Hosting()

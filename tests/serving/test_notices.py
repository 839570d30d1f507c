"""Notices: filled from the settings, gaps seen, and nothing said that the settings do not say."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

from geo.settings import project_dir
from geo.uploads.digests import KEY
from serving.hosting import FILE, Hosting, variable
from serving.notices import notices

WHOLE = Hosting(
    operator="Anytown Council",
    contact="maps@anytown.example",
    data_protection="The officer, Anytown",
    legal_basis="public task",
    log_kept="30 days",
    place="the United Kingdom",
    enforcement="the Equality Advisory and Support Service",
    equality_lead="Policy team, January 2026",
    reviewed="1 November 2026",
    upload_mb=457,
    upload_files=23,
)


NOT_SAID = ("hosts", "log", "router_modes", "visitor_routers")
"""Settings that say nothing to a visitor, or have a value where nothing is set."""


def text(settings: Hosting) -> str:
    return "\n".join(part for notice in notices(settings) for part in notice.paragraphs)


def test_a_router_is_told_of_where_there_is_one() -> None:
    def said(**settings: object) -> str:
        made = notices(Hosting(**settings))
        return " ".join(text for notice in made for text in notice.paragraphs)

    assert "router" not in said()
    named = {"router": "osrm", "router_url": "http://127.0.0.1:5000"}
    assert "your own sites too, are sent to this server's router; nothing" in said(**named)
    both = said(**named, visitor_routers=("https://r.example",), operator="Shire Council")
    assert "sent to this server's router or a router that you name yourself; nothing" in both


def test_all_that_is_set_is_said_and_nothing_is_missing() -> None:
    said = text(WHOLE)
    for field in fields(Hosting):
        if field.name not in NOT_SAID:
            assert str(getattr(WHOLE, field.name)) in said, field.name
    assert "to be filled in" not in said
    assert all(notice.missing == () for notice in notices(WHOLE))


def test_a_gap_is_seen_and_named() -> None:
    for name in ("contact", "legal_basis", "equality_lead", "reviewed"):
        lacking = notices(replace(WHOLE, **{name: ""}))
        assert {variable(name)} == {one for notice in lacking for one in notice.missing}
        said = "\n".join(part for notice in lacking for part in notice.paragraphs)
        assert f"[to be filled in: {variable(name)}]" in said


def test_on_ones_own_machine_no_operator_is_made_up() -> None:
    said = text(Hosting())
    assert "to be filled in" not in said
    assert "your own machine" in said
    assert "held in memory" in said
    assert "A visit may hold 12 files of your own and 130 MB of them at once" in said
    assert [notice.title for notice in notices(Hosting())] == [
        notice.title for notice in notices(WHOLE)
    ]


def test_the_page_of_settings_names_every_setting_and_none_that_there_is_not() -> None:
    page = (project_dir() / "docs" / "operating" / "settings.md").read_text(encoding="utf-8")
    known = {
        FILE,
        "COLDSPOTS_DATA",
        "COLDSPOTS_CACHE",
        KEY,
        *(variable(f.name) for f in fields(Hosting)),
    }
    named = {word.strip("`|.,:;()=\"'") for word in page.split() if "COLDSPOTS_" in word}
    named = {word.split("=")[0] for word in named}
    assert named == known


def test_what_the_container_copies_is_there() -> None:
    lines = (project_dir() / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [line.split()[1] for line in lines if line.startswith("COPY")]
    assert copied == ["requirements-server.txt", "."]
    assert all(Path(project_dir(), name).exists() for name in copied)
    assert [line for line in lines if line.startswith("USER")] == ["USER 10001"]

"""Notices that a public body needs, filled from the settings; what is not set is seen."""

from __future__ import annotations

from dataclasses import dataclass

from geo.settings import SMALL_COUNT
from serving.hosting import Hosting, tiles_origin, variable

MISSING = "to be filled in: {}"
"""In place of a setting that nobody made."""


@dataclass(frozen=True)
class Notice:
    """A notice: a heading, and paragraphs of plain text."""

    title: str
    paragraphs: tuple[str, ...]
    missing: tuple[str, ...]
    """Variables of the settings that it lacks."""


class _Filled:
    """Fills templates, and remembers what was missing."""

    def __init__(self, settings: Hosting) -> None:
        self.settings = settings
        self.missing: list[str] = []

    def __call__(self, name: str) -> str:
        value = str(getattr(self.settings, name))
        if not value:
            self.missing.append(variable(name))
            return f"[{MISSING.format(variable(name))}]"
        return value


def notices(settings: Hosting) -> list[Notice]:
    """Write the notices of a server, or of one's own machine where nobody is named as its operator.

    Examples
    --------
    >>> [notice.title for notice in notices(Hosting())]
    ['Privacy', 'Accessibility', 'Equality impact']
    """
    if not settings.operator:
        return [
            Notice("Privacy", tuple(_privacy_here(settings)), ()),
            Notice("Accessibility", (*_CHECKED, _NOT_KNOWN), ()),
            Notice("Equality impact", tuple(_QUESTIONS), ()),
        ]
    made = []
    for title, write in (
        ("Privacy", _privacy),
        ("Accessibility", _accessibility),
        ("Equality impact", _equality),
    ):
        filled = _Filled(settings)
        paragraphs = tuple(write(filled))
        made.append(Notice(title, paragraphs, tuple(dict.fromkeys(filled.missing))))
    return made


def _privacy_here(settings: Hosting) -> list[str]:
    return [
        "No operator is named, so this copy is taken to run on your own machine. It sends nothing "
        f"to anybody: maps, searches and files stay here. {_COOKIES}",
        *([_recipients(settings)] if settings.tiles else []),
        *_FILES,
        *_routed(settings),
        _budget(settings),
    ]


_COOKIES = (
    "Two cookies are set, until the browser is closed. One guards uploads against other sites; the "
    "other is a random name for the browser, so that a file made for a visit is given to no other "
    "browser. A third is set when somebody chooses a place on the map: it holds the code of that "
    "place for a year, so that the first page leads there again. The link “Start page” under the "
    "map removes it."
)
_FILES = [
    "Files that you give (sites, records of activity, candidates, demand) are held in memory for "
    "the visit and dropped within minutes of its end. They are not stored, and nothing of them "
    "enters an address, a log or a cache. They enter a newsroom pack only if you tick that they "
    "may.",
    "Files that are made for you to take along are given to your browser alone and dropped within "
    "seconds of the end of the visit, or two minutes after they were made.",
    f"Numbers of people and of rows of activity from your files under {SMALL_COUNT} are not shown.",
]


def _budget(settings: Hosting) -> str:
    return (
        f"A visit may hold {settings.upload_files:,} files of your own and {settings.upload_mb:,} "
        "MB of them at once; what is removed makes room, and more is refused."
    )


def _routed(settings: Hosting) -> list[str]:
    """Return what is sent to a router, where the server has one or visitors may name theirs."""
    whose = [
        *(["this server's router"] if settings.router else []),
        *(["a router that you name yourself"] if settings.visitor_routers else []),
    ]
    if not whose:
        return []
    return [
        "If you choose journey times, the places of neighbourhoods and of sites, your own sites "
        f"too, are sent to {' or '.join(whose)}; nothing else of your files is."
    ]


def _recipients(settings: Hosting) -> str:
    """Return who else hears of a visit: nobody, or whoever serves the basemap."""
    if not settings.tiles:
        return "Nobody else is told anything: fonts, scripts and maps come from this server alone."
    return (
        f"The basemap comes from {tiles_origin(settings.tiles)}, by {settings.tiles_credit}: your "
        "browser asks there for the pieces that you look at, so that its network address and where "
        "on the map you look are known there. Fonts, scripts and figures come from this server "
        "alone."
    )


def _privacy(filled: _Filled) -> list[str]:
    return [
        f"This server is run by {filled('operator')}, in {filled('place')}. Questions: "
        f"{filled('contact')}. Data protection: {filled('data_protection')}.",
        f"Looking at maps needs no personal data. If you give files of your own, they are sent to "
        f"this server and worked on there. Legal basis: {filled('legal_basis')}.",
        *_FILES,
        *_routed(filled.settings),
        _budget(filled.settings),
        "The app's own log says which page was drawn, how long that took and which part of the "
        "program failed. It holds no address of a visitor, nothing typed or asked for and nothing "
        f"of a file. The proxy in front of it may keep a log of its own. Logs are kept for: "
        f"{filled('log_kept')}.",
        f"{_COOKIES} {_recipients(filled.settings)}",
        f"Last read over: {filled('reviewed')}.",
    ]


_CHECKED = [
    "The rules of axe-core, those for WCAG 2 A and AA among them, are run on the pages in "
    "Chromium, light and dark, at the size of a desk and of a phone, with each change of the "
    "program; nothing serious or critical is left. Every map has a table with the same figures and "
    "a reading in words; areas are reached by keyboard; classes differ by pattern or lightness and "
    "not by hue alone.",
    "Known limits: a map on canvas says nothing to a screen reader by itself, so the table and the "
    "words stand in for it. Small labels over the map cannot be enlarged apart from the page.",
]
_NOT_KNOWN = (
    "Not known: nobody who uses a screen reader every day was asked, and no independent audit was "
    "made. So no full conformance is claimed."
)


def _accessibility(filled: _Filled) -> list[str]:
    return [
        *_CHECKED,
        _NOT_KNOWN,
        f"Something you cannot use? Write to {filled('contact')}. If the answer does not help: "
        f"{filled('enforcement')}.",
        f"Last read over: {filled('reviewed')}.",
    ]


_QUESTIONS = [
    "A map of areas can hide people. Before a decision rests on it, ask: who is not in the figures "
    "(pupils of special and independent schools, movers, adults)? Which groups live in the places "
    "that are left out, and who in the places that are not? Does distance weigh more on disabled "
    "people, carers, or those without a car? Would another definition change the choice (see "
    "Method)?",
    "An area-level figure says nothing about one person and decides nobody's eligibility.",
]


def _equality(filled: _Filled) -> list[str]:
    return [
        *_QUESTIONS,
        f"The public sector equality duty is the operator's. Its assessment: "
        f"{filled('equality_lead')}.",
    ]

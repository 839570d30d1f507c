"""Find a place: a postcode, an area, a university, a teaching site, a school or a code, from text.

One index for the whole process: names within 15 ms, postcodes of a letter read when first asked
for. What is asked is neither kept nor logged.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geo.boundaries import to_degrees
from geo.places.postcodes import NO_AREA
from geo.places.search_index import NameIndex, Rows
from geo.places.search_places import load_names, load_places, moved_codes
from geo.places.search_postcodes import FoundPostcode, Postcodes, mended, readings
from geo.places.search_text import LONGEST, cleaned, plain_words, shortened
from geo.registry import bundled

RESULTS, MOST_RESULTS = 8, 50
"""Places that are listed, and the most that can be asked for."""
_LEAST_OF_CODE, _LEAST_OF_CODES = 4, 5

WHAT_TO_TYPE = (
    "Type a postcode such as FY1 1AA, a place, a university or school, or an area code such as "
    "E06000009."
)
TOO_LONG = f"That is longer than any name here. {WHAT_TO_TYPE}"
UNKNOWN = "is not in the directory of November 2025: it may be new, or mistyped."
NO_PLACE = (
    "is listed without a place: the Channel Islands and the Isle of Man are not on this map, and "
    "some postcodes ended before places were kept."
)
NORTHERN_IRELAND = (
    "Northern Ireland's postcodes are looked up one at a time: type the whole postcode, such as "
    "BT1 5GS."
)


@dataclass(frozen=True)
class Result:
    """One place that a text may mean."""

    kind: str
    """postcode, area, town, village, provider, site or school."""
    geography: str
    """Level of the area to go to; empty where none is bundled: go to the point."""
    code: str
    """Code of the area to go to."""
    key: str
    """The place's own code: postcode, area code, UKPRN, site or URN."""
    name: str
    where: str
    """What it is and where, in words, such as `Ward in Reading`."""
    lat: float | None
    lng: float | None
    """Degrees (EPSG:4326); None for areas and where no point is given out."""


@dataclass(frozen=True)
class SearchAnswer:
    """What a text found, the likeliest first."""

    results: tuple[Result, ...]
    sentence: str
    """What to say to whoever typed it; empty where the results speak for themselves."""


@dataclass(frozen=True)
class Finder:
    """Everything that can be found; make one with `finder`."""

    places: pa.Table
    names: NameIndex
    codes: npt.NDArray[np.bytes_]
    """Codes of all places in order, capitals."""
    of_code: npt.NDArray[np.int64]
    """Number of the place that each code belongs to."""
    postcodes: Postcodes

    @classmethod
    def build(cls, root: Path | None = None) -> Finder:
        """Index the bundled data; takes about a second and a half."""
        places = load_places(root)
        districts = places.index[(places["geography"] == "lad24") & (places["code"] == places.key)]
        of_district = dict(zip(places["key"][districts], districts.tolist(), strict=True))
        moved = {old: of_district[now] for old, now in moved_codes(root).items()}
        firsts = {
            level: int((places["geography"] == level).to_numpy().argmax())
            for level in ("dz11", "sdz21")
        }
        codes = np.array([*places["key"].str.upper(), *moved], dtype="S")
        order = np.argsort(codes, kind="stable")
        # Upper levels go without their region: "west midlands" is not West Lindsey.
        around = places["around"].mask(
            places["geography"].isin([one.id for one in bundled() if not one.is_small]), ""
        )
        names = NameIndex.build(load_names(places), around.tolist())
        few = dict.fromkeys(("kind", "geography", "label"), "category")
        shown = places.drop(columns=["weight", "other_name"]).astype(few)
        to_degrees(0, 0)  # Made ready before somebody waits.
        return cls(
            places=pa.Table.from_pandas(shown, preserve_index=False),
            names=names,
            codes=codes[order],
            of_code=np.array([*places.index, *moved.values()])[order],
            postcodes=Postcodes({**of_district, **moved}, firsts, root),
        )

    def find(self, text: str, limit: int = RESULTS) -> SearchAnswer:
        """Find what a text may mean.

        Ranked: its code; its postcode; a name that is the text; one that begins with it, the more
        people the earlier; one with words that begin so, in any order; the same with words of
        where it is; one that holds it; a misspelling.

        Parameters
        ----------
        text
            Anything. Case, blanks, accents and signs do not matter.
        limit
            Most results, 1 to 50.

        Examples
        --------
        >>> [hit.name for hit in finder().find("fy11aa").results]
        ['FY1 1AA']
        >>> finder().find("blackpol").sentence
        'No place is called “blackpol”. Did you mean Blackpool?'
        """
        limit = max(1, min(limit, MOST_RESULTS))
        asked = cleaned(text)
        if len(asked) > LONGEST:
            return SearchAnswer((), TOO_LONG)
        if not plain_words(asked):
            return SearchAnswer((), WHAT_TO_TYPE)
        meant = readings(asked)
        whole = [parts for parts in meant if len(parts[1]) == 3]
        if whole:
            return self._whole_postcode(*whole[0], limit)
        coded = [*self._by_code(asked, limit), *self._part_postcodes(meant, limit)]
        named = self._by_name(plain_words(asked), limit)
        if not coded and all(_is_remote(hit, asked) for hit in named):
            guess = self._guess(asked, meant, limit)
            more = [hit for hit in named if hit not in guess.results]
            if guess.results or not named:
                return SearchAnswer((*guess.results, *more)[:limit], guess.sentence)
        return SearchAnswer(tuple([*coded, *named][:limit]), "")

    def _guess(self, asked: str, meant: list[tuple[str, str]], limit: int) -> SearchAnswer:
        """Return that nothing fits, with what may have been meant."""
        if any(outward.startswith("BT") for outward, _ in meant):
            return SearchAnswer((), NORTHERN_IRELAND)
        nothing = f"No place is called “{shortened(asked)}”."
        parts = mended(asked)
        postcode = self.postcodes.find(*parts) if parts else None
        if postcode is not None and postcode.place != NO_AREA:
            guesses = [self._postcode(postcode)]
        else:
            like = self.names.place[self.names.like(plain_words(asked))].tolist()
            guesses = self._show(list(dict.fromkeys(like)))
            guesses = sorted(guesses, key=lambda hit: hit.kind == "village")[:limit]
        if guesses:
            return SearchAnswer(tuple(guesses), f"{nothing} Did you mean {guesses[0].name}?")
        return SearchAnswer((), f"{nothing} {WHAT_TO_TYPE}")

    def _by_code(self, asked: str, limit: int) -> list[Result]:
        code = re.sub(r"\s", "", asked.upper())
        if len(code) < _LEAST_OF_CODE or not re.fullmatch(r"[A-Z0-9-]*[0-9][A-Z0-9-]*", code):
            return []
        low = int(np.searchsorted(self.codes, np.bytes_(code)))
        last = low
        while last < len(self.codes) and self.codes[last] == code.encode():
            last += 1
        if last == low and len(code) >= _LEAST_OF_CODES and re.fullmatch(r"[EWSN]\d+", code):
            ahead = self.codes[low : low + limit]
            last = low + sum(found.startswith(code.encode()) for found in ahead)
        return self._show(self.of_code[low:last])

    def _by_name(self, asked: str, limit: int) -> list[Result]:
        names, found = self.names, dict[int, None]()
        for tier in (names.exact, names.beginning, names.with_words, names.in_context):
            _add(found, self._heaviest(tier(asked), limit + len(found)))
            if len(found) >= limit:
                break
        else:
            _add(found, self._heaviest(names.holding(asked), limit + len(found)))
        return self._show(list(found)[:limit])

    def _heaviest(self, rows: Rows, most: int) -> Iterator[int]:
        """Yield the places of some names, the ones with the most people first."""
        weight = -self.names.weight[rows]
        # A place may have several names among these: four times as many are enough.
        if len(rows) > 4 * most:
            nearest = np.argpartition(weight, 4 * most)[: 4 * most]
            rows, weight = rows[nearest], weight[nearest]
        yield from self.names.place[rows[np.lexsort((rows, weight))]].tolist()

    def _whole_postcode(self, outward: str, inward: str, limit: int) -> SearchAnswer:
        written = f"{outward} {inward}"
        found = self.postcodes.find(outward, inward)
        if found is not None and found.place != NO_AREA:
            return SearchAnswer((self._postcode(found),), "")
        if found is not None:
            return SearchAnswer((), f"{written} {NO_PLACE}")
        near = self._near(outward, inward, limit)
        if not near:
            return SearchAnswer((), f"{written} {UNKNOWN} {WHAT_TO_TYPE}")
        return SearchAnswer(tuple(near), f"{written} {UNKNOWN} Did you mean {near[0].name}?")

    def _near(self, outward: str, inward: str, limit: int) -> list[Result]:
        """List postcodes that share as much of their beginning as possible."""
        for length in (2, 1, 0):
            found = self.postcodes.beginning(outward, inward[:length], limit)
            if found:
                return [self._postcode(one) for one in found]
        return []

    def _part_postcodes(self, meant: Iterable[tuple[str, str]], limit: int) -> list[Result]:
        found: list[FoundPostcode] = []
        for outward, inward in meant:
            if inward:
                found += self.postcodes.beginning(outward, inward, limit)
            else:
                found += self.postcodes.districts(outward, limit)
        return [self._postcode(one) for one in found[:limit]]

    def _postcode(self, found: FoundPostcode) -> Result:
        area = self._show([found.place])[0]
        what = "Postcode in" if " " in found.postcode else "Postcode district around"
        name = area.name if area.geography == "lad24" else ""
        around = name or self.places.column("around")[found.place].as_py()
        return Result(
            kind="postcode",
            geography=area.geography,
            code=area.code,
            key=found.postcode,
            name=found.postcode,
            where=f"{what} {around}",
            **_degrees(found.easting_m, found.northing_m),
        )

    def _show(self, numbers: Iterable[int]) -> list[Result]:
        """Turn numbers of places into results."""
        rows = self.places.take(pa.array(list(numbers), type=pa.int64())).to_pylist()
        return [
            Result(
                **{field: row[field] for field in ("kind", "geography", "code", "key", "name")},
                where=f"{row['label']} {row['around']}".strip(),
                **_degrees(row["easting_m"], row["northing_m"]),
            )
            for row in rows
        ]


_only_one = Lock()


@cache
def _build(root: Path | None) -> Finder:
    made = Finder.build(root)
    # Arrow keeps what the tables took while they were read: it is given back.
    pa.default_memory_pool().release_unused()
    return made


def finder(root: Path | None = None) -> Finder:
    """Return the one index of this process; the first call builds it.

    Raises
    ------
    IntegrityError
        If a bundled table cannot be read.
    """
    with _only_one:
        return _build(root)


def _is_remote(hit: Result, asked: str) -> bool:
    """Test whether a place is a village or suburb that merely resembles the text.

    There are so many of them that nearly every misspelling is part of the name of one.
    """
    return hit.kind == "village" and plain_words(hit.name) != plain_words(asked)


def _add(found: dict[int, None], places: Iterable[int]) -> None:
    found.update(dict.fromkeys(int(place) for place in places))


def _degrees(easting_m: float | None, northing_m: float | None) -> dict[str, Any]:
    if easting_m is None or northing_m is None or math.isnan(easting_m):
        return {"lat": None, "lng": None}
    lng, lat = to_degrees(easting_m, northing_m)
    return {"lat": round(float(lat), 6), "lng": round(float(lng), 6)}

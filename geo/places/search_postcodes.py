"""Postcodes in a small space, found by their beginning: 17 bytes each, a letter at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo import tables
from geo.errors import IntegrityError
from geo.places.postcodes import NO_AREA, irish_positions
from geo.publishers.ons.people import postcode_letters, postcode_package, read_postcodes
from geo.tables import checked

OUTWARD = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
_PARTS = re.compile(rf"({OUTWARD})(?:\s*([0-9][A-Z]{{0,2}}))?")
_ISLE = "BT"
"""Northern Ireland: looked up whole and one at a time; never listed, and without coordinates."""


def readings(text: str) -> list[tuple[str, str]]:
    """Read a text as a postcode or the beginning of one, in every way that it can be meant.

    Returns
    -------
    readings
        Outward and inward part; the latter is empty or cut short where the text is. None for a
        text that is no postcode.

    Examples
    --------
    >>> readings("fy1 1")
    [('FY1', '1')]
    >>> readings("m11")
    [('M11', ''), ('M1', '1')]
    """
    asked = " ".join(text.upper().replace("-", " ").split())
    if " " in asked:
        parts = _PARTS.fullmatch(asked)
        return [(parts[1], parts[2] or "")] if parts else []
    cuts = ((asked[:end], asked[end:]) for end in range(len(asked), 1, -1))
    return [
        (outward, inward)
        for outward, inward in cuts
        if re.fullmatch(OUTWARD, outward) and re.fullmatch(r"(?:[0-9][A-Z]{0,2})?", inward)
    ]


_DIGIT = str.maketrans("OILSZB", "011528")
_LETTER = str.maketrans("015", "OIS")


def mended(text: str) -> tuple[str, str] | None:
    """Read a whole postcode in which letters and digits that look alike were mixed up.

    Examples
    --------
    >>> mended("FYI IAA")
    ('FY1', '1AA')
    >>> mended("Leeds")
    """
    asked = re.sub(r"[^A-Z0-9]", "", text.upper())
    inward = asked[-3:-2].translate(_DIGIT) + asked[-2:].translate(_LETTER)
    for outward in (asked[:-3], asked[:-4] + asked[-4:-3].translate(_DIGIT)):
        if re.fullmatch(OUTWARD, outward) and re.fullmatch("[0-9][A-Z]{2}", inward):
            return outward, inward
    return None


@dataclass(frozen=True)
class FoundPostcode:
    """A postcode, or the middle of a postcode district."""

    postcode: str
    """With its blank; a district has none."""
    place: int
    """Number of its neighbourhood, data zone or super data zone among
    `geo.places.search_places.load_places`, else of its district (on quays outside every outline),
    else NO_AREA."""
    easting_m: float
    northing_m: float
    """NaN where the directory gives no point, and in Northern Ireland."""


@dataclass(frozen=True)
class _Block:
    """The postcodes of one first letter, in order, the outward part padded to four signs."""

    codes: npt.NDArray[np.bytes_]
    place: npt.NDArray[np.uint16]
    metres: npt.NDArray[np.float32]
    """Easting and northing, exact to the metre."""

    def part(self, start: int, end: int) -> _Block:
        """Return a view of some rows."""
        return _Block(self.codes[start:end], self.place[start:end], self.metres[start:end])

    def beginning(self, start: str) -> tuple[int, int]:
        """Return where codes that begin so start and end."""
        first, last = np.array([start, f"{start:~<7}"], dtype="S7")
        low = np.searchsorted(self.codes, first)
        return int(low), int(np.searchsorted(self.codes, last, side="right"))

    def at(self, row: int) -> FoundPostcode:
        """Return one postcode."""
        code = self.codes[row].decode()
        east, north = self.metres[row]
        name = f"{code[:4].strip()} {code[4:]}"
        return FoundPostcode(name, int(self.place[row]), float(east), float(north))


class Postcodes:
    """All postcodes of the installed package, each letter read when it is first asked for."""

    def __init__(
        self, districts: dict[str, int], firsts: dict[str, int], root: Path | None = None
    ) -> None:
        """Prepare the directory; nothing is read yet.

        Parameters
        ----------
        districts
            Number of the place of each authority's code, of any year.
        firsts
            Number of the first place of `dz11` and of `sdz21`, whose places follow in code order.
        """
        self._districts, self._firsts, self._root = districts, firsts, root
        self._folder, self._version = postcode_package()
        self._letters = postcode_letters(self._folder)
        self._path = path = checked(tables.path_of("postcodes", root))
        try:
            self._stored = pq.ParquetFile(path)
        except (OSError, ValueError) as error:
            raise IntegrityError(
                f"{path.name}: the bundled postcodes cannot be read. Restore the data folder from "
                "the repository."
            ) from error
        about = self._stored.metadata
        rows = [about.row_group(at).num_rows for at in range(about.num_row_groups)]
        self._starts = np.append(0, np.cumsum(rows))
        # One piece of memory for all, taken up as letters are read: pieces for each would lie
        # scattered between what reading leaves free, and cost twice as much.
        whole = int(self._starts[-1])
        self._all = _Block(
            np.empty(whole, "S7"), np.empty(whole, "uint16"), np.empty((whole, 2), "float32")
        )
        self._blocks: dict[str, _Block] = {}
        self._lock = Lock()

    def load(self) -> None:
        """Read every letter now, so that nobody waits for one later."""
        for letter in self._letters:
            self._block(letter)

    def find(self, outward: str, inward: str) -> FoundPostcode | None:
        """Return a whole postcode, or None if the directory has none such."""
        block = self._block(outward[0])
        if block is None:
            return None
        low, high = block.beginning(f"{outward:<4}{inward}")
        return block.at(low) if high > low else None

    def beginning(self, outward: str, inward: str, limit: int) -> list[FoundPostcode]:
        """List the first postcodes that begin so and have a point; none in Northern Ireland."""
        block = self._block(outward[0])
        if block is None or outward.startswith(_ISLE):
            return []
        low, high = block.beginning(f"{outward:<4}{inward}")
        placed = low + np.flatnonzero(block.place[low:high] != NO_AREA)[:limit]
        return [block.at(int(row)) for row in placed]

    def districts(self, start: str, limit: int) -> list[FoundPostcode]:
        """List postcode districts that begin so, each at the postcode nearest its middle."""
        block = self._block(start[0])
        if block is None or start.startswith(_ISLE):
            return []
        return [found for _, found in zip(range(limit), _middles(block, start), strict=False)]

    def _block(self, letter: str) -> _Block | None:
        if letter not in self._letters:
            return None
        if letter not in self._blocks:
            with self._lock:
                if letter not in self._blocks:
                    self._blocks[letter] = self._read(letter)
        return self._blocks[letter]

    def _read(self, letter: str) -> _Block:
        number = self._letters.index(letter)
        checked(self._path)
        columns = ["lsoa21", "dz11"]
        group = self._stored.read_row_group(number, columns=columns, use_threads=False)
        listed = read_postcodes(self._folder, letter)
        if len(listed) != group.num_rows:
            raise IntegrityError(
                f"postcodes: the package is version {self._version}, and the bundled "
                "neighbourhoods are of another. Install requirements.txt, or run `coldspots build`."
            )
        place, zone = (group.column(level).to_numpy() for level in columns)
        found = listed["authority_code"].map(self._districts).fillna(NO_AREA)
        district = np.where(listed["easting_m"].notna(), found, NO_AREA)
        irish = listed["authority_code"].str.startswith("N").fillna(False).to_numpy(dtype=bool)
        place = np.where(zone == NO_AREA, place, zone.astype("int64") + self._firsts["dz11"])
        if irish.any():
            # Found here and not bundled: the postcodes of Northern Ireland have their own terms.
            zone = irish_positions(listed[irish], self._root)
            place = place.astype("int64")
            place[irish] = np.where(zone < 0, NO_AREA, zone + self._firsts["sdz21"])
        metres = listed[["easting_m", "northing_m"]].to_numpy(dtype="float32", copy=True)
        metres[irish] = np.nan
        codes = _padded(listed["postcode"])
        order = np.argsort(codes)
        block = self._all.part(self._starts[number], self._starts[number + 1])
        block.codes[:] = codes[order]
        block.place[:] = np.where(place == NO_AREA, district, place)[order]
        block.metres[:] = metres[order]
        del listed, group
        # Arrow keeps what it has freed: for 23 letters that would be as much as the index itself.
        pa.default_memory_pool().release_unused()
        return block


def _padded(postcodes: pd.Series) -> npt.NDArray[np.bytes_]:
    """Write postcodes seven signs wide without an object for each: the blank fills the middle."""
    text = pa.array(postcodes, type=pa.string())
    outward = pc.utf8_rpad(pc.utf8_slice_codeunits(text, 0, -3), width=4)
    whole = pc.binary_join_element_wise(outward, pc.utf8_slice_codeunits(text, -3), "")
    return np.frombuffer(whole.buffers()[2], dtype="S7", count=len(whole))


def _middles(block: _Block, start: str) -> Iterator[FoundPostcode]:
    """Yield the districts that begin so, in order, each at the postcode nearest its middle."""
    row, end = block.beginning(start)
    while row < end:
        outward = block.codes[row].decode()[:4]
        _, after = block.beginning(outward)
        points = block.metres[row:after]
        known = np.isfinite(points[:, 0])
        if known.any():
            middle = np.median(points[known], axis=0)
            away = np.hypot(*(points - middle).T)
            found = block.at(row + int(np.nanargmin(away)))
            yield FoundPostcode(outward.strip(), found.place, found.easting_m, found.northing_m)
        row = after

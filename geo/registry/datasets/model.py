"""What the registry says of a publisher and of one of its files."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

CopyStatus = Literal["publisher file", "re-saved copy", "rebuilt", "derived"]


@dataclass(frozen=True)
class Publisher:
    """Who answers for a file, and under which licence."""

    id: str
    name: str
    licence: str | None
    """None where nobody states one: such files are never bundled."""
    licence_url: str
    attribution: tuple[str, ...]
    """Lines that any map, page or file showing the data must carry."""


@dataclass(frozen=True)
class Dataset:
    """One file of one publisher, as the build reads it."""

    id: str
    title: str
    publisher: Publisher
    page: str
    """Where the publisher tells of it."""
    file: str
    """Path under the folder of raw files, or a package name for data from a package."""
    sha256: str
    """Hash of the copy that the bundle was built from; of no other copy is anything said."""
    obtained_from: str
    copy_status: CopyStatus
    period: str
    rows: int
    """Rows that a whole file holds; another number stops the build."""
    geography: str | None = None
    """Geography of its codes, if it is about areas."""
    other_rows: tuple[int, ...] = ()
    """Rows of other editions that are whole too: the publisher's own file, where ours is a copy."""
    living: bool = False
    """Whether the publisher keeps adding to it: a tenth more or fewer rows are then no fault."""
    url: str = ""
    """Direct address at the publisher where one is known."""
    own_file: str = ""
    """Path of the publisher's own file where its layout is another than that of the copy in
    `file`; it is read in the copy's place where it is there."""
    marks: dict[str, str] = field(default_factory=dict)
    """Suppression marks and what each means. Any other text in a number column stops the build."""
    caveat: str = ""
    """What a reader must know before using it."""
    bundled: bool = True
    """Whether figures of it are bundled; others are of the user's own cache alone."""
    attribution: tuple[str, ...] = ()
    """Lines of its own, in place of the publisher's."""

    def is_whole(self, rows: int) -> bool:
        """Test whether a file with so many rows can be all of it."""
        within = self.living and abs(rows - self.rows) <= self.rows / 10
        return rows in (self.rows, *self.other_rows) or within

    def files_in(self, raw: Path) -> list[str]:
        """Return which of its files lie under a folder of raw files, the one to read first.

        What may not be read is not there: a server's user may have no folder of caches.
        """
        named = (file for file in (self.own_file, self.file) if file)
        return [one for one in named if os.access(raw / one, os.R_OK) and (raw / one).is_file()]

    @property
    def attribution_lines(self) -> tuple[str, ...]:
        """Lines that must stand beside the data."""
        return self.attribution or self.publisher.attribution


OWN_REPOSITORIES = "https://raw.githubusercontent.com/"
"""Where publishers who keep data beside their code have them; `HEAD` is the latest there."""
OGL = "Open Government Licence v3.0"
OGL_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_OS_LINE = "Contains OS data © Crown copyright and database right 2024"

OFS = Publisher(
    "ofs",
    "Office for Students",
    OGL,
    OGL_URL,
    ("Source: Office for Students licensed under the Open Government Licence v3.0",),
)
MHCLG = Publisher(
    "mhclg",
    "Ministry of Housing, Communities and Local Government",
    OGL,
    OGL_URL,
    (
        "Source: Ministry of Housing, Communities and Local Government licensed under the Open "
        "Government Licence v3.0",
    ),
)
ONS = Publisher(
    "ons",
    "Office for National Statistics",
    OGL,
    OGL_URL,
    (
        "Source: Office for National Statistics licensed under the Open Government Licence v3.0",
        _OS_LINE,
    ),
)
COMMONS = Publisher(
    "commons",
    "House of Commons Library",
    "Open Parliament Licence v3.0",
    "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
    (
        "MSOA names: House of Commons Library, containing Parliamentary information licensed "
        "under the Open Parliament Licence v3.0",
    ),
)
DFE = Publisher(
    "dfe",
    "Department for Education",
    OGL,
    OGL_URL,
    ("Source: Department for Education licensed under the Open Government Licence v3.0",),
)
HESA = Publisher(
    "hesa",
    "HESA and the Office for Students (Discover Uni)",
    "Creative Commons Attribution 4.0",
    "https://creativecommons.org/licenses/by/4.0/",
    ("Teaching sites: Discover Uni dataset, HESA, www.hesa.ac.uk, CC BY 4.0",),
)
SMC = Publisher(
    "smc",
    "Social Mobility Commission",
    OGL,
    OGL_URL,
    ("Source: Social Mobility Commission licensed under the Open Government Licence v3.0",),
)
SCOTGOV = Publisher(
    "scotgov",
    "Scottish Government",
    OGL,
    OGL_URL,
    (
        "Source: Scottish Government licensed under the Open Government Licence v3.0",
        _OS_LINE,
    ),
)
NRS = Publisher(
    "nrs",
    "National Records of Scotland",
    OGL,
    OGL_URL,
    ("Source: National Records of Scotland licensed under the Open Government Licence v3.0",),
)
MYSOCIETY = Publisher(
    "mysociety",
    "mySociety",
    "Creative Commons Attribution 4.0",
    "https://creativecommons.org/licenses/by/4.0/",
    ("Overlaps of small areas with constituencies: mySociety, CC BY 4.0", _OS_LINE),
)
NISRA = Publisher(
    "nisra",
    "Northern Ireland Statistics and Research Agency",
    OGL,
    OGL_URL,
    ("Source: NISRA, www.nisra.gov.uk, licensed under the Open Government Licence v3.0",),
)
WELSHGOV = Publisher(
    "welshgov",
    "Welsh Government",
    OGL,
    OGL_URL,
    ("Source: Welsh Government licensed under the Open Government Licence v3.0",),
)
UCAS = Publisher(
    "ucas",
    "UCAS",
    None,
    "",
    ("Entry rates: UCAS, from a copy of the user's own; no licence to pass them on is stated",),
)
ORDNANCE_SURVEY = Publisher(
    "os",
    "Ordnance Survey",
    OGL,
    OGL_URL,
    ("Place names: OS Open Names, contains OS data © Crown copyright and database right 2019",),
)
OPEN_ROADS = Publisher(
    "os_roads",
    "Ordnance Survey",
    OGL,
    OGL_URL,
    ("Motorways: OS Open Roads, contains OS data © Crown copyright and database right",),
)
DFI = Publisher(
    "dfi",
    "Department for Infrastructure",
    OGL,
    OGL_URL,
    (
        "Motorways of Northern Ireland: Department for Infrastructure licensed under the Open "
        "Government Licence v3.0",
    ),
)
GEONAMES = Publisher(
    "geonames",
    "GeoNames",
    "Creative Commons Attribution 4.0",
    "https://creativecommons.org/licenses/by/4.0/",
    ("Place names of Northern Ireland: GeoNames, www.geonames.org, CC BY 4.0",),
)
STATIONS = Publisher(
    "stations",
    "UK railway stations, a list kept by volunteers",
    "Open Database Licence 1.0",
    "https://opendatacommons.org/licenses/odbl/1-0/",
    ("Railway stations: github.com/davwheat/uk-railway-stations, ODbL 1.0",),
)
DATA_AC_UK = Publisher(
    "data_ac_uk",
    "data.ac.uk learning providers",
    "Not stated by the publisher; only facts are taken: who is listed, and in which group",
    "http://learning-provider.data.ac.uk/",
    ("Provider groups: learning-provider.data.ac.uk",),
)
PUBLIC_PAGES = Publisher(
    "public_pages",
    "Public web pages, one address per fact",
    "Facts, each with the address of its source",
    "",
    ("Partnership facts: the public page named beside each",),
)

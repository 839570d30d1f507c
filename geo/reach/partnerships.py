"""A partnership: institutions by UKPRN with sites of one's own, as a small file; a list to start.

The starting list is facts, each one institution with its role, date and source. Who else belongs
to a partnership is not in them, so no membership is made from them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo import tables
from geo.errors import BadInputError, NoAnswerError, first_of
from geo.files import write_json
from geo.uploads import MOST_ROWS, OWN, OWN_PARTNER, SITE_COLUMNS, content_of, parse_json

_MOST_BYTES = 20_000_000
_KIND, _FORMAT = "coldspots partnership", 1


def no_sites() -> pd.DataFrame:
    """Return a table of sites without a row."""
    empty = pd.DataFrame(columns=list(SITE_COLUMNS), index=pd.Index([], name="site_id"))
    return empty.astype({"easting_m": "float64", "northing_m": "float64", "courses": "float64"})


@dataclass(frozen=True, eq=False)
class Partnership:
    """Institutions and sites that reach young people together."""

    name: str
    ukprns: tuple[str, ...] = ()
    own: pd.DataFrame = field(default_factory=no_sites)
    """Sites of one's own, as `geo.uploads.sites.read_sites` gives them."""

    def sites(
        self, root: Path | None = None, *, part_time: bool = False, least_courses: int = 0
    ) -> pd.DataFrame:
        """Return its sites: those of its institutions, and its own.

        Parameters
        ----------
        root
            The data folder; the bundled one unless given.
        part_time
            Whether to keep only sites with part-time courses, which are then what is counted.
        least_courses
            Leave out sites with fewer courses; a site of one's own without a number stays.

        Raises
        ------
        BadInputError
            If a UKPRN is unknown, or no site is left.
        """
        listed = provider_sites(self.ukprns, root, part_time=part_time)
        own = self.own[self.own["courses"].notna()] if part_time else self.own
        sites = pd.concat([part for part in (listed, own) if len(part)] or [listed])
        sites = sites[~(sites["courses"] < least_courses)]
        if sites.empty:
            what = "part-time courses" if part_time else f"{least_courses} courses or more"
            raise NoAnswerError(
                f"{self.name or 'The partnership'}: no site with a known place and {what}. Choose "
                "other institutions, or add sites of your own.",
                **({"part_time": ""} if part_time else {}),
            )
        return sites

    def save(self, path: Path) -> None:
        """Write it as a small JSON file, whole or not at all."""
        write_json(path, self.to_json())

    def to_json(self) -> dict[str, Any]:
        """Return what the file holds."""
        own = self.own.reset_index(drop=True)[["provider", "name", "easting_m", "northing_m"]]
        courses = [None if np.isnan(one) else one for one in self.own["courses"].astype("float64")]
        return {
            "kind": _KIND,
            "format": _FORMAT,
            "name": self.name,
            "ukprns": list(self.ukprns),
            "sites": own.assign(courses=pd.Series(courses, dtype="object")).to_dict("records"),
        }


def load_partnership(source: bytes | Path, root: Path | None = None) -> Partnership:
    """Read the file of a partnership.

    Raises
    ------
    BadInputError
        If it is no such file, or names an institution that there is not.

    Examples
    --------
    >>> text = b'{"kind": "coldspots partnership", "name": "Us", "ukprns": ["10007795"]}'
    >>> load_partnership(text).ukprns
    ('10007795',)
    """
    whole = content_of(source, _MOST_BYTES)
    content = parse_json(
        whole,
        "The partnership's file",
        "This is not a partnership's file: it is not JSON. Save one from the program, or write "
        'one like {"kind": "coldspots partnership", "name": "Us", "ukprns": ["10007795"]}.',
    )
    if not isinstance(content, dict) or content.get("kind") != _KIND:
        raise BadInputError(f'This is not a partnership\'s file: it has no "kind": "{_KIND}".')
    name, ukprns = content.get("name", ""), content.get("ukprns", [])
    rows = content.get("sites", [])
    texts = isinstance(name, str) and isinstance(ukprns, list)
    if not texts or not all(isinstance(one, str) for one in ukprns) or not isinstance(rows, list):
        raise BadInputError(
            "The partnership's file is broken: name must be text, ukprns a list of texts, and "
            "sites a list."
        )
    if len(rows) > MOST_ROWS:
        raise BadInputError(f"The partnership's file has more than {MOST_ROWS:,} sites.")
    unique = tuple(dict.fromkeys(ukprns))
    check_ukprns(unique, root)
    clean = name.encode("utf-8", "replace").decode()[:200]
    return Partnership(clean, unique, _own_sites(rows))


def _own_sites(rows: list[Any]) -> pd.DataFrame:
    """Read the sites of a partnership's file; the first that is wrong is named."""
    if not rows:
        return no_sites()
    made = []
    for number, row in enumerate(rows, start=1):
        entry: dict[str, Any] = row if isinstance(row, dict) else {}
        point: list[Any] = [entry.get("easting_m"), entry.get("northing_m")]
        if not all(type(one) in (int, float) and abs(one) < 2e6 for one in point):
            raise BadInputError(
                f"The partnership's file, site {number}: easting_m and northing_m must be numbers "
                "of metres."
            )
        texts = [str(entry.get(key) or "") for key in ("name", "provider")]
        name, provider = (text.encode("utf-8", "replace").decode()[:500] for text in texts)
        courses: Any = entry.get("courses")
        counted = type(courses) in (int, float) and 0 <= courses < 1e6
        made.append(
            {
                "provider": provider or OWN_PARTNER,
                "provider_name": provider or OWN_PARTNER,
                "name": name or provider or f"Site {number}",
                "easting_m": float(point[0]),
                "northing_m": float(point[1]),
                "courses": float(courses) if counted else np.nan,
                "source": OWN,
            }
        )
    index = pd.Index([f"{OWN}-{at + 1}" for at in range(len(made))], name="site_id", dtype="str")
    return pd.DataFrame(made, columns=list(SITE_COLUMNS), index=index)


def check_ukprns(ukprns: Iterable[str], root: Path | None = None) -> None:
    """Refuse numbers that are of no provider.

    Raises
    ------
    BadInputError
        With the first of them.
    """
    known = tables.load("providers", ["name"], root).index
    unknown = [one for one in ukprns if one not in known]
    if unknown:
        raise BadInputError(
            f"{first_of(unknown)} UKPRNs are of no provider of undergraduate courses in the list "
            "of October 2025. Look the number up with the find box or at ukrlp.co.uk."
        )


def provider_sites(
    ukprns: Iterable[str] | None, root: Path | None = None, *, part_time: bool = False
) -> pd.DataFrame:
    """Return the teaching sites of some providers, or of all, that have a place.

    Parameters
    ----------
    ukprns
        Numbers of providers; None for all.
    root
        The data folder; the bundled one unless given.
    part_time
        Whether to keep only sites with part-time courses, which are then what is counted.

    Returns
    -------
    sites
        Indexed by `site_id`: the columns of `geo.uploads.sites.SITE_COLUMNS`; `provider` is the
        UKPRN.
    """
    sites = tables.load("sites", root=root)
    if ukprns is not None:
        chosen = list(ukprns)
        check_ukprns(chosen, root)
        sites = sites[sites["ukprn"].isin(chosen)]
    part = sites["courses_part_time"].astype("float64")
    courses = part if part_time else part + sites["courses_full_time"]
    sites = sites.rename(columns={"ukprn": "provider"}).assign(courses=courses, source="listed")
    kept = sites["placed"] & ((courses > 0) | (not part_time))
    return sites.loc[kept, list(SITE_COLUMNS)]


def starting_list(root: Path | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """List institutions that public pages name as working in partnerships.

    Returns
    -------
    entries
        One fact a row, each of one institution: `ukprn`, `name`, `label` (the fact in words),
        `kind`, `role`, `area`, `as_of`, `source_url`. Only names that are a provider's exactly.
    doubtful
        The facts not used, with `institution`, `partnership` and `why`.
    """
    facts = tables.load("partnerships", root=root)
    names = tables.load("providers", ["name"], root)["name"]
    facts["name"] = facts["ukprn"].map(names).fillna("")
    facts["label"] = [_label(row) for row in facts.itertuples()]
    columns = ["ukprn", "name", "label", "kind", "role", "area", "as_of", "source_url"]
    used = facts["match"] == "exact"
    why = facts["match"].map(
        {
            "none": "no provider of undergraduate courses is called so",
            "doubtful": "more than one provider may be meant",
            "not named": "the source names no institution",
        }
    )
    left = facts.assign(why=why)[~used]
    shown = ["institution", "partnership", "why", "kind", "role", "area", "as_of", "source_url"]
    return facts.loc[used, columns].reset_index(drop=True), left[shown].reset_index(drop=True)


def _label(row: Any) -> str:
    """Write a fact; a wave of awards or a list of signatures is no partnership."""
    when = f", {row.as_of}" if row.as_of else ""
    who = row.name or row.institution
    if row.kind == "institute_of_technology":
        wave = row.partnership.removesuffix(" IoT").lower()
        return f"{who}: {row.role} of an Institute of Technology of {wave}{when}"
    if row.kind == "civic_university_agreement":
        return f"{who}: named with a civic university agreement{when}"
    return f"{who}: {row.role} of {row.partnership} (Uni Connect partnership, 2016 to 2022){when}"

"""The joined table of a geography: every boundary once, every indicator that exists there.

Rates of upper levels are sums over published local areas, never means of quintiles, deciles or
ranks; scores are averages weighted by people, except an authority's, which are published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo import tables
from geo.areas import constituencies, northern_ireland, scotland
from geo.areas.aggregate import sum_by, sum_rates, weighted_means, young_of
from geo.areas.containment import inside
from geo.areas.rates import chance_below, fit_prior, lowest_fifth_limit, shrink, wilson_interval
from geo.errors import UnknownAreaError, first_of
from geo.registry import INDICATORS, PARENTS, PUBLISHED_RATES, SUM_LEVELS, geography, indicator
from geo.settings import data_dir

if TYPE_CHECKING:
    import geopandas as gpd

_DOMAINS = ("income", "employment", "education", "health", "crime", "barriers", "environment")
_SCORES = (
    "iod25_score",
    *(f"iod25_{domain}_score" for domain in _DOMAINS),
    "iod25_children_score",
    "iod25_adult_skills_score",
    "connectivity_score",
)
_TUNDRA = {
    "rate": "tundra_rate",
    "cohort": "tundra_cohort",
    "source_cohort": "tundra_source_cohort",
    "quintile": "tundra_quintile",
    "basis": "tundra_basis",
    "source": "tundra_source",
}
_WHOLE = (
    "population",
    "young_people",
    "young_people_now",
    "tundra_cohort",
    "tundra_quintile",
    "simd20_cohort",
)


@dataclass(frozen=True)
class JoinLine:
    """What became of one table in the join."""

    table: str
    boundaries: int
    """Areas of the geography."""
    matched: int
    """Areas that the table has a row for."""
    only_in_boundaries: int
    """Areas that it has none for."""
    only_in_table: int
    """Rows that no area asked for."""
    first_only_in_table: str
    copied: int = 0
    inherited: int = 0
    merged: int = 0
    partial: int = 0
    mixed: int = 0
    carried: int = 0
    suppressed: int = 0
    """Matched areas whose figure the publisher withholds."""


@dataclass(frozen=True)
class JoinReport:
    """How a joined table came about, one line a source table."""

    geography: str
    lines: tuple[JoinLine, ...]

    def line(self, table: str) -> JoinLine:
        """Return the line of one source table."""
        return next(line for line in self.lines if line.table == table)


@dataclass(frozen=True)
class AreaTable:
    """Areas of one geography with all that is known of them."""

    geography: str
    table: pd.DataFrame
    """Indexed by `area_code`, in code order."""

    rows = "areas"
    """What its rows are, in words."""
    definition = ""
    """Which list of cold spots people of it are counted in; empty where none are."""
    sheet = ""
    """Name of its sheet in a workbook; its geography unless given."""
    outlined = True
    """Whether a row has an outline."""

    @property
    def base(self) -> str:
        """Name the bundled table that its rows come from."""
        return f"areas_{self.geography}"

    @property
    def bases(self) -> tuple[str, ...]:
        """Name all bundled tables whose sources it must tell, beside those of its indicators."""
        return (self.base,)

    def with_geometry(self, root: Path | None = None) -> gpd.GeoDataFrame:
        """Return the table with its outlines, in EPSG:27700."""
        from geo.boundaries import outlines as boundaries

        outlines = boundaries.load(self.geography, root)
        return outlines.loc[self.table.index].join(self.table)


def build_areas(
    name: str, *, within: str | None = None, root: Path | None = None
) -> tuple[AreaTable, JoinReport]:
    """Join everything known at one geography.

    Parameters
    ----------
    name
        A bundled geography, such as `"lsoa21"`.
    within
        Code of an upper area; only areas inside it, or itself, are returned. An authority may be
        given by its code of another year. The report speaks of the whole geography.
    root
        The data folder; the bundled one unless given.

    Returns
    -------
    areas, report
        Every boundary exactly once. Figures of a nation are missing elsewhere. Indicators that do
        not exist at the geography are not among the columns.

    Raises
    ------
    UnknownAreaError
        If the geography is not bundled, or no area lies within `within`.
    """
    if not geography(name).bundled:
        raise UnknownAreaError(f"{name} is converted, not drawn: ask for {name[:-2]}21.")
    whole = _whole(name, root)
    # pandas copies on write: what one changes in it is changed for nobody else.
    joined = whole.table.copy(deep=False)
    if within is not None:
        joined = joined[inside(tables.load(f"areas_{name}", root=root), within, root)]
    return AreaTable(name, joined), JoinReport(name, tuple(JoinLine(**row) for row in whole.report))


def _whole(name: str, root: Path | None) -> tables.Joined:
    """Return the joined table of a level: as it is in memory, as it is stored, or joined anew."""
    held = _held(name, root or data_dir())
    tables.checked(tables.joined_path(name, root))
    if not held or not tables.is_current(held[0].made_of, root):
        found = tables.load_joined(name, root)
        held[:] = [join_anew(name, root) if found is None else found]
    return held[0]


@lru_cache(maxsize=32)
def _held(_name: str, _root: Path) -> list[tables.Joined]:
    """Return where the joined table of a level is held, once there is one."""
    return []


def join_anew(name: str, root: Path | None = None) -> tables.Joined:
    """Join everything known at one geography from its tables, whatever is stored.

    Parameters
    ----------
    name
        A bundled geography.
    root
        The data folder; the bundled one unless given.
    """
    with tables.noting_loads() as read:
        base = tables.load(f"areas_{name}", root=root)
        joined, lines = _base_columns(base, name, root), []
        for table, columns in _parts(name, base, root):
            lines.append(_line(table, base.index, columns))
            joined = joined.join(columns.drop(columns="_suppressed", errors="ignore"))
    joined = joined.astype(dict.fromkeys(filter(_is_whole, joined.columns), "Int64"))
    return tables.Joined(joined, [asdict(line) for line in lines], tables.hashes_of(read, root))


def _is_whole(column: str) -> bool:
    return column in _WHOLE or (
        column.endswith(("_rank", "_decile"))
        # The publishers' own averages of ranks: of an authority, and of zones that tie.
        and not column.endswith(("_average_rank", "_domain_rank"))
    )


def _base_columns(base: pd.DataFrame, name: str, root: Path | None) -> pd.DataFrame:
    joined = base.assign(geography=name)
    districts = tables.load("areas_lad24", ["area_name"], root)["area_name"]
    regions = tables.load("areas_region", ["area_name"], root)["area_name"]
    joined["lad24_name"] = joined["lad24_code"].map(districts).fillna("")
    joined["region_name"] = joined["region_code"].map(regions).fillna("")
    first = ["area_name", "local_name", "geography", "nation", "lad24_code", "lad24_name"]
    return joined[[*first, *(column for column in joined if column not in first)]]


def _parts(name: str, base: pd.DataFrame, root: Path | None) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the name of each source table and its columns for this geography."""
    if name == "smc205":
        yield "smc_composites", _composites(root)
        return
    if geography(name).drawn_with == "dz11":
        yield "people_dz11", scotland.people_of(name, root)
        yield "simd_dz11", scotland.index_of(name, root)
        return
    if geography(name).drawn_with in ("soa01", "sdz21"):
        yield northern_ireland.figures_of(name, root)
        return
    if name == "pcon24":
        yield from _constituency_parts(root)
        return
    parent = None if name == "lsoa21" else _parent_of_lsoas(name, root)
    yield "people_lsoa21", _people(name, parent, root)
    yield (
        ("tundra_lsoa21" if name in ("lsoa21", "ward24") else "tundra_msoa21"),
        _tundra(name, root),
    )
    if name in PUBLISHED_RATES:
        modelled = tables.load(f"posterior_{name}", root=root).drop(columns="unit")
        yield f"posterior_{name}", modelled
    if name in SUM_LEVELS:
        yield f"posterior_{name}", tables.load(f"posterior_{name}", root=root)
    yield "iod25_lsoa21", _deprivation(name, parent, root)
    if name == "lsoa21":
        yield "wimd25_lsoa21", tables.load("wimd25_lsoa21", root=root)
    if name in indicator("he19_rate").geographies:
        yield "lait", _authority_series(base, root)
    if name in indicator("gcse19_rate").geographies:
        yield "authority_series", _local_series(name, base, root)
    if name in indicator("simd20_university").geographies:
        yield "simd_dz11", scotland.index_of(name, root)
    if name == "lad24":
        yield northern_ireland.figures_of(name, root)


def _constituency_parts(root: Path | None) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield what is carried to constituencies, and what is published for them."""
    yield "overlaps_pcon24", constituencies.people_of(root)
    yield "tundra_lsoa11", _with_interval(constituencies.tundra_of(root))
    yield "posterior_pcon24", tables.load("posterior_pcon24", root=root)
    index = tables.load("iod25_lsoa21", root=root)
    people = _index_people(index["implied_population"], root)
    yield (
        "iod25_lsoa21",
        constituencies.deprivation_of(index[list(_SCORES)], index["iod25_decile"], people, root),
    )
    yield "simd_dz11", constituencies.scotland_of(root)
    yield "nimdm17_soa01", constituencies.irish_of(root)
    yield "census21_pcon24", tables.load("census21_pcon24", ["census21_level4"], root)


def _parent_of_lsoas(name: str, root: Path | None) -> pd.Series:
    column = PARENTS[name]
    return tables.load("areas_lsoa21", [column], root)[column]


def lowest_fifth_of(level: str, root: Path | None = None) -> float:
    """Return the rate at which the lowest fifth ends among areas of a level.

    It is a quantile of published rates, which luck spreads: a fifth of true rates would end higher.
    England's is that of the published fifths of pupils; Scotland publishes none, so that of its
    data zones is where the lowest fifth of people aged 17 to 21 ends. Northern Ireland's is that of
    a fifth of its super output areas: nobody counts their young people.

    Examples
    --------
    >>> lowest_fifth_of("lsoa21"), lowest_fifth_of("msoa21")
    (0.287, 0.311)
    """
    if level == "dz11":
        return scotland.scottish_lowest_fifth(root)
    if level == "soa01":
        return northern_ireland.irish_lowest_fifth(root)
    old = tables.load(f"tundra_{level[:-2]}11", ["rate", "quintile"], root)
    return lowest_fifth_limit(old["rate"], old["quintile"])


def _people(name: str, parent: pd.Series | None, root: Path | None) -> pd.DataFrame:
    counted = young_of(tables.load("people_lsoa21", root=root))
    if parent is None:
        return counted
    summed = sum_by(counted, parent)
    if name in indicator("simd20_university").geographies:
        summed = pd.concat([summed, scotland.people_of(name, root)])
    return summed


def _tundra(name: str, root: Path | None) -> pd.DataFrame:
    smallest = name in ("lsoa21", "ward24")
    source = tables.load("tundra_lsoa21" if smallest else "tundra_msoa21", root=root)
    published = name in PUBLISHED_RATES
    if published:
        made = source
    else:
        column = PARENTS[name]
        below = "areas_lsoa21" if smallest else "areas_msoa21"
        made = sum_rates(source, tables.load(below, [column], root)[column])
    rate, cohort = made["rate"], made["source_cohort"]
    made = _with_interval(made)
    if published:
        old = tables.load(f"tundra_{name[:-2]}11", root=root)
        # The prior is fitted to areas as published: parts of a split would count twice.
        prior = fit_prior(old["rate"], old["cohort"])
        made["tundra_rate_shrunk"] = shrink(rate, cohort, prior)["shrunk"]
        made["prob_lowest_fifth"] = chance_below(rate, cohort, lowest_fifth_of(name, root), prior)
    return made


def _with_interval(carried: pd.DataFrame) -> pd.DataFrame:
    """Name the columns of rates as joined tables do, with their intervals and what is withheld."""
    interval = wilson_interval(carried["rate"], carried["source_cohort"])
    made = carried.rename(columns=_TUNDRA)
    made["tundra_rate_low"], made["tundra_rate_high"] = interval["low"], interval["high"]
    made["_suppressed"] = made["tundra_rate"].isna()
    return made


def _deprivation(name: str, parent: pd.Series | None, root: Path | None) -> pd.DataFrame:
    index = tables.load("iod25_lsoa21", root=root)
    implied = index.pop("implied_population")
    if parent is None:
        entry = index["iod25_he_non_entry"].rank(method="min", ascending=False)
        return index.assign(iod25_he_entry_rank=entry.astype("Int64"))
    people = _index_people(implied, root)
    made = weighted_means(index[list(_SCORES)], people, parent)
    most = (index["iod25_decile"] == 1).astype("float64")
    owner = parent.reindex(index.index)
    made["iod25_most_deprived_share"] = (
        most[owner != ""].groupby(owner[owner != ""].to_numpy()).mean()
    )
    if not geography(name).is_small:
        made["iod25_score"] = _published_scores(name, people, root)
    if name == "lad24":
        summary = tables.load("iod25_lad24", root=root)
        made["iod25_rank"] = summary["iod25_rank_of_score"].astype("Int64")
        made["iod25_average_rank"] = summary["iod25_average_rank"]
    return made


def deprivation_at(name: str, root: Path | None = None) -> pd.DataFrame:
    """Return England's indices of deprivation at a level of small areas.

    Parameters
    ----------
    name
        `lsoa21`, as published, or `msoa21`, whose scores are averages by people.

    Returns
    -------
    index
        By `area_code`: the columns of joined tables that the indices give.
    """
    parent = None if name == "lsoa21" else _parent_of_lsoas(name, root)
    return _deprivation(name, parent, root)


def _index_people(implied: pd.Series, root: Path | None) -> pd.Series:
    """Return the weights of score averages: people as the index counts them.

    The index's own population columns are not among our files; its income domain implies them.
    `docs/explanation/figures.md` says by how much averages made with them differ from the
    published ones of authorities, domain by domain.
    """
    return implied.fillna(tables.load("people_lsoa21", ["population"], root)["population"])


def _published_scores(name: str, people: pd.Series, root: Path | None) -> pd.Series:
    """Average the published scores of authorities by people; an authority keeps its own."""
    summary = tables.load("iod25_lad24", ["iod25_score"], root)
    if name == "lad24":
        return summary["iod25_score"]
    district = _parent_of_lsoas("lad24", root)
    weight = people.groupby(district.reindex(people.index).to_numpy()).sum()
    column = PARENTS[name]
    parent = tables.load("areas_lad24", [column], root)[column]
    return weighted_means(summary, weight, parent)["iod25_score"]


def _authority_series(base: pd.DataFrame, root: Path | None) -> pd.DataFrame:
    """Return the latest period of each measure, the same for all authorities."""
    series = tables.load("lait", root=root).reset_index()
    there = series[series["area_code"].isin(base.index)]
    latest = there[there["value"].notna()].groupby("measure")["period"].max()
    now = there[there["period"] == there["measure"].map(latest)]
    wide = now.pivot(index="area_code", columns="measure", values="value")
    wide["he19_gap"] = wide["he19_nonfsm_rate"] - wide["he19_fsm_rate"]
    for measure, period in latest.items():
        wide[f"{measure}_period"] = period
    return wide.rename_axis(columns=None)


def _local_series(name: str, base: pd.DataFrame, root: Path | None) -> pd.DataFrame:
    """Return the latest period of each series of authorities that exists at a level."""
    series = tables.load("authority_series", root=root).reset_index()
    measures = set(series["measure"].unique())
    there = [
        entry.id
        for entry in INDICATORS
        if entry.periods and name in entry.geographies and entry.id in measures
    ]
    latest = series["measure"].map(
        {entry.id: entry.periods.latest for entry in INDICATORS if entry.periods}
    )
    now = series[(series["year"].astype("int64") == latest) & series["area_code"].isin(base.index)]
    wide = now.pivot(index="area_code", columns="measure", values="value").reindex(columns=there)
    return wide.rename_axis(columns=None)


def _composites(root: Path | None) -> pd.DataFrame:
    series = tables.load("smc_composites", root=root).reset_index()
    latest = series.groupby("measure")["period"].max()
    now = series[series["period"] == series["measure"].map(latest)]
    return now.pivot(index="area_code", columns="measure", values="value").rename_axis(columns=None)


def _line(table: str, index: pd.Index, columns: pd.DataFrame) -> JoinLine:
    place = columns.index.get_indexer(index)
    found = place[place >= 0]
    lone = columns.index.delete(found)
    counts: dict[str, int] = {}
    if "tundra_basis" in columns:
        basis = columns["tundra_basis"].iloc[found].value_counts()
        names = {"direct": "copied", **dict.fromkeys(constituencies.WAYS, "carried")}
        for key, count in basis.items():
            way = names.get(str(key), str(key))
            counts[way] = counts.get(way, 0) + int(count)
        counts["suppressed"] = int(columns["_suppressed"].iloc[found].sum())
    return JoinLine(
        table=table,
        boundaries=len(index),
        matched=len(found),
        only_in_boundaries=len(index) - len(found),
        only_in_table=len(lone),
        first_only_in_table=first_of(lone) if len(lone) else "",
        **counts,
    )

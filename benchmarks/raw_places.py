"""Figures of places from the publishers' raw files, with pandas alone.

Nothing of `geo` is used, so that a mistake there is not made twice. A figure that would need more
than reading, joining and adding is not made: the answer is none.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

_Z = 1.959963984540054
_REGIONS = {"Yorkshire and The Humber": "Yorkshire and the Humber", "East": "East of England"}
_AUTHORITIES = ("E06", "E07", "E08", "E09", "E10")
_LAIT = {
    "he19_rate": "HE_19_All",
    "he19_fsm_rate": "HE_19_FSM",
    "he19_nonfsm_rate": "HE_19_Non_FSM",
    "level3_19_rate": "Level3Age19",
    "attainment8": "AVG_Attain8_Score",
}


def wilson(rate: float, people: float) -> tuple[float, float]:
    """Return the 95% Wilson score interval of a share."""
    if np.isnan(rate) or not people:
        return np.nan, np.nan
    middle = (rate + _Z**2 / (2 * people)) / (1 + _Z**2 / people)
    half = _Z * np.sqrt(rate * (1 - rate) / people + _Z**2 / (4 * people**2))
    half /= 1 + _Z**2 / people
    return middle - half, middle + half


class RawPlaces:
    """Figures of places in England."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _csv(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.folder / name, dtype="str", keep_default_na=False)

    @cached_property
    def small(self) -> pd.DataFrame:
        """What holds each neighbourhood of England: `msoa`, `ward`, `lad`, `utla`, `region`."""
        up = self._csv("ons/DERIVED_lsoa21_to_msoa21_by_name.csv.gz").set_index("LSOA21CD")
        fit = self._csv("humaniverse_geographr/lookup_lsoa21_ward24_ltla24.csv.gz")
        fit = fit.set_index("lsoa21_code")
        upper = self._csv("humaniverse_geographr/lookup_ltla23_utla23.csv.gz")
        utla = upper.set_index("ltla23_code")["utla23_code"]
        county = self._csv("drkane_geo_lookups/la_all_codes.csv").set_index("LADCD")["RGNCD"]
        held = pd.DataFrame({"msoa": up["MSOA21CD"], "ward": fit["ward24_code"]})
        # The authority by the index of 2025: the ward lookup has one neighbourhood wrong.
        held["lad"] = self.index["Local Authority District code (2024)"].reindex(held.index)
        held = held[held.index.str.startswith("E")]
        held["utla"] = held["lad"].map(utla).fillna(held["lad"])
        # By name: some districts have another code in 2025.
        cauth = self._combined.set_index("LAD25NM")["CAUTH25CD"]
        lads = self.index["Local Authority District name (2024)"].reindex(held.index)
        return held.assign(region=held["lad"].map(county), cauth=lads.map(cauth))

    @cached_property
    def _combined(self) -> pd.DataFrame:
        name = "Local_Authority_District_to_Combined_Authority_(May_2025)_Lookup_in_EN.csv"
        return self._csv(f"ons/{name}")

    @cached_property
    def index(self) -> pd.DataFrame:
        """File 7 of the indices of deprivation of 2025, by neighbourhood."""
        name = "mhclg/REBUILT_File_7_IoD2025_50_of_56_columns.csv.gz"
        return pd.read_csv(self.folder / name).set_index("LSOA code (2021)")

    @cached_property
    def names(self) -> pd.DataFrame:
        """Names of authorities and regions, by code: `name`."""
        codes = self._csv("drkane_geo_lookups/la_all_codes.csv")
        lads = codes[["LADCD", "LADNM"]].set_axis(["code", "name"], axis=1)
        utla = codes[["UTLACD", "UTLANM"]].set_axis(["code", "name"], axis=1)
        regions = codes[["RGNCD", "RGNNM"]].set_axis(["code", "name"], axis=1)
        nations = pd.DataFrame({"code": ["E92000001"], "name": ["England"]})
        combined = self._combined.set_axis(["lad", "lad_name", "code", "name", "id"], axis=1)
        every = pd.concat([nations, regions, utla, lads, combined[["code", "name"]]])
        every = every.drop_duplicates("code")
        return every[every["code"] != ""].set_index("code")

    def name(self, code: str) -> str:
        """Return the name of an authority, region or nation; empty of others."""
        found = str(self.names["name"].get(code, ""))
        return _REGIONS.get(found, found)

    def code_of(self, name: str, own: str) -> str:
        """Return the code of a place that a document of another names; empty if it is not sure.

        It is of the other's own kind, a region or the nation: a name of a ward, a constituency or
        a neighbourhood may be that of a district too.
        """
        kinds = {"E12", "E92"} | ({own[:3]} if own[:3] in ("E47", "E10") else set())
        kinds |= {"E06", "E07", "E08", "E09", "E10"} if own[:3] in _AUTHORITIES else set()
        listed = [name, *(raw for raw, shown in _REGIONS.items() if shown == name)]
        found = self.names.index[self.names["name"].isin(listed)]
        there = [one for one in found if one[:3] in kinds and self.members(one).size]
        return there[0] if len(there) == 1 else ""

    @staticmethod
    def _column(code: str) -> str:
        kinds = {"E01": "", "E02": "msoa", "E05": "ward", "E10": "utla", "E12": "region"}
        kinds |= {"E47": "cauth", "E06": "lad", "E07": "lad", "E08": "lad", "E09": "lad"}
        return kinds.get(code[:3], "")

    def members(self, code: str) -> pd.Index:
        """List the neighbourhoods of a place in England; none of what is not counted here."""
        if code == "E92000001":
            return self.small.index
        if code[:3] == "E01":
            return self.small.index[self.small.index == code]
        column = self._column(code)
        return self.small.index[self.small[column] == code] if column else self.small.index[:0]

    @cached_property
    def _tundra(self) -> dict[str, pd.DataFrame]:
        name = self.folder / "ofs/msoalsoa_1216_tundra_march2021.xlsx"
        made = {}
        for level in ("LSOA", "MSOA"):
            text = pd.read_excel(
                name, sheet_name=f"{level} Quintile", dtype="str", engine="calamine"
            )
            rows = text.set_index(level)[["Total population", "Progression rate"]]
            rows = rows.apply(pd.to_numeric, errors="coerce")
            made[level] = rows.set_axis(["people", "rate"], axis=1)
        return made

    def tundra(self, code: str) -> tuple[float, float]:
        """Return the rate of a place and the pupils it rests on; of areas whose borders stayed."""
        none = (np.nan, np.nan)
        if code[:3] in ("E01", "E02"):
            level = "LSOA" if code[:3] == "E01" else "MSOA"
            pairs = self._pairs(level)
            own = pairs[pairs["new"] == code]
            if len(own) != 1 or (pairs["old"] == own["old"].iloc[0]).sum() != 1:
                return none
            row = self._tundra[level].reindex([own["old"].iloc[0]]).iloc[0]
            return float(row["rate"]), float(row["people"])
        small = self.members(code)
        if small.empty or code[:3] in ("E05", "E01"):
            return none
        pairs = self._pairs("MSOA")
        held = self.small.loc[small, "msoa"].unique()
        rows = self._tundra["MSOA"].reindex(pairs.loc[pairs["new"].isin(held), "old"].unique())
        rows = rows[rows["rate"].notna()]
        whole = float(rows["people"].sum())
        return float((rows["rate"] * rows["people"]).sum() / whole) if whole else np.nan, whole

    def _pairs(self, level: str) -> pd.DataFrame:
        name = {"LSOA": "lookup_lsoa11_lsoa21_ltla22", "MSOA": "lookup_msoa11_msoa21_ltla22"}[level]
        text = self._csv(f"humaniverse_geographr/{name}.csv.gz")
        columns = [f"{level.lower()}{year}_code" for year in (11, 21)]
        return text[columns].set_axis(["old", "new"], axis=1)

    @cached_property
    def _tool(self) -> pd.DataFrame:
        columns = ["Short Desc", "Years", "LA and Regions", "Values"]
        rows = pd.read_parquet(self.folder / "dfe_lait/bds_long_0.parquet", columns=columns)
        rows = rows[rows["Short Desc"].isin(list(_LAIT.values()))]
        rows = rows.assign(
            name=rows["LA and Regions"].str.strip(),
            year=rows["Years"].astype("str").str.strip(),
            value=pd.to_numeric(rows["Values"], errors="coerce"),
        )
        return rows.drop_duplicates(["Short Desc", "year", "name"])

    @cached_property
    def _by_year(self) -> dict[tuple[str, str, str], float]:
        rows = self._tool
        keys = zip(rows["Short Desc"], rows["name"].str.lower(), rows["year"], strict=True)
        return dict(zip(keys, rows["value"].astype("float64"), strict=True))

    def last(self, measure: str) -> str:
        """Return the latest year of a measure of the tool."""
        rows = self._tool
        return str(rows.loc[rows["Short Desc"] == _LAIT[measure], "year"].max())

    def lait(self, measure: str, name: str, year: str) -> float | None:
        """Return a figure of the tool by the name of an authority, in per cent or points."""
        value = self._by_year.get((_LAIT[measure], name.lower().removeprefix("the "), year))
        return None if value is None or np.isnan(value) else value

    def row_names(self, code: str) -> list[str]:
        """Name the columns of a table of attainment: the place, its region, England."""
        if code == "E92000001":
            return ["England"]
        region = [] if code[:3] == "E12" else list(self.small.loc[self.members(code), "region"][:1])
        return [self.name(code), *map(self.name, region), "England"]

    def _decile_column(self, domain: str) -> str:
        return next(one for one in self.index.columns if one.startswith(f"{domain} Decile"))

    def deprived(self, code: str, domain: str, most: int) -> tuple[int, int]:
        """Count the neighbourhoods of a place in the most deprived tenths, and all of them."""
        tenths = self.index[self._decile_column(domain)].reindex(self.members(code))
        return int((tenths <= most).sum()), len(tenths)

    def decile(self, code: str) -> float | None:
        """Return the tenth of a neighbourhood."""
        column = self._decile_column("Index of Multiple Deprivation (IMD)")
        return float(self.index[column][code]) if code in self.index.index else None

    def count(self, code: str) -> float | None:
        """Count the neighbourhoods of a place."""
        return len(self.members(code)) or None

    @cached_property
    def _children(self) -> pd.Series:
        name = "humaniverse_demographr/population20_lsoa11.csv.gz"
        rows = pd.read_csv(self.folder / name)
        ages = [column for column in rows.columns if str(column) in {"7", "8", "9", "10", "11"}]
        return rows.set_index("lsoa11_code")[ages].sum(axis=1)

    def young(self, code: str) -> float | None:
        """Count who is 13 to 17 in 2026 if nobody moved; of authorities and what they make up."""
        small = self.members(code)
        if small.empty or code[:3] in ("E01", "E02", "E05"):
            return None
        pairs = self._pairs("LSOA")
        old = pairs.loc[pairs["new"].isin(small), "old"].unique()
        return float(self._children.reindex(old).sum())

    @cached_property
    def _poor(self) -> pd.Series:
        rows = self._csv("ons_els/children-in-relative-poverty.csv")
        rows = rows[rows["indicator"].str.endswith("before housing costs")]
        begin = rows["period"].str[:4].astype(int)
        rows = rows.assign(year=begin.astype(str) + "-" + (begin + 1).astype(str).str[-2:])
        return pd.to_numeric(rows.set_index(["areacd", "year"])["observation"], errors="coerce")

    @cached_property
    def last_poor(self) -> str:
        """Return the latest year of child poverty."""
        return str(self._poor.index.get_level_values("year").max())

    def child_poverty(self, code: str, year: str) -> float | None:
        """Return the share of children in families of low income in a year, in per cent."""
        value = self._poor.get((code, year))
        return None if value is None or np.isnan(value) else float(value)

"""A list of 100,000 postcodes enriched, against a plain merge of the same columns with pandas.

`python -m benchmarks.enrich` draws postcodes at random, writes them as a list and runs each way
three times in turn, in a process of its own: median seconds, CPU seconds and the most memory. The
peer reads the directory of postcodes and the tables, and merges them by code: no rules, no nearest
providers, no bad rows told. What both have must be the same.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.timing import Row
from geo import tables
from geo.publishers.ons.people import postcode_letters, postcode_package, read_postcodes

ROWS, MOST_S = 100_000, 15.0
_MERGED = ("lsoa21_code", "lad24_code", "tundra_rate", "tundra_quintile", "imd_decile", "he19_rate")


def write_list(path: Path, rows: int) -> None:
    """Draw postcodes of the whole directory, with a reference and a telephone number."""
    folder, _ = postcode_package()
    letters = [read_postcodes(folder, one)["postcode"] for one in postcode_letters(folder)]
    drawn = pd.concat(letters).sample(rows, random_state=1, replace=False)
    numbers = np.arange(rows)
    pd.DataFrame({
        "reference": [f"{one:06d}" for one in numbers],
        "phone": [f"07700 {one:06d}" for one in numbers],
        "postcode": drawn.to_numpy(),
    }).to_csv(path, index=False)  # fmt: skip


def ours(path: Path, out: Path) -> pd.DataFrame:
    from geo.enrich import EnrichOptions, enrich
    from layers.exports import write_list as write

    rule = "low: tundra_quintile <= 2 or imd_decile <= 2"
    made = enrich(path, EnrichOptions(rules=(rule,)))
    write(made, out)
    return made.table


def peer(path: Path, out: Path) -> pd.DataFrame:
    listed = pd.read_csv(path, dtype="str")
    folder, _ = postcode_package()
    parts = []
    for letter in postcode_letters(folder):
        parts.append(read_postcodes(folder, letter)[["postcode"]])
    directory = pd.concat(parts, ignore_index=True)
    stored = pd.read_parquet(tables.path_of("postcodes"), columns=["lsoa21", "dz11"])
    directory[["lsoa21", "dz11"]] = stored.to_numpy()
    base = pd.read_parquet(tables.path_of("areas_lsoa21")).reset_index()
    zones = pd.read_parquet(tables.path_of("areas_dz11")).reset_index()
    tundra = pd.read_parquet(tables.path_of("tundra_lsoa21"))
    tundra = tundra[["rate", "quintile"]]
    iod = pd.read_parquet(tables.path_of("iod25_lsoa21"))["iod25_decile"]
    wimd = pd.read_parquet(tables.path_of("wimd25_lsoa21"))["wimd25_decile"]
    simd = pd.read_parquet(tables.path_of("simd_dz11"))["simd20_decile"]
    rates = pd.read_parquet(tables.path_of("lait")).reset_index()
    rates = rates[(rates["measure"] == "he19_rate") & (rates["period"] == "2023-24")]
    merged = listed.merge(directory, on="postcode", how="left")
    english = merged["lsoa21"].lt(len(base))
    scottish = merged["dz11"].lt(len(zones)) & ~english
    codes = base["area_code"].to_numpy()
    at = merged["lsoa21"].where(english, 0).astype("int64")
    merged["lsoa21_code"] = pd.Series(codes[at], merged.index).where(english)
    merged = merged.merge(
        base[["area_code", "lad24_code", "utla23_code"]],
        left_on="lsoa21_code", right_on="area_code", how="left",
    )  # fmt: skip
    merged = merged.merge(tundra, left_on="lsoa21_code", right_index=True, how="left")
    zone = zones["area_code"].to_numpy()[merged["dz11"].where(scottish, 0).astype("int64")]
    zone = pd.Series(zone, merged.index).where(scottish)
    decile = merged["lsoa21_code"].map(iod).fillna(merged["lsoa21_code"].map(wimd))
    merged["imd_decile"] = decile.fillna(zone.map(simd))
    by_code = rates[rates["area_code"] != ""].set_index("area_code")["value"]
    merged["he19_rate"] = merged["utla23_code"].map(by_code)
    merged = merged.rename(columns={"rate": "tundra_rate", "quintile": "tundra_quintile"})
    made = merged[["reference", "phone", "postcode", *_MERGED]]
    made.to_csv(out, index=False)
    return made


def main(arguments: list[str]) -> None:
    if arguments and arguments[0] in ("ours", "peer"):
        path, out = Path(arguments[1]), Path(arguments[2])
        start = time.perf_counter()
        (ours if arguments[0] == "ours" else peer)(path, out)
        seconds = time.perf_counter() - start
        used = resource.getrusage(resource.RUSAGE_SELF)
        told = {"seconds": seconds, "cpu": used.ru_utime + used.ru_stime,
                "most_mb": used.ru_maxrss / 1024}  # fmt: skip
        print(json.dumps(told))
        return
    for row in run():
        print(f"| {row.what} | {row.ours} | {row.peer} | {row.ratio} | {row.asked} | "
              f"{'yes' if row.met else 'NO'} |")  # fmt: skip


def _measure(way: str, path: Path, out: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.enrich", way, str(path), str(out)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def run(runs: int = 3) -> list[Row]:
    """Enrich a list both ways, in turn; then once more as a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        write_list(path, ROWS)
        outs = [Path(folder) / name for name in ("ours.csv", "peer.csv", "ours.xlsx")]
        pairs = [
            (_measure("ours", path, outs[0]), _measure("peer", path, outs[1])) for _ in range(runs)
        ]
        book = [_measure("ours", path, outs[2]) for _ in range(runs)]
        _check_same(outs[0], outs[1])
    mine, theirs = zip(*pairs, strict=True)
    seconds, of_book = (statistics.median(one["seconds"] for one in ran) for ran in (mine, book))
    return [
        Row(
            f"{ROWS:,} postcodes enriched, CSV", _told(mine), f"pandas merge: {_told(theirs)}",
            f"{seconds / statistics.median(one['seconds'] for one in theirs):.1f} times as long",
            f"under {MOST_S:.0f} s", seconds < MOST_S,
        ),
        Row(
            f"{ROWS:,} postcodes enriched, XLSX", _told(book), "none", "",
            f"under {MOST_S:.0f} s", of_book < MOST_S,
        ),
    ]  # fmt: skip


def _check_same(one: Path, other: Path) -> None:
    """Compare what both wrote: the peer leaves out only points just outside every outline."""
    mine, theirs = (pd.read_csv(path, dtype="str", keep_default_na=False) for path in (one, other))
    heading = {str(name).partition(" (")[0]: name for name in mine}
    # Postcodes of three letters and a digit (NPT) ended long ago, and are taken for none here.
    has = (theirs["lsoa21_code"] != "") & ~theirs["postcode"].str.startswith("NPT")
    assert (mine["lsoa21_code"] != "").sum() - has.sum() < len(mine) / 1_000
    for name in _MERGED[:2]:
        assert (mine.loc[has, heading[name]] == theirs.loc[has, name]).all(), name
    for name in _MERGED[2:]:
        pair = (mine.loc[has, heading[name]], theirs.loc[has, name])
        ones, others = (pd.to_numeric(cells).to_numpy() for cells in pair)
        assert np.allclose(ones, others, equal_nan=True, atol=1e-6), name


def _told(runs: list[dict[str, float]] | tuple[dict[str, float], ...]) -> str:
    seconds, cpu = (statistics.median(one[name] for one in runs) for name in ("seconds", "cpu"))
    return f"{seconds:.1f} s ({cpu:.1f} s of CPU), {max(one['most_mb'] for one in runs):,.0f} MB"


if __name__ == "__main__":
    main(sys.argv[1:])

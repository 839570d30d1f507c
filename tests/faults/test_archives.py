"""Archives and workbooks that unpack to far more than their size, or to somewhere else."""

from __future__ import annotations

import gzip
import io
import resource
import stat
import time
import zipfile
from pathlib import Path

import pytest

from geo.errors import BadInputError, GeoError, IntegrityError
from geo.fetch import layouts as fetch_layouts
from geo.fetch.run import hand_over
from geo.publishers import archives
from geo.publishers.mhclg import read_imd
from geo.registry.datasets import dataset
from geo.registry.datasets.sources import ByHand, source
from geo.siting.demand import read_demand
from geo.uploads.sites import read_sites
from layers.exports.manifest import read_manifest

MEGABYTE = bytes(1_000_000)
ARCHIVE = source("discover_uni_locations")


def bomb(path: Path, member: str, megabytes: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made, made.open(member, "w") as out:
        for _ in range(megabytes):
            out.write(MEGABYTE)
    return path


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


@pytest.mark.fault(6)
def test_a_zip_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    assert isinstance(ARCHIVE, ByHand)
    path = bomb(tmp_path / "on_2026.zip", next(iter(ARCHIVE.members)), 510)
    assert path.stat().st_size < 1e6
    before, began = peak_mb(), time.monotonic()
    with pytest.raises(BadInputError, match="unpacks to 510 MB, limit 500 MB"):
        hand_over("discover_uni_institutions", path, tmp_path / "cache")
    assert peak_mb() - before < 50
    assert time.monotonic() - began < 5
    assert not (tmp_path / "cache" / "raw").exists()


@pytest.mark.fault(6)
def test_a_header_that_lies_is_found_out(tmp_path: Path) -> None:
    member = next(iter(ARCHIVE.members))
    path = bomb(tmp_path / "on_2026.zip", member, 2)
    small = path.read_bytes().replace((2_000_000).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    path.write_bytes(small)
    assert zipfile.ZipFile(path).getinfo(member).file_size == 9
    with pytest.raises(BadInputError, match="not an archive that can be unpacked"):
        hand_over("discover_uni_institutions", path, tmp_path / "cache")


@pytest.mark.fault(6)
def test_a_gzip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no header that says its size: it is counted while it is unpacked, and never kept."""
    monkeypatch.setattr(fetch_layouts, "MOST_UNPACKED", 3_000_000)
    path = tmp_path / "sent.csv.gz"
    with gzip.open(path, "wb") as out:
        for _ in range(20):
            out.write(MEGABYTE)
    for target in ("plain.csv", "kept.csv.gz"):
        with pytest.raises(IntegrityError, match="Nothing was overwritten"):
            fetch_layouts.lay_file(path, tmp_path / target)
    assert not (tmp_path / "kept.csv.gz").exists()


@pytest.mark.fault(6, 37)
@pytest.mark.parametrize("suffix", ["zip", "xlsx", "ods", "csv", "csv.gz", "csv.zip"])
def test_an_upload_that_is_zipped_is_not_unpacked(tmp_path: Path, suffix: str) -> None:
    """Whatever it is called, from a page or from the terminal."""
    path = bomb(tmp_path / f"own.{suffix}", "own.csv", 300)
    if suffix == "csv.gz":
        path.write_bytes(gzip.compress(b"weight,area_code\n3,E01000001\n" + MEGABYTE))
    before, began = peak_mb(), time.monotonic()
    for read in (read_sites, read_demand):
        for given in (path, path.read_bytes()):
            with pytest.raises(BadInputError, match="workbook or a zip|not text|is in UTF-16"):
                read(given)
    assert peak_mb() - before < 50
    assert time.monotonic() - began < 5


@pytest.mark.fault(37)
def test_a_workbook_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    entry = dataset("iod25_file1")
    path = tmp_path / entry.file
    path.parent.mkdir(parents=True)
    bomb(path, "xl/sharedStrings.xml", 210)
    before = peak_mb()
    with pytest.raises(BadInputError, match="the workbook unpacks to 210 MB, limit 200 MB"):
        read_imd(tmp_path)
    assert peak_mb() - before < 50


def test_members_of_a_workbook_count_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_WORKBOOK", 2_000_000)
    path = tmp_path / "book.xlsx"
    for last, refused in ((MEGABYTE, False), (MEGABYTE + b"0", True)):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("xl/workbook.xml", MEGABYTE)
            made.writestr("xl/sharedStrings.xml", last)
        if refused:
            with pytest.raises(BadInputError, match="our book: the workbook unpacks to 2 MB"):
                archives.check_workbook(path, "our book")
        else:
            archives.check_workbook(path, "our book")


def test_a_member_as_large_as_it_may_be_and_one_byte_more() -> None:
    member = zipfile.ZipInfo("LOCATION.csv")
    member.file_size = archives.MOST_MEMBER
    archives.check_member(member, "on.zip")
    member.file_size += 1
    with pytest.raises(BadInputError, match="on.zip: its member LOCATION.csv unpacks to 500 MB"):
        archives.check_member(member, "on.zip")


@pytest.mark.parametrize("broken", ["no end", "no zip", "empty", "version", "name"])
def test_a_workbook_whose_size_cannot_be_read_is_refused(tmp_path: Path, broken: str) -> None:
    """Another reader may find a way into it that passes the check by."""
    entry = dataset("iod25_file1")
    path = tmp_path / entry.file
    path.parent.mkdir(parents=True)
    content = bytearray(bomb(path, "xl/sharedStrings.xml", 1).read_bytes())
    begin = content.index(b"PK\x01\x02")
    if broken == "version":
        content[begin + 6] = 99
    elif broken == "name":
        # Said to be UTF-8, and not.
        content[begin + 9] |= 8
        content[begin + 46] = 0xFF
    path.write_bytes(
        {"no end": content[:-30], "no zip": b"<html>", "empty": b""}.get(broken, content)
    )
    with pytest.raises(BadInputError) as caught:
        read_imd(tmp_path)
    said = str(caught.value)
    named = f"{entry.id} ({path.name})"
    assert said.startswith(f"{named}: the workbook is not a zip file that can be read (")
    assert said.endswith("). Nothing was unpacked. Get it again from the publisher.")
    assert len(said.splitlines()) == 1


def test_an_archive_whose_names_are_no_text_is_refused(tmp_path: Path) -> None:
    path = bomb(tmp_path / "on_2026.zip", next(iter(ARCHIVE.members)), 1)
    content = bytearray(path.read_bytes())
    begin = content.index(b"PK\x01\x02")
    content[begin + 9] |= 8
    content[begin + 46] = 0xFF
    path.write_bytes(content)
    with pytest.raises(BadInputError, match="on_2026.zip is not an archive that can be unpacked"):
        hand_over("discover_uni_institutions", path, tmp_path / "cache")


@pytest.mark.fault(7)
def test_members_that_point_outside_are_not_followed(tmp_path: Path) -> None:
    """Paths upwards, absolute ones, links, and archives inside the archive."""
    assert isinstance(ARCHIVE, ByHand)
    path, outside = tmp_path / "on_2026.zip", tmp_path / "outside"
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("LOCATION.csv", "inner")
    with zipfile.ZipFile(path, "w") as made:
        for name in (f"{outside}/a.csv", "../../outside/b.csv", "..\\..\\outside\\c.csv"):
            made.writestr(name, "outside")
        made.writestr("inner.zip", inner.getvalue())
        for member in ARCHIVE.members:
            link = zipfile.ZipInfo(member)
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            made.writestr(link, "/etc/passwd")
    with pytest.raises(GeoError) as caught:
        hand_over("discover_uni_institutions", path, tmp_path / "cache")
    assert "root:" not in str(caught.value)
    assert not outside.exists()
    assert not [one for one in tmp_path.rglob("*") if one.is_symlink()]
    assert not list((tmp_path / "cache").rglob("*.csv*"))


@pytest.mark.fault(6)
def test_a_pack_that_is_a_bomb_or_locked_is_one_line(tmp_path: Path) -> None:
    path = bomb(tmp_path / "pack.zip", "manifest.json", 60)
    with pytest.raises(BadInputError, match="a manifest is smaller than"):
        read_manifest(path)
    for at, value in ((6, 1), (8, 99)):
        # The flag of a locked member; a way to pack that nobody knows.
        content = bytearray(path.read_bytes())
        begin = content.index(b"PK\x01\x02")
        content[at] = content[begin + at + 2] = value
        (tmp_path / "odd.zip").write_bytes(content)
        with pytest.raises(BadInputError, match=r"no manifest.json in it that can be read"):
            read_manifest(tmp_path / "odd.zip")

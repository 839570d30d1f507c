"""The newsroom pack: every file opened by another reader, made again from its manifest, compared."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from cli.verbs.export import _compare
from geo.errors import BadInputError, DiskError, IntegrityError, MisleadingError
from geo.files import as_json, read_json
from geo.registry.datasets import DATASETS
from geo.settings import VERSION, data_dir
from geo.uploads.digests import digest_of
from geo.uploads.sites import read_sites
from layers.exports.embed import embed_snippet
from layers.exports.files import read_link
from layers.exports.manifest import (
    Manifest,
    Options,
    changed_datasets,
    changed_files,
    read_manifest,
)
from layers.exports.map_table import build_map_table
from layers.exports.newsroom import (
    CHARTS,
    SMALL_MAPS,
    STEPS,
    Pack,
    make_pack,
    pack_name,
    write_pack,
)
from layers.exports.sentences import alt_text, sentences_of
from layers.exports.tables import sources_of
from layers.pictures.multiples import many_title, small_maps
from layers.pictures.render import draw_static
from layers.pictures.words import datasets_of
from layers.reach.options import ReachOptions
from layers.reach.query import with_reach
from layers.uploads import Uploads, with_uploads
from layers.view import MapView

WARD = next(
    code
    for code in pd.read_parquet(data_dir() / "tables/areas_ward24.parquet").index
    if code.startswith("E05")
)
VIEW = MapView(within=WARD)
OWN = b"name,postcode\nSecret hub,LS1 4AP\n"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return make_pack(VIEW)


@pytest.fixture(scope="module")
def folder(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("pack")
    with zipfile.ZipFile(io.BytesIO(pack.zipped())) as held:
        assert held.testzip() is None
        held.extractall(home)
    return home


def test_a_pack_holds_what_a_newsroom_needs(folder: Path) -> None:
    words = {"alt.txt", "sentences.txt", "sentences.json", "sources.txt", "manifest.json"}
    words |= {"datapackage.json"}
    assert {path.name for path in folder.iterdir()} == {*STEPS, CHARTS, *words}


def test_each_file_opens(folder: Path) -> None:
    with Image.open(folder / "map.png") as picture:
        assert picture.size == (1280, 900)
        assert len(np.unique(np.asarray(picture.convert("RGB")).reshape(-1, 3), axis=0)) > 20
    assert ElementTree.parse(folder / "map.svg").getroot().tag.endswith("}svg")
    assert (folder / "map.pdf").read_bytes().startswith(b"%PDF-")
    assert "<html" in (folder / "map.html").read_text(encoding="utf-8")
    table = pd.read_csv(folder / "data.csv", encoding="utf-8-sig", index_col="area_code")
    shown = build_map_table(VIEW).table
    assert table.index.tolist() == shown.index.tolist()
    assert table["map_class"].tolist() == shown["map_class"].tolist()
    assert table["tundra_rate"].to_numpy() == pytest.approx(
        shown["tundra_rate"].to_numpy(dtype="float64"), nan_ok=True
    )
    with sqlite3.connect(folder / "data.gpkg") as base:
        count = base.execute("select count(*) from lsoa21").fetchone()
    assert count == (len(shown),)


def test_the_data_package_describes_the_data_as_they_are(folder: Path) -> None:
    """By the members that the standard asks for, and by reading the table by its schema."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["profile"] == "data-package"
    assert all(entry["name"] and entry["title"] for entry in package["licenses"])
    assert all(entry["path"].startswith("http") for entry in package["sources"])
    assert [one["path"] for one in package["resources"]] == ["data.gpkg", "data.csv", CHARTS]
    for one in package["resources"]:
        content = (folder / one["path"]).read_bytes()
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    for one in package["resources"][1:]:
        read_by_schema(folder / one["path"], one["schema"])


def read_by_schema(path: Path, schema: dict[str, Any]) -> None:
    table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    assert [field["name"] for field in schema["fields"]] == table.columns.tolist()
    assert table[schema["primaryKey"]].is_unique
    for field in schema["fields"]:
        cells = table[field["name"]]
        there = cells[~cells.isin(schema["missingValues"])]
        if field["type"] == "integer":
            assert there.str.fullmatch(r"-?\d+").all(), field
        elif field["type"] == "number":
            assert np.isfinite(there.astype("float64")).all(), field
        elif field["type"] == "boolean":
            assert there.isin(["true", "false"]).all(), field
        assert field["title"]
        assert "Empty: " in field["description"]


def test_words_are_those_of_the_map_and_hold_a_trace(folder: Path) -> None:
    assert (folder / "alt.txt").read_text(encoding="utf-8").strip() == alt_text(VIEW).text
    said = json.loads((folder / "sentences.json").read_text(encoding="utf-8"))
    assert [one["text"] for one in said] == [one.text for one in sentences_of(VIEW)]
    assert "\n\n".join(one["text"] for one in said) == (
        (folder / "sentences.txt").read_text(encoding="utf-8").strip()
    )
    assert all(trace["formula"] for one in said for trace in one["traces"])


def test_sources_name_publisher_page_and_licence(folder: Path) -> None:
    text = (folder / "sources.txt").read_text(encoding="utf-8")
    for entry in (*datasets_of(VIEW), *sources_of(build_map_table(VIEW))):
        assert entry.publisher.name in text
        assert entry.page in text
        for line in entry.attribution_lines:
            assert line in text
    assert f"in={WARD}" in text


def test_the_manifest_says_what_it_was_made_of(pack: Pack, folder: Path) -> None:
    made = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert made["link"] == f"in={WARD}"
    assert made["made_with"]["coldspots"] == VERSION
    assert not {"seed", "permutations"} & set(made)
    for name, entry in made["files"].items():
        content = (folder / name).read_bytes()
        assert entry == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    assert set(made["files"]) == set(pack.files)
    known = read_json(data_dir() / "provenance.json")["datasets"]
    assert {entry.id for entry in DATASETS} >= set(made["datasets"])
    assert "tundra_lsoa" in " ".join(made["datasets"])
    for name, entry in made["datasets"].items():
        assert entry["sha256_of_copy"] == known[name]["sha256_of_copy"]
    assert made["uploads"] == {}


def test_made_again_it_is_the_same_to_the_byte(pack: Pack, folder: Path) -> None:
    manifest = read_manifest(folder / "manifest.json")
    assert changed_datasets(manifest) == []
    again = make_pack(VIEW)
    assert changed_files(manifest, again.manifest) == []
    assert again.zipped() == pack.zipped()


def test_a_dataset_that_changed_is_named(pack: Pack, tmp_path: Path) -> None:
    other = json.loads(as_json(pack.manifest))
    name = next(iter(other["datasets"]))
    other["datasets"][name]["sha256_of_copy"] = "0" * 64
    other["datasets"]["gone"] = {**other["datasets"][name]}
    other["files"]["data.csv"]["sha256"] = "1" * 64
    path = tmp_path / "manifest.json"
    path.write_bytes(as_json(other))
    manifest = read_manifest(path)
    said = changed_datasets(manifest)
    assert len(said) == 2
    assert said[0].startswith(f"{name} changed: ")
    assert "sha256 was 000000000000 and is " in said[0]
    assert said[1].startswith("gone is no longer bundled")
    assert changed_files(manifest, pack.manifest) == ["data.csv"]


def test_files_that_are_added_or_missing_are_named_those_that_are_data_first(pack: Pack) -> None:
    """The manifest lists one file that is not made any more, and lacks two that are."""
    listed = json.loads(as_json(pack.manifest))["files"]
    was = {name: entry["sha256"] for name, entry in listed.items()}
    del was["sentences.txt"], was["map.png"]
    was |= {"old.pdf": "0" * 64, "old.csv": "0" * 64}
    manifest = Manifest("", Options(), {}, was, VERSION, {})
    assert changed_files(manifest, pack.manifest) == [
        "old.csv", "sentences.txt", "map.png", "old.pdf",
    ]  # fmt: skip


def test_the_zip_holds_what_the_manifest_lists_and_the_manifest_alone_beside_it(
    pack: Pack,
) -> None:
    with zipfile.ZipFile(io.BytesIO(pack.zipped())) as held:
        names = held.namelist()
        inside = {name: hashlib.sha256(held.read(name)).hexdigest() for name in names}
    assert len(set(names)) == len(names)
    listed = {name: entry["sha256"] for name, entry in pack.manifest["files"].items()}
    assert set(inside) - set(listed) == {"manifest.json"}
    assert {name: inside.get(name) for name in listed} == listed


COUNTED = {"a.csv": "1" * 64, "b.txt": "2" * 64, "c.png": "3" * 64}


@pytest.mark.parametrize(
    ("version", "others", "made", "said"),
    [
        (VERSION, False, COUNTED, "3 of 3 files are the same to the byte.\n"),
        (VERSION, False, {**COUNTED, "c.png": "0" * 64}, "Otherwise: c.png (made by version"),
        ("0.0.9", False, {**COUNTED, "d.csv": "0"}, "3 of 3 files are the same to the byte.\n"),
        ("0.0.9", False, {**COUNTED, "d.csv": "0"}, "Otherwise: d.csv (made by version 0.0.9"),
        (VERSION, True, {"a.csv": "1" * 64}, "1 of 3 files are the same to the byte.\n"),
        (VERSION, True, {"a.csv": "1" * 64}, "Otherwise: b.txt, c.png (the data changed"),
    ],
)
def test_a_pack_that_is_made_again_says_what_came_out_otherwise_and_why(
    capsys: pytest.CaptureFixture[str], version: str, others: bool, made: dict, said: str
) -> None:
    manifest = Manifest("", Options(), {}, COUNTED, version, {})
    again = Pack({}, {"files": {name: {"sha256": digest} for name, digest in made.items()}})
    _compare(manifest, again, Path("new.zip"), others=others)
    heard = capsys.readouterr()
    assert said in heard.out + heard.err
    assert ("Otherwise" in heard.err) is (made != COUNTED)


@pytest.mark.parametrize("made", [{**COUNTED, "b.txt": "0" * 64}, {**COUNTED, "d.csv": "0" * 64}])
def test_data_that_come_out_otherwise_for_no_reason_are_a_fault(made: dict) -> None:
    manifest = Manifest("", Options(), {}, COUNTED, VERSION, {})
    again = Pack({}, {"files": {name: {"sha256": digest} for name, digest in made.items()}})
    with pytest.raises(IntegrityError, match=r"^(b\.txt|d\.csv) came out otherwise, though"):
        _compare(manifest, again, Path("new.zip"), others=False)


def as_manifest(**changes: object) -> bytes:
    """Write a manifest that can be read, but for some changes; None leaves a member out."""
    whole = {
        "kind": "coldspots newsroom pack", "format": 1, "link": "in=E06000009",
        "options": {"style": "light", "size": "640x450", "shape": "map"},
        "made_with": {"coldspots": VERSION}, "datasets": {}, "files": {}, "uploads": {},
    }  # fmt: skip
    held = {key: value for key, value in {**whole, **changes}.items() if value is not None}
    return json.dumps(held).encode()


KIND_SAID = 'this is no manifest of a pack: it has no "kind"'
NOT_WHOLE = "the manifest is not whole"
UNREAD = r"there is no manifest\.json in it that can be read"


def test_a_manifest_that_can_be_read_is_read(tmp_path: Path) -> None:
    """What `as_manifest` writes has no other fault: each change below is refused for itself."""
    (tmp_path / "manifest.json").write_bytes(as_manifest())
    expected = Manifest("in=E06000009", Options(), {}, {}, VERSION, {})
    assert read_manifest(tmp_path / "manifest.json") == expected
    (tmp_path / "manifest.json").write_bytes(b"\xef\xbb\xbf" + as_manifest())
    assert read_manifest(tmp_path / "manifest.json") == expected


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", UNREAD),
        (b"\xff\xfe", UNREAD),
        (b"[" * 100_000, UNREAD),
        (b"PK\x05\x06" + b"\0" * 18, UNREAD),
        (b"[]", KIND_SAID),
        (as_manifest(kind="else"), KIND_SAID),
        (as_manifest(kind=None), KIND_SAID),
        (as_manifest(format=2), "its format is 2, and this version reads 1. Use the version that"),
        (as_manifest(format=0), "its format is 0, and this version reads 1"),
        (as_manifest(format="1"), "its format is '1', and this version reads 1"),
        (as_manifest(format=None), "its format is None, and this version reads 1"),
        (as_manifest(link=None), f"{NOT_WHOLE}.*link"),
        (as_manifest(options=None), f"{NOT_WHOLE}.*options"),
        (as_manifest(options=[]), NOT_WHOLE),
        (as_manifest(options={"style": "light", "size": "640x450"}), f"{NOT_WHOLE}.*shape"),
        (as_manifest(made_with={}), f"{NOT_WHOLE}.*coldspots"),
        (as_manifest(datasets=[]), NOT_WHOLE),
        (as_manifest(datasets={"a": {}}), f"{NOT_WHOLE}.*sha256_of_copy"),
        (as_manifest(files=[]), NOT_WHOLE),
        (as_manifest(files={"a.csv": {}}), f"{NOT_WHOLE}.*sha256"),
        (as_manifest(uploads=[]), NOT_WHOLE),
        (as_manifest(uploads=None), f"{NOT_WHOLE}.*uploads"),
        (as_manifest() + b" " * 1_000_001, "a manifest is smaller than 1,000,000 bytes"),
    ],
)
def test_what_is_no_manifest_is_refused_for_its_own_reason(
    content: bytes, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(content)
    with pytest.raises(BadInputError, match=rf"^manifest\.json: {reason}"):
        read_manifest(path)


def test_a_manifest_may_be_of_a_million_bytes_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(as_manifest().ljust(1_000_000))
    assert read_manifest(path).version == VERSION
    path.write_bytes(as_manifest().ljust(1_000_001))
    with pytest.raises(BadInputError, match="smaller than"):
        read_manifest(path)
    for size in (1_000_000, 1_000_001):
        with zipfile.ZipFile(tmp_path / f"{size}.zip", "w", zipfile.ZIP_DEFLATED) as held:
            held.writestr("manifest.json", as_manifest().ljust(size))
    assert read_manifest(tmp_path / "1000000.zip").version == VERSION
    with pytest.raises(BadInputError, match="smaller than"):
        read_manifest(tmp_path / "1000001.zip")


def test_own_files_enter_only_when_they_may_and_the_manifest_holds_a_hash() -> None:
    digest = digest_of(OWN)
    own = Uploads(sites=read_sites(OWN)[0], digests={"sites": digest})
    view = with_reach(MapView(), within="E05001342", options=(ReachOptions(km=3),))
    private = with_uploads(replace(view, within=WARD), own)
    with pytest.raises(BadInputError, match="files of your own"):
        make_pack(private)
    made = make_pack(private, with_own=True)
    assert made.manifest["uploads"] == {"sites": {"hmac_sha256": digest}}
    assert b"Secret" not in as_json(made.manifest)
    assert b"LS1 4AP" not in made.zipped()


def test_a_misleading_map_makes_no_pack(tmp_path: Path) -> None:
    with pytest.raises(MisleadingError):
        write_pack(replace(VIEW, hatch=False), tmp_path / "pack.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_leaves_the_old_pack(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "pack.zip"
    out.write_bytes(b"old")

    def refuse(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr("layers.exports.newsroom.make_pack", lambda *_, **__: pack)
    with pytest.raises(DiskError, match="unchanged"):
        write_pack(VIEW, out)
    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["pack.zip"]


@pytest.mark.parametrize(
    ("view", "name"),
    [
        (MapView(within="E06000009"), "cold-spots-young-participation-tundra-blackpool.zip"),
        (MapView(), "cold-spots-young-participation-tundra-england.zip"),
        (MapView(within="W06000001"), "cold-spots-young-participation-tundra-isle-of-anglesey.zip"),
    ],
)
def test_a_pack_is_named_after_map_and_place(view: MapView, name: str) -> None:
    assert pack_name(view) == name


def test_frictionless_validates_the_data_package(folder: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    with frictionless.system.use_context(trusted=True):
        report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["message"])


MANY = MapView(geography="msoa21", within="E06000009", look="many")


@pytest.fixture(scope="module")
def many() -> Pack:
    return make_pack(MANY)


def test_small_maps_stand_in_the_pack_beside_the_first_of_them(many: Pack, tmp_path: Path) -> None:
    """The pictures of one map stay as they are; the page, the words and the sources are of all."""
    assert {*STEPS, *SMALL_MAPS} <= set(many.files)
    assert {*SMALL_MAPS} <= set(many.manifest["files"])
    shown = small_maps(MANY)
    sheet, page = many.files["small-maps.svg"].decode(), many.files["map.html"].decode()
    alt = many.files["alt.txt"].decode()
    for one, item in shown:
        assert item["title"] in sheet
        assert item["title"] in alt
        for entry in datasets_of(one):
            assert entry.id in many.manifest["datasets"]
            assert all(
                line in many.files["sources.txt"].decode() for line in entry.attribution_lines
            )
    assert page.count("data-pack=") > make_pack(replace(MANY, look="map")).files[
        "map.html"
    ].decode().count("data-pack=")
    with Image.open(io.BytesIO(many.files["small-maps.png"])) as picture:
        assert picture.size == (1280, 900)
    assert many.files["small-maps.pdf"].startswith(b"%PDF-")
    draw_static(replace(MANY, look="map"), tmp_path / "map.png")
    assert many.files["map.png"] == (tmp_path / "map.png").read_bytes()


def test_a_pack_of_small_maps_is_made_again_from_its_manifest(many: Pack, tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(many.zipped())
    manifest = read_manifest(tmp_path / "pack.zip")
    assert "as=many" in manifest.link
    again = make_pack(read_link(manifest.link)[0], manifest.options)
    assert again.zipped() == many.zipped()


def test_a_frame_of_small_maps_is_called_so() -> None:
    assert f'title="{many_title(MANY)}"' in embed_snippet(MANY, "map.html")


def test_small_maps_that_mislead_are_not_drawn(tmp_path: Path) -> None:
    """The first of them is no rate, and those beside it lack their hatching."""
    view = replace(MANY, indicator="iod25_score", hatch=False)
    with pytest.raises(MisleadingError, match="Hatching is off"):
        draw_static(view, tmp_path / "many.png")

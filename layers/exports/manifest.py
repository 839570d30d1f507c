"""The manifest of a newsroom pack: what it was made of, to make it again and compare."""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from geo.errors import BadInputError, IntegrityError
from geo.files import read_json
from geo.publishers.archives import UNREADABLE, check_sizes
from geo.settings import VERSION, data_dir
from geo.tables import NAME
from geo.uploads import digest_of, opened

MANIFEST = "manifest.json"
KIND, FORMAT = "coldspots newsroom pack", 1
KEYED = "hmac_sha256"
"""What a manifest calls the keyed digest of a maker's own file."""
DATA_SUFFIXES = (".csv", ".gpkg", ".json", ".txt", ".topojson")
"""Files of a pack that come out byte for byte; pictures and pages do on the same versions."""
_MOST_BYTES = 1_000_000
_NAMED = 12
"""Files that are named at most where they are not those that were listed."""
_MADE_WITH = ("geopandas", "shapely", "pandas", "numpy", "scipy", "pyproj", "pyogrio", "matplotlib")


@dataclass(frozen=True)
class Options:
    """How the pictures of a pack are drawn."""

    style: str = "light"
    size: str = "640x450"
    shape: str = "map"


@dataclass(frozen=True)
class Manifest:
    """What a pack was made of."""

    link: str
    """Query of an address."""
    options: Options
    datasets: Mapping[str, str]
    """SHA-256 of the copy of each publisher file that it rests on, by id."""
    files: Mapping[str, str]
    """SHA-256 of each file in it, by name."""
    version: str
    uploads: Mapping[str, str]
    """Keyed digest (`geo.uploads.digests`) of each file of its maker's own that it rests on."""


def manifest_of(
    link: str,
    options: Options,
    datasets: list[str],
    files: Mapping[str, bytes],
    uploads: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Describe a pack.

    Parameters
    ----------
    link
        Query of the address of its map.
    options
        How its pictures are drawn.
    datasets
        Ids of the publisher files that it rests on.
    files
        Content of each file in it, by name.
    uploads
        Keyed digest of each of its maker's own files, by what it is (`geo.uploads.digests`): never
        what is in them, nor a hash that guesses could be tried at.
    """
    known = read_json(data_dir() / NAME)["datasets"]
    kept = ("publisher", "title", "period", "licence", "rows", "copy_status", "sha256_of_copy")
    return {
        "kind": KIND,
        "format": FORMAT,
        "link": link,
        "options": asdict(options),
        "made_with": {
            "coldspots": VERSION,
            "python": ".".join(map(str, sys.version_info[:3])),
            **{name: version(name) for name in _MADE_WITH},
        },
        "datasets": {
            name: {key: known[name][key] for key in kept} for name in sorted(set(datasets))
        },
        "uploads": {name: {KEYED: digest} for name, digest in sorted((uploads or {}).items())},
        "files": {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(files.items())
        },
    }


def read_manifest(path: Path) -> Manifest:
    """Read a manifest, or that inside a pack.

    Raises
    ------
    BadInputError
        If the file is neither, or is not whole.
    """
    content = _json_of(path)
    if not isinstance(content, dict) or content.get("kind") != KIND:
        raise BadInputError(
            f'{path.name}: this is no manifest of a pack: it has no "kind": "{KIND}". Give the '
            f"{MANIFEST} of a pack, or the pack itself."
        )
    if content.get("format") != FORMAT:
        raise BadInputError(
            f"{path.name}: its format is {content.get('format')!r}, and this version reads "
            f"{FORMAT}. Use the version that made it."
        )
    try:
        options = Options(**{key: str(content["options"][key]) for key in asdict(Options())})
        return Manifest(
            link=str(content["link"]),
            options=options,
            datasets={
                str(name): str(entry["sha256_of_copy"])
                for name, entry in content["datasets"].items()
            },
            files={str(name): str(entry["sha256"]) for name, entry in content["files"].items()},
            version=str(content["made_with"]["coldspots"]),
            uploads={
                # Older ones hold a plain hash, which is compared with none.
                str(name): str(entry.get(KEYED, ""))
                for name, entry in content["uploads"].items()
            },
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise BadInputError(
            f"{path.name}: the manifest is not whole ({error!r}). Take it out of the pack again."
        ) from error


def check_members(path: Path, manifest: Manifest) -> None:
    """Refuse a pack whose files are not those that its own manifest lists; a bare manifest passes.

    Raises
    ------
    IntegrityError
        With the files that were altered, added or are missing.
    BadInputError
        If the pack unpacks to too much.
    """
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as pack:
        listed = [member for member in pack.infolist() if member.filename != MANIFEST]
        check_sizes(listed, path.name)
        found = {member.filename: _digest_of(pack, member) for member in listed}
        names = pack.namelist()
    # Of two files under one name a reader takes either.
    twice = {name for name in names if names.count(name) > 1}
    wrong = {
        "altered": [name for name, was in manifest.files.items() if found.get(name, was) != was],
        "added": sorted({*(found.keys() - manifest.files.keys()), *twice}),
        "missing": [name for name in manifest.files if name not in found],
    }
    if any(wrong.values()):
        said = "; ".join(f"{how}: {_listed(these)}" for how, these in wrong.items() if these)
        raise IntegrityError(
            f"{path.name}: the files in it are not those that its manifest lists ({said}). Nothing "
            "was made. Get the pack again from its maker."
        )


def _listed(names: list[str]) -> str:
    """Name files in one line, whatever they are called."""
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    plain = (name.encode("unicode_escape").decode()[:100] for name in names[:_NAMED])
    return ", ".join(plain) + more


def _digest_of(pack: zipfile.ZipFile, member: zipfile.ZipInfo) -> str:
    """Return the SHA-256 of a file in a zip; nothing of one that cannot be unpacked."""
    try:
        with pack.open(member) as held:
            return hashlib.file_digest(held, "sha256").hexdigest()  # type: ignore[arg-type]
    except (*UNREADABLE, RuntimeError, EOFError, OSError, zlib.error):
        return ""


def _json_of(path: Path) -> Any:
    try:
        with opened(path) as handle:
            if zipfile.is_zipfile(handle):
                with zipfile.ZipFile(handle) as pack, pack.open(MANIFEST) as held:
                    content = held.read(_MOST_BYTES + 1)
            else:
                handle.seek(0)
                content = handle.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise BadInputError(f"{path.name}: a manifest is smaller than {_MOST_BYTES:,} bytes.")
        return json.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise BadInputError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    except (
        *(KeyError, ValueError, RuntimeError, EOFError),
        *(zlib.error, zipfile.BadZipFile),
    ) as error:
        if isinstance(error, BadInputError):
            raise
        raise BadInputError(
            f"{path.name}: there is no {MANIFEST} in it that can be read. Give that of a pack, or "
            "the pack itself."
        ) from error


def changed_datasets(manifest: Manifest) -> list[str]:
    """Return in a sentence each which datasets are others than those that a pack was made of."""
    now = read_json(data_dir() / NAME)["datasets"]
    said = []
    for name, was in sorted(manifest.datasets.items()):
        if name not in now:
            said.append(f"{name} is no longer bundled (sha256 was {was[:12]}).")
        elif now[name]["sha256_of_copy"] != was:
            said.append(
                f"{name} changed: {now[name]['title']}, sha256 was {was[:12]} and is "
                f"{now[name]['sha256_of_copy'][:12]}."
            )
    return said


def same_uploads(manifest: Manifest, own: Mapping[str, Path]) -> list[str]:
    """Return in words whether files of one's own are those that a pack was made of.

    Parameters
    ----------
    own
        Files by what they are: `sites`, `activity`, `candidates` or `demand`.

    Raises
    ------
    BadInputError
        If the pack rests on no such file, or a file cannot be read.
    """
    said = []
    for name, path in own.items():
        if name not in manifest.uploads:
            listed = ", ".join(manifest.uploads) or "none"
            raise BadInputError(
                f"--own {name}: the pack rests on no such file of its maker's own (on {listed})."
            )
        try:
            same = digest_of(path) == manifest.uploads[name]
        except OSError as error:
            raise BadInputError(f"{path.name} cannot be read: {error.strerror}.") from error
        told = "the same file" if same else "another file, or the pack was made elsewhere"
        said.append(f"{name}: {path.name} is {told}.")
    return said


def changed_files(manifest: Manifest, made: Mapping[str, Any]) -> list[str]:
    """Name the files that came out otherwise than a manifest says, those that are data first."""
    now = {name: entry["sha256"] for name, entry in made["files"].items()}
    other = [
        name for name in {**manifest.files, **now} if manifest.files.get(name) != now.get(name)
    ]
    return sorted(other, key=lambda name: (not is_data(name), name))


def is_data(name: str) -> bool:
    """Test whether a file of a pack holds data or words, and not a picture or a page."""
    return Path(name).suffix in DATA_SUFFIXES

"""Layers and tables of an ArcGIS feature service: counted, paged in a stable order, checked whole.

Quirks that this reader knows: errors arrive with HTTP 200; a page may be shorter than asked for;
the flag that more is to come stands at the top, inside `properties`, or nowhere; without an order
pages overlap.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from urllib3.exceptions import MaxRetryError, ProtocolError

from geo.errors import IntegrityError, SourceUnavailableError, first_of
from geo.fetch.client import Client, GoneError
from geo.registry.datasets.sources import SERVICES, Features

Feature = dict[str, Any]
MOST_FEATURES = 2_000_000
_BUSY = {429, 500, 502, 503, 504}


@dataclass(frozen=True)
class _Layer:
    id_field: str
    """Field that numbers the features; pages are in its order."""
    page: int
    """Most features of one answer."""
    count: int


def find_features(client: Client, source: Features) -> tuple[list[Feature], Features, str]:
    """Read every feature of a layer, from the service chosen for it where none is named, or left.

    Returns
    -------
    features
        As from `read_features`.
    found
        The source with the service that was read.
    note
        Which service was chosen, and what else would have done; empty if it is the one named.
    """
    gone = None
    if source.address:
        try:
            return read_features(client, source), source, ""
        except GoneError as error:
            gone = error
    try:
        address, note = choose_service(client, source)
    except GoneError as error:
        raise gone or error from error
    found = replace(source, service=address, named="")
    return read_features(client, found), found, note


def choose_service(client: Client, source: Features) -> tuple[str, str]:
    """Choose the newest service of the publisher's list whose name fits a source's pattern.

    Returns
    -------
    address, note
        Where it is, and a sentence that says what was chosen, and from what.

    Raises
    ------
    GoneError
        If no service but the one that is gone has such a name.
    """
    names = _listed(client, source)
    fits = [name for name in names if re.fullmatch(source.pattern, name, re.IGNORECASE)]
    fits = [name for name in fits if _address(name) != source.address]
    if not fits:
        raise GoneError(
            f"{source.id}: none of the {len(names):,} services on the publisher's list is called "
            f"{source.pattern}. Nothing was overwritten; look at {source.page}."
        )
    first, *others = sorted(fits, key=_edition, reverse=True)
    also = f", the newest of {len(fits)} (not {', '.join(others[:3])})" if others else ""
    return _address(first), f"Chosen from the publisher's list: {first}{also}."


def _listed(client: Client, source: Features) -> list[str]:
    """Return the names of the feature services; the list is empty now and then, and asked again."""
    left = client.patience()
    while True:
        answer = _checked(source, client.json(SERVICES, {"f": "json"}))
        listed = answer.get("services")
        if not isinstance(listed, list):
            raise _wrong(source, "names no services")
        kept = [one for one in listed if isinstance(one, dict)]
        names = [str(one.get("name")) for one in kept if one.get("type") == "FeatureServer"]
        if names:
            return names
        try:
            left = left.increment("GET", SERVICES, error=ProtocolError("an empty list"))
        except MaxRetryError as error:
            raise SourceUnavailableError(
                f"{source.id}: the publisher's list of services is empty. Nothing was overwritten; "
                "try again later."
            ) from error
        left.sleep()


def _address(name: str) -> str:
    return f"{SERVICES}/{name}/FeatureServer"


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def _edition(name: str) -> tuple[int, int, int, str]:
    """Return the year, month and version that a service's name tells of, to be put in order.

    Examples
    --------
    >>> _edition("LAD_MAY_2025_UK_BGC_V2"), _edition("LAD24_RGN24_EN_LU")
    ((2025, 5, 2, 'LAD_MAY_2025_UK_BGC_V2'), (2024, 0, 1, 'LAD24_RGN24_EN_LU'))
    """
    years = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", name)]
    years += [2000 + int(year) for year in re.findall(r"(?<=[A-Z])\d\d(?!\d)", name)]
    words = [word[:3].casefold() for word in re.findall(r"[A-Za-z]{3,}", name)]
    months = [1 + _MONTHS.index(word) for word in words if word in _MONTHS]
    version = re.search(r"_v(\d+)$", name, re.IGNORECASE)
    return (
        max(years, default=0),
        max(months, default=0),
        int(version[1]) if version else 1,
        name,
    )


def read_features(client: Client, source: Features) -> list[Feature]:
    """Read every feature of a layer.

    Returns
    -------
    features
        In the order of the service's own numbers; each has `properties` (the fields asked for)
        and, for a layer with outlines, `geometry` as in GeoJSON.

    Raises
    ------
    SourceUnavailableError
        If the service does not answer, or answers that it is busy.
    GoneError
        If there is no such service (any more).
    IntegrityError
        If a field is not there, a page fails, or the features are not as many as were counted.
    """
    layer = _layer(client, source)
    features: list[Feature] = []
    numbers: list[Any] = []
    for page in _pages(client, source, layer):
        for feature in page:
            properties = feature.get("properties") or feature.get("attributes") or {}
            numbers.append(properties.get(layer.id_field, feature.get("id")))
            kept = {name: properties.get(name) for name in source.fields}
            features.append({"properties": kept, "geometry": feature.get("geometry")})
        client.progress(len(features), layer.count)
    if len(features) != layer.count:
        raise _wrong(source, f"gave {len(features):,} of {layer.count:,} features")
    if None in numbers:
        raise _wrong(source, f"gave features without their number ({layer.id_field})")
    if len(set(numbers)) != len(numbers):
        twice = [one for one, often in Counter(numbers).items() if often > 1]
        raise _wrong(source, f"gave features twice: {first_of(twice)}")
    return features


def _layer(client: Client, source: Features) -> _Layer:
    about = _request(client, source, "", {})
    named = [str(entry.get("name")) for entry in about.get("fields") or []]
    absent = [name for name in source.fields if name not in named]
    if absent:
        raise _wrong(source, f"has no field {absent[0]!r}, only {named[:12]}")
    ids = about.get("objectIdField") or next(
        (
            str(entry["name"])
            for entry in about.get("fields") or []
            if entry.get("type") == "esriFieldTypeOID"
        ),
        "",
    )
    most = about.get("maxRecordCount")
    if not ids or not isinstance(most, int) or most < 1:
        raise _wrong(source, "does not say how its features are numbered and paged")
    counted = _request(client, source, "/query", {"where": source.where, "returnCountOnly": "true"})
    count = counted.get("count")
    if not isinstance(count, int):
        raise _wrong(source, "does not say how many features it has")
    if count > MOST_FEATURES:
        raise _wrong(source, f"says it has {count:,} features, more than {MOST_FEATURES:,}")
    return _Layer(ids, most, count)


def _pages(client: Client, source: Features, layer: _Layer) -> Iterator[list[Feature]]:
    fields = list(dict.fromkeys([layer.id_field, *source.fields]))
    asked: dict[str, str | int] = {
        "where": source.where,
        "outFields": ",".join(fields),
        "orderByFields": layer.id_field,
        "returnGeometry": "false" if source.epsg is None else "true",
        "resultRecordCount": layer.page,
    }
    if source.epsg is not None:
        asked |= {"f": "geojson", "outSR": source.epsg, "geometryPrecision": _digits(source.epsg)}
    done = 0
    while done < layer.count:
        answer = _request(client, source, "/query", {**asked, "resultOffset": done})
        page = answer.get("features")
        if not isinstance(page, list):
            raise _wrong(source, f"gave no features after the first {done:,}")
        if not page:
            if _more(answer):
                raise _wrong(source, f"gave an empty page after {done:,} and says more is to come")
            return
        yield page
        done += len(page)


def _digits(epsg: int) -> int:
    """Return the decimals of a coordinate: a millimetre, in degrees or in metres."""
    return 8 if epsg == 4326 else 3


def _more(answer: dict[str, Any]) -> bool:
    inside = answer.get("properties")
    flags = [answer, inside if isinstance(inside, dict) else {}]
    return any(flag.get("exceededTransferLimit") is True for flag in flags)


def _request(
    client: Client, source: Features, path: str, asked: dict[str, str | int]
) -> dict[str, Any]:
    return _checked(source, client.json(f"{source.address}/0{path}", {"f": "json", **asked}))


def _checked(source: Features, answer: Any) -> dict[str, Any]:
    """Return an answer that is no error: errors arrive with HTTP 200."""
    if not isinstance(answer, dict):
        raise _wrong(source, "answered with something that is no JSON object")
    error = answer.get("error")
    if error is not None:
        told = error if isinstance(error, dict) else {"message": error}
        code, text = told.get("code"), " ".join(str(told.get("message", "")).split())[:100]
        if code in _BUSY:
            raise SourceUnavailableError(
                f"{source.id}: {urlsplit(SERVICES).netloc} answered error {code} ({text}). "
                "Nothing was overwritten; try again later."
            )
        if code == 404 or "invalid url" in text.casefold():
            raise GoneError(str(_wrong(source, f"is not there ({text})")))
        raise _wrong(source, f"answered error {code} ({text})")
    return answer


def _wrong(source: Features, what: str) -> IntegrityError:
    service = source.address.rstrip("/").removesuffix("/FeatureServer").rsplit("/", 1)[-1]
    who = f"the service {service}" if service else "the publisher's list of services"
    return IntegrityError(
        f"{source.id}: {who} {what}. Nothing was overwritten; look at {source.page}."
    )

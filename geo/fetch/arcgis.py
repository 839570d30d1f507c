"""Layers and tables of an ArcGIS feature service: counted, paged in a stable order, checked whole.

Quirks that this reader knows: errors arrive with HTTP 200; a page may be shorter than asked for;
the flag that more is to come stands at the top, inside `properties`, or nowhere; without an order
pages overlap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from geo.errors import IntegrityError, SourceUnavailableError, first_of
from geo.fetch.client import Client
from geo.registry.datasets.sources import Features

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
    about = _ask(client, source, "", {})
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
    counted = _ask(client, source, "/query", {"where": "1=1", "returnCountOnly": "true"})
    count = counted.get("count")
    if not isinstance(count, int):
        raise _wrong(source, "does not say how many features it has")
    if count > MOST_FEATURES:
        raise _wrong(source, f"says it has {count:,} features, more than {MOST_FEATURES:,}")
    return _Layer(ids, most, count)


def _pages(client: Client, source: Features, layer: _Layer) -> Iterator[list[Feature]]:
    fields = list(dict.fromkeys([layer.id_field, *source.fields]))
    asked: dict[str, str | int] = {
        "where": "1=1",
        "outFields": ",".join(fields),
        "orderByFields": layer.id_field,
        "returnGeometry": "false" if source.epsg is None else "true",
        "resultRecordCount": layer.page,
    }
    if source.epsg is not None:
        asked |= {"f": "geojson", "outSR": source.epsg, "geometryPrecision": _digits(source.epsg)}
    done = 0
    while done < layer.count:
        answer = _ask(client, source, "/query", {**asked, "resultOffset": done})
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


def _ask(
    client: Client, source: Features, path: str, asked: dict[str, str | int]
) -> dict[str, Any]:
    answer = client.json(f"{source.address}/0{path}", {"f": "json", **asked})
    if not isinstance(answer, dict):
        raise _wrong(source, "answered with something that is no layer")
    error = answer.get("error")
    if error is not None:
        told = error if isinstance(error, dict) else {"message": error}
        code, text = told.get("code"), " ".join(str(told.get("message", "")).split())[:100]
        if code in _BUSY:
            raise SourceUnavailableError(
                f"{source.id}: {urlsplit(source.address).netloc} answered error {code} ({text}). "
                "Nothing was overwritten; try again later."
            )
        raise _wrong(source, f"answered error {code} ({text})")
    return answer


def _wrong(source: Features, what: str) -> IntegrityError:
    service = source.address.rstrip("/").removesuffix("/FeatureServer").rsplit("/", 1)[-1]
    return IntegrityError(
        f"{source.id}: the service {service} {what}. Nothing was overwritten; look at "
        f"{source.page}."
    )

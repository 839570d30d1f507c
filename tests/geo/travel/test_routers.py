"""Routers over loopback HTTP, each in its own protocol; nothing is patched."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from geo.errors import BadInputError, SourceUnavailableError
from geo.travel.routers import BATCH, Kind, Router, to_degrees

LEEDS, BRADFORD, YORK = (430_000.0, 433_500.0), (416_400.0, 433_000.0), (460_300.0, 451_800.0)
ORIGINS, DESTINATIONS = np.array([LEEDS, BRADFORD]), np.array([YORK, LEEDS, BRADFORD])
SPEED_M_PER_S = 10.0
NEW_YEAR = datetime(2026, 1, 1, 12, tzinfo=UTC).timestamp()


def crow(froms: list[list[float]], tos: list[list[float]]) -> np.ndarray:
    """Metres between points in degrees, by a plain formula, rounded as routers do."""
    a, b = np.radians(np.array(froms))[:, None], np.radians(np.array(tos))[None]
    x = (b[..., 0] - a[..., 0]) * np.cos((a[..., 1] + b[..., 1]) / 2)
    return np.round(6_371_000 * np.hypot(x, b[..., 1] - a[..., 1]), 1)


class Double:
    """A server that speaks the table protocol of a router."""

    def __init__(self, server: HTTPServer) -> None:
        self.asked: list[dict] = []
        self.server = server
        server.expect_request("/sources_to_targets", method="POST").respond_with_handler(
            self.valhalla
        )
        server.expect_request("/locate", method="POST").respond_with_handler(self.locate)
        for mode in ("driving-car", "foot-walking", "cycling-regular"):
            server.expect_request(f"/v2/matrix/{mode}/json", method="POST").respond_with_handler(
                self.ors
            )
        server.expect_request(
            re.compile(r"^/table/v1/(driving|walking|cycling)/")
        ).respond_with_handler(self.osrm)

    def osrm(self, request: Request) -> Response:
        points = [
            [float(n) for n in pair.split(",")] for pair in request.path.split("/")[-1].split(";")
        ]
        self.asked.append({"path": request.path, **request.args})
        froms = [points[int(i)] for i in request.args["sources"].split(";")]
        tos = [points[int(i)] for i in request.args["destinations"].split(";")]
        metres = crow(froms, tos)
        return answer(
            {
                "code": "Ok",
                "durations": (metres / SPEED_M_PER_S).tolist(),
                "distances": metres.tolist(),
            }
        )

    def valhalla(self, request: Request) -> Response:
        body = request.get_json()
        self.asked.append(body)
        places = [[[p["lon"], p["lat"]] for p in body[part]] for part in ("sources", "targets")]
        metres = crow(*places)
        rows = [
            [
                {
                    "time": metre / SPEED_M_PER_S,
                    "distance": metre / 1000,
                    "from_index": i,
                    "to_index": j,
                }
                for j, metre in enumerate(row)
            ]
            for i, row in enumerate(metres)
        ]
        return answer({"sources_to_targets": rows, "units": "kilometers"})

    def locate(self, request: Request) -> Response:
        """Answer that a way passes through every point."""
        edges = [
            [{"correlated_lon": one["lon"], "correlated_lat": one["lat"]}]
            for one in request.get_json()["locations"]
        ]
        return answer([{"edges": one} for one in edges])

    def ors(self, request: Request) -> Response:
        body = request.get_json()
        self.asked.append({**body, "key": request.headers.get("Authorization")})
        froms, tos = (
            [body["locations"][int(i)] for i in body[part]] for part in ("sources", "destinations")
        )
        metres = crow(froms, tos)
        return answer(
            {"durations": (metres / SPEED_M_PER_S).tolist(), "distances": metres.tolist()}
        )


def answer(content: dict | list) -> Response:
    return Response(json.dumps(content), content_type="application/json")


@pytest.fixture
def double(httpserver: HTTPServer) -> Double:
    return Double(httpserver)


def router(double: Double, kind: Kind = "osrm", **more: object) -> Router:
    return Router(kind, double.server.url_for("").rstrip("/"), **more)


@pytest.mark.parametrize("kind", ["osrm", "valhalla", "openrouteservice"])
def test_each_router_is_asked_in_its_own_protocol(double: Double, kind: Kind) -> None:
    found = router(double, kind).matrix(ORIGINS, DESTINATIONS)
    straight = np.hypot(*(ORIGINS[:, None] - DESTINATIONS[None]).transpose(2, 0, 1))
    assert found.metres == pytest.approx(straight, rel=0.01, abs=2)
    assert found.seconds == pytest.approx(found.metres / SPEED_M_PER_S, abs=0.2)
    assert found.seconds[0, 1] == 0
    assert kind in found.provenance
    assert "localhost" in found.provenance or "127.0.0.1" in found.provenance
    assert len(double.asked) == 1


@pytest.mark.parametrize(("mode", "word"), [("walk", "walking"), ("cycle", "cycling")])
def test_the_way_to_travel_is_asked_for(double: Double, mode: str, word: str) -> None:
    router(double, mode=mode).matrix(ORIGINS, DESTINATIONS)
    assert f"/{word}/" in double.asked[0]["path"]


def test_a_key_goes_to_the_server_and_nowhere_else(double: Double, tmp_path: Path) -> None:
    asked = router(double, "openrouteservice", key="s3cret", cache=tmp_path)
    found = asked.matrix(ORIGINS, DESTINATIONS)
    assert double.asked[0]["key"] == "s3cret"
    assert "s3cret" not in found.provenance
    assert not any(b"s3cret" in path.read_bytes() for path in tmp_path.iterdir())


def test_many_points_go_in_batches_and_are_put_together(double: Double) -> None:
    random = np.random.default_rng(1)
    origins = np.array(LEEDS) + random.uniform(-20_000, 20_000, (BATCH + 7, 2))
    shares: list[float] = []
    found = router(double).matrix(origins, DESTINATIONS, shares.append)
    assert len(double.asked) == 2
    assert shares == [0.5, 1.0]
    alone = router(double).matrix(origins[-1:], DESTINATIONS[1:2])
    assert found.seconds[-1, 1] == alone.seconds[0, 0]


def test_an_answer_is_kept_and_not_asked_again(double: Double, tmp_path: Path) -> None:
    first = router(double, cache=tmp_path).matrix(ORIGINS, DESTINATIONS)
    again = router(double, cache=tmp_path).matrix(ORIGINS, DESTINATIONS)
    assert len(double.asked) == 1
    assert again.seconds.tolist() == first.seconds.tolist()
    router(double, cache=tmp_path, mode="walk").matrix(ORIGINS, DESTINATIONS)
    assert len(double.asked) == 2


def test_kept_answers_keep_their_day(double: Double, tmp_path: Path) -> None:
    asked = router(double, cache=tmp_path)
    asked.matrix(ORIGINS, DESTINATIONS)
    (kept,) = tmp_path.iterdir()
    os.utime(kept, (NEW_YEAR, NEW_YEAR))
    assert asked.matrix(ORIGINS, DESTINATIONS).provenance.endswith("asked on 2026-01-01")
    more = np.concatenate([ORIGINS] * 26)[: BATCH + 2]
    first = asked.matrix(more[-2:], DESTINATIONS)
    assert first.days[0] == first.days[1] == date(2026, 1, 1)
    both = asked.matrix(more, DESTINATIONS)
    assert both.days[0] == date(2026, 1, 1)
    assert f"asked from 2026-01-01 to {both.days[1]}" in both.provenance
    kept.write_bytes(b"broken")
    assert asked.matrix(ORIGINS, DESTINATIONS).seconds.tolist() == first.seconds.tolist()
    assert len(double.asked) == 3


def test_a_password_in_the_address_is_not_told() -> None:
    asked = Router("osrm", "http://me:s3cret@127.0.0.1:9", timeout_s=1, patience_s=1)
    with pytest.raises(SourceUnavailableError) as caught:
        asked.matrix(ORIGINS, DESTINATIONS)
    assert str(caught.value) == (
        "osrm at 127.0.0.1:9: batch 1 of 1 was not answered (nobody there takes the call); see "
        "that the server runs, and ask again."
    )


def test_what_a_server_writes_is_shown_without_its_control_signs(httpserver: HTTPServer) -> None:
    httpserver.expect_request(re.compile("^/table/")).respond_with_data(
        "\x1b[2Jgone\n\nand more", status=400, content_type="text/plain"
    )
    with pytest.raises(SourceUnavailableError) as caught:
        Router("osrm", httpserver.url_for("")).matrix(ORIGINS, DESTINATIONS)
    assert str(caught.value).isprintable()
    assert "gone" in str(caught.value)


def test_a_place_that_cannot_be_reached_is_missing(httpserver: HTTPServer) -> None:
    httpserver.expect_request(re.compile("^/table/")).respond_with_json(
        {"code": "Ok", "durations": [[None, 60.0]], "distances": [[None, 900.0]]}
    )
    found = Router("osrm", httpserver.url_for("")).matrix(ORIGINS[:1], DESTINATIONS[:2])
    assert np.isnan(found.seconds[0, 0])
    assert found.seconds[0, 1] == 60


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (500, "broken", "text/plain"),
        (400, '{"code": "TooBig"}', "application/json"),
        (200, "<html>sign in</html>", "text/html"),
        (200, '{"code": "Ok"}', "application/json"),
        (200, '{"code": "Ok", "durations": [[1]], "distances": [[1]]}', "application/json"),
    ],
)
def test_what_is_no_answer_is_one_line(
    httpserver: HTTPServer, status: int, body: str, kind: str
) -> None:
    httpserver.expect_request(re.compile("^/table/")).respond_with_data(
        body, status=status, content_type=kind
    )
    asked = Router("osrm", httpserver.url_for(""), timeout_s=2, patience_s=1)
    with pytest.raises(SourceUnavailableError, match=r"batch 1 of 1 was not answered") as caught:
        asked.matrix(ORIGINS, DESTINATIONS)
    assert "\n" not in str(caught.value)
    assert "ask again" in str(caught.value)


def test_a_busy_server_is_asked_again(httpserver: HTTPServer) -> None:
    table = re.compile("^/table/")
    httpserver.expect_ordered_request(table).respond_with_data("busy", status=429)
    httpserver.expect_ordered_request(table).respond_with_data("down", status=503)
    httpserver.expect_ordered_request(table).respond_with_json(
        {"code": "Ok", "durations": [[5.0]], "distances": [[50.0]]}
    )
    found = Router("osrm", httpserver.url_for("")).matrix(ORIGINS[:1], DESTINATIONS[:1])
    assert found.seconds.tolist() == [[5.0]]


def test_nobody_there_is_one_line() -> None:
    with pytest.raises(SourceUnavailableError, match="see that the server runs"):
        Router("osrm", "http://127.0.0.1:9", timeout_s=1, patience_s=1).matrix(
            ORIGINS, DESTINATIONS
        )


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Router("magic", "http://localhost:1"), "No router is called"),
        (Router("osrm", "http://localhost:1", mode="fly"), "No router is called"),
        (Router("osrm", "file:///etc/passwd"), "no router's address"),
        (Router("osrm", "http://"), "no router's address"),
        (Router("osrm", "http://localhost:port"), "no router's address"),
    ],
)
def test_what_is_no_router_is_refused(asked: Router, words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        asked.matrix(ORIGINS, DESTINATIONS)
    with pytest.raises(BadInputError, match="at least one"):
        Router("osrm", "http://localhost:1").matrix(ORIGINS[:0], DESTINATIONS)


def test_points_are_turned_into_degrees() -> None:
    assert to_degrees(np.array([LEEDS])).tolist() == [pytest.approx([-1.5456, 53.7971], abs=2e-3)]


def test_valhalla_is_asked_again_for_halves_of_what_it_refuses(httpserver: HTTPServer) -> None:
    """One origin of another part of the network: its pairs have no way, the others keep theirs."""
    double = Double(httpserver)
    island = to_degrees(np.array([YORK]))[0].tolist()

    def refusing(request: Request) -> Response:
        sources = request.get_json()["sources"]
        if any([one["lon"], one["lat"]] == island for one in sources):
            content = {"error_code": 170, "error": "Locations are in unconnected regions"}
            return Response(json.dumps(content), status=400, content_type="application/json")
        return double.valhalla(request)

    httpserver.clear()
    httpserver.expect_request("/locate", method="POST").respond_with_handler(double.locate)
    httpserver.expect_request("/sources_to_targets").respond_with_handler(refusing)
    found = router(double, "valhalla").matrix(np.array([LEEDS, YORK, BRADFORD]), DESTINATIONS)
    assert np.isnan(found.seconds).all(axis=1).tolist() == [False, True, False]
    assert np.isfinite(found.seconds[[0, 2]]).all()


def test_valhalla_is_not_asked_again_for_another_fault(httpserver: HTTPServer) -> None:
    double = Double(httpserver)
    httpserver.clear()
    httpserver.expect_request("/locate", method="POST").respond_with_handler(double.locate)
    httpserver.expect_oneshot_request("/sources_to_targets").respond_with_json(
        {"error_code": 150, "error": "Exceeded max locations"}, status=400
    )
    with pytest.raises(SourceUnavailableError, match="Exceeded max locations"):
        router(double, "valhalla").matrix(ORIGINS, DESTINATIONS)


@pytest.mark.parametrize(
    ("kind", "named", "beyond"),
    [
        ("osrm", "distance", {"distance": 1_000.5}),
        ("openrouteservice", "snapped_distance", {"snapped_distance": 1_000.5}),
        ("openrouteservice", "snapped_distance", None),
    ],
)
def test_a_point_far_from_any_way_is_off_the_map(
    httpserver: HTTPServer, kind: Kind, named: str, beyond: dict | None
) -> None:
    httpserver.expect_request(re.compile("^/(table|v2)/")).respond_with_json(
        {
            "code": "Ok",
            "durations": [[0, 60], [60, 0]],
            "distances": [[0, 900], [900, 0]],
            "sources": [{named: 1_000.0}, beyond],
            "destinations": [{named: 3.0}, {named: 4.0}],
        }
    )
    found = Router(kind, httpserver.url_for("")).matrix(ORIGINS, DESTINATIONS[:2])
    assert found.off_map[0].tolist() == [False, True]
    assert found.off_map[1].tolist() == [False, False]
    assert np.isnan(found.seconds).tolist() == [[False, False], [True, True]]
    assert np.isnan(found.metres).tolist() == [[False, False], [True, True]]


def test_an_answer_that_sends_on_elsewhere_is_not_followed(httpserver: HTTPServer) -> None:
    double = Double(httpserver)
    httpserver.clear()
    elsewhere = httpserver.url_for("/table/elsewhere")
    httpserver.expect_request(re.compile("^/table/v1/")).respond_with_data(
        "", status=302, headers={"Location": elsewhere}
    )
    httpserver.expect_request("/table/elsewhere").respond_with_handler(double.osrm)
    with pytest.raises(SourceUnavailableError, match=r"was not answered \(302"):
        router(double).matrix(ORIGINS, DESTINATIONS)
    assert double.asked == []
    assert all(request.path != "/table/elsewhere" for request, _ in httpserver.log)

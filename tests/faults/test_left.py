"""Work for a visitor who has left: given up in line, and stopped at its next step wherever it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import sparse

from geo.areas.join import build_areas
from geo.coldspots.permutations import tails
from geo.coldspots.robustness import find_robust
from geo.errors import BusyError
from geo.reach.measure import load_ground
from geo.reach.partnerships import provider_sites
from geo.siting import mip as siting_model
from geo.siting.lagrangian import price
from geo.siting.lscp import set_cover
from geo.siting.mclp import maximal_coverage
from geo.siting.mip import covering, solve
from geo.siting.p_median import p_median
from geo.siting.presolve import reduce
from geo.siting.question import Siting
from geo.stops import look, stoppable
from geo.travel.costs import StraightLine
from geo.uploads import rows as uploads
from geo.uploads.rows import read_rows
from layers.exports.tables import write_areas
from serving import downloads
from serving import job_queue as queue
from serving import presence as present
from serving.browsers import Browsers
from serving.job_queue import LeftError, heavy
from tests.somebody import somebody
from views.panels import uploads as visit_files

SOON_S = 10.0


@contextmanager
def visiting(here: Callable[[], bool]) -> Iterator[None]:
    """Do what a page does for a visit that may end."""
    mark = queue.present.set(here)
    try:
        with stoppable(queue.check_present):
            yield
    finally:
        queue.present.reset(mark)


class Leaving:
    """A visitor who leaves once the work has looked for them so many times."""

    def __init__(self, looks: int) -> None:
        self.left, self.looks = looks, 0

    def __call__(self) -> bool:
        self.looks += 1
        return self.looks <= self.left


@pytest.mark.fault(54)
def test_who_has_left_waits_no_longer() -> None:
    with somebody("pack"):
        began = time.monotonic()
        with (
            visiting(Leaving(1)),
            pytest.raises(LeftError, match="is over, so it was stopped; nothing was changed"),
            heavy("pack", who="me"),
        ):
            pytest.fail("it was not its turn")
        assert time.monotonic() - began < 5
        assert len(queue._lines["pack"].working) == 1
        assert not queue._lines["pack"].waiting


@pytest.mark.fault(54)
def test_heavy_work_is_stopped_at_its_next_step_however_deep() -> None:
    with visiting(Leaving(2)), pytest.raises(LeftError), heavy("pack", who="me") as turn:
        look()
        turn.check()
        look()
        pytest.fail("the visitor had left")
    look()


@pytest.mark.fault(54)
def test_the_time_of_a_turn_is_looked_at_by_all_work_inside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    short = replace(queue.KINDS["reading"], seconds=0.0)
    monkeypatch.setattr(queue._lines["reading"], "kind", short)
    said = "This file took more than 0 seconds and was stopped; nothing was changed. Divide the"
    with pytest.raises(BusyError, match=said), heavy("reading", who="me"):
        read_rows(b"a\n" + b"1\n" * 2_000)
    look()


@pytest.mark.fault(54)
def test_reading_stops_between_rows() -> None:
    rows = b"a\n" + b"1\n" * (3 * uploads._LOOK)
    visitor = Leaving(2)
    with visiting(visitor), pytest.raises(LeftError):
        read_rows(rows)
    assert visitor.looks == 3
    assert len(read_rows(rows).table) == 3 * uploads._LOOK


@pytest.mark.fault(54)
def test_an_upload_is_read_in_the_line_of_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """With another file being read, this one waits; without, it is read at once."""
    monkeypatch.setattr(visit_files.present, "visitor", lambda: "me")
    assert visit_files._in_line(len, b"abc") == 3
    monkeypatch.setattr(queue.heavy.__wrapped__, "__kwdefaults__", {"who": "", "wait_s": 0.1})
    with somebody("reading"), pytest.raises(BusyError, match="One file of another visitor comes"):
        visit_files._in_line(len, b"abc")


def a_table() -> None:
    StraightLine().between(load_ground().origins, provider_sites(None), 10)


def a_question() -> Siting:
    """Put 40 candidates round 200 places by chance."""
    chance = np.random.default_rng(1)
    table = np.where(chance.random((200, 40)) < 0.15, chance.integers(1, 900, (200, 40)), 0)
    return Siting(sparse.csr_array(table.astype(float)), chance.integers(1, 50, 200) + 0.5)


WORK = {
    "pairs": a_table,
    "windows": lambda: tails(np.arange(50), np.array([3]), np.array([9])),
    "most people": lambda: maximal_coverage(a_question(), 5),
    "fewest sites": lambda: set_cover(a_question(), 0.9),
    "nearest sites": lambda: p_median(a_question(), 20),
}


@pytest.mark.fault(54)
@pytest.mark.parametrize("kind", WORK)
def test_long_work_looks_whether_it_is_still_wanted(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    # The solver looks by the clock: it has a test of its own.
    monkeypatch.setattr(siting_model, "_watched", lambda _: [])
    watching = Leaving(10**9)
    with visiting(watching):
        WORK[kind]()
    assert watching.looks >= 2
    for left in (0, watching.looks // 2, watching.looks - 1):
        with visiting(Leaving(left)), pytest.raises(LeftError):
            WORK[kind]()


@pytest.mark.fault(54)
def test_a_search_by_prices_looks_in_each_of_its_rounds() -> None:
    small = reduce(a_question().costs, np.arange(1.0, 201), np.zeros(200))
    visitor = Leaving(3)
    with visiting(visitor), pytest.raises(LeftError):
        price(small, 5, [0, 1, 2, 3, 4], 0.5, 60.0, held=True)
    assert visitor.looks == 4


@pytest.mark.fault(54)
def test_a_workbook_is_stopped_between_its_rows(tmp_path: Path) -> None:
    table = build_areas("lad24")[0]
    visitor = Leaving(20)
    with visiting(visitor), pytest.raises(LeftError):
        write_areas(table, tmp_path / "own.xlsx")
    assert visitor.looks == 21
    assert list(tmp_path.iterdir()) == []


@pytest.mark.fault(54)
@pytest.mark.slow
def test_tests_in_threads_stop_too() -> None:
    began, used = time.monotonic(), time.process_time()
    with visiting(lambda: time.monotonic() - began < 1.5), pytest.raises(LeftError):
        find_robust("lsoa21", q=0.1)
    # Seconds of all cores, whatever else is at work: whole, it takes 6 of them.
    assert time.process_time() - used < 5


@pytest.mark.fault(54)
@pytest.mark.slow
def test_the_solver_stops_soon_after_the_visitor_has_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A question that it needs far more than a minute for."""
    chance = np.random.default_rng(2)
    covers = sparse.csr_array((chance.random((400, 120)) < 0.06).astype(float))
    covers = covers[np.diff(covers.indptr) > 0]
    model = covering(covers, site_cost=1.0)
    began = time.monotonic()
    with visiting(lambda: time.monotonic() - began < 1.0), pytest.raises(LeftError):
        solve(model, [], 60.0, 0.999)
    assert time.monotonic() - began < 5
    monkeypatch.setattr(siting_model, "_LOOK_S", 0.0)
    small = covering(sparse.csr_array(np.eye(3)), site_cost=1.0)
    with visiting(lambda: True):
        assert solve(small, [], 5.0, 0.999).chosen == [0, 1, 2]


@pytest.mark.fault(54)
def test_a_visit_is_on_until_its_browser_goes_away_or_it_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    running = SimpleNamespace(
        is_active_session=lambda session: session in ("on", "left"),
        _session_mgr=SimpleNamespace(_session_storage=SimpleNamespace(_cache={"broken": 1})),
    )
    monkeypatch.setattr(present, "exists", lambda: True)
    monkeypatch.setattr(present, "get_instance", lambda: running)
    monkeypatch.setattr(present, "browsers", Browsers(left={"left": 0.0}))
    visits = ("on", "broken", "left", "over", "")
    assert [present.is_here(one) for one in visits] == [True, True, False, False, True]


@pytest.mark.fault(54)
def test_work_is_for_its_visit_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(present, "is_here", lambda session: session == "on")
    with present.working_for("on", "me"):
        assert queue.visitor.get() == "me"
        look()
    assert queue.visitor.get() == ""
    with present.working_for("over"), pytest.raises(LeftError):
        look()
    look()


@pytest.mark.fault(54)
def test_a_file_to_take_along_is_made_for_its_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    pressed: dict[str, Callable[[], bytes]] = {}
    monkeypatch.setattr(
        downloads.st, "download_button", lambda label, made, *_, **__: pressed.update({label: made})
    )
    session = SimpleNamespace(session_id="over")
    monkeypatch.setattr(downloads, "current_session", lambda: session.session_id)
    monkeypatch.setattr(present, "is_here", lambda session: session != "over")
    downloads.draw("Take", lambda: look() or b"made", "a.csv", "text/csv")
    with pytest.raises(LeftError):
        pressed["Take"]()
    session.session_id = "on"
    downloads.draw("Take", lambda: look() or b"made", "a.csv", "text/csv")
    assert downloads.files.get(pressed["Take"]().decode()).content == b"made"

"""What goes over the wire when a page is run again."""

from __future__ import annotations

import base64

import pytest

from tests.browsing import Visit


@pytest.mark.browser
def test_a_change_of_measure_and_back_sends_less_than_6_5_kb(visit: Visit, address: str) -> None:
    visit.open(f"{address}/?level=lsoa21")
    visit.painted("lsoa21.tundra_rate")
    held = list[int]()
    wire = visit.tab.context.new_cdp_session(visit.tab)
    wire.send("Network.enable")
    wire.on(
        "Network.webSocketFrameReceived",
        lambda event: held.append(len(base64.b64decode(event["response"]["payloadData"]))),
    )

    def change(label: str, key: str) -> int:
        held.clear()
        visit.tab.get_by_text(label, exact=True).first.click()
        visit.painted(key)
        return sum(held)

    first = change("Deprivation", "lsoa21.iod25_decile")
    change("Getting in", "lsoa21.tundra_rate")
    # What a page has drawn before is sent as its hash.
    assert 1_000 < change("Deprivation", "lsoa21.iod25_decile") < 6_500 < first

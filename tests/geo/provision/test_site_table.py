"""What is taught at each site, recounted course by course."""

from __future__ import annotations

import numpy as np
import pytest

from geo import tables
from geo.provision import Selection, load_courses, matching, site_table

SUMS = ["courses", "points_known", "points_alone", "continued_known", "continued_alone"]


def test_courses_of_all_sites_add_up_at_both_levels() -> None:
    expected = load_courses()["share"].sum()
    for level, number in ((1, 21), (2, 35)):
        table = site_table(level=level)
        assert table["courses"].sum() == pytest.approx(expected, abs=5)
        assert len(table.index.unique("subject")) == number
        assert table["label"].notna().all()
        assert (table["points_alone"] <= table["points_known"]).all()
        assert (table["points_known"] <= table["courses"]).all()
        assert (table["continued_alone"] <= table["continued_known"]).all()
    sites = tables.load("sites")
    placed = sites[sites["placed"]]
    whole = table.groupby("site_id")["courses"].sum().reindex(placed.index, fill_value=0)
    assert np.allclose(whole, placed["courses_full_time"] + placed["courses_part_time"], atol=0.02)


def test_a_site_is_recounted_row_by_row() -> None:
    table = site_table(Selection("CAH16"))
    rows = matching(Selection("CAH16"))
    for key in table.index[::40]:
        site, _, mode = key
        own = [one for one in rows.itertuples() if (one.site_id, one.mode) == (site, mode)]
        row = table.loc[key]
        known = [one for one in own if not np.isnan(one.points_median)]
        assert row["courses"] == pytest.approx(sum(one.share for one in own), abs=6e-4)
        assert row["points_known"] == pytest.approx(sum(one.share for one in known), abs=6e-4)
        alone = sum(one.share for one in known if one.points_pooled in ("14", "24"))
        assert row["points_alone"] == pytest.approx(alone, abs=6e-4)
        if not known:
            assert np.isnan(row["points_median_low"])
            continue
        assert row["points_median_low"] == min(one.points_median for one in known)
        assert row["points_median_high"] == max(one.points_median for one in known)
        assert row["points_low"] == min(one.points_low for one in known)
        assert row["points_high"] == max(one.points_high for one in known)


def test_it_holds_what_is_selected_alone() -> None:
    table = site_table(Selection("CAH16", "part-time"))
    assert set(table.index.get_level_values("mode")) == {"part-time"}
    assert set(table["label"]) == {"law"}

"""A visitor's own files on the pages: what is in use, what was refused, and what a reload says."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.test_app import opened
from tests.geo.uploads.test_workbooks import saved
from views.panels import uploads
from views.panels.frame import FILES_GONE

LEEDS = "E08000035"
PAGES = {"reach": "views/reach.py", "sites": "views/new_sites.py"}
SCHOOLS = [
    ["Partner schools of 2026"],
    [],
    ["School name", "URN", "Postcode"],
    ["City hub", 100001, "LS1 4AP"],
    ["Nowhere", 100002, "LS1"],
    ["*Bold*", 100003, "BD1 1HY"],
]
PDF = ("plan.pdf", b"%PDF-1.7", "application/pdf")


def page(name: str, app: AppTest | None = None, **query: str) -> AppTest:
    app = app or opened(**{"with": name, "in": LEEDS, "km": "5", **query})
    return app.switch_page(PAGES[name]).run()


def bring(app: AppTest, name: str, file: tuple[str, bytes, str]) -> AppTest:
    """Put a file into one of the boxes, whatever its key is by now."""
    box = next(one for one in app.sidebar.file_uploader if one.key.startswith(f"file_{name}_"))
    return box.set_value(file).run()


def said(app: AppTest) -> str:
    """Return all that the sidebar says in plain text, of what is in use and why not."""
    parts = (app.sidebar.text, app.sidebar.caption, app.sidebar.warning)
    # A mark before a sign says that it is no markup.
    return "\n".join(element.value for part in parts for element in part).replace("\\", "")


def panel(app: AppTest) -> bool:
    return next(
        one.proto.expanded
        for one in app.sidebar.expander
        if one.label == "Your own sites and records"
    )


def workbook(name: str = "schools.xlsx") -> tuple[str, bytes, str]:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return name, saved(SCHOOLS), kind


def test_a_workbook_is_read_and_named_on_every_page() -> None:
    app = page("reach")
    assert not panel(app)
    bring(app, "sites", workbook())
    assert not app.exception
    assert panel(app)
    for name in ("reach", "sites", "reach"):
        page(name, app)
        assert "In use: schools.xlsx" in said(app)
        assert "Line 5, 'LS1': not a postcode" in said(app)
        assert "The sheet 'Schools' was read." in said(app)
        assert len(app.session_state["uploads"].sites) == 2
    app.sidebar.button(key="remove_sites").click().run()
    assert "In use" not in said(app)
    assert "Line 5" not in said(app)
    assert app.session_state["uploads"] is None


@pytest.mark.parametrize("name", [*PAGES])
def test_a_file_that_fails_keeps_the_panel_open_and_the_good_sites(name: str) -> None:
    app = page(name)
    bring(app, "sites", PDF)
    assert panel(app)
    assert "plan.pdf: This is a PDF, not a table. Give a CSV, XLSX, ODS or GeoJSON file." in said(
        app
    )
    bring(app, "sites", workbook())
    assert "plan.pdf" not in said(app)
    bring(app, "sites", PDF)
    assert panel(app)
    assert len(app.session_state["uploads"].sites) == 2
    assert "schools.xlsx is in use as before." in said(app)
    assert "In use: schools.xlsx" in said(app)
    bring(app, "saved", ("other.json", b"{}", "application/json"))
    assert "other.json: This is not a partnership's file" in said(app)
    assert len(app.session_state["uploads"].sites) == 2
    assert not app.exception


def test_no_box_leaves_a_refusal_to_the_framework() -> None:
    for name in PAGES:
        for box in page(name).sidebar.file_uploader:
            assert box.allowed_type == []


def test_forgotten_files_leave_nothing_behind() -> None:
    app = page("reach")
    bring(app, "sites", workbook())
    bring(app, "activity", PDF)
    next(one for one in app.sidebar.button if one.label == "Forget my files").click().run()
    assert not panel(app)
    for word in ("schools.xlsx", "plan.pdf", "Line 5"):
        assert word not in said(app)
    assert "files" not in app.query_params


def test_a_page_loaded_anew_says_that_files_are_gone() -> None:
    """The pages with a map read their address alike."""
    app = page("reach")
    bring(app, "sites", workbook())
    assert app.query_params["files"] == "yes"
    assert "schools" not in str(dict(app.query_params))
    assert FILES_GONE not in [note.value for note in app.info]
    again = opened(**{"in": LEEDS, "files": "yes"})
    assert FILES_GONE in [note.value for note in again.info]
    assert "files" not in again.query_params
    assert again.session_state["view"].within == LEEDS
    again.sidebar.toggle(key="part_time").set_value(True).run()
    assert FILES_GONE in [note.value for note in again.info]
    page("reach", again)
    assert FILES_GONE not in [note.value for note in again.info]


def test_columns_are_shown_as_understood_and_changed_by_a_choice() -> None:
    """What was chosen holds for the next file with the same headings, and is forgotten with it."""
    text = b"Where they are,Made up,Pupils\nFY1 1AA,x,30\nS1 2HH,y,12\n"
    app = page("reach")
    bring(app, "activity", ("work.csv", text, "text/csv"))
    assert not app.exception
    assert app.session_state["uploads"].activity["partner"].tolist() == ["", ""]
    boxes = [one for one in app.sidebar.selectbox if one.key.startswith("upload_role_activity")]
    assert [one.label for one in boxes] == ["Where they are", "Made up", "Pupils"]
    assert [one.value for one in boxes] == ["postcode", "", "number"]
    boxes[1].set_value("provider").run()
    assert app.session_state["uploads"].activity["partner"].tolist() == ["x", "y"]
    bring(app, "activity", ("next.csv", text.replace(b"x", b"z"), "text/csv"))
    assert app.session_state["uploads"].activity["partner"].tolist() == ["z", "y"]
    next(one for one in app.sidebar.button if one.label == "Forget my files").click().run()
    assert "upload_layouts" not in app.session_state


def test_a_file_that_was_refused_can_be_read_once_its_columns_are_chosen() -> None:
    app = page("reach")
    text = b"A,B\n100001,3\n100006,4\n"
    bring(app, "activity", ("odd.csv", text, "text/csv"))
    assert "odd.csv: No column says where a row is" in said(app)
    assert app.session_state["uploads"] is None if "uploads" in app.session_state else True
    app.sidebar.selectbox(key="upload_role_activity_0").set_value("urn").run()
    assert app.session_state["uploads"].activity["urn"].tolist() == ["100001", "100006"]
    assert "In use: odd.csv" in said(app)
    assert "No column says" not in said(app)


def test_another_sheet_of_a_workbook_is_chosen() -> None:
    book = saved(SCHOOLS, {"Old": [["name", "postcode"], ["Hub", "FY1 1AA"]]})
    app = page("reach")
    bring(app, "sites", ("two.xlsx", book, "application/zip"))
    assert len(app.session_state["uploads"].sites) == 2
    app.sidebar.selectbox(key="upload_sheet_sites").set_value("Old").run()
    assert app.session_state["uploads"].sites["name"].tolist() == ["Hub"]


def test_a_file_that_comes_into_a_box_of_before_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, object] = {"round_sites": 1, "file_sites_0": None}
    monkeypatch.setattr("views.panels.uploads.st.session_state", state)
    assert uploads._file_of_box("sites") is None
    assert uploads.upload_state("sites").error == uploads.NOT_ARRIVED
    state |= {"file_sites_1": None, "upload_state_sites": uploads.UploadState()}
    assert uploads._file_of_box("sites") is None
    assert uploads.upload_state("sites").error == ""

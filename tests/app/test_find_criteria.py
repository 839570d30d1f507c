"""The acceptance criteria of an accessible autocomplete (GOV.UK Design System), one test each.

https://github.com/alphagov/accessible-autocomplete/blob/main/accessibility-criteria.md
"""

from __future__ import annotations

import pytest

from tests.app import test_find as helpers
from tests.app.test_find import box, chosen, options

pytestmark = pytest.mark.browser
# The small page with the box alone, served by the file that tests what it finds.
address, window, tab = helpers.address, helpers.window, helpers.tab


def said(tab: object) -> str:
    return tab.get_by_role("status").inner_text()


def listed(tab: object, text: str) -> list[str]:
    box(tab).fill(text)
    return options(tab)


def trait(tab: object, name: str) -> str | None:
    return box(tab).get_attribute(name)


def is_focused(tab: object) -> bool:
    return box(tab).evaluate("(node) => node === document.activeElement")


def test_01_it_can_be_focused_with_a_keyboard(tab: object) -> None:
    for _ in range(3):
        tab.keyboard.press("Tab")
        if is_focused(tab):
            return
    pytest.fail("three steps of Tab do not lead to the box")


def test_02_it_shows_that_it_has_the_focus(tab: object) -> None:
    outline = "(node) => getComputedStyle(node).outlineStyle"
    assert box(tab).evaluate(outline) == "none"
    tab.keyboard.press("/")
    assert box(tab).evaluate(outline) == "solid"


def test_03_it_is_told_to_be_a_field_to_write_in(tab: object) -> None:
    assert box(tab).is_editable()
    assert (trait(tab, "role"), trait(tab, "type")) == ("combobox", "text")


def test_04_a_value_that_it_holds_is_told(tab: object) -> None:
    listed(tab, "leeds")
    box(tab).press("Enter")
    assert box(tab).input_value() == "Leeds"
    assert "textbox" not in trait(tab, "role")


def test_05_it_tells_that_it_completes(tab: object) -> None:
    assert trait(tab, "aria-autocomplete") == "list"
    assert trait(tab, "aria-haspopup") == "listbox"


def test_06_it_explains_how_it_is_used(tab: object) -> None:
    assert trait(tab, "aria-description") == "Arrows go through the list, Enter chooses"


def test_07_it_tells_that_a_list_opened(tab: object) -> None:
    assert trait(tab, "aria-expanded") == "false"
    listed(tab, "leeds")
    assert trait(tab, "aria-expanded") == "true"
    held = trait(tab, "aria-controls")
    assert tab.get_by_role("listbox", name="Places found").get_attribute("id") == held


def test_08_it_tells_whether_there_are_matches(tab: object) -> None:
    listed(tab, "leeds")
    assert "places found" in said(tab)
    box(tab).fill("qqqqzz")
    tab.get_by_role("status").get_by_text("No place is called").wait_for()
    assert trait(tab, "aria-expanded") == "false"


def test_09_it_tells_how_many_there_are(tab: object) -> None:
    assert said(tab) == ""
    count = len(listed(tab, "leeds"))
    assert said(tab).startswith(f"{count} places found")
    assert len(listed(tab, "E08000035")) == 1
    assert said(tab).startswith("1 place found")


def test_10_it_tells_when_their_number_changes(tab: object) -> None:
    first, second = len(listed(tab, "leeds")), len(listed(tab, "E08000035"))
    assert first != second
    assert said(tab).startswith(f"{second} place")
    assert tab.get_by_role("status").get_attribute("aria-live") == "polite"


@pytest.mark.parametrize("way", ["keyboard", "pointer", "touch"])
def test_11_one_way_of_pointing_is_enough(tab: object, way: str) -> None:
    names = listed(tab, "abbey")
    if way == "keyboard":
        box(tab).press("ArrowDown")
        box(tab).press("ArrowDown")
        box(tab).press("Enter")
    elif way == "pointer":
        tab.get_by_role("option").nth(1).click()
    else:
        tab.get_by_role("option").nth(1).dispatch_event("click")
    assert chosen(tab)[0]["name"] == names[1]


def test_12_a_single_action_at_a_time_is_enough(tab: object) -> None:
    listed(tab, "abbey")
    for at, key in enumerate(["ArrowDown", "ArrowDown", "ArrowUp"]):
        box(tab).press(key)
        selected = tab.get_by_role("option", selected=True)
        assert selected.get_attribute("data-at") == str([0, 1, 0][at])


def test_13_it_tells_which_match_is_selected(tab: object) -> None:
    listed(tab, "abbey")
    box(tab).press("ArrowDown")
    selected = tab.get_by_role("option", selected=True)
    assert selected.count() == 1
    assert trait(tab, "aria-activedescendant") == selected.get_attribute("id")


def test_14_the_number_of_a_match_can_be_told(tab: object) -> None:
    """Options that are children of their list are counted by whatever reads them aloud."""
    names = listed(tab, "abbey")
    inside = "(list) => [...list.children].map((one) => one.getAttribute('role'))"
    assert tab.get_by_role("listbox").evaluate(inside) == ["option"] * len(names)


def test_15_it_tells_what_enter_takes_while_none_is_selected(tab: object) -> None:
    first = listed(tab, "leeds")[0]
    assert tab.get_by_role("option", selected=True).count() == 0
    assert trait(tab, "aria-activedescendant") is None
    assert said(tab).endswith(f"; Enter takes {first}")


def test_16_the_selected_match_can_be_confirmed(tab: object) -> None:
    names = listed(tab, "abbey")
    box(tab).press("End")
    box(tab).press("Enter")
    assert [one["name"] for one in chosen(tab)] == [names[-1]]


def test_17_it_tells_what_was_confirmed(tab: object) -> None:
    listed(tab, "leeds")
    box(tab).press("Enter")
    assert said(tab).startswith("Chosen: Leeds, ")


@pytest.mark.parametrize("way", ["keyboard", "pointer"])
def test_18_the_focus_is_in_the_box_after_that(tab: object, way: str) -> None:
    listed(tab, "leeds")
    if way == "keyboard":
        box(tab).press("Enter")
    else:
        tab.get_by_role("option").first.click()
    assert is_focused(tab)

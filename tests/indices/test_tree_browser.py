"""The tree page in a real browser: by keyboard alone, with sums that follow, nothing lost, nothing broken."""

from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from django.urls import reverse
from playwright.sync_api import expect, sync_playwright

from indices.queries.trees import StoredTree
from tests.admin_forms import signed_in_admin
from tests.factories import CriteriaSetFactory, CriterionFactory, UnitFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
admin = pytest.fixture(signed_in_admin)
ROWS = """rows => rows.map(row => [
    Number(row.dataset.depth), row.querySelector("[name=code]").value, row.querySelector("[name=max_points]").value,
])"""
IN_HAND = """() => {
    const field = document.activeElement, row = field.closest("tbody tr");
    return [field.name, row && [...row.parentElement.rows].indexOf(row)];
}"""


@pytest.fixture
def criteria_set():
    """Field 1 (10 points) of 1.1 (3.5) and 1.2 (6.5), 10 laid down; one department of the province is known."""
    province = UnitFactory(name="Tỉnh Mẫu")
    UnitFactory(level="department", kind="department", parent=province, name="Sở Nội vụ")
    made = CriteriaSetFactory(state="draft", max_points=Decimal(10), index__within=province)
    field = CriterionFactory(criteria_set=made, code="1", name="Chỉ đạo", position=1)
    for place, (code, points) in enumerate((("1.1", "3.5"), ("1.2", "6.5")), start=2):
        CriterionFactory(
            criteria_set=made, parent=field, code=code, name=f"Tiêu chí {code}", level="criterion", position=place,
            max_points=Decimal(points),
        )  # fmt: skip
    return made


class Desk:
    """The page of a set, opened in a browser."""

    def __init__(self, page, criteria_set, prefix=""):
        self.page, self.criteria_set, self.complaints = page, criteria_set, []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.goto(prefix + reverse("admin:indices_criteriaset_tree", args=(criteria_set.pk,)))

    def cell(self, name, row):
        return self.page.locator(f"#tree tbody [name={name}]").nth(row)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def type(self, text):
        self.page.keyboard.type(text)
        return self

    @property
    def rows(self):
        return [tuple(row) for row in self.page.locator("#tree tbody tr").evaluate_all(ROWS)]

    @property
    def in_hand(self):
        return tuple(self.page.evaluate(IN_HAND))

    @property
    def state(self):
        return self.page.locator("#tree-state .text").inner_text()

    def says(self, text):
        expect(self.page.locator("#tree-said")).to_have_text(text)

    def save(self, name="Lưu"):
        self.page.get_by_role("button", name=name, exact=True).click()
        self.page.wait_for_load_state()


@pytest.fixture
def opened(client, admin, criteria_set, live_server, chromium_options, monkeypatch):
    """(criteria set, width, with a script?) -> `Desk`; at the end nothing has complained."""
    # Playwright keeps a loop of events on this thread, for which Django would refuse it the database, and gives it a
    # connection of its own. Nothing that runs in the loop asks for it.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    desks = []
    cookies = [{"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in client.cookies.items()]
    with sync_playwright() as playwright, playwright.chromium.launch(**chromium_options) as browser:

        def make(criteria_set, *, width=1280, script=True, prefix=""):
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                locale="vi",
                base_url=live_server.url,
                java_script_enabled=script,
                permissions=["clipboard-read", "clipboard-write"],
            )
            context.add_cookies(cookies)
            desks.append(Desk(context.new_page(), criteria_set, prefix))
            return desks[-1]

        yield make
        connections.close_all()
    assert [complaint for desk in desks for complaint in desk.complaints] == []


def codes(criteria_set):
    return [(row.depth, row.code) for row in StoredTree(criteria_set).rows]


def test_small_set_is_entered_by_keyboard_alone(opened):
    criteria_set = CriteriaSetFactory(state="draft", max_points=Decimal(10))
    desk = opened(criteria_set)
    desk.cell("code", 0).focus()
    desk.type("1").press("Tab").type("Chỉ đạo").press("Tab").type("10")
    desk.press("Alt+Shift+Enter").type("Kế hoạch").press("Tab").type("3,5")
    desk.press("Alt+Enter").type("Kiểm tra").press("Tab").type("6.25")
    assert desk.rows == [(0, "1", "10"), (1, "1.1", "3,5"), (1, "1.2", "6.25")]
    expect(desk.page.locator("#tree tbody tr").first.locator(".c-sum")).to_contain_text("9,75 thiếu 0,25")
    desk.cell("max_points", 2).fill("6,5")
    assert desk.state == "Điểm đã khớp"
    desk.save()
    assert codes(criteria_set) == [(0, "1"), (1, "1.1"), (1, "1.2")]


def test_rows_change_places_and_levels_and_keep_the_focus(opened, criteria_set):
    desk = opened(criteria_set)
    desk.cell("max_points", 2).focus()
    for key, rows, in_hand, said in (
        ("Alt+ArrowUp", [(0, "1"), (1, "1.2"), (1, "1.1")], 1, "1.2 nay ở dòng 2."),
        ("Alt+ArrowDown", [(0, "1"), (1, "1.1"), (1, "1.2")], 2, "1.2 nay ở dòng 3."),
        ("Alt+ArrowRight", [(0, "1"), (1, "1.1"), (2, "1.2")], 2, "1.2 nay là tiêu chí thành phần."),
        ("Alt+ArrowLeft", [(0, "1"), (1, "1.1"), (1, "1.2")], 2, "1.2 nay là tiêu chí."),
        ("Alt+ArrowLeft", [(0, "1"), (1, "1.1"), (0, "1.2")], 2, "1.2 nay là lĩnh vực."),
    ):
        desk.press(key)
        desk.says(said)
        assert [row[:2] for row in desk.rows] == rows
        assert desk.in_hand == ("max_points", in_hand)


def test_what_was_deleted_comes_back(opened, criteria_set):
    desk = opened(criteria_set)
    before = desk.rows
    desk.cell("name", 0).focus()
    desk.press("Alt+Delete")
    desk.says("Đã xóa 1 và 2 dòng bên dưới. Bấm Hoàn tác để lấy lại.")
    assert [row[1] for row in desk.rows] == [""]
    desk.press("Alt+Backspace")
    assert desk.rows == before
    assert desk.in_hand == ("name", 0)


def test_enter_and_arrows_go_down_a_column(opened, criteria_set):
    desk = opened(criteria_set)
    desk.cell("max_points", 0).focus()
    assert desk.press("Enter").in_hand == ("max_points", 1)
    assert desk.press("ArrowDown").in_hand == ("max_points", 2)
    assert desk.press("ArrowUp").in_hand == ("max_points", 1)


def test_enter_in_a_field_with_suggestions_sends_nothing(opened, criteria_set):
    desk = opened(criteria_set)
    desk.cell("lead", 0).focus()
    assert desk.type("không có").press("Enter").in_hand == ("lead", 1)
    assert desk.cell("lead", 0).input_value() == "không có"


def test_codes_are_renumbered_by_position_and_given_back(opened, criteria_set):
    desk = opened(criteria_set)
    desk.cell("code", 1).fill("1.7")
    desk.page.get_by_role("button", name="Đánh lại mã").click()
    assert [row[1] for row in desk.rows] == ["1", "1.1", "1.2"]
    desk.page.get_by_role("button", name="Hoàn tác").click()
    assert [row[1] for row in desk.rows] == ["1", "1.7", "1.2"]


def test_lines_of_a_spreadsheet_become_rows(opened, criteria_set):
    desk = opened(criteria_set)
    desk.cell("code", 2).focus()
    lines = '2\tThể chế\t4,5\r\n2.1\t"Hai\ndòng"\t2\r\n2.2\tBa\t2,5\r\n'
    desk.page.evaluate("text => navigator.clipboard.writeText(text)", lines)
    desk.press("Control+V")
    desk.says("Đã dán 3 dòng.")
    assert desk.rows[2:] == [(1, "1.2", "6,5"), (0, "2", "4,5"), (1, "2.1", "2"), (1, "2.2", "2,5")]
    assert desk.cell("name", 4).input_value() == "Hai dòng"


def test_first_place_that_does_not_add_up_is_one_step_away(opened, criteria_set):
    desk = opened(criteria_set)
    desk.cell("max_points", 1).fill("3,25")
    assert desk.state == "1 chỗ thiếu điểm hoặc chưa khớp"
    desk.page.get_by_role("link", name="Đến chỗ đầu tiên").click()
    assert desk.in_hand == ("max_points", 0)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_script_tells_the_sums_that_the_server_told(opened, criteria_set, prefix):
    criteria_set.criteria.filter(code="1.1").update(max_points=Decimal("0.000000001"))
    CriterionFactory(criteria_set=criteria_set, code="2", max_points=None, position=9)
    criteria_set.appraisal_points = Decimal(7)
    criteria_set.stated_criteria = 3
    criteria_set.save()
    told = "tr:not([data-spare]) td.c-sum, #tree-bar li:not([hidden]), #tree-state .text"
    server, script = (
        " ".join(opened(criteria_set, script=script, prefix=prefix).page.locator(told).all_inner_texts()).split()
        for script in (False, True)
    )
    assert server == script


def test_leaving_with_unsaved_rows_is_asked_about(opened, criteria_set):
    desk, asked = opened(criteria_set), []
    desk.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.page.goto(reverse("admin:index"))
    assert asked == []
    desk.page.go_back()
    desk.cell("name", 0).click()
    desk.type("Tên mới")
    desk.page.goto(reverse("admin:index"))
    assert asked == ["beforeunload"]


def test_page_works_without_a_script(opened, criteria_set):
    desk = opened(criteria_set, script=False)
    desk.cell("order", 2).fill("15")
    desk.cell("level", 3).select_option("1")
    desk.cell("code", 3).fill("1.3")
    desk.cell("name", 3).fill("Thêm")
    desk.cell("max_points", 3).fill("1")
    desk.save("Lưu")
    assert "thừa 1" in desk.page.locator(".wrong").inner_text()
    desk.cell("max_points", 0).fill("11")
    desk.save("Lưu tạm, chưa khớp điểm")
    assert codes(criteria_set) == [(0, "1"), (1, "1.2"), (1, "1.1"), (1, "1.3")]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_page_is_accessible_and_no_wider_than_the_window(opened, criteria_set, width, prefix):
    desk = opened(criteria_set, width=width, prefix=prefix)
    desk.cell("max_points", 1).fill("ba")
    desk.page.locator("button[value=save]").click()
    desk.page.locator(".wrong").wait_for()
    desk.page.locator("#show-english").check()
    desk.page.locator("#show-more").check()
    assert Axe().run(desk.page).response["violations"] == []
    assert desk.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

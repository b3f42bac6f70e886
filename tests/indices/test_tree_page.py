"""The page on which a whole criteria tree is laid down: what it shows, reads, refuses and stores."""

import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from indices.models import Responsibility, ScoringRule
from indices.queries.trees import StoredTree
from tests.admin_forms import signed_in_admin
from tests.factories import (
    AdminFactory,
    AssignmentFactory,
    CriteriaSetFactory,
    CriterionFactory,
    EditionFactory,
    ResponsibilityFactory,
    ScoreFactory,
    StandingFactory,
    UnitFactory,
    freeze,
)

pytestmark = pytest.mark.django_db
admin = pytest.fixture(signed_in_admin)
NATIONAL = (8, 40, 95)


class Fields(HTMLParser):
    """What the tree's form would send: (name, value) in order. `problems`: what stands at fields."""

    def __init__(self, response):
        super().__init__()
        self.sent, self.problems, self._inside, self._select, self._text = [], {}, False, None, None
        self._fault = None
        self.feed(re.sub("<template.*</template>", "", response.content.decode(), flags=re.DOTALL))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self._inside = given.get("id") == "tree_form" if tag == "form" else self._inside
        name = given.get("name")
        if not self._inside:
            return
        if tag == "input" and name:
            self.sent.append((name, given.get("value") or ""))
        elif tag == "textarea":
            self._text = name
            self.sent.append((name, ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.sent.append((self._select, given["value"]))
        elif tag == "p" and given.get("class") == "fault":
            self._fault = given["id"]
            self.problems[self._fault] = ""

    def handle_data(self, data):
        if self._text:
            self.sent[-1] = (self._text, self.sent[-1][1] + data)
        if self._fault:
            self.problems[self._fault] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None
        elif tag == "p":
            self._fault = None
        elif tag == "form":
            self._inside = False


class Sheet:
    """The page as somebody has it open: cells by place, sent as a browser sends them."""

    ONCE = ("csrfmiddlewaretoken", "seen", "seen_now", "within", "locked")

    def __init__(self, client, response, url):
        self.client, self.url = client, url
        self.response = response
        fields = Fields(response)
        self.problems = fields.problems
        self.once = {name: value for name, value in fields.sent if name in self.ONCE}
        self.columns = {}
        for name, value in fields.sent:
            if name not in self.ONCE:
                self.columns.setdefault(name, []).append(value)

    @property
    def text(self):
        return self.response.content.decode()

    def fill(self, row, **cells):
        for name, value in cells.items():
            self.columns[name][row] = value
        return self

    def press(self, do):
        """What comes back: a `Sheet` again, or the response that leads on."""
        response = self.client.post(self.url, {**self.once, **self.columns, "do": do})
        return Sheet(self.client, response, self.url) if response.status_code == 200 else response


def address(criteria_set, prefix=""):
    return prefix + reverse("admin:indices_criteriaset_tree", args=(criteria_set.pk,))


@pytest.fixture
def opened(admin, client):
    """criteria set -> its page, opened."""

    def make(criteria_set, query="", prefix=""):
        url = address(criteria_set, prefix)
        return Sheet(client, client.get(url + query), url)

    return make


@pytest.fixture
def draft():
    """Field 1 (10 points) of 1.1 (3.5) and 1.2 (6.5); 10 points laid down."""
    made = CriteriaSetFactory(slug="bo-moi", state="draft", max_points=Decimal(10), name="Bộ 2026")
    field = CriterionFactory(criteria_set=made, code="1", name="Chỉ đạo", position=1)
    for place, (code, points) in enumerate((("1.1", "3.5"), ("1.2", "6.5")), start=2):
        CriterionFactory(
            criteria_set=made, parent=field, code=code, name=f"Tiêu chí {code}", level="criterion", position=place,
            max_points=Decimal(points),
        )  # fmt: skip
    return made


@pytest.fixture
def province():
    """A province with two departments, and a set of its own."""
    made = UnitFactory(name="Tỉnh Mẫu", slug="tinh-mau")
    for name in ("Sở Nội vụ", "Sở Tài chính"):
        UnitFactory(level="department", kind="department", parent=made, name=name)
    return made


def codes(criteria_set):
    return [(row.depth, row.code) for row in StoredTree(criteria_set).rows]


def names(criteria_set):
    return [row.name for row in StoredTree(criteria_set).rows]


# What it shows


def test_page_shows_the_rows_in_the_order_of_the_tree(opened, draft):
    sheet = opened(draft)
    assert sheet.columns["code"][:3] == ["1", "1.1", "1.2"]
    assert sheet.columns["level"][:3] == ["0", "1", "1"]
    assert sheet.columns["max_points"][:3] == ["10", "3,5", "6,5"]


def test_page_in_english_writes_points_with_a_point(opened, draft):
    assert opened(draft, prefix="/en").columns["max_points"][:3] == ["10", "3.5", "6.5"]


def test_page_says_what_does_not_add_up_without_a_script(opened, draft):
    draft.criteria.filter(code="1.2").update(max_points=Decimal("6.25"))
    text = opened(draft).text
    assert "thiếu 0,25" in text
    assert "1 chỗ thiếu điểm hoặc chưa khớp" in text
    assert 'href="#r0-max_points"' in text


def test_page_of_a_set_without_criteria_says_how_to_begin(opened):
    sheet = opened(CriteriaSetFactory(state="draft"))
    assert "chưa có tiêu chí nào" in sheet.text
    assert set(sheet.columns["code"]) == {""}


def test_page_is_for_admins(client, draft):
    client.force_login(AssignmentFactory().user)
    assert client.get(address(draft)).status_code == 302
    client.force_login(AdminFactory(is_superuser=False))
    assert client.get(address(draft)).status_code == 403


def test_there_is_no_page_of_a_set_that_is_not(admin, client):
    assert client.get(reverse("admin:indices_criteriaset_tree", args=(0,))).status_code == 404


def fill_to(criteria_set, fields, criteria, leaves):
    """A tree of that many rows of each level."""
    places = iter(range(1, 1000))
    for number in range(1, fields + 1):
        field = CriterionFactory(criteria_set=criteria_set, code=str(number), position=next(places))
        for below in range(number, criteria + 1, fields):
            code = f"{number}.{below}"
            parent = CriterionFactory(
                criteria_set=criteria_set, parent=field, code=code, level="criterion", position=next(places)
            )
            for leaf in range(below, leaves + 1, criteria):
                CriterionFactory(
                    criteria_set=criteria_set, parent=parent, code=f"{code}.{leaf}", level="subcriterion",
                    position=next(places),
                )  # fmt: skip


@pytest.mark.parametrize("size", [(1, 1, 1), NATIONAL], ids=["3", "143"])
def test_page_asks_the_database_no_more_for_more_rows(opened, province, size, django_assert_num_queries):
    criteria_set = CriteriaSetFactory(state="draft", index__within=province)
    fill_to(criteria_set, *size)
    for criterion in criteria_set.criteria.all():
        ResponsibilityFactory(criterion=criterion, within=province, lead=province.children.first())
    with django_assert_num_queries(7):
        sheet = opened(criteria_set)
    assert sum(code != "" for code in sheet.columns["code"]) == sum(size)


@pytest.mark.parametrize("size", [(1, 1, 1), NATIONAL], ids=["3", "143"])
def test_saving_asks_the_database_no_more_for_more_rows(opened, province, size, django_assert_max_num_queries):
    criteria_set = CriteriaSetFactory(state="draft", index__within=province)
    fill_to(criteria_set, *size)
    sheet = opened(criteria_set)
    sheet.columns["name"] = [name and f"{name} (sửa)" for name in sheet.columns["name"]]
    with django_assert_max_num_queries(22):
        assert sheet.press("draft").status_code == 302


def test_five_hundred_rows_are_sent_at_once(opened):
    criteria_set = CriteriaSetFactory(state="draft")
    fill_to(criteria_set, 20, 120, 360)
    sheet = opened(criteria_set)
    assert sheet.fill(0, name="Tên mới").press("draft").status_code == 302


# What it stores


def test_what_is_typed_is_stored(opened, draft):
    sheet = opened(draft)
    sheet.fill(1, name="Kế  hoạch\r\nnăm ", name_en="Plan", max_points=" 4.25", method="survey", note="một\r\nhai")
    assert sheet.fill(2, max_points="5,75").press("save").status_code == 302
    row = StoredTree(draft).rows[1]
    assert (row.name, row.name_en, row.max_points, row.method) == ("Kế hoạch năm", "Plan", Decimal("4.25"), "survey")
    assert row.note == "một\nhai"


def test_page_says_what_was_stored(opened, client, draft):
    answer = opened(draft).fill(1, name="Kế hoạch").press("save")
    assert "Đã lưu: sửa 1 dòng." in client.get(answer["Location"]).content.decode()


def test_blank_rows_at_the_end_are_filled_in(opened, draft):
    sheet = opened(draft).fill(0, max_points="12").fill(3, level="1", code="1.3", name="Thêm", max_points="2")
    draft.max_points = Decimal(12)
    draft.save()
    assert sheet.press("save").status_code == 302
    assert codes(draft) == [(0, "1"), (1, "1.1"), (1, "1.2"), (1, "1.3")]


def test_row_moves_by_its_number(opened, draft):
    assert opened(draft).fill(2, order="15").press("save").status_code == 302
    assert codes(draft) == [(0, "1"), (1, "1.2"), (1, "1.1")]


def test_rows_below_follow_the_one_that_moves(opened, draft):
    sheet = opened(draft).fill(3, level="0", code="2", name="Khác", max_points="1").fill(0, order="99")
    sheet.press("draft")
    assert codes(draft) == [(0, "2"), (0, "1"), (1, "1.1"), (1, "1.2")]


def test_number_that_is_none_leaves_the_row_where_it_is(opened, draft):
    assert opened(draft).fill(2, order="đầu").press("save").status_code == 302
    assert codes(draft) == [(0, "1"), (1, "1.1"), (1, "1.2")]


def test_row_marked_to_go_takes_those_below_with_it(opened, draft):
    sheet = opened(draft).fill(3, level="0", code="2", name="Khác", max_points="10").fill(0, level="x0")
    assert sheet.press("save").status_code == 302
    assert codes(draft) == [(0, "2")]


def test_codes_are_given_anew_without_storing(opened, draft):
    sheet = opened(draft).fill(2, order="15").press("renumber")
    assert sheet.columns["code"][:3] == ["1", "1.1", "1.2"]
    assert sheet.columns["name"][:3] == ["Chỉ đạo", "Tiêu chí 1.2", "Tiêu chí 1.1"]
    assert names(draft) == ["Chỉ đạo", "Tiêu chí 1.1", "Tiêu chí 1.2"]


def test_blank_rows_are_added_without_storing(opened, draft):
    sheet = opened(draft)
    more = sheet.fill(1, name="Chưa lưu").press("add")
    assert len(more.columns["code"]) == len(sheet.columns["code"]) + 5
    assert more.columns["name"][1] == "Chưa lưu"
    assert "Chưa lưu" not in names(draft)


def test_sums_are_told_anew_without_storing(opened, draft):
    assert "thừa 0,5" in opened(draft).fill(1, max_points="4").press("sum").text
    assert draft.criteria.get(code="1.1").max_points == Decimal("3.5")


def test_spaces_that_were_stored_are_no_change(opened, draft):
    draft.criteria.filter(code="1.1").update(name="Hai  dấu cách ")
    opened(draft).press("save")
    assert draft.criteria.get(code="1.1").name == "Hai  dấu cách "


def test_row_without_all_of_its_fields_is_no_page_of_ours(opened, draft):
    sheet = opened(draft)
    sheet.columns["name"].pop()
    assert sheet.client.post(sheet.url, {**sheet.once, **sheet.columns, "do": "save"}).status_code == 400


@pytest.mark.parametrize(
    "cells", [{"method": "khác"}, {"kind": "khác"}, {"level": "9"}, {"pk": "x"}, {"pk": "²"}, {"name": "a\x00b"}]
)
def test_what_no_browser_sends_breaks_nothing(opened, draft, cells):
    answer = opened(draft).fill(1, **cells).press("draft")
    assert getattr(answer, "status_code", 200) in (200, 302)


# What it refuses


def test_refusal_names_the_figures_and_leads_to_the_field(opened, draft):
    sheet = opened(draft).fill(0, max_points="9,5").press("save")
    message = "Điểm tối đa ghi 9,5 nhưng các tiêu chí bên dưới cộng lại được 10: thừa 0,5."
    assert message in sheet.problems["r0-max_points-wrong"]
    assert 'aria-invalid="true" aria-describedby="r0-max_points-wrong"' in sheet.text
    assert f'<a href="#r0-max_points">Mục 1: {message}' in sheet.text
    assert sheet.columns["max_points"][0] == "9,5"
    assert draft.criteria.get(code="1").max_points == 10


def test_all_faults_are_told_at_once(opened, draft):
    sheet = opened(draft).fill(1, code="", name="").fill(2, code="1", max_points="ba")
    refused = sheet.press("save")
    assert sorted(refused.problems) == ["r1-code-wrong", "r1-name-wrong", "r2-code-wrong", "r2-max_points-wrong"]
    assert "có 4 chỗ cần sửa" in refused.text
    assert "“ba” không phải là số điểm" in refused.problems["r2-max_points-wrong"]


@pytest.mark.parametrize("typed", ["1,2,3", "1e3", "0,1234567891", "9999999999", "NaN", "--1"])
def test_maximum_that_is_no_figure_is_refused(opened, draft, typed):
    assert "r1-max_points-wrong" in opened(draft).fill(1, max_points=typed).press("draft").problems


def test_draft_that_does_not_add_up_may_wait(opened, draft):
    sheet = opened(draft).fill(0, max_points="9,5").press("save")
    assert "Những chỗ này không ngăn lưu tạm" in sheet.text
    assert sheet.press("draft").status_code == 302
    assert draft.criteria.get(code="1").max_points == Decimal("9.5")


def test_set_in_force_offers_no_storing_of_what_does_not_add_up(opened, draft):
    draft.state = "in_force"
    draft.save()
    sheet = opened(draft)
    assert 'value="draft"' not in sheet.text
    assert sheet.fill(0, max_points="9,5").press("draft").problems


def test_deleting_what_has_scores_names_the_edition(opened, draft):
    edition = EditionFactory(criteria_set=draft, year=2026, index__short_name="CCHC Mẫu")
    ScoreFactory(standing=StandingFactory(edition=edition), criterion=draft.criteria.get(code="1.2"))
    sheet = opened(draft).fill(2, level="x1").fill(1, max_points="10").press("save")
    assert f"Tiêu chí 1.2 đã có điểm ở {edition} nên không xóa được" in sheet.text


def test_criterion_with_a_rule_is_told_where_to_delete_it(opened, draft):
    ScoringRule.objects.create(
        criterion=draft.criteria.get(code="1.1"), kind="full_or_nothing", sentence="Đủ.", asks="x"
    )
    sheet = opened(draft).fill(2, level="2", code="1.1.1", max_points="3,5").press("save")
    assert "có quy tắc cho điểm nên không thể có tiêu chí bên dưới" in sheet.problems["r1-max_points-wrong"]


def test_text_longer_than_its_column_is_refused(opened, draft):
    sheet = opened(draft).fill(1, short_name="x" * 61).press("save")
    assert "Tên ngắn dài quá 60 ký tự" in sheet.problems["r1-short_name-wrong"]


def test_fault_in_a_field_that_is_folded_away_opens_it(opened, draft):
    sheet = opened(draft).fill(1, short_name="x" * 61).press("save")
    assert 'id="show-more" checked' in sheet.text


# Two at once


def test_second_admin_is_told_and_overwrites_nothing_unseen(opened, draft):
    mine, other = opened(draft).fill(1, name="Của tôi"), opened(draft).fill(1, name="Của người khác")
    assert other.press("save").status_code == 302
    told = mine.press("save")
    assert "cây tiêu chí đã đổi từ khi bạn mở trang này" in told.text
    assert "1.1, tên: Của người khác → Của tôi" in told.text
    assert told.columns["name"][1] == "Của tôi"
    assert names(draft)[1] == "Của người khác"


def test_second_admin_may_store_what_was_shown_to_differ(opened, draft):
    mine, other = opened(draft).fill(1, name="Của tôi"), opened(draft).fill(1, name="Của người khác")
    other.press("save")
    assert mine.press("save").press("replace").status_code == 302
    assert names(draft)[1] == "Của tôi"


def test_what_was_shown_to_differ_is_not_stored_over_something_newer(opened, draft):
    mine, other = opened(draft).fill(1, name="Của tôi"), opened(draft).fill(1, name="Của người khác")
    other.press("save")
    told = mine.press("save")
    opened(draft).fill(1, name="Mới nữa").press("save")
    assert "Mới nữa → Của tôi" in told.press("replace").text
    assert names(draft)[1] == "Mới nữa"


def test_differences_are_told_kind_by_kind(opened, draft):
    mine = opened(draft)
    mine.fill(0, max_points="12").fill(1, method="survey").fill(2, order="15").fill(3, code="2", name="Thêm", level="0")
    opened(draft).fill(1, name="Khác").press("save")
    text = mine.press("save").text
    for sentence in ("Thêm: 2 Thêm", "điểm tối đa: 10 → 12", "thẩm định → điều tra xã hội học", "Thứ tự các dòng"):
        assert sentence in text


# Locked


@pytest.fixture
def locked(draft):
    draft.state = "in_force"
    draft.save()
    freeze(EditionFactory(criteria_set=draft))
    return draft


def test_locked_set_is_shown_closed_with_the_reason_and_the_way_on(opened, locked):
    sheet = opened(locked)
    assert "đã được dùng cho một năm đánh giá đã công bố" in sheet.text
    assert reverse("admin:indices_criteriaset_copy", args=(locked.pk,)) in sheet.text
    described = {"pk", "name_en", "short_name", "short_name_en", "note", "note_en"}
    assert set(sheet.columns) == described


def test_locked_set_is_described(opened, locked):
    assert opened(locked).fill(1, name_en="Plan", short_name="KH").press("save").status_code == 302
    row = StoredTree(locked).rows[1]
    assert (row.name_en, row.short_name) == ("Plan", "KH")


def test_locked_set_is_not_changed_by_a_forged_request(opened, locked):
    sheet = opened(locked)
    sheet.columns |= {"max_points": ["1", "1", "1"], "code": ["7", "8", "9"]}
    sheet.press("save")
    assert codes(locked) == [(0, "1"), (1, "1.1"), (1, "1.2")]


def test_set_that_was_locked_meanwhile_says_what_was_not_stored(opened, draft):
    sheet = opened(draft).fill(1, name="Muộn rồi")
    freeze(EditionFactory(criteria_set=draft))
    told = sheet.press("save")
    assert "bộ tiêu chí đã khóa từ khi bạn mở trang này" in told.text
    assert "1.1, tên: Tiêu chí 1.1 → Muộn rồi" in told.text
    assert names(draft)[1] == "Tiêu chí 1.1"


# Agencies in charge


@pytest.fixture
def of_province(draft, province):
    draft.index.within = province
    draft.index.save()
    return draft


@pytest.mark.parametrize("typed", ["Sở Nội vụ", "so noi vu", "SNV", "SỞ NỘI VỤ"])
def test_agency_is_recognised_as_officials_write_it(opened, of_province, typed):
    assert opened(of_province).fill(1, lead=typed).press("save").status_code == 302
    assert Responsibility.objects.get().lead.name == "Sở Nội vụ"


def test_agency_is_recognised_by_its_code(opened, of_province, province):
    assert opened(of_province).fill(1, lead=province.children.get(name="Sở Tài chính").code).press("save")
    assert Responsibility.objects.get().lead.name == "Sở Tài chính"


def test_unknown_agency_is_refused_with_the_nearest(opened, of_province):
    sheet = opened(of_province).fill(1, lead="Sở Nội vụ và Lao động").press("save")
    assert "Gần giống: Sở Nội vụ" in sheet.problems["r1-lead-wrong"]
    assert not Responsibility.objects.exists()


def test_agency_unlike_any_other_is_refused(opened, of_province):
    sheet = opened(of_province).fill(1, lead="xyz").press("save")
    assert "hãy chọn trong danh sách gợi ý" in sheet.problems["r1-lead-wrong"]


def test_agency_that_several_bear_is_asked_for_again(opened, of_province, province):
    UnitFactory(level="department", kind="department", parent=province, name="Sở Nội Vụ", slug="snv")
    assert "có thể là: Sở Nội" in opened(of_province).fill(1, lead="so noi vu").press("save").problems["r1-lead-wrong"]


def test_agency_that_is_no_more_stays_where_it_is_named(opened, of_province, province):
    gone = UnitFactory(level="department", kind="department", parent=province, name="Sở Cũ", valid_to="2020-01-01")
    ResponsibilityFactory(criterion=of_province.criteria.get(code="1.1"), within=province, lead=gone)
    assert opened(of_province).fill(1, name="Tên mới").press("save").status_code == 302
    assert Responsibility.objects.get().lead == gone


def test_agency_that_is_no_more_is_not_put_in_charge(opened, of_province, province):
    UnitFactory(level="department", kind="department", parent=province, name="Sở Cũ", valid_to="2020-01-01")
    sheet = opened(of_province).fill(1, lead="Sở Cũ").press("save")
    assert "nay không còn ở Tỉnh Mẫu" in sheet.problems["r1-lead-wrong"]


def test_national_index_asks_of_which_province(opened, draft, province):
    assert "lead" not in opened(draft).columns
    sheet = opened(draft, f"?within={province.slug}")
    answer = sheet.fill(1, lead="Sở Nội vụ").press("save")
    assert answer["Location"].endswith("?within=tinh-mau")
    assert Responsibility.objects.get().within == province


def test_province_that_is_none_asks_for_no_agencies(opened, draft):
    assert "lead" not in opened(draft, "?within=khong-co").columns


def test_others_in_charge_are_told(opened, of_province, province):
    for lead in province.children.all():
        ResponsibilityFactory(criterion=of_province.criteria.get(code="1.1"), within=province, lead=lead)
    assert "Cùng chủ trì: Sở Tài chính" in " ".join(opened(of_province).text.split())

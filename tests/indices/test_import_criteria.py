"""A criteria tree read from a file in Django admin: preview, storing what was seen, refusals; and out again."""

import io
from decimal import Decimal

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from indices.actions.imports import ImportRefusedError, Origin, import_tree
from indices.actions.sets import SetLockedError
from indices.actions.trees import TreeFaultsError
from indices.domain.outline import numbered, parents
from indices.exporting.criteria import blank_workbook, tree_workbook
from indices.importing import criteria_file
from indices.importing.cells import Kind, read_book
from indices.importing.criteria_file import tree_rows
from indices.importing.criteria_sheet import read_criteria
from indices.models import CriteriaSet, Responsibility
from indices.queries.trees import StoredTree, TreeRow
from records.models import AuditEvent
from tests.admin_forms import signed_in_admin
from tests.factories import (
    AdminFactory,
    CriteriaSetFactory,
    CriterionFactory,
    EditionFactory,
    IndexFactory,
    UnitFactory,
    UserFactory,
    freeze,
)
from tests.indices.importing.workbooks import HEAD, SMALL, workbook

pytestmark = pytest.mark.django_db
admin_user = pytest.fixture(signed_in_admin)
ROWS = [
    TreeRow(None, 0, "1", "Chỉ đạo", max_points=Decimal(5), method="mixed"),
    TreeRow(None, 1, "1.1", "Kế hoạch", max_points=Decimal(3)),
    TreeRow(None, 1, "1.2", "Kiểm tra", max_points=Decimal(2), method="survey"),
]
ORIGIN = Origin("bo.xlsx", "ab" * 32)


def draft(**values):
    return CriteriaSetFactory(state=CriteriaSet.State.DRAFT, **values)


# Storing


def new_set(**values):
    return CriteriaSet(**{"index": IndexFactory(), "slug": "bo-moi", "name": "Bộ mới", **values})


def test_a_tree_becomes_a_new_draft_with_its_origin_in_the_trail():
    by = AdminFactory()
    made = import_tree(criteria_set=new_set(max_points=Decimal(5)), rows=ROWS, origin=ORIGIN, by=by)
    assert (made.state, made.max_points) == ("draft", 5)
    assert list(made.criteria.order_by("position").values_list("code", "level")) == [
        ("1", "field"), ("1.1", "criterion"), ("1.2", "criterion"),
    ]  # fmt: skip
    event = AuditEvent.objects.get(kind="criteria_imported")
    assert (event.by, event.after) == (by, {"file": "bo.xlsx", "sha256": "ab" * 32, "criteria": 3})


def test_the_sheet_is_part_of_the_origin():
    import_tree(criteria_set=new_set(), rows=ROWS, origin=Origin("bo.xlsx", "ab", "Trang 2"), by=None)
    assert AuditEvent.objects.get(kind="criteria_imported").after["sheet"] == "Trang 2"


def test_a_tree_may_go_into_a_draft_that_is_still_empty():
    empty = draft()
    assert import_tree(criteria_set=empty, rows=ROWS, origin=ORIGIN, by=None) == empty
    assert empty.criteria.count() == 3


def test_nothing_is_stored_where_the_tree_is_wrong():
    rows = [*ROWS[:2], TreeRow(None, 1, "1.2", "Kiểm tra", max_points=Decimal(1))]
    with pytest.raises(TreeFaultsError):
        import_tree(criteria_set=new_set(), rows=rows, origin=ORIGIN, by=None)
    assert not CriteriaSet.objects.exists()
    assert not AuditEvent.objects.exists()


def test_what_does_not_add_up_yet_is_stored_where_that_is_asked_for():
    rows = [*ROWS[:2], TreeRow(None, 1, "1.2", "Kiểm tra")]
    assert import_tree(criteria_set=new_set(), rows=rows, origin=ORIGIN, by=None, unfinished=True).criteria.count() == 3


def test_who_is_no_admin_imports_nothing():
    with pytest.raises(PermissionDenied):
        import_tree(criteria_set=new_set(), rows=ROWS, origin=ORIGIN, by=UserFactory())
    assert not CriteriaSet.objects.exists()


def test_a_set_that_holds_criteria_is_refused():
    holding = CriterionFactory(criteria_set=draft()).criteria_set
    with pytest.raises(ImportRefusedError, match="đã có tiêu chí"):
        import_tree(criteria_set=holding, rows=ROWS, origin=ORIGIN, by=None)


def test_a_set_in_force_is_refused():
    with pytest.raises(ImportRefusedError, match="không còn là dự thảo"):
        import_tree(criteria_set=CriteriaSetFactory(), rows=ROWS, origin=ORIGIN, by=None)


def test_a_locked_set_is_refused():
    locked = CriteriaSetFactory()
    freeze(EditionFactory(criteria_set=locked))
    with pytest.raises(SetLockedError):
        import_tree(criteria_set=locked, rows=ROWS, origin=ORIGIN, by=None)


# The page

PAGE = "/admin/indices/criteriaset/import/"


def form_data(data=None, name="bo.xlsx", **values):
    index = values.pop("index", None) or IndexFactory().pk
    file = SimpleUploadedFile(name, workbook([HEAD, *SMALL]) if data is None else data)
    return {"index": index, "slug": "bo-moi", "name": "Bộ mới", "file": file, **values}


def preview(client, **values):
    response = client.post(PAGE, form_data(**values))
    assert response.status_code == 200
    return response


def carried(response):
    (page,) = response.context["pages"]
    return page.carried


def test_the_page_shows_the_tree_and_stores_nothing_yet(client, admin_user):
    response = preview(client)
    text = response.content.decode()
    assert "Lưu thành bộ dự thảo" in text
    assert "Mức độ hoàn thành" in text
    assert not CriteriaSet.objects.exists()


def test_what_is_stored_is_what_was_seen(client, admin_user):
    response = client.post(PAGE, {"carried": carried(preview(client, max_points="10"))})
    made = CriteriaSet.objects.get()
    assert response["Location"] == reverse("admin:indices_criteriaset_tree", args=(made.pk,))
    assert (made.slug, made.max_points, made.criteria.count()) == ("bo-moi", 10, 6)
    assert AuditEvent.objects.get(kind="criteria_imported").after["sheet"] == "Trang 1"


def test_the_total_of_the_file_is_that_of_the_set(client, admin_user):
    data = workbook([HEAD, *SMALL, [None, "Tổng cộng", 10]])
    client.post(PAGE, {"carried": carried(preview(client, data=data))})
    assert CriteriaSet.objects.get().max_points == 10


def test_the_page_lists_every_fault_with_its_cell_and_offers_no_button(client, admin_user):
    data = workbook([HEAD, ["1", "A", "năm"], ["2", None, 5]])
    response = preview(client, data=data)
    text = response.content.decode()
    assert [fault.cell for fault in response.context["pages"][0].faults] == ["C2", "B3"]
    assert "Có 2 chỗ cần sửa trong tệp" in text
    assert "C2" in text
    assert "Lưu thành bộ dự thảo" not in text


def test_a_file_that_is_refused_is_an_error_at_its_field(client, admin_user):
    response = preview(client, data=b"%PDF-1.7", name="bo.pdf")
    assert "Đây là tệp PDF" in response.content.decode()
    assert response.context["pages"] == []


def test_an_empty_file_is_an_error_at_its_field(client, admin_user):
    assert "Tệp rỗng" in preview(client, data=b"").content.decode()


def test_each_table_of_a_file_is_shown_with_its_own_button(client, admin_user):
    response = preview(client, data=workbook(("Cũ", [HEAD, *SMALL[:1]]), ("Mới", [HEAD, *SMALL])))
    assert [page.understood.sheet for page in response.context["pages"]] == ["Cũ", "Mới"]
    client.post(PAGE, {"carried": response.context["pages"][1].carried})
    assert CriteriaSet.objects.get().criteria.count() == 6


def test_a_set_that_is_chosen_needs_no_other_field(client, admin_user):
    empty = draft()
    file = SimpleUploadedFile("bo.xlsx", workbook([HEAD, *SMALL]))
    response = client.post(PAGE, {"into": empty.pk, "file": file})
    client.post(PAGE, {"carried": carried(response)})
    assert empty.criteria.count() == 6


def test_the_page_of_a_set_chooses_it(client, admin_user):
    empty = draft()
    response = client.get(reverse("admin:indices_criteriaset_import", args=(empty.pk,)))
    assert response.context["form"].initial["into"] == empty.pk
    assert response.context["refused"] == ""


def test_the_page_of_a_set_that_is_not_empty_says_so(client, admin_user):
    holding = CriterionFactory(criteria_set=draft()).criteria_set
    response = client.get(reverse("admin:indices_criteriaset_import", args=(holding.pk,)))
    assert "đã có tiêu chí" in response.content.decode()
    assert '<form method="post" enctype' not in response.content.decode()


def test_a_set_that_is_not_there_is_not_found(client, admin_user):
    for name in ("import", "workbook"):
        assert client.get(reverse(f"admin:indices_criteriaset_{name}", args=(9,))).status_code == 404


def test_a_form_without_name_and_file_says_so(client, admin_user):
    response = client.post(PAGE, {})
    assert set(response.context["form"].errors) == {"index", "slug", "name", "file"}


def messages_of(client, signed):
    return [str(message) for message in client.post(PAGE, {"carried": signed}, follow=True).context["messages"]]


def test_a_preview_that_was_changed_is_not_stored(client, admin_user):
    signed = carried(preview(client))
    assert "không còn nguyên vẹn" in messages_of(client, signed[:-1] + ("A" if signed[-1] != "A" else "B"))[0]
    assert not CriteriaSet.objects.exists()


def test_a_preview_that_is_too_old_is_not_stored(client, admin_user, monkeypatch):
    signed = carried(preview(client))
    monkeypatch.setattr(criteria_file, "KEPT_FOR", -1)
    assert "quá hai giờ" in messages_of(client, signed)[0]


def test_a_preview_of_somebody_else_is_not_stored(client, admin_user):
    signed = carried(preview(client))
    client.force_login(AdminFactory())
    assert "của người khác" in messages_of(client, signed)[0]


def test_a_set_that_is_gone_or_filled_meanwhile_takes_nothing(client, admin_user):
    empty, gone = draft(), draft()
    signed = [
        carried(client.post(PAGE, {"into": one.pk, "file": SimpleUploadedFile("a.xlsx", workbook([HEAD, *SMALL]))}))
        for one in (empty, gone)
    ]
    CriterionFactory(criteria_set=empty)
    gone.delete()
    assert "đã có tiêu chí" in messages_of(client, signed[0])[0]
    assert "không còn nữa" in messages_of(client, signed[1])[0]


def test_a_slug_that_was_taken_meanwhile_is_told(client, admin_user):
    signed = carried(preview(client))
    CriteriaSetFactory(slug="bo-moi")
    assert "Chưa lưu" in messages_of(client, signed)[0]
    assert CriteriaSet.objects.count() == 1


def test_what_no_form_brings_back_is_refused(client, admin_user, monkeypatch):
    monkeypatch.setattr(criteria_file, "LARGEST_FORM", 10)
    assert "quá nhiều chữ" in preview(client).content.decode()


def test_a_signed_note_of_something_else_is_no_preview(client, admin_user):
    assert "không còn nguyên vẹn" in messages_of(client, signing.dumps({"user": admin_user.pk}))[0]


def test_the_page_speaks_english(client, admin_user):
    with translation.override("en"):
        assert client.get(reverse("admin:indices_criteriaset_import")).status_code == 200


# Out and in again


def test_the_blank_workbook_reads_in_as_its_example():
    for language in ("vi", "en"):
        with translation.override(language):
            reading = read_criteria(read_book(blank_workbook(), "mau.xlsx"))
        assert reading.faults == ()
        assert [(row.depth, row.code) for row in reading.rows] == [
            (0, "1"), (1, "1.1"), (2, "1.1.1"), (2, "1.1.2"), (1, "1.2"),
        ]  # fmt: skip


def test_the_blank_workbook_has_a_guide_and_a_comment(client, admin_user):
    response = client.get(reverse("admin:indices_criteriaset_blank_workbook"))
    assert "attachment" in response["Content-Disposition"]
    book = load_workbook(io.BytesIO(response.content))
    assert len(book.sheetnames) == 2
    assert book.active["A4"].comment.text


def in_again(criteria_set, rows, **options):
    return read_criteria(read_book(tree_workbook(criteria_set, rows), "bo.xlsx"), **options)


def test_a_set_goes_out_and_in_again_unchanged(client, admin_user):
    home = UnitFactory()
    lead = UnitFactory(level="department", kind="department", parent=home, name="Sở Nội vụ")
    made = import_tree(
        criteria_set=new_set(index=IndexFactory(within=home), max_points=Decimal(5)), rows=ROWS, origin=ORIGIN, by=None
    )
    Responsibility.objects.create(criterion=made.criteria.get(code="1.1"), within=home, lead=lead)
    response = client.get(reverse("admin:indices_criteriaset_workbook", args=(made.pk,)))
    assert response["Content-Disposition"] == 'attachment; filename="bo-moi.xlsx"'
    twin = new_set(index=made.index, slug="ban-sao")
    (reading,) = criteria_file.read_file(response.content, "bo-moi.xlsx", criteria_set=twin).readings
    assert reading.faults == ()
    assert reading.remarks == ()
    assert reading.total == 5
    import_tree(criteria_set=twin, rows=tree_rows(reading.rows), origin=ORIGIN, by=None)

    def plain(criteria_set):
        return [(row.code, row.depth, row.lead, row.max_points) for row in StoredTree(criteria_set, home).rows]

    assert plain(twin) == plain(made)
    assert plain(made)[1][2] == lead


def test_a_formula_in_a_name_stays_text():
    rows = [TreeRow(None, 0, "1", '=HYPERLINK("http://x","y")', max_points=Decimal(5), note="+1", name_en="@a")]
    data = tree_workbook(CriteriaSet(name="=1+1"), rows)
    assert b"<f>" not in data
    cells = [cell for sheet in read_book(data, "a.xlsx").sheets for cell in sheet.cells()]
    assert Kind.NO_RESULT not in {cell.kind for cell in cells}
    assert load_workbook(io.BytesIO(data)).active["A1"].quotePrefix


# Without the letters of before Unicode: a tree full of them is refused (test_lettering.py).
LETTERS = st.characters(
    codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters=[chr(code) for code in range(0xA1, 0x100)]
)
WORDS = st.text(LETTERS, max_size=40).map(lambda text: " ".join(translation_free(text).split()))


def translation_free(text):
    """Composed as names are kept, and without Excel's own way of writing odd letters."""
    import unicodedata

    return unicodedata.normalize("NFC", text).replace("_x", "")


@st.composite
def trees(draw):
    depths = [0]
    for _row in range(draw(st.integers(0, 15))):
        depths.append(draw(st.integers(0, min(depths[-1] + 1, 2))))
    codes = numbered(depths)
    above = parents([TreeRow(None, depth, "", "").outline for depth in depths])
    rows = []
    for place, depth in enumerate(depths):
        kind = draw(st.sampled_from(["ordinary", "bonus", "penalty"]))
        kind = kind if above[place] is None else rows[above[place]].kind
        points = draw(st.none() | st.decimals("0.000000001", 1000, places=9))
        rows.append(
            TreeRow(
                None,
                depth,
                draw(st.sampled_from([codes[place], f"TC{place}", f"{codes[place]}.a"])),
                draw(WORDS.filter(bool)),
                name_en=draw(WORDS),
                short_name=draw(WORDS),
                short_name_en=draw(WORDS),
                max_points=-points if points is not None and kind == "penalty" else points,
                method=draw(st.sampled_from(["appraisal", "satisfaction", "survey", "outcome", "mixed"])),
                kind=kind,
                note="\n".join(filter(None, draw(st.lists(WORDS, max_size=3)))),
                note_en=draw(WORDS),
            )
        )
    return rows


def same(row):
    names = [name for name in TreeRow.__slots__ if name not in ("pk", "lead")]
    return {name: getattr(row, name) for name in names}


@settings(max_examples=60)
@given(rows=trees(), language=st.sampled_from(["vi", "en"]))
def test_any_tree_goes_out_and_in_again_row_by_row(rows, language):
    with translation.override(language):
        reading = in_again(CriteriaSet(name="Bộ"), rows, unfinished=True)
    assert [same(row) for row in reading.rows] == [same(row) for row in rows]

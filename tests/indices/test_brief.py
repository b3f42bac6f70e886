"""The one-page brief: the chairman's questions in their order, six columns, every figure the ledger's own."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.shortcuts import render
from django.utils import translation

from indices.domain.history import Leaf, UnitYear
from indices.domain.ledger import ledger_of
from indices.domain.ledger_values import Depth as LedgerDepth
from indices.domain.ledger_values import Extra, Ledger, NoLedger
from indices.domain.places import NoPlaces
from indices.presenters.brief import Neighbour, brief_of, brief_page, ledger_table
from tests.indices.briefs import CRITERIA, NOW, facts, figures, ledger, year


def passages(**changes):
    return {passage.head: passage.text for passage in brief_of(facts(**changes), figures()).passages}


def row(code, **changes):
    return next(row for row in brief_of(facts(**changes), figures()).rows if row[0].startswith(code))


def notes(**changes):
    return brief_of(facts(**changes), figures()).notes


WHERE = "Mất điểm ở đâu, cơ quan nào chủ trì"
HOW_LONG = "Mất điểm nhiều năm hay mới mất"
BESIDE = "So với các đơn vị khác"


def test_questions_stand_in_the_chairmans_order():
    assert list(passages()) == ["Thứ hạng", "Mục tiêu", WHERE, HOW_LONG, BESIDE, "Khắc phục"]


def test_place_is_told_as_the_scorecard_tells_it():
    assert passages(moves=("Hai đơn vị vượt lên.",))["Thứ hạng"] == (
        "Huyện A đạt 10,50 điểm, đứng thứ 2 trong 2 huyện. Hai đơn vị vượt lên."
    )


def test_targets_are_told_with_whether_they_were_met():
    targets = ({"label": "", "value": "hạng 1", "note": "chưa đạt"}, {"label": "", "value": "90 điểm"})
    assert passages(targets=targets)["Mục tiêu"] == "Hạng 1, chưa đạt; 90 điểm."


def test_no_target_is_said_to_be_none():
    assert passages(targets=())["Mục tiêu"] == "Không có mục tiêu nào được ghi cho năm này."


def test_where_points_were_lost_and_who_answers_for_it():
    # 16 − 10.50; Sở Nội vụ answers for five times half a point, since it leads the whole field.
    assert passages()[WHERE] == (
        "Chưa đạt 5,50 điểm trên 16, ở 7 tiêu chí; nhiều nhất ở 1.1 Kế hoạch (2,00 điểm); 1.2 Kiểm tra (1,00 điểm). "
        "Theo cơ quan chủ trì: Sở Nội vụ 2,50 điểm; Sở Tư pháp 2,00 điểm; các cơ quan khác 1,00 điểm."
    )


def test_points_that_nobody_answers_for_are_named_last():
    told = passages(ledger=ledger(agencies={"1.1": "Sở Tư pháp"}))[WHERE]
    assert told.endswith("Theo cơ quan chủ trì: Sở Tư pháp 2,00 điểm; chưa ghi cơ quan chủ trì 3,50 điểm.")


def test_where_no_agency_is_recorded_it_is_said():
    assert passages(ledger=ledger(agencies={}))[WHERE].endswith("Chưa ghi cơ quan chủ trì của các tiêu chí này.")


def test_old_losses_new_ones_and_what_was_regained():
    assert passages()[HOW_LONG] == (
        "Vẫn mất điểm ở 1 tiêu chí như năm trước, lâu nhất là 1.2 Kiểm tra (năm thứ 2). "
        "Mới mất điểm ở 6 tiêu chí (4,50 điểm). Lấy lại đủ điểm ở 1 tiêu chí (2,00 điểm)."
    )


def test_without_a_year_before_nothing_is_said_of_years():
    assert HOW_LONG not in passages(ledger=ledger_of(NOW, "u"))


def test_neighbours_and_mean():
    told = passages(below=Neighbour("Huyện C", 3, Decimal("0.25")))[BESIDE]
    assert told == (
        "Ngay trên là Huyện B (hạng 1), hơn 1,50 điểm. Ngay dưới là Huyện C (hạng 3), kém 0,25 điểm. "
        "Trung bình là 11,25 điểm: đơn vị thấp hơn 0,75 điểm."
    )


def test_neighbour_without_a_total_is_named_without_a_distance():
    told = passages(above=Neighbour("Huyện B", 1), mean=Decimal(10))[BESIDE]
    assert told == "Ngay trên là Huyện B (hạng 1). Trung bình là 10,00 điểm: đơn vị cao hơn 0,50 điểm."


def test_question_that_nothing_can_be_said_to_is_left_out():
    assert BESIDE not in passages(above=None, mean=None)


def test_way_to_the_target_and_the_day_that_somebody_named():
    # Huyện B has 12 points of 16: 1.50 more than Huyện A, and equal is not enough.
    assert passages(due="30/6/2025")["Khắc phục"] == (
        "Muốn đạt mục tiêu đứng trên Huyện B: nếu các đơn vị khác giữ nguyên điểm thì cần thêm hơn 1,50 điểm, "
        "bù đủ ít nhất 1 tiêu chí (1.1). Thời hạn khắc phục: 30/6/2025."
    )


def test_day_is_left_to_be_filled_in_where_nobody_named_it():
    assert passages()["Khắc phục"].endswith("Thời hạn khắc phục: ……………………")


def test_sign_of_percent_stays_with_its_figure():
    assert passages(place="Huyện A đạt 91,61 %.")["Thứ hạng"] == "Huyện A đạt 91,61\N{NO-BREAK SPACE}%."


def test_ledger_has_six_columns_and_the_most_lost_first():
    brief = brief_of(facts(), figures())
    assert brief.heads == ("Tiêu chí", "Đạt / tối đa", "Chưa đạt", "So năm trước", "Cơ quan chủ trì", "Bậc")
    assert brief.rows[:2] == (
        ("1.1 Kế hoạch", "0,00 / 2", "2,00", "−2,00; mới mất", "Sở Tư pháp", "1"),
        ("1.2 Kiểm tra", "1,00 / 2", "1,00", "−0,50; mất 2 năm", "Sở Tài chính", "0"),
    )


def test_what_has_no_room_is_one_row():
    brief = brief_of(facts(), figures())
    assert len(brief.rows) == 6
    assert brief.rows[-1] == ("2 tiêu chí khác", "", "1,00", "", "", "")


def test_last_row_holds_all_criteria():
    assert brief_of(facts(), figures()).sum == ("Cộng mọi tiêu chí", "10,50 / 16", "5,50", "", "", "")


def test_without_a_year_before_the_cell_says_nothing():
    assert row("1.1", ledger=ledger_of(NOW, "u"))[3:5] == ("–", "–")


def share_only():
    """A unit whose field is known in percent alone."""
    own = UnitYear("u", None, rank=2, shares={"1": 915 * 10**8})
    return ledger_of(year("2024", own), "u")


def test_percent_alone_is_shown_without_points_lost():
    brief = brief_of(facts(ledger=share_only()), figures())
    assert brief.rows == (("1 Chỉ đạo", "91,50 %", "–", "–", "–", "–"),)
    assert brief.sum == ()


def test_reason_why_there_are_no_places_is_told():
    assert notes(ledger=replace(ledger_of(NOW, "u"), lines=share_only().lines, no_places=NoPlaces.INCOMPLETE)) == (
        "Không tính được bậc: có đơn vị chưa biết tổng nên không đếm được thứ hạng.",
    )


@pytest.mark.parametrize("reason", NoPlaces)
def test_every_reason_for_no_places_has_words(reason):
    (note,) = notes(ledger=replace(share_only(), no_places=reason))
    assert note.startswith("Không tính được bậc: ")
    assert reason not in note


def test_places_are_said_not_to_add_up():
    assert notes()[0].endswith("không cộng được với nhau.")


def test_what_is_beside_the_table_is_named():
    beside = replace(
        ledger(),
        bonus=(Extra(Leaf("9", "Thưởng", "9"), Decimal("0.5")),),
        not_scored=(CRITERIA[1], CRITERIA[2]),
        not_published=(CRITERIA[3],),
    )
    assert notes(ledger=beside)[1:] == (
        "Ngoài bảng: điểm thưởng 0,50 điểm.",
        "Chưa chấm: 1.1, 1.2.",
        "Chưa công bố điểm: 1.3.",
    )


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (NoLedger.TOTAL_ONLY, "Chỉ công bố tổng: không biết điểm của từng tiêu chí."),
        (NoLedger.NOT_PUBLISHED, "Không có điểm của từng tiêu chí trong số liệu đã công bố."),
        (None, "Không mất điểm ở tiêu chí nào."),
    ],
)
def test_without_losses_the_reason_stands_in_place_of_the_table(why, told):
    brief = brief_of(facts(ledger=Ledger("2024", "u", LedgerDepth.NOTHING, no_ledger=why)), figures())
    assert (brief.rows, brief.why_no_rows) == ((), told)


def test_sample_says_on_its_face_that_nothing_is_true():
    assert brief_of(facts(is_sample=True), figures()).sample.startswith("Dữ liệu minh họa")
    assert brief_of(facts(), figures()).sample == ""


def test_english_figures_have_a_decimal_point():
    with translation.override("en"):
        assert brief_of(facts(), figures("en")).rows[0][1] == "0.00 / 2"


def test_table_of_the_page_has_the_same_texts():
    brief = brief_of(facts(), figures())
    table = ledger_table(brief)
    assert [[cell["text"] for cell in row["cells"]] for row in table["rows"]] == [
        list(row) for row in (*brief.rows, brief.sum)
    ]


def page(rf, **changes):
    """The page as it is sent."""
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/")
    request.user = AnonymousUser()
    context = brief_page(
        facts(**changes), figures(), status={"badges": [], "parts": []}, scorecard="/s/", word="/w.docx"
    )
    return render(request, "indices/brief.html", context | {"crumbs": []}).content.decode()


def test_page_shows_every_passage_and_every_cell(rf, db):
    html, brief = page(rf), brief_of(facts(), figures())
    for text in [*(p.text for p in brief.passages), *(cell for row in (*brief.rows, brief.sum) for cell in row)]:
        assert text in html


def test_page_has_one_heading_and_leads_to_the_word_file(rf, db):
    html = page(rf)
    assert html.count("<h1") == 1
    assert 'href="/w.docx"' in html


def test_page_without_a_table_says_why(rf, db):
    nothing = Ledger("2024", "u", LedgerDepth.NOTHING, no_ledger=NoLedger.TOTAL_ONLY)
    assert "Chỉ công bố tổng" in page(rf, ledger=nothing)


def test_page_of_the_sample_is_badged(rf, db):
    assert "sample-banner" in page(rf, is_sample=True)

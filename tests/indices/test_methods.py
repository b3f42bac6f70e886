"""How figures come about and where they come from."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command

from tests.factories import (
    ConflictFactory,
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    DecisionFactory,
    EditionFactory,
    IndexFactory,
    LeftOutFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    SuccessionFactory,
    UnitFactory,
    freeze,
)
from tests.indices.tables import build, text


def test_rules_come_with_examples_of_the_record(client, years):
    page = text(client.get("/method/"))
    assert "An, CHỈ SỐ 2024: 9 + 8,5 = 17,5 điểm, hiện trên trang là 17,50." in page
    assert "An, CHỈ SỐ 2024: 17,5 / 20 × 100 = 87,50 %." in page
    assert "Dũng, CHỈ SỐ 2024: thiếu 1 tiêu chí (2)" in page
    assert "thứ hạng của 4 tỉnh, thành phố do phần mềm tính" in page


def test_a_rule_without_a_case_has_no_example(client, db):
    page = text(client.get("/method/"))
    assert "Thứ hạng và bằng điểm" in page
    assert "Ví dụ." not in page


def test_sample_data_is_no_example(client, years):
    years.index.is_sample = True
    years.index.save()
    assert "Ví dụ." not in text(client.get("/method/"))


def test_a_tie_that_the_issuer_broke_is_explained(client, db):
    edition = EditionFactory()
    for name, rank in (("An", 32), ("Bình", 33)):
        StandingFactory(
            edition=edition,
            unit=UnitFactory(name=name),
            status="ranked",
            rank=32,
            stated_rank=rank,
            shown_rank=rank,
            stated_points=Decimal("58.2"),
            stated_points_places=2,
            total=Decimal("58.2"),
            total_places=2,
        )
    freeze(edition)
    page = text(client.get("/method/"))
    assert "An, Bình cùng được công bố 58,20 điểm. Tính từ số in ra, họ cùng hạng 32" in page
    assert "xếp hạng 32, 33 theo điểm chưa làm tròn" in page


def test_a_partial_table_is_an_example(client, db):
    edition = EditionFactory(stated_units=63)
    StandingFactory(edition=edition, status="ranked", stated_rank=5, shown_rank=5)
    freeze(edition)
    assert "biết 1 trong 63 đơn vị" in text(client.get("/method/"))


def test_a_new_unit_is_an_example(client, years, units):
    day = datetime.date(2025, 7, 1)
    successor = UnitFactory(name="Mới", valid_from=day)
    for name in ("An", "Em"):
        SuccessionFactory(predecessor=units[name], successor=successor, effective_on=day)
    assert "Ngày 01/07/2025, An, Em thành Mới." in text(client.get("/method/"))


@pytest.fixture
def next_set(fields, years, units):
    """2025 by another set: field 1 goes on as 2, field 2 is dropped, field 3 is new."""
    made = CriteriaSetFactory(
        slug="bo-2025",
        index=fields.index,
        max_points=Decimal(20),
        year_from=2025,
        decision=DecisionFactory(number="12/QĐ-BNV", signed_on=datetime.date(2025, 2, 3)),
    )
    fields.year_from, fields.year_to, fields.state = 2023, 2024, "retired"
    fields.save()
    for place, name in ((1, "Lĩnh vực mới"), (2, "Lĩnh vực 1")):
        CriterionFactory(criteria_set=made, code=str(place), name=name, position=place)
    link = {"from_set": fields, "to_set": made}
    old, new = fields.criteria, made.criteria
    CriterionLinkFactory(**link, old=old.get(code="1"), new=new.get(code="2"), note="Mã đổi.")
    CriterionLinkFactory(**link, old=old.get(code="2"), new=None, kind="dropped")
    CriterionLinkFactory(**link, old=None, new=new.get(code="1"), kind="new")
    build(made, 2025, {"An": ("1", "9"), "Em": ("10", "10")}, units)
    return made


def test_a_change_of_criteria_is_an_example(client, next_set):
    page = text(client.get("/method/"))
    assert "Từ CHỈ SỐ 2024 sang CHỈ SỐ 2025: 1 tiêu chí giữ nguyên, 1 tiêu chí mới, 1 tiêu chí bỏ." in page


def test_the_sets_of_an_index_stand_newest_first_with_their_tree(client, next_set):
    page = client.get("/indices/chi-so/method/")
    seen = text(page)
    assert seen.index("12/QĐ-BNV ngày 03/02/2025") < seen.index("2023–2024")
    assert "không có văn bản nào trong bản ghi" in seen
    assert 'id="bo-2025-2"' in page.content.decode()
    assert "đang áp dụng" in seen


def test_a_set_says_how_it_continues_the_one_before(client, next_set):
    page = text(client.get("/indices/chi-so/method/"))
    assert "1 tiêu chí giữ nguyên, 1 tiêu chí mới, 1 tiêu chí bỏ" in page
    assert "1 Lĩnh vực 1 2 Lĩnh vực 1 giữ nguyên Mã đổi." in page  # kept under another code: still told
    assert "2 Lĩnh vực 2 – bỏ" in page
    assert "– 1 Lĩnh vực mới mới" in page
    assert "0 tiêu chí giữ nguyên cả mã lẫn nội dung." in page


def test_a_draft_set_is_not_shown(client, next_set):
    CriteriaSetFactory(slug="nhap", index=next_set.index, name="Bộ còn dự thảo", state="draft")
    assert "Bộ còn dự thảo" not in text(client.get("/indices/chi-so/method/"))


def test_caps_unknown_maxima_and_ways_of_scoring_are_told(client, db):
    made = CriteriaSetFactory(
        index=IndexFactory(slug="par", figure="percent"), bonus_cap=Decimal(3), penalty_cap=Decimal("2.5")
    )
    CriterionFactory(criteria_set=made, code="1", max_points=None, method="survey")
    CriterionFactory(criteria_set=made, code="2", kind="bonus", max_points=Decimal(3))
    page = text(client.get("/indices/par/method/"))
    for told in ("Trần điểm thưởng 3", "Trần điểm trừ 2,5", "chưa biết", "điều tra xã hội học", "thẩm định", "thưởng"):
        assert told in page


def test_what_the_decision_says_of_a_set_stands_beside_its_tree(client, db):
    made = CriteriaSetFactory(
        index__slug="par",
        decision=DecisionFactory(number="1150/QĐ-BNV", signed_on=None, issuer="Bộ Nội vụ"),
        stated_fields=8,
        stated_criteria=37,
        appraisal_points=Decimal("61.5"),
        survey_points=Decimal(22),
    )
    page = text(client.get("/indices/par/method/"))
    assert "1150/QĐ-BNV, chưa rõ ngày ký Bộ Nội vụ" in page
    assert "Số tiêu chí theo văn bản 8 lĩnh vực, 37 tiêu chí " in page
    assert "Cơ cấu điểm thẩm định 61,5 · điều tra xã hội học 22" in page
    assert "Chưa đọc được tiêu chí nào của bộ này." in page
    CriterionFactory(criteria_set=made)
    page = text(client.get("/indices/par/method/"))
    assert "Các tiêu chí đã biết tên 1 lĩnh vực" in page
    assert "phần còn lại chưa đọc được tên" in page


def test_a_tree_as_long_as_the_decision_says_is_the_whole(client, db):
    made = CriteriaSetFactory(index__slug="par", stated_fields=1)
    CriterionFactory(criteria_set=made)
    CriterionFactory(criteria_set=made, kind="bonus")
    assert "Toàn bộ tiêu chí" in text(client.get("/indices/par/method/"))


def test_the_newest_known_tree_stands_open(client, next_set):
    CriteriaSetFactory(slug="moi-nhat", index=next_set.index, year_from=2026)
    page = client.get("/indices/chi-so/method/").content.decode()
    sections = page.split('<section id="')
    assert ['<details class="fold" open>' in section for section in sections if section.startswith(("bo", "moi"))] == [
        False,
        True,
        False,
    ]


def test_indices_of_provinces_are_folded_on_the_page_of_rules(client, db):
    IndexFactory(slug="cua-tinh", short_name="CCHC của tỉnh", within=UnitFactory())
    page = client.get("/method/")
    assert "Chỉ số của từng tỉnh, thành phố 1" in text(page)
    assert 'href="/indices/cua-tinh/method/"' in page.content.decode()


def test_an_index_without_editions_leads_to_its_sets(client, db):
    CriteriaSetFactory(index__slug="par")
    assert 'href="/indices/par/method/"' in client.get("/indices/par/").content.decode()
    assert 'href="/indices/par/method/"' in client.get("/indices/").content.decode()


def test_an_index_without_sets_says_so(client, db):
    IndexFactory(slug="moi")
    assert "Chưa có bộ tiêu chí nào trong bản ghi" in text(client.get("/indices/moi/method/"))


def test_the_method_of_an_unknown_index_is_not_found(client, db):
    assert client.get("/indices/khong-co/method/").status_code == 404


def test_a_source_says_what_it_supports(client, years, units):
    source = SourceFactory(
        code="nguon-x",
        title="Báo cáo X",
        url="https://example.org/x?a=1&b=2",
        publisher="Nhà X",
        published_on=datetime.date(2025, 4, 2),
        licence="CC0",
        note="Đọc trang 5.",
    )
    years.sources.add(source)
    units["An"].sources.add(source)
    years.criteria_set.sources.add(source)
    years.standings.first().sources.add(source)
    page = client.get("/sources/")
    seen = text(page)
    for told in ("Báo cáo X", "Nhà X", "02/04/2025", "CC0", "Đọc trang 5.", "CHỈ SỐ 2024", "bộ tiêu chí", "1 đơn vị"):
        assert told in seen
    markup = page.content.decode()
    assert 'id="nguon-x"' in markup
    assert 'href="https://example.org/x?a=1&amp;b=2"' in markup
    assert 'href="/indices/chi-so/method/#bo"' in markup


def test_a_source_of_single_results_counts_them(client, years):
    source = SourceFactory()
    for standing in years.standings.all()[:2]:
        standing.sources.add(source)
    assert "CHỈ SỐ 2024: 2 kết quả" in text(client.get("/sources/"))


def test_a_source_without_an_address_says_so(client, db):
    SourceFactory(url="")
    page = text(client.get("/sources/"))
    assert "Không dẫn liên kết" in page
    assert "Đã đọc, chưa dẫn cho số liệu nào" in page


def test_drafts_do_not_show_through_their_sources(client, db):
    source = SourceFactory()
    edition = EditionFactory(year=2031)
    edition.sources.add(source)
    StandingFactory(edition=edition).sources.add(source)
    CriteriaSetFactory(name="Bộ còn dự thảo", state="draft").sources.add(source)
    ScoreFactory(standing=edition.standings.get()).sources.add(source)
    page = text(client.get("/sources/"))
    assert "Đã đọc, chưa dẫn cho số liệu nào" in page
    assert "2031" not in page
    assert "Bộ còn dự thảo" not in page


@pytest.mark.parametrize(
    ("words", "found"), [("bao cao", {"a"}), ("NHÀ y", {"b"}), ("b", {"a", "b"}), ("khong", set())]
)
def test_words_narrow_the_sources(client, db, words, found):
    SourceFactory(code="a", title="Báo cáo năm", publisher="Nhà X")
    SourceFactory(code="b", title="Bảng tính", publisher="Nhà Y")
    page = client.get("/sources/", {"q": words}).content.decode()
    assert {code for code in ("a", "b") if f'id="{code}"' in page} == found
    assert ("Không có nguồn nào khớp" in page) == (not found)


def test_a_conflict_says_what_is_kept_and_why(client, years, units):
    ConflictFactory(
        slug="an-2024",
        index=years.index,
        edition_label="2024",
        unit=units["An"],
        subject="Tổng điểm",
        kept="",
        other="17,45",
        reason="Chưa rõ bên nào đúng.",
    ).other_sources.add(SourceFactory(code="nguon-y", title="Bài báo Y"))
    ConflictFactory(slug="ma", index=None, edition_label="", subject="Mã", kept="24", other="")
    page = client.get("/sources/conflicts/")
    seen, markup = text(page), page.content.decode()
    assert "2024 An Tổng điểm Giữ: để trống Nguồn khác ghi: 17,45 Bài báo Y Chưa rõ bên nào đúng." in seen
    assert seen.index("CHỈ SỐ 1") < seen.index("Đơn vị 1 Mã Giữ: 24")
    for told in (
        'id="mau-thuan-an-2024"',
        'href="/indices/chi-so/2024/"',
        'href="/units/an/"',
        'href="/sources/#nguon-y"',
    ):
        assert told in markup


def test_a_source_leads_to_its_conflicts_once(client, db):
    source = SourceFactory()
    ConflictFactory().kept_sources.add(source)
    ConflictFactory().other_sources.add(source)
    page = client.get("/sources/")
    assert "2 chỗ các nguồn mâu thuẫn" in text(page)
    assert page.content.decode().count('href="/sources/conflicts/"') == 2  # at the top, and of the source


def test_what_was_left_out_is_counted_with_the_reasons(client, db):
    for key in ("2012|PAR INDEX|Bộ Tài chính|77.03|", "2014|PAR INDEX|Bắc Kạn|64.26|63"):
        LeftOutFactory(key=key)
    LeftOutFactory(origin="khac/la", reason="Chưa kiểm chứng.")
    page = client.get("/sources/left-out/")
    seen = text(page)
    assert "3 dòng đã đọc được" in seen
    assert "Số suy ra 2 · Số suy ra, không phải số công bố." in seen
    for key in ("2012, PAR INDEX, Bộ Tài chính, 77.03", "2014, PAR INDEX, Bắc Kạn, 64.26, 63"):
        assert key in seen
    assert "khac/la 1 · Chưa kiểm chứng." in seen
    assert "3 số liệu để ngoài" in text(client.get("/sources/"))


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/sources/conflicts/", "Chưa thấy nguồn nào mâu thuẫn nhau"),
        ("/sources/left-out/", "Không có số liệu nào để ngoài"),
    ],
)
def test_without_any_the_page_says_so(client, db, address, told):
    assert told in text(client.get(address))


@pytest.mark.parametrize(("address", "most"), [("/sources/conflicts/", 6), ("/sources/left-out/", 2)])
def test_queries_do_not_grow_with_conflicts_and_rows(client, years, django_assert_max_num_queries, address, most):
    for _more in range(6):
        ConflictFactory(index=years.index).kept_sources.add(SourceFactory())
        LeftOutFactory()
    with django_assert_max_num_queries(most):
        client.get(address)


def test_fonts_and_libraries_are_credited(client, db):
    page = client.get("/sources/")
    for told in ("Be Vietnam Pro", "SIL Open Font License 1.1", "plotly.js", "MIT"):
        assert told in text(page)
    assert "fonts/OFL.txt" in page.content.decode()


# The page of sources asks once for each kind of record that can rest on a source: a new kind is one query more.
@pytest.mark.parametrize(("address", "most"), [("/method/", 14), ("/indices/chi-so/method/", 11), ("/sources/", 24)])
def test_queries_do_not_grow(client, next_set, units, django_assert_max_num_queries, address, most):
    for unit in units.values():
        unit.sources.add(SourceFactory(), SourceFactory())
    with django_assert_max_num_queries(most):
        client.get(address)


def test_method_of_the_published_record(client, db):
    call_command("load_published", verbosity=0)
    page = text(client.get("/method/"))
    assert "PCI 2016: Bình Thuận, Bắc Giang, Đồng Nai cùng được công bố 58,20 điểm." in page
    assert "nơi công bố xếp hạng 32, 33, 34 theo điểm chưa làm tròn" in page
    assert "Từ PAPI 2020 sang PAPI 2021: 33 tiêu chí giữ nguyên" in page
    assert "PAR INDEX 2024: biết 8 trong 63 đơn vị." in page

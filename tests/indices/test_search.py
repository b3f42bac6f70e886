"""Searching: what is found, by which words, and where it leads."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indices.queries.search import OTHERS_SHOWN, UNITS_SHOWN, asked_for, is_told, search
from tests.factories import (
    AliasFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DecisionFactory,
    SourceFactory,
    SuccessionFactory,
    UnitFactory,
    UnitNameFactory,
)
from tests.indices.tables import text

pytestmark = pytest.mark.django_db


def found_units(words):
    return [found.unit.name for found in search(words).units]


@pytest.mark.parametrize(
    "words",
    ["phú xuyên", "phu xuyen", "PHÚ  XUYÊN", "xuyen", "huyện Phú Xuyên", "UBND huyện Phú Xuyên", "H. Phú Xuyên"],
)
def test_a_unit_is_found_with_or_without_accents_and_what_it_is(words):
    UnitFactory(name="Phú Xuyên")
    UnitFactory(name="Phú Thọ")
    assert found_units(asked_for(words)) == ["Phú Xuyên"]


def test_a_word_is_found_by_its_beginning_and_not_by_its_middle():
    for name in ("Hà Nội", "Bắc Hà", "Đồng Tháp", "Hậu Giang"):
        UnitFactory(name=name)
    AliasFactory(unit=UnitFactory(name="Bắc Ninh"), text="Thành phố Bắc Ninh")
    assert found_units("ha") == ["Hà Nội", "Hậu Giang", "Bắc Hà"]


def test_d_with_a_stroke_is_a_d():
    UnitFactory(name="Đà Nẵng")
    assert found_units("da nang") == ["Đà Nẵng"]


def test_another_spelling_finds_the_unit_and_is_told(client):
    AliasFactory(unit=UnitFactory(name="Bà Rịa - Vũng Tàu"), text="BR-VT")
    page = text(client.get("/search/?q=br-vt"))
    assert "Bà Rịa - Vũng Tàu" in page
    assert "cách gọi khác: BR-VT" in page


def test_a_former_name_finds_the_unit_and_is_told(client):
    unit = UnitFactory(name="Huế")
    UnitNameFactory(unit=unit, name="Thừa Thiên Huế", valid_from=datetime.date(1, 1, 1))
    UnitNameFactory(unit=unit, name="Cố Đô", valid_from=datetime.date(2019, 1, 2))
    assert "từng có tên: Thừa Thiên Huế" in text(client.get("/search/?q=thua thien"))
    assert "từng có tên: Cố Đô (từ 02/01/2019)" in text(client.get("/search/?q=co do"))


def test_a_code_given_twice_finds_both_units_the_present_one_first():
    UnitFactory(name="Yên Bái", code="15", valid_to=datetime.date(2025, 6, 30))
    UnitFactory(name="Lào Cai", code="15", valid_from=datetime.date(2025, 7, 1))
    assert found_units("15") == ["Lào Cai", "Yên Bái"]


def test_an_abolished_unit_leads_to_what_became_of_it(client):
    old = UnitFactory(name="Bắc Kạn", valid_to=datetime.date(2025, 6, 30))
    SuccessionFactory(predecessor=old, successor=UnitFactory(name="Thái Nguyên"))
    SuccessionFactory(predecessor=old, successor=UnitFactory(name="Cao Bằng"), whole=False)
    page = client.get("/search/?q=bac kan")
    assert "đến hết 30/06/2025" in text(page)
    assert "nay thuộc Thái Nguyên" in text(page)
    assert "một phần nay thuộc Cao Bằng" in text(page)
    assert 'href="/units/thai-nguyen/"' in page.content.decode()


def test_the_closest_unit_comes_first():
    for name in ("Nam Hà Nội", "Hà Nội Mới", "Hà Nội"):
        UnitFactory(name=name)
    assert found_units("ha noi") == ["Hà Nội", "Hà Nội Mới", "Nam Hà Nội"]


def test_a_province_comes_before_its_namesakes_and_those_of_today_before_the_former():
    gone = datetime.date(2025, 6, 30)
    parent = UnitFactory(name="Thái Nguyên")
    for slug, about in (
        ("xa", {"level": "commune", "kind": "commune"}),
        ("huyen", {"level": "district", "kind": "district", "valid_to": gone}),
        ("tinh-cu", {"valid_to": gone, "parent": None}),
        ("tinh", {"parent": None}),
    ):
        UnitFactory(**({"name": "Phú Thọ", "slug": slug, "parent": parent} | about))
    assert [found.unit.slug for found in search("phu tho").units] == ["tinh", "tinh-cu", "huyen", "xa"]


@pytest.mark.parametrize("words", ["BNV", "sở NNPTNT", "Sở Nông nghiệp PTNT"])
def test_a_body_is_found_by_its_initials(words):
    UnitFactory(name="Bộ Nội vụ", level="ministry", kind="ministry")
    UnitFactory(name="Sở Nông nghiệp và Phát triển nông thôn", level="department", kind="department")
    UnitFactory(name="Bình Nguyên Vĩnh")
    assert len(found_units(asked_for(words))) == 1


@pytest.mark.parametrize("words", ["cctthc", "TTHC", "cải cách TTHC", "cai cach tthc"])
def test_criteria_and_indices_are_found_by_their_initials(criteria_set, words):
    CriterionFactory(criteria_set=criteria_set, code="7", name="Cải cách thủ tục hành chính")
    criteria_set.index.name = "Kết quả cải cách thủ tục hành chính"
    criteria_set.index.save()
    found = search(asked_for(words))
    assert [one.criterion.code for one in found.criteria] == ["7"]
    assert [index.slug for index, _editions in found.indices] == ["chi-so"]


@pytest.mark.parametrize(
    ("words", "name", "is_found"),
    [
        ("cntt", "Ứng dụng công nghệ thông tin", True),
        ("cntt trong", "Ứng dụng công nghệ thông tin trong quản lý", True),
        ("cntt quan", "Ứng dụng công nghệ thông tin trong quản lý", False),
        ("ung cntt", "Ứng dụng công nghệ thông tin", False),
        ("cnt", "Ứng dụng công nghệ thông tin", False),
        ("ghe thong", "Ứng dụng công nghệ thông tin", False),
        ("xdvb", "Xây dựng và ban hành", False),
        ("xdbh", "Xây dựng và ban hành", True),
        ("", "Xây dựng", True),
    ],
)
def test_words_are_told_whole_begun_or_by_initials(words, name, is_found):
    assert is_told(words, name) == is_found


def test_a_criterion_is_found_once_an_index_with_its_sets(client, criteria_set):
    newer = CriteriaSetFactory(index=criteria_set.index, slug="moi", name="Bộ mới", year_from=2025)
    for made in (criteria_set, newer):
        CriterionFactory(criteria_set=made, code="7", name="Kiểm soát tham nhũng")
    page = client.get("/search/?q=tham nhung")
    assert text(page).count("Kiểm soát tham nhũng") == 1
    assert f"trong bộ: {criteria_set.name}, Bộ mới" in text(page) or f"trong bộ: Bộ mới, {criteria_set.name}" in text(
        page
    )
    assert "method/#" in page.content.decode()


def test_criteria_of_a_draft_are_not_found():
    CriterionFactory(criteria_set__state="draft", name="Kiểm soát tham nhũng")
    assert search("tham nhung").total == 0


def test_a_criterion_is_found_by_its_code(criteria_set):
    assert [found.criterion.code for found in search("1.1").criteria] == ["1.1"]


def test_a_decision_leads_to_what_it_laid_down(client, years):
    decision = DecisionFactory(number="202/2025/QH15", title="Nghị quyết về việc sắp xếp", issuer="Quốc hội")
    decision.sources.add(SourceFactory(code="nguon-q"))
    CriteriaSetFactory(index=years.index, slug="bo-q", name="Bộ của 202", decision=decision)
    SuccessionFactory(decision=decision, successor=UnitFactory(name="Mới"))
    for words in ("202/2025", "sap xep", "QUOC HOI"):
        page = client.get("/search/", {"q": words})
        assert "202/2025/QH15" in text(page)
    markup = page.content.decode()
    for address in ("/indices/chi-so/method/#bo-q", "/units/moi/", "/sources/#nguon-q"):
        assert f'href="{address}"' in markup


def test_a_decision_about_many_units_counts_them(client):
    decision = DecisionFactory(number="9/NQ")
    for _more in range(7):
        SuccessionFactory(decision=decision)
    assert "7 đơn vị" in text(client.get("/search/?q=9/NQ"))


def test_an_index_with_a_year_leads_to_the_edition(client, years):
    page = client.get("/search/?q=chỉ số 2023").content.decode()
    assert 'href="/indices/chi-so/2023/"' in page
    assert 'href="/indices/chi-so/2024/"' not in page


def test_a_year_alone_finds_its_editions(years):
    assert [index.slug for index, _editions in search("2024").indices] == ["chi-so"]
    assert search("1999").indices == []


@pytest.mark.parametrize("words", ["%", "_", "%%%", "a", "", "   ", "\x00\x00"])
def test_too_little_finds_nothing_and_gives_advice(client, words):
    UnitFactory(name="An")
    page = client.get("/search/", {"q": words})
    assert page.status_code == 200
    assert "Có thể tìm:" in text(page)


def test_wildcards_are_letters():
    UnitFactory(name="Hà Nội", code="01")
    assert search("h%i").total == 0
    assert search("0_").total == 0


def test_no_more_than_a_screenful_is_shown_and_the_rest_is_counted(client, criteria_set):
    for number in range(UNITS_SHOWN + 3):
        UnitFactory(name=f"Xã Thử {number}")
        CriterionFactory(criteria_set=criteria_set, code=f"x{number}", name=f"Thử việc {number}")
    found = search("thu")
    assert (len(found.units), found.unit_count) == (UNITS_SHOWN, UNITS_SHOWN + 3)
    assert (len(found.criteria), found.criterion_count) == (OTHERS_SHOWN, UNITS_SHOWN + 3)
    assert "Còn 3 kết quả nữa" in text(client.get("/search/?q=thu"))


def test_what_was_asked_is_escaped(client):
    page = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("many", [1, 15])
def test_queries_do_not_grow_with_results(client, criteria_set, django_assert_max_num_queries, many):
    for number in range(many):
        old = UnitFactory(name=f"Thử {number}", valid_to=datetime.date(2025, 6, 30))
        decision = DecisionFactory(title="Thử")
        SuccessionFactory(predecessor=old, decision=decision)
        decision.sources.add(SourceFactory())
        CriterionFactory(criteria_set=criteria_set, code=f"x{number}", name=f"Thử việc {number}")
    with django_assert_max_num_queries(19):
        client.get("/search/?q=thử")


@pytest.mark.fuzz
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40) | st.sampled_from(["%00", "2024", "tỉnh ", "\ud7ff", "́", "đ", "ubnd tinh "]))
def test_any_words_are_answered(client, years, words):
    assert client.get("/search/", {"q": words}).status_code == 200

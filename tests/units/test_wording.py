"""Reading unit names as officials write them: words, numbering, offices, kinds, owners, initials."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.models import Kind
from units.wording import (
    KINDS_SAID,
    NO_OWNERS,
    Owner,
    Owners,
    bare_name,
    body_readings,
    leaves_out_accents,
    place_readings,
    spelled,
    stands_for,
    words_of,
)

OWNERS = Owners.of(
    [
        Owner("hà nội", ("Hà Nội", "TP. Hà Nội"), frozenset({"city"})),
        Owner("hòa bình", ("Hòa Bình",), frozenset({"province"})),
        Owner("huế", ("Huế", "Thừa Thiên Huế"), frozenset({"province", "city"})),
        Owner("huyện thanh an", ("Thanh An",), frozenset({"district"})),
        Owner("thị xã thanh an", ("Thanh An",), frozenset({"town"})),
    ]
)


def as_words(text):
    return spelled(words_of(text))


def shortest(text, owners=NO_OWNERS):
    reading = place_readings(text, owners)[-1]
    return reading.words, set(reading.kinds or ())


def body_names(text, owners=OWNERS):
    return {spelled(reading.words) for reading in body_readings(text, owners)}


def test_every_kind_that_may_be_said_is_a_kind_of_unit():
    assert {kind for kinds in KINDS_SAID.values() for kind in kinds} <= set(Kind.values)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),  # where the tone stands is a matter of taste
        ("Thuỷ Nguyên", "Thủy Nguyên"),
        ("Thừa Thiên - Huế", "THỪA THIÊN–HUẾ."),
        ("Bà Rịa – Vũng Tàu", "Bà\u00a0Rịa  -Vũng Tàu"),
        ("“Phú Xuyên”", "Phú Xuyên"),
        ("\ufeffPhú\u200bXuyên\u00ad", "phú xuyên"),
        ("Ea H’Leo", "Ea H'leo"),
        ("Ðà Nẵng", "Đà Nẵng"),  # the letter of another alphabet
        ("Phường 01", "phường 1"),
        ("Hà Nội", unicodedata.normalize("NFD", "Hà Nội")),
    ],
)
def test_the_same_words_are_the_same_however_they_are_typed(one, other):
    assert as_words(one) == as_words(other)


@pytest.mark.parametrize(("one", "other"), [("Tân Hòa", "Tân Hóa"), ("Cẩm Giang", "Cẩm Giàng"), ("Đan", "Dan")])
def test_accents_tell_words_apart(one, other):
    assert as_words(one) != as_words(other)


@pytest.mark.parametrize(
    ("written", "meant", "answer"),
    [
        ("Đăk", "Đắk", True),
        ("Dak", "Đắk", True),
        ("Đắk", "Đắk", True),
        ("Hóa", "Hòa", False),
        ("Đắk", "Đăk", False),
        ("Đâk", "Đắk", False),
        ("Lăk", "Đăk", False),
    ],
)
def test_accents_may_be_left_out_but_not_changed(written, meant, answer):
    (one,), (other,) = words_of(written), words_of(meant)
    assert leaves_out_accents(one, other) is answer


@pytest.mark.parametrize(
    ("text", "name", "kinds"),
    [
        ("Phú Xuyên", "Phú Xuyên", set()),
        ("Huyện Phú Xuyên", "Phú Xuyên", {"district"}),
        ("H. Phú Xuyên", "Phú Xuyên", {"district"}),
        ("UBND huyện Phú Xuyên", "Phú Xuyên", {"district"}),
        ("Uỷ ban nhân dân huyện Phú Xuyên", "Phú Xuyên", {"district"}),
        ("ỦY BAN NHÂN DÂN HUYỆN PHÚ XUYÊN.", "Phú Xuyên", {"district"}),
        ("HĐND và UBND huyện Phú Xuyên", "Phú Xuyên", {"district"}),
        ("12. Huyện Phú Xuyên", "Phú Xuyên", {"district"}),
        ("12 Huyện Phú Xuyên", "Phú Xuyên", {"district"}),
        ("(12) UBND H.Phú Xuyên", "Phú Xuyên", {"district"}),
        ("IV) Phú Xuyên", "Phú Xuyên", set()),
        ("b) Phú Xuyên", "Phú Xuyên", set()),
        ("1.2. Phú Xuyên", "Phú Xuyên", set()),
        ("Huyện đảo Lý Sơn", "Lý Sơn", {"district"}),
        ("Q. Ba Đình", "Ba Đình", {"urban_district"}),
        ("Q1", "1", {"urban_district"}),
        ("P. Hàng Bạc", "Hàng Bạc", {"ward"}),
        ("TX Sơn Tây", "Sơn Tây", {"town"}),
        ("T.X. Sơn Tây", "Sơn Tây", {"town"}),
        ("TT. Sịa", "Sịa", {"township"}),
        ("Xã Quảng An", "Quảng An", {"commune"}),
        ("Tp Hồ Chí Minh", "Hồ Chí Minh", {"city", "provincial_city"}),
        ("Đặc khu Lý Sơn", "Lý Sơn", {"special_zone"}),
        ("tinh Hoa Binh", "Hoa Binh", {"province"}),
        ("Huyền Hội", "Huyền Hội", set()),  # huyền is not huyện
        ("1 Bảo Lộc", "1 Bảo Lộc", set()),
        ("Thị xã", "Thị xã", set()),
        ("UBND", "UBND", set()),
    ],
)
def test_what_stands_around_a_name_is_taken_away(text, name, kinds):
    assert shortest(text) == (words_of(name), kinds)


def test_every_way_to_read_a_text_is_kept_with_the_least_taken_away_first():
    readings = [(spelled(reading.words), reading.kinds) for reading in place_readings("UBND TP HCM")]
    assert readings == [
        ("ubnd tp hcm", None),
        ("tp hcm", None),
        ("hcm", frozenset({"city", "provincial_city"})),
    ]


@pytest.mark.parametrize(("text", "answer"), [("12", True), ("4.4", True), ("Quận 1", False), ("1 Bảo Lộc", False)])
def test_digits_alone_are_a_number(text, answer):
    assert place_readings(text)[-1].is_number is answer
    assert body_readings("12") == []


def test_an_x_may_be_a_commune_or_the_number_ten():
    readings = {(reading.words, reading.kinds) for reading in place_readings("X. Quảng An")}
    assert readings >= {(words_of("Quảng An"), frozenset({"commune"})), (words_of("Quảng An"), None)}


@pytest.mark.parametrize("text", ["", " ", "...", "***", "\u200b"])
def test_a_text_without_a_word_is_no_name(text):
    assert place_readings(text) == []
    assert body_readings(text) == []


@pytest.mark.parametrize(
    ("text", "name", "owners"),
    [
        ("Huyện Phú Xuyên, thành phố Hà Nội", "Phú Xuyên", {"hà nội"}),
        ("Huyện Phú Xuyên - TP. Hà Nội", "Phú Xuyên", {"hà nội"}),
        ("Phú Xuyên (Hà Nội)", "Phú Xuyên", {"hà nội"}),
        ("Xã Bình Yên, huyện Thanh An", "Bình Yên", {"huyện thanh an"}),
        ("Xã Bình Yên, Thanh An", "Bình Yên", {"huyện thanh an", "thị xã thanh an"}),
        ("Thành phố Hòa Bình, tỉnh Hòa Bình", "Hòa Bình", {"hòa bình"}),
        ("Thành phố Hòa Bình", "Hòa Bình", None),
        ("Xã Yên Hòa Bình", "Yên Hòa Bình", None),  # nothing says where the name of the place begins
        ("Thành phố Huế", "Huế", None),
        ("Hà Nội", "Hà Nội", None),
    ],
)
def test_the_owner_behind_a_name_is_read_as_an_owner(text, name, owners):
    reading = place_readings(text, OWNERS)[-1]
    assert reading.words == words_of(name)
    assert [set(keys) for keys in reading.owners] == ([owners] if owners else [])


def test_two_owners_may_stand_behind_a_name():
    reading = place_readings("Xã Bình Yên, huyện Thanh An, tỉnh Hòa Bình", OWNERS)[-1]
    assert reading.words == words_of("Bình Yên")
    assert reading.owners == (frozenset({"hòa bình"}), frozenset({"huyện thanh an"}))


@pytest.mark.parametrize(
    "text",
    [
        "Văn phòng UBND tỉnh",
        "VP UBND tỉnh",
        "1. VP. UBND tỉnh Hòa Bình",
        "2 Văn phòng Ủy ban nhân dân tỉnh Hoà Bình",
        "văn phòng uỷ ban nhân dân",
        "Văn phòng UBND Hòa Bình",
    ],
)
def test_a_body_is_the_same_with_its_owner_and_without(text):
    assert as_words("văn phòng ủy ban nhân dân") in body_names(text)


def test_a_body_of_a_province_is_not_one_of_a_city():
    (_whole, shorter) = body_readings("Thanh tra tỉnh", OWNERS)
    assert shorter.owners == (frozenset({"hòa bình", "huế"}),)
    assert len(body_readings("Thanh tra xã", OWNERS)) == 1
    assert len(body_readings("Thanh tra tỉnh")) == 1
    assert len(body_readings("Ban Biển đảo", OWNERS)) == 1


def test_a_lone_kind_is_not_taken_from_a_body():
    assert [spelled(reading.words) for reading in body_readings("tỉnh", OWNERS)] == ["tinh2"]


def test_joining_words_of_a_body_do_not_count():
    assert body_names("BQL các KCN và KKT") == body_names("Ban Quản lý khu công nghiệp, khu kinh tế")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Sở NN&PTNT", True),
        ("Sở NN-PTNT", True),
        ("Sở NNPTNT", True),
        ("SNNPTNT", True),
        ("Sở Nông nghiệp & PTNT", True),
        ("Sở nong nghiep PTNT", True),
        ("Sở Nông nghiệp và Phát triển nông thôn", True),
        ("Sở NN", False),
        ("Sở NNMT", False),
        ("Sở NN&PTNTT", False),
        ("Sở Nòng nghiệp PTNT", False),
        ("Sở", False),
    ],
)
def test_words_may_be_shortened_to_initials_but_none_may_be_missing(text, answer):
    (name,) = body_readings("Sở Nông nghiệp và Phát triển nông thôn")
    (written,) = body_readings(text)
    assert stands_for(written.words, name.words) is answer


def test_an_initial_may_lack_its_stroke():
    (name,) = body_readings("Sở Giáo dục và Đào tạo")
    assert stands_for(words_of("Sở GD&ĐT"), name.words)
    assert stands_for(words_of("SO GDDT"), name.words)


@pytest.mark.parametrize(
    ("text", "bare"),
    [("UBND huyện Phú Xuyên", "phu xuyen"), ("thành phố", "thanh pho"), ("", ""), ("12", "12"), ("TP.HCM", "hcm")],
)
def test_the_bare_name_is_folded(text, bare):
    assert bare_name(text) == bare


@given(st.text())
def test_any_text_can_be_read(text):
    for reading in place_readings(text, OWNERS) + body_readings(text, OWNERS):
        assert reading.words
        assert stands_for(reading.words, reading.words)

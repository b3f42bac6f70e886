"""Which unit a text means: exactly one, several to choose from, or none; never a guess."""

import random
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformtrack.text import fold
from tests.factories import AliasFactory, SuccessionFactory, UnitFactory, UnitNameFactory
from units.matching import Answer, How, Known, Matcher, Name
from units.models import Alias, Level
from units.queries import successions_of
from units.wording import Owner

IN_2024, IN_2025 = date(2024, 12, 31), date(2025, 12, 31)


# Names of places


@pytest.fixture
def hanoi(make_known):
    """Districts, wards and communes of one city in one matcher."""
    known = [
        make_known("Phú Xuyên", code="280", aliases=["PX"]),
        make_known("Ba Đình", "urban_district", code="001"),
        make_known("Quận 1", "urban_district", code="760"),
        make_known("Sơn Tây", "town", code="269", former=[("Sơn Tây", "provincial_city"), ("Đường Lâm", "town")]),
        make_known("Hàng Bạc", "ward", code="00061"),
        make_known("Lý Sơn", "special_zone", code="21548"),
        make_known("1 Bảo Lộc", "ward", code="24820"),
    ]
    return Matcher(known)


@pytest.mark.parametrize(
    ("text", "unit", "how"),
    [
        ("Phú Xuyên", "district Phú Xuyên", How.NAME),
        ("UBND huyện Phú Xuyên", "district Phú Xuyên", How.NAME),
        ("UBND H. PHÚ  XUYÊN.", "district Phú Xuyên", How.NAME),
        ("3. Huyện Phú\u00a0Xuyên", "district Phú Xuyên", How.NAME),
        ("12 Huyện Phú Xuyên", "district Phú Xuyên", How.NAME),
        ("“Phú Xuyên”", "district Phú Xuyên", How.NAME),
        (unicodedata.normalize("NFD", "Huyện Phú Xuyên"), "district Phú Xuyên", How.NAME),
        ("huyen phu xuyen", "district Phú Xuyên", How.FOLDED),
        ("Phú Xuyen", "district Phú Xuyên", How.FOLDED),
        ("px", "district Phú Xuyên", How.ALIAS),
        ("H. PX", "district Phú Xuyên", How.ALIAS),
        ("Q. Ba Đình", "urban_district Ba Đình", How.NAME),
        ("Quận 1", "urban_district Quận 1", How.NAME),
        ("Q.1", "urban_district Quận 1", How.NAME),
        ("TX Sơn Tây", "town Sơn Tây", How.NAME),
        ("Thị xã Sơn Tây", "town Sơn Tây", How.NAME),
        ("Thành phố Sơn Tây", "town Sơn Tây", How.OTHER_DAY),
        ("Thị xã Đường Lâm", "town Sơn Tây", How.OTHER_DAY),
        ("P. Hàng Bạc", "ward Hàng Bạc", How.NAME),
        ("Đặc khu Lý Sơn", "special_zone Lý Sơn", How.NAME),
        ("1 Bảo Lộc", "ward 1 Bảo Lộc", How.NAME),
        ("4. Phường 1 Bảo Lộc", "ward 1 Bảo Lộc", How.NAME),
    ],
)
def test_a_place_is_found_as_officials_write_it(hanoi, text, unit, how):
    match = hanoi.match(text)
    assert (match.answer, match.unit, match.how, match.text) == (Answer.UNIT, unit, how, text)


def test_digits_alone_are_a_name_only_with_a_kind_or_a_code(make_known):
    matcher = Matcher([make_known("1", "urban_district", code="760")])
    assert matcher.match("Quận 1").unit == matcher.match("1", "760").unit == "urban_district 1"
    assert matcher.match("1").answer == matcher.match("760").answer == Answer.NOTHING


def test_the_form_on_record_is_told(hanoi):
    assert hanoi.match("h. px").form == "PX"


@pytest.mark.parametrize("text", ["", "   ", "1", "Thị xã", "Trung bình", "UBND", "(trung bình khối)", "Tổng cộng"])
def test_what_is_no_name_finds_nothing(hanoi, text):
    match = hanoi.match(text)
    assert (match.answer, match.unit, match.candidates) == (Answer.NOTHING, None, ())


def test_a_text_too_long_for_a_name_is_not_looked_into(hanoi):
    match = hanoi.match("Phú Xuyên, " * 100)
    assert (match.answer, match.nearest) == (Answer.NOTHING, ())


def test_a_kind_tells_namesakes_apart(make_known):
    matcher = Matcher([make_known("Cao Lãnh"), make_known("Cao Lãnh", "provincial_city")])
    assert matcher.match("Huyện Cao Lãnh").unit == "district Cao Lãnh"
    assert matcher.match("TP. Cao Lãnh").unit == "provincial_city Cao Lãnh"
    match = matcher.match("Cao Lãnh")
    assert match.answer == Answer.CANDIDATES
    assert match.candidates == ("district Cao Lãnh", "provincial_city Cao Lãnh")


def test_a_kind_that_is_not_the_units_own_is_not_overlooked(hanoi):
    match = hanoi.match("Thành phố Phú Xuyên")
    assert (match.answer, match.nearest[0]) == (Answer.NOTHING, "district Phú Xuyên")


def test_accents_tell_names_apart_before_they_are_left_out(make_known):
    matcher = Matcher([make_known("Tân Hòa", "ward"), make_known("Tân Hóa", "ward")])
    assert matcher.match("P. Tân Hoà").unit == "ward Tân Hòa"
    assert matcher.match("P. Tân Hoá").unit == "ward Tân Hóa"
    assert matcher.match("P. Tan Hoa").candidates == ("ward Tân Hòa", "ward Tân Hóa")
    assert matcher.match("P. Tân Hỏa").candidates == ("ward Tân Hòa", "ward Tân Hóa")


def test_a_changed_accent_is_for_a_person_to_confirm(hanoi):
    match = hanoi.match("Huyện Phù Xuyên")
    assert (match.answer, match.candidates) == (Answer.CANDIDATES, ("district Phú Xuyên",))


def test_an_unaccented_kind_shows_that_the_name_may_lack_accents_too(make_known):
    matcher = Matcher([make_known("Thanh An", "commune"), make_known("Thạnh An", "commune")])
    assert matcher.match("Xã Thanh An").unit == "commune Thanh An"
    assert matcher.match("xa Thanh An").candidates == ("commune Thanh An", "commune Thạnh An")
    assert Matcher([make_known("Ea Na", "commune")]).match("Uy ban nhan dan xa Ea Na").how == How.FOLDED


def test_the_right_letters_with_the_wrong_kind_are_not_silently_another_name(make_known):
    matcher = Matcher([make_known("Mỹ Tho", "ward"), make_known("Mỹ Thọ", "commune")])
    match = matcher.match("Xã Mỹ Tho")
    assert (match.answer, match.candidates) == (Answer.CANDIDATES, ("ward Mỹ Tho", "commune Mỹ Thọ"))


def test_numbering_that_may_be_part_of_the_name_is_not_decided(make_known):
    matcher = Matcher([make_known("1 Bảo Lộc", "ward"), make_known("Bảo Lộc", "ward")])
    assert matcher.match("1 Bảo Lộc").unit == "ward 1 Bảo Lộc"
    assert matcher.match("1. Bảo Lộc").candidates == ("ward 1 Bảo Lộc", "ward Bảo Lộc")


def test_an_alias_does_not_make_a_unit_what_it_is_not(make_known):
    matcher = Matcher([make_known("Thừa Thiên Huế", "province", aliases=["TT Huế"])])
    assert matcher.match("TT. Huế").how == How.ALIAS
    assert matcher.match("Thị trấn Huế").answer == Answer.NOTHING


def test_an_alias_that_is_anothers_name_is_not_decided(make_known):
    matcher = Matcher([make_known("Ba Vì", aliases=["Quảng Oai"]), make_known("Quảng Oai")])
    assert matcher.match("Quảng Oai").candidates == ("district Ba Vì", "district Quảng Oai")


def test_a_name_is_said_before_an_alias_of_the_same_words(make_known):
    assert Matcher([make_known("Hòa Bình", aliases=["Hoà Bình"])]).match("Hoà Bình").how == How.NAME


# Units of another day


def test_a_unit_that_does_not_exist_on_the_day_is_said_to_be_so(make_known):
    matcher = Matcher([make_known("Kỳ Sơn", exists=False)])
    match = matcher.match("Huyện Kỳ Sơn")
    assert (match.answer, match.unit, match.not_on_day) == (Answer.NOT_ON_DAY, None, ("district Kỳ Sơn †",))


def test_a_namesake_of_the_day_goes_before_one_of_another_day(make_known):
    matcher = Matcher([make_known("Phú Thọ", "province", exists=False), make_known("Phú Thọ", "province")])
    match = matcher.match("Phú Thọ")
    assert (match.unit, match.not_on_day) == ("province Phú Thọ", ())


def test_a_unit_of_another_day_goes_before_a_name_without_accents(make_known):
    matcher = Matcher([make_known("Tân Hóa", exists=False), make_known("Tân Hòa")])
    assert matcher.match("Tân Hóa").not_on_day == ("district Tân Hóa †",)
    assert matcher.match("Tan Hoa").unit == "district Tân Hòa"


def test_a_former_name_that_an_abolished_unit_bore_too_is_not_decided(make_known):
    matcher = Matcher([make_known("Hà Tây", exists=False), make_known("Hà Nội", former=[("Hà Tây", "district")])])
    match = matcher.match("Hà Tây")
    assert (match.answer, match.candidates, match.not_on_day) == (
        Answer.CANDIDATES,
        ("district Hà Nội",),
        ("district Hà Tây †",),
    )


def test_a_changed_accent_does_not_lead_to_a_unit_of_another_day(make_known):
    assert Matcher([make_known("Kỳ Sơn", exists=False)]).match("Kỷ Sơn").answer == Answer.NOTHING


# Codes


@pytest.mark.parametrize(
    ("text", "code", "unit"),
    [
        ("", "280", "district Phú Xuyên"),
        ("", " 280 ", "district Phú Xuyên"),
        ("Huyện Phú Xuyên", "280", "district Phú Xuyên"),
        ("Ba Đình", "1", "urban_district Ba Đình"),  # a spreadsheet took the code for a number
        ("Huyện Phù Xuyên", "280", "district Phú Xuyên"),
    ],
)
def test_a_code_that_the_name_does_not_contradict_decides(hanoi, text, code, unit):
    match = hanoi.match(text, code)
    assert (match.unit, match.how, match.form) == (unit, How.CODE, code.strip())


def test_a_code_tells_namesakes_apart(make_known):
    matcher = Matcher([make_known("Tân Hòa", code="1"), make_known("Tân Hòa", "town", code="2")])
    assert matcher.match("Tân Hòa", "2").unit == "town Tân Hòa"


@pytest.mark.parametrize("text", ["Quận Ba Đình", "Phú Xuyê", "Quận Phú Xuyên"])
def test_a_code_and_a_name_that_contradict_are_both_told(hanoi, text):
    match = hanoi.match(text, "280")
    assert (match.answer, match.unit, match.by_code) == (Answer.CONTRADICTION, None, ("district Phú Xuyên",))
    assert "district Phú Xuyên" in match.nearest or match.candidates == ("urban_district Ba Đình",)


def test_a_code_that_nobody_bears_leaves_the_name_to_decide_and_is_told(hanoi):
    match = hanoi.match("Ba Đình", "H99")
    assert (match.unit, match.how, match.unknown_code) == ("urban_district Ba Đình", How.NAME, "H99")
    assert hanoi.match("", "H99").unknown_code == "H99"


def test_a_code_that_several_bear_is_not_decided(make_known):
    matcher = Matcher([make_known("Sở Nội vụ", "department", code="SNV"), make_known("Sở Y tế", "department")])
    assert matcher.match("", "snv").unit == "department Sở Nội vụ"
    twice = Matcher([make_known("Sở Nội vụ", "department", code="SNV", owners=[each]) for each in (1, 2)])
    assert len(twice.match("", "SNV").candidates) == len(twice.match("Sở Nội vụ", "SNV").candidates) == 2


def test_a_code_to_the_digit_goes_before_one_with_more_zeros(make_known):
    matcher = Matcher([make_known("Một", code="01"), make_known("Hai", code="001")])
    assert matcher.match("", "001").unit == "district Hai"
    assert len(matcher.match("", "1").candidates) == 2


def test_a_code_of_letters_may_stand_for_the_name(make_known):
    bank = make_known("Ngân hàng Nhà nước Việt Nam", "ministerial_agency", code="NHNN")
    gone = make_known("Ủy ban Dân tộc", "ministerial_agency", code="UBND-T", exists=False)
    matcher = Matcher([bank, gone])
    assert matcher.match("nhnn").how == How.CODE
    assert matcher.match("UBND-T").not_on_day == ("ministerial_agency Ủy ban Dân tộc †",)


# Bodies


@pytest.fixture
def bodies(make_known):
    """Departments of Hòa Bình, with a thanh tra of Hà Nội."""
    names = (
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Sở Kế hoạch và Đầu tư",
        "Sở Khoa học và Công nghệ",
        "Sở Văn hóa, Thể thao và Du lịch",
        "Văn phòng UBND tỉnh",
        "Ban Quản lý các khu công nghiệp",
        "Cục Thuế Hòa Bình",
        "Thanh tra tỉnh",
    )
    owners = [
        Owner("hb", ("Hòa Bình",), frozenset({"province"})),
        Owner("hn", ("Hà Nội",), frozenset({"city"})),
    ]
    known = [make_known(name, "department", owners=["hb"]) for name in names]
    return Matcher([*known, make_known("Thanh tra thành phố", "department", owners=["hn"])], owners)


@pytest.mark.parametrize(
    ("text", "unit", "how"),
    [
        ("Sở Nông nghiệp và Phát triển nông thôn", "Sở Nông nghiệp và Phát triển nông thôn", How.NAME),
        ("1. Sở NN&PTNT", "Sở Nông nghiệp và Phát triển nông thôn", How.INITIALS),
        ("Sở Nông nghiệp và PTNT tỉnh Hoà Bình", "Sở Nông nghiệp và Phát triển nông thôn", How.INITIALS),
        ("SỞ KH-ĐT", "Sở Kế hoạch và Đầu tư", How.INITIALS),
        ("Sở KHCN", "Sở Khoa học và Công nghệ", How.INITIALS),
        ("So Khoa hoc va Cong nghe", "Sở Khoa học và Công nghệ", How.FOLDED),
        ("Sở Văn hoá - Thể thao & Du lịch", "Sở Văn hóa, Thể thao và Du lịch", How.NAME),
        ("VP UBND", "Văn phòng UBND tỉnh", How.NAME),
        ("Văn phòng Ủy ban nhân dân tỉnh Hòa Bình", "Văn phòng UBND tỉnh", How.NAME),
        ("BQL các KCN tỉnh", "Ban Quản lý các khu công nghiệp", How.NAME),
        ("Cục Thuế tỉnh", "Cục Thuế Hòa Bình", How.NAME),
        ("Thanh tra tỉnh", "Thanh tra tỉnh", How.NAME),
        ("Thanh tra Hà Nội", "Thanh tra thành phố", How.NAME),
    ],
)
def test_a_body_is_found_as_officials_write_it(bodies, text, unit, how):
    match = bodies.match(text)
    assert (match.unit, match.how) == (f"department {unit}", how)


def test_a_body_of_several_places_is_not_decided(bodies):
    assert bodies.match("Thanh tra").candidates == ("department Thanh tra thành phố", "department Thanh tra tỉnh")


def test_initials_of_two_bodies_are_not_decided(make_known):
    names = ("Sở Văn hóa và Thể thao", "Sở Văn hóa Thông tin")
    matcher = Matcher([make_known(name, "department") for name in names])
    assert len(matcher.match("Sở VHTT").candidates) == 2


def test_places_and_bodies_may_be_ranked_together(make_known):
    matcher = Matcher([make_known("Phú Xuyên"), make_known("Sở Nội vụ", "department")])
    assert matcher.match("H. Phú Xuyên").unit == "district Phú Xuyên"
    assert matcher.match("Sở NV").unit == "department Sở Nội vụ"


# What is offered


def test_similar_names_are_offered_the_most_similar_first_and_never_taken(make_known):
    matcher = Matcher([make_known(name) for name in ("Phú Xuyên", "Phú Xuân", "Mỹ Đức", "Phú Lộc", "Phú Xuyền")])
    match = matcher.match("Huyện Phú Xuyênn")
    assert (match.answer, match.candidates) == (Answer.NOTHING, ())
    assert match.nearest == ("district Phú Xuyên", "district Phú Xuyền", "district Phú Xuân")


def test_nothing_is_offered_for_what_is_like_nothing(hanoi):
    assert hanoi.match("Zzz").nearest == ()


def test_units_of_another_day_are_not_offered(make_known):
    assert Matcher([make_known("Kỳ Sơn", exists=False)]).match("Kỳ Sơnn").nearest == ()


def test_a_matcher_of_nobody_finds_nobody():
    assert Matcher([]).match("Hà Nội", "01").answer == Answer.NOTHING


# Properties

SYLLABLES = ("Tân", "Tan", "Hòa", "Hóa", "Hoa", "Mỹ", "Thọ", "Tho", "Phú", "An", "Ấn", "1", "H’Leo")
PREFIXES = {
    "district": ("", "Huyện ", "H. ", "UBND huyện ", "12 Huyện ", "3) H.", "Ủy ban nhân dân huyện "),
    "town": ("", "Thị xã ", "TX ", "UBND TX. ", "2. Thị xã "),
    "provincial_city": ("", "Thành phố ", "TP.", "UBND Tp "),
}
names = (
    st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=3)
    .map(" ".join)
    .filter(lambda name: set(name) - set("1 "))
)
ways = st.sampled_from(
    (
        str,
        str.upper,
        str.lower,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: f"  {text.replace(' ', chr(0xA0) + ' ')}. ",
        lambda text: f"“{text}”",
        lambda text: text.replace("Hòa", "Hoà").replace("Hóa", "Hoá"),
    )
)


@st.composite
def knowns(draw):
    """A few units with names that meet one another as often as can be."""
    made = []
    for place in range(draw(st.integers(1, 6))):
        kinds = frozenset({draw(st.sampled_from(sorted(PREFIXES)))})
        aliases = draw(st.lists(names, max_size=2))
        forms = (Name(draw(names), kinds), *(Name(alias, kinds, How.ALIAS) for alias in aliases))
        made.append(Known(place, place, f"{place:03}", forms, exists=draw(st.integers(0, 4)) > 0))
    return made


def among(match):
    return {match.unit, *match.candidates, *match.not_on_day}


@pytest.mark.fuzz
@given(knowns(), ways, st.data())
def test_any_form_of_a_unit_finds_it_or_leaves_it_open(known, way, data):
    matcher = Matcher(known)
    for each in (each for each in known if each.exists):
        name = data.draw(st.sampled_from(each.names))
        (kind,) = name.kinds
        match = matcher.match(way(data.draw(st.sampled_from(PREFIXES[kind])) + name.text))
        assert each.unit in among(match)
        assert match.answer in (Answer.UNIT, Answer.CANDIDATES)


@pytest.mark.fuzz
@given(knowns())
def test_leaving_out_accents_never_decides_between_two_names(known):
    matcher = Matcher(known)
    for each in known:
        match = matcher.match(fold(each.names[0].text))
        if match.unit is not None and match.unit != each.unit and each.exists:
            # Then the text is, to the letter, a name of the unit that was found.
            assert match.how in (How.NAME, How.ALIAS)
            assert fold(match.form) == match.form.casefold().replace("’", " ")


@pytest.mark.fuzz
@given(knowns(), st.text(max_size=30) | names)
def test_whoever_is_found_is_so_called(known, text):
    match = Matcher(known).match(text)
    if match.unit is not None and match.how != How.CODE:
        # `H’Leo` is also read as huyện Leo, as officials write `H. Leo`.
        assert fold(match.form).removeprefix("h ") in fold(text).replace("01", "1")
        assert match.form in {name.text for name in known[match.unit].names}
        assert known[match.unit].exists


@pytest.mark.fuzz
@given(knowns(), names, st.sampled_from(["", "000", "003", "3", "9"]), st.randoms(use_true_random=False))
def test_the_order_of_units_changes_nothing(known, text, code, shuffled: random.Random):
    other = list(known)
    shuffled.shuffle(other)
    assert Matcher(known).match(text, code) == Matcher(other).match(text, code)


@pytest.mark.fuzz
@given(knowns(), ways)
def test_a_units_own_name_and_code_find_it(known, way):
    matcher = Matcher(known)
    for each in (each for each in known if each.exists):
        assert matcher.match(way(each.names[0].text), each.code).unit == each.unit


# From the database


@pytest.fixture
def provinces(db):
    """Five stories of provinces: renamed, merged under its name, abolished with its code given again, spelled anew."""
    hue = UnitFactory(name="Huế", code="46", kind="city")
    UnitNameFactory(unit=hue, valid_from=date(1, 1, 1), name="Thừa Thiên Huế")
    UnitNameFactory(unit=hue, valid_from=date(2025, 1, 1), name="Huế", kind="city")
    last_day, first_day = date(2025, 6, 30), date(2025, 7, 1)
    UnitFactory(name="Phú Thọ", code="25", valid_to=last_day)
    UnitFactory(name="Phú Thọ", code="25", slug="phu-tho-2025", valid_from=first_day)
    yen_bai = UnitFactory(name="Yên Bái", code="15", valid_to=last_day)
    UnitFactory(name="Lào Cai", code="10", valid_to=last_day)
    lao_cai = UnitFactory(name="Lào Cai", code="15", slug="lao-cai-2025", valid_from=first_day)
    SuccessionFactory(predecessor=yen_bai, successor=lao_cai)
    city = UnitFactory(name="TP. Hồ Chí Minh", code="79", kind="city")
    AliasFactory(unit=city, text="TP.HCM", kind=Alias.AliasKind.ABBREVIATION)
    AliasFactory(unit=city, text="Gia Định", kind=Alias.AliasKind.FORMER)
    AliasFactory(unit=UnitFactory(name="Đắk Lắk", code="66"), text="Đắc Lắc")
    UnitFactory(name="Bà Rịa - Vũng Tàu", code="77")
    UnitFactory(name="Hòa Bình", code="17")


@pytest.mark.parametrize(
    ("day", "text", "code", "slug", "how"),
    [
        (IN_2024, "Tp Hồ Chí Minh", None, "tp-ho-chi-minh", How.NAME),
        (IN_2024, "TP.HCM", None, "tp-ho-chi-minh", How.ALIAS),
        (IN_2024, "TP. HCM", None, "tp-ho-chi-minh", How.ALIAS),
        (IN_2024, "Thành phố HCM", None, "tp-ho-chi-minh", How.ALIAS),
        (IN_2024, "Gia Định", None, "tp-ho-chi-minh", How.OTHER_DAY),
        (IN_2024, "Thừa Thiên - Huế", None, "hue", How.NAME),
        (IN_2024, "Tỉnh Thừa Thiên Huế", None, "hue", How.NAME),
        (IN_2024, "TP Huế", None, "hue", How.OTHER_DAY),
        (IN_2025, "TP Huế", None, "hue", How.NAME),
        (IN_2025, "Thừa Thiên Huế", None, "hue", How.OTHER_DAY),
        (IN_2024, "Hoà Bình", None, "hoa-binh", How.NAME),
        (IN_2024, "Đăk Lăk", None, "dak-lak", How.FOLDED),
        (IN_2024, "Đắc Lắc", None, "dak-lak", How.ALIAS),
        (IN_2024, "Bà Rịa – Vũng Tàu", None, "ba-ria-vung-tau", How.NAME),
        (IN_2024, "Phú Thọ", None, "phu-tho", How.NAME),
        (IN_2025, "Phú Thọ", None, "phu-tho-2025", How.NAME),
        (IN_2024, "", "15", "yen-bai", How.CODE),
        (IN_2025, "", "15", "lao-cai-2025", How.CODE),
        (IN_2024, "Lào Cai", "10", "lao-cai", How.CODE),
    ],
)
def test_a_province_is_found_under_the_name_and_code_of_the_day(provinces, day, text, code, slug, how):
    match = Matcher.read(Level.PROVINCE, day=day).match(text, code)
    assert (match.unit.slug, match.how) == (slug, how)


@pytest.mark.parametrize("code", [None, "15"])
def test_an_abolished_province_leads_to_what_became_of_it(provinces, code):
    match = Matcher.read(Level.PROVINCE, day=IN_2025).match("Yên Bái", code)
    assert match.answer == Answer.NOT_ON_DAY
    assert match.not_on_day[0].valid_to == date(2025, 6, 30)
    assert [each.successor.slug for each in successions_of(match.not_on_day)] == ["lao-cai-2025"]


def test_a_code_of_an_abolished_namesake_contradicts_the_name(provinces):
    match = Matcher.read(Level.PROVINCE, day=IN_2025).match("Lào Cai", "10")
    assert match.answer == Answer.CONTRADICTION
    assert ([unit.slug for unit in match.by_code], [unit.slug for unit in match.candidates]) == (
        ["lao-cai"],
        ["lao-cai-2025"],
    )


def test_a_unit_to_come_is_not_there_yet(provinces):
    UnitFactory(name="Mới", valid_from=date(2026, 1, 1))
    assert Matcher.read(Level.PROVINCE, day=IN_2025).match("Mới").answer == Answer.NOT_ON_DAY


@pytest.fixture
def hoa_binh(db):
    """A province, its city of the same name, a commune in it; a neighbour with a namesake of the commune."""
    province = UnitFactory(name="Hòa Bình", code="17")
    city = UnitFactory(name="Hòa Bình", slug="tp", level=Level.DISTRICT, kind="provincial_city", parent=province)
    neighbour = UnitFactory(name="Phú Thọ", code="25")
    place = {"name": "Kỳ Sơn", "level": Level.COMMUNE, "kind": "commune"}
    UnitFactory(slug="ky-son", parent=city, **place)
    UnitFactory(slug="ky-son-phu-tho", parent=neighbour, **place)
    UnitFactory(name="Sở Nội vụ", level=Level.DEPARTMENT, kind="department", parent=province)
    UnitNameFactory(unit=province, name="Mường", valid_from=date(1, 1, 1))
    UnitNameFactory(unit=province, name="Hòa Bình", valid_from=date(2019, 1, 1))
    AliasFactory(unit=province, text="HB")
    return province


def test_a_level_tells_a_city_from_its_province(hoa_binh):
    assert Matcher.read(Level.DISTRICT, day=IN_2024).match("Thành phố Hòa Bình").unit.slug == "tp"
    assert Matcher.read(Level.PROVINCE, day=IN_2024).match("Hòa Bình").unit == hoa_binh
    assert Matcher.read(Level.PROVINCE, day=IN_2024).match("Thành phố Hòa Bình").unit is None
    both = Matcher.read([Level.PROVINCE, Level.DISTRICT], day=IN_2024)
    assert {unit.slug for unit in both.match("Hòa Bình").candidates} == {"hoa-binh", "tp"}


def test_an_invented_unit_is_known_within_its_invented_province_alone(hoa_binh):
    sample = UnitFactory(name="Tỉnh Mẫu", is_sample=True)
    UnitFactory(
        name="Sở Nội vụ", slug="so-mau", level=Level.DEPARTMENT, kind="department", parent=sample, is_sample=True
    )
    real = Matcher.read([Level.PROVINCE, Level.DEPARTMENT], day=IN_2024)
    assert real.match("Tỉnh Mẫu").unit is None
    assert real.match("Sở Nội vụ").unit.parent == hoa_binh
    assert Matcher.read(Level.DEPARTMENT, day=IN_2024, parent=sample).match("Sở Nội vụ").unit.slug == "so-mau"


def test_a_parent_near_or_far_tells_namesakes_apart(hoa_binh):
    assert Matcher.read(Level.COMMUNE, day=IN_2024, parent=hoa_binh).match("Xã Kỳ Sơn").unit.slug == "ky-son"
    everywhere = Matcher.read(Level.COMMUNE, day=IN_2024)
    assert len(everywhere.match("Xã Kỳ Sơn").candidates) == 2
    for text in ("Xã Kỳ Sơn, TP Hòa Bình, tỉnh Hòa Bình", "Kỳ Sơn (Hòa Bình)", "Kỳ Sơn, HB", "Kỳ Sơn, tỉnh Mường"):
        assert everywhere.match(text).unit.slug == "ky-son"


def test_a_department_is_found_with_its_province_behind_it(hoa_binh):
    match = Matcher.read(Level.DEPARTMENT, day=IN_2024, parent=hoa_binh).match("Sở NV tỉnh Hòa Bình")
    assert match.unit.name == "Sở Nội vụ"


@pytest.mark.parametrize("more", [0, 20])
def test_a_matcher_asks_six_questions_however_many_units_there_are(hoa_binh, more, django_assert_num_queries):
    for place in range(more):
        unit = UnitFactory(name=f"Xã {place}", level=Level.COMMUNE, kind="commune", parent=hoa_binh)
        AliasFactory(unit=unit)
        UnitNameFactory(unit=unit, kind="commune")
    with django_assert_num_queries(6):
        matcher = Matcher.read(Level.COMMUNE, day=IN_2024)
    with django_assert_num_queries(0):
        matcher.match("Xã Kỳ Sơn, tỉnh Hòa Bình")
        matcher.match("Kỳ Sơm")

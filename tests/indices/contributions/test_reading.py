"""Which lower units pull a criterion down: links in the database, what they refuse, what a scorecard tells of them."""

from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse

from indices.models import ContributionLink, Depth, Edition
from indices.presenters.contributions import contribution_sections
from indices.queries.contributions import contributions_of
from tests.factories import (
    AnnexFactory,
    ContributionLinkFactory,
    ContributionWeightFactory,
    CriteriaSetFactory,
    CriterionFactory,
    EditionFactory,
    IndexFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    UnitFactory,
    freeze,
)
from tests.indices.tables import build
from units.models import Kind, Level

pytestmark = pytest.mark.django_db


def found(standing, **more):
    return contributions_of(standing, standing.edition, **more)


def told(standing, language="vi"):
    scores = {score.criterion_id: score for score in standing.scores.all()}
    [section] = contribution_sections(found(standing), scores, language)
    return section | {"sentence": section["sentence"].replace("\N{NO-BREAK SPACE}", " ")}


def cells(section):
    return [[cell["text"] for cell in row["cells"]] for row in section["table"]["rows"]]


def weigh(link, **weights):
    link.weighting, link.source = "stated", SourceFactory()
    link.save()
    units = {standing.unit.name: standing.unit for standing in link.rests_on.standings.select_related("unit")}
    for name, weight in weights.items():
        ContributionWeightFactory(link=link, unit=units[name], weight=Decimal(weight))


# The database


@pytest.mark.parametrize(
    "wrong",
    [{"weighting": "stated"}, {"weighting": "guessed"}, {"level": Decimal(101)}, {"level": Decimal(0)}, {"note": ""}],
)
def test_database_refuses(link, wrong):
    with pytest.raises(IntegrityError):
        ContributionLink.objects.filter(pk=link.pk).update(**wrong)


@pytest.mark.parametrize("code", [None, "1"])
def test_database_takes_a_link_once(link, districts, code):
    part = code and districts.criteria_set.criteria.get(code=code)
    if part:
        ContributionLink.objects.filter(pk=link.pk).update(part=part)
    with pytest.raises(IntegrityError):
        ContributionLinkFactory(standing=link.standing, criterion=link.criterion, rests_on=districts, part=part)


def test_database_refuses_a_weight_of_nothing(link):
    with pytest.raises(IntegrityError):
        ContributionWeightFactory(link=link, weight=Decimal(0))


def test_link_under_published_editions_is_changed_and_taken_away(link):
    link.level = Decimal(90)
    link.save()
    link.delete()
    assert not ContributionLink.objects.exists()


# What is read


def test_shares_of_the_whole_result_add_up_to_what_is_lacking(link, standing):
    """(100 + 80 + 60)/3 = 80 %: 20 are lacking, of which 40/3 for Tây, 20/3 for Nam, nothing for Bắc."""
    section = told(standing)
    assert section["sentence"].startswith(
        "Mức chung của 3 huyện, quận, thị xã là 80,00 %, còn thiếu 20,00 điểm % so với 100,00 %."
    )
    assert cells(section) == [
        ["Tây", "60,00", "13,33", "66,67"],
        ["Nam", "80,00", "6,67", "33,33"],
        ["Bắc", "100,00", "0,00", "0,00"],
    ]


def test_sentence_names_who_pulls_down_and_how_few_make_most_of_it(link, standing):
    sentence = told(standing)["sentence"]
    assert "Tây (66,67 %); Nam (33,33 %)." in sentence
    assert sentence.endswith("Hơn một nửa khoảng thiếu là của 1 đơn vị.")


def test_one_criterion_is_read_where_the_link_names_it(link, standing, districts):
    link.part = districts.criteria_set.criteria.get(code="1")
    link.save()
    section = told(standing)
    assert [row[:2] for row in cells(section)] == [["Tây", "50,00"], ["Nam", "90,00"], ["Bắc", "100,00"]]
    assert section["address"] == "/indices/cap-huyen/2024/criteria/1/"


def test_weights_and_level_count(link, standing):
    """3 × 100, 1 × 80 and 1 × 60 of 5 are 88 %; 90 lacks 2 = 6 + 2 − 6."""
    link.level = Decimal(90)
    weigh(link, Bắc=3, Nam=1, Tây=1)
    assert cells(told(standing)) == [
        ["Tây", "60,00", "20,00", "6,00", "300,00"],
        ["Nam", "80,00", "20,00", "2,00", "100,00"],
        ["Bắc", "100,00", "60,00", "−6,00", "−300,00"],
    ]


def test_unit_without_a_weight_is_left_out_by_name(link, standing):
    weigh(link, Bắc=1, Nam=1)
    section = told(standing)
    assert "Không có tỷ trọng nên không tính: Tây." in section["notes"]
    assert [row[0] for row in cells(section)] == ["Nam", "Bắc"]


def test_level_that_is_reached_is_said_to_be(link, standing):
    link.level = Decimal(70)
    link.save()
    section = told(standing)
    assert section["sentence"] == "Mức chung của 3 huyện, quận, thị xã là 80,00 %, đã đạt mức 70,00 %."
    assert cells(section)[0] == ["Tây", "60,00", "3,33", ""]


def test_unit_whose_result_is_not_known_is_named(standing, province):
    used = CriteriaSetFactory(index__within=province, index__level=Level.DISTRICT, max_points=Decimal(20))
    for code in ("1", "2"):
        CriterionFactory(criteria_set=used, code=code, position=int(code))
    edition = build(used, 2024, {"Bắc": ("10", "8"), "Nam": ("9", None)}, {})
    ContributionLinkFactory(
        standing=standing, criterion=standing.edition.criteria_set.criteria.get(code="1"), rests_on=edition
    )
    assert "Chưa biết kết quả nên không tính: Nam." in told(standing)["notes"]


def test_unit_to_which_it_does_not_apply_is_named(standing, province):
    used = CriteriaSetFactory(index__within=province)
    criterion = CriterionFactory(criteria_set=used, code="1")
    edition = EditionFactory(criteria_set=used)
    for name, more in (
        ("Bắc", {"points": Decimal(4), "max_points": Decimal(5)}),
        ("Nam", {"status": "not_applicable"}),
    ):
        one = StandingFactory(edition=edition, unit__name=name)
        ScoreFactory(standing=one, criterion=criterion, **{"entered_points": None, **more})
    own = standing.edition.criteria_set.criteria.get(code="1")
    ContributionLinkFactory(standing=standing, criterion=own, rests_on=freeze(edition), part=criterion)
    section = told(standing)
    assert "Không áp dụng tiêu chí này: Nam." in section["notes"]
    assert cells(section) == [["Bắc", "80,00", "20,00", "100,00"]]


def test_stated_result_goes_before_the_computed_one(standing, province):
    edition = EditionFactory(criteria_set__index__within=province)
    StandingFactory(edition=edition, stated_percent=Decimal("81.33"), stated_percent_places=2, status="ranked")
    StandingFactory(edition=edition, status="not_published", unit__name="Nam")
    own = standing.edition.criteria_set.criteria.get(code="1")
    ContributionLinkFactory(standing=standing, criterion=own, rests_on=freeze(edition))
    assert [row[1] for row in cells(told(standing))] == ["81,33"]


def test_nothing_known_is_said(standing, province):
    edition = freeze(EditionFactory(criteria_set__index__within=province))
    own = standing.edition.criteria_set.criteria.get(code="1")
    ContributionLinkFactory(standing=standing, criterion=own, rests_on=edition)
    section = told(standing)
    assert (section["sentence"], section["table"]) == ("Chưa có kết quả nào của các đơn vị cấp dưới.", None)


@pytest.mark.parametrize(("depth", "is_open"), [(Depth.TOTALS, False), (Depth.FIELDS, True), (Depth.FULL, True)])
def test_no_more_is_shown_than_the_edition_is_open_to(link, standing, districts, depth, is_open):
    link.part = districts.criteria_set.criteria.get(code="1")
    link.save()
    districts.index.public_depth = depth
    districts.index.save()
    assert [one.is_open for one in found(standing)] == [is_open]
    assert (told(standing)["table"] is not None) == is_open


def test_draft_is_not_rested_on_in_public(link, standing):
    draft = EditionFactory(criteria_set=link.rests_on.criteria_set, year=2025)
    link.rests_on = draft
    link.save()
    assert found(standing) == []


def test_link_of_one_revision_holds_for_the_next(link, standing, districts):
    Edition.objects.filter(pk=standing.edition_id).update(state="superseded")
    newer = EditionFactory(criteria_set=standing.edition.criteria_set, revision=2, reason="Sửa")
    again = StandingFactory(edition=newer, unit=standing.unit)
    assert [one.link for one in found(again)] == [link]


def test_link_on_the_revision_itself_goes_before_that_of_another(link, standing, districts):
    Edition.objects.filter(pk=standing.edition_id).update(state="superseded")
    newer = EditionFactory(criteria_set=standing.edition.criteria_set, revision=2, reason="Sửa")
    again = StandingFactory(edition=newer, unit=standing.unit)
    own = ContributionLinkFactory(standing=again, criterion=link.criterion, rests_on=districts)
    assert [one.link for one in found(again)] == [own]


def test_criterion_of_an_annex_is_told_to_those_who_see_it(link, standing, districts):
    annex = AnnexFactory(standing=standing, criteria_set__index=standing.edition.index)
    link.criterion = CriterionFactory(criteria_set=annex.criteria_set, code="3.1")
    link.save()
    assert (found(standing), len(found(standing, annexes=[annex]))) == ([], 1)


def test_district_rests_on_its_own_communes(districts, province):
    """An index of a province's communes holds those of every district."""
    index = IndexFactory(level=Level.COMMUNE, within=province)
    edition = EditionFactory(criteria_set__index=index)
    tay = districts.standings.get(unit__name="Tây")
    for name, parent in (("Xã Một", tay.unit), ("Xã Hai", districts.standings.get(unit__name="Nam").unit)):
        unit = UnitFactory(name=name, level=Level.COMMUNE, kind=Kind.COMMUNE, parent=parent)
        StandingFactory(
            edition=edition, unit=unit, stated_percent=Decimal(50), stated_percent_places=0, status="ranked"
        )
    own = districts.criteria_set.criteria.get(code="1")
    ContributionLinkFactory(standing=tay, criterion=own, rests_on=freeze(edition))
    assert [row[0] for row in cells(told(tay))] == ["Xã Một"]


@pytest.mark.parametrize("count", [1, 4])
def test_queries_grow_neither_with_links_nor_with_units(standing, districts, count, django_assert_max_num_queries):
    for place in range(count):
        criterion = CriterionFactory(criteria_set=CriteriaSetFactory(index=standing.edition.index), code=str(place))
        link = ContributionLinkFactory(standing=standing, criterion=criterion, rests_on=districts)
        link.part = districts.criteria_set.criteria.get(code="1")
        link.save()
    annexes = [
        AnnexFactory(standing=standing, criteria_set=one.criterion.criteria_set)
        for one in standing.contribution_links.select_related("criterion__criteria_set")
    ]
    with django_assert_max_num_queries(8):
        assert len(found(standing, annexes=annexes)) == count


def test_more_units_than_the_table_holds_are_counted(standing, province):
    edition = EditionFactory(criteria_set__index__within=province)
    for number in range(32):
        StandingFactory(edition=edition, stated_percent=Decimal(50 + number), stated_percent_places=0, status="ranked")
    own = standing.edition.criteria_set.criteria.get(code="1")
    ContributionLinkFactory(standing=standing, criterion=own, rests_on=freeze(edition))
    section = told(standing)
    assert len(cells(section)) == 30
    assert "Còn 2 đơn vị nữa, kéo xuống ít hơn." in section["notes"]


def test_scorecard_shows_them_with_links_to_their_own(client, link, standing, districts):
    response = client.get(reverse("scorecard", args=("chi-so", "2024", standing.unit.slug)))
    content = response.content.decode()
    section = content[content.index('id="h-contributions"') :].split("</section>")[0]
    assert "Mức chung của 3 huyện, quận, thị xã" in section
    assert "6/10 điểm" in section
    assert f'href="/indices/cap-huyen/2024/units/{districts.standings.get(unit__name="Tây").unit.slug}/"' in section


def test_scorecard_says_nothing_where_nothing_is_linked(client, standing):
    response = client.get(reverse("scorecard", args=("chi-so", "2024", standing.unit.slug)))
    assert "h-contributions" not in response.content.decode()

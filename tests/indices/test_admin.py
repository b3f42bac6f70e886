"""Admin of indices: what is published or in use is shown closed, with the reason; drafts are worked on."""

import re
from decimal import Decimal

import pytest
from django.contrib.admin import site
from django.contrib.messages import get_messages
from django.test import RequestFactory
from django.urls import reverse

from indices.admin.closing import FROZEN, LOCKED, why_closed
from indices.models import Criterion, Edition, IndexAssignment, Score, Standing, StandingPart
from records.models import AuditEvent, User
from tests.admin_forms import form_data, signed_in_admin
from tests.factories import (
    PASSWORD,
    AnnexFactory,
    AnnexScoreFactory,
    AssignmentFactory,
    BandFactory,
    BlockFactory,
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    CriterionStatisticFactory,
    EditionFactory,
    EditionStatisticFactory,
    IndexFactory,
    ResponsibilityFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    StandingPartFactory,
    TargetFactory,
    UnitFactory,
    UploadFactory,
    freeze,
)

pytestmark = pytest.mark.django_db


admin = pytest.fixture(signed_in_admin)


def url_of(row, page="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=(row.pk,))


def list_of(model, page="changelist"):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def texts(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def published():
    """One row of each model under a published edition, by name, and the edition."""
    part = StandingPartFactory()
    edition = part.standing.edition
    rows = {
        "standing": part.standing,
        "part": part,
        "score": ScoreFactory(standing=part.standing),
        "block": BlockFactory(edition=edition),
        "band": BandFactory(edition=edition),
        "statistic": EditionStatisticFactory(edition=edition),
        "edition": edition,
    }
    freeze(edition)
    return rows


OF_PUBLISHED = pytest.mark.parametrize("name", ["standing", "part", "score", "block", "band", "statistic", "edition"])


@OF_PUBLISHED
def test_what_is_published_is_shown_closed_with_the_reason(admin, client, published, name):
    page = client.get(url_of(published[name])).content.decode()
    assert str(FROZEN) in page
    fields = form_data(client, url_of(published[name]))
    machinery = re.compile(r"csrfmiddlewaretoken|\w+-[A-Z_]+_FORMS|\w+-\d+-(id|edition|standing)")
    open_still = {"sources", "public_depth"} if name == "edition" else {"sources"}
    assert {field for field in fields if not machinery.fullmatch(field)} <= open_still


@OF_PUBLISHED
def test_what_is_published_is_not_changed_by_a_forged_request(admin, client, published, name):
    row = published[name]
    before = type(row).objects.filter(pk=row.pk).values().get()
    data = form_data(client, url_of(row)) | {"note": "khác", "name": "khác", "label": "khác", "entered_points": "1"}
    assert client.post(url_of(row), data).status_code != 500
    assert type(row).objects.filter(pk=row.pk).values().get() == before
    assert not AuditEvent.objects.exists()


@OF_PUBLISHED
def test_what_is_published_is_not_deleted(admin, client, published, name):
    row = published[name]
    assert client.post(url_of(row, "delete"), {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    response = client.post(list_of(type(row)), bulk)
    assert str(FROZEN) in response.content.decode()
    assert type(row).objects.filter(pk=row.pk).exists()


def test_sources_of_what_is_published_may_still_be_named(admin, client, published):
    source = SourceFactory(title="Công báo")
    standing = published["standing"]
    data = form_data(client, url_of(standing)) | {"sources": [source.pk]}
    assert client.post(url_of(standing), data).status_code == 302
    assert list(standing.sources.all()) == [source]
    assert AuditEvent.objects.get().after == {"sources": ["Công báo"]}


def test_nothing_new_is_put_under_what_is_published(admin, client, published):
    standing = published["standing"]
    criterion = CriterionFactory(criteria_set=CriteriaSetFactory(index=standing.edition.index))
    url = list_of(Score, "add")
    data = form_data(client, url) | {"standing": standing.pk, "criterion": criterion.pk, "entered_points": "8,5"}
    response = client.post(url, data)
    assert str(FROZEN) in response.content.decode()
    assert Score.objects.count() == 1


def test_guard_that_speaks_up_all_the_same_is_put_into_words(admin, client, published):
    upload = UploadFactory(edition=published["edition"])
    page = site.get_model_admin(Score).refusal("a published edition is frozen: a change is a new revision")
    assert page == str(FROZEN)
    assert why_closed(upload) == FROZEN


def test_criterion_of_a_locked_set_keeps_what_counts_and_may_be_described(admin, client):
    criterion = CriterionFactory(max_points=Decimal(10))
    freeze(EditionFactory(criteria_set=criterion.criteria_set))
    assert str(LOCKED) in client.get(url_of(criterion)).content.decode()
    data = form_data(client, url_of(criterion)) | {"name_en": "Transparency", "max_points": "99", "code": "9"}
    assert client.post(url_of(criterion), data).status_code == 302
    criterion.refresh_from_db()
    assert (criterion.name_en, criterion.max_points) == ("Transparency", 10)
    assert AuditEvent.objects.get().after == {"name_en": "Transparency"}


def test_locked_set_takes_no_criterion_and_keeps_its_points(admin, client):
    criteria_set = CriterionFactory().criteria_set
    freeze(EditionFactory(criteria_set=criteria_set))
    fields = form_data(client, url_of(criteria_set))
    assert "name" in fields
    assert not {"max_points", "bonus_cap", "penalty_cap", "index"} & set(fields)
    url = list_of(Criterion, "add")
    data = form_data(client, url) | {
        "criteria_set": criteria_set.pk, "code": "9", "level": "field", "name": "Mới", "position": "9"
    }  # fmt: skip
    assert str(LOCKED) in client.post(url, data).content.decode()
    assert criteria_set.criteria.count() == 1


def test_set_leads_to_its_tree(admin, client):
    criteria_set = CriterionFactory().criteria_set
    assert f'href="{url_of(criteria_set, "tree")}"' in client.get(url_of(criteria_set)).content.decode()


@pytest.mark.parametrize(("prefix", "typed"), [("", "88,52"), ("", "88.52"), ("/en", "88.52")])
def test_points_are_typed_as_the_reader_writes_them(admin, client, prefix, typed):
    criterion = CriterionFactory()
    url = prefix + url_of(criterion)
    assert client.post(url, form_data(client, url) | {"max_points": typed}).status_code == 302
    criterion.refresh_from_db()
    assert criterion.max_points == Decimal("88.52")
    event = AuditEvent.objects.get()
    assert (event.before, event.after) == ({"max_points": "10"}, {"max_points": "88.52"})


@pytest.mark.parametrize("typed", ["tám", "1,2,3", "0,0000000001"])
def test_points_that_are_no_figure_are_refused_with_a_reason(admin, client, typed):
    criterion = CriterionFactory()
    response = client.post(url_of(criterion), form_data(client, url_of(criterion)) | {"max_points": typed})
    assert response.status_code == 200
    assert "max_points" in response.context["adminform"].form.errors


def test_points_are_listed_ordered_and_filtered(admin, client):
    small, large, _unknown = (CriterionFactory(max_points=value) for value in (Decimal("9.5"), Decimal("10.25"), None))
    column = 5  # max_points among list_display
    response = client.get(list_of(Criterion), {"o": str(column)})
    found = [row for row in response.context["cl"].result_list if row.max_points is not None]
    assert found == [small, large]
    assert "10,25" in response.content.decode()
    assert "10.25" in client.get("/en" + list_of(Criterion)).content.decode()
    assert list(client.get(list_of(Criterion), {"max_points": "9.5"}).context["cl"].result_list) == [small]
    assert client.get(list_of(Criterion), {"max_points": "tám"}).status_code == 302


@pytest.mark.parametrize("state", ["published", "submitted"])
def test_edition_goes_on_by_buttons_and_not_by_choosing_a_state(admin, client, state):
    edition = EditionFactory(source=SourceFactory())
    client.post(url_of(edition), form_data(client, url_of(edition)) | {"state": state})
    edition.refresh_from_db()
    assert edition.state == Edition.State.DRAFT


def test_draft_is_deleted_with_its_scores_which_are_counted(admin, client):
    edition = ScoreFactory().standing.edition
    page = client.get(url_of(edition, "delete")).content.decode()
    assert "Điểm ở tiêu chí: 1" in page.replace("điểm ở tiêu chí", "Điểm ở tiêu chí")
    client.post(url_of(edition, "delete"), {"post": "yes"})
    assert not Score.objects.exists()
    event = AuditEvent.objects.get()
    assert event.kind == "deleted"
    assert "indices.Score: 1" in event.note


def test_drafts_are_computed_anew_on_request(admin, client):
    score = ScoreFactory(entered_points=Decimal("8.5"))
    frozen = freeze(EditionFactory())
    selected = [score.standing.edition.pk, frozen.pk]
    response = client.post(list_of(Edition), {"action": "recompute", "_selected_action": selected})
    score.standing.refresh_from_db()
    assert score.standing.points == Decimal("8.5")
    assert any("Đã tính lại 1" in text for text in texts(response))
    assert any(str(frozen) in text for text in texts(response))


def test_recomputing_says_which_sums_do_not_agree(admin, client):
    edition = EditionFactory()
    parent = CriterionFactory(criteria_set=edition.criteria_set, code="1")
    child = CriterionFactory(criteria_set=edition.criteria_set, code="1.1", parent=parent, level="criterion")
    standing = StandingFactory(edition=edition)
    ScoreFactory(standing=standing, criterion=parent, entered_points=Decimal(9))
    ScoreFactory(standing=standing, criterion=child, entered_points=Decimal(5))
    response = client.post(list_of(Edition), {"action": "recompute", "_selected_action": [edition.pk]})
    assert len(texts(response)) == 1
    assert not AuditEvent.objects.exists()


def test_correcting_a_score_empties_what_was_computed_from_it(admin, client):
    score = ScoreFactory(entered_points=Decimal(8), points=Decimal(8), max_points=Decimal(10), percent=Decimal(80))
    response = client.post(url_of(score), form_data(client, url_of(score)) | {"entered_points": "9,25"})
    score.refresh_from_db()
    assert (score.entered_points, score.points, score.percent) == (Decimal("9.25"), None, None)
    assert any("Tính lại" in text for text in texts(response))
    assert AuditEvent.objects.get().before["percent"] == "80"


def test_correcting_a_standing_empties_what_was_computed(admin, client):
    standing = StandingFactory(points=Decimal(8), max_points=Decimal(10), percent=Decimal(80), missing=["1"])
    data = form_data(client, url_of(standing)) | {"stated_points": "8,01", "stated_points_places": "2"}
    assert client.post(url_of(standing), data).status_code == 302
    standing.refresh_from_db()
    assert (standing.stated_points, standing.points, standing.missing) == (Decimal("8.01"), None, [])


def test_rolled_up_score_is_corrected_below_it(admin, client):
    score = ScoreFactory(origin=Score.Origin.ROLLED_UP, entered_points=None)
    assert "tiêu chí con" in client.get(url_of(score)).content.decode()
    assert "entered_points" not in form_data(client, url_of(score))


def test_annex_of_a_published_standing_stays_open(admin, client):
    annex = AnnexFactory()
    score = AnnexScoreFactory(annex=annex)
    freeze(annex.standing.edition)
    assert client.post(url_of(annex), form_data(client, url_of(annex)) | {"is_open": "on"}).status_code == 302
    assert client.post(url_of(score), form_data(client, url_of(score)) | {"entered_points": "9"}).status_code == 302
    annex.refresh_from_db()
    score.refresh_from_db()
    assert (annex.is_open, score.entered_points) == (True, 9)


def test_parts_are_edited_under_their_standing(admin, client):
    part = StandingPartFactory(stated_points=Decimal("58.20"))
    url = url_of(part.standing)
    client.post(url, form_data(client, url) | {"parts-0-stated_points": "58,21"})
    part.refresh_from_db()
    assert part.stated_points == Decimal("58.21")
    event = AuditEvent.objects.get(target_type="indices.standingpart")
    assert (event.before, event.after) == ({"stated_points": "58.2"}, {"stated_points": "58.21"})
    assert StandingPart.objects.count() == 1


def test_user_is_added_with_a_role_and_no_password_is_written_down(admin, client):
    url = reverse("admin:records_user_add")
    data = form_data(client, url) | {
        "username": "tong-hop", "usable_password": "true", "password1": "một-hai-ba-4", "password2": "một-hai-ba-4",
    }  # fmt: skip
    assert client.post(url, data).status_code == 302
    user = User.objects.get(username="tong-hop")
    data = form_data(client, url_of(user)) | {
        "assignments-TOTAL_FORMS": "1", "assignments-0-user": user.pk, "assignments-0-role": "supervisor",
    }  # fmt: skip
    assert client.post(url_of(user), data).status_code == 302
    assert user.assignments.get().role == IndexAssignment.Role.SUPERVISOR
    assert user.check_password("một-hai-ba-4")
    written = list(AuditEvent.objects.values_list("kind", "target_type"))
    assert sorted(written) == [("added", "indices.indexassignment"), ("added", "records.user")]
    assert user.password not in str(list(AuditEvent.objects.values_list("after", flat=True)))


def test_superuser_comes_through_this_door_and_nobody_else(admin, client):
    user = AssignmentFactory().user
    client.post(url_of(user), form_data(client, url_of(user)) | {"is_superuser": "on"})
    user.refresh_from_db()
    assert user.is_staff
    data = form_data(client, url_of(user))
    del data["is_superuser"]
    client.post(url_of(user), data)
    user.refresh_from_db()
    assert not user.is_staff


def test_password_set_by_an_admin_is_written_down_without_it(admin, client):
    user = AssignmentFactory().user
    url = reverse("admin:auth_user_password_change", args=(user.pk,))
    new = {"usable_password": "true", "password1": "một-hai-ba-4", "password2": "một-hai-ba-4", "set-password": "1"}
    assert client.post(url, new).status_code == 302
    user.refresh_from_db()
    assert not user.check_password(PASSWORD)
    event = AuditEvent.objects.get()
    assert (event.kind, event.by, event.after) == ("password_changed", admin, None)


def test_whoever_did_something_is_kept(admin, client):
    AuditEvent.objects.record(kind="changed", target=SourceFactory(), by=admin)
    assert "bỏ chọn" in client.get(url_of(admin)).content.decode()
    assert client.post(url_of(admin, "delete"), {"post": "yes"}).status_code == 403


def test_uploads_are_only_read(admin, client):
    upload = UploadFactory()
    assert client.get(url_of(upload)).status_code == 200
    assert client.post(url_of(upload), {"file_name": "khác"}).status_code == 403
    assert client.post(url_of(upload, "delete"), {"post": "yes"}).status_code == 403


def make_rows(count):
    """`count` rows of each model in the lists, each under parents of its own."""
    for _number in range(count):
        part = StandingPartFactory()
        edition = part.standing.edition
        ScoreFactory(standing=part.standing)
        AnnexScoreFactory(annex=AnnexFactory(standing=part.standing))
        BlockFactory(edition=edition)
        BandFactory(edition=edition)
        EditionStatisticFactory(edition=edition)
        CriterionStatisticFactory(edition=edition)
        CriterionLinkFactory()
        ResponsibilityFactory()
        TargetFactory(index=IndexFactory(within=UnitFactory()))
        AssignmentFactory(unit=UnitFactory(), index=edition.index)
        UploadFactory(edition=edition)


@pytest.mark.parametrize("count", [1, 6])
def test_lists_ask_no_more_for_more_rows(admin, client, count, django_assert_max_num_queries):
    make_rows(count)
    for model in site._registry:
        if model._meta.app_label == "indices":
            with django_assert_max_num_queries(10):
                assert client.get(list_of(model)).status_code == 200


def test_no_form_offers_thousands_to_choose_from(admin, client):
    """Units, standings, criteria and their like are suggested while one types, never listed."""
    few = {"band"}  # chosen by computing; shown read-only
    make_rows(1)
    for model, model_admin in site._registry.items():
        for admin_class in (model_admin, *(inline(model, site) for inline in model_admin.inlines)):
            shown = {
                name
                for _title, options in admin_class.get_fieldsets(_request(admin), None)
                for field in options["fields"]
                for name in ((field,) if isinstance(field, str) else field)
            }
            related = {
                field.name
                for field in (*admin_class.model._meta.fields, *admin_class.model._meta.many_to_many)
                if field.is_relation and field.name in shown
            }
            quiet = {*admin_class.autocomplete_fields, *admin_class.readonly_fields, *few}
            assert related <= quiet or not model_admin.has_add_permission(_request(admin)), (model, related - quiet)


def _request(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


def test_score_is_found_by_unit_label_and_code(admin, client):
    wanted = ScoreFactory(
        standing=StandingFactory(unit=UnitFactory(name="Đà Nẵng")), criterion=CriterionFactory(code="3.1")
    )
    ScoreFactory()
    for typed in ("đà nẵng", "da nang"):
        assert list(client.get(list_of(Score), {"q": typed}).context["cl"].result_list) == [wanted]


def test_standing_is_found_by_name_and_year(admin, client):
    wanted = StandingFactory(unit=UnitFactory(name="Đà Nẵng"), edition=EditionFactory(year=2023))
    StandingFactory(unit=UnitFactory(name="Đà Nẵng", slug="khac"))
    found = client.get(list_of(Standing), {"q": "Đà Nẵng 2023"}).context["cl"].result_list
    assert list(found) == [wanted]

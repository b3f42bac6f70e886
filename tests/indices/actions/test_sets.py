"""A set from one decision to the next: copied, its links following its tree, put into force, taken back."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from indices.actions.sets import (
    SetLockedError,
    SetNotReadyError,
    copy_set,
    lock_set,
    put_in_force,
    refresh_links,
    take_back_set,
)
from indices.domain.outline import Flaw
from indices.models import CriteriaSet, CriterionLink, RuleStep, ScoringRule
from indices.queries.sets import Reason
from records.models import AuditEvent
from tests.factories import (
    AdminFactory,
    AnnexFactory,
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    DecisionFactory,
    EditionFactory,
    IndexFactory,
    ResponsibilityFactory,
    UserFactory,
    freeze,
)

pytestmark = pytest.mark.django_db

State = CriteriaSet.State


@pytest.fixture
def origin():
    """A set of one field with two criteria, the first with a rule and an agency; what it lays down adds up."""
    criteria_set = CriteriaSetFactory(
        max_points=Decimal(10),
        bonus_cap=Decimal(2),
        appraisal_points=Decimal(10),
        stated_criteria=2,
        year_from=2020,
        note="Nguồn không ghi mã.",
    )
    field = CriterionFactory(criteria_set=criteria_set, code="1", name="Thể chế", position=1)
    first, _second = (
        CriterionFactory(
            criteria_set=criteria_set,
            parent=field,
            code=code,
            name=name,
            level="criterion",
            max_points=5,
            position=place,
        )
        for code, name, place in (("1.1", "Kế hoạch", 2), ("1.2", "Báo cáo", 3))
    )
    rule = ScoringRule.objects.create(criterion=first, kind="graded", sentence="Theo mức", asks="mức", places=1)
    RuleStep.objects.create(rule=rule, position=1, label="Tốt", points=Decimal(5))
    ResponsibilityFactory(criterion=first)
    return criteria_set


def copied(origin, **more):
    return copy_set(criteria_set=origin, **{"slug": "bo-moi", "name": "Bộ mới", "by": None, **more})


def ready(origin, **columns):
    """A copy that lacks nothing but that its links be looked at."""
    return copied(origin, **{"decision": DecisionFactory(), "year_from": 2024, **columns})


def columns(model, *, without, **where):
    rows = model.objects.filter(**where).order_by("pk").values()
    return [{name: value for name, value in row.items() if name not in ("id", *without)} for row in rows]


def links(criteria_set):
    """{(old code, new code): kind} of the links into a set."""
    found = criteria_set.links_from_previous.values_list("old__code", "new__code", "kind")
    return {(old, new): kind for old, new, kind in found}


def reasons(caught):
    return [one.reason for one in caught.value.hindrances]


# Locked


def test_set_in_use_is_not_held_to_be_changed(origin):
    freeze(EditionFactory(criteria_set=origin))
    with pytest.raises(SetLockedError, match="hãy chép thành bộ mới") as caught:
        lock_set(origin)
    assert caught.value.criteria_set == origin


def test_set_that_only_drafts_use_is_held(origin):
    EditionFactory(criteria_set=origin)
    assert lock_set(origin) == origin


# Copying


def test_copy_has_the_whole_tree(origin):
    made = copied(origin)
    leave_out = {"criteria_set_id", "parent_id"}
    fields = {one.code: one for one in made.criteria.all()}
    assert columns(type(fields["1"]), without=leave_out, criteria_set=made) == columns(
        type(fields["1"]), without=leave_out, criteria_set=origin
    )
    assert (fields["1"].parent, fields["1.1"].parent, fields["1.2"].parent) == (None, fields["1"], fields["1"])


def test_copy_has_the_rules_with_their_steps(origin):
    made = copied(origin)
    owners = {"criterion_id", "rule_id"}
    for model, path in ((ScoringRule, "criterion__criteria_set"), (RuleStep, "rule__criterion__criteria_set")):
        rows = columns(model, without=owners, **{path: made})
        assert len(rows) == 1
        assert rows == columns(model, without=owners, **{path: origin})


def test_copy_has_the_agencies_in_charge(origin):
    made = copied(origin)
    (copy,) = made.criteria.get(code="1.1").responsibilities.all()
    (original,) = origin.criteria.get(code="1.1").responsibilities.all()
    assert (copy.within, copy.lead) == (original.within, original.lead)


def test_copy_is_a_draft_that_lays_down_the_same_points(origin):
    decision = DecisionFactory()
    made = CriteriaSet.objects.get(
        pk=copied(origin, decision=decision, year_from=2024, name_en="New set", slug="bo-2024").pk
    )
    assert (made.state, made.copied_from, made.index) == (State.DRAFT, origin, origin.index)
    assert (made.slug, made.name, made.name_en, made.decision) == ("bo-2024", "Bộ mới", "New set", decision)
    assert (made.year_from, made.year_to, made.note) == (2024, None, "")
    assert (made.max_points, made.bonus_cap, made.appraisal_points, made.stated_criteria) == (10, 2, 10, 2)


def test_every_criterion_is_linked_as_kept_for_somebody_to_confirm(origin):
    made = copied(origin)
    assert links(made) == {(code, code): "kept" for code in ("1", "1.1", "1.2")}
    assert not made.links_from_previous.filter(confirmed=True).exists()


def test_copy_for_another_index_continues_nothing(origin):
    index = IndexFactory(level="department")
    made = copied(origin, index=index)
    assert (made.index, made.criteria.count(), links(made)) == (index, 3, {})
    refresh_links(made)
    assert links(made) == {}


def test_copy_for_an_index_of_a_province_takes_the_agencies_of_that_province(origin):
    own = ResponsibilityFactory(criterion=origin.criteria.get(code="1.2"))
    made = copied(origin, index=IndexFactory(within=own.within))
    assert [one.lead for one in made.criteria.get(code="1.2").responsibilities.all()] == [own.lead]
    assert not made.criteria.get(code="1.1").responsibilities.exists()


def test_set_in_use_is_copied_and_stays_as_it_is(origin):
    freeze(EditionFactory(criteria_set=origin))
    before = columns(type(origin.criteria.first()), without=(), criteria_set=origin)
    assert copied(origin).criteria.count() == 3
    assert columns(type(origin.criteria.first()), without=(), criteria_set=origin) == before


def test_copy_is_written_down(origin):
    admin = AdminFactory()
    made = copied(origin, by=admin)
    event = AuditEvent.objects.get(kind="set_copied")
    assert (event.target_id, event.by, event.after) == (
        str(made.pk),
        admin,
        {"copied_from": origin.slug, "criteria": 3},
    )


@pytest.mark.parametrize("slug", ["bo-cu", "có dấu"])
def test_copy_needs_a_slug_of_its_own(origin, slug):
    CriteriaSetFactory(slug="bo-cu")
    with pytest.raises(ValidationError, match="slug"):
        copied(origin, slug=slug)
    assert CriteriaSet.objects.count() == 2


@pytest.mark.parametrize("who", [UserFactory, AnonymousUser])
def test_only_admins_lay_down_sets(origin, who):
    by = who()
    with pytest.raises(PermissionDenied):
        copied(origin, by=by)
    for action in (put_in_force, take_back_set):
        with pytest.raises(PermissionDenied):
            action(criteria_set=origin, by=by)


# Links that follow the tree


def change(criteria_set, at, /, **values):
    criteria_set.criteria.filter(code=at).update(**values)
    refresh_links(criteria_set)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"name": "KẾ HOẠCH"}, "kept"),
        ({"name": "Kế hoạch năm"}, "renamed"),
        ({"max_points": Decimal(4)}, "rescaled"),
        ({"name": "Kế hoạch năm", "max_points": Decimal(4)}, "rescaled"),
        ({"code": "1.9"}, "kept"),
    ],
)
def test_link_says_what_the_tree_says(origin, values, kind):
    made = copied(origin)
    change(made, "1.1", **values)
    assert links(made)["1.1", values.get("code", "1.1")] == kind


def test_link_is_kept_again_when_the_change_is_undone(origin):
    made = copied(origin)
    change(made, "1.1", max_points=Decimal(4))
    change(made, "1.1", max_points=Decimal(5))
    assert links(made)["1.1", "1.1"] == "kept"


def test_added_is_new_and_deleted_is_dropped(origin):
    made = copied(origin)
    made.criteria.filter(code="1.2").delete()
    CriterionFactory(criteria_set=made, code="1.3", name="Tuyên truyền")
    refresh_links(made)
    assert links(made) == {("1", "1"): "kept", ("1.1", "1.1"): "kept", ("1.2", None): "dropped", (None, "1.3"): "new"}


def test_tree_stored_anew_goes_on_by_its_names(origin):
    made = copied(origin)
    made.criteria.all().delete()
    for code, name in (("1", "Thể chế"), ("1.1", "Báo cáo"), ("1.2", "Tuyên truyền")):
        CriterionFactory(criteria_set=made, code=code, name=name, max_points=10)
    refresh_links(made)
    assert links(made) == {
        ("1", "1"): "kept", ("1.2", "1.1"): "rescaled", (None, "1.2"): "new", ("1.1", None): "dropped",
    }  # fmt: skip


def test_dropped_goes_on_when_one_of_its_name_is_added(origin):
    made = copied(origin)
    made.criteria.filter(code="1.2").delete()
    refresh_links(made)
    CriterionFactory(criteria_set=made, code="1.2", name="Báo cáo", max_points=5)
    refresh_links(made)
    assert links(made)["1.2", "1.2"] == "kept"
    assert len(links(made)) == 3


def test_split_that_somebody_entered_stays(origin):
    made = copied(origin)
    part = CriterionFactory(criteria_set=made, code="1.3", name="Kế hoạch tháng")
    made.links_from_previous.filter(new__code="1.1").update(kind="split")
    CriterionLinkFactory(
        from_set=origin, to_set=made, old=origin.criteria.get(code="1.1"), new=part, kind="split", confirmed=True
    )
    change(made, "1.1", name="Kế hoạch năm", max_points=Decimal(2))
    assert links(made) == {("1", "1"): "kept", ("1.1", "1.1"): "split", ("1.1", "1.3"): "split", ("1.2", "1.2"): "kept"}


def test_old_criterion_whose_every_part_is_gone_was_dropped(origin):
    made = copied(origin)
    made.links_from_previous.filter(new__code="1.1").update(kind="split", confirmed=True)
    made.criteria.filter(code="1.1").delete()
    refresh_links(made)
    assert links(made)["1.1", None] == "dropped"


def test_link_that_somebody_entered_takes_the_place_of_new_and_dropped(origin):
    made = copied(origin)
    made.criteria.filter(code="1.2").delete()
    fresh = CriterionFactory(criteria_set=made, code="1.3", name="Tuyên truyền")
    refresh_links(made)
    CriterionLinkFactory(
        from_set=origin, to_set=made, old=origin.criteria.get(code="1.2"), new=fresh, kind="merged", confirmed=True
    )
    refresh_links(made)
    assert links(made) == {("1", "1"): "kept", ("1.1", "1.1"): "kept", ("1.2", "1.3"): "merged"}


def test_confirmed_link_stays_whatever_the_name(origin):
    made = copied(origin)
    made.links_from_previous.update(confirmed=True)
    change(made, "1.1", name="Kế hoạch năm")
    assert links(made)["1.1", "1.1"] == "kept"
    assert not made.links_from_previous.filter(confirmed=False).exists()


def test_confirmed_link_whose_maximum_changed_is_to_be_confirmed_anew(origin):
    made = copied(origin)
    made.links_from_previous.update(confirmed=True)
    change(made, "1.1", max_points=Decimal(4))
    doubted = made.links_from_previous.get(confirmed=False)
    assert (doubted.kind, doubted.new.code) == ("rescaled", "1.1")
    event = AuditEvent.objects.get(kind="links_refreshed")
    assert event.before == {"kept": 3}
    assert event.after == {"kept": 2, "rescaled": 1, "to_confirm_anew": ["1.1"]}


def test_confirmed_new_and_dropped_stay(origin):
    made = copied(origin)
    made.links_from_previous.filter(old__code="1.2").delete()
    both = {"from_set": origin, "to_set": made, "confirmed": True}
    CriterionLinkFactory(**both, old=None, new=made.criteria.get(code="1.2"), kind="new")
    CriterionLinkFactory(**both, old=origin.criteria.get(code="1.2"), new=None, kind="dropped")
    refresh_links(made)
    assert links(made) == {
        ("1", "1"): "kept", ("1.1", "1.1"): "kept", ("1.2", None): "dropped", (None, "1.2"): "new",
    }  # fmt: skip


def test_links_to_the_next_set_follow_too(origin):
    made = copied(origin)
    change(origin, "1.1", max_points=Decimal(4))
    assert links(made)["1.1", "1.1"] == "rescaled"


def test_sets_that_nobody_linked_stay_so(origin):
    next_set = CriteriaSetFactory(index=origin.index, copied_from=origin)
    CriterionFactory(criteria_set=next_set)
    refresh_links(next_set)
    assert links(next_set) == {}


def test_nothing_is_written_down_where_nothing_differs(origin):
    made = copied(origin)
    refresh_links(made)
    assert not AuditEvent.objects.filter(kind="links_refreshed").exists()


def test_links_of_a_set_in_use_may_still_be_brought_up_to_date(origin):
    made = copied(origin)
    freeze(EditionFactory(criteria_set=made))
    change(origin, "1.1", max_points=Decimal(4))
    assert links(made)["1.1", "1.1"] == "rescaled"


# Into force


def test_set_goes_into_force_and_the_one_before_retires(origin):
    made = ready(origin)
    put_in_force(criteria_set=made, by=None, accept_links=True)
    made.refresh_from_db()
    origin.refresh_from_db()
    assert (made.state, made.year_to) == (State.IN_FORCE, None)
    assert (origin.state, origin.year_to) == (State.RETIRED, 2023)


def test_set_in_use_retires_too(origin):
    freeze(EditionFactory(criteria_set=origin))
    put_in_force(criteria_set=ready(origin), by=None, accept_links=True)
    origin.refresh_from_db()
    assert (origin.state, origin.year_to) == (State.RETIRED, 2023)


def test_set_that_retires_keeps_its_own_last_year(origin):
    CriteriaSet.objects.filter(pk=origin.pk).update(year_to=2021)
    put_in_force(criteria_set=ready(origin), by=None, accept_links=True)
    origin.refresh_from_db()
    assert (origin.state, origin.year_to) == (State.RETIRED, 2021)


def test_set_without_known_years_retires(origin):
    CriteriaSet.objects.filter(pk=origin.pk).update(year_from=None)
    put_in_force(criteria_set=ready(origin), by=None, accept_links=True)
    origin.refresh_from_db()
    assert (origin.state, origin.year_to) == (State.RETIRED, 2023)


def test_sets_of_other_indices_go_on(origin):
    other = CriteriaSetFactory(year_from=2020)
    put_in_force(criteria_set=ready(origin), by=None, accept_links=True)
    other.refresh_from_db()
    assert (other.state, other.year_to) == (State.IN_FORCE, None)


def test_accepted_links_are_confirmed(origin):
    made = ready(origin)
    put_in_force(criteria_set=made, by=None, accept_links=True)
    assert not made.links_from_previous.filter(confirmed=False).exists()


def test_going_into_force_is_written_down_for_both_sets(origin):
    admin, made = AdminFactory(), ready(origin)
    put_in_force(criteria_set=made, by=admin, accept_links=True)
    into, out = AuditEvent.objects.get(kind="set_put_in_force"), AuditEvent.objects.get(kind="set_retired")
    assert (into.target_id, into.by, out.target_id, out.by) == (str(made.pk), admin, str(origin.pk), admin)
    assert into.before == {"state": "draft", "year_to": None}
    assert into.after == {"state": "in_force", "year_to": None, "links_confirmed": 3}
    assert out.before == {"state": "in_force", "year_to": None}
    assert out.after == {"state": "retired", "year_to": 2023, "followed_by": "bo-moi"}


def test_confirmed_links_need_no_acceptance(origin):
    made = ready(origin)
    made.links_from_previous.update(confirmed=True)
    put_in_force(criteria_set=made, by=None)
    event = AuditEvent.objects.get(kind="set_put_in_force")
    assert event.after == {"state": "in_force", "year_to": None}


def test_everything_that_is_wanting_is_named_at_once(origin):
    made = copied(origin)
    made.criteria.filter(code="1.1").update(max_points=Decimal(4))
    with pytest.raises(SetNotReadyError, match="chưa đủ điều kiện") as caught:
        put_in_force(criteria_set=made, by=None)
    assert reasons(caught) == [Reason.NO_DECISION, Reason.NO_YEAR, Reason.TREE, Reason.TREE, Reason.LINKS]
    assert [one.fault.flaw for one in caught.value.hindrances if one.fault] == [Flaw.SUM, Flaw.PART]
    assert caught.value.hindrances[-1].count == 3
    assert [row.code for row in caught.value.rows] == ["1", "1.1", "1.2"]
    made.refresh_from_db()
    origin.refresh_from_db()
    assert (made.state, origin.state) == (State.DRAFT, State.IN_FORCE)
    assert not made.links_from_previous.filter(confirmed=True).exists()


@pytest.mark.parametrize("state", [State.IN_FORCE, State.RETIRED])
def test_only_a_draft_goes_into_force(origin, state):
    CriteriaSet.objects.filter(pk=origin.pk).update(state=state)
    with pytest.raises(SetNotReadyError) as caught:
        put_in_force(criteria_set=origin, by=None)
    assert reasons(caught) == [Reason.NOT_DRAFT]


@pytest.mark.parametrize(
    ("state", "years", "overlaps"),
    [
        (State.IN_FORCE, (2021, 2024), True),
        (State.IN_FORCE, (2024, None), True),
        (State.IN_FORCE, (2030, 2031), True),
        (State.IN_FORCE, (2021, 2023), False),
        (State.IN_FORCE, (2021, None), False),
        (State.IN_FORCE, (None, None), False),
        (State.RETIRED, (2021, 2024), True),
        (State.RETIRED, (2021, None), False),
        (State.RETIRED, (2024, None), True),
        (State.RETIRED, (None, 2023), False),
        (State.DRAFT, (2024, None), False),
    ],
)
def test_years_that_overlap_are_refused_by_name(origin, state, years, overlaps):
    other = CriteriaSetFactory(index=origin.index, state=state, year_from=years[0], year_to=years[1])
    made = ready(origin)
    if overlaps:
        with pytest.raises(SetNotReadyError) as caught:
            put_in_force(criteria_set=made, by=None, accept_links=True)
        assert [(one.reason, one.other) for one in caught.value.hindrances] == [(Reason.OVERLAP, other)]
    else:
        assert put_in_force(criteria_set=made, by=None, accept_links=True).state == State.IN_FORCE


def test_set_for_years_gone_by_stands_before_the_one_in_force(origin):
    made = ready(origin, year_from=2016)
    CriteriaSet.objects.filter(pk=made.pk).update(year_to=2019)
    put_in_force(criteria_set=made, by=None, accept_links=True)
    origin.refresh_from_db()
    assert (origin.state, origin.year_to) == (State.IN_FORCE, None)


# And back


def test_set_that_nothing_uses_is_taken_back_with_what_it_did(origin):
    made = ready(origin)
    put_in_force(criteria_set=made, by=None, accept_links=True)
    take_back_set(criteria_set=made, by=None)
    made.refresh_from_db()
    origin.refresh_from_db()
    assert (made.state, origin.state, origin.year_to) == (State.DRAFT, State.IN_FORCE, None)
    assert not made.links_from_previous.filter(confirmed=True).exists()
    kinds = set(AuditEvent.objects.values_list("kind", flat=True))
    assert {"set_taken_back", "set_restored"} <= kinds


def test_split_stays_confirmed_when_a_set_is_taken_back(origin):
    made = ready(origin)
    made.links_from_previous.filter(new__code="1.1").update(kind="split")
    put_in_force(criteria_set=made, by=None, accept_links=True)
    take_back_set(criteria_set=made, by=None)
    assert made.links_from_previous.get(confirmed=True).kind == CriterionLink.LinkKind.SPLIT


def test_what_was_changed_since_stays_when_a_set_is_taken_back(origin):
    made = ready(origin)
    put_in_force(criteria_set=made, by=None, accept_links=True)
    CriteriaSet.objects.filter(pk=origin.pk).update(year_to=2022)
    take_back_set(criteria_set=made, by=None)
    origin.refresh_from_db()
    assert (origin.state, origin.year_to) == (State.RETIRED, 2022)


def test_set_goes_into_force_again(origin):
    made = ready(origin)
    for _time in range(2):
        put_in_force(criteria_set=made, by=None, accept_links=True)
        take_back_set(criteria_set=made, by=None)
    origin.refresh_from_db()
    assert (origin.state, origin.year_to) == (State.IN_FORCE, None)


def test_set_that_an_edition_uses_is_not_taken_back(origin):
    EditionFactory(criteria_set=origin)
    with pytest.raises(SetNotReadyError) as caught:
        take_back_set(criteria_set=origin, by=None)
    assert [(one.reason, one.count) for one in caught.value.hindrances] == [(Reason.USED, 1)]


def test_set_that_an_annex_uses_is_not_taken_back(origin):
    AnnexFactory(criteria_set=origin)
    with pytest.raises(SetNotReadyError) as caught:
        take_back_set(criteria_set=origin, by=None)
    assert reasons(caught) == [Reason.USED]


def test_draft_is_not_taken_back(origin):
    with pytest.raises(SetNotReadyError) as caught:
        take_back_set(criteria_set=copied(origin), by=None)
    assert reasons(caught) == [Reason.NOT_IN_FORCE]

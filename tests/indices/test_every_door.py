"""A criteria set that a published edition uses: every door there is to it is tried, and what it lays down stays.

The doors: pages of the admin, actions, commands, and the database itself. What stays open is tried too.
"""

from dataclasses import replace
from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from indices.actions.imports import Origin, import_tree
from indices.actions.sets import SetLockedError, SetNotReadyError, copy_set, put_in_force, refresh_links, take_back_set
from indices.actions.trees import store_tree
from indices.admin.closing import LOCKED
from indices.guards import CRITERION_STAYS_OPEN, RULE_STAYS_OPEN, SET_IS_LOCKED, SET_LAYS_DOWN, STEP_STAYS_OPEN
from indices.models import CriteriaSet, Criterion, CriterionLink, Index, RuleStep, ScoringRule
from indices.queries.trees import StoredTree, TreeRow
from tests.admin_forms import form_data, signed_in_admin
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    DecisionFactory,
    EditionFactory,
    IndexFactory,
    RuleStepFactory,
    ScoringRuleFactory,
    freeze,
)
from tests.indices.importing.conftest import RecordFolder

pytestmark = pytest.mark.django_db

admin = pytest.fixture(signed_in_admin)


@pytest.fixture
def locked():
    """Field 1 (10 points) of 1.1 (4, with a rule in bands) and 1.2 (6), in use by a published edition."""
    criteria_set = CriteriaSetFactory(slug="bo-khoa", max_points=Decimal(10), year_from=2020)
    field = CriterionFactory(criteria_set=criteria_set, code="1", name="Thể chế", position=1)
    below = {"criteria_set": criteria_set, "parent": field, "level": "criterion"}
    first = CriterionFactory(**below, code="1.1", name="Kế hoạch", max_points=4, position=2)
    CriterionFactory(**below, code="1.2", name="Báo cáo", max_points=6, position=3)
    RuleStepFactory(rule__criterion=first, points=Decimal(4), position=1)
    freeze(EditionFactory(criteria_set=criteria_set))
    return criteria_set


def laid_down(criteria_set):
    """Everything that a set lays down, as it is stored now."""

    def rows(model, stays_open, **where):
        found = model.objects.filter(**where).order_by("pk").values()
        return [{name: value for name, value in row.items() if name not in stays_open} for row in found]

    return (
        CriteriaSet.objects.filter(pk=criteria_set.pk).values(*SET_LAYS_DOWN).get(),
        rows(Criterion, CRITERION_STAYS_OPEN, criteria_set=criteria_set),
        rows(ScoringRule, RULE_STAYS_OPEN, criterion__criteria_set=criteria_set),
        rows(RuleStep, STEP_STAYS_OPEN, rule__criterion__criteria_set=criteria_set),
    )


@pytest.fixture
def stays(locked):
    """Fails unless, when the test is done, the locked set lays down what it did."""
    before = laid_down(locked)
    yield locked
    assert laid_down(locked) == before


def page_of(row, what="change"):
    return reverse(f"admin:indices_{row._meta.model_name}_{what}", args=(row.pk,))


def criterion(criteria_set, code="1.1"):
    return criteria_set.criteria.get(code=code)


# The database itself

CRITERION_CHANGES = (
    {"code": "9"}, {"name": "Khác"}, {"max_points": Decimal(5)}, {"max_points": None}, {"method": "survey"},
    {"kind": "bonus"}, {"level": "field"}, {"total_method": "stated"}, {"position": 9}, {"parent": None},
)  # fmt: skip
SET_CHANGES = ({"max_points": Decimal(11)}, {"bonus_cap": Decimal(1)}, {"penalty_cap": Decimal(1)})
RULE_CHANGES = (
    {"kind": "graded"}, {"sentence": "Khác"}, {"asks": "Khác"}, {"out_of": "Khác"}, {"places": 1},
)  # fmt: skip
STEP_CHANGES = ({"position": 2}, {"label": "Khác"}, {"lower": Decimal(70)}, {"points": Decimal(3)})
CHANGES = [
    (find, change)
    for find, changes in (
        (lambda locked: Criterion.objects.filter(criteria_set=locked, code="1.1"), CRITERION_CHANGES),
        (lambda locked: CriteriaSet.objects.filter(pk=locked.pk), SET_CHANGES),
        (lambda locked: ScoringRule.objects.filter(criterion__criteria_set=locked), RULE_CHANGES),
        (lambda locked: RuleStep.objects.filter(rule__criterion__criteria_set=locked), STEP_CHANGES),
    )
    for change in changes
]


@pytest.fixture
def refused():
    """A context in which the database must refuse because the set is locked."""

    class Refused:
        def __enter__(self):
            self.raises, self.atomic = pytest.raises(IntegrityError, match=SET_IS_LOCKED), transaction.atomic()
            self.raises.__enter__()
            self.atomic.__enter__()

        def __exit__(self, *error):
            self.atomic.__exit__(*error)
            return self.raises.__exit__(*error)

    return Refused


@pytest.mark.parametrize(("find", "change"), CHANGES, ids=[str(change) for _find, change in CHANGES])
def test_database_refuses_an_update(stays, refused, find, change):
    with refused():
        find(stays).update(**change)


@pytest.mark.parametrize(("find", "change"), CHANGES, ids=[str(change) for _find, change in CHANGES])
def test_database_refuses_a_row_that_is_saved(stays, refused, find, change):
    row = find(stays).get()
    for name, value in change.items():
        setattr(row, name, value)
    with refused():
        row.save()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE indices_criterion SET max_points = max_points + 1 WHERE criteria_set_id = %s",
        "UPDATE indices_criterion SET criteria_set_id = NULL WHERE criteria_set_id = %s",
        "UPDATE indices_criterion SET parent_id = NULL WHERE parent_id IS NOT NULL AND criteria_set_id = %s",
        "UPDATE indices_criteriaset SET max_points = 1 WHERE id = %s",
        "UPDATE indices_criteriaset SET index_id = index_id + 1 WHERE id = %s",
        "UPDATE indices_scoringrule SET places = 0 WHERE criterion_id IN "
        "(SELECT id FROM indices_criterion WHERE criteria_set_id = %s)",
        "DELETE FROM indices_rulestep WHERE rule_id IN (SELECT indices_scoringrule.id FROM indices_scoringrule JOIN "
        "indices_criterion ON indices_criterion.id = criterion_id WHERE criteria_set_id = %s)",
        "INSERT INTO indices_criterion (criteria_set_id, code, name, name_en, short_name, short_name_en, level, "
        "method, kind, total_method, position, note, note_en) VALUES (%s, '9', 'Mới', '', '', '', 'field', "
        "'appraisal', 'ordinary', '', 9, '', '')",
    ],
    ids=lambda statement: " ".join(statement.split()[:4]),
)
def test_database_refuses_plain_sql(stays, refused, statement):
    with refused(), connection.cursor() as cursor:
        cursor.execute(statement, [stays.pk])


@pytest.mark.parametrize(
    "put",
    [
        lambda locked: CriterionFactory(criteria_set=locked, code="9"),
        lambda locked: Criterion.objects.bulk_create([Criterion(criteria_set=locked, code="9", name="Mới")]),
        lambda locked: ScoringRuleFactory(criterion=criterion(locked, "1.2")),
        lambda locked: RuleStepFactory(rule=criterion(locked).rule, position=2, lower=Decimal(70)),
        lambda _locked: Criterion.objects.filter(pk=CriterionFactory().pk).update(criteria_set=_locked),
    ],
    ids=["criterion", "criteria", "rule", "step", "criterion of another set"],
)
def test_database_refuses_what_is_put_in(stays, refused, put):
    with refused():
        put(stays)


@pytest.mark.parametrize(
    "take",
    [
        lambda locked: criterion(locked, "1.2").delete(),
        lambda locked: criterion(locked, "1").delete(),
        lambda locked: criterion(locked).rule.delete(),
        lambda locked: criterion(locked).rule.steps.all().delete(),
    ],
    ids=["criterion", "field", "rule", "steps"],
)
def test_database_refuses_what_is_taken_out(stays, refused, take):
    with refused():
        take(stays)


# Pages of the admin


@pytest.mark.parametrize(
    "forged",
    [
        {"code": "9"}, {"name": "Khác"}, {"max_points": "5"}, {"method": "survey"}, {"kind": "bonus"}, {"parent": ""},
        {"position": "9"}, {"level": "field"}, {"total_method": "stated"},
    ],
    ids=str,
)  # fmt: skip
def test_page_of_a_criterion_changes_nothing(admin, client, stays, forged):
    url = page_of(criterion(stays))
    assert str(LOCKED) in client.get(url).content.decode()
    assert client.post(url, form_data(client, url) | forged).status_code == 302


def test_page_adds_no_criterion(admin, client, stays):
    url = reverse("admin:indices_criterion_add")
    data = {"criteria_set": stays.pk, "code": "9", "level": "field", "name": "Mới", "position": "9"}
    assert str(LOCKED) in client.post(url, form_data(client, url) | data).content.decode()


@pytest.mark.parametrize("find", [criterion, lambda locked: criterion(locked).rule], ids=["criterion", "rule"])
def test_pages_delete_nothing(admin, client, stays, find):
    row = find(stays)
    assert client.post(page_of(row, "delete"), {"post": "yes"}).status_code == 403
    selected = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    where = reverse(f"admin:indices_{row._meta.model_name}_changelist")
    assert str(LOCKED) in client.post(where, selected).content.decode()


@pytest.mark.parametrize(
    "forged", [{"kind": "count", "each": "1"}, {"sentence": "Khác"}, {"steps-0-points": "1"}, {"steps-0-DELETE": "on"}],
    ids=str,
)  # fmt: skip
def test_page_of_a_rule_changes_nothing(admin, client, stays, forged):
    url = page_of(criterion(stays).rule)
    assert client.post(url, form_data(client, url) | forged).status_code == 302


def test_page_adds_no_rule(admin, client, stays):
    url = reverse("admin:indices_scoringrule_add")
    data = form_data(client, url) | {
        "criterion": criterion(stays, "1.2").pk, "kind": "full_or_nothing", "sentence": "Đạt", "asks": "có",
        "places": "2",
    }  # fmt: skip
    assert str(LOCKED) in client.post(url, data).content.decode()


@pytest.mark.parametrize(
    "forged", [{"max_points": "11"}, {"bonus_cap": "1"}, {"penalty_cap": "1"}, {"index": "0"}], ids=str
)
def test_page_of_the_set_changes_nothing_it_lays_down(admin, client, stays, forged):
    url = page_of(stays)
    assert str(LOCKED) in client.get(url).content.decode()
    if "index" in forged:
        forged = {"index": IndexFactory().pk}
    assert client.post(url, form_data(client, url) | forged).status_code == 302


def test_page_does_not_delete_the_set(admin, client, stays):
    assert client.post(page_of(stays, "delete"), {"post": "yes"}).status_code == 403
    assert CriteriaSet.objects.filter(pk=stays.pk).exists()


def forged_tree(criteria_set):
    """What the tree page would send: another maximum, a row taken out, a new one put in."""
    tree = StoredTree(criteria_set)
    kept = [row for row in tree.rows if row.code != "1.2"]
    return {
        "seen": tree.digest, "do": "save",
        "pk": [*(row.pk for row in kept), ""], "level": ["0", "1", "1"],
        "code": ["1", "1.1", "1.3"], "name": ["Thể chế", "Kế hoạch", "Mới"], "max_points": ["10", "5", "5"],
        "method": ["appraisal"] * 3, "kind": ["ordinary"] * 3, "order": ["10", "20", "30"],
        **{name: [""] * 3 for name in ("name_en", "short_name", "short_name_en", "note", "note_en")},
    }  # fmt: skip


@pytest.mark.parametrize("extra", [{}, {"locked": "1"}], ids=["as if open", "as locked"])
def test_tree_page_changes_nothing(admin, client, stays, extra):
    assert client.post(page_of(stays, "tree"), forged_tree(stays) | extra).status_code in (200, 302)


def test_the_same_request_changes_a_set_that_is_open(admin, client, locked):
    made = copy_set(criteria_set=locked, slug="bo-mo", name="Bộ mở", by=None)
    assert client.post(page_of(made, "tree"), forged_tree(made)).status_code == 302
    assert [row.code for row in StoredTree(made).rows] == ["1", "1.1", "1.3"]


@pytest.mark.parametrize("do", ["put_in_force", "take_back"])
def test_page_that_puts_into_force_changes_nothing_the_set_lays_down(admin, client, stays, do):
    assert client.post(page_of(stays, "in_force"), {"do": do, "seen": "on"}).status_code == 200
    stays.refresh_from_db()
    assert stays.state == CriteriaSet.State.IN_FORCE


CSV = "STT;Tiêu chí;Điểm tối đa\n1;Thể chế;10\n1.1;Kế hoạch;10\n"


def test_import_page_changes_nothing(admin, client, stays):
    url = page_of(stays, "import")
    assert str(LOCKED) in client.get(url).content.decode()
    file = SimpleUploadedFile("cay.csv", CSV.encode(), content_type="text/csv")
    response = client.post(url, form_data(client, url) | {"into": stays.pk, "file": file})
    assert response.status_code == 200


# Actions


def changed_tree(criteria_set):
    """The rows of its tree, one of them worth more."""
    return [replace(row, max_points=Decimal(7)) if row.code == "1.2" else row for row in StoredTree(criteria_set).rows]


@pytest.mark.parametrize(
    "rows",
    [
        changed_tree,
        lambda locked: StoredTree(locked).rows[:2],
        lambda locked: [*StoredTree(locked).rows, TreeRow(None, 1, "1.3", "Mới", max_points=Decimal(1))],
        lambda locked: StoredTree(locked).rows[::-1],
        lambda _locked: [],
    ],
    ids=["changed", "removed", "added", "moved", "emptied"],
)
def test_storing_a_tree_is_refused(stays, rows):
    with pytest.raises(SetLockedError):
        store_tree(criteria_set=stays, rows=rows(stays), by=None, unfinished=True)


def test_importing_a_tree_is_refused(stays):
    with pytest.raises(SetLockedError):
        import_tree(criteria_set=stays, rows=changed_tree(stays), origin=Origin("cay.xlsx", "0" * 64), by=None)


@pytest.mark.parametrize("action", [put_in_force, take_back_set])
def test_neither_put_into_force_nor_taken_back(stays, action):
    with pytest.raises(SetNotReadyError):
        action(criteria_set=stays, by=None)


def test_copying_and_what_the_copy_goes_through_change_nothing(stays):
    made = copy_set(criteria_set=stays, slug="bo-sau", name="Bộ sau", by=None)
    made.criteria.filter(code="1.2").delete()
    refresh_links(made)
    refresh_links(stays)
    rows = [replace(row, pk=None) for row in StoredTree(made).rows]
    store_tree(criteria_set=made, rows=rows, by=None, unfinished=True)


# Commands


def test_import_command_changes_nothing(stays, tmp_path):
    file = tmp_path / "cay.csv"
    file.write_text(CSV, encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_criteria", str(file), "--into", stays.slug)
    with pytest.raises(CommandError):
        call_command("import_criteria", str(file), "--into", stays.slug, "--unfinished")


def test_the_same_file_becomes_the_tree_of_an_empty_draft(tmp_path):
    draft = CriteriaSetFactory(slug="bo-trong", state="draft")
    file = tmp_path / "cay.csv"
    file.write_text(CSV, encoding="utf-8")
    call_command("import_criteria", str(file), "--into", draft.slug, stdout=StringIO())
    assert draft.criteria.count() == 2


FIELD_ONE = "1,,field,Lĩnh vực một,,,,10,appraisal,ordinary,,\n"
CRITERION_ONE = "1.1,1,criterion,Tiêu chí một,,,,4,appraisal,ordinary,,\n"
TREE, SETS = "sets/thu-2016.csv", "sets/sets.csv"


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        (TREE, CRITERION_ONE, CRITERION_ONE.replace(",4,", ",5,")),
        (TREE, CRITERION_ONE, CRITERION_ONE.replace("Tiêu chí một", "Khác")),
        (TREE, CRITERION_ONE, CRITERION_ONE.replace("appraisal", "survey")),
        (TREE, CRITERION_ONE, CRITERION_ONE.replace("ordinary", "bonus")),
        (TREE, CRITERION_ONE, CRITERION_ONE.replace("1.1,1,criterion", "1.1,,field")),
        (TREE, CRITERION_ONE, CRITERION_ONE.replace("1.1,", "1.9,")),
        (TREE, CRITERION_ONE, ""),
        (TREE, FIELD_ONE, FIELD_ONE + "3,,field,Mới,,,,1,appraisal,ordinary,,\n"),
        (SETS, ",in_force,20,", ",in_force,21,"),
        (SETS, ",in_force,20,,", ",in_force,20,1,"),
        (SETS, ",in_force,20,,,", ",in_force,20,,1,"),
        (SETS, "thu-2016,thu,", "thu-2016,khac,"),
    ],
    ids=["maximum", "name", "method", "kind", "parent", "code", "gone", "added", "total", "bonus", "penalty", "index"],
)
def test_published_record_is_refused_when_it_changes_a_set_in_use(tmp_path, file, before, after):
    folder = RecordFolder(tmp_path)
    folder.load()
    other = "khac,par,Chỉ số khác,Khác,,,province,,sum,points,2,yes,,,1,full,,,results-1\n"
    folder.write("indices.csv", (tmp_path / "indices.csv").read_text(encoding="utf-8") + other)
    used = CriteriaSet.objects.get(slug="thu-2016")
    kept = laid_down(used)
    folder.edit(file, before, after)
    assert file in folder.refusal()
    assert laid_down(used) == kept
    assert not Index.objects.filter(slug="khac").exists()


# What stays open


def test_how_a_locked_set_is_described_may_change(admin, client, stays):
    url = page_of(criterion(stays))
    client.post(url, form_data(client, url) | {"name_en": "Plan", "short_name": "KH", "note": "Theo công văn."})
    url = page_of(criterion(stays).rule)
    client.post(url, form_data(client, url) | {"sentence_en": "By bands.", "steps-0-label_en": "enough"})
    url = page_of(stays)
    client.post(url, form_data(client, url) | {"name": "Tên khác", "year_to": "2024", "state": "retired"})
    stays.refresh_from_db()
    found = criterion(stays)
    assert (found.name_en, found.short_name, found.note) == ("Plan", "KH", "Theo công văn.")
    assert (found.rule.sentence_en, found.rule.steps.get().label_en) == ("By bands.", "enough")
    assert (stays.name, stays.year_to, stays.state) == ("Tên khác", 2024, CriteriaSet.State.RETIRED)


def test_tree_of_a_locked_set_may_be_described(stays):
    rows = [replace(row, name_en=f"In English {row.code}") for row in StoredTree(stays).rows]
    store_tree(criteria_set=stays, rows=rows, by=None)
    assert criterion(stays).name_en == "In English 1.1"


def test_links_of_a_locked_set_may_change(stays):
    made = copy_set(criteria_set=stays, slug="bo-sau", name="Bộ sau", by=None)
    CriterionLink.objects.filter(to_set=made).update(kind="split", note="Tách theo quyết định.")
    assert made.links_from_previous.filter(kind="split").count() == 3


def test_set_that_retires_for_the_next_one_lays_down_the_same(stays):
    made = copy_set(
        criteria_set=stays, slug="bo-sau", name="Bộ sau", decision=DecisionFactory(), year_from=2025, by=None
    )
    put_in_force(criteria_set=made, by=None, accept_links=True)
    stays.refresh_from_db()
    assert (stays.state, stays.year_to) == (CriteriaSet.State.RETIRED, 2024)

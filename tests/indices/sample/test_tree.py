"""The sample's trees: sound, of the size that the decision names, and each criterion of one continued in the other."""

from collections import Counter
from decimal import Decimal

import pytest

from indices.domain.outline import OutlineRow, Totals, outline_faults
from indices.domain.rules import RuleKind, rule_faults
from indices.importing.published_files import figure

DEPTHS = {"field": 0, "criterion": 1, "subcriterion": 2}
TREES = ["2021", "2023"]


def rows_of(files, tree):
    return [
        OutlineRow(
            depth=DEPTHS[row.text("level")],
            code=code,
            name=row.text("name"),
            max_points=figure(row, "max_points"),
            method=row.text("method"),
            kind=row.text("kind"),
        )
        for code, row in files.table(f"trees/{tree}.csv", "code").items()
    ]


def laid_down(row):
    methods = ("appraisal", "satisfaction", "survey", "outcome")
    return Totals(
        max_points=figure(row, "max_points"),
        by_method={method: figure(row, f"{method}_points") for method in methods},
        counts=dict(enumerate(row.whole(name) for name in ("stated_fields", "stated_criteria", "stated_subcriteria"))),
    )


def test_every_set_has_a_tree_that_is_as_laid_down(files):
    assert {
        slug: outline_faults(rows_of(files, row.text("tree")), laid_down(row)) for slug, row in files.sets.items()
    } == dict.fromkeys(files.sets, ())


@pytest.mark.parametrize("tree", TREES)
def test_tree_has_95_leaves_of_100_points(files, tree):
    leaves = [leaf for leaf in files.trees[tree] if leaf.kind == "ordinary"]
    assert (len(leaves), sum(leaf.max_points for leaf in leaves)) == (95, Decimal(100))


@pytest.mark.parametrize("tree", TREES)
def test_tree_has_one_bonus_and_one_penalty(files, tree):
    kinds = Counter(leaf.kind for leaf in files.trees[tree])
    assert (kinds["bonus"], kinds["penalty"]) == (1, 1)


@pytest.mark.parametrize("tree", TREES)
def test_caps_are_what_bonus_and_penalty_can_give(files, tree):
    extra = {leaf.kind: abs(leaf.max_points) for leaf in files.trees[tree] if leaf.kind != "ordinary"}
    caps = {
        (figure(row, "bonus_cap"), figure(row, "penalty_cap"))
        for row in files.sets.values()
        if row.text("tree") == tree
    }
    assert caps == {(extra["bonus"], extra["penalty"])}


@pytest.mark.parametrize("tree", TREES)
def test_a_rule_stands_on_every_leaf_that_is_not_surveyed(files, tree):
    surveyed = {"survey", "satisfaction"}
    assert {leaf.code for leaf in files.trees[tree] if (leaf.rule is None) != (leaf.method in surveyed)} == set()


@pytest.mark.parametrize("tree", TREES)
def test_rules_have_nothing_wrong_and_nothing_odd(files, tree):
    assert {leaf.code: found for leaf in files.trees[tree] if leaf.rule and (found := rule_faults(leaf.rule))} == {}


@pytest.mark.parametrize("tree", TREES)
def test_every_kind_of_rule_is_used(files, tree):
    assert {leaf.rule.kind for leaf in files.trees[tree] if leaf.rule} == set(RuleKind)


@pytest.mark.parametrize("tree", TREES)
def test_names_are_there_in_both_languages(files, tree):
    rows = files.table(f"trees/{tree}.csv", "code").values()
    lacking = [row.text("code") for row in rows if not row.text("name_en")]
    lacking += [row.text("code") for row in rows if row.text("level") == "field" and not row.text("short_name_en")]
    assert lacking == []


def test_rules_are_told_in_both_languages(files):
    pairs = (("sentence", "sentence_en"), ("asks", "asks_en"), ("out_of", "out_of_en"))
    assert [
        key for key, row in files.rules.items() for one, two in pairs if bool(row.text(one)) != bool(row.text(two))
    ] == []


def test_no_sentence_is_left_without_its_rule(files):
    leaves = {(tree, leaf.code) for tree, told in files.trees.items() for leaf in told if leaf.rule}
    assert set(files.rules) == leaves


def test_links_show_every_kind_at_least_twice(files):
    kinds = Counter(row.text("kind") for row in files.table("links.csv", "old", "new").values())
    assert {kind for kind, count in kinds.items() if count >= 2} == {
        "kept",
        "renamed",
        "rescaled",
        "split",
        "merged",
        "new",
        "dropped",
    }


def test_links_are_what_names_and_maxima_say(files):
    """Kept and renamed keep their maximum, rescaled does not; kept keeps its name, renamed does not."""
    old, new = (files.table(f"trees/{tree}.csv", "code") for tree in TREES)
    said = {}
    for (before, after), row in files.table("links.csv", "old", "new").items():
        if row.text("kind") in ("kept", "renamed", "rescaled"):
            same_points = old[before].text("max_points") == new[after].text("max_points")
            same_name = old[before].text("name") == new[after].text("name")
            found = "rescaled" if not same_points else "kept" if same_name else "renamed"
            said[before, after] = (row.text("kind"), found)
    assert {key: pair for key, pair in said.items() if pair[0] != pair[1]} == {}

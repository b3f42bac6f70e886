"""The sample's four years on common ground: every kind of link is there, and a second way gives the same line."""

from collections import defaultdict
from fractions import Fraction

import pytest

from indices.models import CriterionLink, Index, Score, Standing
from indices.queries.trends import editions_of_period, trends_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(sample):
    index = Index.objects.get(slug="par-mau-districts")
    units = list(
        Standing.objects.filter(edition__index=index, edition__label="2024", edition__state="published")
        .order_by("unit__slug")
        .values_list("unit__slug", flat=True)[:8]
    )
    return trends_of(index, editions=editions_of_period(index, "year"), slugs=units, on_common_ground=True, ranked=True)


def groups_of(old_set, new_set):
    """[(codes of the old set, codes of the new one)] of leaves that links join, put together one link after another."""
    groups = []
    for link in CriterionLink.objects.filter(from_set=old_set, to_set=new_set, old__isnull=False, new__isnull=False):
        if link.old.children.exists() or link.new.children.exists():
            continue
        olds, news = {link.old.code}, {link.new.code}
        for group in [group for group in groups if group[0] & olds or group[1] & news]:
            groups.remove(group)
            olds, news = olds | group[0], news | group[1]
        groups.append((olds, news))
    return groups


def test_every_kind_of_link_is_there(found):
    kinds = {kind for counts in found.kinds.values() for kind, count in counts.items() if count}
    assert kinds == {"kept", "renamed", "rescaled", "split", "merged", "new", "dropped"}


def test_what_is_common_is_what_links_of_leaves_join(found):
    old_set, new_set = found.editions[0].criteria_set, found.editions[-1].criteria_set
    assert old_set != new_set
    by_hand = {
        (frozenset(olds), frozenset(news))
        for olds, news in groups_of(old_set, new_set)
        if new_set.criteria.filter(code__in=news, kind="ordinary").count() == len(news)
    }
    threads = {
        (frozenset(leaf.code for leaf in thread.leaves[0]), frozenset(leaf.code for leaf in thread.leaves[-1]))
        for thread in found.common.threads
    }
    assert threads == by_hand
    assert any(len(olds) > 1 for olds, _news in threads)  # merged
    assert any(len(news) > 1 for _olds, news in threads)  # split


def test_lines_are_the_weighted_shares_of_the_stored_points(found):
    groups = groups_of(found.editions[0].criteria_set, found.editions[-1].criteria_set)
    newest = {leaf.code: leaf.max_points for leaf in found.years[-1].leaves if leaf.kind == "ordinary"}
    groups = [group for group in groups if all(code in newest for code in group[1])]
    for place, edition in enumerate(found.editions):
        side = 0 if edition.criteria_set_id == found.editions[0].criteria_set_id else 1
        points, full = defaultdict(dict), {}
        scores = Score.objects.filter(standing__edition=edition).select_related("criterion", "standing__unit")
        for score in scores:
            points[score.standing.unit.slug][score.criterion.code] = score
        for slug, line in found.ground.items():
            held = points.get(slug, {})
            if any(code not in held or held[code].status != "scored" for group in groups for code in group[side]):
                continue  # what does not apply, or is not known, is another test's
            full = {code: held[code].max_points or held[code].criterion.max_points for code in held}
            total = sum(
                sum(newest[code] for code in group[1])
                * Fraction(sum(held[code].points for code in group[side]))
                / Fraction(sum(full[code] for code in group[side]))
                for group in groups
            )
            whole = sum(newest[code] for group in groups for code in group[1])
            if line.covered == found.common.covered[-1]:
                assert line.percents()[place] == 100 * total / whole


def test_a_year_of_everybody_is_ranked(found):
    ranks = found.ranks[-1]
    percents = {unit: line.percents()[-1] for unit, line in found.ground.items()}
    best = max(percents, key=lambda unit: percents[unit] or 0)
    assert ranks[best] is None or ranks[best] <= min(ranks[unit] for unit in percents if ranks[unit])

"""The way to a target as a stranger is shown it, for golden tests."""

from django.contrib.auth.models import AnonymousUser

from indices.domain.route import Target, TargetKind
from indices.models import Edition
from indices.queries.route import route_facts


def facts_of(index, label, unit):
    edition = Edition.objects.select_related("index", "criteria_set").get(
        index__slug=index, label=label, state=Edition.State.PUBLISHED
    )
    standing = edition.standings.select_related("unit", "edition").get(unit__slug=unit)
    return route_facts(standing, edition, by=AnonymousUser())


def rank(place):
    return Target(TargetKind.RANK, place)


def codes(route):
    return [tuple(leaf.code for leaf in found.leaves) for found in route.sets]

"""An admin at the pages of an edition: where they are, what they say, and drafts with something wrong."""

from decimal import Decimal

from django.contrib.messages import get_messages
from django.urls import reverse

from indices.actions import publish_edition
from tests.factories import EditionFactory, ScoreFactory, SourceFactory


def address(edition, page):
    return reverse(f"admin:indices_edition_{page}", args=(edition.pk,))


def page_of(client, edition, page, query=None):
    response = client.get(address(edition, page), query)
    assert response.status_code == 200
    return response.content.decode()


def texts(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def step(client, edition, what):
    return client.post(address(edition, "step"), {"step": what})


def disagree(draft):
    """An's first field says 9, its criteria 7.5."""
    ScoreFactory(
        standing=draft.standings.get(unit__name="An"),
        criterion=draft.criteria_set.criteria.get(code="1"),
        entered_points=Decimal(9),
    )


def break_the_tree(draft):
    """A bonus that stands inside a penalty."""
    criteria = draft.criteria_set.criteria
    criteria.filter(code="1").update(kind="penalty", max_points=Decimal(-1))
    criteria.filter(code="1.1").update(kind="bonus")


def empty_draft(criteria_set):
    """Fixture: a draft of 2024 without units."""
    return EditionFactory(criteria_set=criteria_set)


def published_draft(draft):
    """Fixture: the draft of 2024 with three units, published."""
    return publish_edition(edition=draft, source=SourceFactory())

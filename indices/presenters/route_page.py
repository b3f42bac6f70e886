"""The page of a route: the answer in a sentence, which criteria, whose, what else would do, what is not counted on."""

from indices.presenters.route_words import route_sentence
from indices.presenters.words import Figures, edition_name
from indices.queries.route import routes_of, target_of
from units.queries import names_on, shown_name


def route_page(facts, question, *, language):
    """Everything that templates/indices/route.html shows.

    Args:
        facts: `queries.route.RouteFacts`.
        question: `domain.route_address.Question`.
    """
    standing, edition = facts.standing, facts.edition
    names = names_on([standing.unit_id], edition.ends_on)
    figures = Figures(edition.index, language)
    target = target_of(facts, question)
    spoken = {code: criterion.shown_name for code, criterion in facts.criteria.items()}
    return {
        "name": shown_name(standing.unit, names),
        "title": edition_name(edition),
        "is_sample": standing.unit.is_sample or edition.index.is_sample,
        "answers": [route_sentence(route, figures, spoken) for route in routes_of(facts, target)] if target else [],
    }

"""Every index, grouped by whose it is, with its years."""

from itertools import groupby

from django.utils.translation import gettext as _

from indices.presenters.editions import edition_name, leader_sentence, table_address, year_links


def index_groups(indices, newest, known, language):
    """[{title, indices: [...]}] nationwide indices first, then those of each province.

    Args:
        indices: [(Index, [Edition, …])] newest edition first; none where nothing is published.
        newest: `queries.site.Newest`.
        known: edition id -> units with a result, of every edition.
    """
    ordered = sorted(indices, key=lambda pair: _whose(pair[0]))
    return [
        {"title": title, "indices": [_index(index, editions, newest, known, language) for index, editions in members]}
        for (_rank, _key, title), members in groupby(ordered, key=lambda pair: _whose(pair[0]))
    ]


def _whose(index):
    if index.within is None:
        return (0, "", _("Cả nước"))
    return (1, index.within.sort_key, index.within.shown_name)


def _index(index, editions, newest, known, language):
    latest = editions[0] if editions else None
    return {
        "slug": index.slug,
        "label": index.label,
        "name": index.shown_name,
        "description": index.shown_description,
        "agency": index.shown_agency,
        "level": index.get_level_display(),
        "is_sample": index.is_sample,
        "years": year_links(editions, known),
        "latest": latest
        and {
            "text": edition_name(latest),
            "href": table_address(latest),
            "sentence": leader_sentence(newest.leaders.get(latest.pk, []), newest.names, language),
        },
    }

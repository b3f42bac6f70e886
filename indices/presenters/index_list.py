"""Every index with its years: those of the whole country, then those of each province."""

from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.presenters.addresses import in_sample
from indices.presenters.editions import (
    known_in_figures,
    leader_sentence,
    table_address,
    units_in_figures,
    year_links,
)
from indices.presenters.words import edition_name


def national_rows(indices, newest, known, language):
    """A row an index of the whole country, with who leads its newest edition.

    Args:
        indices: [(Index, [Edition, …])] newest edition first; none where nothing is published.
        newest: `queries.site.Newest`.
        known: edition id -> units with a result, of every edition.
    """
    rows = []
    for index, editions in indices:
        row = _row(index, editions, known)
        if editions:
            row["leader"] = leader_sentence(newest.leaders.get(editions[0].pk, []), newest.names, language)
        rows.append(row)
    return rows


def province_groups(indices, known, *, is_open):
    """[{anchor, title, note, rows, is_open}] the indices of each province, provinces by the alphabet.

    Args:
        is_open: do they stand open? Else each says in a note what it holds.
    """
    ordered = sorted(indices, key=lambda pair: _whose(pair[0]))
    groups = []
    for (_key, title), members in groupby(ordered, key=lambda pair: _whose(pair[0])):
        held = list(members)
        groups.append(
            {
                "anchor": held[0][0].within.slug,
                "title": title,
                "note": _what_it_holds(held),
                "rows": [_row(index, editions, known) for index, editions in held],
                "is_open": is_open,
            }
        )
    return groups


def _whose(index):
    return index.within.sort_key, index.within.shown_name


def _what_it_holds(held):
    """`sở, ban, ngành; cấp huyện: 2019–2024`, the levels and years of a province's indices."""
    levels = "; ".join(dict.fromkeys(index.get_level_display() for index, _editions in held))
    years = {edition.year for _index, editions in held for edition in editions}
    if not years:
        return _("%(levels)s; chưa có kết quả nào") % {"levels": levels}
    first, last = min(years), max(years)
    return f"{levels}: {first}" if first == last else f"{levels}: {first}–{last}"


def _row(index, editions, known):
    latest = editions[0] if editions else None
    return {
        "slug": index.slug,
        "label": index.label,
        "href": index.get_absolute_url(),
        "name": index.shown_name,
        "agency": index.shown_agency,
        "level": index.get_level_display(),
        "is_sample": index.is_sample,
        "method": reverse("index_method", args=(index.slug,)),
        "years": year_links(editions, known, note=known_in_figures),
        "latest": latest
        and {
            "text": edition_name(latest) if index.within is None else latest.label,
            "href": table_address(latest),
            "known": units_in_figures(latest, known),
        },
    }


def list_lede(indices, editions):
    """How many indices and editions there are, in a sentence or two."""
    provinces = {index.within.search_key for index, _editions in indices if index.within}
    nationwide = sum(index.within is None for index, _editions in indices)
    sentence = ngettext(
        "%(count)s chỉ số cả nước và %(own)s chỉ số của %(provinces)s tỉnh, thành phố; "
        "%(editions)s năm đánh giá đã công bố.",
        "%(count)s chỉ số cả nước và %(own)s chỉ số của %(provinces)s tỉnh, thành phố; "
        "%(editions)s năm đánh giá đã công bố.",
        nationwide,
    ) % {
        "count": nationwide,
        "own": len(indices) - nationwide,
        "provinces": len(provinces),
        "editions": len(editions),
    }
    partial = _("Trong ngoặc sau một năm là số đơn vị đã biết trong số được xếp hạng, khi bảng mới biết một phần.")
    return f"{sentence} {partial}"


def sample_lede(indices, editions):
    """How many indices and editions the sample has, in a sentence."""
    counted = ngettext("%(count)s chỉ số minh họa", "%(count)s chỉ số minh họa", len(indices)) % {"count": len(indices)}
    return ngettext("%(indices)s, %(count)s năm đánh giá.", "%(indices)s, %(count)s năm đánh giá.", len(editions)) % {
        "indices": counted,
        "count": len(editions),
    }


def sample_link(indices):
    """The one quiet way to the sample, {text, href}; `None` where there is no sample.

    Args:
        indices: every `Index` of the site.
    """
    of_sample = [index for index in indices if index.is_sample]
    if not of_sample:
        return None
    place = next((index.within.shown_name for index in of_sample if index.within), "")
    text = _("Xem dữ liệu minh họa (%(place)s)") % {"place": place} if place else _("Xem dữ liệu minh họa")
    return {"text": text, "href": in_sample(reverse("index_list"), is_sample=True)}


def filter_bar(words):
    """The box that narrows the list, as components/toolbar.html takes it."""
    return {
        "fields": [
            {
                "kind": "search",
                "name": "q",
                "label": _("Lọc"),
                "value": words,
                "placeholder": _("tỉnh, cấp…"),
            }
        ],
    }

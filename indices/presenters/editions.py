"""What the pages around the tables say of an edition: in one sentence, and among its sisters."""

from django.urls import reverse
from django.utils.translation import gettext as _

from indices.presenters.words import Figures, period_name, units_word
from indices.queries.site import is_partial


def table_address(edition):
    """The league table of a published edition, with nothing looked up."""
    return reverse("league_table", args=(edition.index.slug, edition.label))


def name_then(standing, names):
    """A unit's name when the edition ended. `names`: of `queries.site.names_at`."""
    return names.get((standing.unit_id, standing.edition.ends_on), standing.unit).shown_name


def total_in_words(standing, language):
    """`47,8212 điểm`, `96,17 %`; empty where no total is known."""
    if standing.total is None:
        return ""
    figures = Figures(standing.edition.index, language)
    return figures.in_words(figures.standing(standing))


def leader_sentence(leaders, names, language):
    """Who leads, and with what: one sentence without its full stop."""
    if not leaders:
        return _("Chưa biết đơn vị đứng đầu")
    if leaders[0].block_id:
        each = ", ".join(f"{name_then(leader, names)} ({leader.block.shown_name})" for leader in leaders)
        return _("Dẫn đầu các khối: %(leaders)s") % {"leaders": each}
    words = {
        "leaders": ", ".join(name_then(leader, names) for leader in leaders),
        "total": total_in_words(leaders[0], language),
    }
    if len(leaders) > 1:
        told = _("%(leaders)s cùng dẫn đầu với %(total)s") if words["total"] else _("%(leaders)s cùng dẫn đầu")
    else:
        told = _("%(leaders)s dẫn đầu với %(total)s") if words["total"] else _("%(leaders)s dẫn đầu")
    return told % words


def known_of_stated(edition, known):
    """`22 trong 63` of a partial edition; empty for a complete one."""
    if not is_partial(edition, known):
        return ""
    found = known.get(edition.pk, 0)
    if edition.stated_units is None:
        return _("mới biết %(known)s") % {"known": found}
    return _("%(known)s trong %(stated)s") % {"known": found, "stated": edition.stated_units}


def coverage_sentence(edition, known):
    """How many units the edition ranks, and how many of them are known: without its full stop."""
    level = edition.index.level
    if is_partial(edition, known) and edition.stated_units is None:
        return _("mới có số liệu của %(units)s, chưa rõ trong tất cả bao nhiêu") % {
            "units": units_word(known.get(edition.pk, 0), level)
        }
    if is_partial(edition, known):
        return _("mới có số liệu của %(known)s trong %(units)s") % {
            "known": known.get(edition.pk, 0),
            "units": units_word(edition.stated_units, level),
        }
    return _("%(units)s được xếp hạng") % {"units": units_word(known.get(edition.pk, 0), level)}


def edition_sentence(edition, newest, language):
    """One sentence on the newest edition of an index. `newest`: `queries.site.Newest`."""
    return _("%(leader)s; %(coverage)s.") % {
        "leader": leader_sentence(newest.leaders.get(edition.pk, []), newest.names, language),
        "coverage": coverage_sentence(edition, newest.known),
    }


def known_in_figures(edition, known):
    """`22/63` of a partial edition, `22/…` where nobody says how many there are; empty for a complete one."""
    return units_in_figures(edition, known) if is_partial(edition, known) else ""


def units_in_figures(edition, known):
    """How many units are known: `63`, and of how many where that is more: `22/63`, `22/…`."""
    found = known.get(edition.pk, 0)
    return f"{found}/{edition.stated_units or '…'}" if is_partial(edition, known) else str(found)


def year_links(editions, known, note=known_of_stated):
    """Editions as links, newest first: {text, href, note}; the note says how much of a partial one is known."""
    return [
        {"text": period_name(edition), "href": table_address(edition), "note": note(edition, known)}
        for edition in editions
    ]

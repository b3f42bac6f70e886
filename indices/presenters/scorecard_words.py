"""The opening paragraph of a scorecard: place and total, what moved, what lies below the mean."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from indices.models import Index, Standing
from indices.presenters.words import moved_in_words, units_word
from indices.presenters.years import can_be_moved, numbers_sentence, why_no_rank

NAMED = 2  # fields named, up and down each


def place_sentence(year, name, figures):
    """Total, place, and how both moved since the edition before.

    Args:
        year: `YearResult` of the scorecard.
        name: the unit's name then.
    """
    words = {"unit": name, "rank": year.rank, "total": total_in_words(year.standing, figures)}
    if year.standing.status == Standing.Status.INCOMPLETE:
        return _("%(unit)s thiếu số liệu ở một số tiêu chí nên không có tổng và không xếp hạng.") % words
    if not year.has_result:
        return _("Kết quả của %(unit)s không có trong số liệu đã công bố.") % words
    if year.rank is None:
        return _("%(unit)s đạt %(total)s; %(why)s.") % {**words, "why": why_no_rank(year)}
    if year.total is None:
        place = _("%(unit)s (chưa biết điểm) đứng thứ %(rank)s") % words
    else:
        place = _("%(unit)s đạt %(total)s, đứng thứ %(rank)s") % words
    if year.ranked:
        units = units_word(year.ranked, year.edition.index.level)
        place = _("%(place)s trong %(units)s") % {"place": place, "units": units}
    moves = _moves_in_words(year, figures)
    if not moves:
        return f"{place}."
    return _("%(place)s; %(moves)s so với %(year)s.") % {
        "place": place,
        "moves": moves,
        "year": year.before.edition.label,
    }


def more_sentences(year, fields, figures, *, targets=(), ledger=None):
    """In the ministry's order: targets, what changed with the criteria, which fields moved most, who answers for what
    was lost, how many lie below the mean; safe text, may be empty.

    Args:
        fields: `FieldTable`.
        targets: of `presenters.targets.target_item`.
        ledger: `Ledger`, for the agencies in charge.
    """
    told = list(_target_sentences(targets))
    if year.is_break:
        told.append(_break_sentence(year))
    told += numbers_sentence(year)
    falls, rises = fields.moves()
    if falls:
        told.append(format_html(_("Giảm nhiều nhất: {}."), _named(falls, figures)))
    if rises:
        told.append(format_html(_("Tăng nhiều nhất: {}."), _named(rises, figures)))
    told += _in_charge(ledger, figures)
    below, compared = fields.below_mean()
    if compared:
        words = {"below": below, "count": compared}
        told.append(
            _("Thấp hơn trung bình ở %(below)s trong %(count)s lĩnh vực có điểm.") % words
            if below
            else _("Không thấp hơn trung bình ở lĩnh vực nào trong %(count)s lĩnh vực có điểm.") % words
        )
    return format_html_join(" ", "{}", ((sentence,) for sentence in told))


def _target_sentences(targets):
    """`Chưa đạt mục tiêu: 93 %; hạng 3.`"""
    for kind, sentence in (
        ("worse", _("Chưa đạt mục tiêu: %(targets)s.")),
        ("better", _("Đạt mục tiêu: %(targets)s.")),
    ):
        of_kind = [target["value"] for target in targets if target.get("note_kind") == kind]
        if of_kind:
            yield sentence % {"targets": "; ".join(of_kind)}


def _in_charge(ledger, figures):
    """Which agencies are in charge of most of what was lost; nothing where none is recorded."""
    lost = {}
    for line in ledger.losses if ledger else ():
        if line.agency and line.lost is not None:
            lost[line.agency] = lost.get(line.agency, 0) + line.lost
    most = sorted(lost.items(), key=lambda pair: -pair[1])[:NAMED]
    if most:
        named = format_html_join(
            "; ", "<strong>{}</strong> ({})", ((agency, figures.total(points)) for agency, points in most)
        )
        yield format_html(_("Cơ quan chủ trì các tiêu chí mất nhiều điểm nhất: {}."), named)


def _moves_in_words(year, figures):
    """`giảm 0,95 điểm và giảm 10 bậc`; empty across a change of criteria, and without a year to compare with."""
    if year.is_break:
        return ""
    moves = []
    if year.difference:
        words = {"amount": figures.difference(abs(year.difference)), "unit": figures.difference_word}
        rises = year.difference > 0
        moves.append((_("tăng %(amount)s %(unit)s") if rises else _("giảm %(amount)s %(unit)s")) % words)
    if can_be_moved(year):
        moves.append(moved_in_words(year.moved))
    if len(moves) < 2:
        return "".join(moves)
    return _("%(first)s và %(second)s") % {"first": moves[0], "second": moves[1]}


def _break_sentence(year):
    """What can be said of the year before across a change of criteria: the place, never a difference of points."""
    words = {"year": year.before.edition.label, "rank": year.before.rank, "ranked": year.before.ranked}
    if year.before.rank is None:
        return _("Năm %(year)s dùng bộ tiêu chí khác nên không so điểm.") % words
    if not year.before.ranked:
        return _("Năm %(year)s dùng bộ tiêu chí khác nên không so điểm; khi đó đứng thứ %(rank)s.") % words
    return _("Năm %(year)s dùng bộ tiêu chí khác nên không so điểm; khi đó đứng thứ %(rank)s trong %(ranked)s.") % words


def _named(moves, figures):
    named = ((line.criterion.shown_name, figures.change(change)) for line, change in moves[:NAMED])
    return format_html_join("; ", "<strong>{}</strong> ({})", named)


def total_in_words(standing, figures):
    """`45,0950 trên 80 điểm`, `91,61 %`, `69,24 điểm`."""
    total = figures.standing(standing)
    if figures.index.figure == Index.Figure.POINTS and standing.max_points is not None:
        words = {"total": total, "maximum": figures.format.exact(standing.max_points)}
        return _("%(total)s trên %(maximum)s điểm") % words
    return figures.in_words(total)

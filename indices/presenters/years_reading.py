"""What the years of a unit in one index say, in sentences: span, best and worst place, what cannot be compared."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.presenters.years import labels, leading_share, numbers_in_words, rank_and_share


def reading(results, deciding=None):
    """What the years say, in two or three sentences: span, best and worst place, what is missing, what changed.

    Args:
        deciding: `queries.lineage.ChangesOfField`, to say by what decision the number of units changed.
    """
    return " ".join([*span_sentences(results), *break_sentences(results, deciding)])


def span_sentences(results):
    """Which years are known, the best and the worst place, what is missing."""
    known = [year for year in results.years if year.has_result]
    if not known:
        return [_("Chưa có kết quả nào.")]
    ranked = [year for year in known if year.rank is not None]
    first, last = known[0].edition.label, known[-1].edition.label
    if len(known) == 1:
        sentences = [_("Mới có kết quả năm %(year)s.") % {"year": last}]
    else:
        sentences = [
            ngettext(
                "Có kết quả %(count)s năm, từ %(first)s đến %(last)s.",
                "Có kết quả %(count)s năm, từ %(first)s đến %(last)s.",
                len(known),
            )
            % {"count": len(known), "first": first, "last": last}
        ]
    if len(ranked) > 1:
        sentences += _by_share(ranked) if results.numbers_differ else [_by_rank(ranked, results)]
    missing = [year for year in results.years if not year.has_result]
    if missing:
        sentences.append(_("Không có kết quả: %(years)s.") % {"years": labels(missing, results)})
    return sentences


def _by_rank(ranked, results):
    best, worst = min(year.rank for year in ranked), max(year.rank for year in ranked)
    return _("Thứ hạng cao nhất là %(best)s (%(best_years)s), thấp nhất là %(worst)s (%(worst_years)s).") % {
        "best": best,
        "best_years": labels([year for year in ranked if year.rank == best], results),
        "worst": worst,
        "worst_years": labels([year for year in ranked if year.rank == worst], results),
    }


def _by_share(ranked):
    """Best and worst where years rank different numbers of units: by what share leads; [] where that is not known."""
    placed = [year for year in ranked if leading_share(year)]
    if len(placed) < 2:
        return []
    best, worst = (pick(placed, key=lambda year: Fraction(year.rank, year.ranked)) for pick in (min, max))
    return [
        _("Đứng cao nhất năm %(best)s (hạng %(best_rank)s), thấp nhất năm %(worst)s (hạng %(worst_rank)s).")
        % {
            "best": best.edition.label,
            "best_rank": rank_and_share(best),
            "worst": worst.edition.label,
            "worst_rank": rank_and_share(worst),
        }
    ]


def break_sentences(results, deciding=None):
    """From when on years cannot be compared: other criteria, another number of units and by what decision."""
    sentences = []
    changed = [year for year in results.years if year.is_break]
    if changed:
        sentences.append(
            _("Bộ tiêu chí đổi từ năm %(years)s: điểm hai bên đường chấm không so trực tiếp được.")
            % {"years": labels(changed, results)}
        )
    told = [
        f"{year.edition.label} ({numbers_in_words(year, _decision(year, deciding))})"
        for year in results.years
        if year.is_of_other_number
    ]
    if told:
        sentences.append(
            _("Số đơn vị được xếp hạng đổi từ năm %(years)s: thứ hạng hai bên đường gạch chấm không so trực tiếp được.")
            % {"years": "; ".join(told)}
        )
    return sentences


def _decision(year, deciding):
    return deciding.between(year.before.edition, year.edition) if deciding else ""

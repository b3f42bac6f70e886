"""Why a unit moved, in the order in which it is asked: the sentence, the causes, then fields and other units."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.presenters.scorecard_why_chart import causes_chart
from indices.presenters.scorecard_why_tables import WhyTables
from indices.presenters.words import edition_name
from indices.presenters.years import scorecard_address
from indices.queries.why import NAMED
from units.queries import shown_name


def why_section(why, figures, *, by=""):
    """What templates/indices/_scorecard_why.html shows; `None` where there is no other year to compare with.

    Args:
        by: what the page's ledger is put together by; links keep it.
    """
    account = why.account
    if account is None or account.headline.rank_after is None:
        return None
    if account.headline.rank_before is None and len(why.others) < 2:
        return None
    words, tables = WhyWords(why, figures), WhyTables(why, figures)
    section = {
        "against": edition_name(why.against),
        "choices": _choices(why, by),
        "sentences": words.sentences(),
    }
    if account.headline.rank_before is None:
        return section
    return section | {
        "headline": words.with_old_points(strong=True),
        "crossings": " ".join(sentence for sentence in words.crossings() if sentence),
        "limits": words.limits(),
        "chart": causes_chart(why, tables),
        "causes": tables.causes(),
        "fields": tables.parts(),
        "rules": tables.rules(),
        "units": tables.units(),
    }


def _choices(why, by):
    """Other years to count from, as components/menu.html takes them; `None` where there is only the one."""
    if len(why.others) < 2:
        return None
    page = scorecard_address(why.edition, why.unit)
    kept = f"by={by}&" if by else ""
    return {
        "label": _("So với năm khác"),
        "options": [
            {
                "text": other.label,
                "href": f"{page}?{kept}against={other.label}#h-why",
                "note": _("đang xem") if other == why.against else "",
            }
            for other in why.others
        ],
    }


class WhyWords:
    """The sentences. Every one may be empty: what is not known is not said."""

    def __init__(self, why, figures):
        self.why, self.figures = why, figures
        self.account, self.headline = why.account, why.account.headline

    def sentences(self):
        """All of them in one paragraph, as the brief has it."""
        told = [self.with_old_points(), *self.crossings(), *self.limits()]
        if self.headline.rank_before is None:
            told = [self._no_rank_then()]
        return " ".join(sentence for sentence in told if sentence)

    def limits(self):
        """What keeps from saying more."""
        return [sentence for sentence in (self._rules(), self._partial()) if sentence]

    def _no_rank_then(self):
        return _("Không biết thứ hạng của đơn vị năm %(year)s nên không nói được vì sao đổi hạng.") % {
            "year": self.why.against.label
        }

    def with_old_points(self, *, strong=False):
        bounds, headline = self.headline.with_old_points, self.headline
        if bounds is None or headline.total_before is None or bounds.high is None:
            return ""
        rank = (
            _("thứ %(rank)s") % {"rank": int(bounds.low)}
            if bounds.figure is not None
            else _("từ thứ %(low)s đến thứ %(high)s") % {"low": int(bounds.low), "high": int(bounds.high)}
        )
        total = self.figures.in_words(self.figures.total(headline.total_before))
        if self.why.against == self.why.before:
            sentence = _("Giữ nguyên mức năm trước ({total}), đơn vị sẽ đứng {rank}.")
        else:
            sentence = _("Với mức của năm {year} ({total}), đơn vị sẽ đứng {rank}.")
        if strong:
            rank = format_html("<strong>{}</strong>", rank)
        return format_html(sentence, total=total, rank=rank, year=self.why.against.label)

    def crossings(self):
        headline = self.headline
        up, down = (self._later_words if self.why.is_backwards else self._earlier_words)()
        yield self._of_units([crossing.unit for crossing in headline.passed_by], *up)
        yield self._of_units([crossing.unit for crossing in headline.passed], *down)
        if self._is_partial():
            yield self._known()
        elif headline.came or headline.left:
            yield _("Số đơn vị xếp hạng cùng thay đổi: thêm %(came)s, bớt %(left)s.") % {
                "came": len(headline.came),
                "left": len(headline.left),
            }

    def _is_partial(self):
        """Is somebody's total not known in one of the years? Then who came and who left is not known either."""
        headline = self.headline
        pairs = ((headline.known_before, headline.ranked_before), (headline.known_after, headline.ranked_after))
        return any(ranked is None or known + 1 < ranked for known, ranked in pairs)

    def _known(self):
        """Of how many units the totals are known; "" where nobody knows of how many."""
        headline, why = self.headline, self.why
        if headline.ranked_before is None or headline.ranked_after is None:
            return ""
        return _("Biết tổng của %(then)s đơn vị khác năm %(before)s và %(now)s năm %(after)s.") % {
            "then": f"{headline.known_before}/{headline.ranked_before - 1}",
            "now": f"{headline.known_after}/{headline.ranked_after - 1}",
            "before": why.against.label,
            "after": why.edition.label,
        }

    def _earlier_words(self):
        return (
            (
                lambda count: ngettext(
                    "%(count)s đơn vị vượt lên trên: %(units)s.", "%(count)s đơn vị vượt lên trên: %(units)s.", count
                ),
                _("Không đơn vị nào vượt lên trên."),
            ),
            (
                lambda count: ngettext(
                    "%(count)s đơn vị tụt xuống dưới: %(units)s.", "%(count)s đơn vị tụt xuống dưới: %(units)s.", count
                ),
                _("Không đơn vị nào tụt xuống dưới."),
            ),
        )

    def _later_words(self):
        year = self.why.against.label
        return (
            (
                lambda count: ngettext(
                    "%(count)s đơn vị đứng trên, đến năm %(year)s thì không còn: %(units)s.",
                    "%(count)s đơn vị đứng trên, đến năm %(year)s thì không còn: %(units)s.",
                    count,
                ),
                _("Không đơn vị nào đứng trên mà đến năm %(year)s thì không còn.") % {"year": year},
            ),
            (
                lambda count: ngettext(
                    "%(count)s đơn vị đứng dưới, đến năm %(year)s thì không còn: %(units)s.",
                    "%(count)s đơn vị đứng dưới, đến năm %(year)s thì không còn: %(units)s.",
                    count,
                ),
                _("Không đơn vị nào đứng dưới mà đến năm %(year)s thì không còn.") % {"year": year},
            ),
        )

    def _of_units(self, slugs, words, nobody):
        if not slugs:
            return "" if self.headline.unknown else nobody
        names = [self.name(slug) for slug in slugs[:NAMED]]
        more = len(slugs) - len(names)
        told = ", ".join(names) + (_and_others(more) if more else "")
        return words(len(slugs)) % {"count": len(slugs), "units": told, "year": self.why.against.label}

    def _rules(self):
        if not self.headline.sets_differ:
            return ""
        return _("Hai năm chấm theo hai bộ tiêu chí; phần do đổi bộ tiêu chí được tách riêng, không gộp vào phần nào.")

    def _partial(self):
        if not self.headline.unknown:
            return ""
        return _("Với %(count)s đơn vị không rõ thứ tự của một trong hai năm, nên chỉ nói được trong giới hạn.") % {
            "count": self.headline.unknown
        }

    def name(self, slug):
        unit = self.why.units.get(slug)
        return slug if unit is None else shown_name(unit, self.why.names)


def _and_others(count):
    return ngettext(" và %(count)s đơn vị khác", " và %(count)s đơn vị khác", count) % {"count": count}

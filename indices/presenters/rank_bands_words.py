"""What is said of rank bands: the sentence above the table, and what is assumed, in plain words."""

from decimal import Decimal

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.domain.figures import from_billionths
from indices.domain.rank_bands import SEED, printed_span
from indices.presenters.words import units_word
from indices.queries.rank_bands import DRAWS, Lack


def between(band):
    """`từ hạng 24 đến 26`; `hạng 3`."""
    if band.is_certain:
        return _("hạng %(rank)s") % {"rank": band.best}
    return _("từ hạng %(best)s đến %(worst)s") % {"best": band.best, "worst": band.worst}


class BandWords:
    """Sentences of one view.

    Args:
        blocks: the `BlockBands` that are shown, those without bands too.
        assumed: of the survey; `None`: rounding alone.
    """

    def __init__(self, edition, figures, blocks, *, asked=None, assumed=None):
        self.edition, self.figures, self.blocks = edition, figures, blocks
        self.asked, self.assumed = asked, assumed
        self.count = sum(len(found.bands) for found in blocks)
        self.uncertain = sum(len(found.uncertain) for found in blocks)
        self.printed = sum(found.printed for found in blocks)

    # Above the table

    def lede(self, told):
        """How many units may stand elsewhere; one's own, or the widest.

        Args:
            told: (name, band, is it one's own) or `None`.
        """
        words = {"count": self.uncertain, "units": units_word(self.count, self.edition.index.level)}
        if self.assumed is None:
            said = self._rounding(words)
        else:
            words["size"] = self.figures.format.exact(Decimal(self.assumed.size))
            said = ngettext(
                "Nếu mỗi đơn vị có %(size)s phiếu thì do sai số chọn mẫu, %(count)s trong %(units)s có thể "
                "đứng ở hạng khác.",
                "Nếu mỗi đơn vị có %(size)s phiếu thì do sai số chọn mẫu, %(count)s trong %(units)s có thể "
                "đứng ở hạng khác.",
                self.uncertain,
            )
            said %= words
        return format_html("{} {}", said, self._one(told)) if told else said

    @staticmethod
    def waiting():
        """What is asked of the reader before anything can be said."""
        return _(
            "Hãy ghi số phiếu của cuộc điều tra để biết do sai số chọn mẫu, mỗi đơn vị có thể đứng từ hạng nào đến "
            "hạng nào."
        )

    def _rounding(self, words):
        if not self.printed:
            return _("Tổng của bảng này là số đủ chữ số, không làm tròn: không có thứ hạng nào thay đổi vì làm tròn.")
        if not self.uncertain:
            return _("Làm tròn khi in không làm thay đổi thứ hạng của đơn vị nào trong %(units)s.") % words
        return (
            ngettext(
                "Chỉ do làm tròn khi in: %(count)s trong %(units)s có thể đứng ở hạng khác.",
                "Chỉ do làm tròn khi in: %(count)s trong %(units)s có thể đứng ở hạng khác.",
                self.uncertain,
            )
            % words
        )

    @staticmethod
    def _one(told):
        name, band, is_own = told
        if is_own:
            return format_html(_("<strong>{name}</strong>: {between}."), name=name, between=between(band))
        return format_html(_("Rộng nhất: <strong>{name}</strong>, {between}."), name=name, between=between(band))

    def lack(self, found):
        """Why a block has no bands."""
        if found.lack is Lack.SCALES:
            return _("Có đơn vị có điểm tối đa, có đơn vị không: không so sánh được nên không có khoảng thứ hạng.")
        if found.lack is Lack.ANSWERS:
            return _("Chưa biết điểm điều tra của mọi đơn vị nên không tính được sai số của tổng.")
        if found.ranked is None:
            return _("Biết tổng của %(known)s đơn vị, không rõ có bao nhiêu đơn vị được xếp hạng.") % {
                "known": found.known
            }
        return _("Mới biết tổng của %(known)s trên %(ranked)s đơn vị được xếp hạng.") % {
            "known": found.known,
            "ranked": found.ranked,
        }

    @staticmethod
    def why(found):
        """Why a total that is not known leaves nobody a band; empty where that is not the reason."""
        if found.lack is not Lack.TOTALS:
            return ""
        return _(
            "Thứ hạng của một đơn vị tùy theo mọi đơn vị khác: thiếu tổng của một đơn vị là không nói được khoảng của "
            "ai."
        )

    # What is assumed

    def facts(self, example=None):
        """As components/facts.html takes them. `example`: (a printed total, its places)."""
        steady = {
            "term": _("Không xếp hạng lại"),
            "text": _("Thứ hạng ở bảng giữ nguyên; khoảng này chỉ cho biết thứ hạng ấy chắc đến đâu."),
        }
        return [*(self._of_rounding(example) if self.assumed is None else self._of_survey()), steady]

    def _of_rounding(self, example):
        facts = []
        if example is not None:
            total, places = example
            span = printed_span(int(total * 10**9), places)
            said = _("In %(total)s thì số trước khi làm tròn nằm từ %(low)s đến %(high)s, kể cả hai đầu.")
            exact = self.figures.format.exact
            ends = {"low": exact(from_billionths(span.low)), "high": exact(from_billionths(span.high))}
            facts.append(
                {"term": _("Điều chưa biết"), "text": said % (ends | {"total": self.figures.total(total, places)})}
            )
        facts.append(
            {
                "term": _("Cách tính"),
                "text": _(
                    "Hạng cao nhất: chỉ những đơn vị chắc chắn hơn điểm đứng trên. Hạng thấp nhất: mọi đơn vị có thể "
                    "hơn điểm đứng trên. Hai số có thể bằng nhau thì có thể cùng hạng. Tính chính xác từ các số đã in."
                ),
            }
        )
        return facts

    def _of_survey(self):
        size, design = self.assumed
        exact = self.figures.format.exact
        if self.asked.whole:
            rests = _("Toàn bộ điểm của chỉ số này là từ phiếu hỏi.")
        else:
            number = len(self.asked.criteria)
            rests = ngettext(
                "%(count)s tiêu chí chấm bằng điều tra, tối đa %(points)s điểm; điểm còn lại coi như không có sai số.",
                "%(count)s tiêu chí chấm bằng điều tra, tối đa %(points)s điểm; điểm còn lại coi như không có sai số.",
                number,
            ) % {"count": number, "points": self.figures.format.exact(from_billionths(self.asked.maximum))}
        return [
            {
                "term": _("Số phiếu giả định"),
                "text": _(
                    "%(size)s phiếu hợp lệ ở mỗi đơn vị, hệ số thiết kế mẫu %(design)s. Đây là số do người xem đặt."
                )
                % {
                    "size": exact(Decimal(size)),
                    "design": exact(Decimal(design.numerator) / Decimal(design.denominator)),
                },
            },
            {"term": _("Điểm từ phiếu hỏi"), "text": rests},
            {
                "term": _("Sai số"),
                "text": _(
                    "Lấy mức lớn nhất có thể: phương sai bằng p × (1 − p) chia cho số phiếu, p là tỷ lệ điểm đạt được. "
                    "Người trả lời chọn các mức ở giữa thì sai số thật nhỏ hơn và khoảng thứ hạng thật hẹp hơn."
                ),
            },
            {
                "term": _("Cách tính"),
                "text": _(
                    "Mô phỏng %(draws)s cuộc điều tra như vậy (số khởi tạo %(seed)s), sai số của các đơn vị độc lập "
                    "với nhau; khoảng nêu ra bỏ 2,5 %% số lần ở mỗi đầu. Tính lại bao nhiêu lần cũng ra kết quả này."
                )
                % {"draws": DRAWS, "seed": SEED},
            },
        ]

"""The admin as officials see it: what they often do, and every list, grouped by what it is for.

Models are named by their labels and tasks by the names of their addresses: what they show belongs to apps above.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Task(NamedTuple):
    """Something officials often come to do."""

    title: object
    about: object
    address: str  # the name of its address


class Listing(NamedTuple):
    """The list of a model: what it is called (a model's own plural cannot differ from its singular), what it is for."""

    title: object
    about: object


class Group(NamedTuple):
    """Lists that belong together; the first one stands for the group."""

    slug: str
    title: object
    about: object
    lists: dict[str, Listing]  # by the label of its model


TASKS = (
    Task(
        _("Lập bộ tiêu chí mới"),
        _("Theo một quyết định mới; cây tiêu chí nhập trên một trang."),
        "admin:indices_criteriaset_add",
    ),
    Task(
        _("Nhập bộ tiêu chí từ tệp"),
        _("Từ tệp Excel hoặc CSV đúng như phụ lục của quyết định."),
        "admin:indices_criteriaset_import",
    ),
    Task(
        _("Mở năm đánh giá"),
        _("Chọn bộ tiêu chí, năm hoặc kỳ, các đơn vị được xếp hạng."),
        "admin:indices_edition_add",
    ),
    Task(
        _("Nhập việc sắp xếp đơn vị"),
        _("Ghi một lần: đơn vị nào nhập vào đơn vị nào, từ ngày nào."),
        "admin:units_unit_merge",
    ),
    Task(
        _("Xem nhật ký"),
        _("Ai đã làm gì, lúc nào, trước và sau ra sao."),
        "admin:records_auditevent_changelist",
    ),
)

GROUPS = (
    Group(
        "criteria",
        pgettext_lazy("danh sách", "Bộ tiêu chí"),
        _("Tiêu chí, điểm tối đa và cách cho điểm mà một quyết định quy định."),
        {
            "indices.criteriaset": Listing(
                pgettext_lazy("danh sách", "Bộ tiêu chí"),
                _("Mỗi quyết định một bộ; cây tiêu chí, chép sang bộ mới, so sánh hai bộ."),
            ),
            "indices.criterion": Listing(
                pgettext_lazy("danh sách", "Tiêu chí"),
                _("Từng lĩnh vực, tiêu chí, tiêu chí thành phần."),
            ),
            "indices.scoringrule": Listing(
                pgettext_lazy("danh sách", "Quy tắc cho điểm"),
                _("Cách tính điểm của từng tiêu chí từ số liệu."),
            ),
            "indices.rulestep": Listing(
                pgettext_lazy("danh sách", "Mức của quy tắc"),
                _("Các mức của cách tính điểm."),
            ),
            "indices.criterionlink": Listing(
                pgettext_lazy("danh sách", "Đối chiếu tiêu chí"),
                _("Tiêu chí của bộ cũ tiếp tục ra sao ở bộ mới."),
            ),
            "indices.responsibility": Listing(
                pgettext_lazy("danh sách", "Cơ quan chủ trì"),
                _("Cơ quan của tỉnh chịu trách nhiệm về từng tiêu chí."),
            ),
            "indices.index": Listing(
                pgettext_lazy("danh sách", "Chỉ số"),
                _("Mỗi chỉ số xếp hạng ai, tính và công khai thế nào."),
            ),
        },
    ),
    Group(
        "editions",
        pgettext_lazy("danh sách", "Năm đánh giá"),
        _("Mỗi chỉ số mỗi năm (kỳ) một bảng: mở, nhập điểm, trình, công bố, lập bản sửa."),
        {
            "indices.edition": Listing(
                pgettext_lazy("danh sách", "Năm đánh giá"),
                _("Mở, trình, công bố; lập bản mới khi phải sửa."),
            ),
            "indices.standing": Listing(
                pgettext_lazy("danh sách", "Kết quả của đơn vị"),
                _("Tổng điểm, thứ hạng, xếp loại của từng đơn vị."),
            ),
            "indices.score": Listing(
                pgettext_lazy("danh sách", "Điểm ở tiêu chí"),
                _("Điểm của một đơn vị ở một tiêu chí."),
            ),
            "indices.standingpart": Listing(
                pgettext_lazy("danh sách", "Phần của tổng điểm"),
                _("Các phần của tổng điểm: thẩm định, điều tra, tác động."),
            ),
            "indices.block": Listing(
                pgettext_lazy("danh sách", "Khối"),
                _("Các đơn vị xếp hạng với nhau trong một bảng."),
            ),
            "indices.band": Listing(
                pgettext_lazy("danh sách", "Nhóm, xếp loại"),
                _("Ngưỡng xếp loại của một bảng."),
            ),
            "indices.target": Listing(
                pgettext_lazy("danh sách", "Mục tiêu"),
                _("Mức mà kế hoạch đặt ra cho một đơn vị, một năm."),
            ),
            "indices.contributionlink": Listing(
                pgettext_lazy("danh sách", "Tiêu chí dựa vào cấp dưới"),
                _("Điểm nào tính từ kết quả của đơn vị cấp dưới, để biết đơn vị nào kéo xuống."),
            ),
            "indices.annex": Listing(
                pgettext_lazy("danh sách", "Phụ lục nội bộ"),
                _("Điểm chi tiết nội bộ của một đơn vị dưới kết quả đã công bố."),
            ),
            "indices.upload": Listing(
                pgettext_lazy("danh sách", "Tệp tải lên"),
                _("Các tệp điểm đã tải lên và kết quả kiểm tra."),
            ),
            "indices.survey": Listing(
                pgettext_lazy("danh sách", "Khảo sát"),
                _("Điểm của năm đánh giá nào tính từ phiếu trả lời, theo cách nào."),
            ),
            "indices.surveyanswers": Listing(
                pgettext_lazy("danh sách", "Số người trả lời"),
                _("Ở từng mục, từng mức của một đơn vị; chỉ xem."),
            ),
            "indices.surveyresult": Listing(
                pgettext_lazy("danh sách", "Kết quả khảo sát"),
                _("Cỡ mẫu và khoảng tin cậy của từng đơn vị; chỉ xem."),
            ),
        },
    ),
    Group(
        "units",
        pgettext_lazy("danh sách", "Đơn vị"),
        _("Tỉnh, bộ, sở, huyện, xã: tên, mã, nhập, chia, đổi tên."),
        {
            "units.unit": Listing(
                pgettext_lazy("danh sách", "Đơn vị"),
                _("Mọi đơn vị còn và đã kết thúc; nhập đơn vị, đổi tên."),
            ),
            "units.unitname": Listing(
                pgettext_lazy("danh sách", "Tên theo thời gian"),
                _("Đơn vị mang tên nào, loại nào, từ ngày nào."),
            ),
            "units.alias": Listing(
                pgettext_lazy("danh sách", "Cách gọi khác"),
                _("Cách viết khác, viết tắt để nhận ra đơn vị trong tệp điểm."),
            ),
            "units.succession": Listing(
                pgettext_lazy("danh sách", "Sắp xếp đơn vị"),
                _("Đơn vị nào thành đơn vị nào; chia, chuyển một phần cũng ghi ở đây."),
            ),
            "units.group": Listing(
                pgettext_lazy("danh sách", "Vùng, cụm"),
                _("Vùng kinh tế, cụm thi đua."),
            ),
            "units.groupmembership": Listing(
                pgettext_lazy("danh sách", "Đơn vị trong vùng, cụm"),
                _("Đơn vị nào ở vùng, cụm nào, trong thời gian nào."),
            ),
        },
    ),
    Group(
        "documents",
        _("Văn bản, nguồn"),
        _("Căn cứ của mọi số liệu: quyết định, báo cáo, bài báo."),
        {
            "records.decision": Listing(
                pgettext_lazy("danh sách", "Quyết định"),
                _("Quyết định, nghị quyết: số, ngày, người ký, hiệu lực."),
            ),
            "records.source": Listing(
                pgettext_lazy("danh sách", "Nguồn"),
                _("Tài liệu mà số liệu được đọc từ đó."),
            ),
            "indices.conflict": Listing(
                pgettext_lazy("danh sách", "Nguồn mâu thuẫn"),
                _("Chỗ các nguồn ghi khác nhau, và giá trị được giữ."),
            ),
            "records.leftout": Listing(
                pgettext_lazy("danh sách", "Số liệu để ngoài"),
                _("Số liệu đã đọc mà không đưa vào bảng nào, và lý do."),
            ),
        },
    ),
    Group(
        "people",
        pgettext_lazy("danh sách", "Người dùng"),
        _("Ai đăng nhập, được làm gì, với chỉ số và đơn vị nào."),
        {
            "records.user": Listing(
                pgettext_lazy("danh sách", "Người dùng"),
                _("Tài khoản, vai trò, khóa tài khoản."),
            ),
            "indices.indexassignment": Listing(
                pgettext_lazy("danh sách", "Phân công"),
                _("Vai trò của từng người với từng chỉ số, đơn vị."),
            ),
        },
    ),
    Group(
        "trail",
        pgettext_lazy("danh sách", "Nhật ký"),
        _("Mọi thay đổi: ai, lúc nào, trước và sau; không sửa, không xóa được."),
        {
            "records.auditevent": Listing(
                pgettext_lazy("danh sách", "Nhật ký"),
                _("Lọc theo ngày, người, việc; tải về."),
            )
        },
    ),
)
# What the software computes and counts for itself: shown last, folded.
TECHNICAL = Group(
    "technical",
    _("Số liệu phần mềm tự tính"),
    _("Chỉ để đối chiếu; không sửa ở đây."),
    {
        "indices.criterionstatistic": Listing(
            pgettext_lazy("danh sách", "Thống kê theo tiêu chí"),
            _("Trung bình, cao nhất, thấp nhất của từng tiêu chí."),
        ),
        "indices.editionstatistic": Listing(
            pgettext_lazy("danh sách", "Số liệu chung"),
            _("Trung bình và các số chung đã công bố của một bảng."),
        ),
        "records.dataversion": Listing(
            pgettext_lazy("danh sách", "Phiên bản dữ liệu"),
            _("Số lần dữ liệu thay đổi từ đầu."),
        ),
    },
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One list: `add` is empty where nothing is added by hand."""

    title: object
    about: object
    address: str
    add: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A group with the lists that this site has."""

    group: Group
    entries: list[Entry]


def tasks():
    """[(task, address)]; a task whose page the site does not have is left out."""
    found = ((task, _address(task.address)) for task in TASKS)
    return [(task, address) for task, address in found if address]


def sections(request):
    """The groups, in order, with the lists that the reader may see."""
    return [section for section in (_section(group, request) for group in GROUPS) if section.entries]


def technical(request):
    return _section(TECHNICAL, request)


def current(opts):
    """The slug of the group that a model's pages belong to; empty: none."""
    label = getattr(opts, "label_lower", "")
    return next((group.slug for group in GROUPS if label in group.lists), "")


def list_title(opts):
    """What the list of a model is called, in its heading and on the way to it."""
    listings = (group.lists.get(opts.label_lower) for group in (*GROUPS, TECHNICAL))
    return next((str(listing.title) for listing in listings if listing), capfirst(str(opts.verbose_name_plural)))


def _section(group, request):
    return Section(group, [entry for entry in _entries(group, request) if entry])


def _entries(group, request):
    registered = {model._meta.label_lower: model_admin for model, model_admin in admin.site._registry.items()}
    for label, listing in group.lists.items():
        model_admin = registered.get(label)
        if model_admin and model_admin.has_view_permission(request):
            opts = model_admin.opts
            name = f"admin:{opts.app_label}_{opts.model_name}"
            add = reverse(f"{name}_add") if model_admin.has_add_permission(request) else ""
            yield Entry(listing.title, listing.about, reverse(f"{name}_changelist"), add)


def _address(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

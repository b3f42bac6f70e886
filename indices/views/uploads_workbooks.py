"""Workbooks that go out through the supervisors' door: blank ones to be filled in, and faulty ones with their marks."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indices.exporting.marked import marked_workbook
from indices.exporting.templates import TooManyUnitsError, template_name, template_workbook
from indices.importing.faults import CellFault, FileRefusedError
from indices.importing.score_values import Shape
from indices.models import Upload
from indices.presenters.uploads import desk_address, file_address
from indices.uploading import bytes_of, pass_through
from indices.uploading.choices import choice_of
from indices.uploading.progress import Telling
from indices.views.uploads_access import at_the_door, readable_upload, supervised_edition
from indices.views.uploads_files import attachment
from reformtrack.said import say_all
from units.models import Unit

SHAPES = {"matrix": Shape.MATRIX, "scorecard": Shape.SCORECARD, "totals": Shape.TOTALS}


@require_safe
@at_the_door
def template(request, index, label):
    """A blank workbook of an edition: `?shape=matrix`, or `?shape=scorecard&unit=<slug>` for one unit."""
    edition = supervised_edition(request.user, index, label)
    shape = SHAPES.get(request.GET.get("shape", "matrix"))
    if shape is None:
        raise Http404
    unit, slug = None, request.GET.get("unit", "")
    if slug:
        unit = get_object_or_404(Unit, slug=slug)
    try:
        data = template_workbook(edition, shape=shape, units=[unit] if unit else None, language=get_language())
    except TooManyUnitsError:
        messages.error(request, _("Có quá nhiều đơn vị cho một tệp phiếu điểm; hãy chọn từng đơn vị, hoặc lấy bảng."))
        return redirect(desk_address(edition))
    return attachment(data, template_name(edition, shape, unit))


@require_safe
@at_the_door
def marked(request, pk):
    """The file as it came, as a workbook, with a colour and a comment on every faulty cell."""
    upload = readable_upload(request.user, pk)
    if upload.state != Upload.State.FAULTY:
        raise Http404
    try:
        data = marked_workbook(bytes_of(upload), upload.file_name, _all_faults(upload))
    except (FileRefusedError, OSError):
        messages.error(request, _("Tệp này không mở được nên không đánh dấu được."))
        return redirect(file_address(upload))
    stem = upload.file_name.rpartition(".")[0] or upload.file_name
    return attachment(data, _("%(name)s - có đánh dấu lỗi.xlsx") % {"name": stem})


def _all_faults(upload):
    """Every fault; where there are more than are kept with the upload, the file is read once more."""
    if upload.fault_count <= settings.UPLOADS_FAULTS_KEPT:
        return [CellFault(**fault) for fault in say_all(upload.faults)]
    with Telling(upload) as tell:
        return pass_through(upload, choice=choice_of(upload.choice), tell=tell).faults

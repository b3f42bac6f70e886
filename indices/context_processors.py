"""What the menu of every page needs to know of a reader's roles."""

from functools import partial

from django.utils.functional import SimpleLazyObject

from indices.permissions import may_upload_at_all


def door(request):
    """`may_upload`: is there any index that the reader may bring spreadsheets for? Asked of the database only where a
    page asks, and never for strangers."""
    if not request.user.is_authenticated:
        return {"may_upload": False}
    return {"may_upload": SimpleLazyObject(partial(may_upload_at_all, request.user))}

"""What every page needs to know of the site."""

from django.conf import settings


def site(request):
    """`site_private`: is the site closed to readers who have not signed in? `my_unit`: slug marked in this browser."""
    return {"site_private": settings.SITE_PRIVATE, "my_unit": request.COOKIES.get("my_unit", "")}

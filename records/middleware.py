"""A site may be set private: then nobody reads a page without signing in (design §8)."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import MiddlewareNotUsed

ALWAYS_OPEN = ("login", "logout", "accessibility")


class PrivateSiteMiddleware:
    """Sends whoever has not signed in to the sign-in page, where `SITE_PRIVATE` is set."""

    def __init__(self, get_response):
        if not settings.SITE_PRIVATE:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.user.is_authenticated or request.resolver_match.view_name in ALWAYS_OPEN:
            return None
        return redirect_to_login(request.get_full_path())

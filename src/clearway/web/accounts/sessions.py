"""How long a session lasts: 15 minutes without use, 12 hours in any case."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from clearway.web.people.models import User

GetResponse = Callable[[HttpRequest], HttpResponse]
BEGAN, USED = "began", "used"
# The moment of use is written once a minute: not every page waits for the database to write.
WRITTEN_EVERY = 60
WHY = {
    USED: "You were signed out because nothing happened for {0} minutes. Sign in to go on.",
    BEGAN: "You were signed out because a session ends after {1} hours. Sign in to go on.",
}


def note_beginning(sender: object, request: HttpRequest, user: User, **kwargs: object) -> None:
    """A session begins: from now on both limits count."""
    now = timezone.now().timestamp()
    request.session[BEGAN] = request.session[USED] = now


def begin_session(request: HttpRequest, user: User, *, method: str, proven: bool = False) -> None:
    """Sign somebody in without the page of sign-in; `proven` when they have just set their password."""
    get_adapter(request).login(request, user)
    record_authentication(request, user, method=method, **({"reauthenticated": True} if proven else {}))
    UserSession.objects.create_from_request(request)


user_logged_in.connect(note_beginning, dispatch_uid="beginning of a session")


class SessionLimitsMiddleware:
    """Ends a session that was not used for too long, or that began too long ago."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = timezone.now().timestamp()
        over = _over(request, now)
        if over:
            return _sign_out(request, over)
        if now - request.session[USED] >= WRITTEN_EVERY:
            request.session[USED] = now
        return self.get_response(request)


def _over(request: HttpRequest, now: float) -> str:
    """Which limit has passed. A session that does not say when it began is over."""
    began, used = request.session.get(BEGAN, 0), request.session.get(USED, 0)
    if now - began >= settings.SESSION_HOURS * 3600:
        return BEGAN
    return USED if now - used >= settings.IDLE_MINUTES * 60 else ""


def _sign_out(request: HttpRequest, over: str) -> HttpResponse:
    logout(request)
    messages.info(request, WHY[over].format(settings.IDLE_MINUTES, settings.SESSION_HOURS))
    address = reverse("account_login")
    if request.method in ("GET", "HEAD"):
        address += "?" + urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(address)

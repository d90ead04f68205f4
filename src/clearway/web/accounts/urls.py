"""Addresses of signing in, of one's own account, and of the people and tokens of an organisation."""

from allauth.account import views as account
from allauth.socialaccount import views as other
from django.urls import include, path, re_path

from clearway.web.accounts import (
    views_account,
    views_demonstration,
    views_invitation,
    views_people,
    views_tokens,
)

# Not everything that allauth offers: nobody signs up, and addresses change through whoever manages people.
sign_in = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("provider/cancelled/", other.login_cancelled, name="socialaccount_login_cancelled"),
    path("provider/error/", other.login_error, name="socialaccount_login_error"),
    path("provider/signup/", other.signup, name="socialaccount_signup"),
    path("provider/", other.connections, name="socialaccount_connections"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]

urlpatterns = [
    path("account/", views_account.account, name="account"),
    path("account/second-factor/", views_account.second_factor, name="second-factor"),
    path("account/", include(sign_in)),
    path("invitation/<str:secret>/", views_invitation.invitation, name="invitation"),
    path("organisations/<str:code>/people/", views_people.people, name="people"),
    path("organisations/<str:code>/people/invite/", views_people.invite_person, name="invite"),
    path("organisations/<str:code>/people/<int:membership>/", views_people.person, name="person"),
    path(
        "organisations/<str:code>/people/invitations/<int:invitation>/",
        views_people.withdraw_invitation,
        name="withdraw-invitation",
    ),
    path("organisations/<str:code>/tokens/", views_tokens.tokens, name="tokens"),
    path("organisations/<str:code>/tokens/new/", views_tokens.new_token, name="new-token"),
    path("organisations/<str:code>/tokens/<int:token>/revoke/", views_tokens.revoke, name="revoke-token"),
    path("demonstration/", views_demonstration.demonstration, name="demonstration"),
]

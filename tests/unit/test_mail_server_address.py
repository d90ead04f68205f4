"""The mail server is named by one address, which may hold a password and is never shown."""

import pytest

from clearway.common.errors import ClearwayError
from clearway.web.config.settings.mail import mail_server


def test_a_plain_server_goes_over_to_tls() -> None:
    settings = mail_server("smtp://ann%40trust:se%2Fcret@mail.example/")
    assert settings["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("mail.example", 587)
    assert (settings["EMAIL_HOST_USER"], settings["EMAIL_HOST_PASSWORD"]) == ("ann@trust", "se/cret")
    assert (settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (True, False)


def test_a_server_with_tls_from_the_start_uses_its_own_port() -> None:
    settings = mail_server("smtps://mail.example")
    assert (settings["EMAIL_PORT"], settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (
        465,
        False,
        True,
    )


def test_tls_is_left_out_only_when_asked() -> None:
    assert mail_server("smtp://relay:25/?tls=no")["EMAIL_USE_TLS"] is False


def test_without_an_address_messages_are_refused_and_not_lost() -> None:
    assert mail_server("")["EMAIL_BACKEND"] == "clearway.web.jobs.mail.NoServer"


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://h:port/", "file:"])
def test_what_is_no_address_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(ClearwayError, match="CLEARWAY_EMAIL_URL") as caught:
        mail_server(url)
    assert "mail.example" not in str(caught.value)

"""Settings of what comes back: wrong ones are named without the password, and doctor says when nothing is reached."""

import pytest

from events_app import doctor, settings
from events_app.settings import WrongSetting
from tests.notifications.conftest import set_smtp

WHATSAPP = {
    "EVENTS_WHATSAPP_URL": "https://graph.example/v23.0/",
    "EVENTS_WHATSAPP_TOKEN": "token-of-it",
    "EVENTS_WHATSAPP_PHONE_ID": "1122334455",
    "EVENTS_WHATSAPP_APP_SECRET": "secret-of-it",
    "EVENTS_WHATSAPP_VERIFY_TOKEN": "verify-of-it",
    "EVENTS_WHATSAPP_TEMPLATES": "id=undangan,en=invitation",
}


def read(**given: str) -> settings.Settings:
    return settings.read({"EVENTS_SECRET_KEY": "x" * 40} | given)


@pytest.mark.parametrize(
    "url",
    [
        "imaps://u:geheim@mail.example/INBOX",
        "imaps://u:geheim@mail.example:1993",
        "imap://u%40x:geheim@mail.example/INBOX?starttls=1",
        "imap://u:geheim@127.0.0.1:143/INBOX?starttls=0",
    ],
)
def test_a_mailbox_is_a_url_with_a_name_and_a_password(url: str) -> None:
    assert read(EVENTS_IMAP_URL=url).imap_url == url


@pytest.mark.parametrize(
    "url",
    [
        "pop3://u:geheim@mail.example",
        "imaps://mail.example/geheim",
        "imaps://u@mail.example/geheim",
        "imaps://u:geheim@mail.example/INBOX?starttls=1",
        "imap://u:geheim@mail.example/INBOX?starttls=2",
        "imap://u:geheim@mail.example:port/INBOX",
        "imap://u:geheim@mail.example:70000/INBOX",
        "imap://u:geheim@[mail.example/INBOX",
    ],
)
def test_a_wrong_mailbox_is_named_without_its_password(url: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        read(EVENTS_IMAP_URL=url)
    assert str(wrong.value).startswith("EVENTS_IMAP_URL: takes imaps://")
    assert "geheim" not in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_the_whatsapp_service_is_set_as_a_whole() -> None:
    service = read(**WHATSAPP).whatsapp
    assert service is not None
    assert (service.url, dict(service.templates)) == (
        "https://graph.example/v23.0",
        {"id": "undangan", "en": "invitation"},
    )
    assert "token-of-it" not in repr(service)
    assert "secret-of-it" not in repr(service)
    assert read().whatsapp is None


@pytest.mark.parametrize("name", WHATSAPP)
def test_half_a_service_and_a_wrong_value_are_named(name: str) -> None:
    with pytest.raises(WrongSetting, match=rf"^{name}: is missing"):
        read(**{key: value for key, value in WHATSAPP.items() if key != name})
    with pytest.raises(WrongSetting, match=rf"^{name}: takes"):
        read(**WHATSAPP | {name: "a b"})


async def test_doctor_says_when_the_mailbox_is_out_of_reach(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    set_smtp(monkeypatch, None, imap_url="imap://surat:rahasia-sekali@127.0.0.1:1/INBOX?starttls=0")
    said = [one async for one in doctor.complaints()]
    assert "EVENTS_IMAP_URL: the mailbox cannot be reached (ConnectionRefusedError)" in said
    assert not [one for one in said if "sekali" in one]

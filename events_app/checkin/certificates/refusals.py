"""Why certificates say no."""

from typing import ClassVar

from events_app.errors import Refusal
from events_app.i18n import N_


class CertificatesOff(Refusal):
    message = N_("This event gives no certificates. Turn them on in their settings first.")


class EventNotOver(Refusal):
    message = N_("Certificates are issued once the event is over: until then nobody can know who stayed.")


class NobodySigns(Refusal):
    message = N_("Nobody signs the certificates yet. Choose who does in their settings.")


class NobodyEarned(Refusal):
    message = N_("Nobody is left who earned a certificate and has none.")


class CertificateGiven(Refusal):
    message = N_("This person has a certificate of this event already.")


class CertificateRevoked(Refusal):
    status_code: ClassVar[int] = 410
    message = N_("This certificate was revoked.")


class HolderAnonymised(Refusal):
    message = N_("The holder of this certificate is anonymised: its name stays gone.")


class NoCertificates(Refusal):
    message = N_("There is no valid certificate to print.")

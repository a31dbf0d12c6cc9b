"""A mail server that takes what people on stage are sent."""

from tests.notifications.conftest import mailing, postman

__all__ = ["mailing", "postman"]

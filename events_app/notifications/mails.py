"""The messages of this room."""

from events_app.accounts.tables import User
from events_app.notifications.mail import Mail


def test_message(user: User) -> Mail:
    """To oneself, to see that mail arrives."""
    return Mail(
        kind="notifications.test",
        to_address=user.email,
        to_name=user.name,
        language=user.language,
        template="test",
        facts={"name": user.name},
    )

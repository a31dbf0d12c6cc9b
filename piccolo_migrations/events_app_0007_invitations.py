"""What the ORM cannot say of the invitations room: who is asked once, and what stays as it was answered."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-23T00:00:07:000000"
VERSION = "1.38.0"
DESCRIPTION = "invitations"

STATEMENTS = (
    # Either an institution with seats, or one person; asked once, unless the first time was withdrawn.
    "ALTER TABLE invitation ADD CONSTRAINT invitation_one_invitee CHECK (num_nonnulls(institution, person) = 1)",
    "ALTER TABLE invitation ADD CONSTRAINT invitation_seats CHECK (seats BETWEEN 1 AND 200)",
    "ALTER TABLE invitation ADD CONSTRAINT invitation_person_one_seat CHECK (person IS NULL OR seats = 1)",
    "ALTER TABLE invitation ADD CONSTRAINT invitation_state CHECK (state IN ('draft', 'sent', 'opened', 'accepted',"
    " 'tentative', 'declined', 'waitlisted', 'expired', 'withdrawn'))",
    "ALTER TABLE invitation ADD CONSTRAINT invitation_waiting_since CHECK (state <> 'waitlisted' OR waiting_since IS NOT NULL)",
    "CREATE UNIQUE INDEX invitation_institution_once ON invitation (event, institution)"
    " WHERE institution IS NOT NULL AND state <> 'withdrawn'",
    "CREATE UNIQUE INDEX invitation_person_once ON invitation (event, person)"
    " WHERE person IS NOT NULL AND state <> 'withdrawn'",
    "CREATE UNIQUE INDEX invitation_link ON invitation (link_hash)",
    "CREATE INDEX invitation_by_id ON invitation (event, id)",
    "CREATE INDEX invitation_by_state ON invitation (event, state)",
    "CREATE INDEX invitation_waiting ON invitation (event, waiting_since, id) WHERE state = 'waitlisted'",
    # Each answer is a row for ever.
    "ALTER TABLE invitation_answer ADD CONSTRAINT answer_known CHECK (answer IN ('accepted', 'tentative', 'declined'))",
    "CREATE INDEX invitation_answer_history ON invitation_answer (invitation, id)",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON invitation_answer"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    # Guests.
    "ALTER TABLE guest ADD CONSTRAINT guest_state CHECK (state IN ('expected', 'waitlisted', 'cancelled'))",
    "CREATE UNIQUE INDEX guest_once ON guest (event, person) WHERE state <> 'cancelled'",
    "CREATE UNIQUE INDEX guest_short_code ON guest (event, short_code)",
    "CREATE INDEX guest_by_id ON guest (event, id)",
    "CREATE INDEX guest_by_state ON guest (event, state)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)

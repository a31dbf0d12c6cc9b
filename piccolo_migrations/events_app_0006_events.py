"""What the ORM cannot say of the events room: nothing holds a room or a person twice at one time."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-23T00:00:06:000000"
VERSION = "1.38.0"
DESCRIPTION = "events"

STATEMENTS = (
    # Events.
    "CREATE UNIQUE INDEX event_ref ON event (organisation, ref)",
    "CREATE INDEX event_by_start ON event (organisation, starts_at, id)",
    "CREATE INDEX event_by_id ON event (organisation, id)",
    "ALTER TABLE event ADD CONSTRAINT event_ends_after_start CHECK (ends_at > starts_at)",
    "ALTER TABLE event ADD CONSTRAINT event_capacity CHECK (capacity > 0)",
    "ALTER TABLE event ADD CONSTRAINT event_stored_state CHECK (state IN ('draft', 'published', 'cancelled', 'postponed'))",
    "ALTER TABLE event ADD CONSTRAINT event_door CHECK (door_opens_minutes >= 0 AND door_closes_minutes >= 0)",
    # Sessions belong to their event for ever: the pair is what bookings point at.
    "CREATE UNIQUE INDEX event_session_pair ON event_session (event, id)",
    "CREATE INDEX event_session_by_start ON event_session (event, starts_at, id)",
    "ALTER TABLE event_session ADD CONSTRAINT session_ends_after_start CHECK (ends_at > starts_at)",
    "ALTER TABLE event_session ADD CONSTRAINT session_capacity CHECK (capacity > 0)",
    "CREATE UNIQUE INDEX session_role_once ON session_role (session, person, role)",
    # Bookings.
    "ALTER TABLE booking ADD CONSTRAINT booking_ends_after_start CHECK (ends_at > starts_at)",
    "ALTER TABLE booking ADD CONSTRAINT booking_override_has_reason CHECK (NOT overridden OR override_reason <> '')",
    "ALTER TABLE booking ADD CONSTRAINT booking_room_never_overridden CHECK (NOT overridden OR subject_kind = 'person')",
    "ALTER TABLE booking ADD CONSTRAINT booking_session_of_event FOREIGN KEY (event, session)"
    " REFERENCES event_session (event, id) ON DELETE CASCADE",
    "ALTER TABLE booking ADD COLUMN during tstzrange GENERATED ALWAYS AS (tstzrange(starts_at, ends_at)) STORED",
    "ALTER TABLE booking ALTER COLUMN starts_at SET NOT NULL, ALTER COLUMN ends_at SET NOT NULL,"
    " ALTER COLUMN subject SET NOT NULL",
    "ALTER TABLE booking ADD CONSTRAINT booking_one_place_at_a_time EXCLUDE USING gist"
    " (uuidrange(subject, subject, '[]') WITH &&, during WITH &&) WHERE (NOT cancelled AND NOT overridden)",
    # Places, the running order, the door.
    "ALTER TABLE room ADD CONSTRAINT room_capacity CHECK (capacity > 0)",
    "CREATE INDEX agenda_item_order ON agenda_item (event, place)",
    'CREATE UNIQUE INDEX door_assignment_once ON door_assignment (event, "user")',
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)

"""Nouns of the accounts room, and `Row`, which every table of the product begins with."""

from typing import Any

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from events_app import clock
from events_app.ids import new_id


class Organisation(Table):
    """A tenant: a city, a ministry, an NGO. Its zone and language are the defaults of all it makes."""

    id = UUID(primary_key=True, default=new_id)
    created_at = Timestamptz(default=clock.now)
    slug = Varchar(length=60, unique=True)
    name = Varchar(length=200)
    office = Varchar(length=200)
    address = Text()
    timezone = Varchar(length=60, default="Asia/Jakarta")
    language = Varchar(length=2, default="id")
    demo = Boolean(default=False)
    public_home = Boolean(default=False)
    public_commitments = Boolean(default=False)
    own_approval = Boolean(default=False)


class Row:
    """Every table's first columns: an id made by us, the tenant, the moment of creation (UTC)."""

    id = UUID(primary_key=True, default=new_id)
    organisation = ForeignKey(Organisation, null=False, index=True, on_delete=OnDelete.cascade)
    created_at = Timestamptz(default=clock.now)


def reference(table: Any, *, null: bool = False, cascade: bool = True) -> ForeignKey[Any]:
    """A foreign key with an index; required unless `null`, deleted with its parent unless not `cascade`."""
    on_delete = OnDelete.cascade if cascade else (OnDelete.set_null if null else OnDelete.restrict)
    return ForeignKey(table, null=null, default=None, index=True, on_delete=on_delete)


class User(Row, Table, tablename="app_user"):
    """Somebody who works here. `institution` is a stakeholders' id, kept bare since that room lies to the right."""

    email = Varchar(length=254)
    name = Varchar(length=200)
    roles = Array(base_column=Varchar(length=20), default=list)
    institution = UUID(null=True, default=None)
    language = Varchar(length=2, default="id")
    password_hash = Varchar(length=200, null=True, default=None)
    active = Boolean(default=True)


class LoginSession(Row, Table):
    """One signed-in device; only the digest of its cookie is kept."""

    user = reference(User)
    token_hash = Bytea(unique=True)
    seen_at = Timestamptz(default=clock.now)
    expires_at = Timestamptz(default=clock.now)
    address = Varchar(length=45)
    device = Varchar(length=200)


class LoginLink(Row, Table):
    """A one-time link that signs a user in, or sets up an organisation when it names no user."""

    user = reference(User)
    token_hash = Bytea(unique=True)
    expires_at = Timestamptz(default=clock.now)
    used_at = Timestamptz(null=True, default=None)


class SetupLink(Table):
    """A one-time link to make a new organisation; belongs to none yet."""

    id = UUID(primary_key=True, default=new_id)
    created_at = Timestamptz(default=clock.now)
    token_hash = Bytea(unique=True)
    expires_at = Timestamptz(default=clock.now)
    used_at = Timestamptz(null=True, default=None)


class ApiToken(Row, Table):
    """A bearer token of a user for programs; shown once, kept as a digest, revocable."""

    user = reference(User)
    name = Varchar(length=100)
    token_hash = Bytea(unique=True)
    used_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class AuditEntry(Row, Table):
    """Who did what to what, when and from where, with what stood before and after. Append-only by trigger."""

    actor = UUID(null=True, default=None)
    actor_name = Varchar(length=200)
    via = Varchar(length=10)
    address = Varchar(length=45)
    verb = Varchar(length=60)
    subject = UUID(null=True, default=None)
    before = JSONB(null=True, default=None)
    after = JSONB(null=True, default=None)


class Throttle(Table):
    """Failed tries in a window, by key (`login:account:…`, `token:address:…`)."""

    key = Varchar(length=200, primary_key=True)
    tries = Integer(default=0)
    window_ends = Timestamptz(default=clock.now)


class IdempotencyKey(Row, Table):
    """The first answer to a creating request of a user or a paired phone, so that a repeat gets it again.

    `device` is an id of the room of the door, kept bare since that room lies to the right.
    """

    user = reference(User, null=True)
    device = UUID(null=True, default=None)
    key = Varchar(length=200)
    door = Varchar(length=300)
    body_hash = Bytea()
    status = Integer(null=True, default=None)
    answer = Text(null=True, default=None)


class Counter(Table):
    """Running numbers of references (`K-2026-08-0012`), one row an organisation and prefix."""

    key = Varchar(length=100, primary_key=True)
    value = Integer(default=0)

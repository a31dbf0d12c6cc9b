"""The noun of a member that was named by hand; the group itself stands with the room's tables."""

from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.stakeholders.tables import Group, Institution, Person


class GroupMember(Row, Table, tablename="stakeholder_group_member"):
    """An institution or a person in a group that is kept by hand; exactly one of the two, each once."""

    group = reference(Group)
    institution = reference(Institution, null=True)
    person = reference(Person, null=True)

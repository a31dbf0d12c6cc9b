"""Whom to invite: fifty of the directory at a time, narrowed and ticked, while the ticks of other pages stay."""

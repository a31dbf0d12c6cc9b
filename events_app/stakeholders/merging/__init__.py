"""Two rows that are one: found by name, phone and mail, merged so that undoing is exact, or remembered as different."""

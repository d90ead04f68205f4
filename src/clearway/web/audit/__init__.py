"""Who did what and when: rows that are only ever added."""

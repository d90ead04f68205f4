"""The state of an organisation's month: its dates, its steps from open to locked, what was sent to whom."""

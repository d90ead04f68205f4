"""The department's improvement work: who leads it, its plan, meetings, and whom it reaches."""

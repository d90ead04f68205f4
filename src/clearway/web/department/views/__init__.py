"""Pages of the department."""

"""What is filled in about a department."""

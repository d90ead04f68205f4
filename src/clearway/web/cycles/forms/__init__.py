"""What people fill in on the pages of tests of change."""

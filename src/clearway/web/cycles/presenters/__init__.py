"""What the pages of tests of change show."""

"""Everything that changes the library. Views ask before whether somebody may."""

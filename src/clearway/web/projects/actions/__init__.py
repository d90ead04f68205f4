"""Everything that changes projects. Whether somebody may is asked before, by the views."""

"""Everything that changes a department. Whether somebody may is asked before, by the views."""

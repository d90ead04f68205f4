"""What the pages of a change package show, one module a kind of page."""

"""Learning boards: of a project and of an organisation, on a page, on a wall, on paper."""

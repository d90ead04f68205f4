"""Units of a trust: hospital sites, wards, clinics and teams, on which other parts of the site hang."""

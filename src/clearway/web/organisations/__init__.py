"""Trusts, sites, ICBs, regions and the nation: search and pages."""

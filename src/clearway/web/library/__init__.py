"""The change-idea library: what other trusts tested and what came of it, and how to take a test over."""

"""Who may do what: people, their roles in organisations, and the rule that every page declares."""

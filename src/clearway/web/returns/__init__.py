"""The month's figures of one organisation: what is chosen, what is owed, what is entered."""

"""What pages ask of a department; every answer is of one organisation, or of a list of them."""

"""How people get in and out: sign-in pages, invitations, tokens, the made-up people of the demonstration."""

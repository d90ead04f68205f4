"""The monthly highlight report and the board paper, made from what is recorded."""

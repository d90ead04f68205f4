"""The story of the made-up collaborative, told by the real actions on the days on which it happened.

Only for the demonstration on one computer. What happens is data (`story.yaml`); who does it are the made-up
people. A further part of the story is one more list of `Happening`s in `CHAPTERS`.

It is told when the demonstration is first started, and not shipped as files: so its last month is always the
last month that is over, whenever somebody starts it, and what it holds always fits the program that reads
it. `snapshot.py` makes and loads files of it;
docs/adr/0011-the-demonstration-is-told-anew.md has the figures.
"""

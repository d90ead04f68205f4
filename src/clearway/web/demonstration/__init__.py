"""The story of the made-up collaborative, told by the real actions on the days on which it happened.

Only for the demonstration on one computer. What happens is data (`story.yaml`); who does it are the made-up
people. A further part of the story is one more list of `Happening`s in `chapters`.
"""

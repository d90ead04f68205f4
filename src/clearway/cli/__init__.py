"""The command line, `./clearway NOUN VERB`: one module a noun, loaded only when it is asked for.

A noun's module has `add_arguments(parser)`, which describes its verbs, and `run(arguments)`, which
does the work and returns the exit code.
"""

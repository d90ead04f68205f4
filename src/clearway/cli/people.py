"""`./clearway people invite|list|end|first-administrator`: who may do what, without the pages."""

import argparse

SITE = "the address of the site in the link (default: the first of CLEARWAY_ALLOWED_HOSTS)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    first = verbs.add_parser("first-administrator", help="invite whoever invites everybody else")
    invite = verbs.add_parser("invite", help="invite somebody to a role at an organisation")
    for verb in (first, invite):
        verb.add_argument("--email", required=True, help="where the invitation goes; they sign in with it")
        verb.add_argument("--name", required=True, help="the name that colleagues know")
        verb.add_argument("--site", default="", metavar="URL", help=SITE)
    invite.add_argument("--role", required=True, help="for example trust-lead; a wrong one lists them all")
    invite.add_argument("--organisation", required=True, metavar="CODE")
    listed = verbs.add_parser("list", help="every role that is held, one a line, with tabs between")
    listed.add_argument("--organisation", metavar="CODE", help="only this organisation")
    end = verbs.add_parser("end", help="somebody leaves: roles and sessions end at once")
    end.add_argument("email", help="the address they sign in with")
    end.add_argument("--organisation", metavar="CODE", help="only the roles there; else the account closes")


def run(arguments: argparse.Namespace) -> int:
    """0 when done."""
    from clearway.web import entry

    if arguments.verb == "list":
        for line in entry.list_people(arguments.organisation):
            print(line)
        return 0
    said = vars(arguments)
    options = {name: said[name] for name in said if name != "verb"}
    print(entry.change_people(arguments.verb, options))
    return 0

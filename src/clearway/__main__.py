"""`python -m clearway`: what the launcher `./clearway` runs once the environment is there."""

import sys

from clearway.cli.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`python -m lstm_teach`: is everything in place?"""

import sys

from lstm_teach.health import main

if __name__ == "__main__":
    sys.exit(main())

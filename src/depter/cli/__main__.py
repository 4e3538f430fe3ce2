"""``python -m depter.cli`` is the ``depter`` command."""

import sys

from depter.cli.main import main

sys.exit(main())

"""A child of `market serve`: one web process on an inherited socket, or the worker."""

import sys

from market import create_app
from market.cli.serving import serve_on, work_until_stopped
from market.core import logs
from market.core.settings import settings


def main() -> None:
    """Command line: the descriptor of the listening socket, or "worker"."""
    app = create_app()
    role = sys.argv[1]
    with app.app_context():
        logs.set_up(settings())
        if role == "worker":
            work_until_stopped()
            return
    app.app_context().push()
    serve_on(int(role))


if __name__ == "__main__":
    main()

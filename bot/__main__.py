"""Where the command `cadence` begins; also `python -m bot`."""

import signal


def main() -> None:
    """Reading the libraries takes a second, and Ctrl-C in it ends the process as it ends any other: in silence."""
    interrupted = signal.signal(signal.SIGINT, signal.SIG_DFL)
    from bot.cli import main as command  # noqa: PLC0415  # only once Ctrl-C is quiet

    signal.signal(signal.SIGINT, interrupted)
    command()


if __name__ == "__main__":
    main()

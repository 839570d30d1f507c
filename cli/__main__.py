"""Run the terminal as `python -m cli`."""

from cli import run

if __name__ == "__main__":
    run()

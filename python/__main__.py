"""Runs the agent when the archive with this package is given to an interpreter."""

from scalems_actors.agent import main

# A process that multiprocessing starts may import this file under another name.
if __name__ == "__main__":
    main()

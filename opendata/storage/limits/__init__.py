"""Where it is counted how often an address did something."""

"""What happened and what it means: events, law, the day, calls and strikes, the tally, the replay.

Everything here is a pure function of facts. Nothing reads a clock, a file or a database; time is always an argument.
"""

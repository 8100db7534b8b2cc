"""The commands: parse, call, render. No rule of the domain is decided here."""

"""What all tests share: how hard Hypothesis searches, that a slow machine is no failure, and that Ctrl-C is heard."""

import signal

from hypothesis import HealthCheck, settings

settings.register_profile("saksi", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("saksi")

# A shell ignores Ctrl-C for what it starts in the background, and every process started from there inherits that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

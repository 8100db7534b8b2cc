"""What all tests share: how hard Hypothesis searches, and that a slow machine is no failure."""

from hypothesis import HealthCheck, settings

settings.register_profile("saksi", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("saksi")

"""Says hello from a registry that verified it."""
from commons_demo_dep import greeting

__version__ = "1.0.0"


def hello(name="world"):
    return greeting(name)

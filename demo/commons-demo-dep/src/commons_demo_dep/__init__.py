"""The words that commons-demo says."""
__version__ = "1.0.0"


def greeting(name):
    return f"Hello {name}, from the commons."

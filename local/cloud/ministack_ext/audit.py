"""Watches which properties of a resource its handler looks at, so that a property which MiniStack drops is known and not silent."""
import json
import pathlib

import ministack.services.cloudformation.provisioners as provisioners

# type -> {"created": how many, "unread": {property: how many times nobody looked at it}}
seen = {}

# Properties known to be unread, each with the reason why that is harmless or what stands in for it.
ALLOWED = json.loads((pathlib.Path(__file__).parent / "unread.json").read_text(encoding="utf-8"))


class Watched(dict):
    """A resource's properties that remember which of them were looked at. Walking over all of them counts as reading all."""

    def __init__(self, properties):
        super().__init__(properties)
        self.read = set()

    def __getitem__(self, key):
        self.read.add(key)
        return super().__getitem__(key)

    def get(self, key, default=None):
        self.read.add(key)
        return super().get(key, default)

    def __contains__(self, key):
        self.read.add(key)
        return super().__contains__(key)

    def _all(self):
        self.read.update(super().keys())

    def __iter__(self):
        self._all()
        return super().__iter__()

    def keys(self):
        self._all()
        return super().keys()

    def items(self):
        self._all()
        return super().items()

    def values(self):
        self._all()
        return super().values()

    def copy(self):
        self._all()
        return dict(super().items())

    def __reduce__(self):
        return dict, (self.copy(),)


def _watch(resource_type, create):
    def watched(logical_id, props, stack):
        properties = Watched(props)
        result = create(logical_id, properties, stack)
        entry = seen.setdefault(resource_type, {"created": 0, "unread": {}})
        entry["created"] += 1
        for name in set(dict.keys(properties)) - properties.read:
            entry["unread"][name] = entry["unread"].get(name, 0) + 1
        return result
    return watched


def install():
    """Wraps every handler there is; call it after all others were added."""
    for resource_type, entry in provisioners._RESOURCE_HANDLERS.items():
        if "create" in entry:
            provisioners._RESOURCE_HANDLERS[resource_type] = {**entry, "create": _watch(resource_type, entry["create"])}


def unread():
    """Properties that nobody looked at, as `Type.Property`, and without those that have a reason."""
    found = [f"{kind}.{name}" for kind, entry in seen.items() for name in entry["unread"]]
    return {"unexplained": sorted(set(found) - set(ALLOWED)), "allowed": {name: ALLOWED[name] for name in sorted(set(found) & set(ALLOWED))}}

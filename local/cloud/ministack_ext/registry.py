"""The table of CloudFormation handlers that this launcher adds to MiniStack, and what every handler needs."""
import functools
import os

import boto3
from botocore.config import Config
import ministack.services.cloudformation.provisioners as provisioners
import ministack.services.cloudformation.stacks as stacks
from ministack.core.responses import get_account_id, get_region
from ministack.core.tls import use_ssl_enabled

PORT = os.environ.get("GATEWAY_PORT", "4566")
ENDPOINT = f"{'https' if use_ssl_enabled() else 'http'}://127.0.0.1:{PORT}"

# Types whose handlers call back into this very server; they must not block its event loop.
_reentrant = set()


@functools.lru_cache(maxsize=None)
def client(service):
    """A client of the local cloud itself, as the account's root."""
    return boto3.client(
        service, endpoint_url=ENDPOINT, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test",
        verify=os.environ.get("SSL_CERT_FILE"), config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}))


def physical_name(stack, logical_id, most=64):
    return provisioners._physical_name(stack, logical_id, max_len=most)


def flag(value):
    """A template's boolean, which may have become a string."""
    return str(value).lower() == "true"


def tag_list(props, key="Tags"):
    """Tags in the list form of most APIs, from a template's list or map."""
    tags = props.get(key) or []
    return [{"Key": k, "Value": v} for k, v in tags.items()] if isinstance(tags, dict) else tags


def tag_map(props):
    return {tag["Key"]: tag["Value"] for tag in tag_list(props)}


def arn(service, resource, region=None):
    return f"arn:aws:{service}:{region if region is not None else get_region()}:{get_account_id()}:{resource}"


def handler(resource_type, create, delete, update=None, immutable=()):
    """Adds a type. `create(logical_id, props, stack)` and `update(id, old, new, stack)` return the physical id and the
    attributes. A change to a property in `immutable`, or any change without `update`, makes a new resource; the engine then
    deletes the one with the old id, as CloudFormation does."""
    def changed(physical_id, old, new, stack, logical_id):
        replaced = update is None or any(old.get(name) != new.get(name) for name in immutable)
        return create(logical_id, new, stack) if replaced else update(physical_id, old, new, stack)

    if resource_type in provisioners._RESOURCE_HANDLERS:
        raise SystemExit(f"MiniStack now has a handler for {resource_type} of its own; remove ours from local/cloud/ministack_ext.")
    provisioners._RESOURCE_HANDLERS[resource_type] = {
        "create": create, "delete": delete, "update": changed, "update_with_logical_id": True}
    _reentrant.add(resource_type)


def extend(resource_type, apply, on_update=True):
    """Lets `apply(physical_id, props)` set, after MiniStack's own create and update, what that leaves out."""
    entry = dict(provisioners._RESOURCE_HANDLERS[resource_type])
    create, update = entry["create"], entry["update"]

    def created(logical_id, props, stack):
        physical_id, attributes = create(logical_id, props, stack)
        apply(physical_id, props)
        return physical_id, attributes

    def updated(physical_id, old, new, *rest):
        physical_id, attributes = update(physical_id, old, new, *rest)
        if on_update:
            apply(physical_id, new)
        return physical_id, attributes

    entry.update(create=created, update=updated)
    provisioners._RESOURCE_HANDLERS[resource_type] = entry
    _reentrant.add(resource_type)


def leave_event_loop():
    original = stacks._runs_on_worker_thread
    stacks._runs_on_worker_thread = lambda resource_type: resource_type in _reentrant or original(resource_type)

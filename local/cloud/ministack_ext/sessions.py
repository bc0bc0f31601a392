"""What policies are told of whoever takes a role, and then of the role; MiniStack never tells of a second factor, and calls the role by
the name of its session.

A second factor is a device of the caller's own and six digits, which are not checked.
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
"""
import contextvars
import dataclasses
import re
import urllib.parse

import ministack.core.iam_evaluator as iam_evaluator
import ministack.services.iam as iam
import ministack.services.sts as sts

_SESSION = re.compile(r"^arn:aws:sts::(\d+):assumed-role/([^/]+)/")
_device = contextvars.ContextVar("device", default=None)


def _shown(body):
    """Serial number of the device in a request of the query protocol, when a code of six digits is there too."""
    params = urllib.parse.parse_qs((body or b"").decode("utf-8", errors="replace"))
    serial, code = (params.get(name, [""])[0] for name in ("SerialNumber", "TokenCode"))
    return serial if re.fullmatch(r"\d{6}", code) else None


def _remember(original):
    async def handle_request(method, path, headers, body, query_params):
        token = _device.set(_shown(body))
        try:
            return await original(method, path, headers, body, query_params)
        finally:
            _device.reset(token)
    return handle_request


def _tell(original):
    def evaluate(trust_doc, caller_arn, ctx=None):
        owner = (iam._mfa_devices.get(_device.get()) or {}).get("User")
        if ctx is not None and owner and caller_arn.endswith(f":user/{owner}"):
            keys = {"aws:multifactorauthpresent": "true", "aws:multifactorauthage": "0"}
            ctx = dataclasses.replace(ctx, service_context={**ctx.service_context, **keys})
        return original(trust_doc, caller_arn, ctx)
    return evaluate


def _name_role(original):
    def resolve(key, ctx):
        session = _SESSION.match(ctx.principal_arn) if key.lower() == "aws:principalarn" else None
        return f"arn:aws:iam::{session[1]}:role/{session[2]}" if session else original(key, ctx)
    return resolve


sts.handle_request = _remember(sts.handle_request)
iam_evaluator.evaluate_trust_policy = _tell(iam_evaluator.evaluate_trust_policy)
iam_evaluator._resolve_condition_key = _name_role(iam_evaluator._resolve_condition_key)

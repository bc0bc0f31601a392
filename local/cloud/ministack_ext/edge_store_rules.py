"""Policies name the CloudFront KeyValueStore that they are about; MiniStack would ask them about every one.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfrontkeyvaluestore.html
"""
import re
import urllib.parse

import ministack.core.iam_actions as iam_actions

_STORE = re.compile(r"^/key-value-stores/(arn:[^/]+/[\w-]+)")


def _resource(original):
    def resource(service, method, path, *rest, **named):
        store = _STORE.match(urllib.parse.unquote(path)) if service == "cloudfront-keyvaluestore" else None
        return store[1] if store else original(service, method, path, *rest, **named)
    return resource


iam_actions.extract_resource_arn = _resource(iam_actions.extract_resource_arn)

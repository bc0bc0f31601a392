"""Policies name the IP set or the rule group of a web ACL that a call is about; MiniStack would ask about a web ACL of its name.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswafv2.html
"""
import json
import re

import ministack.core.iam_actions as iam_actions

_KINDS = {"IPSet": "ipset", "RuleGroup": "rulegroup"}
_OPERATION = re.compile(r"^AWSWAF_20190729\.(?:Get|Update|Delete)(IPSet|RuleGroup)$")


def _arn(headers, body, region, account_id):
    target = next((value for name, value in headers.items() if name.lower() == "x-amz-target"), "")
    operation = _OPERATION.match(target)
    try:
        given = json.loads(body) if operation else {}
    except (TypeError, ValueError):
        return None
    if not {"Name", "Id", "Scope"} <= given.keys():
        return None
    scope = "global" if given["Scope"] == "CLOUDFRONT" else "regional"
    return f"arn:aws:wafv2:{region}:{account_id}:{scope}/{_KINDS[operation[1]]}/{given['Name']}/{given['Id']}"


def _resource(original):
    def resource(service, method, path, headers, body, query_params, region, account_id):
        arn = _arn(headers, body, region, account_id) if service == "wafv2" else None
        return arn or original(service, method, path, headers, body, query_params, region, account_id)
    return resource


iam_actions.extract_resource_arn = _resource(iam_actions.extract_resource_arn)

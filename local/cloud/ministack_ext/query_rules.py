"""Policies name the workgroup of Athena that a query runs in; MiniStack would ask about every one where only the query is named.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonathena.html
"""
import json

import ministack.core.iam_actions as iam_actions
import ministack.services.athena as athena


def _workgroup_of(body):
    try:
        query = json.loads(body).get("QueryExecutionId")
    except (TypeError, ValueError, AttributeError):
        return None
    execution = athena._executions.get(query) if query else None
    return execution and execution["WorkGroup"]


def _resource(original):
    def resource(service, method, path, headers, body, *rest, **named):
        workgroup = _workgroup_of(body) if service == "athena" else None
        return athena._arn_workgroup(workgroup) if workgroup else original(service, method, path, headers, body, *rest, **named)
    return resource


iam_actions.extract_resource_arn = _resource(iam_actions.extract_resource_arn)

"""Types for which MiniStack has the service but no CloudFormation handler: created through the service's own API."""
import copy

from registry import arn, client, flag, handler, physical_name, tag_list, tag_map
from ministack.core.responses import get_account_id


# AWS::WAFv2::IPSet, RegexPatternSet and RuleGroup: the physical id is name|id|scope.
def _waf_set(kind, fields):
    waf = lambda operation, **args: getattr(client("wafv2"), f"{operation}_{kind}")(**args)
    body = {"ip_set": "IPSet", "regex_pattern_set": "RegexPatternSet", "rule_group": "RuleGroup"}[kind]

    def at(physical_id):
        name, identifier, scope = physical_id.split("|")
        return {"Name": name, "Id": identifier, "Scope": scope}

    def create(logical_id, props, stack):
        name, scope = props.get("Name") or physical_name(stack, logical_id, 128), props["Scope"]
        described = {"Description": props["Description"]} if props.get("Description") else {}
        tags = {"Tags": tag_list(props)} if tag_list(props) else {}
        made = waf("create", Name=name, Scope=scope, **fields(props, True), **described, **tags)["Summary"]
        return f"{name}|{made['Id']}|{scope}", {"Arn": made["ARN"], "Id": made["Id"]}

    def update(physical_id, _old, new, _stack):
        found = waf("get", **at(physical_id))
        waf("update", **at(physical_id), **fields(new, False), LockToken=found["LockToken"])
        return physical_id, {"Arn": found[body]["ARN"], "Id": found[body]["Id"]}

    def delete(physical_id, _props):
        waf("delete", **at(physical_id), LockToken=waf("get", **at(physical_id))["LockToken"])

    return create, delete, update, ("Name", "Scope", "IPAddressVersion")


def _addresses(props, new):
    return {"Addresses": props.get("Addresses", []), **({"IPAddressVersion": props["IPAddressVersion"]} if new else {})}


def _patterns(props, _new):
    return {"RegularExpressionList": [{"RegexString": pattern} for pattern in props["RegularExpressionList"]]}


handler("AWS::WAFv2::IPSet", *_waf_set("ip_set", _addresses))
handler("AWS::WAFv2::RegexPatternSet", *_waf_set("regex_pattern_set", _patterns))


# AWS::WAFv2::RuleGroup: the capacity is fixed when it is made.
_rule_group = _waf_set("rule_group", lambda props, new: {
    "Rules": _wire(list(props.get("Rules", []))), "VisibilityConfig": _wire(dict(props["VisibilityConfig"])),
    **({"Capacity": int(props["Capacity"])} if new else {})})


def _wire(value):
    """A template's values as the SDK wants them: search strings as bytes, whole numbers and booleans as such."""
    if isinstance(value, list):
        return [_wire(item) for item in value]
    if not isinstance(value, dict):
        return value
    numbers, flags = ("Priority", "Limit", "EvaluationWindowSec"), ("CloudWatchMetricsEnabled", "SampledRequestsEnabled")
    return {key: part.encode() if key == "SearchString" else int(part) if key in numbers else flag(part) if key in flags
            else _wire(part) for key, part in value.items()}


handler("AWS::WAFv2::RuleGroup", *_rule_group[:3], ("Name", "Scope", "Capacity"))


# AWS::Logs::Delivery*: the puts overwrite, so an update is a put.
def _delivery_source(_logical_id, props, _stack):
    made = client("logs").put_delivery_source(
        name=props["Name"], resourceArn=props["ResourceArn"], logType=props["LogType"], tags=tag_map(props))["deliverySource"]
    return props["Name"], {"Arn": made["arn"], "Service": made["service"], "ResourceArns": made["resourceArns"]}


def _delivery_destination(_logical_id, props, _stack):
    form = {"outputFormat": props["OutputFormat"]} if props.get("OutputFormat") else {}
    made = client("logs").put_delivery_destination(
        name=props["Name"], tags=tag_map(props), **form,
        deliveryDestinationConfiguration={"destinationResourceArn": props["DestinationResourceArn"]})["deliveryDestination"]
    return props["Name"], {"Arn": made["arn"], "DeliveryDestinationType": made["deliveryDestinationType"]}


def _delivery(_logical_id, props, _stack):
    optional = {}
    if props.get("S3SuffixPath"):
        optional["s3DeliveryConfiguration"] = {
            "suffixPath": props["S3SuffixPath"], "enableHiveCompatiblePath": flag(props.get("S3EnableHiveCompatiblePath"))}
    if props.get("RecordFields"):
        optional["recordFields"] = props["RecordFields"]
    if props.get("FieldDelimiter"):
        optional["fieldDelimiter"] = props["FieldDelimiter"]
    made = client("logs").create_delivery(
        deliverySourceName=props["DeliverySourceName"], deliveryDestinationArn=props["DeliveryDestinationArn"],
        tags=tag_map(props), **optional)["delivery"]
    return made["id"], {"DeliveryId": made["id"], "Arn": made["arn"]}


def _delivery_update(physical_id, _old, new, stack):
    # One delivery for each pair of source and destination: the old one must go first, unlike CloudFormation's own order.
    client("logs").delete_delivery(id=physical_id)
    return _delivery("", new, stack)


def _delivery_delete(physical_id, _props):
    found = client("logs").describe_deliveries()["deliveries"]
    if any(delivery["id"] == physical_id for delivery in found):
        client("logs").delete_delivery(id=physical_id)


def _again(create):
    return lambda physical_id, _old, new, stack: create(physical_id, new, stack)


handler("AWS::Logs::DeliverySource", _delivery_source,
        lambda physical_id, _props: client("logs").delete_delivery_source(name=physical_id),
        _again(_delivery_source), ("Name",))
handler("AWS::Logs::DeliveryDestination", _delivery_destination,
        lambda physical_id, _props: client("logs").delete_delivery_destination(name=physical_id),
        _again(_delivery_destination), ("Name",))
handler("AWS::Logs::Delivery", _delivery, _delivery_delete, _delivery_update)


# AWS::IAM::OIDCProvider
def _oidc(_logical_id, props, _stack):
    made = client("iam").create_open_id_connect_provider(
        Url=props["Url"], ClientIDList=props.get("ClientIdList", []), ThumbprintList=props.get("ThumbprintList", []),
        Tags=tag_list(props))["OpenIDConnectProviderArn"]
    return made, {"Arn": made}


def _oidc_delete(physical_id, _props):
    client("iam").delete_open_id_connect_provider(OpenIDConnectProviderArn=physical_id)


def _oidc_update(physical_id, _old, new, stack):
    # MiniStack cannot change the client ids of a provider; the ARN comes from the address, so a new one has the same.
    _oidc_delete(physical_id, new)
    return _oidc(physical_id, new, stack)


handler("AWS::IAM::OIDCProvider", _oidc, _oidc_delete, _oidc_update, ("Url",))


# AWS::IAM::AccessKey: not in the registry's stack, but tests make users with it.
def _access_key(_logical_id, props, _stack):
    made = client("iam").create_access_key(UserName=props["UserName"])["AccessKey"]
    return made["AccessKeyId"], {"SecretAccessKey": made["SecretAccessKey"]}


handler("AWS::IAM::AccessKey", _access_key,
        lambda physical_id, props: client("iam").delete_access_key(UserName=props["UserName"], AccessKeyId=physical_id))


# AWS::CloudWatch::CompositeAlarm: the put overwrites.
def _composite(logical_id, props, stack):
    name = props.get("AlarmName") or physical_name(stack, logical_id, 255)
    actions = {key: props[key] for key in ("AlarmActions", "OKActions", "InsufficientDataActions") if props.get(key)}
    client("cloudwatch").put_composite_alarm(
        AlarmName=name, AlarmRule=props["AlarmRule"], AlarmDescription=props.get("AlarmDescription", ""),
        ActionsEnabled=flag(props.get("ActionsEnabled", True)), Tags=tag_list(props), **actions)
    return name, {"Arn": arn("cloudwatch", f"alarm:{name}")}


handler("AWS::CloudWatch::CompositeAlarm", _composite,
        lambda physical_id, _props: client("cloudwatch").delete_alarms(AlarmNames=[physical_id]),
        lambda physical_id, _old, new, stack: _composite(physical_id, {**new, "AlarmName": physical_id}, stack), ("AlarmName",))


# AWS::Budgets::Budget
def _budget(logical_id, props, stack):
    wanted = copy.deepcopy(dict(props["Budget"]))
    wanted.setdefault("BudgetName", physical_name(stack, logical_id, 100))
    if "BudgetLimit" in wanted:
        wanted["BudgetLimit"]["Amount"] = str(wanted["BudgetLimit"]["Amount"])
    alerts = copy.deepcopy(list(props.get("NotificationsWithSubscribers", [])))
    for alert in alerts:
        alert["Notification"]["Threshold"] = float(alert["Notification"]["Threshold"])
    client("budgets").create_budget(
        AccountId=get_account_id(), Budget=wanted, NotificationsWithSubscribers=alerts,
        ResourceTags=tag_list(props, "ResourceTags"))
    return wanted["BudgetName"], {}


def _budget_delete(physical_id, _props):
    client("budgets").delete_budget(AccountId=get_account_id(), BudgetName=physical_id)


def _budget_update(physical_id, _old, new, stack):
    _budget_delete(physical_id, {})
    return _budget(physical_id, {**new, "Budget": {**new["Budget"], "BudgetName": physical_id}}, stack)


handler("AWS::Budgets::Budget", _budget, _budget_delete, _budget_update)

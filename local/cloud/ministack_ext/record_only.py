"""Types without any local service behind them: kept so that Ref and GetAtt work, listed for everyone to see, and not run.

What each would do on AWS is held by assertions on the template instead; docs/fidelity.md says which.
"""
import json
import os
import uuid

import ministack.core.persistence as persistence
from registry import arn, handler
from ministack.core.responses import get_account_id

_FILE = os.path.join(persistence.STATE_DIR, "record_only.json")


def _load():
    if not (persistence.PERSIST_STATE and os.path.exists(_FILE)):
        return {}
    with open(_FILE, encoding="utf-8") as file:
        return json.load(file)


# Physical id -> {"type", "logicalId", "stack", "properties"}.
recorded = _load()


def _save():
    if not persistence.PERSIST_STATE:
        return
    os.makedirs(persistence.STATE_DIR, exist_ok=True)
    with open(f"{_FILE}.tmp", "w", encoding="utf-8") as file:
        json.dump(recorded, file)
    os.replace(f"{_FILE}.tmp", _FILE)


def _record(resource_type, identify):
    """`identify(uuid, props)` gives the physical id and the attributes that the type's reference documents."""
    def keep(physical_id, attributes, logical_id, props, stack):
        recorded[physical_id] = {"type": resource_type, "logicalId": logical_id, "stack": stack, "properties": dict(props)}
        _save()
        return physical_id, attributes

    def create(logical_id, props, stack):
        return keep(*identify(str(uuid.uuid4()), props), logical_id, props, stack)

    def update(physical_id, _old, new, stack):
        identifier = physical_id.split("/")[-1].split("|")[0]
        return keep(physical_id, identify(identifier, new)[1], recorded[physical_id]["logicalId"], new, stack)

    def delete(physical_id, _props):
        recorded.pop(physical_id, None)
        _save()

    handler(resource_type, create, delete, update)
    TYPES.append(resource_type)


def _global(service, kind, attribute, **more):
    def identify(identifier, _props):
        name = arn(service, f"{kind}/{identifier}", region="")
        return name, {attribute: name, **more}
    return identify


TYPES = []
_record("AWS::WAFv2::LoggingConfiguration", lambda _, props: (props["ResourceArn"], {"ManagedByFirewallManager": False}))
_record("AWS::CloudWatch::AnomalyDetector", lambda identifier, _: (identifier, {"Id": identifier}))
_record("AWS::Logs::QueryDefinition", lambda identifier, _: (identifier, {"QueryDefinitionId": identifier}))
_record("AWS::Budgets::BudgetsAction", lambda identifier, props: (f"{identifier}|{props['BudgetName']}", {"ActionId": identifier}))
_record("AWS::CE::AnomalyMonitor", _global("ce", "anomalymonitor", "MonitorArn"))
_record("AWS::CE::AnomalySubscription", _global("ce", "anomalysubscription", "SubscriptionArn", AccountId=get_account_id()))
_record("AWS::CE::CostCategory", _global("ce", "costcategory", "Arn", EffectiveStart="2026-01-01T00:00:00Z"))
_record("AWS::PricingPlanManager::Subscription", _global("pricingplanmanager", "subscription", "Arn", Status="PENDING_APPROVAL"))
_record("AWS::BCMDataExports::Export", _global("bcm-data-exports", "export", "ExportArn"))
_record("AWS::GuardDuty::MalwareProtectionPlan", lambda identifier, _: (
    identifier, {"MalwareProtectionPlanId": identifier, "Status": "ACTIVE",
                 "Arn": arn("guardduty", f"malware-protection-plan/{identifier}")}))

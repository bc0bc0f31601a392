"""Properties that MiniStack drops on types it supports, set afterwards through the services' own APIs."""
import json

import ministack.services.cloudformation.provisioners as provisioners
import ministack.services.cloudfront_keyvaluestore as key_value_stores
import ministack.services.route53 as route53
import ministack.services.s3 as s3_service
import ministack.services.waf as waf
from registry import arn, client, extend, flag, tag_list

# A bucket that has none answers these deletes with success, so an update that removes a property can always send them.
_CLEARED_BY = {
    "BucketEncryption": "delete_bucket_encryption",
    "LifecycleConfiguration": "delete_bucket_lifecycle",
    "OwnershipControls": "delete_bucket_ownership_controls",
    "ReplicationConfiguration": "delete_bucket_replication",
    "Tags": "delete_bucket_tagging",
}


def _bucket(name, props):
    s3 = client("s3")
    for prop, clear in _CLEARED_BY.items():
        if not props.get(prop):
            getattr(s3, clear)(Bucket=name)
    if tag_list(props):
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tag_list(props)})
    if flag(props.get("ObjectLockEnabled")):
        _lock(name, props)
    if props.get("BucketEncryption"):
        rules = [_encryption(rule) for rule in props["BucketEncryption"]["ServerSideEncryptionConfiguration"]]
        s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": rules})
    if props.get("OwnershipControls"):
        s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=props["OwnershipControls"])
    if props.get("LoggingConfiguration"):
        target = props["LoggingConfiguration"]
        s3.put_bucket_logging(Bucket=name, BucketLoggingStatus={"LoggingEnabled": {
            "TargetBucket": target.get("DestinationBucketName", name), "TargetPrefix": target.get("LogFilePrefix", "")}})
    if props.get("LifecycleConfiguration"):
        rules = [_lifecycle(index, rule) for index, rule in enumerate(props["LifecycleConfiguration"]["Rules"])]
        s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})
    if props.get("ReplicationConfiguration"):
        s3.put_bucket_replication(Bucket=name, ReplicationConfiguration=_replication(props["ReplicationConfiguration"]))


def _replication(configuration):
    """CloudFormation's names are the API's, but for the case of ID and the type of numbers."""
    rules = [{**{key: value for key, value in rule.items() if key != "Id"}, "ID": rule["Id"], "Priority": int(rule["Priority"])}
             for rule in configuration["Rules"]]
    return {"Role": configuration["Role"], "Rules": rules}


def _lock(name, props):
    s3_service._bucket_versioning[name] = "Enabled"
    if not s3_service._bucket_object_lock.get(name):
        s3_service._bucket_object_lock[name] = {"enabled": True, "default_retention": None}
    retention = props.get("ObjectLockConfiguration", {}).get("Rule", {}).get("DefaultRetention")
    if retention:
        whole = {key: value if key == "Mode" else int(value) for key, value in retention.items()}
        client("s3").put_object_lock_configuration(Bucket=name, ObjectLockConfiguration={
            "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": whole}})


def _encryption(rule):
    wanted = dict(rule["ServerSideEncryptionByDefault"])
    if wanted["SSEAlgorithm"] == "aws:kms":
        wanted.setdefault("KMSMasterKeyID", "alias/aws/s3")
    return {"ApplyServerSideEncryptionByDefault": wanted, "BucketKeyEnabled": flag(rule.get("BucketKeyEnabled"))}


def _lifecycle(index, rule):
    """CloudFormation spells lifecycle rules differently from the API."""
    conditions = {"Prefix": rule.get("Prefix", "")}
    for key in ("ObjectSizeGreaterThan", "ObjectSizeLessThan"):
        if rule.get(key):
            conditions[key] = int(rule[key])
    tags = rule.get("TagFilters")
    if tags:
        conditions["Tags"] = tags
    out = {"ID": rule.get("Id", f"rule-{index}"), "Status": rule["Status"],
           "Filter": {"And": conditions} if len(conditions) > 1 else conditions}
    if rule.get("ExpirationInDays"):
        out["Expiration"] = {"Days": int(rule["ExpirationInDays"])}
    elif flag(rule.get("ExpiredObjectDeleteMarker")):
        out["Expiration"] = {"ExpiredObjectDeleteMarker": True}
    if rule.get("NoncurrentVersionExpiration"):
        out["NoncurrentVersionExpiration"] = {key: int(value) for key, value in rule["NoncurrentVersionExpiration"].items()}
    if rule.get("AbortIncompleteMultipartUpload"):
        days = rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"]
        out["AbortIncompleteMultipartUpload"] = {"DaysAfterInitiation": int(days)}
    if rule.get("Transitions"):
        out["Transitions"] = [{"Days": int(step["TransitionInDays"]), "StorageClass": step["StorageClass"]}
                              for step in rule["Transitions"]]
    return out


def _refuse_full_bucket(delete):
    def refusing(name, props):
        held = client("s3").list_object_versions(Bucket=name, MaxKeys=1)
        if held.get("Versions") or held.get("DeleteMarkers"):
            raise ValueError(f"The bucket you tried to delete is not empty. You must delete all versions in the bucket. "
                             f"(Service: S3, Status Code: 409) {name}")
        return delete(name, props)
    return refusing


def _key_value_store(name, props):
    if props.get("ImportSource"):
        bucket, key = props["ImportSource"]["SourceArn"].split(":::", 1)[1].split("/", 1)
        pairs = json.loads(client("s3").get_object(Bucket=bucket, Key=key)["Body"].read())["data"]
        store, _ = key_value_stores._get_store(arn("cloudfront", f"key-value-store/{name}", region=""))
        store["items"].update({pair["key"]: str(pair["value"]) for pair in pairs})


def _function(name, props):
    reserved = props.get("ReservedConcurrentExecutions")
    if reserved is None:
        client("lambda").delete_function_concurrency(FunctionName=name)
    else:
        client("lambda").put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=int(reserved))
    if props.get("DeadLetterConfig"):
        client("lambda").update_function_configuration(FunctionName=name, DeadLetterConfig=props["DeadLetterConfig"])


def _web_acl(physical_id, props):
    _, identifier, scope = physical_id.split("|")
    record = waf.web_acl_record(identifier, scope)
    for name in ("CustomResponseBodies", "TokenDomains"):
        record.pop(name, None)
        if props.get(name):
            record[name] = props[name]


def _metric_alarm(original):
    """Alarms on an expression are stored and shown, never evaluated: MiniStack knows single metrics only."""
    plain = ("GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold")

    def record(name, props):
        if props.get("Metrics"):
            props = {**{key: value for key, value in props.items() if key != "Metrics"},
                     "Namespace": "Local/Unevaluated", "MetricName": name[:200], "Threshold": props.get("Threshold", 0)}
            if props["ComparisonOperator"] not in plain:
                props["ComparisonOperator"] = "GreaterThanThreshold"
        return original(name, props)
    return record


def _with_zone(create):
    """A zone that the stack refers to by id was made elsewhere; the local account gets one when the first record asks for it."""
    def created(logical_id, props, stack):
        zone = props.get("HostedZoneId")
        if zone and zone not in route53._zones:
            name = props["Name"].rstrip(".").split(".", 1)[1] + "."
            route53._zones[zone] = {"id": zone, "name": name, "caller_reference": zone, "comment": "", "private": False, "vpcs": []}
            route53._records[zone] = route53._default_records(name)
        return create(logical_id, props, stack)
    return created


extend("AWS::S3::Bucket", _bucket)
_handlers = provisioners._RESOURCE_HANDLERS
_handlers["AWS::S3::Bucket"]["delete"] = _refuse_full_bucket(_handlers["AWS::S3::Bucket"]["delete"])
extend("AWS::Lambda::Function", _function)
extend("AWS::WAFv2::WebACL", _web_acl)
extend("AWS::CloudFront::KeyValueStore", _key_value_store, on_update=False)
provisioners._cw_metric_alarm_record = _metric_alarm(provisioners._cw_metric_alarm_record)
_handlers["AWS::Route53::RecordSet"] = {
    **_handlers["AWS::Route53::RecordSet"], "create": _with_zone(_handlers["AWS::Route53::RecordSet"]["create"])}

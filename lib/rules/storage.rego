package registry.storage

import rego.v1

# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-s3-bucket-objectlockconfiguration.html: the
# configuration does nothing on a bucket without Object Lock.
violation contains v if {
	some name in resources_of_type("AWS::S3::Bucket")
	resolve(name, "Properties.ObjectLockConfiguration")
	not lock_enabled(name)
	v := make_diag_at(
		"REGISTRY-S3-001", "ERROR", name, "Properties.ObjectLockEnabled",
		"The bucket has an Object Lock configuration, but Object Lock is off; set ObjectLockEnabled",
	)
}

lock_enabled(name) if resolve(name, "Properties.ObjectLockEnabled") == true

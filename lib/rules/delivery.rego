package registry.delivery

import rego.v1

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html: 10 KB of code.
max_function_bytes := 10240

violation contains v if {
	some name in resources_of_type("AWS::CloudFront::Function")
	code := resolve(name, "Properties.FunctionCode")
	is_string(code)
	count(code) > max_function_bytes
	v := make_diag_at(
		"REGISTRY-CDN-001", "ERROR", name, "Properties.FunctionCode",
		sprintf("The function has %d bytes, CloudFront takes %d; make it smaller", [count(code), max_function_bytes]),
	)
}

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliveryDestination.html
output_formats := {"json", "plain", "w3c", "raw", "parquet"}

violation contains v if {
	some name in resources_of_type("AWS::Logs::DeliveryDestination")
	format := resolve(name, "Properties.OutputFormat")
	not format in output_formats
	v := make_diag_at(
		"REGISTRY-CDN-002", "ERROR", name, "Properties.OutputFormat",
		sprintf("OutputFormat %v is none of %v", [format, concat(", ", output_formats)]),
	)
}

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html: the log types of CloudFront.
log_types := {"ACCESS_LOGS", "CONNECTION_LOGS"}

violation contains v if {
	some name in resources_of_type("AWS::Logs::DeliverySource")
	type := resolve(name, "Properties.LogType")
	not type in log_types
	v := make_diag_at(
		"REGISTRY-CDN-003", "ERROR", name, "Properties.LogType",
		sprintf("LogType %v is none of %v", [type, concat(", ", log_types)]),
	)
}

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html: without
# AWS:SourceArn any distribution of any account may read the bucket.
violation contains v if {
	some name in resources_of_type("AWS::S3::BucketPolicy")
	some i, statement in resolve(name, "Properties.PolicyDocument.Statement")
	statement.Effect == "Allow"
	statement.Principal.Service == "cloudfront.amazonaws.com"
	not bound_to_source(statement)
	v := make_diag_at(
		"REGISTRY-CDN-004", "ERROR", name,
		sprintf("Properties.PolicyDocument.Statement.%d.Condition", [i]),
		"CloudFront may read the bucket for every distribution of every account; add a condition on AWS:SourceArn",
	)
}

bound_to_source(statement) if {
	some keys in statement.Condition
	some key in object.keys(keys)
	lower(key) == "aws:sourcearn"
}

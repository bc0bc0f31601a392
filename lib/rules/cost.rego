package registry.cost

import rego.v1

# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-budgets-budget-budgetdata.html
time_units := {"MONTHLY", "QUARTERLY", "ANNUALLY"}

violation contains v if {
	some name in resources_of_type("AWS::Budgets::Budget")
	unit := resolve(name, "Properties.Budget.TimeUnit")
	not unit in time_units
	v := make_diag_at(
		"REGISTRY-COST-001", "ERROR", name, "Properties.Budget.TimeUnit",
		sprintf("TimeUnit %v is none of %v", [unit, concat(", ", time_units)]),
	)
}

# Credits would hide the spending that the budget is to show; the service includes them unless told otherwise.
violation contains v if {
	some name in resources_of_type("AWS::Budgets::Budget")
	not excludes_credit(name)
	v := make_diag_at(
		"REGISTRY-COST-002", "ERROR", name, "Properties.Budget.CostTypes",
		"The budget counts credits as money not spent; set IncludeCredit to false",
	)
}

excludes_credit(name) if resolve(name, "Properties.Budget.CostTypes.IncludeCredit") == false

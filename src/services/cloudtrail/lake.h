#pragma once
// CloudTrail Lake as an account meets it that did not have it when AWS closed it to new customers (31 May 2026): nothing
// can be made, lists are empty, and what is named is not there. Each operation is authorized and recorded all the same.
#include "service/operation.h"

namespace cloudtrail {

std::vector<service::Operation> lake_operations();

}  // namespace cloudtrail

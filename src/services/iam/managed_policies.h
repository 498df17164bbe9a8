#pragma once
// The managed policies AWS offers in every account, as far as they concern services that are here: compact documents
// of our own to the same effect. Others do not exist, and attaching one is refused.
//
// Which, and why:
//   administrators, power users, IAM*            what people and pipelines are given first; landing zones give them to their roles
//   ReadOnlyAccess, SecurityAudit, ViewOnlyAccess    what auditors' roles hold
//   AWSCloudTrail_*, CloudTrail*, AWSOrganizations*  the trail's readers, its keepers, and the roles services make for themselves
//   AmazonS3*, *SNS*, *SQS*, *EventBridge*, CloudWatchLogs*, AWSKeyManagement*    the services that trails deliver to or are watched with
//   AWSLambda*, AWSCloudFormation*, SecretsManager*, AmazonAPIGateway*, AmazonSNSRole    attached by nearly every template to the
//                                                roles it makes for functions, stacks and deliveries: without them it would not deploy
#include <span>
#include <string>
#include <string_view>

#include "base/time.h"

namespace iam {

struct AwsPolicy { std::string_view name, path, description, document; };

std::span<const AwsPolicy> aws_policies();                             // by name
const AwsPolicy* aws_policy(std::string_view path_and_name);           // "/service-role/AWSLambdaBasicExecutionRole"
std::string aws_policy_arn(const AwsPolicy&, std::string_view partition);
std::string aws_policy_id(const AwsPolicy&);                           // ANPA…, the same everywhere
inline constexpr base::Time kAwsPoliciesSince{1'423'247'979'000};      // 2015-02-06T18:39:39Z

}  // namespace iam

#pragma once
// The part of the Organizations API about the organization's resource policy, by which it delegates.
#include "services/organizations/api_types.h"

namespace organizations {

struct ResourcePolicySummary { std::string id, arn; };
BOOST_DESCRIBE_STRUCT(ResourcePolicySummary, (), (id, arn))
struct ResourcePolicy { ResourcePolicySummary resourcePolicySummary; std::string content; };
BOOST_DESCRIBE_STRUCT(ResourcePolicy, (), (resourcePolicySummary, content))
struct ResourcePolicyResult { ResourcePolicy resourcePolicy; };
BOOST_DESCRIBE_STRUCT(ResourcePolicyResult, (), (resourcePolicy))

struct PutResourcePolicy {
  shape::Text<1, 40'000, R"([\s\S]*)"> content;
  Tags tags;
  using Result = ResourcePolicyResult;
  static constexpr std::string_view operation = "organizations:PutResourcePolicy";
};
BOOST_DESCRIBE_STRUCT(PutResourcePolicy, (), (content, tags))

struct DescribeResourcePolicy {
  using Result = ResourcePolicyResult;
  static constexpr std::string_view operation = "organizations:DescribeResourcePolicy";
};
BOOST_DESCRIBE_STRUCT(DescribeResourcePolicy, (), ())

struct DeleteResourcePolicy {
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "organizations:DeleteResourcePolicy";
};
BOOST_DESCRIBE_STRUCT(DeleteResourcePolicy, (), ())

}  // namespace organizations

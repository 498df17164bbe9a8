#pragma once
// Words that CloudFormation's requests and answers share. Names, limits and patterns: AWS CloudFormation API Reference, 2010-05-15.
#include "shape/shape.h"

namespace cloudformation {

using shape::List, shape::Nothing, shape::OneOf, shape::Secret, shape::Text, shape::Whole;

using Token = Text<1, 128, "[a-zA-Z0-9][-a-zA-Z0-9]*">;
using TemplateText = Secret<Text<1>>;                    // its length is judged by hand: the records show none of it
using Address = Text<1, 5120>;
using PolicyText = Text<1, 16384>;
using RoleArn = Text<20, 2048>;
using NextToken = Text<1, 1024>;
using StackNameOrId = Text<1, shape::kUnlimited, "([a-zA-Z][-a-zA-Z0-9]*)|(arn:(aws|aws-us-gov|aws-cn):[-a-zA-Z0-9:/._+]*)">;
using ChangeSetNameOrId = Text<1, 1600, "[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/]*">;
using Capability = OneOf<"CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND">;
using OnFailure = OneOf<"DO_NOTHING", "ROLLBACK", "DELETE">;
using StackStatus = OneOf<"CREATE_IN_PROGRESS", "CREATE_FAILED", "CREATE_COMPLETE", "ROLLBACK_IN_PROGRESS", "ROLLBACK_FAILED", "ROLLBACK_COMPLETE", "DELETE_IN_PROGRESS",
                          "DELETE_FAILED", "DELETE_COMPLETE", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE", "UPDATE_FAILED",
                          "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_FAILED", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE",
                          "REVIEW_IN_PROGRESS", "IMPORT_IN_PROGRESS", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_IN_PROGRESS", "IMPORT_ROLLBACK_FAILED",
                          "IMPORT_ROLLBACK_COMPLETE">;

// What parameters are given is not in the records: only which.
struct Parameter {
  std::optional<std::string> parameterKey;
  std::optional<Secret<std::string>> parameterValue;
  std::optional<bool> usePreviousValue;
  std::optional<Secret<std::string>> resolvedValue;      // of SSM types
};
BOOST_DESCRIBE_STRUCT(Parameter, (), (parameterKey, parameterValue, usePreviousValue, resolvedValue))
using Parameters = std::optional<std::vector<Parameter>>;

struct Tag {
  Text<1, 128> key;
  Text<1, 256> value;
};
BOOST_DESCRIBE_STRUCT(Tag, (), (key, value))
using Tags = std::optional<List<Tag, 0, 50>>;

struct RollbackTrigger { std::string arn, type; };
BOOST_DESCRIBE_STRUCT(RollbackTrigger, (), (arn, type))
struct RollbackConfiguration {
  std::optional<List<RollbackTrigger, 0, 5>> rollbackTriggers;
  std::optional<Whole<0, 180>> monitoringTimeInMinutes;
};
BOOST_DESCRIBE_STRUCT(RollbackConfiguration, (), (rollbackTriggers, monitoringTimeInMinutes))

struct DriftInformation {
  std::string stackDriftStatus = "NOT_CHECKED";
  std::optional<base::Time> lastCheckTimestamp;
};
BOOST_DESCRIBE_STRUCT(DriftInformation, (), (stackDriftStatus, lastCheckTimestamp))
struct ResourceDriftInformation {
  std::string stackResourceDriftStatus = "NOT_CHECKED";
  std::optional<base::Time> lastCheckTimestamp;
};
BOOST_DESCRIBE_STRUCT(ResourceDriftInformation, (), (stackResourceDriftStatus, lastCheckTimestamp))

struct StackIdResult { std::string stackId; };
BOOST_DESCRIBE_STRUCT(StackIdResult, (), (stackId))

}  // namespace cloudformation

#pragma once
// The words EventBridge's requests are made of. Source: EventBridge API Reference; botocore's model of 2015-10-07.
#include "shape/shape.h"

namespace events {

using BusName = shape::Text<1, 256, R"([/\.\-_A-Za-z0-9]+)">;
using OwnBusName = shape::Text<1, 256, R"([\.\-_A-Za-z0-9]+)">;               // not a partner's
using BusNameOrArn = shape::Text<1, 1600, R"((arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[/\.\-_A-Za-z0-9]+)">;
using OwnBusNameOrArn = shape::Text<1, 1600, R"((arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[\.\-_A-Za-z0-9]+)">;
using RuleName = shape::Text<1, 64, R"([\.\-_A-Za-z0-9]+)">;
using TargetId = shape::Text<1, 64, R"([\.\-_A-Za-z0-9]+)">;
using LongArn = shape::Text<1, 1600>;
using NextToken = shape::Text<1, 2048>;
using PageSize = shape::Whole<1, 100>;
using Description = shape::Text<0, 512>;
using KmsKey = shape::Text<0, 2048, R"(^[a-zA-Z0-9_\-/:]*$)">;
using PatternText = shape::Text<0, 4096>;
using ScheduleText = shape::Text<0, 256>;
using RuleState = shape::OneOf<"ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS">;

struct Tag { shape::Text<1, 128> key; shape::Text<0, 256> value; };
BOOST_DESCRIBE_STRUCT(Tag, (), (key, value))
using Tags = std::vector<Tag>;

struct DeadLetterConfig { std::optional<LongArn> arn; };
BOOST_DESCRIBE_STRUCT(DeadLetterConfig, (), (arn))

struct LogConfig {
  std::optional<shape::OneOf<"NONE", "FULL">> includeDetail;
  std::optional<shape::OneOf<"OFF", "ERROR", "INFO", "TRACE">> level;
};
BOOST_DESCRIBE_STRUCT(LogConfig, (), (includeDetail, level))

}  // namespace events

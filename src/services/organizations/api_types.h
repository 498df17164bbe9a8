#pragma once
// The words of the Organizations API that more than one operation uses.
#include "shape/shape.h"

namespace organizations {

using AccountId = shape::Text<0, 12, "^\\d{12}$">;
using RootId = shape::Text<0, 34, "^r-[0-9a-z]{4,32}$">;
using UnitId = shape::Text<0, 68, "^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$">;
using ParentId = shape::Text<0, 100, "^(r-[0-9a-z]{4,32})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$">;
using ChildId = shape::Text<0, 100, "^(\\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$">;
using TargetId = shape::Text<0, 100, "^(r-[0-9a-z]{4,32})|(\\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$">;
using PolicyId = shape::Text<0, 130, "^p-[0-9a-zA-Z_]{8,128}$">;
using TaggableId = shape::Text<0, 130, "^(r-[0-9a-z]{4,32})|(\\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})|(^p-[0-9a-zA-Z_]{8,128})|"
                                       "(^rp-[0-9a-zA-Z_]{4,128})|(^rt-[0-9a-zA-Z_]{8,32})$">;
using CreationId = shape::Text<0, 36, "^car-[a-z0-9]{8,32}$">;
using Email = shape::Text<6, 64, "[^\\s@]+@[^\\s@]+\\.[^\\s@]+">;
using AccountName = shape::Text<1, 50, "[\\x{20}-\\x{7E}]+">;
using RoleName = shape::Text<0, 64, "[\\w+=,.@-]{1,64}">;
using ServicePrincipal = shape::Text<1, 128, "[\\w+=,.@-]*">;
using TagKey = shape::Text<1, 128, "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$">;
using TagValue = shape::Text<0, 256, "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$">;
using PolicyType = shape::OneOf<"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY", "BACKUP_POLICY", "AISERVICES_OPT_OUT_POLICY",
                                "CHATBOT_POLICY", "DECLARATIVE_POLICY_EC2", "SECURITYHUB_POLICY", "INSPECTOR_POLICY", "UPGRADE_ROLLOUT_POLICY",
                                "BEDROCK_POLICY", "S3_POLICY", "NETWORK_SECURITY_DIRECTOR_POLICY">;
using FeatureSet = shape::OneOf<"ALL", "CONSOLIDATED_BILLING">;
using CreationState = shape::OneOf<"IN_PROGRESS", "SUCCEEDED", "FAILED">;
using ChildType = shape::OneOf<"ACCOUNT", "ORGANIZATIONAL_UNIT">;
using Token = shape::Text<0, 100'000>;
using PageSize = shape::Whole<1, 20>;

struct Tag { TagKey key; TagValue value; };
BOOST_DESCRIBE_STRUCT(Tag, (), (key, value))
using Tags = std::optional<std::vector<Tag>>;

}  // namespace organizations

#pragma once
// Limits and closed sets of Parameter Store, of the Systems Manager API 2014-11-06, each as the service's model names it.
#include "shape/shape.h"

namespace ssm {

using shape::Hidden, shape::List, shape::Nothing, shape::OneOf, shape::Secret, shape::Text, shape::Whole;
template <class T> using Maybe = std::optional<T>;

using Name = Text<1, 2048>;
using ParameterType = OneOf<"String", "StringList", "SecureString">;
using KeyId = Text<1, 256, "^([a-zA-Z0-9:/_-]+)$">;
using Tier = OneOf<"Standard", "Advanced", "Intelligent-Tiering">;
using Label = Text<1, 100>;
using Labels = List<Label, 1, 10>;
using ResourceType = OneOf<"Document", "ManagedInstance", "MaintenanceWindow", "Parameter", "PatchBaseline", "OpsItem", "OpsMetadata", "Automation",
                           "Association">;
using TagKey = Text<1, 128, "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$">;
using TagValue = Text<0, 256, "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$">;
using PageSize = Whole<1, 50>;
using ResourceArn = Text<20, 2048>;
using SettingId = Text<1, 1000>;

struct Tag { TagKey key; TagValue value; };
BOOST_DESCRIBE_STRUCT(Tag, (), (key, value))

struct ParameterStringFilter {
  Text<1, 132, "tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType"> key;
  Maybe<Text<1, 10>> option;
  Maybe<List<Text<1, 1024>, 1, 50>> values;
};
BOOST_DESCRIBE_STRUCT(ParameterStringFilter, (), (key, option, values))

}  // namespace ssm

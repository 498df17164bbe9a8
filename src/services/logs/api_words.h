#pragma once
// Limits and closed sets of the CloudWatch Logs API 2014-03-28, each as the service's model names it.
#include "shape/shape.h"

namespace logs {

using shape::List, shape::Nothing, shape::OneOf, shape::Text, shape::Whole;
template <class T> using Maybe = std::optional<T>;

// Members of this API travel under their own names, first letter small: found for every structure of this namespace.
void names_travel_as_spelled(const void*);

using GroupName = Text<1, 512, "[\\.\\-_/#A-Za-z0-9]+">;
using GroupPattern = Text<0, 512, "[\\.\\-_/#A-Za-z0-9]*">;
using GroupIdentifier = Text<1, 2048, "[\\w#+=/:,.@-]*">;            // name or ARN
using StreamName = Text<1, 512, "[^:*]*">;
using FilterName = Text<1, 512, "[^:*]*">;
using FilterPattern = Text<0, 1024>;
using KmsKeyId = Text<0, 256>;
using GroupClass = OneOf<"STANDARD", "INFREQUENT_ACCESS", "DELIVERY">;
using Token = Text<1>;
using Milliseconds = Whole<0>;                                       // since 1970-01-01T00:00:00Z
using SmallPage = Whole<1, 50>;
using EventLimit = Whole<1, 10000>;
using TagKey = Text<1, 128, "([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)">;
using TagValue = Text<0, 256, "([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)">;
using Tags = std::map<std::string, TagValue>;
using ResourceArn = Text<1, 1011, "[\\w+=/:,.@-]*">;
using ResourceIdentifier = Text<1, 2048, "[\\w+=/:,.@\\-\\*]*">;
using AccountIds = List<Text<12, 12, "\\d{12}">, 0, 20>;
using Unit = OneOf<"Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits",
                   "Megabits", "Gigabits", "Terabits", "Percent", "Count", "Bytes/Second", "Kilobytes/Second", "Megabytes/Second",
                   "Gigabytes/Second", "Terabytes/Second", "Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second",
                   "Terabits/Second", "Count/Second", "None">;

}  // namespace logs

template <class T> requires requires(const T* t) { names_travel_as_spelled(t); }
inline constexpr auto shape::places<T> = [] {
  using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;
  std::array<shape::Place, boost::mp11::mp_size<Members>::value> out{};
  std::size_t n = 0;
  boost::mp11::mp_for_each<Members>([&](auto d) {
    out[n].member = d.name;
    out[n].wire = d.name;
    ++n;
  });
  return out;
}();

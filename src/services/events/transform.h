#pragma once
// What a target gets of an event: the whole, a part, a constant, or a template filled in. Pure.
// Source: EventBridge User Guide, "Amazon EventBridge input transformation".
#include <optional>
#include <string>
#include <string_view>

#include "services/events/api_rules.h"

namespace events {

// The values that a template may name without a path of its own.
struct Predefined { std::string_view rule_arn, rule_name; base::Time ingested; };

// Why the target's input can't be made like this: ValidationException's text; nullopt if it can.
std::optional<std::string> input_fault(const Target&);

// nullopt: the template with these values is not JSON, and nothing is to be sent.
std::optional<std::string> input_of(const Target&, std::string_view event, const Predefined&);

// The JSON at a path such as $.detail.list[0].name or $.detail.list[*].name; nullopt: there is nothing. Of several values a list.
std::optional<std::string> at_path(std::string_view event, std::string_view path);

}  // namespace events

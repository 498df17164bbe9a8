#pragma once
// What the tables of resource types are written with. One text tells a type's properties:
//   "TopicName! DisplayName Protocol*! KeySpec~": * is required, ! replaces the resource when it changes, ~ may not change.
// tools/check_resource_types.py compares them with the schemas that AWS publishes.
#include "services/cloudformation/resources/type.h"
#include "shape/types.h"

namespace cloudformation::resources {

constexpr std::size_t count_words(std::string_view text) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < text.size(); ++i) n += text[i] != ' ' && (i == 0 || text[i - 1] == ' ');
  return n;
}

// The next word; `text` goes on behind it.
constexpr std::string_view next_word(std::string_view& text) {
  text.remove_prefix(std::min(text.size(), text.find_first_not_of(' ')));
  std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

template <shape::Literal Text> inline constexpr auto names = [] {
  std::array<std::string_view, count_words(Text.view())> out{};
  std::string_view rest = Text.view();
  for (auto& name : out) name = next_word(rest);
  return out;
}();

template <shape::Literal Text> inline constexpr auto properties = [] {
  std::array<Property, count_words(Text.view())> out{};
  std::string_view rest = Text.view();
  for (auto& property : out) {
    property.name = next_word(rest);
    for (; std::string_view("*!~").find(property.name.back()) != std::string_view::npos; property.name.remove_suffix(1)) {
      if (property.name.back() == '*') property.required = true;
      else property.change = property.name.back() == '!' ? Change::replacement : Change::refused;
    }
  }
  return out;
}();

using Types = std::span<const ResourceType>;
Types kms_types();
Types s3_types();
Types sns_types();
Types sqs_types();
Types iam_role_types();
Types iam_user_types();
Types iam_policy_types();
Types iam_provider_types();
Types logs_types();
Types logs_filter_types();
Types events_types();
Types events_connection_types();
Types cloudtrail_types();
Types organizations_types();
Types ssm_types();
Types secretsmanager_types();
Types lambda_types();
Types lambda_version_types();
Types ecr_types();
Types stack_types();
Types stack_set_types();
Types custom_types();

}  // namespace cloudformation::resources

#pragma once
// Names of parameters and their hierarchies. Source: Systems Manager User Guide, "Requirements and constraints for parameter
// names". Pure.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssm {

inline constexpr std::string_view kPublic = "/aws/service/", kSecretReference = "/aws/reference/secretsmanager/";

// Why a parameter may not be made under this name: an error's code and text. `arn_bytes`: of the ARN before the name.
struct NameFault { std::string_view code; std::string text; };
std::optional<NameFault> name_fault(std::string_view name, std::size_t arn_bytes);

// What a hierarchy must not be called; nothing: it may be asked for.
std::optional<std::string> path_fault(std::string_view path);

// Whether a parameter stands under the path: just below it, or anywhere.
bool stands_under(std::string_view name, std::string_view path, bool recursive);

// "name:3", "name:label": the selector with its colon, or nothing. False: more than one colon.
struct Selected { std::string_view name, selector; };
std::optional<Selected> split_selector(std::string_view text);
std::optional<std::int64_t> version_selected(std::string_view selector);

bool is_label(std::string_view);

}  // namespace ssm

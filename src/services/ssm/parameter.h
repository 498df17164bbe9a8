#pragma once
// Which parameter a request names, and who may do what with it.
#include "service/house.h"
#include "services/ssm/api_words.h"
#include "services/ssm/names.h"
#include "services/ssm/state.h"

namespace ssm {

using service::Access, service::ApiError, service::Call, service::House, service::Scope;
using ConditionKeys = std::vector<std::pair<std::string, std::vector<std::string>>>;

struct Found {
  Scope at;
  std::string name, selector;        // selector: ":3", ":label", or empty
  bool by_arn = false;
  std::optional<ParameterRecord> stored;
};

std::string parameter_arn(const House&, const Scope&, std::string_view name);

// By name or ARN, with a selector or without. Throws ValidationException where it is neither.
Found find(Call&, std::string_view text);
// By name alone, of the caller's own.
Found find_own(Call&, std::string_view name);
ApiError no_parameter(const Found&);           // names the public parameter that is missing; of others AWS says nothing

Access to_parameter(std::string_view action, const Found&, Call&, ConditionKeys more = {});
ConditionKeys tag_keys(const std::vector<Tag>&);       // aws:RequestTag/…, aws:TagKeys

inline store::Bound<VersionRecord> versions(Call& call, const Scope& at) { return call.elsewhere(kVersions, at.account, at.region); }
// The version a selector means, or the latest. Throws ParameterVersionNotFound.
struct Chosen { std::int64_t number = 0; VersionRecord record; };
Chosen choose(Call&, const Found&);
VersionRecord latest(Call&, const Scope&, const ParameterRecord&);

// For the record: Parameter Store's names the parameter as a resource without a type.
void show_resource(Call&, const Found&);

// Tells the account's default bus.
enum class Change : std::uint8_t { create, update, remove, label };
void tell_change(House&, store::Txn&, const Scope&, base::Time, Change, std::string_view name, const VersionRecord&);

inline ApiError invalid(std::string message) { return {"ValidationException", 400, std::move(message)}; }

}  // namespace ssm

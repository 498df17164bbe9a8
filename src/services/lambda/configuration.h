#pragma once
// A version's configuration: taken from requests, checked, shown.
#include "services/lambda/names.h"

namespace lambda {

// What CreateFunction and UpdateFunctionConfiguration have in common, with what is theirs alone left out.
struct Wishes {
  std::optional<std::string> role, handler, description, runtime, kms_key, tracing, snap_start;
  std::optional<std::int64_t> timeout, memory;
  std::optional<DeadLetterConfig> dead_letter;
  std::optional<Words> environment;
  std::optional<std::vector<std::string>> layers;
  std::optional<EphemeralStorage> ephemeral;
  std::optional<LoggingConfig> logging;
};
// Throws where a request wants what this server does not do, such as a VPC.
template <class Q> Wishes wishes_of(const Q&);
extern template Wishes wishes_of(const CreateFunction&);
extern template Wishes wishes_of(const UpdateFunctionConfiguration&);

// Changes the version as wished. Throws Lambda's refusals; the role must trust Lambda.
void apply(const Wishes&, Version&, Call&);
void check_size(const Version&);                                 // of code and layers together

Words environment_of(const Version&, const Scope&, Call&);       // as its reader: throws what KMS says where a key refuses

// Access beside that to the function itself: the role that is handed over, the layers that are used.
void add_role(const std::optional<std::string>& role, const std::string& function_arn, std::vector<Access>&, const Call&);
void add_layers(const std::optional<std::vector<std::string>>& layers, std::vector<Access>&, Call&);

// `qualifier` stands behind the ARN.
FunctionConfiguration shown(const Version&, const Scope&, std::string_view qualifier, Call&);

std::string new_revision();
std::string lambda_time(base::Time);                             // 2026-03-02T10:05:11.123+0000
service::PrincipalPtr acting_for(const House&, const Scope&, std::string_view name);      // lambda.amazonaws.com for a function

}  // namespace lambda

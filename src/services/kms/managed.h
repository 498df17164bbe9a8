#pragma once
// AWS managed keys: one for each service, account and Region, there from the first look at it. Everything about such a key
// is derived from the house's key, so that it needs no write and cannot be lost.
#include <array>

#include "service/house.h"
#include "services/kms/state.h"

namespace kms {

inline constexpr std::array<std::string_view, 5> kManagedServices = {"s3", "secretsmanager", "sns", "sqs", "ssm"};      // in the order their aliases are listed

struct ManagedKey { KeyRecord record; std::string material; };

std::optional<std::string> managed_id(service::House&, const service::Scope&, std::string_view alias);     // alias/aws/s3
std::optional<ManagedKey> find_managed(service::House&, const service::Scope&, std::string_view id);

}  // namespace kms

#pragma once
// The background of stack sets: operations are carried out instance by instance, within their tolerance of failures; sets with
// automatic deployment follow the accounts of their units.
#include "service/worker.h"

namespace cloudformation {

std::optional<base::Time> carry_out_sets(service::House&);
std::optional<base::Time> follow_organizations(service::House&);

}  // namespace cloudformation

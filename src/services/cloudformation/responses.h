#pragma once
// Addresses at which somebody outside answers for a resource: custom resources and wait conditions. They are AWS's own, and
// carry an expiring signature of ours.
#include "service/door.h"
#include "services/cloudformation/names.h"

namespace cloudformation {

// token: of the change that is answered; empty: a wait condition's handle, which takes many signals.
std::string response_address(const House&, std::string_view region, std::string_view stack_arn, std::string_view logical, std::string_view token, base::Time expires);
// Which resource such an address is for; nothing where it is none.
struct Addressee { std::string stack_arn, logical, token; };
std::optional<Addressee> addressee_of(std::string_view address);

// What has come for a resource since then, by its name.
std::vector<std::pair<std::string, SignalRecord>> signals_of(House&, std::string_view stack_arn, std::string_view logical, base::Time since);
std::string data_of(const House&, const SignalRecord&, std::string_view stack_arn, std::string_view logical);      // JSON

// service::Doors.
bool is_response_bucket(std::string_view bucket);
service::DoorAnswer take_response(House&, std::string_view bucket, std::string_view method, std::string_view path, std::string_view query, std::string_view body);

}  // namespace cloudformation

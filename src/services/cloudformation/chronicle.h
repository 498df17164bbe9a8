#pragma once
// A stack's events: kept for DescribeStackEvents, told to its notification topics, and one line each in the server's log.
#include "services/cloudformation/names.h"

namespace cloudformation {

// The stack takes a status: its row and its event are written.
void set_status(House&, store::Txn&, const Place&, StackRecord&, std::string_view status, std::string_view reason = {});
// A resource's row is written with its event.
void set_status(House&, store::Txn&, const Place&, const StackRecord&, ResourceRecord&, std::string_view status, std::string_view reason = {});
// The event alone.
void tell(House&, store::Txn&, const Place&, const StackRecord&, const ResourceRecord&, std::string_view status, std::string_view reason = {});

inline constexpr std::string_view kNotice = "cloudformation.notice";
void send_notice(House&, const std::string& payload);            // of the outbox

// Why a call failed, as events say it: the service's own sentence, and what kind of failure CloudFormation takes it for.
std::string reason_of(const ApiError&, std::string_view operation, std::string_view token);

}  // namespace cloudformation

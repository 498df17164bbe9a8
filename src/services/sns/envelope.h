#pragma once
// What a subscriber gets to see of a message, and what of it is signed. Pure.
// Source: SNS Developer Guide, "Parsing message formats", "Verifying the signatures of Amazon SNS messages".
#include <map>
#include <string>
#include <vector>

#include "base/time.h"
#include "services/sns/api.h"

namespace sns {

struct Envelope {
  std::string type;                            // Notification, SubscriptionConfirmation, UnsubscribeConfirmation
  std::string message_id, topic_arn, message;
  std::string token, subscribe_url;            // of the two confirmations
  std::string subject, sequence;               // of notifications; empty: none
  base::Time time;
  std::string signature_version, signature, certificate_url;
  std::string unsubscribe_url;                 // of notifications
  MessageAttributes attributes;
};

std::string text_to_sign(const Envelope&);
std::string json(const Envelope&);
// The event a function gets of a notification. Lambda Developer Guide, "Invoking Lambda functions with Amazon SNS notifications".
std::string function_event(const Envelope&, std::string_view subscription_arn);

}  // namespace sns

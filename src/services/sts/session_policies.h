#pragma once
// What a request lays upon the session it asks for: policies and tags.
#include "service/house.h"
#include "services/iam/sessions.h"
#include "services/sts/api.h"

namespace sts {

// Of AssumeRole and GetFederationToken: MalformedPolicyDocument, PackedPolicyTooLarge, ValidationError.
void add_policies(iam::Session&, const service::Call&, std::optional<std::string_view> policy, const std::vector<PolicyDescriptor>& arns);
template <class Q> void add_policies(iam::Session& session, const service::Call& call, const Q& q) {
  add_policies(session, call, q.policy ? std::optional<std::string_view>(*q.policy) : std::nullopt,
               q.policyArns.value_or(std::vector<PolicyDescriptor>()));
}
void add_tags(iam::Session&, const std::vector<Tag>&);

// How much of the room for policies and tags is used, in percent; nullopt when there are none. PackedPolicyTooLarge.
std::optional<std::int64_t> packed_size(const iam::Session&);

void add_tag_keys(service::Access&, const std::vector<Tag>&);          // aws:RequestTag/…, aws:TagKeys
Credentials credentials(const service::House&, const iam::Session&);   // issues it

// Whether the request brings a code of the caller's MFA device. AccessDenied for one that is not right, or was used before;
// `use`: it is used up now.
bool with_mfa(const service::Call&, const std::optional<SerialNumber>&, const std::optional<TokenCode>&, bool use);

}  // namespace sts

#pragma once
// Identity providers of both kinds: what they have in common is their form of ARN, their tags and their number.
#include "services/iam/access.h"
#include "services/iam/api_providers.h"
#include "services/iam/page.h"
#include "services/iam/state_providers.h"
#include "services/iam/tags.h"

namespace iam {

inline constexpr std::int64_t kProviders = 100;                        // of each kind, an account
inline constexpr std::string_view kOidcWord = "oidc-provider", kSamlWord = "saml-provider";

std::string provider_arn(const Directory&, std::string_view word, std::string_view name);
// The name in a provider's ARN of this account; InvalidInput for any other text.
std::string provider_name(const Directory&, std::string_view word, std::string_view arn);
void count_provider(const Directory&, std::string_view word, std::int64_t change);      // LimitExceeded
service::Access on_provider(std::string_view action, std::string_view word, std::string_view arn, const service::Call&);

template <class Q> const std::string& provider_in(const Q& q) {
  if constexpr (requires { q.sAMLProviderArn; }) return q.sAMLProviderArn;
  else return q.openIDConnectProviderArn;
}
template <class Q> constexpr std::string_view provider_word() {
  if constexpr (requires(Q q) { q.sAMLProviderArn; }) return kSamlWord;
  else return kOidcWord;
}
template <class Q> service::Access on_provider(const Q& q, service::Call& call) {
  service::Access a = on_provider(Q::operation, provider_word<Q>(), provider_in(q), call);
  add_request_keys(a, q);
  return a;
}
std::vector<service::Access> on_new_oidc(const CreateOpenIDConnectProvider&, service::Call&);
std::vector<service::Access> on_new_saml(const CreateSAMLProvider&, service::Call&);

// A provider that is there, with its key in its table. NoSuchEntity.
template <class R> struct Provider { std::string name; R kept; };
Provider<state::OidcProvider> need_oidc(const Directory&, const std::string& arn);
Provider<state::SamlProvider> need_saml(const Directory&, const std::string& arn);

CreateOpenIDConnectProviderResult create_oidc_provider(const CreateOpenIDConnectProvider&, service::Call&);
GetOpenIDConnectProviderResult get_oidc_provider(const GetOpenIDConnectProvider&, service::Call&);
ListOpenIDConnectProvidersResult list_oidc_providers(const ListOpenIDConnectProviders&, service::Call&);
Nothing delete_oidc_provider(const DeleteOpenIDConnectProvider&, service::Call&);
Nothing add_client_id(const AddClientIDToOpenIDConnectProvider&, service::Call&);
Nothing remove_client_id(const RemoveClientIDFromOpenIDConnectProvider&, service::Call&);
Nothing update_thumbprints(const UpdateOpenIDConnectProviderThumbprint&, service::Call&);

CreateSAMLProviderResult create_saml_provider(const CreateSAMLProvider&, service::Call&);
GetSAMLProviderResult get_saml_provider(const GetSAMLProvider&, service::Call&);
ListSAMLProvidersResult list_saml_providers(const ListSAMLProviders&, service::Call&);
UpdateSAMLProviderResult update_saml_provider(const UpdateSAMLProvider&, service::Call&);
Nothing delete_saml_provider(const DeleteSAMLProvider&, service::Call&);

template <class Q, class F> void change_provider_tags(const Q& q, service::Call& call, F change) {
  Directory dir(call);
  auto work = [&](auto found, const auto& table) {
    change(found.kept.tags);
    dir.in(table).put(found.name, found.kept);
  };
  if constexpr (provider_word<Q>() == kSamlWord) work(need_saml(dir, q.sAMLProviderArn), state::kSamlProviders);
  else work(need_oidc(dir, q.openIDConnectProviderArn), state::kOidcProviders);
}
template <class Q> Nothing tag_provider(const Q& q, service::Call& call) {
  change_provider_tags(q, call, [&](TagMap& tags) { set_tags(tags, q.tags); });
  return {};
}
template <class Q> Nothing untag_provider(const Q& q, service::Call& call) {
  change_provider_tags(q, call, [&](TagMap& tags) { clear_tags(tags, q.tagKeys); });
  return {};
}
template <class Q> ListTagsResult list_provider_tags(const Q& q, service::Call& call) {
  Directory dir(call);
  if constexpr (provider_word<Q>() == kSamlWord) return tags_page(need_saml(dir, q.sAMLProviderArn).kept.tags, q);
  else return tags_page(need_oidc(dir, q.openIDConnectProviderArn).kept.tags, q);
}

}  // namespace iam

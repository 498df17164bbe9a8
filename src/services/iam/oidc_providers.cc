#include "base/bytes.h"
#include "service/outgoing.h"
#include "services/iam/providers.h"

namespace iam {

using service::Access, service::ApiError, service::Call;

namespace {

constexpr std::size_t kClients = 100, kThumbprints = 5;

[[noreturn]] void invalid(std::string message) { throw ApiError{"InvalidInput", 400, std::move(message)}; }

// An issuer's URL without its scheme: https, and neither query nor fragment nor credentials.
std::string issuer_name(const std::string& url) {
  auto parsed = service::parse_url(url);
  if (!parsed || !parsed->tls || !parsed->credentials.empty() || url.find_first_of("?#") != url.npos || url.find('@') != url.npos)
    invalid("Invalid Open ID Connect Provider URL");
  return url.substr(std::string_view("https://").size());
}

std::vector<std::string> thumbprints(const std::vector<Thumbprint>& given) {
  if (given.size() > kThumbprints) invalid("Thumbprint list must contain fewer than " + std::to_string(kThumbprints) + " entries.");
  std::vector<std::string> out;
  for (auto& text : given) {
    if (!base::unhex(base::lower(text))) invalid("Thumbprint must be the hexadecimal form of a SHA-1 hash.");
    out.push_back(base::lower(text));
  }
  return out;
}

void check_clients(const std::vector<std::string>& clients) {
  if (clients.size() > kClients) limit_exceeded("ClientIdsPerOpenIdConnectProvider", std::int64_t(kClients));
}

}  // namespace

std::string provider_arn(const Directory& dir, std::string_view word, std::string_view name) {
  return ("arn:" + dir.partition() + ":iam::" + dir.account() + ":").append(word).append("/").append(name);
}

std::string provider_name(const Directory& dir, std::string_view word, std::string_view arn) {
  std::string prefix = provider_arn(dir, word, "");
  if (!arn.starts_with(prefix) || arn.size() == prefix.size()) throw ApiError{"InvalidInput", 400, "Invalid ARN: " + std::string(arn)};
  return std::string(arn.substr(prefix.size()));
}

void count_provider(const Directory& dir, std::string_view word, std::int64_t change) {
  auto account = dir.settings();
  auto& n = account.counts[std::string(word)];
  if (change > 0 && n >= kProviders) limit_exceeded(word == kSamlWord ? "SAMLProvidersPerAccount" : "OpenIdConnectProvidersPerAccount", kProviders);
  n += change;
  dir.put(account);
}

// A text that is no ARN of ours is asked for as it is, and refused when the caller may ask.
Access on_provider(std::string_view action, std::string_view word, std::string_view arn, const Call& call) {
  Directory dir(call);
  Access a = access(action, std::string(arn), call);
  std::string prefix = provider_arn(dir, word, "");
  if (!arn.starts_with(prefix)) return a;
  if (word == kSamlWord) {
    if (auto p = dir.in(state::kSamlProviders).get(arn.substr(prefix.size()))) add_resource_tags(a, p->tags);
  } else if (auto p = dir.in(state::kOidcProviders).get(arn.substr(prefix.size()))) {
    add_resource_tags(a, p->tags);
  }
  return a;
}

std::vector<Access> on_new_oidc(const CreateOpenIDConnectProvider& q, Call& call) {
  std::string_view url = q.url;
  if (url.starts_with("https://")) url.remove_prefix(8);
  Access a = access(CreateOpenIDConnectProvider::operation, provider_arn(Directory(call), kOidcWord, url), call);
  add_request_keys(a, q);
  return with_tagging(std::move(a), "iam:TagOpenIDConnectProvider");
}

Provider<state::OidcProvider> need_oidc(const Directory& dir, const std::string& arn) {
  std::string name = provider_name(dir, kOidcWord, arn);
  auto found = dir.in(state::kOidcProviders).get(name);
  if (!found) no_such_entity("OpenIDConnect Provider not found for arn " + arn);
  return {std::move(name), std::move(*found)};
}

CreateOpenIDConnectProviderResult create_oidc_provider(const CreateOpenIDConnectProvider& q, Call& call) {
  Directory dir(call);
  std::string name = issuer_name(q.url);
  state::OidcProvider p{.created = call.now(), .clients = {}, .thumbprints = {}, .tags = {}};
  if (q.clientIDList) p.clients.assign(q.clientIDList->begin(), q.clientIDList->end());
  check_clients(p.clients);
  if (q.thumbprintList) p.thumbprints = thumbprints(*q.thumbprintList);
  set_tags(p.tags, q.tags.value_or(Tags()));
  if (dir.in(state::kOidcProviders).has(name)) throw ApiError{"EntityAlreadyExists", 409, "Provider with url " + q.url + " already exists."};
  count_provider(dir, kOidcWord, 1);
  dir.in(state::kOidcProviders).put(name, p);
  CreateOpenIDConnectProviderResult out{provider_arn(dir, kOidcWord, name), {}};
  if (!p.tags.empty()) out.tags = tags_view(p.tags);
  return out;
}

GetOpenIDConnectProviderResult get_oidc_provider(const GetOpenIDConnectProvider& q, Call& call) {
  auto [name, p] = need_oidc(Directory(call), q.openIDConnectProviderArn);
  return {.url = name, .clientIDList = p.clients, .thumbprintList = p.thumbprints, .createDate = p.created, .tags = tags_view(p.tags)};
}

ListOpenIDConnectProvidersResult list_oidc_providers(const ListOpenIDConnectProviders&, Call& call) {
  Directory dir(call);
  ListOpenIDConnectProvidersResult out;
  dir.in(state::kOidcProviders).each([&](std::string_view name, const state::OidcProvider&) {
    out.openIDConnectProviderList.push_back({provider_arn(dir, kOidcWord, name)});
  });
  return out;
}

Nothing delete_oidc_provider(const DeleteOpenIDConnectProvider& q, Call& call) {
  Directory dir(call);
  auto found = need_oidc(dir, q.openIDConnectProviderArn);
  dir.in(state::kOidcProviders).erase(found.name);
  count_provider(dir, kOidcWord, -1);
  return {};
}

// "This operation is idempotent; it does not fail or return an error if you add an existing client ID."
Nothing add_client_id(const AddClientIDToOpenIDConnectProvider& q, Call& call) {
  Directory dir(call);
  auto [name, p] = need_oidc(dir, q.openIDConnectProviderArn);
  if (std::find(p.clients.begin(), p.clients.end(), std::string(q.clientID)) == p.clients.end()) p.clients.push_back(q.clientID);
  check_clients(p.clients);
  dir.in(state::kOidcProviders).put(name, p);
  return {};
}

Nothing remove_client_id(const RemoveClientIDFromOpenIDConnectProvider& q, Call& call) {
  Directory dir(call);
  auto [name, p] = need_oidc(dir, q.openIDConnectProviderArn);
  std::erase(p.clients, std::string(q.clientID));
  dir.in(state::kOidcProviders).put(name, p);
  return {};
}

Nothing update_thumbprints(const UpdateOpenIDConnectProviderThumbprint& q, Call& call) {
  Directory dir(call);
  auto [name, p] = need_oidc(dir, q.openIDConnectProviderArn);
  p.thumbprints = thumbprints(q.thumbprintList);
  dir.in(state::kOidcProviders).put(name, p);
  return {};
}

}  // namespace iam

// SAML providers are kept and answered; no assertion is taken (sts:AssumeRoleWithSAML is not part of this server).
#include <pugixml.hpp>

#include "services/iam/providers.h"

namespace iam {

using service::Access, service::ApiError, service::Call;

namespace {

constexpr std::int64_t kCentury = std::int64_t(36525) * 86400;

[[noreturn]] void invalid(std::string message) { throw ApiError{"InvalidInput", 400, std::move(message)}; }

std::string_view local_name(const pugi::xml_node& node) {
  std::string_view name = node.name();
  return name.substr(name.find(':') + 1);
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (auto& c : node.children()) if (local_name(c) == name) return c;
  return {};
}

// Until when a metadata document is good: what it says, or a hundred years. It must name an identity provider and its certificate.
base::Time valid_until(const std::string& metadata, base::Time now) {
  pugi::xml_document document;
  if (!document.load_buffer(metadata.data(), metadata.size())) invalid("Could not parse metadata");
  pugi::xml_node entity = document.document_element(), provider = child(entity, "IDPSSODescriptor");
  if (local_name(entity) != "EntityDescriptor" || !*entity.attribute("entityID").value() || !provider) invalid("Could not parse metadata");
  bool certificate = false;
  for (auto& key : provider.children())
    if (local_name(key) == "KeyDescriptor")
      certificate |= *child(child(child(key, "KeyInfo"), "X509Data"), "X509Certificate").text().get() != '\0';
  if (!certificate) invalid("Could not parse metadata");
  std::string_view until = entity.attribute("validUntil").value();
  if (until.empty()) return now.plus_seconds(kCentury);
  auto time = base::parse_time(until);
  if (!time || *time <= now) invalid("The metadata document is no longer valid.");
  return *time;
}

template <class Q> void refuse_encryption(const Q& q) {
  if (q.assertionEncryptionMode || q.addPrivateKey) invalid("Encrypted assertions are not supported.");
}

}  // namespace

std::vector<Access> on_new_saml(const CreateSAMLProvider& q, Call& call) {
  Access a = access(CreateSAMLProvider::operation, provider_arn(Directory(call), kSamlWord, q.name), call);
  add_request_keys(a, q);
  return with_tagging(std::move(a), "iam:TagSAMLProvider");
}

Provider<state::SamlProvider> need_saml(const Directory& dir, const std::string& arn) {
  std::string name = provider_name(dir, kSamlWord, arn);
  auto found = dir.in(state::kSamlProviders).get(name);
  if (!found) no_such_entity("Manifest not found for arn " + arn);
  return {std::move(name), std::move(*found)};
}

CreateSAMLProviderResult create_saml_provider(const CreateSAMLProvider& q, Call& call) {
  Directory dir(call);
  refuse_encryption(q);
  state::SamlProvider p{.created = call.now(), .valid_until = valid_until(q.sAMLMetadataDocument, call.now()), .metadata = q.sAMLMetadataDocument, .tags = {}};
  set_tags(p.tags, q.tags.value_or(Tags()));
  if (dir.in(state::kSamlProviders).has(q.name)) throw ApiError{"EntityAlreadyExists", 409, "SAML Provider " + q.name + " already exists."};
  count_provider(dir, kSamlWord, 1);
  dir.in(state::kSamlProviders).put(q.name, p);
  CreateSAMLProviderResult out{provider_arn(dir, kSamlWord, q.name), {}};
  if (!p.tags.empty()) out.tags = tags_view(p.tags);
  return out;
}

GetSAMLProviderResult get_saml_provider(const GetSAMLProvider& q, Call& call) {
  auto [name, p] = need_saml(Directory(call), q.sAMLProviderArn);
  return {.sAMLMetadataDocument = p.metadata, .createDate = p.created, .validUntil = p.valid_until, .tags = tags_view(p.tags)};
}

ListSAMLProvidersResult list_saml_providers(const ListSAMLProviders&, Call& call) {
  Directory dir(call);
  ListSAMLProvidersResult out;
  dir.in(state::kSamlProviders).each([&](std::string_view name, const state::SamlProvider& p) {
    out.sAMLProviderList.push_back({provider_arn(dir, kSamlWord, name), p.valid_until, p.created});
  });
  return out;
}

UpdateSAMLProviderResult update_saml_provider(const UpdateSAMLProvider& q, Call& call) {
  Directory dir(call);
  auto [name, p] = need_saml(dir, q.sAMLProviderArn);
  refuse_encryption(q);
  if (q.removePrivateKey) no_such_entity("Private key " + *q.removePrivateKey + " cannot be found.");
  if (!q.sAMLMetadataDocument) invalid("SAMLMetadataDocument is missing.");
  p.valid_until = valid_until(*q.sAMLMetadataDocument, call.now());
  p.metadata = *q.sAMLMetadataDocument;
  dir.in(state::kSamlProviders).put(name, p);
  return {q.sAMLProviderArn};
}

Nothing delete_saml_provider(const DeleteSAMLProvider& q, Call& call) {
  Directory dir(call);
  auto found = need_saml(dir, q.sAMLProviderArn);
  dir.in(state::kSamlProviders).erase(found.name);
  count_provider(dir, kSamlWord, -1);
  return {};
}

}  // namespace iam

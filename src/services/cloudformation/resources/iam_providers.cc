#include "services/cloudformation/resources/iam.h"
#include "services/iam/api_certificates.h"
#include "services/iam/api_providers.h"

namespace cloudformation::resources {
namespace {

// How others, and servers, prove who they are.
template <class Tag, class Untag> void retag(Acting& a, const Resource& r, const Resource& before) {
  auto tags = tag_change(r, before);
  if (!tags.removed.empty()) a.call(Untag{r.physical_id, iam::TagKeys(as<iam::TagKey>(tags.removed))});
  if (!tags.put.empty()) a.call(Tag{r.physical_id, iam::Tags(as_tags<iam::Tag>(tags.put))});
}
void leave_attributes(Acting&, Resource& r) { set(r, "Arn", r.physical_id); }

// ---- AWS::IAM::OIDCProvider

constexpr auto& kOidc = properties<"ClientIdList Tags ThumbprintList Url!">;

void make_oidc(Acting& a, const Resource& r) {
  auto q = request<iam::CreateOpenIDConnectProvider>(r);
  if (q.url.empty()) throw invalid_properties({r}, "required key [Url] not found");
  q.tags = unless_empty(iam::Tags(as_tags<iam::Tag>(tags_of(r))));
  a.make(q, [](auto& made) { return made.openIDConnectProviderArn; });
}
void update_oidc(Acting& a, Resource& r, const Resource& before) {
  auto now = texts_of(r, "ClientIdList"), then = texts_of(before, "ClientIdList");
  for (auto& id : added(now, then)) a.call(iam::AddClientIDToOpenIDConnectProvider{r.physical_id, id});
  for (auto& id : added(then, now)) a.call(iam::RemoveClientIDFromOpenIDConnectProvider{r.physical_id, id});
  if (changed(r, before, "ThumbprintList"))
    a.call(iam::UpdateOpenIDConnectProviderThumbprint{r.physical_id, as<iam::Thumbprint>(texts_of(r, "ThumbprintList"))});
  retag<iam::TagOpenIDConnectProvider, iam::UntagOpenIDConnectProvider>(a, r, before);
  leave_attributes(a, r);
}
void remove_oidc(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(iam::DeleteOpenIDConnectProvider{r.physical_id}); });
}

// ---- AWS::IAM::SAMLProvider

constexpr auto& kSaml = properties<"AddPrivateKey! AssertionEncryptionMode Name! PrivateKeyList RemovePrivateKey! SamlMetadataDocument Tags">;

void make_saml(Acting& a, const Resource& r) {
  refuse(r, {"PrivateKeyList", "RemovePrivateKey"});
  auto q = request<iam::CreateSAMLProvider>(r);
  q.name = own_name(r, "Name", 128);
  q.tags = unless_empty(iam::Tags(as_tags<iam::Tag>(tags_of(r))));
  a.make(q, [](auto& made) { return made.sAMLProviderArn; });
}
void update_saml(Acting& a, Resource& r, const Resource& before) {
  refuse(r, {"PrivateKeyList", "RemovePrivateKey"});
  if (any_changed(r, before, {"SamlMetadataDocument", "AssertionEncryptionMode"})) {
    auto q = request<iam::UpdateSAMLProvider>(r);
    q.sAMLProviderArn = r.physical_id;
    a.call(q);
  }
  retag<iam::TagSAMLProvider, iam::UntagSAMLProvider>(a, r, before);
  leave_attributes(a, r);
}
void remove_saml(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(iam::DeleteSAMLProvider{r.physical_id}); });
}

// ---- AWS::IAM::ServerCertificate

constexpr auto& kCertificate = properties<"CertificateBody! CertificateChain! Path PrivateKey! ServerCertificateName! Tags">;

void make_certificate(Acting& a, const Resource& r) {
  for (std::string_view name : {"CertificateBody", "PrivateKey"})
    if (!is_given(r, name)) throw invalid_properties({r}, "required key [" + std::string(name) + "] not found");
  auto q = request<iam::UploadServerCertificate>(r);
  q.serverCertificateName = own_name(r, "ServerCertificateName", 128);
  q.tags = unless_empty(iam::Tags(as_tags<iam::Tag>(tags_of(r))));
  a.make(q, [&](auto&) { return std::string(q.serverCertificateName); });
}
void settle_certificate(Acting& a, Resource& r) {
  set(r, "Arn", a.call(iam::GetServerCertificate{r.physical_id}).serverCertificate.serverCertificateMetadata.arn);
}
void update_certificate(Acting& a, Resource& r, const Resource& before) {
  if (changed(r, before, "Path"))
    a.call(iam::UpdateServerCertificate{.serverCertificateName = r.physical_id, .newPath = text_of(r, "Path", "/"), .newServerCertificateName = {}});
  retag<iam::TagServerCertificate, iam::UntagServerCertificate>(a, r, before);
  settle_certificate(a, r);
}
void remove_certificate(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(iam::DeleteServerCertificate{r.physical_id}); });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::IAM::OIDCProvider", .properties = kOidc, .attributes = names<"Arn">,
     .make = make_oidc, .settle = leave_attributes, .update = update_oidc, .remove = remove_oidc},
    {.name = "AWS::IAM::SAMLProvider", .properties = kSaml, .attributes = names<"Arn">,
     .make = make_saml, .settle = leave_attributes, .update = update_saml, .remove = remove_saml},
    {.name = "AWS::IAM::ServerCertificate", .properties = kCertificate, .attributes = names<"Arn">,
     .make = make_certificate, .settle = settle_certificate, .update = update_certificate, .remove = remove_certificate},
};

}  // namespace

Types iam_provider_types() { return kTypes; }

}  // namespace cloudformation::resources

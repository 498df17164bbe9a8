#include "services/iam/server_certificates.h"

#include "base/bytes.h"
#include "services/iam/page.h"
#include "services/iam/pem.h"
#include "services/iam/state_certificates.h"
#include "services/iam/tags.h"

namespace iam {

using service::Access, service::ApiError, service::Call;

namespace {

std::string arn(const Directory& dir, std::string_view path, std::string_view name) {
  return ("arn:" + dir.partition() + ":iam::" + dir.account() + ":server-certificate").append(path).append(name);
}

std::optional<state::ServerCertificate> find(const Directory& dir, const std::string& name) { return dir.in(state::kServerCertificates).get(base::lower(name)); }

state::ServerCertificate need(const Directory& dir, const std::string& name) {
  auto found = find(dir, name);
  if (!found) no_such_entity("The Server Certificate with name " + name + " cannot be found.");
  return std::move(*found);
}

void put(const Directory& dir, const state::ServerCertificate& c) { dir.in(state::kServerCertificates).put(base::lower(c.name), c); }

void count(const Directory& dir, std::int64_t change) {
  auto account = dir.settings();
  auto& n = account.counts[std::string(kServerCertificateCount)];
  if (change > 0 && n >= kServerCertificatesAtMost) limit_exceeded("ServerCertificatesPerAccount", kServerCertificatesAtMost);
  n += change;
  dir.put(account);
}

[[noreturn]] void already(const std::string& name) {
  throw ApiError{"EntityAlreadyExists", 409, "The Server Certificate with name " + name + " already exists."};
}

ServerCertificateMetadata metadata(const Directory& dir, const state::ServerCertificate& c) {
  return {c.path, c.name, c.id, arn(dir, c.path, c.name), c.uploaded, c.expires};
}

std::optional<std::vector<Tag>> shown_tags(const state::ServerCertificate& c) {
  return c.tags.empty() ? std::nullopt : std::optional(tags_view(c.tags));
}

base::Time checked(const UploadServerCertificate& q) {
  auto facts = parse_certificate(q.certificateBody);
  if (!facts) throw ApiError{"MalformedCertificate", 400, "Unable to parse certificate. Please ensure the certificate is in PEM format."};
  if (q.certificateChain && !is_chain(*q.certificateChain)) throw ApiError{"MalformedCertificate", 400, "Unable to parse certificate chain. Please ensure the chain is in PEM format."};
  switch (fits(q.privateKey, q.certificateBody)) {
    case KeyFit::unreadable: throw ApiError{"MalformedCertificate", 400, "Unable to parse key; the body is encrypted, or it is not in PEM format."};
    case KeyFit::other: throw ApiError{"KeyPairMismatch", 400, "Public key in certificate and private key don't match."};
    case KeyFit::fits: break;
  }
  return facts->until;
}

}  // namespace

std::vector<Access> on_new_server_certificate(const UploadServerCertificate& q, Call& call) {
  Access a = access(UploadServerCertificate::operation, arn(Directory(call), q.path ? std::string_view(*q.path) : "/", q.serverCertificateName), call);
  add_request_keys(a, q);
  return with_tagging(std::move(a), "iam:TagServerCertificate");
}

Access on_server_certificate(std::string_view action, const std::string& name, const Call& call) {
  Directory dir(call);
  auto found = find(dir, name);
  Access a = access(action, found ? arn(dir, found->path, found->name) : arn(dir, "/", name), call);
  if (found) add_resource_tags(a, found->tags);
  return a;
}

Access on_server_certificates(const ListServerCertificates& q, Call& call) {
  return access(ListServerCertificates::operation, arn(Directory(call), q.pathPrefix ? std::string_view(*q.pathPrefix) : "/", ""), call);
}

std::vector<Access> on_update_server_certificate(const UpdateServerCertificate& q, Call& call) {
  std::vector<Access> out = {on_server_certificate(q, call)};
  Directory dir(call);
  auto found = find(dir, q.serverCertificateName);
  if (found && (q.newPath || q.newServerCertificateName))
    out.push_back(access(UpdateServerCertificate::operation, arn(dir, q.newPath ? std::string_view(*q.newPath) : found->path,
                                                                 q.newServerCertificateName ? std::string_view(*q.newServerCertificateName) : found->name), call));
  return out;
}

UploadServerCertificateResult upload_server_certificate(const UploadServerCertificate& q, Call& call) {
  Directory dir(call);
  if (find(dir, q.serverCertificateName)) already(q.serverCertificateName);
  state::ServerCertificate c{.id = entity_id("ASCA"), .name = q.serverCertificateName, .path = q.path ? std::string(*q.path) : "/", .body = q.certificateBody,
                             .chain = q.certificateChain ? std::string(*q.certificateChain) : "", .uploaded = call.now(), .expires = checked(q)};
  if (q.tags) set_tags(c.tags, *q.tags);
  count(dir, 1);
  put(dir, c);
  return {metadata(dir, c), shown_tags(c)};
}

GetServerCertificateResult get_server_certificate(const GetServerCertificate& q, Call& call) {
  Directory dir(call);
  auto c = need(dir, q.serverCertificateName);
  return {{metadata(dir, c), c.body, c.chain.empty() ? std::nullopt : std::optional(c.chain), shown_tags(c)}};
}

ListServerCertificatesResult list_server_certificates(const ListServerCertificates& q, Call& call) {
  Directory dir(call);
  Page page(q);
  ListServerCertificatesResult out;
  dir.in(state::kServerCertificates).each("", page.from(), [&](std::string_view row, const state::ServerCertificate& c) {
    if (q.pathPrefix && !c.path.starts_with(*q.pathPrefix)) return true;
    if (!page.take(row)) return false;
    out.serverCertificateMetadataList.push_back(metadata(dir, c));
    return true;
  });
  page.close(out);
  return out;
}

Nothing update_server_certificate(const UpdateServerCertificate& q, Call& call) {
  Directory dir(call);
  auto c = need(dir, q.serverCertificateName);
  if (q.newServerCertificateName && !base::iequals(*q.newServerCertificateName, c.name) && find(dir, *q.newServerCertificateName)) already(*q.newServerCertificateName);
  dir.in(state::kServerCertificates).erase(base::lower(c.name));
  if (q.newServerCertificateName) c.name = *q.newServerCertificateName;
  if (q.newPath) c.path = *q.newPath;
  put(dir, c);
  return {};
}

Nothing delete_server_certificate(const DeleteServerCertificate& q, Call& call) {
  Directory dir(call);
  auto c = need(dir, q.serverCertificateName);
  dir.in(state::kServerCertificates).erase(base::lower(c.name));
  count(dir, -1);
  return {};
}

Nothing tag_server_certificate(const TagServerCertificate& q, Call& call) {
  Directory dir(call);
  auto c = need(dir, q.serverCertificateName);
  set_tags(c.tags, q.tags);
  put(dir, c);
  return {};
}

Nothing untag_server_certificate(const UntagServerCertificate& q, Call& call) {
  Directory dir(call);
  auto c = need(dir, q.serverCertificateName);
  clear_tags(c.tags, q.tagKeys);
  put(dir, c);
  return {};
}

ListTagsResult list_server_certificate_tags(const ListServerCertificateTags& q, Call& call) { return tags_page(need(Directory(call), q.serverCertificateName).tags, q); }

}  // namespace iam

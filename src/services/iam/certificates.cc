#include "services/iam/certificates.h"

#include "services/iam/page.h"
#include "services/iam/pem.h"

namespace iam {

using service::ApiError, service::Call, store::joined;

namespace {

constexpr std::size_t kCertificatesPerUser = 2;

struct Owner { std::string id, name; };

Owner owner_of(const std::optional<UserName>& name, const Call& call) {
  auto user = user_or_self(name ? std::optional<std::string>(*name) : std::nullopt, call);
  return user ? Owner{user->id, user->name} : Owner{Directory(call).account(), "root"};
}

state::SigningCertificate need_certificate(const Directory& dir, const Owner& owner, const std::string& id) {
  auto found = dir.in(state::kSigningCertificates).get(joined(owner.id, id));
  if (!found) no_such_entity("The Certificate with id " + id + " cannot be found.");
  return std::move(*found);
}

template <class F> void each_certificate(const Directory& dir, std::string_view owner, F visit) {
  std::string begin = joined(owner, "");
  dir.in(state::kSigningCertificates).each(begin, "", [&](std::string_view row, const state::SigningCertificate& c) {
    return visit(row.substr(row.rfind('\0') + 1), c);
  });
}

SigningCertificate shown(const Owner& owner, std::string_view id, const state::SigningCertificate& c) {
  return {owner.name, std::string(id), c.body, c.active ? "Active" : "Inactive", c.uploaded};
}

}  // namespace

std::vector<state::SigningCertificate> signing_certificates_of(const Directory& dir, std::string_view owner) {
  std::vector<state::SigningCertificate> out;
  each_certificate(dir, owner, [&](std::string_view, const state::SigningCertificate& c) {
    out.push_back(c);
    return true;
  });
  std::sort(out.begin(), out.end(), [](auto& a, auto& b) { return a.uploaded < b.uploaded; });
  return out;
}

UploadSigningCertificateResult upload_signing_certificate(const UploadSigningCertificate& q, Call& call) {
  Directory dir(call);
  Owner owner = owner_of(q.userName, call);
  auto facts = parse_certificate(q.certificateBody);
  if (!facts) throw ApiError{"MalformedCertificate", 400, "The certificate was malformed or expired."};
  if (facts->until <= call.now() || facts->from > call.now()) throw ApiError{"InvalidCertificate", 400, "The certificate is not valid at this time."};
  std::size_t held = 0;
  each_certificate(dir, owner.id, [&](std::string_view, const state::SigningCertificate& c) {
    ++held;
    auto other = parse_certificate(c.body);
    if (other && other->digest == facts->digest) throw ApiError{"DuplicateCertificate", 409, "The same certificate is associated with an IAM user in the account."};
    return true;
  });
  if (held >= kCertificatesPerUser) limit_exceeded("SigningCertificatesPerUser", kCertificatesPerUser);
  std::string id = base::random_text(32, base::kUpperAlnum);
  state::SigningCertificate c{.body = q.certificateBody, .active = true, .uploaded = call.now()};
  dir.in(state::kSigningCertificates).put(joined(owner.id, id), c);
  return {shown(owner, id, c)};
}

ListSigningCertificatesResult list_signing_certificates(const ListSigningCertificates& q, Call& call) {
  Owner owner = owner_of(q.userName, call);
  Page page(q);
  ListSigningCertificatesResult out;
  each_certificate(Directory(call), owner.id, [&](std::string_view id, const state::SigningCertificate& c) {
    if (id < page.from()) return true;
    if (!page.take(id)) return false;
    out.certificates.push_back(shown(owner, id, c));
    return true;
  });
  page.close(out);
  return out;
}

Nothing update_signing_certificate(const UpdateSigningCertificate& q, Call& call) {
  Directory dir(call);
  Owner owner = owner_of(q.userName, call);
  auto c = need_certificate(dir, owner, q.certificateId);
  if (q.status == "Expired") throw ApiError{"InvalidInput", 400, "The status of a certificate is Active or Inactive."};
  c.active = q.status == "Active";
  dir.in(state::kSigningCertificates).put(joined(owner.id, q.certificateId), c);
  return {};
}

Nothing delete_signing_certificate(const DeleteSigningCertificate& q, Call& call) {
  Directory dir(call);
  Owner owner = owner_of(q.userName, call);
  need_certificate(dir, owner, q.certificateId);
  dir.in(state::kSigningCertificates).erase(joined(owner.id, q.certificateId));
  return {};
}

}  // namespace iam

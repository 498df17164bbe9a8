#pragma once
// What clients say of the objects they write: headers, metadata, tags, storage class, ACLs. Checked once, here.
#include "services/s3/api.h"
#include "services/s3/errors.h"
#include "services/s3/state.h"
#include "service/call.h"

namespace s3 {

// Throw S3's refusals.
void check_metadata(const Words&);                                           // 2 KB
Words parse_tagging(std::string_view header);                                // "k=v&k2=v2"
Words tags_of(const std::vector<Tag>&, std::size_t most, bool system = false);       // system: keys of AWS's own are taken too
std::vector<Tag> tags_shown(const Words&);
std::string storage_class(const Named&);
std::string redirect_location(const Named&);                                 // of a website
std::string without_transfer_coding(std::string_view content_encoding);      // what remains beside aws-chunked

// ACLs: the owner has full control and nobody else has anything. What says so is accepted; what would grant more is refused.
void check_acl(const Named& canned, const Headers& grants, const Bucket&, const service::Call&);
void check_acl(const std::optional<AccessControlPolicy>&, const Bucket&);
AclResult acl_of(const Bucket&);

template <class Q> Content content_of(const Q& q) {
  Content out;
  auto keep = [&](std::string_view name, const Named& value) {
    if (value && !value->empty()) out.headers[std::string(name)] = *value;
  };
  keep("Cache-Control", q.cacheControl);
  keep("Content-Disposition", q.contentDisposition);
  if (q.contentEncoding) keep("Content-Encoding", without_transfer_coding(*q.contentEncoding));
  keep("Content-Language", q.contentLanguage);
  keep("Content-Type", q.contentType ? q.contentType : Named("binary/octet-stream"));
  keep("Expires", q.expires);
  check_metadata(q.metadata);
  out.metadata = q.metadata;
  if (q.tagging) out.tags = parse_tagging(*q.tagging);
  out.storage_class = storage_class(q.storageClass);
  out.website = redirect_location(q.websiteRedirectLocation);
  return out;
}

// The answer's members from it.
template <class R> void tell_content(R& r, const Content& c) {
  auto tell = [&](std::string_view name, Named& into) {
    if (auto it = c.headers.find(std::string(name)); it != c.headers.end()) into = it->second;
  };
  tell("Cache-Control", r.cacheControl);
  tell("Content-Disposition", r.contentDisposition);
  tell("Content-Encoding", r.contentEncoding);
  tell("Content-Language", r.contentLanguage);
  tell("Content-Type", r.contentType);
  tell("Expires", r.expires);
  r.metadata = c.metadata;
  if (c.storage_class != "STANDARD") r.storageClass = c.storage_class;
  if (!c.website.empty()) r.websiteRedirectLocation = c.website;
}

// The condition keys of a write: s3:x-amz-acl and its like, and the tags that come with it.
std::vector<std::pair<std::string, std::vector<std::string>>> write_keys(
    std::initializer_list<std::pair<std::string_view, const Named*>> headers, const Named& tagging);

// Whether the write makes an object, and under which conditions. Those of an upload's beginning and parts know none.
template <class Q> void add_creation(std::vector<std::pair<std::string, std::vector<std::string>>>& keys, const Q& q) {
  constexpr bool creates = requires { q.ifNoneMatch; };
  keys.push_back({"s3:ObjectCreationOperation", {creates ? "true" : "false"}});
  if constexpr (creates) {
    if (q.ifNoneMatch) keys.push_back({"s3:if-none-match", {*q.ifNoneMatch}});
    if (q.ifMatch) keys.push_back({"s3:if-match", {*q.ifMatch}});
  }
}

// s3:x-amz-grant-read and its like.
void add_grants(std::vector<std::pair<std::string, std::vector<std::string>>>& keys, const Headers& grants);

template <class Q> auto write_keys(const Q& q) {
  auto keys = write_keys({{"x-amz-acl", &q.aCL},
                          {"x-amz-server-side-encryption", &q.serverSideEncryption},
                          {"x-amz-server-side-encryption-aws-kms-key-id", &q.sSEKMSKeyId},
                          {"x-amz-server-side-encryption-customer-algorithm", &q.sSECustomerAlgorithm},
                          {"x-amz-storage-class", &q.storageClass},
                          {"x-amz-website-redirect-location", &q.websiteRedirectLocation}},
                         q.tagging);
  add_creation(keys, q);
  if constexpr (requires { q.copySource; }) {
    keys.push_back({"s3:x-amz-copy-source", {q.copySource}});
    keys.push_back({"s3:x-amz-metadata-directive", {q.metadataDirective.value_or("COPY")}});
  }
  add_grants(keys, q.grants);
  return keys;
}

}  // namespace s3

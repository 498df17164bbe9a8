#include "services/s3/content.h"

#include "base/bytes.h"
#include "services/s3/names.h"
#include "service/house.h"

namespace s3 {
namespace {

ApiError invalid_tag(std::string message) { return {"InvalidTag", 400, std::move(message)}; }

// Letters, digits, spaces and + - = . _ : / @, of which at most so many characters.
bool is_tag_text(std::string_view text, std::size_t most) {
  std::size_t count = 0;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) count += byte < 0xF0 ? 1 : 2;             // as UTF-16 has it
    if (byte < 0x80 && !std::isalnum(byte) && !std::isspace(byte) && std::string_view("+-=._:/@").find(c) == std::string_view::npos) return false;
  }
  return count <= most;
}

void add_tag(Words& tags, std::string key, std::string value, std::size_t most, bool system) {
  if (key.empty() || !is_tag_text(key, 128) || (!system && key.starts_with("aws:"))) throw invalid_tag("The TagKey you have provided is invalid");
  if (!is_tag_text(value, 256)) throw invalid_tag("The TagValue you have provided is invalid");
  if (tags.contains(key)) throw invalid_tag("Cannot provide multiple Tags with the same key");
  tags.emplace(std::move(key), std::move(value));
  if (tags.size() > most)
    throw ApiError{
        "BadRequest", 400,
        most == 10 ? "Object tags cannot be greater than 10" : "Bucket tag count cannot be greater than " + std::to_string(most)};
}

bool enforced(const Bucket& bucket) { return bucket.ownership == "BucketOwnerEnforced"; }

bool opens_to_all(std::string_view canned) {
  return canned == "public-read" || canned == "public-read-write" || canned == "authenticated-read";
}

ApiError acls_disabled() { return {"AccessControlListNotSupported", 400, "The bucket does not allow ACLs"}; }

}  // namespace

void check_metadata(const Words& metadata) {
  std::size_t size = 0;
  for (auto& [name, value] : metadata) size += name.size() + value.size();
  if (size <= 2048) return;
  throw ApiError{"MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size", {},
                 {{"Size", std::to_string(size)}, {"MaxSizeAllowed", "2048"}}};
}

Words parse_tagging(std::string_view header) {
  Words out;
  while (!header.empty()) {
    std::string_view pair = header.substr(0, header.find('&'));
    header.remove_prefix(std::min(header.size(), pair.size() + 1));
    std::size_t equals = std::min(pair.find('='), pair.size());
    auto key = base::percent_decode(pair.substr(0, equals), true);
    auto value = base::percent_decode(pair.substr(std::min(pair.size(), equals + 1)), true);
    if (!key || !value || !base::is_utf8(*key) || !base::is_utf8(*value))
      throw invalid_argument(
          "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
          "x-amz-tagging", std::string(pair));
    add_tag(out, std::move(*key), std::move(*value), 10, false);
  }
  return out;
}

Words tags_of(const std::vector<Tag>& tags, std::size_t most, bool system) {
  Words out;
  for (auto& t : tags) add_tag(out, t.key, t.value, most, system);
  return out;
}

std::vector<Tag> tags_shown(const Words& tags) {
  std::vector<Tag> out;
  for (auto& [key, value] : tags) out.push_back({key, value});
  return out;
}

std::string storage_class(const Named& given) {
  if (!given) return "STANDARD";
  for (std::string_view known :
       {"STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR"})
    if (*given == known) return *given;
  for (std::string_view archive : {"GLACIER", "DEEP_ARCHIVE", "OUTPOSTS", "SNOW", "EXPRESS_ONEZONE", "FSX_OPENZFS", "FSX_ONTAP"})
    if (*given == archive) throw not_implemented("The storage class " + *given + " is not implemented.");
  throw ApiError{
      "InvalidStorageClass", 400, "The storage class you specified is not valid", {}, {{"StorageClassRequested", *given}}};
}

std::string redirect_location(const Named& given) {
  if (!given || given->empty()) return {};
  if (given->starts_with('/') || given->starts_with("http://") || given->starts_with("https://")) return *given;
  throw ApiError{"InvalidRedirectLocation", 400, "The website redirect location must have a prefix of 'http://' or 'https://' or '/'."};
}

std::string without_transfer_coding(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t end = std::min(text.find(','), text.size());
    std::string_view one = base::trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (one.empty() || base::iequals(one, "aws-chunked")) continue;
    if (!out.empty()) out += ',';
    out += one;
  }
  return out;
}

void check_acl(const Named& canned, const Headers& grants, const Bucket& bucket, const service::Call& call) {
  if (!grants.empty())
    throw enforced(bucket) ? acls_disabled() : not_implemented("Grants to others than the bucket's owner are not implemented.");
  const bool foreign = call.caller().who != service::Who::service && call.caller().account() != bucket.account;
  if (canned == "bucket-owner-full-control") return;
  if (!canned) {
    if (foreign && !enforced(bucket))
      throw not_implemented(
          "Objects that the bucket's owner does not own are not implemented: send x-amz-acl: bucket-owner-full-control.");
    return;
  }
  if (opens_to_all(*canned) && bucket.block && bucket.block->public_acls)
    throw ApiError{
        "AccessDenied", 403,
        "Access Denied because public access control lists (ACLs) are blocked by the BlockPublicAcls block public access setting.",
        "AccessDenied"};
  if (enforced(bucket)) throw acls_disabled();
  if (*canned == "private" && !foreign) return;
  for (std::string_view known : {"private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read",
                                 "bucket-owner-read", "log-delivery-write"})
    if (*canned == known) throw not_implemented("The canned ACL " + *canned + " is not implemented.");
  throw invalid_argument("", "x-amz-acl", *canned);
}

// Only what is the case already may be put.
void check_acl(const std::optional<AccessControlPolicy>& given, const Bucket& bucket) {
  if (!given) return;
  const std::string owner = canonical_id(bucket.account);
  bool nothing_new = !given->owner || given->owner->iD == owner;
  if (given->grants)
    for (auto& g : *given->grants) nothing_new &= g.permission == "FULL_CONTROL" && g.grantee && g.grantee->iD == owner;
  nothing_new &= given->grants && !given->grants->empty();
  if (nothing_new) return;
  throw enforced(bucket) ? acls_disabled() : not_implemented("Grants to others than the bucket's owner are not implemented.");
}

AclResult acl_of(const Bucket& bucket) {
  std::string id = canonical_id(bucket.account);
  return {.owner = {.iD = id}, .grants = {{.grantee = Grantee{.iD = id, .type = "CanonicalUser"}, .permission = "FULL_CONTROL"}}};
}

void add_grants(std::vector<std::pair<std::string, std::vector<std::string>>>& keys, const Headers& grants) {
  for (auto& [whose, grantees] : grants) keys.push_back({"s3:x-amz-grant-" + whose, {grantees}});
}

std::vector<std::pair<std::string, std::vector<std::string>>> write_keys(
    std::initializer_list<std::pair<std::string_view, const Named*>> headers, const Named& tagging) {
  std::vector<std::pair<std::string, std::vector<std::string>>> keys;
  for (auto& [name, value] : headers) if (*value) keys.push_back({"s3:" + std::string(name), {**value}});
  if (!tagging) return keys;
  std::vector<std::string> names;
  for (auto& [name, value] : parse_tagging(*tagging)) {
    keys.push_back({"s3:RequestObjectTag/" + name, {value}});
    names.push_back(name);
  }
  keys.push_back({"s3:RequestObjectTagKeys", std::move(names)});
  return keys;
}

}  // namespace s3

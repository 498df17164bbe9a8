#include "services/cloudformation/source.h"

#include "base/bytes.h"
#include "services/cloudformation/template/template.h"
#include "services/s3/api_objects.h"

namespace cloudformation {
namespace {

bool is_local(std::string_view host) {
  host = host.substr(0, host.find(':'));
  return host == "localhost" || host.starts_with("127.") || host.ends_with(".localhost");
}

// What stands before the S3 part of one of AWS's host names; nothing where it is no S3 host.
std::optional<std::string_view> bucket_of(std::string_view host) {
  for (std::string_view end : {".amazonaws.com", ".amazonaws.com.cn"}) {
    if (!host.ends_with(end)) continue;
    host.remove_suffix(end.size());
    // From the right: a Region, "dualstack", then s3 or s3-Region.
    for (int labels = 0; labels < 3; ++labels) {
      auto dot = host.rfind('.');
      std::string_view label = dot == host.npos ? host : host.substr(dot + 1);
      if (label == "s3" || label.starts_with("s3-")) return dot == host.npos ? std::string_view() : host.substr(0, dot);
      if (dot == host.npos) return {};
      host = host.substr(0, dot);
    }
    return {};
  }
  return {};
}

[[noreturn]] void s3_error(const ApiError& e) {
  throw invalid("S3 error: " + e.message + "\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html");
}

}  // namespace

std::optional<S3Address> parse_s3_address(std::string_view url) {
  for (std::string_view scheme : {"https://", "http://"}) {
    if (!url.starts_with(scheme)) continue;
    url.remove_prefix(scheme.size());
    auto slash = url.find('/');
    if (slash == url.npos) return {};
    std::string host = base::lower(url.substr(0, slash));
    std::string_view path = url.substr(slash + 1), query;
    if (auto mark = path.find('?'); mark != path.npos) {
      query = path.substr(mark + 1);
      path = path.substr(0, mark);
    }
    auto decoded = base::percent_decode(path);
    if (!decoded) return {};
    auto bucket = is_local(host) ? std::optional<std::string_view>("") : bucket_of(host);
    if (!bucket) return {};
    S3Address out{std::string(*bucket), *decoded, {}};
    if (out.bucket.empty()) {
      auto end = out.key.find('/');
      if (end == out.key.npos) return {};
      out.bucket = out.key.substr(0, end);
      out.key.erase(0, end + 1);
    }
    for (constexpr std::string_view name = "versionId="; !query.empty();) {
      std::string_view pair = query.substr(0, query.find('&'));
      query.remove_prefix(std::min(query.size(), pair.size() + 1));
      if (pair.starts_with(name)) out.version = base::percent_decode(pair.substr(name.size())).value_or("");
    }
    if (out.bucket.empty() || out.key.empty()) return {};
    return out;
  }
  return {};
}

std::optional<S3Address> parse_s3_uri(std::string_view uri) {
  constexpr std::string_view kScheme = "s3://";
  auto slash = uri.find('/', kScheme.size());
  if (!uri.starts_with(kScheme) || slash == uri.npos || slash == kScheme.size() || slash + 1 == uri.size()) return {};
  return S3Address{std::string(uri.substr(kScheme.size(), slash - kScheme.size())), std::string(uri.substr(slash + 1)), {}};
}

std::string read_object(const std::optional<S3Address>& address, std::size_t limit, Call& call) {
  if (!address) throw invalid("TemplateURL must be a supported URL.");
  auto region = call.house().ports().bucket_region(call.txn(), address->bucket);
  auto look = call.house().blobs.look();         // what is read stays readable
  s3::GetObject get;
  get.bucket = address->bucket;
  get.key = address->key;
  if (!address->version.empty()) get.versionId = address->version;
  Call reader = call.via(kHost).at({call.scope().account, region.value_or(call.scope().region)});
  std::string out;
  try {
    auto found = reader.ask(get);
    service::Effects got = std::move(call.effects());      // the body was meant for an answer
    call.effects() = {};
    std::vector<service::BodyOut> pieces;
    if (got.body) pieces.push_back(std::move(*got.body));
    for (auto& piece : got.rest) pieces.push_back(std::move(piece));
    std::size_t size = 0;
    for (auto& piece : pieces) size += std::size_t(piece.length);
    if (size > limit) throw invalid("Template may not exceed " + std::to_string(limit) + " bytes in size.");
    for (auto& piece : pieces)
      if (!call.house().blobs.read(piece.place, piece.key, piece.from, piece.length, [&](std::string_view bytes) { out += bytes; return true; }))
        throw ApiError{"InternalFailure", 500, "The object cannot be read."};
  } catch (const ApiError& e) {
    if (e.code == "ValidationError" || e.status >= 500) throw;
    s3_error(e);
  }
  return out;
}

std::optional<std::string> template_text(const std::string* body, const std::string* url, Call& call) {
  if (body && url) throw invalid("Template URL and Template Body cannot both be specified.");
  if (url) return read_object(parse_s3_address(*url), language::kStoredLimit, call);
  if (!body) return {};
  if (body->size() > language::kBodyLimit && !is_own(call))
    throw invalid("1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to " +
                  std::to_string(language::kBodyLimit));
  return *body;
}

std::optional<std::string> policy_text(const std::string* body, const std::string* url, Call& call) {
  if (body && url) throw invalid("You cannot specify both StackPolicyURL and StackPolicyBody.");
  if (url) return read_object(parse_s3_address(*url), 16384, call);
  if (!body) return {};
  return *body;
}

}  // namespace cloudformation

#include "services/lambda/code.h"

#include "base/crypto.h"
#include "services/lambda/archive.h"
#include "services/s3/api.h"

namespace lambda {
namespace {

std::string owner_of(const Scope& at, std::string_view kind, std::string_view key) { return store::joined(at.account, at.region, store::joined(kind, key)); }

void name_archive(Call& call, const Archive& a, const std::string& owner) {
  if (a.place.file.empty()) return;
  call.in(kNaming).put(store::joined(a.place.file, owner), {});
  std::erase_if(call.effects().forgotten, [&](auto& f) { return f.file == a.place.file; });
}

void forget_archive(Call& call, const Archive& a, const std::string& owner) {
  if (a.place.file.empty()) return;
  call.in(kNaming).erase(store::joined(a.place.file, owner));
  auto& forgotten = call.effects().forgotten;
  if (names_blob(call.txn(), a.place.file)) return;
  if (std::none_of(forgotten.begin(), forgotten.end(), [&](auto& f) { return f.file == a.place.file; })) forgotten.push_back({a.place.size, {}, a.place.file});
}

template <class F> void each_archive(const Version& v, F f) {
  f(v.code);
  for (auto& layer : v.layers) f(layer.archive);
}

ApiError refused_by_s3(const ApiError& e, const std::string& what) {
  if (e.record_code == "AccessDenied" || e.code == "AccessDenied")
    return {"AccessDeniedException", 403, "Your access has been denied by S3, please make sure your request credentials have permission to GetObject for " + what +
                                              ". S3 Error Code: AccessDenied. S3 Error Message: " + e.message};
  return invalid("Error occurred while GetObject. S3 Error Code: " + e.code + ". S3 Error Message: " + e.message);
}

std::string object_bytes(const std::string& bucket, const std::string& key, const Maybe<S3ObjectVersion>& version, Call& call) {
  auto region = call.house().ports().bucket_region(call.txn(), bucket);
  if (region && *region != call.scope().region)
    throw invalid("Error occurred while GetObject. S3 Error Code: PermanentRedirect. S3 Error Message: The bucket is in this region: " + *region +
                  ". Please use this region to retry the request");
  s3::GetObject get;
  get.bucket = bucket;
  get.key = key;
  if (version) get.versionId = std::string(*version);
  Call asking = call.via("lambda.amazonaws.com");
  try {
    auto answer = asking.ask(get);
    if (answer.contentLength > kMostUnpacked) throw invalid("Unzipped size must be smaller than " + std::to_string(kMostUnpacked) + " bytes");
  } catch (const ApiError& e) {
    throw refused_by_s3(e, bucket + "/" + key);
  }
  // The object's body was meant to follow an answer's headers; here it is read.
  auto& effects = call.effects();
  std::vector<service::BodyOut> pieces;
  if (effects.body) pieces.push_back(std::move(*effects.body));
  for (auto& piece : effects.rest) pieces.push_back(std::move(piece));
  effects.body.reset();
  effects.rest.clear();
  std::string out;
  for (auto& p : pieces)
    if (!call.house().blobs.read(p.place, p.key, p.from, p.length, [&](std::string_view part) { out += part; return true; }))
      throw ApiError{"ServiceException", 500, "The object's body is damaged."};
  return out;
}

}  // namespace

std::string given_zip(const Maybe<Secret<Blob>>& zip, const Maybe<S3Bucket>& bucket, const Maybe<S3Key>& key, const Maybe<S3ObjectVersion>& version, Call& call) {
  if (zip && (bucket || key || version)) throw invalid("Please do not provide other FunctionCode parameters when providing a ZipFile.");
  if (zip) return zip->bytes;
  if (!bucket || !key) throw invalid("Please provide a source for function code.");
  return object_bytes(*bucket, *key, version, call);
}

std::int64_t checked_zip(std::string_view zip) {
  try {
    return unpacked_size(zip);
  } catch (const ArchiveFault& fault) {
    throw invalid(fault.what());
  }
}

std::string code_sha256(std::string_view zip) { return base::base64(base::sha256(zip)); }

Archive kept(std::string_view zip, std::int64_t unpacked, House& house) {
  store::Blobs::Writer writer(house.blobs);
  writer.add(zip);
  store::Body body = writer.finish();
  Archive out{code_sha256(zip), std::int64_t(zip.size()), unpacked, std::move(body.place), {}};
  out.sealed_key = base::seal(house.key_for("lambda.code"), body.key, out.sha256);
  return out;
}

std::optional<std::string> bytes_of(House& house, const Archive& a) {
  auto key = base::open(house.key_for("lambda.code"), a.sealed_key, a.sha256);
  if (!key) return {};
  return house.blobs.read_all(a.place, *key);
}

void put_version(Call& call, const Scope& at, const Version& v) {
  auto rows = call.elsewhere(kVersions, at.account, at.region);
  const std::string key = version_key(v.name, v.version), owner = owner_of(at, "v", key);
  auto before = rows.get(key);
  if (before) each_archive(*before, [&](const Archive& a) { forget_archive(call, a, owner); });
  each_archive(v, [&](const Archive& a) { name_archive(call, a, owner); });
  rows.put(key, v);
}

void erase_version(Call& call, const Scope& at, const Version& v) {
  const std::string key = version_key(v.name, v.version), owner = owner_of(at, "v", key);
  call.elsewhere(kVersions, at.account, at.region).erase(key);
  each_archive(v, [&](const Archive& a) { forget_archive(call, a, owner); });
}

void put_layer_version(Call& call, const LayerVersion& l) {
  const std::string key = layer_key(l.name, l.version);
  name_archive(call, l.archive, owner_of(call.scope(), "l", key));
  call.in(kLayerVersions).put(key, l);
}

void erase_layer_version(Call& call, const LayerVersion& l) {
  const std::string key = layer_key(l.name, l.version);
  call.in(kLayerVersions).erase(key);
  forget_archive(call, l.archive, owner_of(call.scope(), "l", key));
}

bool names_blob(store::Txn& txn, std::string_view file) {
  bool found = false;
  store::Bound<Naming>(txn, kNaming, "", "").each(store::joined(file, ""), "", [&](std::string_view, const Naming&) {
    found = true;
    return false;
  });
  return found;
}

std::int64_t stored_bytes(const Call& call) {
  std::int64_t out = 0;
  call.in(kVersions).each([&](std::string_view, const Version& v) { out += v.code.size; });
  call.in(kLayerVersions).each([&](std::string_view, const LayerVersion& l) { out += l.archive.size; });
  return out;
}

void check_storage(std::int64_t more, const Call& call) {
  if (stored_bytes(call) + more > kMostStored) throw ApiError{"CodeStorageExceededException", 400, "Code storage limit exceeded."};
}

}  // namespace lambda

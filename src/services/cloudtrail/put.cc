#include "services/cloudtrail/put.h"

#include "base/bytes.h"
#include "base/json.h"
#include "services/cloudtrail/destinations.h"
#include "services/s3/api.h"

namespace cloudtrail {

using service::House;

namespace {

// House::act but for the waiting: an archive of thousands of lanes is thousands of commits, which share a few syncs.
void put_in_turn(House& house, const service::PrincipalPtr& who, service::Scope scope, const s3::PutObject& put, const House::Beside& beside, store::Body& body) {
  auto found = house.find(s3::PutObject::operation);
  store::Txn txn = house.store.write();
  service::Effects effects;
  service::Call call(house, txn, who, std::move(scope), {.source_ip = who->service, .user_agent = who->service, .host = who->service}, effects);
  call.set_request_id(found.service->make_request_id());
  call.body = &body;
  try {
    house.perform(*found.service, *found.operation, &put, call);
    beside(txn);
  } catch (const service::ApiError&) {
    house.store.commit(std::move(txn));                // the attempt is recorded, its state was taken back
    throw;
  }
  const auto sequence = house.store.commit(std::move(txn));
  if (effects.forgotten.empty()) return;
  house.journal.wait(sequence);
  for (auto& place : effects.forgotten) house.blobs.remove(place);
}

// The trail's part of the encryption context; S3 adds the object's ARN.
std::string encryption_context(const Trail& t) {
  std::string json;
  base::JsonWriter(json).open('{').key("aws:cloudtrail:arn").text(arn_of(t)).close('}');
  return base::base64(json);
}

}  // namespace

void put_file(House& house, const Trail& trail, const std::string& key, std::string_view gzip, const std::map<std::string, std::string>& metadata,
              const House::Beside& beside) {
  s3::PutObject put;
  put.bucket = trail.bucket;
  put.key = key;
  put.aCL = "bucket-owner-full-control";
  put.contentType = "application/json";
  put.contentEncoding = "gzip";
  if (!metadata.empty()) put.metadata = metadata;
  if (!trail.keyArn.empty()) {
    put.serverSideEncryption = "aws:kms";
    put.sSEKMSKeyId = trail.keyArn;
    put.sSEKMSEncryptionContext = encryption_context(trail);
  }
  std::string region;
  {
    store::Txn txn = house.store.read();
    region = house.ports().bucket_region(txn, trail.bucket).value_or(trail.homeRegion);
  }
  store::Blobs::Writer writer(house.blobs);
  writer.add(gzip);
  store::Body body = writer.finish();
  try {
    put_in_turn(house, acting_for(trail), {trail.account, region}, put, beside, body);
  } catch (const service::ApiError&) {
    house.blobs.remove(body.place);
    throw;
  }
}

void settle(House& house) { house.journal.wait(house.journal.appended()); }

}  // namespace cloudtrail

#include "services/cloudtrail/put.h"

#include "base/bytes.h"
#include "base/json.h"
#include "service/in_turn.h"
#include "services/cloudtrail/destinations.h"
#include "services/s3/api.h"

namespace cloudtrail {

using service::House;

namespace {

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
    service::act_in_turn(house, acting_for(trail), {trail.account, region}, put, beside, &body);
  } catch (const service::ApiError&) {
    house.blobs.remove(body.place);
    throw;
  }
}

}  // namespace cloudtrail

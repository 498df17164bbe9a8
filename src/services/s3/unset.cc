#include "services/s3/unset.h"

namespace s3 {

void none(std::string_view operation, const std::string& bucket) {
  struct Unset { std::string_view operation, code, message; };
  static constexpr Unset rows[] = {
      {"s3:GetBucketCors", "NoSuchCORSConfiguration", "The CORS configuration does not exist"},
      {"s3:GetBucketWebsite", "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration"},
      {"s3:GetBucketReplication", "ReplicationConfigurationNotFoundError", "The replication configuration was not found"},
  };
  for (auto& row : rows)
    if (row.operation == operation) throw no_configuration(std::string(row.code), std::string(row.message), bucket);
  throw not_implemented();
}

GetBucketLoggingResult get_bucket_logging(const GetBucketLogging&, Call&) { return {}; }

Nothing put_bucket_logging(const PutBucketLogging& q, Call&) {
  if (q.configuration && q.configuration->loggingEnabled) throw not_implemented("Server access logging is not implemented.");
  return {};
}

GetBucketAccelerateConfigurationResult get_bucket_accelerate(const GetBucketAccelerateConfiguration&, Call&) { return {}; }

Nothing put_bucket_accelerate(const PutBucketAccelerateConfiguration& q, Call&) {
  if (q.configuration && q.configuration->status && *q.configuration->status != "Suspended")
    throw not_implemented("Transfer acceleration is not implemented.");
  return {};
}

GetBucketRequestPaymentResult get_bucket_request_payment(const GetBucketRequestPayment&, Call&) { return {"BucketOwner"}; }

Nothing put_bucket_request_payment(const PutBucketRequestPayment& q, Call&) {
  if (!q.configuration || q.configuration->payer != "BucketOwner") throw not_implemented("Requester Pays is not implemented.");
  return {};
}

}  // namespace s3

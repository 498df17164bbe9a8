#pragma once
// What a bucket or object of ours never has. Questions get S3's answer for "none"; putting anything else than the default is
// refused, so that nobody believes in a replica or a log that is not there.
#include "services/s3/door.h"

namespace s3 {

GetBucketLoggingResult get_bucket_logging(const GetBucketLogging&, Call&);
Nothing put_bucket_logging(const PutBucketLogging&, Call&);
GetBucketAccelerateConfigurationResult get_bucket_accelerate(const GetBucketAccelerateConfiguration&, Call&);
Nothing put_bucket_accelerate(const PutBucketAccelerateConfiguration&, Call&);
GetBucketRequestPaymentResult get_bucket_request_payment(const GetBucketRequestPayment&, Call&);
Nothing put_bucket_request_payment(const PutBucketRequestPayment&, Call&);

[[noreturn]] void none(std::string_view operation, const std::string& bucket);

// Get: the error for "none". Delete: there is nothing, and so it is done. Put: refused.
template <class Q> Nothing answer_none(const Q& q, Call&) { none(Q::operation, q.bucket); }
template <class Q> Nothing delete_none(const Q&, Call& call) {
  call.effects().status = 204;
  return {};
}
template <class Q> Nothing refuse_put(const Q&, Call&) { throw not_implemented(); }

}  // namespace s3

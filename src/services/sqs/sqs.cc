#include "services/sqs/sqs.h"

namespace sqs {

using service::Effect, service::operation, service::Service;

Service sqs() {
  return {.name = "sqs", .event_source = "sqs.amazonaws.com", .protocol = wire::Protocol::json10, .version = "AmazonSQS",
          .operations = {
  }};
}

}  // namespace sqs

#include "services/ssm/ssm.h"

namespace ssm {

service::Service ssm() {
  return {.name = "ssm", .event_source = "ssm.amazonaws.com", .protocol = wire::Protocol::json11, .version = "AmazonSSM"};
}

}  // namespace ssm

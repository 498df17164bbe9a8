#include "services/sns/sns.h"

namespace sns {

using service::Effect, service::operation, service::Service;

Service sns() {
  return {.name = "sns", .event_source = "sns.amazonaws.com", .protocol = wire::Protocol::query, .version = "2010-03-31", .xml_namespace = "http://sns.amazonaws.com/doc/2010-03-31/",
          .operations = {
  }};
}

}  // namespace sns

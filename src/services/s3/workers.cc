#include "services/s3/workers.h"

#include "services/s3/lifecycle.h"
#include "services/s3/notices.h"

namespace s3 {

std::vector<service::Worker> workers() { return {lifecycle_worker()}; }
std::vector<service::OutboxHandler> outbox_handlers() { return {notice_handler()}; }

}  // namespace s3

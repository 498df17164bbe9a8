#pragma once
// The analysis at work: once a minute it follows the streams of the accounts and Regions whose trails have Insights enabled,
// and records the starts and ends it finds. Where no trail has, nothing is done.
#include "service/worker.h"

namespace cloudtrail {

service::Worker insights_worker();

// Judges every minute that is over.
void analyse(service::House&);

}  // namespace cloudtrail

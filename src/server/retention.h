#pragma once
// How long the journal is kept: event history's ninety days, and what is still needed of it beyond.
#include "service/worker.h"

namespace server {

// Ends the journal's segment with the day, before others write into the new one.
service::Worker day_worker();

// Drops segments whole: once all in them is ninety days old, the state no longer needs them at a restart, and no trail is
// owed any of it. Runs behind all who read the journal.
service::Worker retention_worker();

}  // namespace server

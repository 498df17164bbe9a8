#pragma once
// The rooms of the house, their ports and their workers: the one list.
#include "server/config.h"
#include "service/outbox.h"
#include "service/worker.h"

namespace server {

std::vector<service::Service> rooms();
service::Ports ports();
std::vector<service::Lane> lanes();

// What rooms are to each other beside the ports: once, when the house stands.
void wire(service::House&, const Config&);

// Removes bodies that no record names: what a process that died had stored and not yet said.
void sweep_bodies(store::Store&, store::Blobs&);

// Every operation's shapes as one JSON array, for the test that compares them with the vendor's models.
std::string describe_shapes();

}  // namespace server

#pragma once
// Event source mappings: SQS queues that Lambda reads for functions. Streams and brokers are no part of this server.
#include "service/operation.h"
#include "services/lambda/names.h"

namespace lambda {

Access to_create_source(const CreateEventSourceMapping&, Call&);
Access to_get_source(const GetEventSourceMapping&, Call&);
Access to_list_sources(const ListEventSourceMappings&, Call&);
Access to_update_source(const UpdateEventSourceMapping&, Call&);
Access to_delete_source(const DeleteEventSourceMapping&, Call&);

EventSourceMappingConfiguration create_source(const CreateEventSourceMapping&, Call&);
EventSourceMappingConfiguration get_source(const GetEventSourceMapping&, Call&);
ListEventSourceMappingsResponse list_sources(const ListEventSourceMappings&, Call&);
EventSourceMappingConfiguration update_source(const UpdateEventSourceMapping&, Call&);
EventSourceMappingConfiguration delete_source(const DeleteEventSourceMapping&, Call&);

}  // namespace lambda

#pragma once
// Log streams.
#include "services/logs/door.h"

namespace logs {

Access to_create_log_stream(const CreateLogStream&, Call&);
Access to_delete_log_stream(const DeleteLogStream&, Call&);
Access to_describe_log_streams(const DescribeLogStreams&, Call&);

Nothing create_log_stream(const CreateLogStream&, Call&);
Nothing delete_log_stream(const DeleteLogStream&, Call&);
DescribeLogStreamsResult describe_log_streams(const DescribeLogStreams&, Call&);

// Keeps the order by last event in step: `before` is what is stored, if anything.
void save_stream(const Call&, const Group&, const Stream* before, const Stream& after);
std::string sequence_token(const Stream&);

}  // namespace logs

#pragma once
// Drift: a stack's resources are read as they are now, in the caller's name, and compared with what its template says.
// The reading is done within the call that asks for it.
#include "services/cloudformation/api_drift.h"
#include "services/cloudformation/names.h"

namespace cloudformation {

struct FoundDifference { std::string path, kind, expected, actual; };
BOOST_DESCRIBE_STRUCT(FoundDifference, (), (path, kind, expected, actual))
struct FoundDrift { std::string expected, actual; std::vector<FoundDifference> differences; };     // expected, actual: JSON
BOOST_DESCRIBE_STRUCT(FoundDrift, (), (expected, actual, differences))
struct DriftRecord {
  std::string logical, physical, type, status, reason;
  base::Time time;
  std::string found;                             // a FoundDrift, packed and sealed; empty: nothing could be compared
};
BOOST_DESCRIBE_STRUCT(DriftRecord, (), (logical, physical, type, status, reason, time, found))
inline constexpr Table<DriftRecord> kDrifts{"cloudformation.drifts", Reach::regional};               // stack, logical id
struct StackDriftRecord { std::string status; base::Time time; };
BOOST_DESCRIBE_STRUCT(StackDriftRecord, (), (status, time))
inline constexpr Table<StackDriftRecord> kStackDrifts{"cloudformation.stack_drifts", Reach::regional};         // stack
struct DetectionRecord { std::string stack, status, drift, reason; std::int64_t drifted = 0; base::Time time; };
BOOST_DESCRIBE_STRUCT(DetectionRecord, (), (stack, status, drift, reason, drifted, time))
inline constexpr Table<DetectionRecord> kDetections{"cloudformation.detections", Reach::regional};   // stack, id

DriftInformation drift_of_stack(const StackRecord&, Call&);
ResourceDriftInformation drift_of_resource(const StackRecord&, std::string_view logical, Call&);
// An operation makes what was found untrue.
void forget_drift(store::Txn&, const Place&);

Access to_detect_stack_drift(const DetectStackDrift&, Call&);
DetectStackDriftResult detect_stack_drift(const DetectStackDrift&, Call&);
Access to_detect_resource_drift(const DetectStackResourceDrift&, Call&);
DetectStackResourceDriftResult detect_resource_drift(const DetectStackResourceDrift&, Call&);
Access to_describe_drift_detection(const DescribeStackDriftDetectionStatus&, Call&);
DescribeStackDriftDetectionStatusResult describe_drift_detection(const DescribeStackDriftDetectionStatus&, Call&);
Access to_describe_resource_drifts(const DescribeStackResourceDrifts&, Call&);
DescribeStackResourceDriftsResult describe_resource_drifts(const DescribeStackResourceDrifts&, Call&);

}  // namespace cloudformation

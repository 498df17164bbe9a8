#pragma once
// What S3 is asked and what it answers: the API of 2006-03-01. No behaviour; any service may include this.
#include "services/s3/api_buckets.h"
#include "services/s3/api_lifecycle.h"
#include "services/s3/api_lists.h"
#include "services/s3/api_lock.h"
#include "services/s3/api_notifications.h"
#include "services/s3/api_objects.h"
#include "services/s3/api_uploads.h"

#include "services/sqs/fingerprint.h"

#include <gtest/gtest.h>

#include "services/sqs/state.h"

namespace sqs {
namespace {

// The digests were computed by the algorithm of the Developer Guide, outside of this code.
TEST(SqsFingerprint, CoversNamesTypesAndValuesInTheOrderOfNames) {
  EXPECT_EQ(attributes_md5({{"Name", {"String", "value", false}}}), "923297cac651001d0476adce9b21cd24");
  EXPECT_EQ(attributes_md5({{"b", {"Number", "42", false}}, {"a", {"Binary.gif", std::string("\0\1\xff", 3), true}}}), "29508d0c52d719e021ea5f5f4397c89d");
}

TEST(SqsFingerprint, OfNothingIsThatOfNoBytes) { EXPECT_EQ(attributes_md5({}), "d41d8cd98f00b204e9800998ecf8427e"); }

}  // namespace
}  // namespace sqs

#include "services/iam/managed_policies.h"

#include <gtest/gtest.h>

#include "policy/document.h"

namespace iam {

TEST(ManagedPolicies, AreWellFormedPolicies) {
  for (auto& p : aws_policies()) {
    EXPECT_EQ(policy::fault(p.document, policy::Kind::managed).value_or(""), "") << p.name;
    EXPECT_TRUE(policy::compile(p.document)) << p.name;
    EXPECT_EQ(aws_policy(std::string(p.path) + std::string(p.name)), &p);
    EXPECT_EQ(aws_policy_id(p).size(), 21u);
  }
}

TEST(ManagedPolicies, AreFoundByTheirWholePathOnly) {
  ASSERT_TRUE(aws_policy("/AdministratorAccess"));
  EXPECT_EQ(aws_policy_arn(*aws_policy("/AdministratorAccess"), "aws"), "arn:aws:iam::aws:policy/AdministratorAccess");
  EXPECT_TRUE(aws_policy("/service-role/AWSLambdaBasicExecutionRole"));
  EXPECT_FALSE(aws_policy("/AWSLambdaBasicExecutionRole"));
  EXPECT_FALSE(aws_policy("/NoSuchPolicy"));
  EXPECT_FALSE(aws_policy(""));
}

}  // namespace iam

#include "services/sns/envelope.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace sns {
namespace {

Envelope notification() {
  Envelope e;
  e.type = "Notification";
  e.message_id = "4d4dc071-ddbf-465d-bba8-08f81c89da64";
  e.topic_arn = "arn:aws:sns:us-east-2:123456789012:MyTopic";
  e.message = "Test \"message\"\nline two \u2713";
  e.time = *base::parse_time("2019-01-31T04:37:04.321Z");
  e.signature_version = "1";
  e.signature = "EXAMPLE";
  e.certificate_url = "https://c";
  e.unsubscribe_url = "https://u?a=b&c=d";
  return e;
}

// SNS Developer Guide, "Verifying the signatures of Amazon SNS messages using query-based requests": names and values by
// turns, in the order of the names, Subject only where there is one.
TEST(SnsEnvelope, SignsWhatTheGuideSays) {
  auto e = notification();
  e.message = "m";
  EXPECT_EQ(text_to_sign(e), "Message\nm\nMessageId\n4d4dc071-ddbf-465d-bba8-08f81c89da64\nTimestamp\n2019-01-31T04:37:04.321Z\n"
                             "TopicArn\narn:aws:sns:us-east-2:123456789012:MyTopic\nType\nNotification\n");
  e.subject = "My First Message";
  EXPECT_NE(text_to_sign(e).find("MessageId\n4d4dc071-ddbf-465d-bba8-08f81c89da64\nSubject\nMy First Message\nTimestamp\n"), std::string::npos);
  e.type = "SubscriptionConfirmation";
  e.token = "t";
  e.subscribe_url = "https://s";
  EXPECT_EQ(text_to_sign(e), "Message\nm\nMessageId\n4d4dc071-ddbf-465d-bba8-08f81c89da64\nSubscribeURL\nhttps://s\nTimestamp\n2019-01-31T04:37:04.321Z\nToken\nt\n"
                             "TopicArn\narn:aws:sns:us-east-2:123456789012:MyTopic\nType\nSubscriptionConfirmation\n");
}

TEST(SnsEnvelope, IsJsonInSnsOwnLayout) {
  auto e = notification();
  std::string text = json(e);
  EXPECT_TRUE(text.starts_with("{\n  \"Type\" : \"Notification\",\n  \"MessageId\" : \"4d4dc071"));
  EXPECT_TRUE(text.ends_with("\n}"));
  EXPECT_EQ(text.find("MessageAttributes"), std::string::npos);
  EXPECT_EQ(text.find("Subject"), std::string::npos);
  auto read = base::parse_json(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(std::string_view((*read)["Message"]), e.message);
  EXPECT_EQ(std::string_view((*read)["UnsubscribeURL"]), e.unsubscribe_url);
  e.attributes = {{"a", {"String", "x\"y", {}}}, {"b", {"Binary", {}, shape::Blob{std::string("\0\1", 2)}}}};
  e.sequence = "10000000000000000256";
  text = json(e);
  read = base::parse_json(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(std::string_view((*read)["MessageAttributes"]["a"]["Value"]), "x\"y");
  EXPECT_EQ(std::string_view((*read)["MessageAttributes"]["b"]["Value"]), "AAE=");
  EXPECT_EQ(std::string_view((*read)["SequenceNumber"]), e.sequence);
}

}  // namespace
}  // namespace sns

// The room in a house of its own, in memory: random histories of a queue held beside a plain model of what SQS promises.
#include "services/sqs/sqs.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "services/sqs/api.h"
#include "services/sqs/letter.h"
#include "services/sqs/workers.h"

namespace sqs {
namespace {

constexpr std::string_view kAccount = "111111111111";

service::PrincipalPtr root() {
  auto p = std::make_shared<service::Principal>();
  p->who = service::Who::root;
  p->identity = {.type = "Root", .principal_id = std::string(kAccount), .arn = "arn:aws:iam::111111111111:root", .account = std::string(kAccount)};
  p->entity_id = kAccount;
  return p;
}

class SqsRoom : public testing::Test {
 protected:
  SqsRoom()
      : clock_(base::Time::seconds(1'772'460'000)), journal_(journal::Journal::open({})), store_({}, *journal_), blobs_({}),
        house_(clock_, *journal_, store_, blobs_, std::string(32, 'k'), {.regions = {"us-east-1"}}, {sqs()},
               {.identity_policies = [](service::House&, store::Txn&, const service::Principal&) { return service::IdentityPolicies{}; },
                .guardrails = [](service::House&, store::Txn&, std::string_view) { return service::Guardrails{}; }}) {}

  template <class Q> typename Q::Result ask(const Q& q) { return house_.act(root(), {std::string(kAccount), "us-east-1"}, q); }
  int any(int n) { return int(random_() % unsigned(n)); }
  void work() {
    for (int i = 0; i < 50; ++i)
      for (auto& w : workers()) w.run(house_);
  }

  base::LabClock clock_;
  std::unique_ptr<journal::Journal> journal_;
  store::Store store_;
  store::Blobs blobs_;
  service::House house_;
  std::mt19937 random_;
};

class SqsHistories : public SqsRoom, public testing::WithParamInterface<int> {
 protected:
  SqsHistories() { random_.seed(unsigned(GetParam())); }
};

// What a queue must know of one message.
struct Known { std::string body, group, handle; base::Time visible; bool received = false; };

class Model {
 public:
  Model(bool fifo, const base::Clock& clock) : fifo_(fifo), clock_(clock) {}
  std::vector<Known> messages;         // in the order they were sent

  bool hidden(const Known& k) const { return k.visible > clock_.now(); }
  // The messages a receive may return, by groups where there are any.
  std::set<std::string> free() const {
    std::set<std::string> out, shut;
    if (fifo_)
      for (auto& k : messages) if (k.received && hidden(k)) shut.insert(k.group);
    for (auto& k : messages) {
      if (shut.contains(k.group)) continue;
      if (hidden(k)) { if (fifo_) shut.insert(k.group); continue; }
      out.insert(k.body);
    }
    return out;
  }
  std::string first_of(const std::string& group) const {
    for (auto& k : messages) if (k.group == group) return k.body;
    return {};
  }
  Known& at(const std::string& body) {
    return *std::find_if(messages.begin(), messages.end(), [&](auto& k) { return k.body == body; });
  }

 private:
  bool fifo_;
  const base::Clock& clock_;
};

void check_counts(const Model& model, const Words& shown) {
  int visible = 0, flying = 0, delayed = 0;
  for (auto& k : model.messages) ++(!model.hidden(k) ? visible : k.received ? flying : delayed);
  EXPECT_EQ(shown.at("ApproximateNumberOfMessages"), std::to_string(visible));
  EXPECT_EQ(shown.at("ApproximateNumberOfMessagesNotVisible"), std::to_string(flying));
  EXPECT_EQ(shown.at("ApproximateNumberOfMessagesDelayed"), std::to_string(delayed));
}

TEST_P(SqsHistories, AreThoseOfTheModel) {
  const bool fifo = GetParam() % 2;
  const std::string name = fifo ? "q.fifo" : "q";
  Words attributes{{"VisibilityTimeout", "600"}};
  if (fifo) attributes["FifoQueue"] = "true";
  const std::string url = ask(CreateQueue{.queueName = name, .attributes = attributes}).queueUrl;
  Model model(fifo, clock_);
  for (int step = 0; step < 400; ++step) {
    const base::Time now = clock_.now();
    switch (any(6)) {
      case 0:
      case 1: {
        Known k{"m" + std::to_string(step), fifo ? "g" + std::to_string(any(4)) : "", "", now};
        SendMessage q{.queueUrl = url, .messageBody = k.body};
        if (fifo) {
          q.messageGroupId = k.group;
          q.messageDeduplicationId = k.body;
        } else if (any(3) == 0) {
          q.delaySeconds = 60 * (1 + any(10));
          k.visible = now.plus_seconds(*q.delaySeconds);
        }
        ask(q);
        model.messages.push_back(k);
        break;
      }
      case 2: {
        const std::int64_t most = 1 + any(10), seconds = 60 * (1 + any(10));
        auto free = model.free();
        auto got = ask(ReceiveMessage{.queueUrl = url, .maxNumberOfMessages = most, .visibilityTimeout = seconds}).messages.value_or(std::vector<Message>{});
        ASSERT_EQ(got.size(), std::min(free.size(), std::size_t(most))) << "step " << step;
        std::map<std::string, std::size_t> at;
        for (auto& m : got) {
          ASSERT_TRUE(free.contains(*m.body)) << "step " << step;
          Known& k = model.at(*m.body);
          if (fifo) {
            auto& n = at[k.group];
            std::vector<std::string> line;
            for (auto& other : model.messages) if (other.group == k.group) line.push_back(other.body);
            ASSERT_EQ(line[n++], *m.body) << "step " << step;
          }
          k.handle = *m.receiptHandle;
          k.received = true;
        }
        for (auto& m : got) model.at(*m.body).visible = now.plus_seconds(seconds);
        break;
      }
      case 3:
      case 4: {
        std::vector<std::size_t> held;
        for (std::size_t i = 0; i < model.messages.size(); ++i)
          if (model.messages[i].received && model.hidden(model.messages[i])) held.push_back(i);
        if (held.empty()) break;
        const std::size_t i = held[std::size_t(any(int(held.size())))];
        Known& k = model.messages[i];
        if (any(3)) {
          ask(DeleteMessage{url, k.handle});
          model.messages.erase(model.messages.begin() + std::ptrdiff_t(i));
        } else {
          const std::int64_t seconds = 60 * any(8);
          ask(ChangeMessageVisibility{url, k.handle, seconds});
          k.visible = now.plus_seconds(seconds);
        }
        break;
      }
      default: clock_.advance_seconds(30 * any(12)); break;
    }
    clock_.advance_seconds(7);          // no two times of the history meet at one look
    check_counts(model, *ask(GetQueueAttributes{url, Texts{"All"}}).attributes);
    if (HasFailure()) FAIL() << "step " << step;
  }
  ask(PurgeQueue{url});
  work();
  EXPECT_EQ(ask(GetQueueAttributes{url, Texts{"ApproximateNumberOfMessages"}}).attributes->at("ApproximateNumberOfMessages"), "0");
}
INSTANTIATE_TEST_SUITE_P(Seeds, SqsHistories, testing::Range(0, 8));

TEST_F(SqsRoom, LeavesNothingBehindAQueue) {
  const std::string url = ask(CreateQueue{.queueName = "q.fifo", .attributes = Words{{"FifoQueue", "true"}, {"ContentBasedDeduplication", "true"}}}).queueUrl;
  for (int i = 0; i < 20; ++i) ask(SendMessage{.queueUrl = url, .messageBody = std::to_string(i), .messageGroupId = "g" + std::to_string(i % 3)});
  ask(ReceiveMessage{.queueUrl = url, .receiveRequestAttemptId = "try"});
  ask(DeleteQueue{url});
  clock_.advance_seconds(61);
  work();
  store::Txn txn = house_.store.read();
  int rows = 0;
  txn.scan("sqs.", "", [&](std::string_view, std::string_view) { return ++rows; });
  EXPECT_EQ(rows, 0);
}

TEST_F(SqsRoom, LetsServicesInByThePolicyAlone) {
  const std::string url = ask(CreateQueue{.queueName = "q"}).queueUrl, topic = "arn:aws:sns:us-east-1:111111111111:";
  auto send_from = [&](const std::string& name) {
    try {
      house_.act(service::service_principal("sns.amazonaws.com", topic + name, std::string(kAccount)), {std::string(kAccount), "us-east-1"},
                 SendMessage{.queueUrl = url_of("us-east-1", kAccount, "q"), .messageBody = std::string("from ") + name});
      return std::string();
    } catch (const ApiError& e) {
      return e.code;
    }
  };
  EXPECT_EQ(send_from("a"), "AccessDeniedException");
  ask(SetQueueAttributes{url, {{"Policy", R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage",)"
                                          R"("Resource":"arn:aws:sqs:us-east-1:111111111111:q","Condition":{"ArnEquals":{"aws:SourceArn":")" + topic + R"(a"}}}]})"}}});
  EXPECT_EQ(send_from("a"), "");
  EXPECT_EQ(send_from("b"), "AccessDeniedException");
  auto got = ask(ReceiveMessage{.queueUrl = url, .attributeNames = Texts{"SenderId"}, .maxNumberOfMessages = 10}).messages.value();
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(*got[0].body, "from a");
  EXPECT_EQ(got[0].attributes->at("SenderId"), "sns.amazonaws.com");
}

TEST(SqsLetters, MustBeOfXmlsCharacters) {
  auto refused = [](std::string_view body) {
    try {
      checked(body, {}, {});
      return std::string();
    } catch (const ApiError& e) {
      return e.code;
    }
  };
  EXPECT_EQ(refused("plain \t\r\n \xC3\xA9 \xF0\x9F\x98\x80 \xEF\xBF\xBD"), "");
  for (std::string_view bad : {std::string_view("\0", 1), std::string_view("\x1F"), std::string_view("\xEF\xBF\xBE"), std::string_view("\xEF\xBF\xBF"),
                               std::string_view("\xED\xA0\x80"), std::string_view("\xC3")})
    EXPECT_EQ(refused(bad), "InvalidMessageContents");
  EXPECT_EQ(refused(""), "MissingParameter");
}

}  // namespace
}  // namespace sqs

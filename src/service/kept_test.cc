// What is kept is never older than the tables it was read from, and a call's own writes stay its own.
#include "service/kept.h"

#include <gtest/gtest.h>

#include "store/store.h"

namespace service {
namespace {

class KeptTest : public testing::Test {
 protected:
  KeptTest() : journal_(journal::Journal::open({})), store_({}, *journal_) {}

  void write(std::string value) {
    store::Txn txn = store_.write();
    txn.put("room.noun", std::move(value));
    journal_->wait(store_.commit(std::move(txn)));
  }
  std::string get(const store::Txn& txn, std::string_view key = "key") {
    auto value = kept_.get(key, store_.touched("room"), txn, [&]() -> std::shared_ptr<const std::string> {
      ++reads_;
      auto stored = txn.get("room.noun");
      return stored ? std::make_shared<const std::string>(*stored) : nullptr;
    });
    return value ? *value : "nothing";
  }
  std::string get() { return get(store_.read()); }

  std::unique_ptr<journal::Journal> journal_;
  store::Store store_;
  Kept<std::string> kept_;
  int reads_ = 0;
};

TEST_F(KeptTest, IsReadOnceUntilItsRoomIsWritten) {
  write("one");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(get(), "one");
  EXPECT_EQ(reads_, 1);
  get(store_.read(), "other");
  EXPECT_EQ(reads_, 2);
  write("two");
  EXPECT_EQ(get(), "two");
  EXPECT_EQ(reads_, 3);
}

TEST_F(KeptTest, NothingIsNotKept) {
  EXPECT_EQ(get(), "nothing");
  EXPECT_EQ(get(), "nothing");
  EXPECT_EQ(reads_, 2);
}

TEST_F(KeptTest, AnOlderViewLeavesNothing) {
  write("one");
  store::Txn early = store_.read();
  EXPECT_EQ(early.get("room.noun"), "one");                // its view is taken here
  write("two");
  EXPECT_EQ(get(early), "one");
  EXPECT_EQ(get(), "two");
}

TEST_F(KeptTest, AWriterSeesItsOwn) {
  write("one");
  EXPECT_EQ(get(), "one");
  {
    store::Txn writer = store_.write();
    EXPECT_EQ(get(writer), "one");
    writer.put("room.noun", "mine");
    EXPECT_EQ(get(writer), "mine");
  }                                                        // dropped: it never was
  EXPECT_EQ(get(), "one");
  EXPECT_EQ(reads_, 2);
}

TEST_F(KeptTest, IsBounded) {
  write("one");
  store::Txn txn = store_.read();
  for (int i = 0; i < 5000; ++i) get(txn, std::to_string(i));
  EXPECT_EQ(reads_, 5000);
  get(txn, "4999");
  EXPECT_EQ(reads_, 5000);
  get(txn, "0");
  EXPECT_EQ(reads_, 5001);
}

}  // namespace
}  // namespace service

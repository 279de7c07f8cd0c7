#include "core/store/waiting_list.h"
#include "tests/unit/store/store_fixture.h"

namespace espalier::store {
namespace {

std::unique_ptr<WaitingList> waiting(const std::filesystem::path& path)
{
    auto list = WaitingList::open(path);
    EXPECT_TRUE(list) << describe(list.error());
    return list ? std::move(*list) : nullptr;
}

std::string names(WaitingList& list)
{
    std::string text;
    const auto all = list.experiments().value();
    for (const WaitingExperiment& one : all) {
        text += one.name;
    }
    return text;
}

TEST_F(StoreTest, KeepsWaitingExperimentsInOrder)
{
    const auto list = waiting(path());
    const std::int64_t a = list->add({0, "a", "name: a", "/x/a.yaml", false, 0}).value();
    const std::int64_t b = list->add({0, "b", "name: b", "", true, 7}).value();
    const std::int64_t c = list->add({0, "c", "name: c", "", false, 0}).value();
    EXPECT_EQ(names(*waiting(path())), "abc");
    const WaitingExperiment second = list->experiments().value()[1];
    EXPECT_EQ(second.yaml, "name: b");
    EXPECT_TRUE(second.onlyIfStable);
    EXPECT_EQ(second.after, 7);
    ASSERT_TRUE(list->move(c, -1));
    EXPECT_EQ(names(*list), "acb");
    ASSERT_TRUE(list->move(a, 5));
    EXPECT_EQ(names(*list), "cba");
    ASSERT_TRUE(list->move(a, 1));
    EXPECT_EQ(names(*list), "cba");
    (void)list->add({0, "d", "", "", false, 0}).value();
    EXPECT_EQ(names(*list), "cbad");
    ASSERT_TRUE(list->setOnlyIfStable(b, false));
    ASSERT_TRUE(list->setAfter(b, 9));
    EXPECT_FALSE(list->experiments().value()[1].onlyIfStable);
    EXPECT_EQ(list->experiments().value()[1].after, 9);
}

TEST_F(StoreTest, GivesAWaitingExperimentToOneWindowOnly)
{
    const auto one = waiting(path());
    const auto other = waiting(path());
    const std::int64_t id = one->add({0, "a", "", "", false, 0}).value();
    EXPECT_TRUE(other->take(id).value());
    EXPECT_FALSE(one->take(id).value());
    EXPECT_EQ(one->move(id, 1).error().code, ErrorCode::NotFound);
    EXPECT_EQ(one->setOnlyIfStable(id, true).error().code, ErrorCode::NotFound);
}

} // namespace
} // namespace espalier::store

#include "core/run/event_log.h"

#include <gtest/gtest.h>

#include <thread>

namespace espalier::run {
namespace {

/// Stands still.
class FixedClock final : public Clock {
public:
    [[nodiscard]] std::int64_t wallMicroseconds() const override { return 77; }
};

std::vector<std::int64_t> numbersOf(const std::vector<Event>& events)
{
    std::vector<std::int64_t> numbers;
    for (const Event& event : events) {
        numbers.push_back(event.seq);
    }
    return numbers;
}

TEST(EventLog, NumbersAndStamps)
{
    const FixedClock clock;
    EventLog log(clock);
    EXPECT_EQ(log.lastSeq(), 0);
    const auto reader = log.reader();
    log.append(StateChanged{RunState::Running}, 1.5);
    log.append(Note{}, 2.5);
    const auto events = reader->take();
    ASSERT_EQ(numbersOf(events), (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(events[0].wallMicroseconds, 77);
    EXPECT_EQ(events[1].seconds, 2.5);
    EXPECT_TRUE(reader->take().empty());
    EXPECT_EQ(log.lastSeq(), 2);
}

TEST(EventLog, EachReaderGoesAtItsOwnPace)
{
    const FixedClock clock;
    EventLog log(clock);
    const auto slow = log.reader();
    const auto fast = log.reader();
    log.append(Note{}, 0);
    EXPECT_EQ(numbersOf(fast->take()), (std::vector<std::int64_t>{1}));
    log.append(Note{}, 0);
    EXPECT_EQ(numbersOf(fast->take()), (std::vector<std::int64_t>{2}));
    EXPECT_EQ(numbersOf(slow->take()), (std::vector<std::int64_t>{1, 2}));
}

TEST(EventLog, FreesWhatAllHaveTakenAndKeepsWhatOneHasNot)
{
    const FixedClock clock;
    EventLog log(clock);
    log.append(Note{}, 0); // before any reader: kept for the first
    auto slow = log.reader();
    const auto fast = log.reader();
    log.append(Note{}, 0);
    EXPECT_EQ(fast->take().size(), 2U);
    EXPECT_EQ(log.reader()->take().size(), 2U) << "the slow one still needs them";
    slow.reset();
    EXPECT_TRUE(log.reader()->take().empty()) << "all had taken them";
}

TEST(EventLog, GoesOnCountingAfterAResume)
{
    const FixedClock clock;
    EventLog log(clock);
    log.startAfter(41);
    EXPECT_EQ(log.lastSeq(), 41);
    log.append(Note{}, 0);
    const auto reader = log.reader();
    EXPECT_EQ(numbersOf(reader->take()), (std::vector<std::int64_t>{42}));
}

TEST(EventLog, WaitingEndsWithAnEventOrTheEnd)
{
    const FixedClock clock;
    EventLog log(clock);
    std::thread writer([&] {
        log.append(Note{}, 0);
        log.close();
    });
    log.waitPast(0, 600);
    EXPECT_GE(log.lastSeq(), 1);
    log.waitPast(1, 600);
    EXPECT_TRUE(log.closed());
    writer.join();
}

TEST(EventLog, ManyThreadsReadEverythingInOrder)
{
    constexpr std::int64_t kEvents = 5000;
    const FixedClock clock;
    EventLog log(clock);
    std::vector<std::unique_ptr<EventSource>> readers;
    for (int i = 0; i < 4; ++i) {
        readers.push_back(log.reader());
    }
    std::vector<std::vector<std::int64_t>> seen(readers.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < readers.size(); ++i) {
        threads.emplace_back([&, i] {
            for (bool isLast = false; !isLast;) {
                log.waitPast(static_cast<std::int64_t>(seen[i].size()), 600);
                isLast = log.closed(); // asked before the last taking: nothing follows a close
                for (const std::int64_t number : numbersOf(readers[i]->take())) {
                    seen[i].push_back(number);
                }
            }
        });
    }
    for (std::int64_t i = 0; i < kEvents; ++i) {
        log.append(StepDone{i + 1, 0, {}, Stability::Stable, false}, 0);
    }
    log.close();
    for (std::thread& thread : threads) {
        thread.join();
    }
    for (const auto& numbers : seen) {
        ASSERT_EQ(numbers.size(), static_cast<std::size_t>(kEvents));
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            ASSERT_EQ(numbers[i], static_cast<std::int64_t>(i) + 1);
        }
    }
}

TEST(EventLog, WaitsForNobodyWhenNobodyKeeps)
{
    const Clock clock;
    EventLog log(clock);
    log.append(StateChanged{RunState::Running}, 0);
    EXPECT_TRUE(log.waitKept(600));
}

TEST(EventLog, WaitsUntilTheKeeperHasAllThatWasSaid)
{
    const Clock clock;
    EventLog log(clock);
    log.kept(0);
    log.append(StateChanged{RunState::Running}, 0);
    log.append(StateChanged{RunState::Paused}, 0);
    EXPECT_FALSE(log.waitKept(0));
    log.kept(1);
    EXPECT_FALSE(log.waitKept(0)) << "the second event is not kept yet";
    std::thread keeper([&] {
        log.waitWanted(600); // already wanted: returns at once
        log.kept(log.lastSeq());
    });
    EXPECT_TRUE(log.waitKept(600));
    keeper.join();
}

TEST(EventLog, AKeeperThatFailsHoldsNobodyUp)
{
    const Clock clock;
    EventLog log(clock);
    log.kept(0);
    log.append(StateChanged{RunState::Running}, 0);
    log.keepingFailed();
    EXPECT_FALSE(log.waitKept(600));
    log.kept(1);
    EXPECT_TRUE(log.waitKept(600));
}

TEST(CommandBox, HandsOverInOrderOnce)
{
    CommandBox box;
    box.post({CommandKind::Pause, 0});
    box.post({CommandKind::SetLearningRate, 0.5});
    EXPECT_EQ(box.take(), (std::vector<Command>{{CommandKind::Pause, 0}, {CommandKind::SetLearningRate, 0.5}}));
    EXPECT_TRUE(box.take().empty());
}

TEST(CommandBox, WaitingEndsWithACommand)
{
    CommandBox box;
    std::thread other([&] { box.post({CommandKind::Stop, 0}); });
    box.wait(600);
    EXPECT_EQ(box.take().size(), 1U);
    other.join();
}

} // namespace
} // namespace espalier::run

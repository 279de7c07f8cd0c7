#include "core/curves/curve.h"
#include "tests/unit/curves/event_file_writer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace espalier::curves {
namespace {

/// The event that every file begins with.
std::string begin()
{
    return record('\x09' + std::string(8, '\0') + bytesField(3, "brain.Event:2"));
}

Curve read(const std::string& bytes)
{
    auto curve = curveFromBytes(bytes, "events");
    EXPECT_TRUE(curve.has_value()) << (curve ? "" : describe(curve.error()));
    return curve ? *std::move(curve) : Curve();
}

TEST(TensorBoard, ReadsSimpleValuesAndTensors)
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const Curve curve = read(begin() + simpleEvent(10, {{"train/loss", 2.5F}, {"train/grad_norm", nan}}) +
                             simpleEvent(10, {{"eval/loss", 9.0F}}) + simpleEvent(10, {{"train/learning_rate", 0.5F}}) +
                             tensorEvent(20, "train/loss", 2.25F, true) + tensorEvent(30, "train/loss", 2.0F, false) +
                             simpleEvent(30, {{"train/train_loss", 7.0F}}));
    EXPECT_EQ(curve.format, LogFormat::TensorBoard);
    ASSERT_EQ(curve.rows.size(), 3U);
    EXPECT_EQ(curve.rows[0].loss, 2.5);
    EXPECT_TRUE(std::isnan(*curve.rows[0].gradientNorm));
    EXPECT_EQ(curve.rows[0].learningRate, 0.5);
    EXPECT_EQ(curve.rows[1].loss, 2.25);
    EXPECT_EQ(curve.rows[2].loss, 2.0);
    EXPECT_EQ(curve.rows[2].step, 30);
}

TEST(TensorBoard, PutsSeriesThatWereWrittenOneAfterTheOtherSideBySide)
{
    const Curve curve =
        read(begin() + simpleEvent(1, {{"loss", 3}}) + simpleEvent(2, {{"loss", 2}}) +
             simpleEvent(1, {{"grad_norm", 5}}) + simpleEvent(2, {{"grad_norm", 4}}) + simpleEvent(1, {{"loss", 8}}));
    ASSERT_EQ(curve.rows.size(), 3U) << "a step said again is another run";
    EXPECT_EQ(curve.rows[1].gradientNorm, 4);
    EXPECT_EQ(curve.rows[2].loss, 8);
}

TEST(TensorBoard, ARecordThatIsBeingWrittenEndsTheFile)
{
    const std::string whole = begin() + simpleEvent(1, {{"loss", 3}});
    const std::string next = simpleEvent(2, {{"loss", 2}});
    for (std::size_t length = 0; length < next.size(); ++length) {
        EXPECT_EQ(read(whole + next.substr(0, length)).rows.size(), 1U) << length;
    }
    EXPECT_EQ(read(whole + next).rows.size(), 2U);
}

TEST(TensorBoard, DamageIsSaidWithItsPlace)
{
    std::string bytes = begin() + simpleEvent(1, {{"loss", 3}});
    const std::size_t second = begin().size();
    bytes[second + 14] ^= 1;
    EXPECT_EQ(describe(curveFromBytes(bytes, "events").error()),
              "events: byte " + std::to_string(second) + ": a record does not match its checksum: the file is damaged");
    bytes = begin() + simpleEvent(1, {{"loss", 3}});
    bytes[second] ^= 1;
    EXPECT_EQ(describe(curveFromBytes(bytes, "events").error()),
              "events: byte " + std::to_string(second) +
                  ": the length of a record does not match its checksum: the file is damaged");
    EXPECT_EQ(describe(curveFromBytes(begin() + record("\x0b\x0c"), "events").error()),
              "events: byte " + std::to_string(second) + ": a record is no event: the file is damaged");
}

} // namespace
} // namespace espalier::curves

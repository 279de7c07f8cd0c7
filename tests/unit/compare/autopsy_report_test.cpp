#include "core/base/files.h"
#include "core/compare/autopsy_report.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <limits>

namespace espalier::compare {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

monitor::Autopsy sample()
{
    monitor::Autopsy autopsy;
    autopsy.step = 963;
    autopsy.epoch = 120.375;
    autopsy.verdict = {monitor::Condition::Divergence, 9, "loss_cls", 684.9, 900, "diverged"};
    autopsy.firstWarningStep = 944;
    autopsy.action = "stop";
    autopsy.firstModule = "head.<b>";
    autopsy.direction = "forward";
    autopsy.lossShares = {{"loss_bbox", 0.04}, {"loss_cls", 0.96}};
    autopsy.causes = {{"negative_rate", 0.874, {{"rate_negative", "", -9e-5, 0}}, {}, {"clamp_rate"}}};
    autopsy.modules = {{"head.<b>", 1e9, 3, kNan, kNan}};
    autopsy.images = {"image-00.png", "image-01.png"};
    return autopsy;
}

bool holds(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST(AutopsyReport, MarkdownTellsCauseEvidenceAndAdvice)
{
    const std::string text = toMarkdown(sample(), "Run 14: <Step 3>");
    EXPECT_TRUE(holds(text, "# Autopsy of step 963, epoch 120.4"));
    EXPECT_TRUE(holds(text, "**Likely cause:** A learning rate below zero"));
    EXPECT_TRUE(holds(text, "(confidence 87 %)"));
    EXPECT_TRUE(holds(text, "| first warning | step 944, 19 steps before |"));
    EXPECT_TRUE(holds(text, "| share of the loss | loss_cls 96 %, loss_bbox 4 % |"));
    EXPECT_TRUE(holds(text, "head.\\<b>, on the way there"));
    EXPECT_TRUE(holds(text, "- The learning rate in force was -9e-05: below zero"));
    EXPECT_TRUE(holds(text, "`train.clamp_lr: true`"));
    EXPECT_FALSE(holds(text, "<b>\n"));
    EXPECT_TRUE(holds(text, "Run 14: \\<Step 3>"));
}

TEST(AutopsyReport, OneFileHoldsTheImages)
{
    const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "autopsy_report";
    std::filesystem::create_directories(folder);
    std::filesystem::remove(folder / "image-01.png");
    ASSERT_TRUE(writeFileAtomically(folder / "image-00.png", "Man"));
    const std::string html = toHtml(sample(), "Run 14", folder);
    EXPECT_TRUE(holds(html, "src=\"data:image/png;base64,TWFu\""));
    EXPECT_TRUE(holds(html, "image-01.png: cannot be read any more"));
    EXPECT_TRUE(holds(html, "prefers-color-scheme: dark"));
    EXPECT_TRUE(holds(html, "head.&lt;b&gt;"));
    EXPECT_TRUE(holds(html, "<code>train.clamp_lr: true</code>"));
    EXPECT_FALSE(holds(html, "<script"));
    EXPECT_FALSE(holds(html, "://"));
    ASSERT_TRUE(writeFileAtomically(folder / "image-00.png", "Ma"));
    EXPECT_TRUE(holds(toHtml(sample(), "", folder), "base64,TWE=\""));
    ASSERT_TRUE(writeFileAtomically(folder / "image-00.png", "M"));
    EXPECT_TRUE(holds(toHtml(sample(), "", folder), "base64,TQ==\""));
    EXPECT_FALSE(holds(toHtml(sample(), "", {}), "<img"));
}

TEST(AutopsyReport, WithoutACauseItSaysSo)
{
    const std::string text = toMarkdown(monitor::Autopsy{}, "");
    EXPECT_TRUE(holds(text, "No cause stands out"));
    EXPECT_TRUE(holds(text, "| first warning | none came before |"));
    EXPECT_TRUE(holds(text, "| first module | none was found |"));
    EXPECT_TRUE(holds(toHtml(monitor::Autopsy{}, "", {}), "No cause stands out"));
}

} // namespace espalier::compare

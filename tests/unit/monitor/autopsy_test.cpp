#include "core/monitor/autopsy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>

namespace espalier::monitor {

namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Autopsy sample()
{
    Autopsy autopsy;
    autopsy.step = 963;
    autopsy.epoch = 120.375;
    autopsy.verdict = {Condition::Exploded, kInf, "loss_cls", kNan, 900, "non_finite_loss"};
    autopsy.firstWarningStep = 944;
    autopsy.action = "rewind";
    autopsy.firstModule = "bbox_head.head_module.cls_preds.0.2";
    autopsy.direction = "forward";
    autopsy.lossShares = {{"loss_cls", 1}, {"loss_bbox", 0}};
    autopsy.causes = {{"negative_rate",
                       0.7,
                       {{"rate_negative", "lr/먼지", -3e-5, 0}},
                       {{"norms_still", "", 1.0 / 3, -kInf}},
                       {"clamp_rate"}},
                      {"unbounded_logits", 0.1, {}, {}, {}}};
    autopsy.modules = {{"stem.conv", 1.5, 2.5, kNan, kNan}, {"stem.bn", kInf, kNan, 1e-3, 2}};
    autopsy.images = {"image-00.png"};
    return autopsy;
}

} // namespace

TEST(Autopsy, ComesBackFromItsJson)
{
    const Json json = toJson(sample());
    const auto parsed = parseJson(jsonText(json, 1), "autopsy");
    ASSERT_TRUE(parsed);
    const auto back = autopsyFromJson(*parsed);
    ASSERT_TRUE(back) << describe(back.error());
    EXPECT_EQ(jsonText(toJson(*back)), jsonText(json));
    EXPECT_EQ(back->step, 963);
    EXPECT_EQ(back->verdict.condition, Condition::Exploded);
    EXPECT_TRUE(std::isnan(back->verdict.value));
    EXPECT_EQ(back->causes.front().evidenceFor.front().place, "lr/먼지");
    EXPECT_EQ(back->causes.front().evidenceAgainst.front().reference, -kInf);
    EXPECT_EQ(back->modules.back().activation, kInf);
    EXPECT_TRUE(std::isnan(back->modules.back().gradient));
}

TEST(Autopsy, WhatIsMissingOrOfAnotherTypeIsNamed)
{
    const Json whole = toJson(sample());
    for (const auto& [key, value] : whole.items()) {
        Json lacking = whole;
        lacking.erase(key);
        const auto read = autopsyFromJson(lacking);
        ASSERT_FALSE(read) << key;
        EXPECT_EQ(read.error().code, ErrorCode::Unreadable);
        EXPECT_EQ(read.error().where, key);
        for (const Json& wrong : {Json(), Json(true), Json(Json::array({Json()})), Json{{"nonsense", Json::array()}}}) {
            Json odd = whole;
            odd[key] = wrong;
            EXPECT_FALSE(autopsyFromJson(odd)) << key << " = " << wrong.dump();
        }
    }
    Json odd = whole;
    odd["causes"][0]["for"][0].erase("value");
    EXPECT_EQ(autopsyFromJson(odd).error().where, "causes[0].for[0].value");
    odd = whole;
    odd["causes"][1]["confidence"] = 1.5;
    EXPECT_EQ(autopsyFromJson(odd).error().where, "causes[1].confidence");
    odd["causes"][1]["confidence"] = "nan";
    EXPECT_FALSE(autopsyFromJson(odd));
    odd = whole;
    odd["verdict"]["condition"] = "fine";
    EXPECT_EQ(autopsyFromJson(odd).error().where, "verdict.condition");
    for (const Json& nonsense : {Json(), Json(1), Json("autopsy"), Json::array({1, 2})}) {
        EXPECT_FALSE(autopsyFromJson(nonsense)) << nonsense.dump();
    }
}

TEST(Autopsy, NoImageLeadsOutOfItsFolder)
{
    Json json = toJson(sample());
    json["images"] = {"../../etc/passwd", "/etc/passwd", "..", ".", "", "a/b.png", "image-01.png"};
    const auto read = autopsyFromJson(json);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->images, std::vector<std::string>{"image-01.png"});
}

TEST(Autopsy, AFileThatIsNotThereOrNoAutopsySaysSo)
{
    const auto read = readAutopsy("/nowhere/autopsy.json");
    ASSERT_FALSE(read);
    EXPECT_NE(describe(read.error()).find("/nowhere/autopsy.json"), std::string::npos);
}

TEST(Autopsy, SentencesHoldTheirFigures)
{
    EXPECT_EQ(sentenceOf({"rate_negative_steps", "", 1234, 0}), "It had been below zero for 1234 steps");
    EXPECT_EQ(sentenceOf({"loss_share", "loss_cls", 0.958, 0.31}),
              "loss_cls is 95.8 % of the loss; when all was well it was 31 %");
    EXPECT_EQ(sentenceOf({"part_not_finite", "loss_cls", kNan, 6.125}),
              "loss_cls became not a number; before it was 6.125");
    EXPECT_EQ(sentenceOf({"update_ratio", "stem", 40, 1e-3}),
              "One update moved stem by 40 times the whole of its own size; 0.1 % is usual");
    EXPECT_EQ(sentenceOf({"from_a_newer_version", "stem", 1, 1}), "from_a_newer_version");
    // A place is text, whatever it holds.
    EXPECT_EQ(sentenceOf({"part_rose", "{value}", 2, 1}), "{value} rose to 2 from 1");
}

TEST(Autopsy, CodesAreUniqueAndSentencesEndWithoutAFullStop)
{
    const auto check = [](const auto& table) {
        std::set<std::string_view> codes;
        for (const auto& words : table) {
            EXPECT_TRUE(codes.insert(words.code).second) << words.code;
            EXPECT_FALSE(words.sentence.ends_with('.')) << words.sentence;
        }
    };
    check(evidenceWords());
    check(causeWords());
    check(adviceWords());
    check(actionWords());
}

} // namespace espalier::monitor

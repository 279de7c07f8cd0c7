#include "core/base/files.h"
#include "core/compare/report.h"
#include "core/compare/report_chart.h"
#include "core/compare/text_cells.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::compare {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

std::size_t countOf(const std::string& text, const std::string& part)
{
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) {
        ++count;
    }
    return count;
}

/// What is recorded of one run: its settings, what it said and when.
struct Recording {
    experiment::Experiment experiment;
    std::vector<std::pair<double, run::EventBody>> said; ///< training seconds, body
    run::RunState state = run::RunState::Finished;
    std::string bench;
};

run::Started started(std::int64_t trainable, std::int64_t adapters)
{
    run::Started event;
    event.parameters = 1'000'000 + adapters;
    event.trainable = trainable;
    event.adapterParameters = adapters;
    event.environment = {{"cpu", "one"}};
    return event;
}

run::StepDone step(std::int64_t number, double loss)
{
    return {number,
            0,
            {{"loss", loss}, {"loss_cls", loss / 2}, {"memory", 1e6 * static_cast<double>(number)}},
            run::Stability::Stable,
            false};
}

run::EvalDone validation(std::int64_t number, double metric)
{
    return {number,
            static_cast<double>(number),
            {{"mAP", metric}, {"mAP50", 0.75}, {"mAP75", kNan}, {"mAP/먼지 <&\">", metric / 2}, {"mAP/coil|", kNan}}};
}

/// Steps of 0.1 s, but for one of 0.5 s, and a validation that takes 10 s after the third.
Recording recording(const std::string& name, std::int64_t seed, double metric)
{
    Recording made;
    made.experiment.name = name;
    made.experiment.train.seed = seed;
    made.said = {{0, started(50'000, 0)},
                 {0.5, step(1, 4)},
                 {0.6, step(2, 3)},
                 {0.7, step(3, 2)},
                 {10.7, validation(3, metric)},
                 {10.8, step(4, 2)},
                 {11.3, step(5, 1)},
                 {11.4, step(6, 1)},
                 {11.5, validation(6, metric - 0.1)}};
    return made;
}

class Report : public testing::Test {
protected:
    void SetUp() override
    {
        m_folder = std::filesystem::temp_directory_path() / ("espalier-report-" + std::to_string(::getpid()));
        m_store = store::Store::open(m_folder / "runs.db").value();
    }
    void TearDown() override
    {
        m_store.reset();
        std::filesystem::remove_all(m_folder);
    }
    store::RunId record(const Recording& recording)
    {
        store::NewRun made;
        made.experiment = recording.experiment;
        made.experimentYaml = experiment::toYaml(made.experiment);
        const store::RunId id = m_store->createRun(made).value();
        const Clock clock;
        run::EventLog log(clock);
        run::CommandBox commands;
        auto recorder = store::RunRecorder::start(m_store->path(), id, log, commands).value();
        for (const auto& [seconds, body] : recording.said) {
            log.append(body, seconds);
        }
        log.close();
        run::Outcome outcome;
        outcome.state = recording.state;
        EXPECT_TRUE(recorder->finish(outcome));
        if (!recording.bench.empty()) {
            EXPECT_TRUE(writeFileAtomically(m_store->runDetail(id)->runFolder / kBenchFileName, recording.bench));
        }
        return id;
    }
    StudyReport reportOf(const std::vector<store::RunId>& ids)
    {
        auto report = studyReport(*m_store, ids);
        EXPECT_TRUE(report) << describe(report.error());
        return report ? *report : StudyReport();
    }

    std::filesystem::path m_folder;
    std::unique_ptr<store::Store> m_store;
};

/// A baseline of two seeds, a recipe with adapters, one that exploded, one that never validated.
class StudyOfFive : public Report {
protected:
    void SetUp() override
    {
        Report::SetUp();
        Recording first = recording("Baseline", 0, 0.5);
        first.bench = R"({"median_ms": 20, "mean_ms": 21, "fps": 49.5, "unknown": []})";
        Recording adapters = recording("어댑터 <b>&\"x\"|", 0, 0.9);
        adapters.experiment.train.lr = 0.125;
        adapters.said.front().second = started(10'000, 8'000);
        adapters.bench = R"({"median_ms": 25, "folded_median_ms": 20})";
        Recording exploded = recording("exploded", 0, 0.4);
        exploded.experiment.train.lr = 100;
        exploded.state = run::RunState::Exploded;
        exploded.said.push_back({11.6, step(7, kInf)});
        exploded.said.push_back({11.7, step(8, -kInf)});
        exploded.said.push_back({11.8, step(9, kNan)});
        exploded.said.push_back(
            {11.9, run::Guarded{9, run::Stability::Exploded, "non_finite_loss", "loss", kNan, "stop", 0}});
        Recording silent;
        silent.experiment.name = "never validated";
        silent.experiment.train.lr = 7;
        silent.state = run::RunState::Stopped;
        m_ids = {record(first), record(recording("Baseline, again", 1, 0.7)), record(adapters), record(exploded),
                 record(silent)};
    }
    std::vector<store::RunId> m_ids;
};

TEST_F(StudyOfFive, PutsRepeatsTogether)
{
    const StudyReport report = reportOf(m_ids);
    ASSERT_EQ(report.groups.size(), 4U);
    const ReportGroup& baseline = report.groups[0];
    EXPECT_EQ(baseline.name, "Baseline");
    EXPECT_EQ(baseline.runs, (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(baseline.best.count, 2U);
    EXPECT_DOUBLE_EQ(baseline.best.mean, 0.6);
    EXPECT_EQ(baseline.best.low, 0.5);
    EXPECT_EQ(baseline.best.high, 0.7);
    EXPECT_DOUBLE_EQ(baseline.last.mean, 0.5);
    EXPECT_EQ(baseline.best50.mean, 0.75);
    EXPECT_EQ(baseline.best75.count, 0U);
    ASSERT_EQ(report.classes, (std::vector<std::string>{"먼지 <&\">", "coil|"}));
    EXPECT_DOUBLE_EQ(baseline.classes[0].mean, 0.3);
    EXPECT_EQ(baseline.classes[1].count, 0U); // no truth
    EXPECT_EQ(report.groups[3].best.count, 0U);
}

TEST_F(StudyOfFive, CountsParametersAgainstTheNetworkAndTheBaseline)
{
    const StudyReport report = reportOf(m_ids);
    const ReportGroup& adapters = report.groups[1];
    EXPECT_EQ(adapters.parameters, 1'008'000);
    EXPECT_DOUBLE_EQ(adapters.trainableShare(), 10'000 / 1'008'000.0);
    EXPECT_DOUBLE_EQ(adapters.adapterShare(), 0.8);
    EXPECT_DOUBLE_EQ(adapters.ratioToFull(), 0.01);
    EXPECT_DOUBLE_EQ(report.ratioToBaseline(adapters), 0.2);
    EXPECT_TRUE(std::isnan(report.groups[3].trainableShare())); // never started
    EXPECT_TRUE(std::isnan(report.groups[3].ratioToFull()));
}

TEST_F(StudyOfFive, TimesStepsWithoutValidations)
{
    const ReportRun run = reportOf(m_ids).runs[0];
    // Of five intervals one holds the validation; left are 0.1, 0.1, 0.5, 0.1.
    EXPECT_NEAR(*run.stepMedian, 0.1, 1e-9);
    EXPECT_NEAR(*run.stepP95, 0.5, 1e-9);
    EXPECT_EQ(run.peakMemory, 6e6);
    EXPECT_DOUBLE_EQ(run.result.seconds, 11.5);
    EXPECT_EQ(reportOf(m_ids).runs[4].stepMedian, std::nullopt);
}

TEST_F(StudyOfFive, SetsInferenceAgainstTheBaseline)
{
    const StudyReport report = reportOf(m_ids);
    EXPECT_EQ(report.groups[0].inferenceMs.count, 1U); // of two repeats
    EXPECT_EQ(report.groups[0].fps.mean, 49.5);
    EXPECT_EQ(report.groups[1].fps.mean, 40); // of the median
    EXPECT_DOUBLE_EQ(report.overhead(report.groups[1]), 0.25);
    EXPECT_DOUBLE_EQ(report.foldedOverhead(report.groups[1]), 0);
    EXPECT_TRUE(std::isnan(report.overhead(report.groups[2])));
}

TEST_F(StudyOfFive, SaysWhatAReaderMustKnow)
{
    const StudyReport report = reportOf(m_ids);
    const auto has = [&](const std::string& part) {
        return std::any_of(report.notes.begin(), report.notes.end(),
                           [&](const std::string& note) { return note.find(part) != std::string::npos; });
    };
    EXPECT_TRUE(has("(exploded) exploded at step 9"));
    EXPECT_TRUE(has("(never validated) has no validation"));
    EXPECT_TRUE(has("of a single run at least on one side"));
    EXPECT_FALSE(has("within noise"));
    EXPECT_FALSE(has("share a seed"));
    EXPECT_FALSE(has("unlike machines"));
    ASSERT_EQ(report.differences.size(), 1U);
    EXPECT_EQ(report.differences[0].key, "train.lr");
}

TEST_F(StudyOfFive, MarkdownHoldsTheTablesEscaped)
{
    const std::string text = toMarkdown(reportOf(m_ids));
    for (const char* part : {"## 4.1 Parameters", "## 4.2 Speed", "## 4.3 Accuracy", "## 4.3 by class", "## Runs",
                             "## Settings that differ", "## Notes", "0.600 (0.500–0.700)", "1,008,000", "0.992 %",
                             "+25.0 %", "어댑터 \\<b>\\&\"x\"\\|"}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
    EXPECT_THAT(text, Not(HasSubstr("nan")));
    // Every line of a table has as many bars that are not escaped as its head.
    std::size_t bars = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        const std::string line = text.substr(at, end - at);
        at = end + 1;
        if (!line.starts_with("|")) {
            bars = 0;
            continue;
        }
        const std::size_t here = countOf(line, "|") - countOf(line, "\\|");
        EXPECT_TRUE(bars == 0 || bars == here) << line;
        bars = here;
    }
}

TEST_F(StudyOfFive, CsvReadsBackExactly)
{
    const std::string text = toCsv(reportOf(m_ids));
    EXPECT_EQ(countOf(text, "\nrecipe,"), 4U);
    EXPECT_EQ(countOf(text, "\nrun,"), 5U);
    EXPECT_THAT(text, HasSubstr("scope,name,runs,seeds,"));
    EXPECT_THAT(text, HasSubstr("\"어댑터 <b>&\"\"x\"\"|\""));
    EXPECT_THAT(text, HasSubstr(exactNumber(10'000 / 1'008'000.0)));
    EXPECT_THAT(text, Not(HasSubstr("nan")));
}

TEST_F(StudyOfFive, JsonHoldsGroupsRunsAndNotes)
{
    const Json json = toJson(reportOf(m_ids));
    EXPECT_EQ(json["groups"].size(), 4U);
    EXPECT_EQ(json["groups"][0]["runs"], (Json{m_ids[0], m_ids[1]}));
    EXPECT_EQ(json["runs"][4]["best"], Json());
    EXPECT_EQ(json["runs"][3]["exploded_step"], 9);
    EXPECT_FALSE(json["notes"].empty());
}

TEST_F(StudyOfFive, HtmlIsOneFileThatRunsNothing)
{
    const std::string html = toHtml(reportOf(m_ids));
    for (const char* part :
         {"<script", "http://", "https://", "<link", "<img", "url(", "<b>", "\"x\"|", "nan", "-inf"}) {
        EXPECT_THAT(html, Not(HasSubstr(part))) << part;
    }
    EXPECT_THAT(html, HasSubstr("어댑터 &lt;b&gt;&amp;&quot;x&quot;|"));
    EXPECT_THAT(html, HasSubstr("prefers-color-scheme: dark"));
    for (const char* tag : {"html", "head", "body", "table", "thead", "tbody", "tr", "th", "td", "svg", "figure", "div",
                            "ul", "li", "text", "title", "p", "h2"}) {
        const std::string name(tag);
        EXPECT_EQ(countOf(html, "<" + name + ">") + countOf(html, "<" + name + " "), countOf(html, "</" + name + ">"))
            << tag;
    }
    EXPECT_EQ(countOf(html, "<figure>"), 4U); // mAP, mAP50, loss, loss_cls
    EXPECT_THAT(html, HasSubstr("exploded, seed 0: 3 values not finite, the first at step 7"));
}

TEST_F(Report, SaysWhenADifferenceIsNoise)
{
    std::vector<store::RunId> ids;
    for (const double metric : {0.50, 0.60}) {
        ids.push_back(record(recording("Baseline", static_cast<std::int64_t>(metric * 100), metric)));
    }
    for (const double metric : {0.58, 0.56}) {
        Recording near = recording("near", static_cast<std::int64_t>(metric * 100), metric);
        near.experiment.train.lr = 0.5;
        ids.push_back(record(near));
    }
    for (const double metric : {0.9, 0.8}) {
        Recording far = recording("far", 3, metric);
        far.experiment.train.lr = 0.25;
        far.experiment.data.val = "other.json";
        far.said.front().second = [] {
            run::Started other = started(1, 0);
            other.environment = {{"cpu", "two"}};
            return other;
        }();
        ids.push_back(record(far));
    }
    const auto notes = reportOf(ids).notes;
    EXPECT_THAT(notes, testing::Contains("“near” against “Baseline”: +0.020 mAP is within noise: repeats of one recipe "
                                         "lie up to 0.100 apart"));
    EXPECT_THAT(notes, testing::Not(testing::Contains(HasSubstr("“far” against"))));
    EXPECT_THAT(notes, testing::Contains(HasSubstr("repeats of “far” share a seed")));
    EXPECT_THAT(notes, testing::Contains(HasSubstr("validation data differ (data.val)")));
    EXPECT_THAT(notes, testing::Contains(HasSubstr("unlike machines (cpu)")));
    const StudyReport report = reportOf(ids);
    EXPECT_EQ(&report.baselineOf(report.groups[1]), &report.groups[0]);
    EXPECT_EQ(&report.baselineOf(report.groups[2]), &report.groups[2]) << "other validation images";
    EXPECT_THAT(toMarkdown(report), HasSubstr("baseline: Baseline, far"));
}

TEST_F(Report, RefusesWhatIsNoStudy)
{
    EXPECT_EQ(studyReport(*m_store, {}).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(studyReport(*m_store, std::vector<store::RunId>{99}).error().code, ErrorCode::NotFound);
    const store::RunId id = record(recording("one", 0, 0.5));
    EXPECT_EQ(studyReport(*m_store, std::vector<store::RunId>{id, id}).error().code, ErrorCode::InvalidInput);
}

TEST_F(Report, ABrokenBenchFileIsANoteNotAnEnd)
{
    for (const char* text : {"", "[]", "{", R"({"median_ms": "fast"})", R"({"median_ms": 0})", R"({"fps": -1})",
                             R"({"mean_ms": 1e999})"}) {
        Recording made = recording("one", 0, 0.5);
        made.bench = std::string(text) + " "; // an empty one would not be written
        const StudyReport report = reportOf({record(made)});
        EXPECT_FALSE(report.runs[0].bench) << text;
        EXPECT_THAT(report.notes, testing::Contains(HasSubstr("inference of run"))) << text;
    }
}

TEST(Spread, LeavesOutWhatIsNotFinite)
{
    const Spread spread = spreadOf(std::vector<double>{1, kNan, 3, kInf});
    EXPECT_EQ(spread.count, 2U);
    EXPECT_EQ(spread.mean, 2);
    EXPECT_EQ(spread.range(), 2);
    EXPECT_TRUE(std::isnan(spreadOf({}).mean));
}

using Curve = std::vector<store::SeriesPoint>;

std::string draw(const Curve& curve)
{
    return toSvg({"loss", {{"a run", 0, curve}}});
}

/// Of the line that is drawn.
std::string pathOf(const std::string& svg)
{
    const std::size_t begin = svg.find("d=\"", svg.find("class=\"line")) + 3;
    return svg.substr(begin, svg.find('"', begin) - begin);
}

/// Lowest and highest y of the line that is drawn.
std::pair<double, double> extentOf(const std::string& svg)
{
    const std::string path = pathOf(svg);
    std::pair<double, double> extent{kInf, -kInf};
    for (std::size_t at = path.find(' '); at != std::string::npos; at = path.find(' ', at + 1)) {
        const double y = std::stod(path.substr(at + 1));
        extent = {std::min(extent.first, y), std::max(extent.second, y)};
    }
    return extent;
}

TEST(Chart, LosesNoSpikeAndStaysSmall)
{
    Curve curve;
    for (std::int64_t i = 0; i < 200'000; ++i) {
        curve.push_back({i, 0, 0, 1 + 0.01 * static_cast<double>(i % 7)});
    }
    const auto without = extentOf(draw(curve));
    curve[123'456].value = 5;
    curve[123'457].value = -5;
    const std::string svg = draw(curve);
    EXPECT_LT(svg.size(), 60'000U);
    const auto with = extentOf(svg);
    EXPECT_NEAR(with.first, without.first, 0.2); // both reach from rim to rim: the scale follows the spike
    EXPECT_NEAR(with.second, without.second, 0.2);
    EXPECT_EQ(countOf(svg, "class=\"rim"), 0U);
}

TEST(Chart, MarksAtTheRimWhatIsNotFinite)
{
    const std::string svg = draw({{1, 0, 0, 1}, {2, 0, 0, kInf}, {3, 0, 0, kNan}, {4, 0, 0, -kInf}, {5, 0, 0, 2}});
    EXPECT_EQ(countOf(svg, "h6l-3 -6z"), 1U);
    EXPECT_EQ(countOf(svg, "h6l-3 6z"), 1U);
    EXPECT_EQ(countOf(svg, "l6 6m0 -6l-6 6"), 1U);
    EXPECT_EQ(countOf(pathOf(svg), "h0"), 2U); // the line is broken: two dots
    EXPECT_THAT(svg, HasSubstr("3 values not finite, the first at step 2"));
}

TEST(Chart, DrawsWhateverItGets)
{
    const double most = std::numeric_limits<double>::max();
    for (const Curve& curve :
         {Curve{}, Curve{{1, 0, 0, kNan}}, Curve{{1, 0, 0, 0}}, Curve{{1, 0, 0, most}, {2, 0, 0, -most}},
          Curve{{1, 0, 0, most}}, Curve{{1, 0, 0, 5e-324}, {2, 0, 0, most}}, Curve{{1, 0, 0, 0}, {2, 0, 0, 1e30}},
          Curve{{1, 0, 0, 1}, {2, 0, 0, std::nextafter(1.0, 2)}},
          Curve{{0, 0, 0, 1}, {std::numeric_limits<std::int64_t>::max(), 0, 0, 2}}}) {
        const std::string svg = draw(curve);
        for (const char* part : {"nan", "inf", "e+"}) {
            EXPECT_EQ(countOf(svg.substr(0, svg.find("<text")), part), 0U);
            EXPECT_EQ(countOf(svg, "\"" + std::string(part)), 0U);
        }
        if (svg.find("class=\"line") != std::string::npos) {
            const auto extent = extentOf(svg);
            EXPECT_GE(extent.first, 0);
            EXPECT_LE(extent.second, 250);
        }
    }
}

TEST(Chart, IsLogarithmicOverManyDecades)
{
    EXPECT_THAT(draw({{1, 0, 0, 1}, {2, 0, 0, 1e6}}), HasSubstr("logarithmic"));
    EXPECT_THAT(draw({{1, 0, 0, 1}, {2, 0, 0, 100}}), Not(HasSubstr("logarithmic")));
    EXPECT_THAT(draw({{1, 0, 0, -1}, {2, 0, 0, 1e6}}), Not(HasSubstr("logarithmic")));
}

TEST(TextCells, HtmlTakesHostileBytes)
{
    EXPECT_EQ(htmlText("<a href='x'>&\""), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
    EXPECT_EQ(htmlText("병 🌳"), "병 🌳");
    EXPECT_EQ(htmlText("\x01\xff\xc0\xaf"), "\uFFFD\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(htmlText("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD"); // a surrogate
    EXPECT_EQ(htmlText("\xe2\x82"), "\uFFFD\uFFFD");           // cut short
}

TEST(TextCells, NumbersDoNotFollowALocale)
{
    EXPECT_EQ(fixedNumber(0.0625, 3), "0.062");
    EXPECT_EQ(fixedNumber(1234.5, 1), "1234.5");
    EXPECT_EQ(shortNumber(0.1, 4), "0.1");
    EXPECT_EQ(exactNumber(0.1), "0.1");
    EXPECT_EQ(fixedNumber(std::numeric_limits<double>::max(), 3).size(), 313U);
}

} // namespace
} // namespace espalier::compare

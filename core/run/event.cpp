#include "core/run/event.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <type_traits>

namespace espalier::run {

namespace {

template <class Enum>
struct Named {
    Enum value;
    std::string_view text;
};

constexpr std::array kStates{
    Named<RunState>{RunState::Queued, "queued"},     Named<RunState>{RunState::Preparing, "preparing"},
    Named<RunState>{RunState::Running, "running"},   Named<RunState>{RunState::Paused, "paused"},
    Named<RunState>{RunState::Finished, "finished"}, Named<RunState>{RunState::Stopped, "stopped"},
    Named<RunState>{RunState::Exploded, "exploded"}, Named<RunState>{RunState::Failed, "failed"},
    Named<RunState>{RunState::Lost, "lost"}};
constexpr std::array kStabilities{Named<Stability>{Stability::Stable, "stable"},
                                  Named<Stability>{Stability::Warning, "warning"},
                                  Named<Stability>{Stability::Exploded, "exploded"}};
constexpr std::array kCommands{Named<CommandKind>{CommandKind::Stop, "stop"},
                               Named<CommandKind>{CommandKind::Pause, "pause"},
                               Named<CommandKind>{CommandKind::Resume, "resume"},
                               Named<CommandKind>{CommandKind::CheckpointNow, "checkpoint"},
                               Named<CommandKind>{CommandKind::SetLearningRate, "set_learning_rate"},
                               Named<CommandKind>{CommandKind::Rewind, "rewind"}};
constexpr std::array kSeverities{Named<Severity>{Severity::Information, "information"},
                                 Named<Severity>{Severity::Warning, "warning"},
                                 Named<Severity>{Severity::Error, "error"}};

template <class Table, class Enum>
std::string_view textOf(const Table& table, Enum value)
{
    const auto found = std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.value == value; });
    return found == table.end() ? std::string_view() : found->text;
}

template <class Table>
auto valueOf(const Table& table, std::string_view text) -> std::optional<decltype(table[0].value)>
{
    const auto found = std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.text == text; });
    return found == table.end() ? std::nullopt : std::optional(found->value);
}

Json samplesToJson(const std::vector<Sample>& samples)
{
    Json object = Json::object();
    for (const Sample& sample : samples) {
        object[sample.series] = jsonNumber(sample.value);
    }
    return object;
}

/// Reads one object's members by key and remembers whether all were there and of their type.
class Reader {
public:
    explicit Reader(const Json& object) : m_object(object), m_isGood(object.is_object()) {}

    [[nodiscard]] bool isGood() const { return m_isGood; }

    void read(const char* key, std::string& value)
    {
        const Json* member = find(key);
        if (member != nullptr && member->is_string()) {
            value = member->get<std::string>();
        } else {
            m_isGood = false;
        }
    }
    void read(const char* key, double& value)
    {
        const Json* member = find(key);
        const auto number = member != nullptr ? numberFromJson(*member) : std::nullopt;
        m_isGood = m_isGood && number.has_value();
        value = number.value_or(0);
    }
    template <class Integer>
    requires std::is_integral_v<Integer>
    void read(const char* key, Integer& value)
    {
        const Json* member = find(key);
        if (member != nullptr && (member->is_number_integer() || member->is_boolean())) {
            value = member->is_boolean() ? static_cast<Integer>(member->get<bool>()) : member->get<Integer>();
        } else {
            m_isGood = false;
        }
    }
    void read(const char* key, std::vector<Sample>& samples)
    {
        const Json* member = find(key);
        if (member == nullptr || !member->is_object()) {
            m_isGood = false;
            return;
        }
        for (const auto& [series, value] : member->items()) {
            const auto number = numberFromJson(value);
            m_isGood = m_isGood && number.has_value();
            samples.push_back({series, number.value_or(0)});
        }
    }
    void read(const char* key, std::vector<std::string>& texts)
    {
        const Json* member = find(key);
        if (member == nullptr || !member->is_array()) {
            m_isGood = false;
            return;
        }
        for (const Json& text : *member) {
            m_isGood = m_isGood && text.is_string();
            texts.push_back(text.is_string() ? text.get<std::string>() : std::string());
        }
    }
    void read(const char* key, std::vector<std::pair<std::string, std::string>>& pairs)
    {
        const Json* member = find(key);
        if (member == nullptr || !member->is_object()) {
            m_isGood = false;
            return;
        }
        for (const auto& [name, value] : member->items()) {
            m_isGood = m_isGood && value.is_string();
            pairs.emplace_back(name, value.is_string() ? value.get<std::string>() : std::string());
        }
    }
    template <class Table, class Enum>
    void read(const char* key, const Table& table, Enum& value)
    {
        std::string text;
        read(key, text);
        const auto found = valueOf(table, text);
        m_isGood = m_isGood && found.has_value();
        value = found.value_or(value);
    }

private:
    const Json* find(const char* key)
    {
        if (!m_isGood || !m_object.contains(key)) {
            m_isGood = false;
            return nullptr;
        }
        return &m_object[key];
    }

    const Json& m_object;
    bool m_isGood;
};

Json bodyToJson(const Started& e)
{
    Json environment = Json::object();
    for (const auto& [key, value] : e.environment) {
        environment[key] = value;
    }
    return {{"type", "started"},
            {"first_step", e.firstStep},
            {"total_steps", e.totalSteps},
            {"steps_per_epoch", e.stepsPerEpoch},
            {"epochs", e.epochs},
            {"parameters", e.parameters},
            {"trainable", e.trainable},
            {"adapter_parameters", e.adapterParameters},
            {"train_images", e.trainImages},
            {"val_images", e.valImages},
            {"classes", e.classes},
            {"environment", std::move(environment)}};
}
Json bodyToJson(const StateChanged& e)
{
    return {{"type", "state"}, {"state", toText(e.state)}};
}
Json bodyToJson(const StepDone& e)
{
    return {{"type", "step"},
            {"step", e.step},
            {"epoch", jsonNumber(e.epoch)},
            {"samples", samplesToJson(e.samples)},
            {"stability", toText(e.stability)},
            {"skipped", e.skipped}};
}
Json bodyToJson(const EvalDone& e)
{
    return {{"type", "eval"}, {"step", e.step}, {"epoch", jsonNumber(e.epoch)}, {"metrics", samplesToJson(e.metrics)}};
}
Json bodyToJson(const Guarded& e)
{
    return {{"type", "guard"},
            {"step", e.step},
            {"stability", toText(e.stability)},
            {"reason", e.reason},
            {"series", e.series},
            {"value", jsonNumber(e.value)},
            {"action", e.action},
            {"rewind_step", e.rewindStep}};
}
Json bodyToJson(const CheckpointWritten& e)
{
    return {{"type", "checkpoint"}, {"step", e.step}, {"path", e.path}};
}
Json bodyToJson(const AutopsyWritten& e)
{
    return {{"type", "autopsy"}, {"step", e.step}, {"path", e.path}};
}
Json bodyToJson(const CommandApplied& e)
{
    return {{"type", "command"},
            {"step", e.step},
            {"command", toText(e.command.kind)},
            {"value", jsonNumber(e.command.value)}};
}
Json bodyToJson(const Note& e)
{
    return {{"type", "note"}, {"severity", toText(e.severity)}, {"message", e.message}, {"where", e.where}};
}

} // namespace

std::string_view toText(RunState state)
{
    return textOf(kStates, state);
}
std::optional<RunState> runStateFromText(std::string_view text)
{
    return valueOf(kStates, text);
}
std::string_view toText(Stability stability)
{
    return textOf(kStabilities, stability);
}
std::optional<Stability> stabilityFromText(std::string_view text)
{
    return valueOf(kStabilities, text);
}
std::string_view toText(CommandKind kind)
{
    return textOf(kCommands, kind);
}
std::optional<CommandKind> commandKindFromText(std::string_view text)
{
    return valueOf(kCommands, text);
}
std::string_view toText(Severity severity)
{
    return textOf(kSeverities, severity);
}

bool isOver(RunState state)
{
    return state == RunState::Finished || state == RunState::Stopped || state == RunState::Exploded ||
           state == RunState::Failed || state == RunState::Lost;
}

Json toJson(const EventBody& body)
{
    return std::visit([](const auto& event) { return bodyToJson(event); }, body);
}

Result<EventBody> eventBodyFromJson(const Json& json)
{
    Reader reader(json);
    std::string type;
    reader.read("type", type);
    EventBody body;
    if (type == "started") {
        Started e;
        reader.read("first_step", e.firstStep);
        reader.read("total_steps", e.totalSteps);
        reader.read("steps_per_epoch", e.stepsPerEpoch);
        reader.read("epochs", e.epochs);
        reader.read("parameters", e.parameters);
        reader.read("trainable", e.trainable);
        reader.read("adapter_parameters", e.adapterParameters);
        reader.read("train_images", e.trainImages);
        reader.read("val_images", e.valImages);
        reader.read("classes", e.classes);
        reader.read("environment", e.environment);
        body = std::move(e);
    } else if (type == "state") {
        StateChanged e;
        reader.read("state", kStates, e.state);
        body = e;
    } else if (type == "step") {
        StepDone e;
        reader.read("step", e.step);
        reader.read("epoch", e.epoch);
        reader.read("samples", e.samples);
        reader.read("stability", kStabilities, e.stability);
        reader.read("skipped", e.skipped);
        body = std::move(e);
    } else if (type == "eval") {
        EvalDone e;
        reader.read("step", e.step);
        reader.read("epoch", e.epoch);
        reader.read("metrics", e.metrics);
        body = std::move(e);
    } else if (type == "guard") {
        Guarded e;
        reader.read("step", e.step);
        reader.read("stability", kStabilities, e.stability);
        reader.read("reason", e.reason);
        reader.read("series", e.series);
        reader.read("value", e.value);
        reader.read("action", e.action);
        reader.read("rewind_step", e.rewindStep);
        body = std::move(e);
    } else if (type == "checkpoint") {
        CheckpointWritten e;
        reader.read("step", e.step);
        reader.read("path", e.path);
        body = std::move(e);
    } else if (type == "autopsy") {
        AutopsyWritten e;
        reader.read("step", e.step);
        reader.read("path", e.path);
        body = std::move(e);
    } else if (type == "command") {
        CommandApplied e;
        reader.read("step", e.step);
        reader.read("command", kCommands, e.command.kind);
        reader.read("value", e.command.value);
        body = e;
    } else if (type == "note") {
        Note e;
        reader.read("severity", kSeverities, e.severity);
        reader.read("message", e.message);
        reader.read("where", e.where);
        body = std::move(e);
    } else {
        return fail(ErrorCode::Unreadable, "not an event of a kind we know");
    }
    if (!reader.isGood()) {
        return fail(ErrorCode::Unreadable, "an event of type `" + type + "` lacks a member");
    }
    return body;
}

} // namespace espalier::run

#include "core/base/files.h"
#include "core/monitor/autopsy.h"

#include <cstdio>

namespace espalier::monitor {

namespace {

constexpr std::uint64_t kLargestFile = 64ULL << 20;

Json samplesToJson(const std::vector<run::Sample>& samples)
{
    Json object = Json::object();
    for (const run::Sample& sample : samples) {
        object[sample.series] = jsonNumber(sample.value);
    }
    return object;
}

Json evidenceToJson(const std::vector<Evidence>& evidence)
{
    Json list = Json::array();
    for (const Evidence& fact : evidence) {
        list.push_back({{"code", fact.code},
                        {"place", fact.place},
                        {"value", jsonNumber(fact.value)},
                        {"reference", jsonNumber(fact.reference)}});
    }
    return list;
}

/// Members of one object; the first that is missing or of another type is the error.
class Reader {
public:
    Reader(const Json& object, std::string path, Status& status)
        : m_object(object), m_path(std::move(path)), m_status(status)
    {
        if (!object.is_object()) {
            refuse(m_path.empty() ? "autopsy" : m_path, "is no object");
        }
    }

    void read(const char* key, std::string& value)
    {
        if (const Json* member = find(key); member != nullptr && member->is_string()) {
            value = member->get<std::string>();
        } else if (member != nullptr) {
            refuse(place(key), "is no text");
        }
    }
    void read(const char* key, double& value)
    {
        const Json* member = find(key);
        const auto number = member != nullptr ? numberFromJson(*member) : std::nullopt;
        if (member != nullptr && !number) {
            refuse(place(key), "is no number");
        }
        value = number.value_or(0);
    }
    void read(const char* key, std::int64_t& value)
    {
        if (const Json* member = find(key); member != nullptr && member->is_number_integer()) {
            value = member->get<std::int64_t>();
        } else if (member != nullptr) {
            refuse(place(key), "is no whole number");
        }
    }
    void read(const char* key, std::vector<run::Sample>& samples)
    {
        const Json* member = find(key);
        if (member != nullptr && !member->is_object()) {
            refuse(place(key), "is no object");
        }
        if (!m_status || member == nullptr) {
            return;
        }
        for (const auto& [series, value] : member->items()) {
            const auto number = numberFromJson(value);
            if (!number) {
                refuse(place(key) + "." + series, "is no number");
                return;
            }
            samples.push_back({series, *number});
        }
    }
    void read(const char* key, std::vector<std::string>& texts)
    {
        each(key, [&](const Json& item, const std::string& where) {
            if (item.is_string()) {
                texts.push_back(item.get<std::string>());
            } else {
                refuse(where, "is no text");
            }
        });
    }
    /// `visit(item, path)` for each of a list.
    template <class Visit>
    void each(const char* key, Visit&& visit)
    {
        const Json* member = find(key);
        if (member != nullptr && !member->is_array()) {
            refuse(place(key), "is no list");
        }
        if (member == nullptr) {
            return;
        }
        for (std::size_t i = 0; m_status && i < member->size(); ++i) {
            visit((*member)[i], place(key) + "[" + std::to_string(i) + "]");
        }
    }
    const Json* find(const char* key)
    {
        if (!m_status) {
            return nullptr;
        }
        const auto found = m_object.find(key);
        if (found == m_object.end()) {
            refuse(place(key), "is missing");
            return nullptr;
        }
        return &*found;
    }
    [[nodiscard]] std::string place(const char* key) const { return m_path.empty() ? key : m_path + "." + key; }
    void refuse(const std::string& where, const std::string& what)
    {
        if (m_status) {
            m_status = fail(ErrorCode::Unreadable, what + ": this is no autopsy that was written whole", where);
        }
    }

private:
    const Json& m_object;
    std::string m_path;
    Status& m_status;
};

std::vector<Evidence> readEvidence(Reader& reader, const char* key, Status& status)
{
    std::vector<Evidence> evidence;
    reader.each(key, [&](const Json& item, const std::string& where) {
        Reader inner(item, where, status);
        Evidence fact;
        inner.read("code", fact.code);
        inner.read("place", fact.place);
        inner.read("value", fact.value);
        inner.read("reference", fact.reference);
        evidence.push_back(std::move(fact));
    });
    return evidence;
}

Verdict readVerdict(const Json& json, Status& status)
{
    Reader reader(json, "verdict", status);
    Verdict verdict;
    std::string condition;
    reader.read("condition", condition);
    reader.read("score", verdict.score);
    reader.read("series", verdict.series);
    reader.read("value", verdict.value);
    reader.read("since", verdict.since);
    reader.read("reason", verdict.reason);
    const auto known = conditionFromText(condition);
    if (!known) {
        reader.refuse("verdict.condition", "is none that we know");
    }
    verdict.condition = known.value_or(Condition::Stable);
    return verdict;
}

/// A file in the autopsy's own folder, not one that a path leads to elsewhere.
bool isPlainName(const std::string& name)
{
    const std::filesystem::path path(name);
    return !name.empty() && path == path.filename() && name != "." && name != "..";
}

} // namespace

std::string autopsyFolderName(std::int64_t step)
{
    char text[32];
    std::snprintf(text, sizeof text, "step-%06lld", static_cast<long long>(step));
    return text;
}

Json toJson(const Autopsy& autopsy)
{
    Json json{{"step", autopsy.step},
              {"epoch", jsonNumber(autopsy.epoch)},
              {"verdict",
               {{"condition", toText(autopsy.verdict.condition)},
                {"score", jsonNumber(autopsy.verdict.score)},
                {"series", autopsy.verdict.series},
                {"value", jsonNumber(autopsy.verdict.value)},
                {"since", autopsy.verdict.since},
                {"reason", autopsy.verdict.reason}}},
              {"first_warning_step", autopsy.firstWarningStep},
              {"action", autopsy.action},
              {"first_module", autopsy.firstModule},
              {"direction", autopsy.direction},
              {"loss_shares", samplesToJson(autopsy.lossShares)},
              {"causes", Json::array()},
              {"modules", Json::array()},
              {"images", autopsy.images}};
    for (const Cause& cause : autopsy.causes) {
        json["causes"].push_back({{"code", cause.code},
                                  {"confidence", jsonNumber(cause.confidence)},
                                  {"for", evidenceToJson(cause.evidenceFor)},
                                  {"against", evidenceToJson(cause.evidenceAgainst)},
                                  {"advice", cause.advice}});
    }
    for (const ModuleReading& reading : autopsy.modules) {
        json["modules"].push_back({{"module", reading.module},
                                   {"activation", jsonNumber(reading.activation)},
                                   {"gradient", jsonNumber(reading.gradient)},
                                   {"update_ratio", jsonNumber(reading.updateRatio)},
                                   {"norm_drift", jsonNumber(reading.normDrift)}});
    }
    return json;
}

Result<Autopsy> autopsyFromJson(const Json& json)
{
    Status status;
    Reader reader(json, "", status);
    Autopsy autopsy;
    reader.read("step", autopsy.step);
    reader.read("epoch", autopsy.epoch);
    if (const Json* verdict = reader.find("verdict")) {
        autopsy.verdict = readVerdict(*verdict, status);
    }
    reader.read("first_warning_step", autopsy.firstWarningStep);
    reader.read("action", autopsy.action);
    reader.read("first_module", autopsy.firstModule);
    reader.read("direction", autopsy.direction);
    reader.read("loss_shares", autopsy.lossShares);
    reader.each("causes", [&](const Json& item, const std::string& where) {
        Reader inner(item, where, status);
        Cause cause;
        inner.read("code", cause.code);
        inner.read("confidence", cause.confidence);
        if (!(cause.confidence >= 0 && cause.confidence <= 1)) {
            inner.refuse(inner.place("confidence"), "is not between 0 and 1");
        }
        cause.evidenceFor = readEvidence(inner, "for", status);
        cause.evidenceAgainst = readEvidence(inner, "against", status);
        inner.read("advice", cause.advice);
        autopsy.causes.push_back(std::move(cause));
    });
    reader.each("modules", [&](const Json& item, const std::string& where) {
        Reader inner(item, where, status);
        ModuleReading reading;
        inner.read("module", reading.module);
        inner.read("activation", reading.activation);
        inner.read("gradient", reading.gradient);
        inner.read("update_ratio", reading.updateRatio);
        inner.read("norm_drift", reading.normDrift);
        autopsy.modules.push_back(std::move(reading));
    });
    reader.read("images", autopsy.images);
    if (!status) {
        return fail(status.error());
    }
    std::erase_if(autopsy.images, [](const std::string& name) { return !isPlainName(name); });
    return autopsy;
}

Result<Autopsy> readAutopsy(const std::filesystem::path& file)
{
    const auto bytes = readFile(file, kLargestFile);
    if (!bytes) {
        return fail(bytes.error());
    }
    const auto json = parseJson(*bytes, file.string());
    if (!json) {
        return fail(json.error());
    }
    auto autopsy = autopsyFromJson(*json);
    if (!autopsy) {
        return fail(withContext(autopsy.error(), file.string()));
    }
    return autopsy;
}

} // namespace espalier::monitor

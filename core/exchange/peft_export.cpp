#include "core/exchange/peft.h"

#include <cmath>
#include <optional>
#include <set>

namespace espalier::exchange {

namespace {

const std::string kPrefix = "base_model.model.";

/// What HF PEFT must know of a low-rank update.
struct LowRank {
    int rank = 0;
    double alpha = 0;
    double dropout = 0;
    bool useRslora = false;
    bool useDora = false;
    int parts = 1; ///< of a fused layer that have an update of their own
};

std::optional<LowRank> lowRankOf(const plan::AdapterOptions& adapter)
{
    if (const auto* lora = std::get_if<plan::LoraOptions>(&adapter)) {
        const int parts = lora->parts == "whole" ? 1 : static_cast<int>(lora->parts.size());
        return LowRank{lora->rank, lora->alpha, lora->dropout, lora->useRslora, false, parts};
    }
    if (const auto* dora = std::get_if<plan::DoraOptions>(&adapter)) {
        return LowRank{dora->rank, dora->alpha, dora->dropout, dora->useRslora, true, 1};
    }
    return std::nullopt;
}

/// B of the parts, each in the rows of its outputs and the columns of its own rows of A.
Values blockDiagonal(const Values& up, const std::string& parts)
{
    const auto count = static_cast<std::int64_t>(parts.size());
    const std::int64_t rows = up.shape[0] / count; // of a part
    const std::int64_t rank = up.shape[1];
    Values whole{{3 * rows, count * rank}, {}};
    whole.numbers.assign(static_cast<std::size_t>(whole.shape[0] * whole.shape[1]), 0.0F);
    for (std::int64_t i = 0; i < count; ++i) {
        const auto part = static_cast<std::int64_t>(std::string_view("qkv").find(parts[static_cast<std::size_t>(i)]));
        for (std::int64_t row = 0; row < rows; ++row) {
            for (std::int64_t column = 0; column < rank; ++column) {
                whole.numbers[static_cast<std::size_t>((part * rows + row) * whole.shape[1] + i * rank + column)] =
                    up.numbers[static_cast<std::size_t>((i * rows + row) * rank + column)];
            }
        }
    }
    return whole;
}

bool isClosed(const plan::Graft& graft, const TensorValues& trained)
{
    if (!graft.gate) {
        return false;
    }
    const auto score = trained.find(graft.holds.back().name);
    return score != trained.end() && !(score->second.numbers.front() >= static_cast<float>(graft.gate->threshold));
}

/// HF PEFT's own defaults where we have nothing to say; keys sorted as it writes them.
Json configOf(const LowRank& common, const std::map<std::string, int>& ranks,
              const std::map<std::string, double>& alphas, const std::vector<std::string>& targets,
              const std::vector<std::string>& saved)
{
    std::map<std::string, Json> sorted{{"alpha_pattern", Json::object()},
                                       {"base_model_name_or_path", nullptr},
                                       {"bias", "none"},
                                       {"exclude_modules", nullptr},
                                       {"fan_in_fan_out", false},
                                       {"inference_mode", true},
                                       {"init_lora_weights", true},
                                       {"layers_pattern", nullptr},
                                       {"layers_to_transform", nullptr},
                                       {"lora_alpha", common.alpha},
                                       {"lora_bias", false},
                                       {"lora_dropout", common.dropout},
                                       {"modules_to_save", saved.empty() ? Json(nullptr) : Json(saved)},
                                       {"peft_type", "LORA"},
                                       {"r", common.rank},
                                       {"rank_pattern", Json::object()},
                                       {"revision", nullptr},
                                       {"target_modules", targets},
                                       {"task_type", nullptr},
                                       {"use_dora", common.useDora},
                                       {"use_rslora", common.useRslora}};
    for (const auto& [path, rank] : ranks) {
        sorted["rank_pattern"][path] = rank;
    }
    for (const auto& [path, alpha] : alphas) {
        sorted["alpha_pattern"][path] = alpha;
    }
    Json config = Json::object();
    for (auto& [key, value] : sorted) {
        config[key] = std::move(value);
    }
    return config;
}

/// A pattern there is a regular expression: dots of a path are any character, which only that path has here.
struct Site {
    std::string path;
    LowRank lowRank;
};

} // namespace

Result<PeftAdapter> toPeft(const network::NetworkTree& tree, const plan::ResolvedPlan& plan,
                           const TensorValues& trained)
{
    PeftAdapter adapter;
    std::vector<Site> sites;
    bool hasScaledByRank = false;
    bool hasScaledByRoot = false;
    std::set<bool> kinds; // use_dora
    for (const plan::Graft& graft : plan.grafts) {
        const std::string& path = tree.module(graft.site).path;
        auto lowRank = lowRankOf(graft.adapter);
        if (!lowRank || isClosed(graft, trained)) {
            continue;
        }
        const auto* lora = std::get_if<plan::LoraOptions>(&graft.adapter);
        for (std::size_t i = 0; i < graft.holds.size() - (graft.gate ? 1 : 0); ++i) {
            const std::string& name = graft.holds[i].name;
            const auto found = trained.find(name);
            if (found == trained.end()) {
                return fail(ErrorCode::NotFound, "is not among the trained tensors: nothing was exported", name);
            }
            const bool isSplit = lora != nullptr && lora->parts != "whole" && i == 1;
            adapter.tensors[kPrefix + name] = isSplit ? blockDiagonal(found->second, lora->parts) : found->second;
        }
        // A rank that is n times as large leaves the scale as it is when alpha grows with it.
        lowRank->alpha *= lowRank->useRslora ? std::sqrt(static_cast<double>(lowRank->parts)) : lowRank->parts;
        lowRank->rank *= lowRank->parts;
        (lowRank->useRslora ? hasScaledByRoot : hasScaledByRank) = true;
        kinds.insert(lowRank->useDora);
        sites.push_back({path, *lowRank});
    }
    if (sites.empty()) {
        return fail(ErrorCode::Unsupported, "the plan has no open LoRA or DoRA, and HF PEFT knows none of its methods");
    }
    if (kinds.size() > 1) {
        return fail(ErrorCode::Unsupported, "one adapter of HF PEFT is LoRA or DoRA throughout: export them apart");
    }
    if (hasScaledByRank && hasScaledByRoot) { // one flag for all: say it in the alphas instead
        for (Site& site : sites) {
            if (site.lowRank.useRslora) {
                site.lowRank.alpha *= std::sqrt(static_cast<double>(site.lowRank.rank));
                site.lowRank.useRslora = false;
            }
        }
    }
    const LowRank common = sites.front().lowRank;
    std::map<std::string, int> ranks;
    std::map<std::string, double> alphas;
    std::vector<std::string> targets;
    for (const Site& site : sites) {
        targets.push_back(site.path);
        if (site.lowRank.rank != common.rank) {
            ranks[site.path] = site.lowRank.rank;
        }
        if (site.lowRank.alpha != common.alpha) {
            alphas[site.path] = site.lowRank.alpha;
        }
    }
    std::vector<std::string> saved;
    for (std::size_t i = 0; i < tree.size(); ++i) {
        if (plan.own[i] != plan::TrainState::Unfrozen || tree.modules()[i].tensors.empty()) {
            continue;
        }
        saved.push_back(tree.modules()[i].path);
        for (const network::Tensor& tensor : tree.modules()[i].tensors) {
            const std::string name = tree.tensorName(static_cast<network::ModuleId>(i), tensor);
            if (const auto found = trained.find(name); found != trained.end()) {
                adapter.tensors[kPrefix + name] = found->second;
            } else if (tensor.isParameter) {
                return fail(ErrorCode::NotFound, "is not among the trained tensors: nothing was exported", name);
            }
        }
    }
    adapter.config = configOf(common, ranks, alphas, targets, saved);
    return adapter;
}

} // namespace espalier::exchange

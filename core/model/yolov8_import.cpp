#include "core/model/yolov8_import.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <set>

namespace espalier::model {

namespace {

using Tensors = std::map<std::string, weights::TensorView>;
using Names = std::pair<std::string_view, std::string_view>;

/// Ours → the place in YOLOv8's list of layers. Its concatenations (11, 14, 17, 20) have the resampled map first too.
constexpr std::array kLayers{
    Names{"backbone.image_model.stem", "0"},
    Names{"backbone.image_model.stage1.0", "1"},
    Names{"backbone.image_model.stage1.1", "2"},
    Names{"backbone.image_model.stage2.0", "3"},
    Names{"backbone.image_model.stage2.1", "4"},
    Names{"backbone.image_model.stage3.0", "5"},
    Names{"backbone.image_model.stage3.1", "6"},
    Names{"backbone.image_model.stage4.0", "7"},
    Names{"backbone.image_model.stage4.1", "8"},
    Names{"backbone.image_model.stage4.2", "9"},
    Names{"neck.top_down_layers.0", "12"},
    Names{"neck.top_down_layers.1", "15"},
    Names{"neck.downsample_layers.0", "16"},
    Names{"neck.bottom_up_layers.0", "18"},
    Names{"neck.downsample_layers.1", "19"},
    Names{"neck.bottom_up_layers.1", "21"},
    Names{"bbox_head.head_module.reg_preds", "22.cv2"},
    Names{"bbox_head.head_module.cls_preds", "22.cv3"},
};

/// Parts of a block, ours → YOLOv8's; numbers stay.
constexpr std::array kParts{
    Names{"main_conv", "cv1"}, Names{"final_conv", "cv2"}, Names{"conv1", "cv1"},
    Names{"conv2", "cv2"},     Names{"blocks", "m"},
};

constexpr std::string_view kClassBranch = "bbox_head.head_module.cls_preds.";

/// What ends the names of a convolution's tensors; the longer before the shorter that it ends in.
constexpr std::array<std::string_view, 8> kEndings{
    "conv.weight", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var", "bn.num_batches_tracked",
    "weight",      "bias",
};

class Importer {
public:
    explicit Importer(const Tensors& tensors)
        : m_tensors(tensors), m_prefix(tensors.contains("model.model.0.conv.weight") ? "model.model." : "model.")
    {
    }

    void fill(const std::string& name, at::Tensor tensor)
    {
        const auto ending = std::find_if(kEndings.begin(), kEndings.end(), [&](std::string_view each) {
            return name.ends_with("." + std::string(each));
        });
        const std::string module =
            ending == kEndings.end() ? std::string() : name.substr(0, name.size() - ending->size() - 1);
        const std::string source = yoloV8Module(module);
        if (source.empty() || (tensor.dim() > 0 && !isOfOurWidth(module, source, tensor.size(0)))) {
            if (!isBatchCounter(name)) {
                m_binding.initialised.push_back(name);
            }
            return;
        }
        const bool isFolded = m_tensors.contains(m_prefix + source + ".conv.bias");
        if (!isFolded || !ending->starts_with("bn.")) {
            take(module, source + "." + std::string(*ending), std::move(tensor));
        } else if (*ending == "bn.bias") {
            take(module, source + ".conv.bias", std::move(tensor));
        } else if (!isBatchCounter(name)) {
            tensor.fill_(*ending == "bn.weight" ? 1.0 : *ending == "bn.running_mean" ? 0.0 : 1.0 - kBatchNormEpsilon);
        }
    }

    Binding finish()
    {
        for (const auto& [name, view] : m_tensors) {
            if (m_seen.count(name) == 0) {
                m_binding.unexpected.push_back(name);
            }
        }
        return std::move(m_binding);
    }

private:
    /// The class branch of YOLOv8 has the width that its number of classes gave it.
    [[nodiscard]] bool isOfOurWidth(const std::string& module, const std::string& source, std::int64_t width) const
    {
        const auto kernel = m_tensors.find(m_prefix + source + ".conv.weight");
        return !module.starts_with(kClassBranch) || kernel == m_tensors.end() || kernel->second.shape.empty() ||
               kernel->second.shape.front() == width;
    }

    void take(const std::string& module, const std::string& source, at::Tensor target)
    {
        const auto found = m_tensors.find(m_prefix + source);
        if (found == m_tensors.end()) {
            if (!isBatchCounter(source)) {
                m_binding.missing.push_back(m_prefix + source);
            }
            return;
        }
        m_seen.insert(found->first);
        if (module.starts_with("neck.") && module.ends_with(".final_conv") && target.dim() == 4) {
            // Slices are half as wide as the block's output; the gated one is the last.
            target.zero_();
            target = target.narrow(1, 0, target.size(1) - target.size(0) / 2);
        }
        place(std::move(target), found->second, found->first, m_binding);
    }

    const Tensors& m_tensors;
    std::string m_prefix;
    Binding m_binding;
    std::set<std::string> m_seen;
};

} // namespace

std::string yoloV8Module(std::string_view module)
{
    const auto layer = std::find_if(kLayers.begin(), kLayers.end(), [&](const Names& each) {
        return module.starts_with(each.first) &&
               (module.size() == each.first.size() || module[each.first.size()] == '.');
    });
    if (layer == kLayers.end() || (module.starts_with(kClassBranch) && module.ends_with(".2"))) {
        return {};
    }
    std::string answer(layer->second);
    std::string_view rest = module.substr(layer->first.size());
    while (!rest.empty()) {
        rest.remove_prefix(1); // the dot
        const std::string_view part = rest.substr(0, rest.find('.'));
        rest.remove_prefix(part.size());
        const auto named =
            std::find_if(kParts.begin(), kParts.end(), [&](const Names& each) { return each.first == part; });
        const bool isNumber = part.find_first_not_of("0123456789") == std::string_view::npos;
        if (!isNumber && named == kParts.end()) {
            return {};
        }
        answer += "." + std::string(isNumber ? part : named->second);
    }
    return answer;
}

Binding importYoloV8(YoloWorld& network, const Tensors& tensors)
{
    const at::NoGradGuard noGradients;
    Importer importer(tensors);
    for (auto& [name, tensor] : namedTensors(network)) {
        importer.fill(name, tensor);
    }
    return importer.finish();
}

} // namespace espalier::model

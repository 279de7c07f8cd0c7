#include "tests/parity/activations.h"

#include "core/kernel/graftable.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <string_view>

namespace espalier::parity {

namespace {

constexpr std::string_view kGate = ".attn_block";

bool isGate(const std::string& name)
{
    return name.size() > kGate.size() && name.compare(name.size() - kGate.size(), kGate.size(), kGate) == 0;
}

/// The module that shows the activation `name`.
std::string watchedModule(const model::YoloWorld& network, const std::string& name)
{
    if (isGate(name)) {
        return name.substr(0, name.size() - kGate.size()) + ".final_conv";
    }
    for (const auto& item : network.named_modules({}, false)) {
        if (item.key() == name && dynamic_cast<kernel::Graftable*>(item.value().get()) == nullptr) {
            return name + "." + std::to_string(item.value()->children().size() - 1);
        }
    }
    return name;
}

} // namespace

struct Activations::Watch final : kernel::Graft {
    bool takesLastSlice = false; ///< of the input, as wide as half the output: the gate's
    at::Tensor seen;

    at::Tensor forward(const at::Tensor& input, const at::Tensor& output) override
    {
        const std::int64_t slice = output.size(1) / 2;
        seen = (takesLastSlice ? input.narrow(1, input.size(1) - slice, slice) : output).detach().clone();
        return output;
    }
};

Activations::Activations(const model::YoloWorld& network, const std::vector<std::string>& names)
{
    for (const std::string& name : names) {
        const std::string path = watchedModule(network, name);
        auto watch = std::make_shared<Watch>();
        watch->takesLastSlice = isGate(name);
        for (const auto& item : network.named_modules({}, false)) {
            auto* site = item.key() == path ? dynamic_cast<kernel::Graftable*>(item.value().get()) : nullptr;
            if (site != nullptr) {
                site->graft(watch);
                m_watches.emplace(name, watch);
            }
        }
        EXPECT_EQ(m_watches.count(name), 1U) << "no module to watch for " << name;
    }
}

at::Tensor Activations::at(const std::string& name) const
{
    const auto found = m_watches.find(name);
    if (found == m_watches.end() || !found->second->seen.defined()) {
        ADD_FAILURE() << "nothing seen of " << name;
        return at::zeros({});
    }
    return found->second->seen;
}

} // namespace espalier::parity

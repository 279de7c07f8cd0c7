#include "core/train/step_meter.h"

#include "core/train/operation_tensors.h"

#include <ATen/ATen.h>
#include <ATen/SequenceNumber.h>
#include <ATen/record_function.h>
#include <c10/core/Allocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <unordered_map>

namespace espalier::train {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

constexpr int kNobody = 0; ///< place of the module with the empty name

/// All that is noted down in a pass. It is the allocator's informant as well.
struct Tally final : c10::MemoryReportingInfoBase {
    struct Maker {
        int module = kNobody;
        int order = 0; ///< of its operation
        bool isWeight = false;
    };
    struct Block {
        std::int64_t bytes = 0;
        int module = kNobody;
    };

    std::vector<run::ModuleCost> modules{1};
    std::unordered_map<std::string, int> places{{"", kNobody}};
    std::unordered_map<const at::TensorImpl*, Maker> makers;
    /// Keeps the addresses above from being used again, not the memory of the tensors.
    std::vector<c10::weak_intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>> seen;
    /// From which number of the way back on a module's operations go.
    std::vector<std::pair<std::int64_t, int>> sequence;
    std::unordered_map<const void*, Block> blocks;
    std::int64_t live = 0;
    std::int64_t peak = 0;
    const std::function<void(const std::string&)>* entered = nullptr;
    bool isLoss = false;
    bool isBack = false;
    int order = 0;
    int depth = 0;
    int current = kNobody;
    Clock::time_point begin;

    int place(const std::string& name)
    {
        const auto [found, isNew] = places.emplace(name, static_cast<int>(modules.size()));
        if (isNew) {
            modules.emplace_back().module = name;
        }
        return found->second;
    }

    void remember(const at::Tensor& tensor, const Maker& maker)
    {
        seen.emplace_back(tensor.getIntrusivePtr());
        makers[tensor.unsafeGetTensorImpl()] = maker;
    }

    [[nodiscard]] int ownerOf(const at::RecordFunction& function) const
    {
        Maker owner;
        for (const c10::IValue& value : function.inputs()) {
            forEachTensor(value, [&](const at::Tensor& tensor) {
                const auto found = makers.find(tensor.unsafeGetTensorImpl());
                if (found == makers.end() || owner.isWeight) {
                    return;
                }
                if (found->second.isWeight || found->second.order >= owner.order) {
                    owner = found->second;
                }
            });
        }
        return owner.module;
    }

    [[nodiscard]] int ownerOf(std::int64_t node) const
    {
        const auto after = std::ranges::upper_bound(sequence, node, {}, &std::pair<std::int64_t, int>::first);
        return node < 0 || after == sequence.begin() ? kNobody : std::prev(after)->second;
    }

    void start(const at::RecordFunction& function)
    {
        if (isBack) {
            current = ownerOf(function.seqNr());
        } else {
            const int before = current;
            current = isLoss ? kNobody : ownerOf(function);
            sequence.emplace_back(static_cast<std::int64_t>(at::sequence_number::peek()), current);
            if (current != before && current != kNobody && entered != nullptr && *entered) {
                (*entered)(modules[static_cast<std::size_t>(current)].module);
            }
        }
        begin = Clock::now();
    }

    void end(const at::RecordFunction& function)
    {
        auto& cost = modules[static_cast<std::size_t>(current)];
        (isBack ? cost.backward : cost.forward) += secondsSince(begin);
        if (isBack) {
            current = kNobody;
            return;
        }
        ++order;
        for (const c10::IValue& value : function.outputs()) {
            forEachTensor(value, [&](const at::Tensor& tensor) {
                if (makers.count(tensor.unsafeGetTensorImpl()) == 0) {
                    remember(tensor, {current, order, false});
                }
            });
        }
    }

    void reportMemoryUsage(void* block, std::int64_t bytes, std::int64_t, std::int64_t, c10::Device device) override
    {
        if (!device.is_cpu()) {
            return;
        }
        if (bytes >= 0) {
            blocks[block] = {bytes, isBack ? kNobody : current};
            live += bytes;
            peak = std::max(peak, live);
        } else if (const auto found = blocks.find(block); found != blocks.end()) {
            live -= found->second.bytes;
            blocks.erase(found);
        }
    }
    [[nodiscard]] bool memoryProfilingEnabled() const override { return true; }

    void countKept()
    {
        for (const auto& [block, facts] : blocks) {
            modules[static_cast<std::size_t>(facts.module)].kept += facts.bytes;
        }
    }
};

thread_local Tally* tally = nullptr;

bool isWanted(const at::RecordFunction& function)
{
    // On the way back an operation stands within the node that asks for it, which alone is counted.
    return tally != nullptr && tally->isBack == (function.scope() == at::RecordScope::BACKWARD_FUNCTION);
}

std::unique_ptr<at::ObserverContext> onStart(const at::RecordFunction& function)
{
    if (isWanted(function) && tally->depth++ == 0) {
        tally->start(function);
    }
    return nullptr;
}

void onEnd(const at::RecordFunction& function, at::ObserverContext* /*context*/)
{
    if (isWanted(function) && --tally->depth == 0) {
        tally->end(function);
    }
}

/// Operations of this thread are seen while it lives.
class Armed {
public:
    explicit Armed(Tally& given)
        : m_handle(
              at::addThreadLocalCallback(at::RecordFunctionCallback(onStart, onEnd)
                                             .needsInputs(true)
                                             .needsOutputs(true)
                                             .scopes({at::RecordScope::FUNCTION, at::RecordScope::BACKWARD_FUNCTION})))
    {
        tally = &given;
    }
    ~Armed()
    {
        tally = nullptr;
        at::removeCallback(m_handle);
    }
    Armed(const Armed&) = delete;
    Armed& operator=(const Armed&) = delete;

private:
    at::CallbackHandle m_handle;
};

} // namespace

StepMeter::StepMeter(std::vector<std::pair<std::string, at::Tensor>> weights) : m_weights(std::move(weights)) {}

MeteredPass StepMeter::pass(const Forward& forward, const Loss& loss,
                            const std::function<void(const std::string&)>& entered,
                            const std::function<bool()>& atLoss) const
{
    const auto counted = std::make_shared<Tally>();
    for (const auto& [module, tensor] : m_weights) {
        if (tensor.defined()) {
            counted->remember(tensor, {counted->place(module), 0, true});
            if (tensor.requires_grad()) {
                tensor.mutable_grad().reset();
            }
        }
    }
    counted->entered = &entered;
    MeteredPass made;
    {
        const c10::DebugInfoGuard informed(c10::DebugInfoKind::PROFILER_STATE, counted);
        const Armed armed(*counted);
        const auto begin = Clock::now();
        forward();
        counted->isLoss = true;
        counted->current = kNobody;
        const at::Tensor total = loss();
        made.forward = secondsSince(begin);
        made.kept = counted->live;
        counted->countKept();
        if (atLoss() && total.requires_grad()) {
            counted->isBack = true;
            counted->current = kNobody;
            const auto back = Clock::now();
            total.backward();
            made.backward = secondsSince(back);
        }
    }
    made.peak = counted->peak;
    // In order of computation: weights were named first, so the order is that of the operations.
    std::vector<int> order;
    for (const auto& [number, place] : counted->sequence) {
        if (std::ranges::find(order, place) == order.end()) {
            order.push_back(place);
        }
    }
    for (const int place : order) {
        made.modules.push_back(counted->modules[static_cast<std::size_t>(place)]);
    }
    return made;
}

} // namespace espalier::train

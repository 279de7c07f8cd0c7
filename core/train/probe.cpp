#include "core/train/probe.h"

#include "core/train/operation_tensors.h"

#include <ATen/ATen.h>
#include <ATen/record_function.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <unordered_map>

namespace espalier::train {

namespace {

constexpr int kNoModule = -1;
constexpr int kNoOperation = -1;
constexpr const char* kInput = "input";
/// A figure this small says nothing about growth.
constexpr double kLeast = 1e-12;

double largestMagnitude(const at::Tensor& tensor)
{
    if (tensor.numel() == 0) {
        return 0;
    }
    const at::NoGradGuard noGradients;
    const at::Tensor values = tensor.detach();
    const bool isWide = values.scalar_type() == at::kFloat || values.scalar_type() == at::kDouble;
    const auto [least, most] = at::aminmax(isWide ? values : values.to(at::kFloat));
    const double low = least.item<double>();
    const double high = most.item<double>();
    return std::isnan(low) || std::isnan(high) ? std::numeric_limits<double>::quiet_NaN()
                                               : std::max(std::abs(low), std::abs(high));
}

/// Non-finite values win, and NaN over infinity.
double worse(double a, double b)
{
    return std::isnan(a) ? a : std::isnan(b) ? b : std::max(a, b);
}

/// NaN is kept for where there is no gradient.
double gradientMagnitude(double magnitude)
{
    return std::isnan(magnitude) ? std::numeric_limits<double>::infinity() : magnitude;
}

} // namespace

std::string moduleOf(const std::string& tensor)
{
    const auto dot = tensor.rfind('.');
    return dot == std::string::npos ? std::string() : tensor.substr(0, dot);
}

struct Probe::Watch : std::enable_shared_from_this<Probe::Watch> {
    struct Operation {
        int module = kNoModule;
        double activation = 0;
        bool hasOutput = false;
        bool hasArisen = false; ///< answers finite numbers with others
        std::vector<int> inputs;
        double gradient = std::numeric_limits<double>::quiet_NaN(); ///< of its outputs
        int order = -1;                                             ///< in which the first of these came; -1: none did
    };
    /// A tensor that was seen: who made it.
    struct Made {
        int operation = kNoOperation;
        int module = kNoModule;
        bool isWeight = false; ///< a named tensor, or made of such alone
        bool isFinite = true;
    };
    /// The operation that is going on.
    struct Pending {
        std::vector<int> inputs;
        int module = kNoModule;
        bool hasData = false;
        bool hasWeight = false;
        bool isFinite = true;
    };

    std::vector<std::string> names;
    std::unordered_map<std::string, int> numbers;
    std::vector<Operation> operations;
    std::unordered_map<const at::TensorImpl*, Made> made;
    /// Keeps the addresses above from being used again, not the memory of the tensors.
    std::vector<c10::weak_intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>> kept;
    Pending pending;
    int depth = 0;
    bool isBusy = false;
    int scope = kNoModule;
    int gradients = 0;

    int number(const std::string& name)
    {
        const auto [found, isNew] = numbers.emplace(name, static_cast<int>(names.size()));
        if (isNew) {
            names.push_back(name);
        }
        return found->second;
    }

    Made& remember(const at::Tensor& tensor, const Made& facts)
    {
        kept.emplace_back(tensor.getIntrusivePtr());
        return made[tensor.unsafeGetTensorImpl()] = facts;
    }

    void begin(const at::RecordFunction& function)
    {
        pending = {};
        for (const c10::IValue& value : function.inputs()) {
            forEachTensor(value, [&](const at::Tensor& tensor) { take(tensor); });
        }
        if (!pending.hasWeight && scope != kNoModule) {
            pending.module = scope;
        }
    }

    void take(const at::Tensor& tensor)
    {
        const auto found = made.find(tensor.unsafeGetTensorImpl());
        const Made* facts = found == made.end() ? nullptr : &found->second;
        if (facts == nullptr) {
            const bool isFinite = !tensor.is_floating_point() || std::isfinite(largestMagnitude(tensor));
            facts = &remember(tensor, {kNoOperation, kNoModule, false, isFinite});
        }
        if (facts->isWeight) {
            // Of two weights the first names the module: the other is what it is applied with.
            pending.module = pending.hasWeight ? pending.module : facts->module;
            pending.hasWeight = true;
            return;
        }
        pending.hasData = true;
        pending.isFinite = pending.isFinite && facts->isFinite;
        if (facts->operation == kNoOperation) {
            return;
        }
        // Without a weight an operation belongs to the module that was computed last of those it reads.
        if (!pending.hasWeight && (pending.inputs.empty() || facts->operation > latest(pending.inputs))) {
            pending.module = facts->module;
        }
        pending.inputs.push_back(facts->operation);
    }

    static int latest(const std::vector<int>& numbers) { return *std::ranges::max_element(numbers); }

    void end(const at::RecordFunction& function)
    {
        if (!pending.hasData && !pending.hasWeight) {
            return; // made from nothing: a constant
        }
        const bool isWeight = !pending.hasData;
        Operation operation;
        operation.module = pending.module == kNoModule ? number(kInput) : pending.module;
        operation.inputs = pending.inputs;
        const auto index = static_cast<int>(operations.size());
        for (const c10::IValue& value : function.outputs()) {
            forEachTensor(value, [&](const at::Tensor& tensor) {
                if (!tensor.is_floating_point()) {
                    return;
                }
                const double magnitude = largestMagnitude(tensor);
                operation.activation = worse(operation.activation, magnitude);
                operation.hasOutput = true;
                remember(tensor,
                         {isWeight ? kNoOperation : index, operation.module, isWeight, std::isfinite(magnitude)});
                if (!isWeight) {
                    watchGradient(tensor, index);
                }
            });
        }
        if (isWeight || !operation.hasOutput) {
            return;
        }
        operation.hasArisen = pending.isFinite && !std::isfinite(operation.activation);
        operations.push_back(std::move(operation));
    }

    void watchGradient(const at::Tensor& tensor, int index)
    {
        if (!tensor.requires_grad() || tensor.is_leaf()) {
            return;
        }
        tensor.register_hook([self = shared_from_this(), index](const at::TensorBase& gradient) {
            if (!gradient.defined()) {
                return;
            }
            Operation& operation = self->operations[static_cast<std::size_t>(index)];
            operation.gradient =
                std::fmax(operation.gradient, gradientMagnitude(largestMagnitude(at::Tensor(gradient))));
            operation.order = operation.order < 0 ? self->gradients++ : operation.order;
        });
    }

    at::Tensor site(const std::string& name, at::Tensor tensor)
    {
        const auto found = made.find(tensor.unsafeGetTensorImpl());
        Operation operation;
        operation.module = number(name);
        operation.activation = largestMagnitude(tensor);
        operation.hasOutput = true;
        if (found != made.end() && found->second.operation != kNoOperation) {
            operation.inputs.push_back(found->second.operation);
        }
        // An alias of its own: its gradient is not taken for that of what made it.
        at::Tensor alias = tensor.view_as(tensor);
        const auto index = static_cast<int>(operations.size());
        const bool isFinite = std::isfinite(operation.activation);
        operation.hasArisen = !isFinite && (found == made.end() || found->second.isFinite);
        operations.push_back(std::move(operation));
        remember(alias, {index, number(name), false, isFinite});
        watchGradient(alias, index);
        return alias;
    }
};

namespace {

thread_local Probe::Watch* current = nullptr;

std::unique_ptr<at::ObserverContext> onStart(const at::RecordFunction& function)
{
    if (current != nullptr && !current->isBusy && current->depth++ == 0) {
        current->isBusy = true;
        current->begin(function);
        current->isBusy = false;
    }
    return nullptr;
}

void onEnd(const at::RecordFunction& function, at::ObserverContext* /*context*/)
{
    if (current != nullptr && !current->isBusy && --current->depth == 0) {
        current->isBusy = true;
        current->end(function);
        current->isBusy = false;
    }
}

/// Operations of this thread are seen while it lives.
class Armed {
public:
    explicit Armed(Probe::Watch& watch)
        : m_handle(at::addThreadLocalCallback(at::RecordFunctionCallback(onStart, onEnd)
                                                  .needsInputs(true)
                                                  .needsOutputs(true)
                                                  .scopes({at::RecordScope::FUNCTION})))
    {
        current = &watch;
    }
    ~Armed()
    {
        current = nullptr;
        at::removeCallback(m_handle);
    }
    Armed(const Armed&) = delete;
    Armed& operator=(const Armed&) = delete;

private:
    at::CallbackHandle m_handle;
};

using Operations = std::vector<Probe::Watch::Operation>;

/// The first operation that turned finite numbers into others which then reached `last`.
int firstArisen(const Operations& operations, int last)
{
    std::vector<bool> isReached(operations.size(), false);
    isReached[static_cast<std::size_t>(last)] = true;
    int first = kNoOperation;
    for (int i = last; i >= 0; --i) {
        const auto& operation = operations[static_cast<std::size_t>(i)];
        if (!isReached[static_cast<std::size_t>(i)] || std::isfinite(operation.activation)) {
            continue;
        }
        first = operation.hasArisen ? i : first;
        for (const int input : operation.inputs) {
            isReached[static_cast<std::size_t>(input)] = true;
        }
    }
    return first;
}

/// The operation whose way back turned finite gradients into others: of the output that got such a gradient first, the
/// last reader; none: it came from the loss itself, so its maker.
int firstBadGradient(const Operations& operations)
{
    int worst = kNoOperation;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const auto& operation = operations[i];
        if (operation.order >= 0 && !std::isfinite(operation.gradient) &&
            (worst == kNoOperation || operation.order < operations[static_cast<std::size_t>(worst)].order)) {
            worst = static_cast<int>(i);
        }
    }
    for (int i = static_cast<int>(operations.size()) - 1; i > worst && worst != kNoOperation; --i) {
        const auto& reader = operations[static_cast<std::size_t>(i)];
        if (reader.order >= 0 && reader.order < operations[static_cast<std::size_t>(worst)].order &&
            std::ranges::find(reader.inputs, worst) != reader.inputs.end()) {
            return i;
        }
    }
    return worst;
}

} // namespace

Probe::Probe(const torch::nn::Module& network)
{
    for (const auto& item : network.named_parameters()) {
        m_tensors.emplace_back(item.key(), item.value());
    }
    for (const auto& item : network.named_buffers()) {
        m_tensors.emplace_back(item.key(), item.value());
    }
}

Probe::Probe(std::vector<std::pair<std::string, at::Tensor>> tensors) : m_tensors(std::move(tensors)) {}

void Probe::add(const std::vector<std::pair<std::string, at::Tensor>>& tensors)
{
    m_tensors.insert(m_tensors.end(), tensors.begin(), tensors.end());
}

Pass Probe::pass(const std::function<at::Tensor()>& loss) const
{
    const auto watch = std::make_shared<Watch>();
    for (const auto& [name, tensor] : m_tensors) {
        if (tensor.defined()) {
            watch->remember(tensor, {kNoOperation, watch->number(moduleOf(name)), true, true});
            if (tensor.requires_grad()) {
                tensor.mutable_grad().reset();
            }
        }
    }
    at::Tensor total;
    {
        const Armed armed(*watch);
        total = loss();
    }
    if (total.requires_grad()) {
        total.backward();
    }
    const Operations& operations = watch->operations;
    std::vector<int> place(watch->names.size(), kNoModule);
    Pass pass;
    std::vector<int> lastOperation;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const auto& operation = operations[i];
        int& at = place[static_cast<std::size_t>(operation.module)];
        if (at == kNoModule) {
            at = static_cast<int>(pass.modules.size());
            pass.modules.push_back({watch->names[static_cast<std::size_t>(operation.module)]});
            lastOperation.push_back(kNoOperation);
        }
        ModuleTrace& trace = pass.modules[static_cast<std::size_t>(at)];
        trace.activation = worse(trace.activation, operation.activation);
        trace.outputGradient = std::fmax(trace.outputGradient, operation.gradient);
        lastOperation[static_cast<std::size_t>(at)] = static_cast<int>(i);
    }
    int badWeights = kNoOperation; // the last operation of a module whose own gradients alone went bad
    bool isBackBad = false;
    for (const auto& [name, tensor] : m_tensors) {
        if (!tensor.defined() || !tensor.grad().defined()) {
            continue;
        }
        const int at = place[static_cast<std::size_t>(watch->number(moduleOf(name)))];
        const double norm = gradientMagnitude(tensor.grad().norm().item<double>());
        isBackBad = isBackBad || !std::isfinite(norm);
        if (at == kNoModule) {
            continue;
        }
        ModuleTrace& trace = pass.modules[static_cast<std::size_t>(at)];
        trace.parameterGradient =
            std::isnan(trace.parameterGradient) ? norm : std::hypot(trace.parameterGradient, norm);
        if (!std::isfinite(norm) && std::isfinite(trace.outputGradient)) {
            badWeights = std::max(badWeights, lastOperation[static_cast<std::size_t>(at)]);
        }
    }
    const auto made = watch->made.find(total.unsafeGetTensorImpl());
    const auto nameOf = [&](int operation) {
        return watch->names[static_cast<std::size_t>(operations[static_cast<std::size_t>(operation)].module)];
    };
    if (!std::isfinite(total.item<double>())) {
        pass.direction = "forward";
        pass.firstModule = kInput; // what came in was bad already, unless an operation made it so
        if (made != watch->made.end() && made->second.operation != kNoOperation) {
            if (const int first = firstArisen(operations, made->second.operation); first != kNoOperation) {
                pass.firstModule = nameOf(first);
            }
        }
    } else if (isBackBad) {
        const int first = std::max(firstBadGradient(operations), badWeights);
        // An infinite number that the way there had swallowed, by a tanh say, is what the way back stumbled over.
        const int swallowed = first == kNoOperation ? kNoOperation : firstArisen(operations, first);
        pass.direction = swallowed == kNoOperation ? "backward" : "forward";
        pass.firstModule = first == kNoOperation ? kInput : nameOf(swallowed == kNoOperation ? first : swallowed);
    }
    return pass;
}

void probeScope(const std::string& name)
{
    if (current != nullptr) {
        current->scope = name.empty() ? kNoModule : current->number(name);
    }
}

at::Tensor probeSite(const std::string& name, at::Tensor tensor)
{
    if (current == nullptr) {
        return tensor;
    }
    current->isBusy = true;
    at::Tensor seen = current->site(name, std::move(tensor));
    current->isBusy = false;
    return seen;
}

FirstBad firstBad(const Pass& pass, const Pass* healthy)
{
    if (!pass.firstModule.empty() || healthy == nullptr) {
        return {pass.firstModule, pass.direction};
    }
    std::unordered_map<std::string, const ModuleTrace*> before;
    for (const ModuleTrace& trace : healthy->modules) {
        before.emplace(trace.module, &trace);
    }
    const auto isFar = [](double now, double then) {
        return std::isfinite(then) && (!std::isfinite(now) || now > kFarAbove * std::max(then, kLeast));
    };
    for (const ModuleTrace& trace : pass.modules) {
        const auto found = before.find(trace.module);
        if (found != before.end() && isFar(trace.activation, found->second->activation)) {
            return {trace.module, "forward"};
        }
    }
    for (auto trace = pass.modules.rbegin(); trace != pass.modules.rend(); ++trace) {
        const auto found = before.find(trace->module);
        if (found != before.end() && !std::isnan(trace->outputGradient) &&
            isFar(trace->outputGradient, found->second->outputGradient)) {
            return {trace->module, "backward"};
        }
    }
    return {};
}

} // namespace espalier::train

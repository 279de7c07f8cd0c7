#include "core/train/replay.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

namespace espalier::train {

Unchanged::Unchanged(const NamedTensors& trainable, StateTensors state)
    : m_trainable(trainable), m_live(std::move(state)), m_state(cloned(m_live)),
      m_random(at::detail::getDefaultCPUGenerator().get_state())
{
    for (const auto& [name, tensor] : trainable) {
        m_gradients.push_back(tensor.grad());
        tensor.mutable_grad().reset();
    }
}

Unchanged::~Unchanged()
{
    (void)copyInto(m_live, m_state); // its own tensors: they fit
    for (std::size_t i = 0; i < m_gradients.size(); ++i) {
        m_trainable[i].second.mutable_grad() = m_gradients[i];
    }
    at::Generator(at::detail::getDefaultCPUGenerator()).set_state(m_random);
}

double lossOf(TrainingNetwork& network, const BatchTensors& batch, const at::Tensor& random, DistributionLayout layout)
{
    const at::NoGradGuard noGradients;
    at::Generator(at::detail::getDefaultCPUGenerator()).set_state(random.clone());
    const TrainingNetwork::Output output = network.forward(batch.images);
    const DetectionLoss loss = detectionLoss(output.logits, output.distributions, batch.boxes, batch.labels, layout);
    return (loss.loss_cls + loss.loss_bbox + loss.loss_dfl).item<double>();
}

Replay replay(TrainingNetwork& network, const BatchTensors& batch, const at::Tensor& random, DistributionLayout layout)
{
    Replay answer;
    Probe probe(network.model());
    probe.add(network.trainable());
    at::Generator(at::detail::getDefaultCPUGenerator()).set_state(random.clone());
    answer.pass = probe.pass([&] {
        const TrainingNetwork::Output output = network.forward(batch.images);
        probeScope("loss");
        const DetectionLoss loss =
            detectionLoss(output.logits, output.distributions, batch.boxes, batch.labels, layout);
        answer.logits = output.logits;
        answer.parts = {{"loss_cls", loss.loss_cls.item<double>()},
                        {"loss_bbox", loss.loss_bbox.item<double>()},
                        {"loss_dfl", loss.loss_dfl.item<double>()}};
        return network.objective(loss.loss_cls + loss.loss_bbox + loss.loss_dfl);
    });
    return answer;
}

} // namespace espalier::train

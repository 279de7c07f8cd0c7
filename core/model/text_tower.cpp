#include "core/model/text_tower.h"

#include "core/model/layers.h"

namespace espalier::model {

namespace {

constexpr std::int64_t kVocabulary = 49408;
constexpr std::int64_t kPositions = 77;
constexpr std::int64_t kWidth = 512;
constexpr std::int64_t kHidden = 2048;
constexpr int kLayers = 12;

/// A module that only holds others.
struct Group final : torch::nn::Module {
    template <class Child>
    std::shared_ptr<Child> add(const char* name, std::shared_ptr<Child> child)
    {
        return register_module(name, std::move(child));
    }
};

std::shared_ptr<Group> makeLayer(at::Device device)
{
    auto layer = std::make_shared<Group>();
    const auto attention = layer->add("self_attn", std::make_shared<Group>());
    for (const char* name : {"k_proj", "v_proj", "q_proj", "out_proj"}) {
        attention->add(name, std::make_shared<Linear>(kWidth, kWidth, true, device));
    }
    layer->add("layer_norm1", std::make_shared<LayerNorm>(kWidth, device));
    const auto mlp = layer->add("mlp", std::make_shared<Group>());
    mlp->add("fc1", std::make_shared<Linear>(kWidth, kHidden, true, device));
    mlp->add("fc2", std::make_shared<Linear>(kHidden, kWidth, true, device));
    layer->add("layer_norm2", std::make_shared<LayerNorm>(kWidth, device));
    return layer;
}

} // namespace

std::shared_ptr<torch::nn::Module> makeTextTower(at::Device device)
{
    auto tower = std::make_shared<Group>();
    const auto model = tower->add("model", std::make_shared<Group>());
    const auto text = model->add("text_model", std::make_shared<Group>());
    const auto embeddings = text->add("embeddings", std::make_shared<Group>());
    embeddings->add("token_embedding", std::make_shared<Embedding>(kVocabulary, kWidth, device));
    embeddings->add("position_embedding", std::make_shared<Embedding>(kPositions, kWidth, device));
    const auto encoder = text->add("encoder", std::make_shared<Group>());
    const auto layers = encoder->add("layers", std::make_shared<ModuleList>());
    for (int i = 0; i < kLayers; ++i) {
        layers->add(makeLayer(device));
    }
    text->add("final_layer_norm", std::make_shared<LayerNorm>(kWidth, device));
    model->add("text_projection", std::make_shared<Linear>(kWidth, kWidth, false, device));
    return tower;
}

} // namespace espalier::model

// Graftable: the one seam where an adapter enters a running network. A layer or block that inherits it lets grafts act
// on its output; adapters know nothing of the network, networks nothing of adapters.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <optional>
#include <vector>

namespace espalier::kernel {

/// A layer as its tensors.
struct LinearMap {
    at::Tensor weight; ///< out×in, or out×in×k×k; of an embedding count×out, of a norm out
    at::Tensor bias;   ///< out; undefined: none
};

/// What grows at a site.
class Graft {
public:
    virtual ~Graft() = default;
    /// What the site gets in the place of `input`. Only layers that take a stream of tokens ask.
    virtual at::Tensor enter(const at::Tensor& input) { return input; }
    /// `input` and `output` of the site before any graft acts; the answer replaces the output.
    virtual at::Tensor forward(const at::Tensor& input, const at::Tensor& output) = 0;
    /// The one map that does what `map` and then this graft do, in the precision of `map`, dropout off; nothing where
    /// no linear map does.
    [[nodiscard]] virtual std::optional<LinearMap> merged(const LinearMap& /*map*/) const { return std::nullopt; }
};

class Graftable {
public:
    virtual ~Graftable() = default;
    void graft(std::shared_ptr<Graft> graft) { m_grafts.push_back(std::move(graft)); }
    void removeGrafts() { m_grafts.clear(); }
    [[nodiscard]] bool hasGrafts() const { return !m_grafts.empty(); }
    /// In the order in which they act.
    [[nodiscard]] const std::vector<std::shared_ptr<Graft>>& grafts() const { return m_grafts; }

protected:
    /// To be called at the start of the forward of a site that takes a stream of tokens.
    [[nodiscard]] at::Tensor enterGrafts(at::Tensor input) const
    {
        for (const auto& graft : m_grafts) {
            input = graft->enter(input);
        }
        return input;
    }
    /// To be called at the end of every forward of a site.
    [[nodiscard]] at::Tensor throughGrafts(const at::Tensor& input, at::Tensor output) const
    {
        for (const auto& graft : m_grafts) {
            output = graft->forward(input, output);
        }
        return output;
    }

private:
    std::vector<std::shared_ptr<Graft>> m_grafts;
};

} // namespace espalier::kernel

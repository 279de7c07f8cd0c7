// Which method may sit on which kind of module, and why not elsewhere.
#pragma once

#include "core/network/network_tree.h"
#include "core/plan/adapter_options.h"

#include <span>
#include <string_view>

namespace espalier::plan {

/// One row of the table of methods.
struct MethodSites {
    std::span<const network::ModuleKind> kinds; ///< that the method may sit on
    std::string_view sentence;                  ///< why on no other kind
};
[[nodiscard]] MethodSites methodSites(const AdapterOptions& adapter);

/// What stands against a method on a module.
enum class SiteRefusal {
    None,      ///< it may sit there
    WrongKind, ///< its kind is not in the method's row
    NoOutput,  ///< channels or features are not known, or the map is not an image's
    NotOpen,   ///< the running network lets nothing act there
    NotFused,  ///< parts are asked for, and it is no fused query-key-value layer
    NotSquare, ///< its weight cannot be cut into squares
    NoBias,
};
[[nodiscard]] SiteRefusal siteRefusal(const network::Module& module, const AdapterOptions& adapter);
/// The refusal as one sentence; empty for None.
[[nodiscard]] std::string_view sentenceOf(SiteRefusal refusal, const AdapterOptions& adapter);

} // namespace espalier::plan

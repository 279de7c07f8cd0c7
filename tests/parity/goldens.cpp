#include "tests/parity/goldens.h"

#include "core/base/files.h"
#include "core/model/weights_binding.h"
#include "core/weights/safetensors.h"
#include "tests/parity/record.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <iostream>

namespace espalier::parity {

std::filesystem::path goldenFolder()
{
    const char* named = std::getenv("ESPALIER_GOLDENS");
    return named != nullptr ? std::filesystem::path(named)
                            : std::filesystem::path(ESPALIER_SOURCE_DIR) / "../shared/goldens";
}

at::Tensor Golden::at(const std::string& tensor) const
{
    const auto found = tensors.find(tensor);
    if (found == tensors.end()) {
        ADD_FAILURE() << name << " holds no " << tensor;
        return at::zeros({});
    }
    recordRead(name, tensor);
    return found->second;
}

std::map<std::string, at::Tensor> Golden::under(const std::string& prefix) const
{
    std::map<std::string, at::Tensor> chosen;
    for (auto at = tensors.lower_bound(prefix); at != tensors.end() && at->first.rfind(prefix, 0) == 0; ++at) {
        recordRead(name, at->first);
        chosen.emplace(at->first.substr(prefix.size()), at->second);
    }
    return chosen;
}

std::optional<Golden> openGolden(const std::string& name)
{
    const std::filesystem::path base = goldenFolder() / name;
    const std::filesystem::path jsonFile = base.string() + ".json";
    if (!std::filesystem::exists(jsonFile)) {
        std::cout << "no golden " << name << " (ESPALIER_GOLDENS names no folder that holds it): nothing compared\n";
        return std::nullopt;
    }
    const auto text = readFile(jsonFile);
    if (!text) {
        ADD_FAILURE() << describe(text.error());
        return std::nullopt;
    }
    auto json = parseJson(*text, jsonFile.string());
    if (!json) {
        ADD_FAILURE() << describe(json.error());
        return std::nullopt;
    }
    recordCase(name, *json);
    Golden golden{name, std::move(*json), {}};
    const std::filesystem::path tensorFile = base.string() + ".safetensors";
    if (std::filesystem::exists(tensorFile)) {
        const auto file = weights::SafetensorsFile::open(tensorFile);
        if (!file) {
            ADD_FAILURE() << describe(file.error());
            return std::nullopt;
        }
        for (const auto& [key, view] : file->tensors()) {
            golden.tensors.emplace(key, model::toTensor(view));
            recordTensor(name, key);
        }
    }
    return golden;
}

namespace {

/// `apart` is what they differ by, `most` the largest value.
void judge(double apart, double most, double tolerance, double noise, const std::string& what)
{
    const double allowed = std::max(tolerance * most, 20 * noise);
    EXPECT_TRUE(apart <= allowed) << what << ": largest difference " << apart << ", allowed " << allowed
                                  << ", largest value " << most;
    const double unit = most > 0 ? most : 1;
    record({what, tolerance, apart / unit, std::max(tolerance, allowed / unit), {}});
}

} // namespace

void expectClose(const at::Tensor& actual, const at::Tensor& expected, double tolerance, const std::string& what,
                 double noise)
{
    ASSERT_TRUE(actual.defined()) << what;
    ASSERT_EQ(actual.sizes(), expected.sizes()) << what;
    if (expected.numel() == 0) {
        return;
    }
    if (!expected.is_floating_point()) {
        const at::Tensor same = actual.to(expected.scalar_type()) == expected;
        const double different = same.logical_not().sum().item<double>();
        EXPECT_EQ(different, 0) << what << ": of " << expected.numel() << " values";
        record({what, 0, different, 0, "values"});
        return;
    }
    const at::Tensor a = actual.detach().to(at::kDouble);
    const at::Tensor b = expected.to(at::kDouble);
    judge((a - b).abs().max().item<double>(), b.abs().max().item<double>(), tolerance, noise, what);
}

void expectClose(double actual, double expected, double tolerance, const std::string& what, double noise)
{
    judge(std::abs(actual - expected), std::abs(expected), tolerance, noise, what);
}

double listedNoise(const Golden& golden, const std::string& tensor)
{
    const auto list = golden.json.find("f32_vs_f64");
    if (list == golden.json.end() || !list->contains(tensor)) {
        return 0;
    }
    const Json& row = (*list)[tensor];
    return row.is_array() && !row.empty() && row[0].is_number() ? row[0].get<double>() : 0;
}

} // namespace espalier::parity

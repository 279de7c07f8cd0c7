#include "app/wiring/benchmark.h"
#include "app/wiring/evaluation.h"
#include "app/wiring/merged_network.h"
#include "app/wiring/weights_fit.h"

namespace espalier::wiring {

namespace {

tl::unexpected<Error> withoutTorch(const std::string& subject)
{
    return fail(ErrorCode::Unsupported, "this build has no LibTorch: no network can be computed", subject);
}

} // namespace

Result<EvaluatedSubject> evaluateSubject(const Subject& subject, const Watch&)
{
    return withoutTorch(subject.name);
}

Result<std::vector<BenchmarkRow>> benchmark(std::span<const Subject> subjects, const BenchmarkOptions&, const Watch&)
{
    return withoutTorch(subjects.front().name);
}

Result<MergeCertificate> writeMergedNetwork(const Subject& subject, const std::filesystem::path&)
{
    return withoutTorch(subject.name);
}

Result<WeightsFit> fitWeights(const experiment::ModelSettings&, const std::filesystem::path& file)
{
    return withoutTorch(file.string());
}

} // namespace espalier::wiring

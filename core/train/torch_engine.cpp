#include "core/train/torch_engine.h"

#include "core/train/trainer.h"

#include <c10/util/Exception.h>

#include <exception>
#include <new>

namespace espalier::train {

namespace {

run::Outcome failed(ErrorCode code, const std::string& message)
{
    run::Outcome outcome;
    outcome.state = run::RunState::Failed;
    outcome.error = Error{code, message, {}};
    outcome.message = message;
    return outcome;
}

/// Without torch's own stack of C++ frames.
std::string firstLine(const char* what)
{
    const std::string text(what);
    return text.substr(0, text.find('\n'));
}

bool isOutOfMemory(const std::string& text)
{
    return text.find("not enough memory") != std::string::npos || text.find("can't allocate") != std::string::npos ||
           text.find("out of memory") != std::string::npos;
}

} // namespace

TorchEngine::TorchEngine(std::vector<std::pair<std::string, std::string>> environment, std::filesystem::path resources)
    : m_environment(std::move(environment)), m_resources(std::move(resources))
{
}

run::Outcome TorchEngine::run(const run::RunSpec& spec, run::EventLog& log, run::CommandBox& commands)
{
    const char* const kAdvice = "not enough memory: take a smaller train.batch, data.image_size or model.size";
    try {
        return Trainer(spec, log, commands, m_resources, m_environment).run();
    } catch (const std::bad_alloc&) {
        return failed(ErrorCode::OutOfMemory, kAdvice);
    } catch (const c10::Error& error) {
        const std::string text = firstLine(error.what());
        return isOutOfMemory(text) ? failed(ErrorCode::OutOfMemory, kAdvice) : failed(ErrorCode::Internal, text);
    } catch (const std::exception& error) {
        return failed(ErrorCode::Internal, firstLine(error.what()));
    }
}

} // namespace espalier::train

#include "core/train/caught.h"

#include <exception>
#include <new>
#include <string>

namespace espalier::train {

namespace {

bool isOutOfMemory(const std::string& text)
{
    return text.find("not enough memory") != std::string::npos || text.find("can't allocate") != std::string::npos ||
           text.find("out of memory") != std::string::npos;
}

Error outOfMemory()
{
    return {ErrorCode::OutOfMemory, "not enough memory: take a smaller train.batch, data.image_size or model.size", {}};
}

} // namespace

Error errorInFlight()
{
    try {
        throw;
    } catch (const std::bad_alloc&) {
        return outOfMemory();
    } catch (const std::exception& error) {
        const std::string text(error.what());
        return isOutOfMemory(text) ? outOfMemory() : Error{ErrorCode::Internal, text.substr(0, text.find('\n')), {}};
    }
}

} // namespace espalier::train

#include "core/weights/mapping.h"

#include "core/base/files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace espalier::weights {

Result<Mapping> Mapping::open(const std::filesystem::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); // a pipe must not make us wait
    if (descriptor < 0) {
        return fail(errorCodeOf(errno), std::string("cannot open: ") + std::strerror(errno), path.string());
    }
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0) {
        ::close(descriptor);
        return fail(ErrorCode::Unreadable, "is empty or no plain file", path.string());
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    void* const address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    const int fault = errno;
    ::close(descriptor);
    if (address == MAP_FAILED) {
        return fail(errorCodeOf(fault), std::string("cannot map: ") + std::strerror(fault), path.string());
    }
    return Mapping(address, size);
}

Mapping::Mapping(Mapping&& other) noexcept
    : m_address(std::exchange(other.m_address, nullptr)), m_size(std::exchange(other.m_size, 0))
{
}

Mapping& Mapping::operator=(Mapping&& other) noexcept
{
    std::swap(m_address, other.m_address);
    std::swap(m_size, other.m_size);
    return *this;
}

Mapping::~Mapping()
{
    if (m_address != nullptr) {
        ::munmap(m_address, m_size);
    }
}

} // namespace espalier::weights

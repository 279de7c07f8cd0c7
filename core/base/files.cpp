#include "core/base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace espalier {

namespace {

/// Closes on every way out.
class Descriptor {
public:
    explicit Descriptor(int value) : m_value(value) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int value() const { return m_value; }
    /// 0, or the errno of a close that could not flush.
    int close()
    {
        const int answer = m_value >= 0 && ::close(m_value) != 0 ? errno : 0;
        m_value = -1;
        return answer;
    }

private:
    int m_value;
};

tl::unexpected<Error> failWithErrno(const char* what, const std::filesystem::path& path, int errnoValue)
{
    return fail(errorCodeOf(errnoValue), std::string(what) + ": " + std::strerror(errnoValue), path.string());
}

std::filesystem::path folderFromEnvironment(const char* variable, const char* fallback)
{
    if (const char* folder = std::getenv(variable); folder != nullptr && *folder == '/') {
        return std::filesystem::path(folder) / "espalier";
    }
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home != nullptr ? home : "/tmp") / fallback / "espalier";
}

} // namespace

ErrorCode errorCodeOf(int errnoValue)
{
    switch (errnoValue) {
    case ENOENT:
    case ENOTDIR:
        return ErrorCode::NotFound;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ErrorCode::DiskFull;
    case EACCES:
    case EPERM:
    case EISDIR:
        return ErrorCode::Unreadable;
    case ENOMEM:
        return ErrorCode::OutOfMemory;
    default:
        return ErrorCode::Io;
    }
}

Result<std::string> readFile(const std::filesystem::path& path, std::uint64_t limit)
{
    // Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.value() < 0) {
        return failWithErrno("cannot open", path, errno);
    }
    struct stat status {};
    if (::fstat(file.value(), &status) != 0) {
        return failWithErrno("cannot read", path, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return fail(ErrorCode::Unreadable, "not a regular file", path.string());
    }
    if (static_cast<std::uint64_t>(status.st_size) > limit) {
        return fail(ErrorCode::Unreadable, "larger than " + std::to_string(limit) + " bytes", path.string());
    }
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t count = ::read(file.value(), bytes.data() + filled, bytes.size() - filled);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return failWithErrno("cannot read", path, errno);
        }
        if (count == 0) {
            break;
        }
        filled += static_cast<std::size_t>(count);
    }
    bytes.resize(filled);
    return bytes;
}

Status writeAll(int descriptor, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return fail(errorCodeOf(errno), std::string("cannot write: ") + std::strerror(errno));
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

Status writeFileAtomically(const std::filesystem::path& path, const std::function<Status(int)>& write)
{
    // The name holds the process: two processes may write the same file, the last rename wins whole.
    const std::filesystem::path beside = path.string() + ".part." + std::to_string(::getpid());
    Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.value() < 0) {
        return failWithErrno("cannot create", beside, errno);
    }
    Status written = write(file.value());
    if (written && ::fsync(file.value()) != 0) {
        written = failWithErrno("cannot flush", beside, errno);
    }
    if (const int closing = file.close(); written && closing != 0) {
        written = failWithErrno("cannot close", beside, closing);
    }
    if (written && ::rename(beside.c_str(), path.c_str()) != 0) {
        written = failWithErrno("cannot rename", path, errno);
    }
    if (!written) {
        ::unlink(beside.c_str());
        return fail(written.error().where.empty() ? withContext(written.error(), path.string()) : written.error());
    }
    // The rename itself must reach the disk: flush the folder. A file system that cannot is no reason to fail.
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    const Descriptor parent(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (parent.value() >= 0) {
        ::fsync(parent.value());
    }
    return {};
}

Status writeFileAtomically(const std::filesystem::path& path, std::string_view bytes)
{
    return writeFileAtomically(path, [bytes](int descriptor) { return writeAll(descriptor, bytes); });
}

Status createFolder(const std::filesystem::path& path)
{
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error) {
        return fail(errorCodeOf(error.value()), "cannot create the folder: " + error.message(), path.string());
    }
    return {};
}

std::filesystem::path dataFolder()
{
    return folderFromEnvironment("XDG_DATA_HOME", ".local/share");
}

std::filesystem::path cacheFolder()
{
    return folderFromEnvironment("XDG_CACHE_HOME", ".cache");
}

} // namespace espalier

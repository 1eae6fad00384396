#include "ticketing/record/sqlite/lock_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>

namespace hotline::record {
namespace fs = std::filesystem;
namespace {

std::string reason() {
    return std::strerror(errno);
}

std::string holder_of(int fd) {
    char text[32];
    const ssize_t size = ::pread(fd, text, sizeof text, 0);
    if (size <= 0) return "another process";
    std::string pid{text, static_cast<std::size_t>(size)};
    while (!pid.empty() && pid.back() == '\n')
        pid.pop_back();
    return "process " + pid;
}

}  // namespace

LockFile::LockFile(const std::string& path)
    : fd_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (fd_ < 0) throw std::runtime_error("cannot open " + path + ": " + reason());
    if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
        const std::string message = errno == EWOULDBLOCK ? path + " is locked by " + holder_of(fd_)
                                                         : "cannot lock " + path + ": " + reason();
        ::close(fd_);
        throw std::runtime_error(message);
    }
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(fd_, 0) != 0 ||
        ::pwrite(fd_, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
        const std::string message = "cannot write " + path + ": " + reason();
        ::close(fd_);
        throw std::runtime_error(message);
    }
}

// The file stays: removing it would let a third process lock a new file beside the old one.
LockFile::~LockFile() {
    ::close(fd_);
}

void prepare_directory(const std::string& directory, const std::string& database_name) {
    const fs::path path{directory};
    std::error_code error;
    const bool is_new = fs::create_directories(path, error);
    if (error) throw std::runtime_error("cannot make " + directory + ": " + error.message());
    const auto others = fs::perms::group_all | fs::perms::others_all;
    if ((fs::status(path).permissions() & others) == fs::perms::none) return;
    if (!is_new && !fs::is_empty(path) && !fs::exists(path / database_name)) {
        throw std::runtime_error(directory +
                                 " is open to other users and holds other files: "
                                 "give the database a directory of its own (mode 0700)");
    }
    fs::permissions(path, fs::perms::owner_all, error);
    if (error) throw std::runtime_error("cannot close " + directory + ": " + error.message());
}

}  // namespace hotline::record

// One process at a time: an flock()ed file that names its holder. The lock dies with the process.
#pragma once

#include <string>

namespace hotline::record {

class LockFile {
  public:
    // Throws std::runtime_error that names the other process when it is taken.
    explicit LockFile(const std::string& path);
    ~LockFile();
    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;

  private:
    int fd_ = -1;
};

// Makes `directory` if it is missing and sees to its mode 0700: what is in it is personal data. An
// existing directory with other things in it is not touched but refused. Throws std::runtime_error.
void prepare_directory(const std::string& directory, const std::string& database_name);

}  // namespace hotline::record

// A progress bar on standard error, drawn only on a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace hotline::server {

class Progress {
  public:
    Progress(std::string what, bool quiet);
    ~Progress();  // ends the line

    // `all` 0: not known, the count alone is shown. Redraws at most ten times a second.
    void show(std::int64_t done, std::int64_t all, const std::string& note = {});

  private:
    std::string what_;
    bool drawn_ = false;
    bool on_;
    std::chrono::steady_clock::time_point last_{};
};

}  // namespace hotline::server

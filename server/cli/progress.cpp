#include "server/cli/progress.hpp"

#include <unistd.h>

#include <iostream>

namespace hotline::server {
namespace {

constexpr std::int64_t bar_width = 30;
constexpr std::chrono::milliseconds redraw_every{100};

}  // namespace

Progress::Progress(std::string what, bool quiet)
    : what_(std::move(what)), on_(!quiet && ::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (drawn_) std::cerr << '\n';
}

void Progress::show(std::int64_t done, std::int64_t all, const std::string& note) {
    if (!on_) return;
    const auto now = std::chrono::steady_clock::now();
    if (drawn_ && done != all && now - last_ < redraw_every) return;
    last_ = now;
    drawn_ = true;
    std::string line = "\r" + what_ + " ";
    if (all > 0) {
        const std::int64_t filled = bar_width * done / all;
        line += '[' + std::string(static_cast<std::size_t>(filled), '#') +
                std::string(static_cast<std::size_t>(bar_width - filled), ' ') + "] ";
    }
    std::cerr << line << done << (all > 0 ? "/" + std::to_string(all) : "") << "  " << note
              << "\x1b[K" << std::flush;
}

}  // namespace hotline::server

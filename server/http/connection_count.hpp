// How many connections there are: in all, per address, and sockets per user.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace hotline::server {

// Any thread. Handed out as slots, so that no way out of a session forgets to give one back.
class ConnectionCount : public std::enable_shared_from_this<ConnectionCount> {
  public:
    ConnectionCount(std::size_t total_max, std::size_t per_key_max)
        : total_max_(total_max), per_key_max_(per_key_max) {}

    // Gives the place back when it is destroyed.
    class Slot {
      public:
        Slot() = default;
        Slot(std::shared_ptr<ConnectionCount> count, std::string key)
            : count_(std::move(count)), key_(std::move(key)) {}
        Slot(Slot&&) noexcept = default;
        Slot& operator=(Slot&& other) noexcept;
        Slot(const Slot&) = delete;
        Slot& operator=(const Slot&) = delete;
        ~Slot() { release(); }

        explicit operator bool() const { return count_ != nullptr; }
        void release();

      private:
        std::shared_ptr<ConnectionCount> count_;
        std::string key_;
    };

    Slot take(const std::string& key);  // an empty slot when there is no place
    std::size_t total() const;
    bool wait_until_empty(std::chrono::milliseconds patience);

  private:
    void give_back(const std::string& key);

    const std::size_t total_max_;
    const std::size_t per_key_max_;
    mutable std::mutex mutex_;
    std::condition_variable empty_;
    std::size_t total_ = 0;                      // under mutex_
    std::map<std::string, std::size_t> by_key_;  // under mutex_
};

}  // namespace hotline::server

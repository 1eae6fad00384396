// The part of a WebSocket that outlives it: the bounded queue that any thread may fill.
#pragma once

#include "server/http/limits.hpp"
#include "server/ws/ws_session.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace hotline::server {

class WsPipe final : public WsConnection, public std::enable_shared_from_this<WsPipe> {
  public:
    // `wake` is called on `executor` when there is something new to take; never after detach().
    WsPipe(Request request, boost::asio::any_io_executor executor, const WsLimits& limits,
           std::function<void()> wake)
        : request_(std::move(request)),
          executor_(std::move(executor)),
          limits_(limits),
          wake_(std::make_shared<std::function<void()>>(std::move(wake))) {}

    void send(std::shared_ptr<const std::string> text) override;
    void close(std::uint16_t code, std::string reason) override;
    bool is_open() const override;
    std::size_t queued_bytes() const override;
    const Request& request() const override { return request_; }
    boost::asio::any_io_executor executor() const override { return executor_; }

    struct Closing {
        std::uint16_t code = 0;
        std::string reason;
    };

    // For the session, on its thread.
    std::optional<Closing> closing() const;     // asked for, by either side of the pipe
    std::shared_ptr<const std::string> take();  // the next frame, or nullptr
    void detach();                              // the session ends: the pipe becomes a husk

  private:
    void wake_locked();
    void run_wake();
    void close_locked(std::uint16_t code, std::string reason);

    const Request request_;
    const boost::asio::any_io_executor executor_;
    const WsLimits limits_;

    mutable std::mutex mutex_;                     // for all below
    std::shared_ptr<std::function<void()>> wake_;  // nullptr after detach()
    bool wake_is_posted_ = false;
    std::deque<std::shared_ptr<const std::string>> queue_;
    std::size_t queued_bytes_ = 0;  // with the frame that is being written
    std::size_t taken_bytes_ = 0;   // of that frame
    std::optional<Closing> closing_;
};

}  // namespace hotline::server

#include "server/ws/ws_pipe.hpp"

#include <boost/asio/post.hpp>

namespace hotline::server {

void WsPipe::send(std::shared_ptr<const std::string> text) {
    const std::lock_guard lock{mutex_};
    if (!wake_ || closing_) return;
    if (queued_bytes_ + text->size() > limits_.outgoing_bytes_max) {
        return close_locked(ws_code::try_later, "the client reads too slowly");
    }
    queued_bytes_ += text->size();
    queue_.push_back(std::move(text));
    wake_locked();
}

void WsPipe::close(std::uint16_t code, std::string reason) {
    const std::lock_guard lock{mutex_};
    if (wake_ && !closing_) close_locked(code, std::move(reason));
}

bool WsPipe::is_open() const {
    const std::lock_guard lock{mutex_};
    return wake_ && !closing_;
}

std::size_t WsPipe::queued_bytes() const {
    const std::lock_guard lock{mutex_};
    return queued_bytes_;
}

std::optional<WsPipe::Closing> WsPipe::closing() const {
    const std::lock_guard lock{mutex_};
    return closing_;
}

std::shared_ptr<const std::string> WsPipe::take() {
    const std::lock_guard lock{mutex_};
    queued_bytes_ -= taken_bytes_;
    taken_bytes_ = 0;
    if (queue_.empty()) return nullptr;
    auto text = std::move(queue_.front());
    queue_.pop_front();
    taken_bytes_ = text->size();
    return text;
}

void WsPipe::detach() {
    const std::lock_guard lock{mutex_};
    wake_ = nullptr;
    queue_.clear();
    queued_bytes_ = 0;
    taken_bytes_ = 0;
}

void WsPipe::wake_locked() {
    if (wake_is_posted_) return;
    wake_is_posted_ = true;
    boost::asio::post(executor_, [self = shared_from_this()] { self->run_wake(); });
}

// On the session's thread, as detach() is: what it calls is still there.
void WsPipe::run_wake() {
    std::shared_ptr<std::function<void()>> wake;
    {
        const std::lock_guard lock{mutex_};
        wake_is_posted_ = false;
        wake = wake_;
    }
    if (wake) (*wake)();
}

void WsPipe::close_locked(std::uint16_t code, std::string reason) {
    constexpr std::size_t reason_bytes_max = 120;  // a control frame holds 125 with its code
    if (reason.size() > reason_bytes_max) reason.resize(reason_bytes_max);
    closing_ = Closing{code, std::move(reason)};
    queue_.clear();
    queued_bytes_ = taken_bytes_;
    wake_locked();
}

}  // namespace hotline::server

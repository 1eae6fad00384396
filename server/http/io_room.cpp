#include "server/http/io_room.hpp"

#include <boost/asio/post.hpp>

#include <array>
#include <cstdio>

namespace hotline::server {

IoRoom::IoRoom(boost::asio::io_context& context, const record::TimeSource* time,
               std::chrono::milliseconds tick)
    : context_(context), time_(time), tick_(tick), timer_(context) {
    if (time_ != nullptr) date_ = imf_date(time_->now());
}

void IoRoom::post_start() {
    boost::asio::post(context_, [self = shared_from_this()] { self->wait(); });
}

void IoRoom::post_stop() {
    boost::asio::post(context_, [self = shared_from_this()] {
        self->stopping_ = true;
        self->for_each([](Session& session) { session.on_stop(); });
    });
}

void IoRoom::post_cut() {
    boost::asio::post(context_, [self = shared_from_this()] {
        self->for_each([](Session& session) { session.cut(); });
    });
}

void IoRoom::post_end() {
    boost::asio::post(context_, [self = shared_from_this()] {
        self->ended_ = true;
        self->timer_.cancel();
    });
}

IoRoom::Membership::Membership(std::shared_ptr<IoRoom> room, Session& session)
    : room_(std::move(room)), session_(session) {
    room_->sessions_.push_back(session_);
}

IoRoom::Membership::~Membership() {
    room_->sessions_.erase(room_->sessions_.iterator_to(session_));
}

void IoRoom::wait() {
    if (ended_) return;
    timer_.expires_after(tick_);
    timer_.async_wait([self = shared_from_this()](const boost::system::error_code& ec) {
        if (!ec) self->tick();
    });
}

void IoRoom::tick() {
    if (time_ != nullptr) date_ = imf_date(time_->now());
    const auto now = std::chrono::steady_clock::now();
    for_each([now](Session& session) { session.on_tick(now); });
    wait();
}

// Closing a socket only queues the end of its operations, but a call may one day end its session at
// once: the next one is looked up before.
template <class Call>
void IoRoom::for_each(Call call) {
    for (auto at = sessions_.begin(); at != sessions_.end();) {
        Session& session = *at++;
        call(session);
    }
}

std::string imf_date(Instant at) {
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(at - day)};
    std::array<char, 64> text;
    const int length = std::snprintf(
        text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
        days[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
        months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
        static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
        static_cast<int>(time.seconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace hotline::server

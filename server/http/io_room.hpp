// The sessions of one io thread, their common clock tick, and the date they send.
#pragma once

#include "ticketing/record/time_source.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

namespace hotline::server {

// A connection of either kind, as its room sees it. All calls on the room's thread.
class Session : public boost::intrusive::list_base_hook<> {
  public:
    virtual ~Session() = default;
    virtual void on_tick(
        std::chrono::steady_clock::time_point now) = 0;  // ends what is over its deadline
    virtual void on_stop() = 0;  // ends when idle, else after what is running
    virtual void cut() = 0;      // closes the socket now
};

// One timer for all sessions of a thread: a timer and its cancellation for each read and write
// would cost more than the read. All members but post_* on the thread of `context`.
class IoRoom : public std::enable_shared_from_this<IoRoom> {
  public:
    IoRoom(boost::asio::io_context& context, const record::TimeSource* time,
           std::chrono::milliseconds tick);

    void post_start();  // any thread
    void post_stop();   // any thread: on_stop of all, and of those that come later
    void post_cut();    // any thread: cut of all
    void post_end();    // any thread: the tick ends, so that the context can run out of work

    // A session is in the list while its coroutine runs.
    class Membership {
      public:
        Membership(std::shared_ptr<IoRoom> room, Session& session);
        ~Membership();
        Membership(const Membership&) = delete;
        Membership& operator=(const Membership&) = delete;

      private:
        std::shared_ptr<IoRoom> room_;
        Session& session_;
    };

    boost::asio::io_context& context() { return context_; }
    const std::string& date() const { return date_; }  // IMF-fixdate, renewed each tick
    bool stopping() const { return stopping_; }

  private:
    void tick();
    void wait();
    template <class Call>
    void for_each(Call call);

    boost::asio::io_context& context_;
    const record::TimeSource* time_;
    std::chrono::milliseconds tick_;
    boost::asio::steady_timer timer_;
    boost::intrusive::list<Session> sessions_;
    std::string date_;
    bool stopping_ = false;
    bool ended_ = false;
};

// "Fri, 13 Feb 2026 08:00:00 GMT"
std::string imf_date(Instant at);

}  // namespace hotline::server

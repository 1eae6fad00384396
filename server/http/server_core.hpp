// What all sessions of a listener share. Kept alive by each of them.
#pragma once

#include "server/http/connection_count.hpp"
#include "server/http/io_room.hpp"
#include "server/http/listener.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace hotline::server {

class ServerCore : public std::enable_shared_from_this<ServerCore> {
  public:
    ServerCore(IoPool& pool, ListenerSetup setup);

    std::uint16_t listen(const std::string& address, std::uint16_t port);
    bool stop(std::chrono::milliseconds patience);
    ListenerStats stats() const;

    const ListenerSetup& setup() const { return setup_; }

    // 13 characters, unique in this process and unlikely to repeat in the next: they fit a
    // std::string without the heap. Any thread.
    std::string new_request_id();

    std::shared_ptr<ConnectionCount> users() const { return users_; }  // sockets by actor name

    // Never throws, whatever the callback of the owner does. Any thread.
    void report(std::string_view text) const;
    void report_failure(std::string_view where, const std::exception_ptr& failure) const;
    void observe(const Exchange& exchange) const;

  private:
    using Acceptor = boost::asio::ip::tcp::acceptor;

    static boost::asio::awaitable<void> accept_loop(std::shared_ptr<ServerCore> core,
                                                    std::shared_ptr<Acceptor> acceptor);
    void admit_connection(boost::asio::ip::tcp::socket socket, IoRoom& room);
    IoRoom& next_room();

    const ListenerSetup setup_;
    std::shared_ptr<ConnectionCount> connections_;
    std::shared_ptr<ConnectionCount> users_;
    std::vector<std::shared_ptr<IoRoom>> rooms_;
    std::atomic<std::size_t> next_room_{0};
    std::atomic<std::uint64_t> requests_;
    std::atomic<std::uint64_t> accepted_{0};
    std::atomic<std::uint64_t> refused_{0};
    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::vector<std::shared_ptr<Acceptor>> acceptors_;  // under mutex_
};

}  // namespace hotline::server

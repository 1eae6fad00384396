// A transport without a network: it notes every post and answers what the test says.
#pragma once

#include "dispatch/delivery/webhook_transport.hpp"
#include "tests/dispatch/io_thread.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <list>
#include <map>
#include <string>
#include <vector>

namespace hotline::dispatch::test {

struct Posted {
    std::string url;
    std::map<std::string, std::string> headers;
    std::string body;
};

class FakeTransport final : public WebhookTransport {
  public:
    explicit FakeTransport(boost::asio::any_io_executor strand) : strand_(std::move(strand)) {}

    boost::asio::awaitable<WebhookAnswer> post(WebhookRequest request) override {
        return run(this, std::move(request));
    }
    void stop() override {
        boost::asio::post(strand_, [this] {
            stopped_ = true;
            for (auto* timer : hanging_)
                timer->cancel();
        });
    }
    // Posts that hang go on with their answer, and later ones do not hang.
    void release() {
        boost::asio::post(strand_, [this] {
            released_ = true;
            for (auto* timer : hanging_)
                timer->cancel();
        });
    }

    // On the strand. An answer with status -1 hangs first, until release() or stop().
    std::function<WebhookAnswer(const Posted&)> answer = [](const Posted&) {
        WebhookAnswer fine;
        fine.status = 200;
        return fine;
    };
    Watched<std::vector<Posted>> posts{{}};

    std::vector<Posted> all() {
        return posts.with([](auto& list) { return list; });
    }
    bool wait_for_posts(std::size_t count) {
        return posts.wait([count](const auto& list) { return list.size() >= count; });
    }

  private:
    static boost::asio::awaitable<WebhookAnswer> run(FakeTransport* self, WebhookRequest request) {
        Posted posted;
        posted.url = request.url;
        for (const auto& [name, value] : request.headers)
            posted.headers[name] = value;
        posted.body = request.body;
        WebhookAnswer answer = self->answer(posted);
        self->posts.with([&](auto& list) { list.push_back(posted); });
        if (answer.status != -1) co_return answer;
        if (!self->released_ && !self->stopped_) {
            boost::asio::steady_timer timer(self->strand_, std::chrono::hours{1});
            const auto place = self->hanging_.insert(self->hanging_.end(), &timer);
            co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
            self->hanging_.erase(place);
        }
        answer.status = self->stopped_ ? 0 : 200;
        if (self->stopped_) answer.error = TransportError::stopped;
        co_return answer;
    }

    boost::asio::any_io_executor strand_;
    bool stopped_ = false;  // strand only, as the rest
    bool released_ = false;
    std::list<boost::asio::steady_timer*> hanging_;
};

}  // namespace hotline::dispatch::test

// What every handler does: read something, or send a command through the door, and answer.
#pragma once

#include "server/api/services.hpp"
#include "server/http/message.hpp"
#include "server/http/problem.hpp"
#include "server/json/decode.hpp"
#include "server/runtime/await.hpp"

#include <boost/asio/awaitable.hpp>

#include <exception>
#include <functional>
#include <optional>
#include <string>

namespace hotline::server {

Response json_response(std::string body, int status = 200);

// ETag of a ticket's version: "7" in quotes.
std::string etag_of(std::int64_t version);

// A command, whom it is for, and the request it came with: If-Match and Idempotency-Key are read
// from it.
struct Submission {
    Request request;
    std::optional<TicketNumber> ticket;  // empty for OpenTicket
    Command command;
};

// Sends it through the door and answers with a Receipt: 201 with Location for a new ticket, else
// 200.
boost::asio::awaitable<Response> submit(const Services* services, Submission submission);

// Runs `job` on a reader; a full pool or a missed deadline is a refusal.
template <class T>
boost::asio::awaitable<Result<T>> read_from(record::Reads* reads,
                                            std::function<T(record::ReadSession&)> job,
                                            std::int64_t deadline_ms) {
    auto start = [reads, deadline_ms,
                  job = std::move(job)](std::function<void(Result<T>)> done) mutable {
        auto failed = [done](std::exception_ptr) {
            done(Refusal{"read_failed", "", "the question took too long or failed; try again"});
        };
        const bool queued = reads->post(
            [job = std::move(job), done](record::ReadSession& session) { done(job(session)); },
            std::move(failed), deadline_ms);
        if (!queued) done(Refusal{"overloaded", "", "too many questions are waiting; try again"});
    };
    return await_callback<Result<T>>(std::move(start));
}

template <class T>
boost::asio::awaitable<Result<T>> read(const Services* services,
                                       std::function<T(record::ReadSession&)> job) {
    constexpr std::int64_t patience_ms = 2'000;
    return read_from<T>(services->reads, std::move(job), patience_ms);
}

}  // namespace hotline::server

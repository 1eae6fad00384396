// The completion token of all our coroutines: the error first, as a value; nothing throws.
//   auto [ec, n] = co_await socket.async_read_some(buffer, tuple_await);
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace hotline::server {

inline constexpr boost::asio::as_tuple_t<boost::asio::use_awaitable_t<>> tuple_await{
    boost::asio::use_awaitable};

}  // namespace hotline::server

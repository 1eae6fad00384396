// The live feed for consoles: a WebSocket that pushes what was committed, and a plain GET that
// polls it.
//
// Every socket has a cursor. A commit pokes the socket's own thread, which pulls the entries after
// the cursor, leaves out what the actor may not see, and sends the rest. A reader that fell off the
// ring is told to load its lists again.
#pragma once

#include "server/api/services.hpp"
#include "server/http/route.hpp"
#include "server/ws/ws_session.hpp"

namespace hotline::server {

WebSocketRoute feed_socket(const Services* services);
Route feed_route(const Services* services);  // GET /api/v1/events?after=SEQ&limit=N

}  // namespace hotline::server

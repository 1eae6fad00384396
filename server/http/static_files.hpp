// The console's files, read into memory once at the start: no request touches the disk, and no path
// of a request can leave the directory.
#pragma once

#include "server/http/message.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace hotline::server {

struct StaticFile {
    std::string content_type;
    std::string body;
    std::string gzip;        // the same, from the .gz beside it; empty: none
    std::string etag;        // strong, with quotes
    bool immutable = false;  // the name holds a hash of the content
};

// Immutable once loaded; any thread.
class StaticFiles {
  public:
    // Reads `directory` recursively. Throws std::runtime_error when it has no index.html, or when
    // the files are larger than `bytes_max` together.
    static std::shared_ptr<const StaticFiles> load(const std::string& directory,
                                                   std::size_t bytes_max = 64u << 20);

    // The file of a decoded path such as "/assets/index-4f2a.js". An unknown path is index.html
    // (the console has pages of its own), except below /assets/ and /api/: nullptr.
    const StaticFile* find(std::string_view path) const;

  private:
    std::map<std::string, StaticFile, std::less<>> files_;
};

// 200 with the plain or the compressed body, or 304 when the client has it. `body` points into the
// file; the body of the response itself stays empty.
Response file_response(const StaticFile& file, const Request& request, std::string_view& body);

}  // namespace hotline::server

#include "server/http/static_files.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace hotline::server {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> content_types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json; charset=utf-8"},
    {".map", "application/json; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".ico", "image/vnd.microsoft.icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".txt", "text/plain; charset=utf-8"},
}};

std::string content_type_of(const fs::path& path) {
    const std::string extension = path.extension().string();
    for (const auto& [each, type] : content_types) {
        if (each == extension) return std::string{type};
    }
    return "application/octet-stream";
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(in), {}};
    if (!in.good() && !in.eof()) throw std::runtime_error("cannot read " + path.string());
    return content;
}

// FNV-1a, to tell versions of a file apart; not a security measure.
std::string etag_of(std::string_view content) {
    std::uint64_t hash = 14695981039346656037u;
    for (const char c : content)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    constexpr char hex[] = "0123456789abcdef";
    std::string text = "\"";
    for (int shift = 60; shift >= 0; shift -= 4)
        text += hex[hash >> shift & 15];
    return text + "\"";
}

// "gzip, deflate, br" and "gzip;q=0.8" do; "gzip;q=0" and "identity" do not.
bool accepts_gzip(std::string_view accept) {
    const std::size_t at = accept.find("gzip");
    if (at == std::string_view::npos) return false;
    std::string_view rest = accept.substr(at + 4);
    rest = rest.substr(0, rest.find(','));
    const std::size_t q = rest.find("q=");
    if (q == std::string_view::npos) return true;
    return rest.find_first_of("123456789", q) != std::string_view::npos;
}

}  // namespace

std::shared_ptr<const StaticFiles> StaticFiles::load(const std::string& directory,
                                                     std::size_t bytes_max) {
    auto files = std::make_shared<StaticFiles>();
    const fs::path root{directory};
    std::size_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        if (!entry.is_regular_file() || entry.path().extension() == ".gz") continue;
        const std::string name = "/" + entry.path().lexically_relative(root).generic_string();
        StaticFile file;
        file.content_type = content_type_of(entry.path());
        file.body = read_file(entry.path());
        fs::path zipped = entry.path();
        zipped += ".gz";
        if (fs::is_regular_file(zipped)) file.gzip = read_file(zipped);
        file.etag = etag_of(file.body);
        file.immutable = name.starts_with("/assets/");  // the bundler puts a hash into these names
        bytes += file.body.size() + file.gzip.size();
        if (bytes > bytes_max)
            throw std::runtime_error("the console in " + directory + " is too large");
        files->files_.emplace(name, std::move(file));
    }
    if (files->files_.find("/index.html") == files->files_.end()) {
        throw std::runtime_error("no index.html in " + directory);
    }
    return files;
}

const StaticFile* StaticFiles::find(std::string_view path) const {
    const auto found = files_.find(path);
    if (found != files_.end()) return &found->second;
    if (path.starts_with("/assets/") || path == "/api" || path.starts_with("/api/")) return nullptr;
    return &files_.find(std::string_view{"/index.html"})->second;
}

Response file_response(const StaticFile& file, const Request& request, std::string_view& body) {
    const bool zipped = !file.gzip.empty() && accepts_gzip(request.header("accept-encoding"));
    body = zipped ? file.gzip : file.body;
    Response response;
    response.content_type = file.content_type;
    // The compressed bytes are another representation, and a strong tag must differ between the
    // two.
    std::string etag = file.etag;
    if (zipped) etag.insert(etag.size() - 1, "-gz");
    if (request.header("if-none-match") == etag) response.status = 304;
    response.headers.emplace_back("ETag", std::move(etag));
    response.headers.emplace_back("Vary", "Accept-Encoding");
    response.headers.emplace_back(
        "Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (zipped) response.headers.emplace_back("Content-Encoding", "gzip");
    return response;
}

}  // namespace hotline::server

// CSV through libcsv, which knows the quoting rules; here only the columns get their names.
#include "server/import/source_record.hpp"

#include <csv.h>

#include <array>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace hotline::server {
namespace {

constexpr std::size_t chunk_bytes = 64 * 1024;
constexpr std::size_t field_bytes_max = 1024 * 1024;

class CsvReader {
  public:
    explicit CsvReader(const OnRecord& on_record) : on_record_(on_record) {}

    void field(const char* data, std::size_t size) {
        if (fields_.empty()) record_line_ = line_;
        // libcsv has already dropped the quotes; line feeds inside a field move the line count on.
        if (size > field_bytes_max) too_long_ = true;
        fields_.emplace_back(data ? data : "", data ? size : 0);
        for (const char c : fields_.back())
            line_ += c == '\n' ? 1 : 0;
    }

    void end_of_record() {
        std::vector<std::string> fields = std::exchange(fields_, {});
        const bool too_long = std::exchange(too_long_, false);
        ++line_;
        if (fields.empty() || (fields.size() == 1 && fields[0].empty())) return;
        if (names_.empty()) {
            names_ = std::move(fields);
            if (names_[0].starts_with("\xEF\xBB\xBF")) names_[0].erase(0, 3);
            return;
        }
        SourceRecord record;
        record.line = record_line_;
        if (too_long) {
            record.error = "a field is longer than 1 MiB";
        } else if (fields.size() != names_.size()) {
            record.error = "expected " + std::to_string(names_.size()) + " fields, found " +
                           std::to_string(fields.size());
        } else {
            for (std::size_t i = 0; i < fields.size(); ++i) {
                record.columns[names_[i]] = std::move(fields[i]);
            }
        }
        if (!stopped_) stopped_ = !on_record_(std::move(record));
    }

    bool stopped() const { return stopped_; }
    bool has_header() const { return !names_.empty(); }

  private:
    const OnRecord& on_record_;
    std::vector<std::string> names_;
    std::vector<std::string> fields_;
    std::int64_t line_ = 1;
    std::int64_t record_line_ = 1;
    bool too_long_ = false;
    bool stopped_ = false;
};

void on_field(void* data, std::size_t size, void* reader) {
    static_cast<CsvReader*>(reader)->field(static_cast<const char*>(data), size);
}

void on_end(int /*terminator*/, void* reader) {
    static_cast<CsvReader*>(reader)->end_of_record();
}

int never_space(unsigned char /*c*/) {
    return 0;
}

}  // namespace

void read_csv(const std::string& path, const OnRecord& on_record) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + ": cannot be opened");
    csv_parser parser{};
    if (csv_init(&parser, 0) != 0) throw std::runtime_error("libcsv cannot start");
    const std::unique_ptr<csv_parser, void (*)(csv_parser*)> guard(&parser, csv_free);
    csv_set_space_func(&parser, never_space);  // text is kept byte for byte, blanks included

    CsvReader reader(on_record);
    std::array<char, chunk_bytes> chunk{};
    while (!reader.stopped() && file) {
        file.read(chunk.data(), chunk.size());
        const auto size = static_cast<std::size_t>(file.gcount());
        if (csv_parse(&parser, chunk.data(), size, on_field, on_end, &reader) != size) {
            throw std::runtime_error(path + ": " + csv_strerror(csv_error(&parser)));
        }
    }
    if (!reader.stopped()) csv_fini(&parser, on_field, on_end, &reader);
    if (!reader.has_header()) throw std::runtime_error(path + ": no header line");
}

}  // namespace hotline::server

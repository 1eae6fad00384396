// Reading import files: columns as text, byte for byte, and every bad record with its line.
#include "server/import/mapping.hpp"
#include "server/import/source_record.hpp"
#include "tests/support/catch.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace hotline;
using namespace hotline::server;

namespace {

// A file that is gone at the end of the test.
class TemporaryFile {
  public:
    TemporaryFile(const std::string& name, const std::string& text)
        : path_(std::filesystem::temp_directory_path() /
                ("hotline-import-" + std::to_string(::getpid()) + "-" + name)) {
        std::ofstream(path_, std::ios::binary) << text;
    }
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

using Read = void (*)(const std::string&, const OnRecord&);

std::vector<SourceRecord> records_of(Read read, const std::string& text) {
    const TemporaryFile file("data", text);
    std::vector<SourceRecord> records;
    read(file.path(), [&](SourceRecord record) {
        records.push_back(std::move(record));
        return true;
    });
    return records;
}

}  // namespace

TEST_CASE("CSV fields keep quotes and commas and line feeds and blanks") {
    const auto records = records_of(
        read_csv, "\xEF\xBB\xBFid,text\r\n1,\" a \"\"b\"\", c\nd \"\r\n2,  e  \r\n3,\r\n");
    REQUIRE(records.size() == 3);
    CHECK(records[0].columns.at("id") == "1");
    CHECK(records[0].columns.at("text") == " a \"b\", c\nd ");
    CHECK(records[1].columns.at("text") == "  e  ");
    CHECK(records[1].line == 4);
    CHECK(records[2].columns.at("text").empty());
}

TEST_CASE("a CSV record with another number of fields is told with its line") {
    const auto records = records_of(read_csv, "a,b\n1,2\n1\n1,2,3\n");
    REQUIRE(records.size() == 3);
    CHECK(records[0].error.empty());
    CHECK(records[1].error == "expected 2 fields, found 1");
    CHECK((records[2].line == 4 && records[2].error == "expected 2 fields, found 3"));
}

TEST_CASE("a CSV file without a header or without a file is an error") {
    CHECK_THROWS_AS(records_of(read_csv, ""), std::runtime_error);
    CHECK_THROWS_AS(read_csv("/nonexistent", {}), std::runtime_error);
}

TEST_CASE("JSON lines give plain values as text and refuse the rest") {
    const auto records = records_of(
        read_json_lines, "{\"a\":\"x\",\"n\":5,\"b\":true,\"z\":null}\n\n[1]\n{\"a\":{}}\nnope\n");
    REQUIRE(records.size() == 4);
    CHECK(records[0].columns.at("a") == "x");
    CHECK(records[0].columns.at("n") == "5");
    CHECK(records[0].columns.at("z").empty());
    CHECK((records[1].line == 3 && records[1].error == "not a JSON object"));
    CHECK(records[2].columns.empty());
    CHECK(records[3].error.starts_with("not JSON"));
}

TEST_CASE("a mapping joins columns and looks values up and refuses what it cannot place") {
    Mapping mapping = json_lines_mapping("test");
    mapping.title = {{"kind", "detail"}, " / "};
    mapping.channel = {"via", {{"Phone", "phone"}}, "platform"};
    SourceRecord record;
    record.columns = {{"id", "7"},
                      {"kind", "Light"},
                      {"detail", ""},
                      {"body", "b"},
                      {"user", "U"},
                      {"via", "Fax"},
                      {"created_at", "2020-01-01 00:00:00"}};
    const auto command = map_record(mapping, record);
    REQUIRE(command.has_value());
    CHECK(command->request.title == "Light");
    CHECK(command->request.channel == Channel::platform);
    CHECK(command->request.source == "test");
    record.columns["created_at"] = "never";
    CHECK(map_record(mapping, record).error().field == "created_at");
    record.columns.erase("via");
    CHECK(map_record(mapping, record).error().code == "missing_column");
}

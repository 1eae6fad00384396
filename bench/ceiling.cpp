// The bare ceiling of "HTTP to durable ticket": the same HTTP library and the same rows in group
// commit, without rules, auth, JSON or search. What the product reaches is given as a share of
// this.
//
//   ceiling TEMPLATE_DB DIRECTORY PORT
//
// TEMPLATE_DB is a database in which the product opened exactly one ticket. Its schema is taken
// over, and for each request the rows of that ticket are written again with numbers of their own,
// so the two sides write the same rows by construction. One io thread, one writer,
// synchronous=FULL, as in the product.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <sqlite3.h>

#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::size_t group_max = 256;

[[noreturn]] void fail(sqlite3* db, const std::string& what) {
    std::fprintf(stderr, "%s: %s\n", what.c_str(), sqlite3_errmsg(db));
    std::exit(1);
}

void exec(sqlite3* db, const std::string& sql) {
    if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(db, sql);
}

// A value of a template row, and which number of the new ticket takes its place.
struct Value {
    enum class Part { same, ticket, seq, outbox, key, body } part = Part::same;
    bool is_null = false;
    bool is_text = false;
    std::int64_t integer = 0;
    std::string text;
};

struct Row {
    sqlite3_stmt* insert = nullptr;
    std::vector<Value> values;
};

class Store {
  public:
    Store(const std::string& template_path, const std::string& directory) {
        sqlite3* from = nullptr;
        if (sqlite3_open_v2(template_path.c_str(), &from, SQLITE_OPEN_READONLY, nullptr) !=
            SQLITE_OK) {
            fail(from, template_path);
        }
        std::filesystem::remove_all(directory);
        std::filesystem::create_directories(directory);
        const std::string path = directory + "/ceiling.db";
        if (sqlite3_open_v2(path.c_str(), &db_,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                            nullptr) != SQLITE_OK) {
            fail(db_, path);
        }
        // The same settings as the product's writer connection.
        exec(db_,
             "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
             "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;"
             "PRAGMA mmap_size=0; PRAGMA cache_size=-65536; PRAGMA cell_size_check=ON;"
             "PRAGMA journal_size_limit=67108864;");
        copy_schema(from);
        ticket_ = number(from, "SELECT number FROM tickets");
        for (const char* table :
             {"tickets", "assignments", "milestones", "journal", "outbox", "receipts"}) {
            take_rows(from, table);
        }
        day_ = ticket_ / 1'000'000;
        sqlite3_close(from);
    }

    void begin() { exec(db_, "BEGIN IMMEDIATE"); }

    std::int64_t write(const std::string& body) {
        ++ticket_;
        ++seq_;
        const std::string key = "key-" + std::to_string(seq_);
        for (Row& row : rows_) {
            for (std::size_t i = 0; i < row.values.size(); ++i) {
                bind(row.insert, static_cast<int>(i + 1), row.values[i], key, body);
            }
            if (sqlite3_step(row.insert) != SQLITE_DONE) fail(db_, "insert");
            sqlite3_reset(row.insert);
        }
        return ticket_;
    }

    // The counters are kept per group, as the product does.
    void commit() {
        exec(db_, "INSERT INTO number_days VALUES (" + std::to_string(day_) + "," +
                      std::to_string(ticket_ % 1'000'000) +
                      ") ON CONFLICT (day) DO UPDATE SET last_number = excluded.last_number");
        exec(db_,
             "INSERT INTO counters VALUES ('stage.handling', 1) ON CONFLICT (name) DO UPDATE "
             "SET amount = counters.amount + excluded.amount");
        exec(db_, "COMMIT");
    }

  private:
    void copy_schema(sqlite3* from) {
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(from,
                           "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY "
                           "CASE type WHEN 'table' THEN 0 ELSE 1 END, rowid",
                           -1, &statement, nullptr);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            exec(db_, reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
        }
        sqlite3_finalize(statement);
    }

    static std::int64_t number(sqlite3* from, const char* sql) {
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(from, sql, -1, &statement, nullptr);
        if (sqlite3_step(statement) != SQLITE_ROW) fail(from, sql);
        const std::int64_t value = sqlite3_column_int64(statement, 0);
        sqlite3_finalize(statement);
        return value;
    }

    void take_rows(sqlite3* from, const std::string& table) {
        sqlite3_stmt* select = nullptr;
        sqlite3_prepare_v2(from, ("SELECT * FROM " + table).c_str(), -1, &select, nullptr);
        while (sqlite3_step(select) == SQLITE_ROW) {
            Row row;
            std::string marks;
            for (int i = 0; i < sqlite3_column_count(select); ++i) {
                row.values.push_back(take_value(select, i, table));
                marks += i == 0 ? "?" : ",?";
            }
            const std::string sql = "INSERT INTO " + table + " VALUES (" + marks + ")";
            if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &row.insert, nullptr) != SQLITE_OK) {
                fail(db_, sql);
            }
            rows_.push_back(std::move(row));
        }
        sqlite3_finalize(select);
    }

    Value take_value(sqlite3_stmt* select, int column, const std::string& table) const {
        Value value;
        const std::string name = sqlite3_column_name(select, column);
        const int type = sqlite3_column_type(select, column);
        value.is_null = type == SQLITE_NULL;
        value.is_text = type == SQLITE_TEXT;
        value.integer = sqlite3_column_int64(select, column);
        if (value.is_text) {
            value.text.assign(reinterpret_cast<const char*>(sqlite3_column_text(select, column)),
                              static_cast<std::size_t>(sqlite3_column_bytes(select, column)));
        }
        using Part = Value::Part;
        if (type == SQLITE_INTEGER && value.integer == ticket_)
            value.part = Part::ticket;
        else if (name == "seq")
            value.part = Part::seq;
        else if (name == "id" && table == "outbox")
            value.part = Part::outbox;
        else if (name == "idempotency_key")
            value.part = Part::key;
        else if (name == "body")
            value.part = Part::body;
        return value;
    }

    void bind(sqlite3_stmt* statement, int index, const Value& value, const std::string& key,
              const std::string& body) {
        using Part = Value::Part;
        const auto text = [&](const std::string& bytes) {
            sqlite3_bind_text(statement, index, bytes.data(), static_cast<int>(bytes.size()),
                              SQLITE_STATIC);
        };
        switch (value.part) {
            case Part::ticket:
                sqlite3_bind_int64(statement, index, ticket_);
                return;
            case Part::seq:
                sqlite3_bind_int64(statement, index, seq_);
                return;
            case Part::outbox:
                sqlite3_bind_int64(statement, index, seq_);
                return;
            case Part::key:
                return text(key);
            case Value::Part::body:
                return text(body);
            case Part::same:
                break;
        }
        if (value.is_null)
            sqlite3_bind_null(statement, index);
        else if (value.is_text)
            text(value.text);
        else
            sqlite3_bind_int64(statement, index, value.integer);
    }

    sqlite3* db_ = nullptr;
    std::vector<Row> rows_;
    std::int64_t ticket_ = 0;
    std::int64_t seq_ = 0;
    std::int64_t day_ = 0;
};

struct Item {
    std::string body;
    std::function<void(std::int64_t)> done;
};

class GroupWriter {
  public:
    explicit GroupWriter(Store& store) : store_(store), thread_([this] { run(); }) {}

    void submit(Item item) {
        {
            const std::lock_guard lock(mutex_);
            queue_.push_back(std::move(item));
        }
        waiting_.notify_one();
    }

  private:
    [[noreturn]] void run() {
        std::vector<Item> group;
        std::vector<std::int64_t> numbers;
        for (;;) {
            group.clear();
            numbers.clear();
            {
                std::unique_lock lock(mutex_);
                waiting_.wait(lock, [this] { return !queue_.empty(); });
                const std::size_t count = std::min(queue_.size(), group_max);
                const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(count);
                std::move(queue_.begin(), end, std::back_inserter(group));
                queue_.erase(queue_.begin(), end);
            }
            store_.begin();
            for (const Item& item : group)
                numbers.push_back(store_.write(item.body));
            store_.commit();
            for (std::size_t i = 0; i < group.size(); ++i)
                group[i].done(numbers[i]);
        }
    }

    Store& store_;
    std::mutex mutex_;
    std::condition_variable waiting_;
    std::vector<Item> queue_;
    std::thread thread_;
};

class Session : public std::enable_shared_from_this<Session> {
  public:
    Session(asio::ip::tcp::socket socket, GroupWriter& writer)
        : stream_(std::move(socket)), writer_(writer) {}

    void read() {
        parser_.emplace();
        parser_->body_limit(256 * 1024);
        http::async_read(stream_, buffer_, *parser_,
                         [self = shared_from_this()](beast::error_code error, std::size_t) {
                             if (!error) self->submit();
                         });
    }

  private:
    void submit() {
        writer_.submit(
            {std::move(parser_->get().body()), [self = shared_from_this()](std::int64_t number) {
                 asio::post(self->stream_.get_executor(), [self, number] { self->answer(number); });
             }});
    }

    void answer(std::int64_t number) {
        response_ = {};
        response_.result(http::status::created);
        response_.set(http::field::content_type, "application/json; charset=utf-8");
        response_.body() = "{\"number\":\"" + std::to_string(number) + "\"}";
        response_.prepare_payload();
        http::async_write(stream_, response_,
                          [self = shared_from_this()](beast::error_code error, std::size_t) {
                              if (!error) self->read();
                          });
    }

    beast::tcp_stream stream_;
    GroupWriter& writer_;
    beast::flat_buffer buffer_{64 * 1024};
    std::optional<http::request_parser<http::string_body>> parser_;
    http::response<http::string_body> response_;
};

void accept(asio::ip::tcp::acceptor& acceptor, GroupWriter& writer) {
    acceptor.async_accept([&](beast::error_code error, asio::ip::tcp::socket socket) {
        if (!error) {
            socket.set_option(asio::ip::tcp::no_delay(true));
            std::make_shared<Session>(std::move(socket), writer)->read();
        }
        accept(acceptor, writer);
    });
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "usage: ceiling TEMPLATE_DB DIRECTORY PORT\n");
        return 64;
    }
    Store store(argv[1], argv[2]);
    GroupWriter writer(store);
    asio::io_context context{1};
    const auto port = static_cast<std::uint16_t>(std::atoi(argv[3]));
    asio::ip::tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), port});
    accept(acceptor, writer);
    std::printf("ready\n");
    std::fflush(stdout);
    context.run();
}

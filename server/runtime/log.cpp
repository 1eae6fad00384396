#include "server/runtime/log.hpp"

#include "server/json/json_writer.hpp"
#include "ticketing/record/rfc3339.hpp"
#include "ticketing/record/time_source.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>

namespace hotline::server {
namespace {

constexpr std::size_t queue_lines = 8192;

std::shared_ptr<spdlog::sinks::sink> make_sink(const std::filesystem::path& file) {
    if (file.empty()) return std::make_shared<spdlog::sinks::stderr_sink_mt>();
    return std::make_shared<spdlog::sinks::basic_file_sink_mt>(file.string());
}

std::string_view level_name(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            return "error";
    }
    return {};
}

void put(JsonWriter& writer, const LogField& field) {
    writer.key(field.name);
    if (const auto* text = std::get_if<std::string_view>(&field.value))
        writer.string(*text);
    else if (const auto* number = std::get_if<std::int64_t>(&field.value))
        writer.integer(*number);
    else
        writer.boolean(std::get<bool>(field.value));
}

std::string_view level_name(spdlog::level::level_enum level) {
    if (level >= spdlog::level::err) return level_name(LogLevel::error);
    if (level == spdlog::level::warn) return level_name(LogLevel::warning);
    return level_name(level == spdlog::level::info ? LogLevel::info : LogLevel::debug);
}

// What the rooms below say through spdlog itself, as a line of the same form.
class ErrandFormatter final : public spdlog::formatter {
  public:
    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
        std::string line;
        JsonWriter writer{line};
        writer.begin_object();
        const auto at = std::chrono::time_point_cast<Millis>(message.time);
        writer.member("time", record::rfc3339(Instant{at.time_since_epoch()}));
        writer.member("level", level_name(message.level));
        writer.member("event", "errand");
        writer.member("what", std::string_view{message.payload.data(), message.payload.size()});
        writer.end_object();
        line += '\n';
        out.append(line.data(), line.data() + line.size());
    }
    std::unique_ptr<spdlog::formatter> clone() const override {
        return std::make_unique<ErrandFormatter>();
    }
};

spdlog::level::level_enum spdlog_level(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warning:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
    }
    return spdlog::level::info;
}

}  // namespace

struct Log::Impl {
    LogLevel level;
    record::SystemTime time;
    std::shared_ptr<spdlog::details::thread_pool> pool;
    std::shared_ptr<spdlog::async_logger> logger;
};

Log::Log(const LogSetup& setup) : impl_(std::make_unique<Impl>()) {
    impl_->level = setup.level;
    impl_->pool = std::make_shared<spdlog::details::thread_pool>(queue_lines, 1);
    impl_->logger =
        std::make_shared<spdlog::async_logger>("hotline", make_sink(setup.file), impl_->pool,
                                               spdlog::async_overflow_policy::overrun_oldest);
    impl_->logger->set_pattern("%v");  // the line is JSON already; patterns do not escape
    impl_->logger->set_level(spdlog::level::trace);
    impl_->logger->flush_on(spdlog::level::warn);

    auto errands =
        std::make_shared<spdlog::async_logger>("errands", make_sink(setup.file), impl_->pool,
                                               spdlog::async_overflow_policy::overrun_oldest);
    errands->set_formatter(std::make_unique<ErrandFormatter>());
    errands->set_level(spdlog_level(setup.level));
    errands->flush_on(spdlog::level::warn);
    spdlog::set_default_logger(std::move(errands));
}

Log::~Log() {
    // The errands have stopped by now; whoever still speaks is not heard.
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("none"));
    impl_->logger->flush();
    impl_->logger.reset();
    impl_->pool.reset();  // joins the thread after the queue is empty
}

void Log::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    if (level < impl_->level) return;
    std::string line;
    JsonWriter writer{line};
    writer.begin_object();
    writer.member("time", record::rfc3339(impl_->time.now()));
    writer.member("level", level_name(level));
    writer.member("event", event);
    for (const LogField& field : fields)
        put(writer, field);
    writer.end_object();
    impl_->logger->log(level >= LogLevel::warning ? spdlog::level::warn : spdlog::level::info,
                       line);
}

std::uint64_t Log::dropped() const {
    return impl_->pool->overrun_counter();
}

}  // namespace hotline::server

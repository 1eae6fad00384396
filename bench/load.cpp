// A load generator for loopback: N keep-alive connections, each with one request in flight, for a
// bounded time. Prints one JSON line: requests, errors, requests per second, p50 and p99 in
// milliseconds.
//
//   load PORT CLIENTS SECONDS PATH [TOKEN] [SEED]
//   load --body          prints one body
//
// Every body is a different Chinese text of about 600 bytes (one repeated body would flatter an
// index). One thread, epoll; it costs both sides of a comparison the same.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::array<const char*, 24> words = {"小区", "物业",   "停车", "噪音", "路灯", "不亮",
                                               "公交", "线路",   "学校", "医院", "工资", "拖欠",
                                               "污水", "下水道", "堵塞", "施工", "扰民", "夜间",
                                               "楼道", "电梯",   "故障", "请问", "希望", "解决"};

struct Connection {
    int fd = -1;
    std::string out;
    std::size_t sent = 0;
    std::string in;
    Clock::time_point started;
};

class Load {
  public:
    Load(int port, int clients, double seconds, std::string path, std::string token, unsigned seed)
        : port_(port),
          seconds_(seconds),
          path_(std::move(path)),
          token_(std::move(token)),
          random_(seed),
          connections_(static_cast<std::size_t>(clients)) {}

    int run() {
        epoll_ = epoll_create1(0);
        for (std::size_t i = 0; i < connections_.size(); ++i) {
            if (!open(i)) return 1;
        }
        const auto start = Clock::now();
        const auto end = start + std::chrono::duration_cast<Clock::duration>(
                                     std::chrono::duration<double>(seconds_));
        for (Connection& connection : connections_)
            next_request(connection);
        std::array<epoll_event, 256> events{};
        while (Clock::now() < end) {
            const int count =
                epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 100);
            for (int i = 0; i < count; ++i) {
                read_answer(connections_[events[static_cast<std::size_t>(i)].data.u64]);
            }
        }
        report(std::chrono::duration<double>(Clock::now() - start).count());
        for (Connection& connection : connections_)
            close(connection.fd);
        return errors_ == 0 ? 0 : 2;
    }

    void print_body() { std::printf("%s\n", body().c_str()); }

  private:
    bool open(std::size_t index) {
        const int fd = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port_));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
            std::perror("connect");
            return false;
        }
        const int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = index;
        epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
        connections_[index].fd = fd;
        return true;
    }

    // A title that routing can place, and a body that is different every time.
    std::string body() {
        std::string text;
        while (text.size() < 480)
            text += words[random_() % words.size()];
        return R"({"channel":"phone","kind":"complaint","title":"A3区小区物业乱收停车费)" +
               std::to_string(++serial_) + R"(","body":")" + text +
               R"(","caller":{"name":"张三","phone":"13800138000"},"place":"A3区望岳街道"})";
    }

    void next_request(Connection& connection) {
        const std::string text = body();
        connection.out = "POST " + path_ + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
                         "\r\nContent-Type: application/json\r\nIdempotency-Key: load-" +
                         std::to_string(getpid()) + "-" + std::to_string(serial_) +
                         (token_.empty() ? "" : "\r\nAuthorization: Bearer " + token_) +
                         "\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text;
        connection.in.clear();
        connection.started = Clock::now();
        std::size_t sent = 0;
        while (sent < connection.out.size()) {
            const ssize_t n =
                write(connection.fd, connection.out.data() + sent, connection.out.size() - sent);
            if (n <= 0) {
                ++errors_;
                return;
            }
            sent += static_cast<std::size_t>(n);
        }
    }

    // True when `connection.in` holds a whole answer.
    static bool complete(const Connection& connection) {
        const std::size_t head = connection.in.find("\r\n\r\n");
        if (head == std::string::npos) return false;
        const std::size_t name = connection.in.find("ontent-");
        std::size_t at = connection.in.find("ength: ", name == std::string::npos ? 0 : name);
        if (at == std::string::npos || at > head) return true;
        const std::size_t length = std::strtoul(connection.in.c_str() + at + 7, nullptr, 10);
        return connection.in.size() >= head + 4 + length;
    }

    void read_answer(Connection& connection) {
        std::array<char, 16384> chunk{};
        const ssize_t n = read(connection.fd, chunk.data(), chunk.size());
        if (n <= 0) {
            ++errors_;
            epoll_ctl(epoll_, EPOLL_CTL_DEL, connection.fd, nullptr);
            return;
        }
        connection.in.append(chunk.data(), static_cast<std::size_t>(n));
        if (!complete(connection)) return;
        if (connection.in.compare(0, 10, "HTTP/1.1 2") != 0) {
            if (errors_++ == 0) std::fprintf(stderr, "%s\n", connection.in.c_str());
        }
        latencies_us_.push_back(static_cast<std::uint32_t>(
            std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - connection.started)
                .count()));
        next_request(connection);
    }

    void report(double elapsed) {
        std::sort(latencies_us_.begin(), latencies_us_.end());
        const auto at = [&](double share) {
            if (latencies_us_.empty()) return 0.0;
            const auto last = static_cast<double>(latencies_us_.size() - 1);
            return latencies_us_[static_cast<std::size_t>(last * share)] / 1000.0;
        };
        std::printf(
            "{\"clients\":%zu,\"requests\":%zu,\"errors\":%llu,\"per_second\":%.0f,\"p50_ms\":%.3f,"
            "\"p99_ms\":%.3f}\n",
            connections_.size(), latencies_us_.size(), static_cast<unsigned long long>(errors_),
            static_cast<double>(latencies_us_.size()) / elapsed, at(0.5), at(0.99));
    }

    int port_;
    double seconds_;
    std::string path_;
    std::string token_;
    std::mt19937 random_;
    int epoll_ = -1;
    std::vector<Connection> connections_;
    std::vector<std::uint32_t> latencies_us_;
    std::uint64_t serial_ = 0;
    std::uint64_t errors_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc == 2 && std::string{argv[1]} == "--body") {
        Load(0, 1, 1, "", "", 1).print_body();
        return 0;
    }
    if (argc < 5) {
        std::fprintf(stderr, "usage: load PORT CLIENTS SECONDS PATH [TOKEN] [SEED]\n");
        return 64;
    }
    const int clients = std::atoi(argv[2]);
    const double seconds = std::atof(argv[3]);
    if (clients < 1 || clients > 4096 || seconds <= 0 || seconds > 300) {
        std::fprintf(stderr, "clients 1 to 4096, seconds up to 300\n");
        return 64;
    }
    Load load(std::atoi(argv[1]), clients, seconds, argv[4], argc > 5 ? argv[5] : "",
              argc > 6 ? static_cast<unsigned>(std::atoi(argv[6])) : 1);
    return load.run();
}

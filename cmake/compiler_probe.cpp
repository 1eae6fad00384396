// Exits 0 when the compiler destroys every temporary of a co_await expression exactly once.
// g++ 12.2 fails all three cases (GCC PR 107288 and relatives).
#include <coroutine>
#include <exception>
#include <utility>
#include <vector>

namespace {

int g_alive = 0;

struct Counted {
    Counted() { ++g_alive; }
    Counted(const Counted&) { ++g_alive; }
    Counted(Counted&&) noexcept { ++g_alive; }
    Counted& operator=(const Counted&) = default;
    Counted& operator=(Counted&&) noexcept = default;
    ~Counted() { --g_alive; }
};

struct Aggregate {
    Counted a;
    int b = 0;
};

struct Task {
    struct promise_type {
        Task get_return_object() {
            return Task{std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
    explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
    Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    ~Task() {
        if (handle_) handle_.destroy();
    }
    bool await_ready() const noexcept { return true; }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    void await_resume() const noexcept {}
    std::coroutine_handle<promise_type> handle_;
};

Task take_aggregate(Aggregate) {
    co_return;
}
template <class F>
Task take_callable(F f) {
    f();
    co_return;
}
Task take_counted(Counted) {
    co_return;
}

Task cases(bool first) {
    co_await take_aggregate(Aggregate{Counted{}, 1});
    Counted captured;
    co_await take_callable([captured] { (void)captured; });
    co_await take_counted(first ? Counted{} : Counted{captured});
    co_await take_aggregate({.a = {}, .b = 2});
}

}  // namespace

int main() {
    {
        Task task = cases(true);
    }
    {
        Task task = cases(false);
    }
    return g_alive == 0 ? 0 : 1;
}

#include "web/host.hpp"

#include <spdlog/spdlog.h>

#include <atomic>
#include <thread>

#include "core/secret.hpp"
#include "web/connection.hpp"
#include "web/dispatcher.hpp"
#include "web/pistache_front.hpp"
#include "web/trace_id.hpp"
#include "web/trusted_proxies.hpp"
#include "web/worker_pool.hpp"

namespace ansvar::web {
namespace {

constexpr std::size_t request_id_bytes = 12;
constexpr std::size_t health_queue = 64;

std::string header_in(const Headers& headers, std::string_view name) {
    for (const auto& [key, value] : headers) {
        if (key == name) {
            return value;
        }
    }
    return {};
}

}  // namespace

/// What the host consists of: the front brings requests here, the dispatcher says what is to be done, the pools do it.
class Host::Front final : public Reception {
public:
    Front(HostSettings settings, Site site)
        : settings_(std::move(settings)),
          site_(std::move(site)),
          dispatcher_(site_, PublicAddress{settings_.public_url}),
          proxies_(settings_.trusted_proxies),
          uploads_(settings_.uploads),
          bytes_(settings_.limits.buffered_bytes),
          front_(*this, settings_.limits) {}

    ~Front() override { stop(); }

    void start() {
        workers_ = std::make_unique<WorkerPool>(settings_.workers, settings_.queue);
        upload_workers_ = std::make_unique<WorkerPool>(settings_.uploads, settings_.uploads);
        health_worker_ = std::make_unique<WorkerPool>(1, health_queue);
        front_.start(settings_.address, settings_.port);
    }

    std::uint16_t port() const { return front_.port(); }

    void begin_draining() { is_draining_ = true; }
    bool is_draining() const override { return is_draining_; }

    bool drain(std::chrono::milliseconds timeout) {
        begin_draining();
        const auto end = std::chrono::steady_clock::now() + timeout;
        for (;;) {
            front_.close_idle();
            if (front_.busy() == 0) {
                return true;
            }
            if (std::chrono::steady_clock::now() >= end) {
                return false;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
    }

    void stop() {
        front_.stop();
        workers_.reset();
        upload_workers_.reset();
        health_worker_.reset();
    }

    Figures figures() const {
        return {.connections = front_.connections(),
                .in_flight = (workers_ ? workers_->running() : 0) + (upload_workers_ ? upload_workers_->running() : 0),
                .waiting = (workers_ ? workers_->waiting() : 0),
                .uploads = uploads_.used(),
                .answered = answered_,
                .refused_full = refused_full_,
                .dropped = dropped_};
    }

    std::variant<std::shared_ptr<Plan>, Response> consider(const framing::Head& head) override {
        auto plan = std::make_shared<Plan>(dispatcher_.plan(head));
        if (head.content_length > plan->max_body_bytes()) {
            return refuse_head(head, *plan, plan->error.value_or(TooLarge{}));
        }
        if (plan->is_upload()) {
            auto place = uploads_.take();
            if (!place) {
                return refuse_full(head, *plan);
            }
            plan->upload = std::move(*place);
        }
        auto bytes = bytes_.take(head.content_length);
        if (!bytes) {
            return refuse_full(head, *plan);
        }
        plan->bytes = std::move(*bytes);
        return plan;
    }

    void serve(std::shared_ptr<Connection> connection, Received received) override {
        const auto arrived = std::chrono::steady_clock::now();
        auto id = random_token(request_id_bytes);
        if (received.plan->ready) {
            auto response = dispatcher_.dressed(std::move(*received.plan->ready), id);
            observe(asker_of(received.head), *received.plan, response, id, arrived);
            connection->answer(std::move(response));
            return;
        }
        auto& pool = received.plan->is_health() ? *health_worker_ : received.plan->is_upload() ? *upload_workers_ : *workers_;
        auto shared = std::make_shared<Received>(std::move(received));
        const auto job = [this, connection, shared, id, arrived] { work(*connection, *shared, id, arrived); };
        if (!pool.post(job)) {
            connection->answer(refuse_full(shared->head, *shared->plan));
        }
    }

    Response refuse(const framing::Refusal& refusal, std::string_view arrived) override {
        const auto id = random_token(request_id_bytes);
        const bool is_api = arrived.substr(0, arrived.find('\n')).find(" /api/") != std::string_view::npos;
        const bool as_html = !is_api && arrived.find("text/html") != std::string_view::npos;
        const Error error{refusal.status, refusal.code};
        auto response = dispatcher_.dressed(site_.problems.bare_answer(error, Language::Sv, as_html, id), id);
        spdlog::debug("request {} refused with {}: {}", id, refusal.status, refusal.why);
        notify({.request_id = id,
                .trace_id = {},
                .method = "-",
                .route = "-",
                .status = refusal.status,
                .bytes = response.size(),
                .took = {},
                .principal = {}});
        return response;
    }

private:
    /// Runs on a worker.
    void work(Connection& connection, Received& received, const std::string& id, Instant arrived) {
        if (connection.is_gone()) {
            ++dropped_;
            return;
        }
        auto& plan = *received.plan;
        const auto trace = trace_id_from(header_in(received.head.headers, "traceparent"));
        Request request{parts_of(connection, received, id, arrived)};
        auto response = dispatcher_.answer(request, plan, is_draining_);
        observe({received.head.verb, trace, request.admission().log_identity}, plan, response, id, arrived);
        plan.upload = {};
        plan.bytes = {};
        connection.answer(std::move(response));
    }

    RequestParts parts_of(const Connection& connection, Received& received, const std::string& id, Instant arrived) const {
        const auto& limits = settings_.limits;
        RequestParts parts;
        parts.method = received.plan->route ? received.plan->route->method : Method::Get;
        parts.client_address = proxies_.client_address(connection.peer_address(), header_in(received.head.headers, "x-forwarded-for"));
        parts.target = received.head.target;
        parts.headers = std::move(received.head.headers);
        parts.body = std::move(received.body);
        parts.id = id;
        parts.deadline = arrived + (received.plan->is_upload() ? limits.upload : limits.request);
        return parts;
    }

    Response refuse_full(const framing::Head& head, const Plan& plan) {
        ++refused_full_;
        return refuse_head(head, plan, Overloaded{});
    }

    /// An answer from the I/O thread, so without the layout's look-ups.
    Response refuse_head(const framing::Head& head, const Plan& plan, const Error& error) {
        const auto id = random_token(request_id_bytes);
        const auto language = preferred_language(header_in(head.headers, "accept-language"));
        const bool is_api = plan.route && plan.route->access.via == Via::Api;
        const bool as_html = !is_api && header_in(head.headers, "accept").find("text/html") != std::string::npos;
        auto response = dispatcher_.dressed(site_.problems.bare_answer(error, language, as_html, id), id);
        observe(asker_of(head), plan, response, id, std::chrono::steady_clock::now());
        return response;
    }

    /// What the log keeps of a request besides its answer.
    struct Asker {
        framing::Verb verb;
        std::string trace_id;
        std::string principal;
    };

    static Asker asker_of(const framing::Head& head) { return {head.verb, trace_id_from(header_in(head.headers, "traceparent")), ""}; }

    void observe(const Asker& asker, const Plan& plan, const Response& response, const std::string& id, Instant arrived) {
        const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - arrived);
        notify({.request_id = id,
                .trace_id = asker.trace_id,
                .method = framing::to_string(asker.verb),
                .route = plan.log_route,
                .status = response.status,
                .bytes = response.size(),
                .took = took,
                .principal = asker.principal});
    }

    void notify(const Served& served) {
        ++answered_;
        for (const auto& observer : site_.observers) {
            observer(served);
        }
    }

    const HostSettings settings_;
    const Site site_;
    Dispatcher dispatcher_;
    TrustedProxies proxies_;
    Allowance uploads_;
    Allowance bytes_;
    std::atomic<bool> is_draining_{false};
    std::atomic<std::uint64_t> answered_{0}, refused_full_{0}, dropped_{0};
    PistacheFront front_;
    std::unique_ptr<WorkerPool> workers_;
    std::unique_ptr<WorkerPool> upload_workers_;
    std::unique_ptr<WorkerPool> health_worker_;
};

Host::Host(HostSettings settings, Site site) : front_(std::make_unique<Front>(std::move(settings), std::move(site))) {}
Host::~Host() = default;
void Host::start() {
    front_->start();
}
std::uint16_t Host::port() const {
    return front_->port();
}
void Host::begin_draining() {
    front_->begin_draining();
}
bool Host::is_draining() const {
    return front_->is_draining();
}
bool Host::drain(std::chrono::milliseconds timeout) {
    return front_->drain(timeout);
}
void Host::stop() {
    front_->stop();
}
Host::Figures Host::figures() const {
    return front_->figures();
}

}  // namespace ansvar::web

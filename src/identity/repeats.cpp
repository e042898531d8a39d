#include "identity/repeats.hpp"

#include <nlohmann/json.hpp>

#include "core/secret.hpp"
#include "db/errors.hpp"
#include "identity/principal.hpp"
#include "queries/identity.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;
using nlohmann::json;

constexpr std::string_view key_header = "idempotency-key";
constexpr std::size_t longest_key = 255;
/// Answers may hold secrets: a kept one opens for whoever comes with its key, of which the database has only a digest.
constexpr std::string_view answer_purpose = "api-answer";

/// A token's key and what came with it, as it is kept.
struct Mark {
    std::uint64_t token;
    std::string key;
    std::string key_hash;
    std::string request_hash;

    static Mark of(const web::Request& request) {
        const auto key = request.header(key_header).value_or("");
        if (key.empty() || key.size() > longest_key) {
            throw web::BadRequest{"the idempotency key is empty or longer than 255 bytes", "Idempotency-Key"};
        }
        auto asked = request.path();
        for (const auto& [name, value] : request.query_pairs()) {
            asked += "\n" + name + "=" + value;
        }
        return {.token = principal(request).credential, .key = key, .key_hash = sha256(key), .request_hash = sha256(asked + "\n\n" + request.body())};
    }
};

web::Error still_under_way() {
    web::Error error{409, "request-under-way"};
    error.headers.emplace_back("Retry-After", "1");
    return error;
}

void begin(db::Transaction& tx, const Mark& mark, Timestamp now) {
    tx.execute(sql::insert_api_answer, {{"token_id", mark.token}, {"key_hash", mark.key_hash}, {"request_hash", mark.request_hash}, {"now", now}});
}

void keep(db::Transaction& tx, const Mark& mark, const web::Response& response) {
    auto headers = json::object();
    for (const auto& [name, value] : response.headers) {
        headers[name] = value;
    }
    tx.execute(sql::update_api_answer, {{"token_id", mark.token},
                                        {"key_hash", mark.key_hash},
                                        {"status", std::int64_t{response.status}},
                                        {"headers", headers.dump()},
                                        {"body", seal(mark.key, answer_purpose, response.body)}});
}

std::optional<web::Response> find_kept(db::Database& database, const Mark& mark) {
    return database.read([&](db::Session& session) -> std::optional<web::Response> {
        const auto row = session.row(sql::select_api_answer, {{"token_id", mark.token}, {"key_hash", mark.key_hash}});
        if (!row) {
            return std::nullopt;
        }
        if (row->text("request_hash") != mark.request_hash) {
            throw web::Error{422, "idempotency-mismatch"};
        }
        web::Response response;
        response.status = static_cast<int>(row->integer("status"));
        response.body = unseal(mark.key, answer_purpose, row->text("body")).value();
        const auto headers = json::parse(row->text("headers"));
        for (const auto& [name, value] : headers.items()) {
            response.set_header(name, value.get<std::string>());
        }
        response.set_header("Idempotent-Replayed", "true");
        return response;
    });
}

}  // namespace

/// That a request is under way on this instance. Those on others are waited for at the key's row.
class Repeats::Turn {
public:
    Turn(Repeats& repeats, const Mark& mark) : repeats_{repeats} {
        const std::lock_guard lock{repeats_.mutex_};
        const auto [place, is_first] = repeats_.under_way_.insert(std::to_string(mark.token) + " " + mark.key_hash);
        if (!is_first) {
            throw still_under_way();
        }
        place_ = place;
    }
    ~Turn() {
        const std::lock_guard lock{repeats_.mutex_};
        repeats_.under_way_.erase(place_);
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    Repeats& repeats_;
    std::set<std::string>::iterator place_;
};

web::Handler Repeats::once(web::Handler handler) {
    return [this, handler = std::move(handler)](const web::Request& request) { return has_key(request) ? answer(request, handler) : handler(request); };
}

bool Repeats::has_key(const web::Request& request) {
    const auto* who = find_principal(request);
    return who != nullptr && who->kind == Principal::Kind::Token && request.header(key_header).has_value();
}

web::Response Repeats::answer(const web::Request& request, const web::Handler& handler) {
    const auto mark = Mark::of(request);
    const Turn turn{*this, mark};
    bool has_begun = false;
    try {
        return database_.spanning([&](db::Transaction& tx) {
            has_begun = false;
            begin(tx, mark, clock_.now());
            has_begun = true;
            auto response = handler(request);
            if (response.status < 300) {
                keep(tx, mark, response);
            } else {
                throw std::logic_error("a handler refused a request with a key without throwing");
            }
            return response;
        });
    } catch (const db::Duplicate&) {
        if (auto kept = has_begun ? std::nullopt : find_kept(database_, mark)) {
            return std::move(*kept);
        }
        throw;
    } catch (const db::CommitUnknown&) {
        if (auto kept = find_kept(database_, mark)) {
            return std::move(*kept);
        }
        throw;  // 503: nothing was stored, the program comes again
    } catch (const db::Conflict&) {
        if (has_begun) {
            throw;
        }
        throw still_under_way();  // another instance is longer about it than locks are waited for
    }
}

void remove_old_answers(db::Database& database, Timestamp now) {
    while (database.execute_once(sql::delete_old_api_answers, {{"before", now - std::chrono::hours{24}}}) == 1000) {
    }
}

}  // namespace ansvar::identity

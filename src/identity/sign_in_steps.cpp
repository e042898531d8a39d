#include "identity/sign_in_steps.hpp"

#include "core/secret.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;

constexpr std::string_view secret_purpose = "new-second-factor";
constexpr std::string_view id_token_purpose = "id-token-at-step";

std::optional<std::string> opened(const Settings& settings, std::string_view purpose, const std::optional<std::string>& sealed) {
    return sealed ? unseal(settings.seal_key, purpose, *sealed) : std::nullopt;
}

SignInStep read_step(const db::Row& row, const Settings& settings) {
    SignInStep step{.id = row.unsigned_integer("id"), .person = row.id<PersonId>("person_id"), .method = method_from(row.text("method"))};
    if (const auto provider = row.optional_integer("provider_id")) {
        step.provider = static_cast<std::uint64_t>(*provider);
    }
    step.id_token = opened(settings, id_token_purpose, row.optional_text("sealed_id_token")).value_or("");
    step.next = row.text("next_path");
    step.new_secret = opened(settings, secret_purpose, row.optional_text("new_secret"));
    step.wrong_codes = static_cast<unsigned>(row.unsigned_integer("tries"));
    return step;
}

}  // namespace

void begin_step(db::Transaction& tx, const Settings& settings, std::string_view token, const SignInStep& step, Timestamp now) {
    const auto secret = step.new_secret ? db::Value{seal(settings.seal_key, secret_purpose, *step.new_secret)} : db::Value{};
    const auto id_token = step.id_token.empty() ? db::Value{} : db::Value{seal(settings.seal_key, id_token_purpose, step.id_token)};
    tx.execute(sql::insert_sign_in_step, {{"token_hash", sha256(token)},
                                          {"person_id", step.person},
                                          {"method", name(step.method)},
                                          {"provider_id", step.provider},
                                          {"next_path", step.next},
                                          {"new_secret", secret},
                                          {"sealed_id_token", id_token},
                                          {"now", now},
                                          {"expires_at", now + settings.step_life}});
}

std::optional<SignInStep> find_step(db::Session& session, const Settings& settings, std::string_view token, Timestamp now) {
    const auto row = session.row(sql::select_sign_in_step, {{"token_hash", sha256(token)}, {"now", now}});
    return row ? std::optional{read_step(*row, settings)} : std::nullopt;
}

std::optional<SignInStep> lock_step(db::Transaction& tx, const Settings& settings, std::string_view token, Timestamp now) {
    const auto row = tx.row(sql::lock_sign_in_step, {{"token_hash", sha256(token)}, {"now", now}});
    return row ? std::optional{read_step(*row, settings)} : std::nullopt;
}

void count_wrong_code(db::Transaction& tx, const SignInStep& step) {
    tx.execute(sql::count_wrong_code, {{"id", step.id}});
}

void end_step(db::Transaction& tx, const SignInStep& step) {
    tx.execute(sql::delete_sign_in_step, {{"id", step.id}});
}

void end_steps_of(db::Transaction& tx, PersonId person) {
    tx.execute(sql::delete_sign_in_steps_of, {{"person_id", person}});
}

}  // namespace ansvar::identity

#include "identity/recovery_codes.hpp"

#include <sodium.h>

#include <nlohmann/json.hpp>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;

constexpr std::size_t how_many = 10;
constexpr std::size_t letters_per_code = 10;
constexpr std::string_view letters = "23456789abcdefghjkmnpqrstuvwxyz";

std::string draw_code() {
    std::string code;
    while (code.size() < letters_per_code) {
        code += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
    }
    return code.substr(0, 4) + "-" + code.substr(4, 4) + "-" + code.substr(8);
}

/// What was typed, as it was drawn, hashed with its owner: equal codes of two people do not look equal.
std::string hash_of(const Settings& settings, PersonId person, std::string_view typed) {
    std::string plain;
    for (const auto letter : lower(typed)) {
        if (letter != ' ' && letter != '-') {
            plain += letter;
        }
    }
    return sha256(keyed_hash(settings.seal_key, "recovery-code\n" + person.text() + "\n" + plain));
}

}  // namespace

std::vector<std::string> draw_recovery_codes() {
    std::vector<std::string> codes;
    while (codes.size() < how_many) {
        codes.push_back(draw_code());
    }
    return codes;
}

void store_recovery_codes(db::Transaction& tx, const Settings& settings, PersonId person, const std::vector<std::string>& codes) {
    auto hashes = nlohmann::json::array();
    for (const auto& code : codes) {
        hashes.push_back(hash_of(settings, person, code));
    }
    tx.execute(sql::delete_recovery_codes, {{"person_id", person}});
    tx.execute(sql::insert_recovery_codes, {{"person_id", person}, {"codes", hashes.dump()}});
}

bool use_recovery_code(db::Transaction& tx, const Settings& settings, PersonId person, std::string_view typed, Timestamp now) {
    return tx.execute(sql::use_recovery_code, {{"person_id", person}, {"code_hash", hash_of(settings, person, typed)}, {"now", now}}) > 0;
}

}  // namespace ansvar::identity

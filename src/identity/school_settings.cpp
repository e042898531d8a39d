#include "identity/school_settings.hpp"

#include "queries/identity.hpp"

namespace ansvar::identity {

std::optional<std::string> read_setting(db::Session& session, std::string_view name) {
    const auto row = session.row(queries::identity::select_setting, {{"name", name}});
    return row ? std::optional{row->text("value")} : std::nullopt;
}

void write_setting(db::Transaction& tx, std::string_view name, std::string_view value, std::optional<PersonId> by, Timestamp now) {
    tx.execute(queries::identity::put_setting, {{"name", name}, {"value", value}, {"now", now}, {"changed_by_id", by}});
}

std::string_view name(SecondFactorRule rule) {
    switch (rule) {
        case SecondFactorRule::Nobody:
            return "nobody";
        case SecondFactorRule::Administrators:
            return "administrators";
        case SecondFactorRule::Staff:
            break;
    }
    return "staff";
}

SecondFactorRule second_factor_rule_from(std::string_view name) {
    return name == "nobody" ? SecondFactorRule::Nobody : name == "staff" ? SecondFactorRule::Staff : SecondFactorRule::Administrators;
}

}  // namespace ansvar::identity

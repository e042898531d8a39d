#include "identity/second_factor_view.hpp"

#include "identity/totp.hpp"

namespace ansvar::identity {

nlohmann::json new_second_factor_view(const Settings& settings, const Person& person, const std::string& secret) {
    constexpr int quiet_zone = 4;
    const auto issuer = settings.school.empty() ? std::string{"Ansvar"} : "Ansvar " + settings.school;
    const auto picture = draw_qr(totp_address(secret, issuer, person.email ? person.email->text() : person.name));
    const auto edge = std::to_string(picture.size + 2 * quiet_zone);
    const auto corner = std::to_string(-quiet_zone);
    return {{"secret", in_groups(secret)},
            {"qr", {{"view_box", corner + " " + corner + " " + edge + " " + edge}, {"corner", corner}, {"edge", edge}, {"path", picture.path}}}};
}

nlohmann::json recovery_codes_view(const web::Texts& texts, web::Language language, const std::vector<std::string>& codes, const std::string& next) {
    return {{"title", texts.text(language, "recovery.title")}, {"nav", "account"}, {"codes", codes}, {"next", next}};
}

}  // namespace ansvar::identity

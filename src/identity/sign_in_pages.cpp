#include "identity/sign_in_pages.hpp"

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "identity/form_check.hpp"
#include "identity/principal.hpp"
#include "identity/sessions.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

/// Remembers, in the browser alone, where somebody wanted to go; the letter says nothing of it.
constexpr std::string_view next_cookie = "ansvar-next";

std::string text(const Services& services, const web::Request& request, std::string_view key, const web::Arguments& arguments = {}) {
    return services.pages.texts().format(request.language(), key, arguments);
}

}  // namespace

SignInPages::SignInPages(const Services& services) : services_{services}, cookies_{services.settings.public_url} {}

web::Response SignInPages::ask(const web::Request& request) const {
    const auto next = own_path_after_sign_in(request.query("next").value_or("/"));
    if (request.has_principal()) {
        return web::Response::see_other(next);
    }
    return form(request, 200, FormCheck{services_.pages.texts(), request.language()}, "", next);
}

web::Response SignInPages::form(const web::Request& request, int status, const FormCheck& check, const std::string& mail,
                                const std::string& next) const {
    nlohmann::json view{
        {"title", check.title(text(services_, request, "sign_in.title"))}, {"nav", "sign_in"}, {"mail", mail}, {"next", next}};
    check.put_into(view, {"mail"});
    return services_.pages.render(request, status, "identity/sign_in", view);
}

web::Response SignInPages::send_letter(const web::Request& request) const {
    const auto typed = request.form().value("mail");
    const auto next = own_path_after_sign_in(request.form().value("next"));
    const auto email = MailAddress::parse(typed);
    if (!email) {
        FormCheck check{services_.pages.texts(), request.language()};
        check.add("mail", trim(typed).empty() ? "field.required.mail" : "field.not_an_address");
        return form(request, 422, check, typed, next);
    }
    const LinkRequest asked{.email = *email, .client_address = std::string{request.client_address()}, .language = request.language()};
    const auto sent = ask_for_link(services_.database, services_.letters, services_.settings, asked, services_.clock.now());
    if (!sent) {
        throw web::TooManyRequests{sent.error().retry_after, "sign-in letters"};
    }
    const auto minutes = services_.settings.link_life.count();
    auto response = services_.pages.render(request, 200, "identity/link_sent",
                                           {{"title", text(services_, request, "link_sent.title")},
                                            {"nav", "sign_in"},
                                            {"lead", text(services_, request, "link_sent.lead", {{"mail", email->text()}})},
                                            {"valid_for", text(services_, request, "link_sent.valid_for", {{"minutes", minutes}})}});
    response.set_header("Cache-Control", "no-store");  // it shows an address
    response.set_cookie(cookies_.make(percent_encode(next), services_.settings.link_life * 2, next_cookie));
    return response;
}

std::string SignInPages::wanted_path(const web::Request& request) const {
    const auto kept = request.cookie(cookies_.name(next_cookie));
    return own_path_after_sign_in(kept ? percent_decode(*kept, false).value_or("/") : "/");
}

web::Response SignInPages::show_link(const web::Request& request) const {
    const auto& token = request.path_value("token");
    const auto now = services_.clock.now();
    const auto link = services_.database.read([&](db::Session& session) { return find_link(session, token, now); });
    if (!link) {
        return dead_link(request);
    }
    auto response = services_.pages.render(request, 200, "identity/use_link",
                                           {{"title", text(services_, request, "use_link.title")},
                                            {"nav", "sign_in"},
                                            {"expired", false},
                                            {"action", "/sign-in/" + percent_encode(token)},
                                            {"next", wanted_path(request)}});
    response.set_header("Cache-Control", "no-store");  // it shows a token
    return response;
}

web::Response SignInPages::use_link(const web::Request& request) const {
    const auto next = own_path_after_sign_in(request.form().value("next"));
    const auto in = sign_in(services_.database, services_.settings, services_.confirm_pending, request.path_value("token"),
                            request.cookie(cookies_.name()), services_.clock.now());
    if (!in) {
        return dead_link(request);
    }
    auto response = web::Response::see_other(in->path.value_or(next));
    response.set_cookie(cookies_.make(in->session_token, session_life(in->person, services_.settings)));
    response.set_cookie(cookies_.removal(next_cookie));
    return response;
}

web::Response SignInPages::dead_link(const web::Request& request) const {
    if (request.has_principal()) {
        return web::Response::see_other(wanted_path(request));  // the button pressed twice, or the letter opened again: they are in
    }
    return services_.pages.render(request, 410, "identity/use_link",
                                  {{"title", text(services_, request, "use_link.expired_title")},
                                   {"nav", "sign_in"},
                                   {"expired", true},
                                   {"action", ""},
                                   {"next", ""}});
}

web::Response SignInPages::sign_out(const web::Request& request) const {
    if (const auto token = request.cookie(cookies_.name())) {
        services_.database.in_transaction([&](db::Transaction& tx) { end_session(tx, *token); });
    }
    auto response = web::Response::see_other("/sign-in");
    response.set_cookie(cookies_.removal());
    return response;
}

}  // namespace ansvar::identity

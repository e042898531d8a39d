#include "identity/sign_in_routes.hpp"

#include <memory>

#include "identity/password_pages.hpp"
#include "identity/security_pages.hpp"
#include "identity/sign_in_pages.hpp"
#include "identity/sign_in_policy_pages.hpp"
#include "identity/step_pages.hpp"

namespace ansvar::identity {

namespace {

template <class PageObject>
web::Handler calling(const std::shared_ptr<const PageObject>& pages, web::Response (PageObject::*handler)(const web::Request&) const) {
    return [pages, handler](const web::Request& request) { return (*pages.*handler)(request); };
}

}  // namespace

std::vector<web::Route> sign_in_routes(const Services& services) {
    using enum web::Method;
    const auto entrance = std::make_shared<const Entrance>(services);
    const auto hasher = std::make_shared<const PasswordHasher>(services.settings);
    const auto in = std::make_shared<const SignInPages>(services, entrance, hasher);
    const auto step = std::make_shared<const StepPages>(services, entrance);
    const auto security = std::make_shared<const SecurityPages>(services, hasher);
    const auto password = std::make_shared<const PasswordPages>(services, hasher);
    const auto policy = std::make_shared<const SignInPolicyPages>(services);
    constexpr web::Access anyone{web::Audience::Anyone, web::Via::Page};
    constexpr web::Access signed_in{web::Audience::SignedIn, web::Via::Page};
    constexpr web::Access administrator{web::Audience::Administrator, web::Via::Page};
    return {
        {Get, "/sign-in", anyone, calling(in, &SignInPages::ask)},
        {Post, "/sign-in", anyone, calling(in, &SignInPages::send_letter)},
        {Post, "/sign-in/password", anyone, calling(in, &SignInPages::use_password)},
        {Get, "/sign-in/second-factor", anyone, calling(step, &StepPages::show)},
        {Post, "/sign-in/second-factor", anyone, calling(step, &StepPages::take)},
        {Get, "/sign-in/{token}", anyone, calling(in, &SignInPages::show_link)},
        {Post, "/sign-in/{token}", anyone, calling(in, &SignInPages::use_link)},
        {Post, "/sign-out", anyone, calling(in, &SignInPages::sign_out)},
        {Get, "/account/security", signed_in, calling(security, &SecurityPages::show)},
        {Post, "/account/sessions/removal", signed_in, calling(security, &SecurityPages::end_others)},
        {Post, "/account/sessions/{session}/removal", signed_in, calling(security, &SecurityPages::end_one)},
        {Get, "/account/second-factor", signed_in, calling(security, &SecurityPages::show_new_factor)},
        {Post, "/account/second-factor", signed_in, calling(security, &SecurityPages::set_up_factor)},
        {Post, "/account/second-factor/removal", signed_in, calling(security, &SecurityPages::remove_factor)},
        {Post, "/account/recovery-codes", signed_in, calling(security, &SecurityPages::renew_codes)},
        {Get, "/account/password", signed_in, calling(password, &PasswordPages::show)},
        {Post, "/account/password", signed_in, calling(password, &PasswordPages::save)},
        {Post, "/account/password/removal", signed_in, calling(password, &PasswordPages::remove)},
        {Get, "/admin/sign-in", administrator, calling(policy, &SignInPolicyPages::show)},
        {Post, "/admin/sign-in", administrator, calling(policy, &SignInPolicyPages::save)},
        {Post, "/admin/people/{id}/second-factor/removal", administrator, calling(policy, &SignInPolicyPages::reset)},
    };
}

}  // namespace ansvar::identity

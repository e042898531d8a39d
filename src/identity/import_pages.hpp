#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "identity/form_check.hpp"
#include "identity/people_plan.hpp"
#include "identity/routes.hpp"

namespace ansvar::identity {

/// A list of people comes in: uploaded or pasted, looked at, carried out. And the list that there is goes out.
class ImportPages {
public:
    explicit ImportPages(const Services& services) : services_{services} {}

    web::Response ask(const web::Request& request) const;
    /// An empty sheet with the right first line.
    web::Response sheet_template(const web::Request& request) const;
    web::Response upload(const web::Request& request) const;
    web::Response preview(const web::Request& request) const;
    web::Response confirm(const web::Request& request) const;
    /// Everybody still here, in the columns that an import reads.
    web::Response export_people(const web::Request& request) const;

private:
    FormCheck new_check(const web::Request& request) const { return {services_.pages.texts(), request.language()}; }
    web::Response ask_page(const web::Request& request, int status, const std::string& text, const ImportPlan& plan, const FormCheck& check) const;
    web::Response preview_page(const web::Request& request, int status, std::uint64_t id, const ImportPlan& plan,
                               const std::vector<std::string>& ticked, const FormCheck& check) const;
    web::Response done_page(const web::Request& request, const nlohmann::json& counts) const;

    Services services_;
};

std::vector<web::Route> import_routes(const Services& services);

}  // namespace ansvar::identity

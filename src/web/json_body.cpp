#include "web/json_body.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/text.hpp"
#include "web/errors.hpp"

namespace ansvar::web {
namespace {

using Json = nlohmann::json;

/// Builds a value from the parser's events and stops at the first thing that is not allowed.
class StrictReader final : public nlohmann::json_sax<Json> {
public:
    explicit StrictReader(std::size_t depth) : depth_(depth) {}

    Json take() { return std::move(root_); }
    const std::string& fault() const { return fault_; }

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(std::int64_t value) override { return put(value); }
    bool number_unsigned(std::uint64_t value) override { return put(value); }
    bool number_float(double value, const std::string&) override {
        return std::isfinite(value) ? put(value) : refuse("a number is too large");
    }
    bool string(std::string& value) override { return has_nul(value) ? refuse("a string has a NUL") : put(std::move(value)); }
    bool binary(Json::binary_t&) override { return refuse("binary"); }

    bool start_object(std::size_t) override { return open(Json::object()); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_array() override { return close(); }

    bool key(std::string& name) override {
        if (has_nul(name)) {
            return refuse("a name has a NUL");
        }
        auto& object = *open_.back();
        if (object.contains(name)) {
            return refuse("a name stands twice in an object");
        }
        slot_ = &object[name];
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
        return refuse("malformed at byte " + std::to_string(position));
    }

private:
    static bool has_nul(const std::string& text) { return text.find('\0') != std::string::npos; }

    bool refuse(std::string why) {
        fault_ = std::move(why);
        return false;
    }

    Json& place(Json value) {
        if (open_.empty()) {
            return root_ = std::move(value);
        }
        if (open_.back()->is_array()) {
            return open_.back()->emplace_back(std::move(value));
        }
        return *slot_ = std::move(value);
    }

    bool put(Json value) {
        place(std::move(value));
        return true;
    }

    bool open(Json container) {
        if (open_.size() >= depth_) {
            return refuse("nested too deep");
        }
        open_.push_back(&place(std::move(container)));
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    std::size_t depth_;
    Json root_;
    std::vector<Json*> open_;  // addresses stay: a container grows only while it is the innermost
    Json* slot_ = nullptr;
    std::string fault_;
};

}  // namespace

nlohmann::json read_json(std::string_view text, std::size_t depth) {
    if (!is_utf8(text)) {
        throw BadRequest("a JSON body is not UTF-8 without NUL");
    }
    StrictReader reader{depth};
    if (!Json::sax_parse(text.begin(), text.end(), &reader)) {
        throw BadRequest("JSON: " + reader.fault());
    }
    return reader.take();
}

}  // namespace ansvar::web

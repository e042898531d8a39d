#include "mail/smtp_transport.hpp"

#include "mail/secret_file.hpp"
#include "mail/smtp_line.hpp"

#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace ansvar::mail {

namespace {

std::string read_password(const SmtpSettings& settings) {
    return settings.user.empty() || !settings.token_file.empty() ? std::string{} : read_secret(settings.password_file, "the mail password");
}

}  // namespace

/// As many lines as were ever needed at once.
class SmtpTransport::Inside {
public:
    explicit Inside(const SmtpSettings& settings) : settings_{settings}, password_{read_password(settings)} {}

    std::unique_ptr<SmtpLine> take() {
        const std::lock_guard lock{mutex_};
        if (free_.empty()) {
            return std::make_unique<SmtpLine>(settings_, password_);
        }
        auto line = std::move(free_.back());
        free_.pop_back();
        return line;
    }

    Delivery try_out(const MailAddress& sender) const { return SmtpLine{settings_, password_}.introduce(sender.domain()); }

    void give_back(std::unique_ptr<SmtpLine> line) {
        const std::lock_guard lock{mutex_};
        free_.push_back(std::move(line));
    }

private:
    const SmtpSettings settings_;
    const std::string password_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<SmtpLine>> free_;
};

SmtpTransport::SmtpTransport(const SmtpSettings& settings) {
    check(settings);
    inside_ = std::make_unique<Inside>(settings);
}

SmtpTransport::~SmtpTransport() = default;

Delivery SmtpTransport::try_out(const MailAddress& sender) const { return inside_->try_out(sender); }

Delivery SmtpTransport::send(const Parcel& parcel) {
    auto line = inside_->take();
    auto delivery = line->send(parcel);
    inside_->give_back(std::move(line));
    return delivery;
}

}  // namespace ansvar::mail

#include "mail/smtp_transport.hpp"

#include "core/text.hpp"
#include "mail/secret_file.hpp"
#include "mail/smtp_line.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

namespace ansvar::mail {

namespace {

using Moment = std::chrono::steady_clock::time_point;

constexpr std::size_t longest_of_several = 200;  ///< characters of what a relay said that was not the last

std::string read_password(const SmtpSettings& settings) {
    check(settings);
    return settings.user.empty() || !settings.token_file.empty() ? std::string{} : read_secret(settings.password_file, "the mail password");
}

/// A mail server, and as many lines to it as were ever needed at once. Safe from several threads.
class Relay {
public:
    explicit Relay(const SmtpSettings& settings) : settings_{settings}, password_{read_password(settings)} {}

    const SmtpSettings& settings() const { return settings_; }

    std::unique_ptr<SmtpLine> take() {
        const std::lock_guard lock{mutex_};
        if (free_.empty()) {
            return std::make_unique<SmtpLine>(settings_, password_);
        }
        auto line = std::move(free_.back());
        free_.pop_back();
        return line;
    }

    void give_back(std::unique_ptr<SmtpLine> line) {
        const std::lock_guard lock{mutex_};
        free_.push_back(std::move(line));
    }

    Moment rests_until() const {
        const std::lock_guard lock{mutex_};
        return rests_until_;
    }

    void rest_until(Moment moment) {
        const std::lock_guard lock{mutex_};
        rests_until_ = moment;
    }

private:
    const SmtpSettings settings_;
    const std::string password_;
    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<SmtpLine>> free_;
    Moment rests_until_{};
};

}  // namespace

class SmtpTransport::Inside {
public:
    explicit Inside(const std::vector<SmtpSettings>& relays) {
        if (relays.empty()) {
            throw std::invalid_argument("there is no mail server");
        }
        for (const auto& settings : relays) {
            relays_.push_back(std::make_unique<Relay>(settings));
        }
    }

    Delivery send(const Parcel& parcel) {
        const auto deadline = std::chrono::steady_clock::now() + relays_.front()->settings().total_timeout;
        Delivery last;
        std::string earlier;
        for (auto* relay : in_turn()) {
            if (!last.reply.empty()) {
                earlier += shorten(readable(last.reply), longest_of_several) + "; ";
            }
            auto line = relay->take();
            last = line->send(parcel, deadline);
            const bool turned_away = line->was_turned_away();
            relay->give_back(std::move(line));
            last.reply = relay->settings().host + ": " + last.reply;
            note(*relay, turned_away);
            if (!turned_away || std::chrono::steady_clock::now() >= deadline) {
                break;
            }
        }
        return {last.outcome, earlier + last.reply, std::move(last.steps)};
    }

private:
    /// Those that do not rest, in their order; when all do, the one that has rested most.
    std::vector<Relay*> in_turn() const {
        const auto now = std::chrono::steady_clock::now();
        std::vector<Relay*> relays;
        for (const auto& relay : relays_) {
            if (relay->rests_until() <= now) {
                relays.push_back(relay.get());
            }
        }
        if (relays.empty()) {
            const auto next = std::min_element(relays_.begin(), relays_.end(),
                                               [](const auto& a, const auto& b) { return a->rests_until() < b->rests_until(); });
            relays.push_back(next->get());
        }
        return relays;
    }

    void note(Relay& relay, bool turned_away) const {
        if (turned_away && relays_.size() > 1) {
            spdlog::warn("mail server {} does not hear of letters; the next one gets them", relay.settings().host);
            relay.rest_until(std::chrono::steady_clock::now() + relay.settings().rest);
        }
    }

    std::vector<std::unique_ptr<Relay>> relays_;
};

SmtpTransport::SmtpTransport(const std::vector<SmtpSettings>& relays) : inside_{std::make_unique<Inside>(relays)} {}

SmtpTransport::~SmtpTransport() = default;

Delivery SmtpTransport::send(const Parcel& parcel) {
    return inside_->send(parcel);
}

Delivery try_out(const SmtpSettings& relay, const MailAddress& sender) {
    const auto password = read_password(relay);
    return SmtpLine{relay, password}.introduce(sender.domain());
}

}  // namespace ansvar::mail

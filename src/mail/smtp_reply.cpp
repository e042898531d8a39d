#include "mail/smtp_reply.hpp"

#include "core/text.hpp"

#include <array>
#include <cctype>
#include <utility>

namespace ansvar::mail {

namespace {

constexpr std::size_t most_heard = 64 * 1024;  ///< bytes in one conversation; an ordinary one has 500
constexpr std::size_t most_steps = 20;
constexpr std::size_t most_kept = 2048;        ///< bytes of one reply

constexpr std::array<std::pair<std::string_view, SmtpStage>, 7> commands{{{"EHLO", SmtpStage::Connect},
                                                                          {"STARTTLS", SmtpStage::Connect},
                                                                          {"HELO", SmtpStage::Connect},
                                                                          {"AUTH", SmtpStage::Connect},
                                                                          {"MAIL FROM", SmtpStage::Sender},
                                                                          {"RCPT TO", SmtpStage::Recipient},
                                                                          {"DATA", SmtpStage::Data}}};

int code_of(std::string_view line) {
    int code = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        if (i >= line.size() || std::isdigit(static_cast<unsigned char>(line[i])) == 0) {
            return 0;
        }
        code = 10 * code + (line[i] - '0');
    }
    return code;
}

}  // namespace

void SmtpDialogue::begin_step(std::string_view said) {
    if (steps_.size() < most_steps) {
        steps_.push_back({std::string{said}, ""});
    }
}

void SmtpDialogue::content_begun() {
    if (std::exchange(stage_, SmtpStage::Content) != SmtpStage::Content) {
        begin_step("TEXT");
    }
}

void SmtpDialogue::begin() { *this = SmtpDialogue{}; }

void SmtpDialogue::sent(std::string_view command) {
    for (const auto& [word, stage] : commands) {
        if (command.substr(0, word.size()) == word) {
            stage_ = stage;
            begin_step(word);
        }
    }
    is_over_ = is_over_ || command.substr(0, 4) == "QUIT";
}

bool SmtpDialogue::heard(std::string_view line) {
    bytes_heard_ += line.size();
    if (is_over_) {
        return bytes_heard_ <= most_heard;
    }
    if (reply_is_whole_) {
        reply_.clear();
    }
    if (!reply_.empty()) {
        reply_ += ' ';
    }
    reply_ += trim(line).substr(0, most_kept - std::min(most_kept, reply_.size()));
    code_ = code_of(line);
    reply_is_whole_ = line.size() < 4 || line[3] != '-';
    steps_.back().answer = readable(reply_);
    return bytes_heard_ <= most_heard;
}

Outcome outcome_of_failure(SmtpStage stage, int code) {
    const bool about_letter = stage == SmtpStage::Sender || stage == SmtpStage::Recipient || stage == SmtpStage::Data ||
                              stage == SmtpStage::Content;
    const bool about_us = code == 530 || code == 534 || code == 535 || code == 538;
    return about_letter && !about_us && code >= 500 && code <= 599 ? Outcome::Refused : Outcome::Later;
}

}  // namespace ansvar::mail

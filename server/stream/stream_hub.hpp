#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>

#include "server/http/http_server.hpp"
#include "server/stream/branch_channel.hpp"
#include "server/stream/inbox.hpp"
#include "server/stream/wire.hpp"

namespace server {

/// The live stream: hears every commit of the store and tells the subscribers of its branch.
///
/// All thinking happens on the hub's own thread, in the order of commits. The writer of the store only
/// drops the commit into the hub's inbox; connections only drop messages into it; neither ever waits.
class StreamHub final : public StreamHandler {
 public:
  /// @param resume_limit  bytes of missed events that are sent one by one; above it a new picture is shorter
  StreamHub(ChannelSources sources, std::size_t resume_limit);
  ~StreamHub() override;
  void stop();

  void opened(const std::shared_ptr<StreamPeer>& peer) override;
  void received(const std::shared_ptr<StreamPeer>& peer, std::string_view message) override;
  void closed(const std::shared_ptr<StreamPeer>& peer) override;

  /// Says that an edit of a unit has just arrived, so that its KPI message can carry the time.
  void note_edit(const std::string& branch, const std::string& unit, std::int64_t received_unix_us);
  void forget_edit(const std::string& branch, const std::string& unit);

 private:
  struct Client {
    std::shared_ptr<StreamPeer> peer;
    std::map<std::string, std::set<std::string>> subscriptions;  ///< branch → variables
  };

  void run();
  void committed(const twin::Published& commit, std::int64_t edit_received_unix_us);
  void operations_changed(const twin::Commit& commit);
  void handle(const std::shared_ptr<StreamPeer>& peer, const kaksonen::v1::ClientMessage& message);
  void subscribe(Client& client, const kaksonen::v1::ClientMessage& message);
  void send_picture(StreamPeer& peer, const BranchChannel& channel);
  void send_values(Client& client, BranchChannel& channel, const std::set<std::string>& variables);
  void send_changed_values(BranchChannel& channel);
  void forget_deleted_branches();
  twin::Result<BranchChannel*> channel_of(const std::string& branch);
  void to_subscribers(const std::string& branch, const Message& message);
  std::int64_t take_edit(const std::string& branch, const twin::Commit& commit);

  ChannelSources sources_;
  std::size_t resume_limit_;
  std::string epoch_;
  std::shared_ptr<Inbox> inbox_;

  // On the hub's thread only:
  std::map<std::string, BranchChannel> channels_;
  std::uint64_t channels_made_ = 0;
  std::uint64_t pictures_sent_ = 0;
  std::unordered_map<StreamPeer*, Client> clients_;

  std::mutex mutex_;  ///< guards what follows
  std::unordered_map<StreamPeer*, int> malformed_in_a_row_;
  std::map<std::pair<std::string, std::string>, std::int64_t> edits_;

  std::thread thread_;
};

}  // namespace server
